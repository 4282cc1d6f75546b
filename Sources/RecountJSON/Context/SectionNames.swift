import RecountContext
import RecountKernel

/// The sections of a context file, as its fragments name them.
struct SectionNames {
    private var ids: Set<UInt32> = []
    private var idsByName: [String: SectionID] = [:]
    /// The section that a fragment belongs to without naming it: nil unless there is one only.
    let only: SectionID?

    /// - Parameter sections: with ids and names that are there once. O(sections).
    init(_ sections: [SectionDocument]) {
        only = sections.count == 1 ? sections[0].id : nil
        for section in sections {
            ids.insert(section.id.rawValue)
            if !section.name.isEmpty { idsByName[section.name] = section.id }
        }
    }

    func contains(_ id: SectionID) -> Bool { ids.contains(id.rawValue) }

    func id(named name: String) -> SectionID? { idsByName[name] }
}
