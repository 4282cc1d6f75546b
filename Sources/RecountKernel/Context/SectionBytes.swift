/// A section where it stands in a valid request, borrowed from its bytes. Layout: docs/format.md, "Assembly".
struct SectionBytes {
    private let start: UnsafeRawPointer

    /// - Precondition: the bytes of a section stand there.
    @inline(__always)
    init(_ start: UnsafeRawPointer) {
        self.start = start
    }

    var id: SectionID { SectionID(start.littleEndian(at: 0)) }
    var priority: UInt32 { start.littleEndian(at: 4) }
    var renderOrder: UInt32 { start.littleEndian(at: 8) }
    var cap: Tokens? { start.littleEndian(at: 12, as: UInt8.self) == 0 ? nil : Tokens(start.littleEndian(at: 13)) }
}
