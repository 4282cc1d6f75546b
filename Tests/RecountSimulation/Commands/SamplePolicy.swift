import RecountKernel
import RecountTestSupport

/// A policy whose bytes live as long as the process, because commands only borrow theirs.
enum SamplePolicy {
    static let modelCount = 12

    static let bytes: PolicyBytes = {
        let bytes = RoutingWorkload.policy(modelCount: modelCount).bytes
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
        memory.copyBytes(from: bytes)
        do throws(DecodingError) {
            return try PolicyBytes(validating: UnsafeRawBufferPointer(memory))
        } catch {
            fatalError("the sample policy is none: \(error)")
        }
    }()
}
