/// The vectors that this build makes.
public enum VectorCatalog {
    /// The file of an area's cases that were made by hand.
    public static func corners(_ area: VectorArea) -> VectorFile {
        VectorFile(area: area, groups: groups(area))
    }

    /// The file of an area's cases that are drawn from a seed.
    public static func generated(_ area: VectorArea, _ generator: VectorGenerator) -> VectorFile {
        VectorFile(area: area, generator: generator, groups: groups(area, generator))
    }

    /// What the checked-in files of generated cases were drawn from.
    public static func checkedInGenerator(_ area: VectorArea) -> VectorGenerator {
        let count: UInt64 =
            switch area {
            case .digests: 100
            case .decoding: 400
            case .routing: 350
            case .budgets: 500
            case .locks: 400
            case .context: 200
            case .admit: 300
            case .journal: 40
            }
        return VectorGenerator(seed: 1, count: count)
    }

    private static func groups(_ area: VectorArea, _ generator: VectorGenerator) -> [VectorGroup] {
        switch area {
        case .digests: GeneratedCases.digests(generator)
        case .decoding: GeneratedSequences.groups(of: DecodingStream.self, generator, limits: VectorLimits.draw)
        case .routing: GeneratedSequences.groups(of: RoutingStream.self, generator, limits: VectorLimits.draw)
        case .budgets: GeneratedSequences.groups(of: BudgetStream.self, generator, limits: VectorLimits.draw)
        case .locks: GeneratedSequences.groups(of: LockStream.self, generator, limits: VectorLimits.draw)
        case .context: GeneratedSequences.groups(of: ContextStream.self, generator, limits: VectorLimits.draw)
        case .admit: GeneratedSequences.groups(of: AdmissionStream.self, generator, limits: VectorLimits.draw)
        case .journal: GeneratedCases.journals(generator)
        }
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
