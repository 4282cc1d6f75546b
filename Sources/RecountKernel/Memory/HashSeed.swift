/// The 128-bit key of a journal's hash tables, drawn at random when the journal is made, so that
/// nobody can choose ids that collide. It never shows in a decision.
public struct HashSeed: Equatable, Sendable {
    /// The first 64 bits.
    public let first: UInt64
    /// The last 64 bits.
    public let second: UInt64

    /// Makes a seed of its two halves.
    public init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }
}
