/// The answer to an admission: everything that was asked for.
///
/// It borrows its parts from the kernel until the kernel's next step, or from the bytes it was
/// decoded from. Layout: docs/format.md, "Admission decision".
public struct Admission: Sendable {
    /// Number of bytes before the leases, their count included.
    static let headerByteCount = 24 &+ RouteDecision.byteCount &+ 4
    /// Number of bytes of each lease.
    static let leaseByteCount = 36

    // Sound: the owner promises not to change them while this value is used.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    /// The number of locks that were taken.
    public let leaseCount: UInt32

    /// What was reserved on each touched account. O(1).
    public var reserved: Amounts { head.reserved }

    /// The model. Its input is the window. O(1).
    public var route: RouteDecision { head.route }

    /// What goes to the model. O(1).
    public var window: Window {
        Window(valid: UnsafeRawBufferPointer(rebasing: bytes[Self.windowOffset(leases: leaseCount.offset)...]))
    }

    /// What stands before the leases.
    private var head: AdmissionHead {
        var reader = ByteReader(bytes)
        do {
            return try reader.admissionHead()
        } catch {
            preconditionFailure()
        }
    }

    /// The lock at a position below `leaseCount`, in ascending order of resources. O(1).
    public func lease(at position: UInt32) -> (resource: LockResource, grant: LeaseGrant) {
        precondition(position < leaseCount)
        // Bound: below the number of bytes, which were checked to hold all leases.
        let start = Self.headerByteCount &+ position.offset &* Self.leaseByteCount
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        do {
            return try reader.admissionLease()
        } catch {
            preconditionFailure()
        }
    }

    /// Where the window stands behind so many leases.
    static func windowOffset(leases: Int) -> Int {
        // Bound: at most 8 leases.
        headerByteCount &+ leases &* leaseByteCount
    }
}

extension Admission: Equatable {
    /// Whether both have equal bytes. O(bytes).
    public static func == (left: Self, right: Self) -> Bool { left.bytes.hasEqualBytes(right.bytes) }
}

extension Admission {
    /// Checks bytes to be exactly one admission decision.
    ///
    /// - Parameter bytes: the decision's bytes after its kind, and nothing else. Errors give offsets from their start.
    init(validating bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        leaseCount = try reader.admissionHead().leaseCount
        for _ in 0..<leaseCount { _ = try reader.admissionLease() }
        _ = try reader.rest { bytes throws(DecodingError) in try Window(validating: bytes) }
        self.bytes = bytes
    }
}

extension ByteWriter {
    /// Writes what stands before the leases, their count included.
    mutating func admission(reserved: Amounts, route: RouteDecision, leaseCount: Int) {
        perDimension(reserved.values)
        routeDecision(route)
        count(leaseCount)
    }

    mutating func admissionLease(of resource: LockResource, _ grant: LeaseGrant) {
        identifier(resource)
        leaseGrant(grant)
    }
}

/// What an admission's answer states before its leases.
private struct AdmissionHead {
    let reserved: Amounts
    let route: RouteDecision
    let leaseCount: UInt32
}

extension ByteReader {
    fileprivate mutating func admissionHead() throws(DecodingError) -> AdmissionHead {
        let reserved = try amounts()
        let route = try routeDecision()
        let leaseCount = try count(upTo: AdmissionHeader.maximumLockCount)
        return AdmissionHead(
            reserved: reserved, route: route, leaseCount: UInt32(truncatingIfNeeded: leaseCount))
    }

    fileprivate mutating func admissionLease() throws(DecodingError) -> (resource: LockResource, grant: LeaseGrant) {
        let resource = try identifier()
        return (resource, try leaseGrant())
    }
}

/// Why an admission was refused. Nothing but time has changed.
public enum AdmissionRefusal: Equatable, Sendable {
    /// A stage has refused.
    case refused(AdmissionStage, Refusal)
    /// The router has rejected the request: no model can be had under its limits and the budget.
    case notRouted(RouteDecision)
}

/// What an admission goes through, in this order.
public enum AdmissionStage: UInt8, Sendable {
    /// The id, the accounts and the expiry, as `reserve` checks them.
    case reservation = 1
    /// The window.
    case assembly = 2
    /// The model.
    case routing = 3
    /// The budget, as `reserve` checks it.
    case budget = 4
    /// The locks, as `acquireLock` tries them.
    case locks = 5
}
