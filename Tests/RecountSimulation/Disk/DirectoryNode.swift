/// A directory on a simulated disk: the names that processes see, those that a power loss leaves for certain,
/// and the changes between the two, of which any may have arrived without the others.
final class DirectoryNode: DiskNode {
    /// What processes see.
    private(set) var names: [String: any DiskNode] = [:]
    /// The handle of its only writer, as long as that is open.
    weak var lockOwner: SimulatedDirectory?

    private enum Change {
        case added(String, any DiskNode)
        case removed(String, any DiskNode)
        case renamed(String, String, any DiskNode)
    }

    private var durableNames: [String: any DiskNode] = [:]
    private var changes: [Change] = []

    func add(_ name: String, _ node: any DiskNode) { make(.added(name, node)) }

    func remove(_ name: String, _ node: any DiskNode) { make(.removed(name, node)) }

    func rename(_ name: String, to newName: String, _ node: any DiskNode) { make(.renamed(name, newName, node)) }

    /// Makes all names durable.
    func sync() {
        durableNames = names
        changes = []
    }

    func losePower(_ loss: inout PowerLoss) {
        for change in changes where loss.arrives() { Self.apply(change, to: &durableNames) }
        names = durableNames
        changes = []
        lockOwner = nil
        // In a fixed order, so that a seed always means the same.
        for (_, node) in names.sorted(by: { $0.key < $1.key }) { node.losePower(&loss) }
    }

    private func make(_ change: Change) {
        Self.apply(change, to: &names)
        changes.append(change)
    }

    private static func apply(_ change: Change, to names: inout [String: any DiskNode]) {
        switch change {
        case .added(let name, let node): names[name] = node
        case .removed(let name, let node): if names[name] === node { names[name] = nil }
        case .renamed(let name, let newName, let node):
            if names[name] === node { names[name] = nil }
            names[newName] = node
        }
    }
}
