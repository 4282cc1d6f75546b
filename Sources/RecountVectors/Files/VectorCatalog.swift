/// The vectors that this build makes.
public enum VectorCatalog {
    /// The file of an area's cases that were made by hand.
    public static func corners(_ area: VectorArea) -> VectorFile {
        VectorFile(area: area, groups: groups(area))
    }

    /// The file of an area's cases that are drawn from a seed.
    public static func generated(_ area: VectorArea, _ generator: VectorGenerator) -> VectorFile {
        VectorFile(area: area, generator: generator, groups: [])
    }

    private static func groups(_ area: VectorArea) -> [VectorGroup] {
        switch area {
        case .digests: DigestVectors.groups
        case .decoding: DecodingVectors.groups
        case .routing: RoutingVectors.groups
        case .budgets: BudgetVectors.groups
        case .locks: LockVectors.groups
        case .context: ContextVectors.groups
        case .admit: AdmitVectors.groups
        case .journal: JournalVectors.groups
        }
    }
}
