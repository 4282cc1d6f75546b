/// The canonical bytes of a valid assembly request, borrowed from their owner: use it only while they
/// live unchanged. Layout: docs/format.md, "Assembly".
public struct AssemblyRequest: Sendable {
    /// Number of bytes before the sections, their count included.
    static let headerByteCount = 25
    /// Number of bytes of each section.
    static let sectionByteCount = 21
    /// Number of bytes of each fragment besides its cut points.
    static let fragmentByteCount = 69

    // Sound: the owner promises not to change them while this value is used.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    /// What the request states besides sections and fragments.
    public let header: AssemblyHeader
    /// The number of sections, at most `ContextSection.maximumCount`.
    public let sectionCount: UInt32
    /// The number of fragments, at most `Fragment.maximumCount`.
    public let fragmentCount: UInt32

    /// Checks bytes to be exactly one valid request. O(bytes · log sections).
    ///
    /// - Parameter bytes: the request and nothing else. Errors give offsets from its start.
    public init(validating bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        header = try reader.assemblyHeader()
        sectionCount = try reader.limitedCount(ContextSection.maximumCount)
        var previousSection: SectionID?
        for _ in 0..<sectionCount { previousSection = try reader.section(after: previousSection).id }
        let sections = SectionList(bytes: bytes, count: sectionCount)
        fragmentCount = try reader.limitedCount(Fragment.maximumCount)
        var previousFragment: FragmentID?
        for _ in 0..<fragmentCount {
            let start = reader.position
            let fragment = try reader.fragment(after: previousFragment)
            guard sections.position(of: fragment.section) != nil else {
                throw DecodingError(.unknownSection, at: start &+ ByteReader.sectionOffsetInFragment)
            }
            previousFragment = fragment.id
        }
        try reader.end()
        self.bytes = bytes
    }

    /// The sections, in ascending order of their ids.
    public var sections: SectionList { SectionList(bytes: bytes, count: sectionCount) }

    /// A walk through the fragments, in ascending order of their ids.
    public var fragments: FragmentCursor {
        FragmentCursor(
            reader: ByteReader(UnsafeRawBufferPointer(rebasing: bytes[fragmentsOffset...])), remaining: fragmentCount)
    }

    /// Where the first fragment stands.
    var fragmentsOffset: Int {
        // Bound: the bytes were checked to hold all sections and the count of the fragments behind them.
        Self.headerByteCount &+ sectionCount.offset &* Self.sectionByteCount &+ 4
    }

    /// The fragment at an offset.
    ///
    /// - Precondition: one stands there.
    @inline(__always)
    func fragment(at offset: UInt32) -> FragmentBytes {
        guard let base = bytes.baseAddress else { preconditionFailure() }
        return FragmentBytes(base + offset.offset)
    }

    /// The most bytes of the window that answers the request.
    var windowByteCount: Int { Window.byteCount(entries: fragmentCount) }
}

/// The sections of a valid assembly request, borrowed from its bytes.
public struct SectionList: Sendable {
    // Sound: see AssemblyRequest.
    nonisolated(unsafe) private let bytes: UnsafeRawBufferPointer
    /// How many there are.
    public let count: UInt32

    init(bytes: UnsafeRawBufferPointer, count: UInt32) {
        self.bytes = bytes
        self.count = count
    }

    /// The section at a position below `count`. O(1).
    public subscript(position: UInt32) -> ContextSection {
        precondition(position < count)
        let section = section(at: position)
        return ContextSection(
            id: section.id, priority: section.priority, renderOrder: section.renderOrder, cap: section.cap)
    }

    /// The position of a section, or nil. O(log count).
    public func position(of id: SectionID) -> UInt32? {
        var position: UInt32 = 0
        var rest = count
        // As many turns for every id, and nothing in them that a processor could guess wrong.
        while rest > 1 {
            // Bound: both are at most 256.
            let half = rest &>> 1
            let difference = id.rawValue.widened &- section(at: position &+ half).id.rawValue.widened
            // All bits are set if the id is below that in the middle, none if not.
            position &+= half & ~UInt32(truncatingIfNeeded: difference &>> 32)
            rest &-= half
        }
        return rest == 1 && section(at: position).id == id ? position : nil
    }

