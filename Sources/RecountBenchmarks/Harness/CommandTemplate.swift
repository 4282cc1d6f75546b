import RecountKernel

/// The canonical bytes of a command in which a benchmark replaces numbers, as a host does that keeps no values:
/// docs/format.md has the places.
struct CommandTemplate {
    /// Where every command has its tenant.
    static let tenantOffset = 2
    /// Where the body begins. Its first 16 bytes are an id in all commands that benchmarks replace numbers in.
    static let bodyOffset = Command.headerByteCount

    /// The command.
    let bytes: UnsafeRawBufferPointer
    private let memory: UnsafeMutableRawPointer

    /// - Parameter command: one of a pool of which nothing else uses it.
    init(_ command: UnsafeMutableRawBufferPointer) {
        guard let start = command.baseAddress else { preconditionFailure("a command of no bytes") }
        bytes = UnsafeRawBufferPointer(command)
        memory = start
    }

    /// Replaces the number that stands behind so many bytes.
    @inline(__always)
    func set(_ number: UInt64, at offset: Int) {
        memory.storeBytes(of: number.littleEndian, toByteOffset: offset, as: UInt64.self)
    }
}
