import CRecount
import RecountKernel
import RecountTestSupport

/// A kernel behind the C interface, with all buffers that a caller brings.
final class CKernel {
    /// What a step gave.
    struct Answer: Equatable {
        var status: Int
        var sequence: UInt64 = 0
        var time: UInt64 = 0
        var origin: UInt32 = 0
        var stamp: [UInt8] = []
        var decision: [UInt8] = []
    }

    let memory: UnsafeMutableRawBufferPointer
    private(set) var pointer: OpaquePointer?
    private let decision: UnsafeMutableBufferPointer<UInt8>

    init(
        limits: KernelLimits = .small, initialTime: UInt64 = 0, seed: [UInt8] = Array(1...16), secret: [UInt8]? = nil,
        state: [UInt8]? = nil
    ) throws {
        var stated = recount_limits(limits)
        var needed: UInt64 = 0
        try Self.require(recount_required_bytes(&stated, &needed))
        memory = .allocate(byteCount: Int(needed), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0xa5)
        try Self.require(recount_maximum_decision_bytes(&stated, &needed))
        decision = .allocate(capacity: Int(needed))
        decision.initialize(repeating: 0xa5)
        let (base, byteCount) = (memory.baseAddress, UInt64(memory.count))
        let status =
            switch (state, secret) {
            case (nil, nil): recount_create(base, byteCount, &stated, initialTime, seed, &pointer)
            case (nil, let secret?):
                recount_create_salted(base, byteCount, &stated, initialTime, seed, secret, &pointer)
            case (let state?, nil):
                recount_restore(base, byteCount, state, UInt64(state.count), seed, &pointer, nil)
            case (let state?, let secret?):
                recount_restore_salted(base, byteCount, state, UInt64(state.count), seed, secret, &pointer, nil)
            }
        try Self.require(status)
    }

    deinit {
        memory.deallocate()
        decision.deallocate()
    }

    struct Unexpected: Error { let status: recount_status }

    static func require(_ status: recount_status) throws {
        if Int(status) != RECOUNT_OK { throw Unexpected(status: status) }
    }

    func step(_ command: [UInt8]) -> Answer {
        answer { recount_step(pointer, command, UInt64(command.count), $0, $1, $2) }
    }

    func consequence(until time: UInt64) -> Answer {
        answer { recount_next_consequence(pointer, time, $0, $1, $2) }
    }

    func install(_ policy: [UInt8], header: recount_command_header) -> Answer {
        var header = header
        return answer { recount_install_policy(pointer, &header, policy, UInt64(policy.count), $0, $1, $2) }
    }

    private func answer(
        _ call: (UnsafeMutablePointer<UInt8>?, UInt64, UnsafeMutablePointer<recount_record>) -> recount_status
    ) -> Answer {
        var record = recount_record.empty
        let status = Int(call(decision.baseAddress, UInt64(decision.count), &record))
        guard status == RECOUNT_OK else { return Answer(status: status) }
        return Answer(
            status: status, sequence: record.sequence, time: record.time_milliseconds, origin: record.origin,
            stamp: withUnsafeBytes(of: &record.stamp) { Array($0) },
            decision: Array(decision[..<Int(record.decision_bytes)]))
    }

    var error: recount_error {
        var error = recount_error.empty
        _ = recount_last_error(pointer, &error)
        return error
    }

    var stateDigest: [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let status = recount_state_digest(pointer, &digest)
        return Int(status) == RECOUNT_OK ? digest : []
    }

    var state: [UInt8] {
        get throws {
            var byteCount: UInt64 = 0
            try Self.require(recount_state_bytes(pointer, &byteCount))
            var bytes = [UInt8](repeating: 0xa5, count: Int(byteCount))
            try Self.require(recount_snapshot(pointer, &bytes, UInt64(bytes.count), &byteCount))
            return Array(bytes[..<Int(byteCount)])
        }
    }
}

extension recount_record {
    static var empty: recount_record {
        var record = recount_record()
        record.struct_bytes = UInt32(MemoryLayout<Self>.size)
        return record
    }
}

extension recount_error {
    static var empty: recount_error {
        var error = recount_error()
        error.struct_bytes = UInt32(MemoryLayout<Self>.size)
        return error
    }
}

extension recount_limits {
    init(_ limits: KernelLimits) {
        self.init(
            struct_bytes: UInt32(MemoryLayout<Self>.size), tenants: limits.tenants, accounts: limits.accounts,
            reservations: limits.reservations, transfers: limits.transfers, policies: limits.policies,
            models: limits.models, locks: limits.locks, fragments: limits.fragments, reserved: 0,
            maximum_advance_milliseconds: limits.maximumAdvance.rawValue,
            retention_milliseconds: limits.retention.rawValue,
            maximum_lease_milliseconds: limits.maximumLease.rawValue,
            maximum_wait_milliseconds: limits.maximumWait.rawValue)
    }
}

extension Command {
    /// The canonical bytes.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: encodedByteCount)
        bytes.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                try encode(into: output)
            } catch {
                fatalError("too small by its own count: \(error)")
            }
        }
        return bytes
    }
}

extension CommandBody {
    /// The canonical bytes of its command.
    func bytes(tenant: UInt64 = 1, at time: UInt64 = 0) -> [UInt8] {
        Command(
            header: CommandHeader(
                tenant: concernsTenant ? TenantID(tenant) : .none, time: Milliseconds(time)), body: self
        ).bytes
    }
}
