import RecountJSON
import RecountKernel

/// A request of a trace of context blocks with all that the run derives for it.
struct AdmissionTask {
    let traits: TrafficTraits
    let line: BlockTraceLine
    let context: BlockContext
    /// The request that began its conversation.
    let conversation: UInt64

    /// The id of the request, of its reservation, and of the agent that takes its lock.
    var id: Identifier128 { Identifier128(traits.number) }

    /// What only one request at a time may work on.
    var resource: LockResource { LockResource(conversation) }

    /// What is asked of the router, for the window as its input.
    func route(warm: AscendingModelList<8, WarmEntry>) -> RouteRequest {
        var request = traits.request
        request.warmEntries = warm
        request.usage = Usage.zero.replacing(.output, with: traits.estimatedOutput.rawValue).replacing(.call, with: 1)
        return request
    }

    /// Everything but the assembly.
    func header(at time: Milliseconds, route: RouteRequest) -> AdmissionHeader {
        var header = AdmissionHeader(
            reservation: id, accounts: traits.accounts,
            expiry: time.after(AdmissionRule.reservationMilliseconds), agent: id, route: route)
        header.locks.append(AdmissionLock(resource: resource, mode: .exclusive, lease: AdmissionRule.lease))
        return header
    }

    /// The wish to have the lock later.
    var waitingRequest: LockRequest {
        LockRequest(
            resource: resource, agent: id, mode: .exclusive, lease: AdmissionRule.lease, wait: AdmissionRule.wait)
    }

    /// The canonical form of the admission.
    func encoded(_ header: AdmissionHeader, by rule: ContextRule) -> [UInt8] {
        rule.sections.withUnsafeBufferPointer { sections in
            context.fragments.withUnsafeBufferPointer { fragments in
                let count = AdmissionRequest.byteCount(header, sections: sections, fragments: fragments)
                return [UInt8](unsafeUninitializedCapacity: count) { bytes, written in
                    let output = UnsafeMutableRawBufferPointer(bytes)
                    let encoded = try? AdmissionRequest.encode(
                        header, assembly: rule.header, sections: sections, fragments: fragments, into: output)
                    guard let encoded else { preconditionFailure("there is room for all of it") }
                    written = encoded
                }
            }
        }
    }
}
