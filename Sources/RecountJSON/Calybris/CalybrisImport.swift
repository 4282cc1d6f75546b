/// A policy made of calybris-core's, with the report of what had to be assumed.
///
/// Every number is taken over as it is: a microunit is a microcent, so the kernel decides by the imported policy
/// as calybris does by its own.
///
///     let made = try CalybrisImport(policy, source: [])
///     made.policy.json()                    // the policy file
///     made.report.table(detail: .counts)    // for people
public struct CalybrisImport: Equatable, Sendable {
    /// The policy.
    public let policy: PolicyDocument
    /// What was assumed.
    public let report: ImportReport

    /// Makes the policy.
    ///
    /// - Parameters:
    ///   - calybris: a valid policy.
    ///   - source: where it came from, for people.
    /// - Throws: `CalybrisImportError` for the first model that a policy file cannot state.
    /// - Complexity: O(models · regions).
    public init(_ calybris: CalybrisPolicy, source: [JSONMember]) throws(CalybrisImportError) {
        let known = Capability.allCases.reduce(0) { $0 | CapabilitySet($1).rawValue }
        for model in calybris.models where model.capabilities & ~known != 0 {
            let bit = (model.capabilities & ~known).trailingZeroBitCount
            throw CalybrisImportError.unnamedCapability(model: model.modelID, bit: bit)
        }
        policy = calybris.policyDocument(source: source)
        var report = ImportReport()
        report.selectedCount = calybris.models.count
        report.importedCount = calybris.models.count
        report.assumptions = policy.models.flatMap(Self.assumptions)
        self.report = report
    }

    private static func assumptions(about model: ModelDocument) -> [ImportReport.Assumption] {
        var assumptions: [ImportAssumption] = [.namedByNumber]
        if !model.capabilities.isEmpty { assumptions.append(.capabilitiesNamedByBit) }
        return assumptions.map { ImportReport.Assumption(entry: model.name, assumption: $0) }
    }
}

/// Why a policy of calybris cannot be a policy file of Recount: what, where, what to do, in one line.
public enum CalybrisImportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A capability bit for which policy files have no name.
    case unnamedCapability(model: UInt32, bit: Int)

    /// One line.
    public var description: String {
        switch self {
        case .unnamedCapability(let model, let bit):
            "model \(model): capability bit \(bit) has no name in policy files, which have names for bits 0 to "
                + "\(Capability.allCases.count - 1); move it to a bit that has one"
        }
    }
}
