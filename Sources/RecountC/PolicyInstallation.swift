import CRecount
import RecountKernel

extension CommandHeader {
    /// The header of a command that concerns no tenant.
    fileprivate init(_ stated: recount_command_header) {
        self.init(
            tenant: .none, time: Milliseconds(stated.time_milliseconds), requestID: Self.identifier(stated.request_id),
            actor: Self.identifier(stated.actor), correlation: Self.identifier(stated.correlation))
    }

    /// The 16 bytes that C holds as an array and Swift as a tuple.
    private static func identifier<Bytes>(_ bytes: Bytes) -> Identifier128 {
        var bytes = bytes
        return withUnsafeBytes(of: &bytes) { bytes in
            Identifier128(
                high: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                low: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)))
        }
    }
}

/// The first bytes of an `installPolicy` command: all but the policy.
private struct InstallationPrefix {
    private var storage = InlineArray<72, UInt8>(repeating: 0)

    /// Where the time stands.
    static let timeOffset: UInt64 = 10

    /// Layout: docs/format.md, "Commands".
    init(_ stated: recount_command_header) {
        storage[0] = CommandKind.installPolicy.rawValue
        storage[1] = Command.layoutVersion
        // The tenant stays 0. Time and ids stand behind each other in the struct as in the command, which
        // differ only where a machine is not little-endian.
        var stated = stated
        stated.time_milliseconds = stated.time_milliseconds.littleEndian
        withUnsafeBytes(of: &stated) { source in
            withUnsafeMutableBytes(of: &storage) { target in
                UnsafeMutableRawBufferPointer(rebasing: target[10..<66]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[8..<64]))
            }
        }
    }

    mutating func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(of: &storage) { body(UnsafeRawBufferPointer(rebasing: $0[..<Command.headerByteCount])) }
    }
}

private func validated(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> PolicyBytes {
    do throws(DecodingError) {
        return try PolicyBytes(validating: bytes)
    } catch {
        throw Failure(decoding: error, from: 66, argument: 3)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_install_policy(
    _ kernel: OpaquePointer!, _ header: UnsafePointer<recount_command_header>!, _ policy: UnsafePointer<UInt8>!,
    _ policy_bytes: UInt64, _ decision: UnsafeMutablePointer<UInt8>!, _ decision_capacity: UInt64,
    _ record: UnsafeMutablePointer<recount_record>!
) -> recount_status {
    Handle.change(kernel) { handle throws(Failure) in
        let stated = try recount_command_header.input(header, argument: 2)
        guard stated.reserved == 0 else { throw Failure(RECOUNT_UNSUPPORTED_STRUCT, argument: 2) }
        // With its header it is a command, whose number of bytes is stated in 32 bits.
        let policyBytes = try bytes(policy, policy_bytes, upTo: 0xffff_ffff - 66, argument: 3)
        let outputs = try StepOutputs(decision, decision_capacity, record, argument: 5, of: handle)
        try outputs.requireDistinct(Extent(policyBytes), from: handle, argument: 3)
        // Decoding reads the header first.
        guard stated.time_milliseconds <= Milliseconds.maximum.rawValue else {
            throw Failure(
                decoding: DecodingError(.outOfRange, at: 0), from: InstallationPrefix.timeOffset, argument: 2)
        }
        let command = Command(header: CommandHeader(stated), body: .installPolicy(try validated(policyBytes)))
        let step = EncodedStep(try handle.step(command), into: outputs.decision)
        var prefix = InstallationPrefix(stated)
        prefix.withBytes { outputs.write(step, command: $0, body: policyBytes) }
    }
}
