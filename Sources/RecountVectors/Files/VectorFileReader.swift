import RecountJSON
import RecountKernel

extension VectorFile {
    /// Reads a file of vectors. Everything is demanded that schema.json demands, that no id occurs twice, and that
    /// what is there for people says what the bytes say. Whether the answers are right is `VectorCheck`'s to find.
    ///
    /// - Complexity: O(bytes).
    public init(parsing bytes: [UInt8]) throws(VectorFileError) {
        let root: VectorNode
        do throws(JSONError) {
            root = VectorNode(value: try JSONValue(parsing: bytes), path: "")
        } catch {
            throw .json(error)
        }
        try root.demandKeys(["format_version", "area", "generator", "groups"])
        let version = try root.member("format_version")
        guard try version.integer(UInt64.self) == Self.formatVersion else { throw version.error("must be 1") }
        area = try Self.area(root.member("area"))
        generator = try root.optional("generator").map(Self.generator)
        groups = []
        for node in try root.member("groups").elements() { groups.append(try Self.group(node)) }
        try demandDistinctIDs()
    }

    private static func area(_ node: VectorNode) throws(VectorFileError) -> VectorArea {
        guard let area = VectorArea(rawValue: try node.string()) else { throw node.error("no such area") }
        return area
    }

    private static func generator(_ node: VectorNode) throws(VectorFileError) -> VectorGenerator {
        try node.demandKeys(["seed", "count"])
        return VectorGenerator(seed: try node.member("seed").decimal(), count: try node.member("count").decimal())
    }

    private static func group(_ node: VectorNode) throws(VectorFileError) -> VectorGroup {
        let cases = try node.member("cases").elements()
        let content: VectorContent
        if node.optional("limits") != nil {
            content = .steps(try VectorSequence(node, cases: cases))
        } else {
            try node.demandKeys(["id", "comment", "cases"])
            content =
                cases.first?.optional("segments_hex") != nil
                ? .journals(try cases.map(JournalCase.init)) : .digests(try cases.map(DigestCase.init))
        }
        return VectorGroup(
            id: try node.member("id").string(), comment: try node.member("comment").string(), content: content)
    }

    private func demandDistinctIDs() throws(VectorFileError) {
        var ids: Set<String> = []
        for group in groups {
            guard ids.insert(group.id).inserted else { throw .repeatedID(group.id) }
            for label in group.labels where !ids.insert(label.id).inserted { throw .repeatedID(label.id) }
        }
    }
}

extension VectorGroup {
    /// The labels of all cases in order.
    public var labels: [VectorLabel] {
        switch content {
        case .steps(let sequence): sequence.entries.map(\.label)
        case .digests(let cases): cases.map(\.label)
        case .journals(let cases): cases.map(\.label)
        }
    }
}

extension VectorLabel {
    fileprivate init(_ node: VectorNode) throws(VectorFileError) {
        id = try node.member("id").string()
        comment = try node.member("comment").string()
        flags = []
        for flag in try node.member("flags").elements() {
            guard let value = VectorFlag(rawValue: try flag.string()) else { throw flag.error("no such flag") }
            flags.append(value)
        }
    }
}

