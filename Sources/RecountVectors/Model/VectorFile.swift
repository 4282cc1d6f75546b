import RecountKernel

/// A file of test vectors, in the manner of Wycheproof: groups of cases, each with its expected result.
public struct VectorFile: Equatable, Sendable {
    /// The version of the files that this build reads and writes.
    public static let formatVersion: UInt64 = 1

    /// What it is about.
    public var area: VectorArea
    /// Where the cases come from; nil if they were made by hand.
    public var generator: VectorGenerator?
    /// The groups. Each starts anew; none depends on another.
    public var groups: [VectorGroup]

    /// Makes a file.
    public init(area: VectorArea, generator: VectorGenerator? = nil, groups: [VectorGroup]) {
        self.area = area
        self.generator = generator
        self.groups = groups
    }

    /// How many cases all groups have together.
    public var caseCount: Int { groups.reduce(0) { $0 + $1.caseCount } }
}

/// What makes a file of generated cases again, byte by byte.
public struct VectorGenerator: Equatable, Sendable {
    /// The seed that was drawn from.
    public var seed: UInt64
    /// How many commands, or for other areas cases, were asked for.
    public var count: UInt64

    /// Makes a description.
    public init(seed: UInt64, count: UInt64) {
        self.seed = seed
        self.count = count
    }
}

/// Cases that belong together.
public struct VectorGroup: Equatable, Sendable {
    /// Unique in its file: lower-case words with hyphens.
    public var id: String
    /// What the group is about.
    public var comment: String
    /// The cases.
    public var content: VectorContent

    /// Makes a group.
    public init(id: String, comment: String, content: VectorContent) {
        self.id = id
        self.comment = comment
        self.content = content
    }

    /// How many cases it has.
    public var caseCount: Int {
        switch content {
        case .steps(let sequence): sequence.entries.count
        case .digests(let cases): cases.count
        case .journals(let cases): cases.count
        }
    }
}

/// The cases of a group by what they ask for.
public enum VectorContent: Equatable, Sendable {
    /// Commands for one kernel, one after another.
    case steps(VectorSequence)
    /// Digests, each on its own.
    case digests([DigestCase])
    /// Journals, each on its own.
    case journals([JournalCase])
}

/// What every case carries besides what it asks for.
public struct VectorLabel: Equatable, Sendable {
    /// The group's id, a slash, and the position in the group from 1.
    public var id: String
    /// What it is a case of.
    public var comment: String
    /// The same by kind.
    public var flags: [VectorFlag]

    /// Makes a label.
    public init(id: String, comment: String, flags: [VectorFlag] = []) {
        self.id = id
        self.comment = comment
        self.flags = flags
    }
}
