/// A fragment where it stands in a valid request, borrowed from its bytes: fields are read where they are
/// needed. Layout: docs/format.md, "Assembly".
struct FragmentBytes {
    /// Number of bytes besides the cut points.
    static var fixedByteCount: Int { 69 }

    private let start: UnsafeRawPointer

    /// - Precondition: the bytes of a fragment stand there.
    init(_ start: UnsafeRawPointer) {
        self.start = start
    }

    var id: FragmentID { FragmentID(integer(at: 0)) }
    var section: SectionID { SectionID(integer(at: 8)) }
    var priority: UInt32 { integer(at: 12) }
    var order: UInt64 { integer(at: 16) }
    var tokens: UInt32 { integer(at: 24) }
    var necessity: Fragment.Necessity { flags & 1 == 0 ? .optional : .required }
    var divisibility: Fragment.Divisibility { flags & 2 == 0 ? .whole : .truncatable }
    var stability: Fragment.Stability { flags & 4 == 0 ? .changing : .stable }
    var group: GroupID { GroupID(integer(at: 29)) }
    /// The 32 bytes of the content digest.
    var contentDigest: UnsafeRawPointer { start + 33 }
    var cutCount: UInt32 { integer(at: 65) }
    // Bound: a valid fragment has at most 8 cut points.
    var byteCount: Int { Self.fixedByteCount &+ cutCount.offset &* 4 }

    private var flags: UInt8 { integer(at: 28) }

    /// The cut point at a position below `cutCount`.
    func cutPoint(_ position: Int) -> UInt32 { integer(at: Self.fixedByteCount &+ position &* 4) }

    @inline(__always)
    private func integer<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Value {
        Value(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
