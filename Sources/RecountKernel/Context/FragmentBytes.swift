/// A fragment where it stands in a valid request, borrowed from its bytes: fields are read where they are
/// needed. Layout: docs/format.md, "Assembly".
struct FragmentBytes {
    /// Number of bytes besides the cut points.
    static var fixedByteCount: Int { 69 }

    private let start: UnsafeRawPointer

    /// - Precondition: the bytes of a fragment stand there.
    @inline(__always)
    init(_ start: UnsafeRawPointer) {
        self.start = start
    }

    var id: FragmentID { FragmentID(start.littleEndian(at: 0)) }
    var section: SectionID { SectionID(start.littleEndian(at: 8)) }
    var priority: UInt32 { start.littleEndian(at: 12) }
    var order: UInt64 { start.littleEndian(at: 16) }
    var tokens: UInt32 { start.littleEndian(at: 24) }
    var necessity: Fragment.Necessity { flags & 1 == 0 ? .optional : .required }
    var divisibility: Fragment.Divisibility { flags & 2 == 0 ? .whole : .truncatable }
    var stability: Fragment.Stability { flags & 4 == 0 ? .changing : .stable }
    var group: GroupID { GroupID(start.littleEndian(at: 29)) }
    /// The 32 bytes of the content digest.
    var contentDigest: UnsafeRawPointer { start + 33 }
    var cutCount: UInt32 { start.littleEndian(at: 65) }
    // Bound: a valid fragment has at most 8 cut points.
    var byteCount: Int { Self.fixedByteCount &+ cutCount.offset &* 4 }

    private var flags: UInt8 { start.littleEndian(at: 28) }

    /// The cut point at a position below `cutCount`.
    func cutPoint(_ position: Int) -> UInt32 { start.littleEndian(at: Self.fixedByteCount &+ position &* 4) }
}