extension VectorSequence {
    fileprivate init(_ node: VectorNode, cases: [VectorNode]) throws(VectorFileError) {
        try node.demandKeys(["id", "comment", "limits", "initial_time", "hash_seed", "setup", "cases"])
        limits = try Self.limits(node.member("limits"))
        let time = try node.member("initial_time")
        initialTime = Milliseconds(try time.decimal())
        guard initialTime <= .maximum else { throw time.error("must be at most 2^53") }
        let seed = try node.member("hash_seed").bytes(16...16)
        hashSeed = seed.withUnsafeBytes {
            HashSeed(
                first: UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                second: UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        setup = []
        for step in try node.member("setup").elements() { setup.append(try SetupStep(step)) }
        entries = try cases.map(StepCase.init)
    }

    private static func limits(_ node: VectorNode) throws(VectorFileError) -> KernelLimits {
        var values: [UInt64] = []
        try node.demandKeys(Set(LimitField.all.map(\.name.description)))
        for field in LimitField.all {
            let member = try node.member(field.name.description)
            values.append(field.byteCount == 8 ? try member.decimal() : UInt64(try member.integer(UInt32.self)))
        }
        guard let limits = LimitField.limits(values) else { throw node.error("limits that no kernel has") }
        return limits
    }
}

extension SetupStep {
    fileprivate init(_ node: VectorNode) throws(VectorFileError) {
        guard case .object = node.value else {
            self.init(command: try node.bytes())
            return
        }
        try node.demandKeys(["command_hex", "times"])
        self.init(command: try node.member("command_hex").bytes(), count: try node.member("times").integer(UInt32.self))
    }
}

extension StepCase {
    fileprivate init(_ node: VectorNode) throws(VectorFileError) {
        try node.demandKeys(["id", "comment", "flags", "command_hex", "result", "state_digest_after", "readable"])
        label = try VectorLabel(node)
        command = try node.optional("command_hex").map { node throws(VectorFileError) in try node.bytes() }
        result = try StepResult(node.member("result"))
        stateDigest = try node.optional("state_digest_after").map { node throws(VectorFileError) in try node.digest() }
        guard node.optional("readable")?.value == readable else { throw .readable(id: label.id) }
    }

    /// What should stand there for people; nil if nothing.
    private var readable: JSONValue? {
        guard let text = readableText else { return nil }
        return try? JSONValue(parsing: Array(text.utf8))
    }
}

extension StepResult {
    fileprivate init(_ node: VectorNode) throws(VectorFileError) {
        let kind = try node.member("kind")
        switch try kind.string() {
        case "decision":
            try node.demandKeys(["kind", "sequence", "time", "origin", "decision_hex", "stamp"])
            self = .decision(
                SteppedBytes(
                    sequence: try node.member("sequence").decimal(), time: try node.member("time").decimal(),
                    origin: try Self.origin(node.member("origin")), stamp: try node.member("stamp").digest(),
                    decision: try node.member("decision_hex").bytes()))
        case "malformed":
            try node.demandKeys(["kind", "code", "name", "offset"])
            let code = try node.member("code")
            guard let value = DecodingErrorCode(rawValue: try code.integer(UInt8.self)) else {
                throw code.error("no such decoding error")
            }
            let name = try node.member("name")
            guard try name.string() == value.name.description else { throw name.error("must be \(value.name)") }
            self = .malformed(DecodingError(value, at: try node.member("offset").integer(UInt32.self)))
        default: throw kind.error("must be decision or malformed")
        }
    }

    private static func origin(_ node: VectorNode) throws(VectorFileError) -> Step.Origin {
        switch try node.string() {
        case "command": return .command
        case "consequence": return .consequence
        default: throw node.error("must be command or consequence")
        }
    }
}

extension DigestCase {
    fileprivate init(_ node: VectorNode) throws(VectorFileError) {
        try node.demandKeys(["id", "comment", "flags", "personal_hex", "key_hex", "data_hex", "digest_hex"])
        self.init(
            label: try VectorLabel(node), personal: try node.member("personal_hex").bytes(0...16),
            key: try node.member("key_hex").bytes(0...64), data: try node.member("data_hex").bytes(),
            digest: try node.member("digest_hex").bytes(1...64))
    }
}

extension JournalCase {
    fileprivate init(_ node: VectorNode) throws(VectorFileError) {
        try node.demandKeys(["id", "comment", "flags", "segments_hex", "result"])
        var segments: [[UInt8]] = []
        for segment in try node.member("segments_hex").elements() { segments.append(try segment.bytes()) }
        self.init(label: try VectorLabel(node), segments: segments, result: try Self.result(node.member("result")))
    }

    private static func result(_ node: VectorNode) throws(VectorFileError) -> JournalResult {
        let kind = try node.member("kind")
        switch try kind.string() {
        case "valid":
            try node.demandKeys(["kind", "records", "chain"])
            return .valid(recordCount: try node.member("records").decimal(), chain: try node.member("chain").digest())
        case "refused":
            try node.demandKeys(["kind"])
            return .refused
        default: throw kind.error("must be valid or refused")
        }
    }
}