    /// The section at a position below `count`, where it stands.
    @inline(__always)
    func section(at position: UInt32) -> SectionBytes {
        guard let base = bytes.baseAddress else { preconditionFailure() }
        // Bound: the bytes were checked to hold all sections, at most 256.
        return SectionBytes(
            base + (AssemblyRequest.headerByteCount &+ position.offset &* AssemblyRequest.sectionByteCount))
    }
}

/// A walk through the fragments of a valid assembly request, borrowed from its bytes.
public struct FragmentCursor {
    private var reader: ByteReader
    private var remaining: UInt32

    init(reader: ByteReader, remaining: UInt32) {
        self.reader = reader
        self.remaining = remaining
    }

    /// The next fragment, or nil at the end. O(cut points).
    public mutating func next() -> Fragment? {
        guard remaining > 0 else { return nil }
        remaining &-= 1
        do {
            return try reader.fragment(after: nil)
        } catch {
            preconditionFailure()
        }
    }
}

extension ByteReader {
    /// Where a fragment names its section.
    static var sectionOffsetInFragment: UInt32 { 8 }

    /// A list's count, at most `maximum`.
    fileprivate mutating func limitedCount(_ maximum: UInt32) throws(DecodingError) -> UInt32 {
        UInt32(truncatingIfNeeded: try count(upTo: maximum))
    }

    fileprivate mutating func assemblyHeader() throws(DecodingError) -> AssemblyHeader {
        let tokenLimit = Tokens(try integer(upTo: Tokens.maximum.rawValue))
        let outputTokens = Tokens(try integer(upTo: Tokens.maximum.rawValue))
        let separatorTokens = try integer(UInt32.self)
        let modeOffset = position
        guard let mode = AssemblyMode(rawValue: try byte()) else { throw DecodingError(.unknownTag, at: modeOffset) }
        return AssemblyHeader(
            tokenLimit: tokenLimit, outputTokens: outputTokens, separatorTokens: separatorTokens, mode: mode)
    }

    fileprivate mutating func section(after previous: SectionID?) throws(DecodingError) -> ContextSection {
        let idOffset = position
        let id = SectionID(try integer(UInt32.self))
        if let previous { try checkAscending(previous, id, at: idOffset) }
        let priority = try integer(UInt32.self)
        let renderOrder = try integer(UInt32.self)
        let cap = try isPresent(emptyByteCount: 8) ? Tokens(try integer(UInt64.self)) : nil
        return ContextSection(id: id, priority: priority, renderOrder: renderOrder, cap: cap)
    }

    fileprivate mutating func fragment(after previous: FragmentID?) throws(DecodingError) -> Fragment {
        let idOffset = position
        let id = FragmentID(try integer(UInt64.self))
        if let previous { try checkAscending(previous, id, at: idOffset) }
        let section = SectionID(try integer(UInt32.self))
        var fragment = Fragment(id: id, section: section, tokens: 0, contentDigest: .zero)
        fragment.priority = try integer(UInt32.self)
        fragment.order = try integer(UInt64.self)
        fragment.tokens = try integer(UInt32.self)
        try flags(of: &fragment)
        fragment.group = GroupID(try integer(UInt32.self))
        fragment.contentDigest = try digest()
        try cutPoints(of: &fragment)
        return fragment
    }

    private mutating func flags(of fragment: inout Fragment) throws(DecodingError) {
        let offset = position
        let flags = try byte()
        guard flags < 8 else { throw DecodingError(.unknownTag, at: offset) }
        fragment.necessity = flags & 1 == 0 ? .optional : .required
        fragment.divisibility = flags & 2 == 0 ? .whole : .truncatable
        fragment.stability = flags & 4 == 0 ? .changing : .stable
    }

    private mutating func cutPoints(of fragment: inout Fragment) throws(DecodingError) {
        var previous: UInt32 = 0
        for _ in 0..<(try count(upTo: Fragment.maximumCutCount)) {
            let offset = position
            let cut = try integer(UInt32.self)
            guard cut > 0, cut < fragment.tokens else { throw DecodingError(.outOfRange, at: offset) }
            if previous > 0 { try checkAscending(previous, cut, at: offset) }
            fragment.cutPoints.append(cut)
            previous = cut
        }
    }

    func checkAscending<Value: Comparable>(
        _ previous: Value, _ next: Value, at offset: UInt32
    ) throws(DecodingError) {
        guard previous < next else { throw DecodingError(previous == next ? .duplicateEntry : .unsorted, at: offset) }
    }
}
