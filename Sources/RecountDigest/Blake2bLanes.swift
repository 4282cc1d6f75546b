import CBlake2Lanes
import RecountKernel

/// BLAKE2b-256, unkeyed, of many messages that do not wait for each other: four at a time where the processor has
/// AVX2, else one after the other by libb2.
///
/// Gives the same bytes as the kernel's `Blake2b`. A message that ends makes room for the next, so messages of
/// unequal lengths keep all lanes busy until the last ones.
public struct Blake2bLanes: Sendable {
    /// How messages are hashed.
    package enum Method: Sendable {
        /// Four at a time.
        case lanes
        /// One after the other.
        case single
    }

    private let method: Method
    /// What every message begins with in a lane.
    private let initialState: InlineArray<8, UInt64>
    /// Started once and copied for each message, which is cheaper than starting anew.
    private let single: LibBlake2b

    /// Makes it for messages of a domain.
    public init(in domain: DigestDomain) {
        self.init(in: domain, by: Self.fastestMethod)
    }

    /// - Precondition: the processor has lanes if they are asked for.
    package init(in domain: DigestDomain, by method: Method) {
        precondition(method == .single || Self.fastestMethod == .lanes, "lanes need AVX2")
        self.method = method
        single = LibBlake2b(in: domain)
        var state = InlineArray<8, UInt64>(repeating: 0)
        var words = state.mutableSpan
        words.withUnsafeMutableBufferPointer { state in
            domain.personal.span.withUnsafeBufferPointer { blake2b_initial_state(state.baseAddress, $0.baseAddress) }
        }
        initialState = state
    }

    /// Lanes wherever there are any: vectors of 128 bits hash four messages no faster than one after the other.
    package static let fastestMethod: Method = blake2b_lanes_are_available() ? .lanes : .single

    /// Writes digests, 32 bytes each, in the order of their messages. O(bytes of all messages), no allocation.
    ///
    /// - Parameters:
    ///   - output: has room for the digests of all messages, and for nothing else.
    ///   - next: gives one message after the other, as many as digests; they are borrowed until this returns.
    /// - Precondition: `output.count` is a multiple of 32.
    public func write(
        into output: UnsafeMutableRawBufferPointer, digestsOf next: () -> UnsafeRawBufferPointer
    ) {
        precondition(output.count.isMultiple(of: Digest.byteCount))
        let count = output.count / Digest.byteCount
        // With one lane busy, lanes take longer than libb2.
        switch count > 1 ? method : .single {
        case .lanes: writeFromLanes(into: output, count, next)
        case .single: writeOneByOne(into: output, count, next)
        }
    }

    private func writeOneByOne(
        into output: UnsafeMutableRawBufferPointer, _ count: Int, _ next: () -> UnsafeRawBufferPointer
    ) {
        for position in 0..<count {
            var engine = single
            engine.update(next())
            engine.finish(into: Self.place(of: position, in: output))
        }
    }

    private func writeFromLanes(
        into output: UnsafeMutableRawBufferPointer, _ count: Int, _ next: () -> UnsafeRawBufferPointer
    ) {
        var lanes = BusyLanes(initialState)
        for lane in 0..<min(count, BusyLanes.count) { lanes.begin(next(), in: lane) }
        while !lanes.areAllIdle {
            var ended = lanes.run()
            while let lane = ended.popFirst() {
                lanes.end(lane, into: Self.place(of: lanes.position(of: lane), in: output))
                if lanes.begunCount < count { lanes.begin(next(), in: lane) }
            }
        }
    }

    private static func place(
        of position: Int, in output: UnsafeMutableRawBufferPointer
    ) -> UnsafeMutableRawBufferPointer {
        let start = position * Digest.byteCount
        return UnsafeMutableRawBufferPointer(rebasing: output[start..<start + Digest.byteCount])
    }
}

/// The lanes with the messages that they have, numbered from 0 in the order in which they were begun.
private struct BusyLanes {
    static let count = 4

    private(set) var begunCount = 0
    private var lanes = blake2b_lanes()
    private var busy = LaneSet()
    private var positions = InlineArray<4, Int>(repeating: 0)
    private let initialState: InlineArray<8, UInt64>

    init(_ initialState: InlineArray<8, UInt64>) {
        self.initialState = initialState
    }

    var areAllIdle: Bool { busy.isEmpty }

    /// The number of the message that a lane has or had last.
    func position(of lane: Int) -> Int { positions[lane] }

    /// Begins the next message in a lane that is idle.
    mutating func begin(_ message: UnsafeRawBufferPointer, in lane: Int) {
        initialState.span.withUnsafeBufferPointer {
            blake2b_lanes_begin(&lanes, UInt32(lane), $0.baseAddress, message.baseAddress, message.count)
        }
        busy.insert(lane)
        positions[lane] = begunCount
        begunCount += 1
    }

    /// Hashes until messages end.
    ///
    /// - Returns: their lanes.
    mutating func run() -> LaneSet { LaneSet(bits: blake2b_lanes_run(&lanes, busy.bits)) }

    /// Writes the digest of a message that has ended; its lane is idle then.
    mutating func end(_ lane: Int, into output: UnsafeMutableRawBufferPointer) {
        blake2b_lanes_digest(&lanes, UInt32(lane), output.baseAddress)
        busy.remove(lane)
    }
}

/// Some of the lanes: a bit for each.
private struct LaneSet {
    private(set) var bits: UInt32 = 0

    var isEmpty: Bool { bits == 0 }

    mutating func insert(_ lane: Int) { bits |= 1 << UInt32(lane) }

    mutating func remove(_ lane: Int) { bits &= ~(1 << UInt32(lane)) }

    mutating func popFirst() -> Int? {
        guard !isEmpty else { return nil }
        let lane = bits.trailingZeroBitCount
        remove(lane)
        return lane
    }
}
