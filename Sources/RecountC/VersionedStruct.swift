import CRecount

/// A struct of the header. It begins with `struct_bytes`: its size as its caller's compiler saw it.
protocol VersionedStruct {}

extension recount_limits: VersionedStruct {}
extension recount_record: VersionedStruct {}
extension recount_error: VersionedStruct {}
extension recount_command_header: VersionedStruct {}
extension recount_account_state: VersionedStruct {}

extension VersionedStruct {
    /// No later version will be larger, and nothing that is larger is read.
    private static var maximumByteCount: UInt32 { 4_096 }

    /// A struct to be read. What this version does not know of it must be zero.
    static func input(_ pointer: UnsafePointer<Self>?, argument: UInt32) throws(Failure) -> Self {
        guard let pointer else { throw Failure(RECOUNT_NULL_POINTER, argument: argument) }
        guard isAligned(pointer, as: Self.self) else { throw Failure(RECOUNT_MISALIGNED, argument: argument) }
        let raw = UnsafeRawPointer(pointer)
        let stated = try statedByteCount(raw, argument: argument)
        for index in MemoryLayout<Self>.size..<stated where raw.load(fromByteOffset: index, as: UInt8.self) != 0 {
            throw Failure(RECOUNT_UNSUPPORTED_STRUCT, argument: argument)
        }
        return pointer.pointee
    }

    /// A struct to be written, of whatever version.
    static func output(
        _ pointer: UnsafeMutablePointer<Self>?, argument: UInt32
    ) throws(Failure) -> UnsafeMutablePointer<Self> {
        let pointer = try place(pointer, argument: argument)
        _ = try statedByteCount(pointer, argument: argument)
        return pointer
    }

    private static func statedByteCount(_ raw: UnsafeRawPointer, argument: UInt32) throws(Failure) -> Int {
        let stated = raw.load(as: UInt32.self)
        // Bound: at most 4 096.
        guard stated <= maximumByteCount, Int(truncatingIfNeeded: stated) >= MemoryLayout<Self>.size else {
            throw Failure(RECOUNT_UNSUPPORTED_STRUCT, argument: argument)
        }
        return Int(truncatingIfNeeded: stated)
    }
}
