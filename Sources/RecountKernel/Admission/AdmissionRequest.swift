/// The canonical bytes of a valid admission, borrowed from their owner: use it only while they live
/// unchanged. Layout: docs/format.md, "Admission".
public struct AdmissionRequest: Sendable {
    // Sound: the owner promises not to change them while this value is used.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    /// The reservation's id.
    public let reservation: Identifier128
    /// What is to be assembled; the window is the input of the call.
    public let assembly: AssemblyRequest

    /// Checks bytes to be exactly one valid admission. O(bytes · log sections).
    ///
    /// - Parameter bytes: the admission and nothing else. Errors give offsets from its start.
    public init(validating bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        let header = try reader.admissionHeader()
        reservation = header.reservation
        let start = reader.position
        assembly = try reader.rest { bytes throws(DecodingError) in try AssemblyRequest(validating: bytes) }
        let usage = header.route.usage
        // Bound: each is below 2^48. What is reserved is at most their sum, since the window fits in the limit.
        let tokens = assembly.header.tokenLimit.rawValue &+ usage[.output] &+ usage[.reasoning]
        guard tokens <= Tokens.maximum.rawValue else { throw DecodingError(.outOfRange, at: start) }
        self.bytes = bytes
    }

    /// What the admission states besides its assembly. O(locks).
    public var header: AdmissionHeader {
        var reader = ByteReader(bytes)
        do {
            return try reader.admissionHeader()
        } catch {
            preconditionFailure()
        }
    }
}

extension AdmissionRequest {
    /// How many bytes the canonical form of an admission has. O(fragments).
    public static func byteCount(
        _ header: AdmissionHeader, sections: UnsafeBufferPointer<ContextSection>,
        fragments: UnsafeBufferPointer<Fragment>
    ) -> Int {
        header.byteCount &+ AssemblyRequest.byteCount(sections: sections, fragments: fragments)
    }

    /// Writes the canonical form of an admission. It is valid if `init(validating:)` takes it: nothing
    /// is checked here.
    ///
    /// - Parameters:
    ///   - sections: in ascending order of their ids.
    ///   - fragments: in ascending order of their ids.
    /// - Returns: the number of bytes written.
    /// - Throws: if `output` is too small.
    public static func encode(
        _ header: AdmissionHeader, assembly: AssemblyHeader, sections: UnsafeBufferPointer<ContextSection>,
        fragments: UnsafeBufferPointer<Fragment>, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingError) -> Int {
        let needed = byteCount(header, sections: sections, fragments: fragments)
        guard output.count >= needed else {
            throw EncodingError(neededByteCount: needed, offeredByteCount: output.count)
        }
        var writer = ByteWriter(output)
        writer.admissionHeader(header)
        let start = writer.offset
        let assemblyByteCount = try AssemblyRequest.encode(
            assembly, sections: sections, fragments: fragments,
            into: UnsafeMutableRawBufferPointer(rebasing: output[start...]))
        return start &+ assemblyByteCount
    }
}

extension AdmissionHeader {
    /// Number of bytes of a lock.
    static let lockByteCount = 25

    var byteCount: Int {
        16 &+ accounts.byteCount &+ 8 &+ 16 &+ 4 &+ locks.count &* Self.lockByteCount &+ route.byteCount
    }
}

extension ByteReader {
    fileprivate mutating func admissionHeader() throws(DecodingError) -> AdmissionHeader {
        let reservation = try identifier()
        let accounts = try accounts()
        let expiry = try time()
        let agent = try identifier()
        var header = AdmissionHeader(
            reservation: reservation, accounts: accounts, expiry: expiry, agent: agent,
            route: RouteRequest(policy: PolicyNumber(0), requestedModel: ModelID(0)))
        header.locks = try admissionLocks(header.locks)
        header.route = try admissionRoute()
        return header
    }

    private mutating func admissionLocks(
        _ none: AdmissionHeader.Locks
    ) throws(DecodingError) -> AdmissionHeader.Locks {
        var locks = none
        for _ in 0..<(try count(upTo: AdmissionHeader.maximumLockCount)) {
            let offset = position
            let resource = try identifier()
            if locks.count > 0 { try checkAscending(locks[locks.count &- 1].resource, resource, at: offset) }
            let mode = try lockMode()
            locks.append(AdmissionLock(resource: resource, mode: mode, lease: try time()))
        }
        return locks
    }

    /// A request without input: what the window has is not known before it is assembled.
    private mutating func admissionRoute() throws(DecodingError) -> RouteRequest {
        let start = position
        let request = try routeRequest()
        let inputComponents: InlineArray<3, Component> = [.input, .cacheRead, .cacheCreation]
        for index in 0..<3 where request.usage[inputComponents[index]] != 0 {
            // Bound: the components are the first 24 bytes of the usage, which stands at byte 8.
            throw DecodingError(.nonZeroReserved, at: start &+ 8 &+ UInt32(truncatingIfNeeded: index) &* 8)
        }
        return request
    }
}

extension ByteWriter {
    fileprivate mutating func admissionHeader(_ header: AdmissionHeader) {
        identifier(header.reservation)
        accounts(header.accounts)
        integer(header.expiry.rawValue)
        identifier(header.agent)
        count(header.locks.count)
        for index in 0..<header.locks.count {
            identifier(header.locks[index].resource)
            byte(header.locks[index].mode.rawValue)
            integer(header.locks[index].lease.rawValue)
        }
        routeRequest(header.route)
    }
}
