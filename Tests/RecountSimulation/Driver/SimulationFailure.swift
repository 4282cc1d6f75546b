/// What a simulation found wrong.
package struct SimulationFailure: Error, CustomStringConvertible, Sendable {
    /// Which simulation.
    package let seed: UInt64
    /// What its disk does.
    package let conditions: SimulationPlan.Conditions
    /// Which of its processes, from 1.
    package let process: Int
    /// What is wrong.
    package let finding: String

    package var description: String { "seed \(seed), \(conditions) disk, process \(process): \(finding)" }
}
