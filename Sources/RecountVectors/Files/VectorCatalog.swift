/// The vectors that this build makes.
public enum VectorCatalog {
    /// The file of an area's cases that were made by hand.
    public static func corners(_ area: VectorArea) -> VectorFile {
        VectorFile(area: area, groups: groups(area))
    }

    private static func groups(_ area: VectorArea) -> [VectorGroup] {
        switch area {
        case .routing: RoutingVectors.groups
        case .budgets: BudgetVectors.groups
        default: []
        }
    }
}
