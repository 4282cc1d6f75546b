import Glibc
import RecountKernel

/// A kernel with the memory that it works in. It is not thread-safe: one owner, one step at a time.
public final class HostedKernel {
    /// The kernel.
    public var kernel: Kernel
    private let memory: UnsafeMutableRawPointer

    /// Takes memory and makes a kernel without tenants and policies in it. O(bytes).
    ///
    /// - Throws: `JournalError.kernelUnavailable` if the system gives no such amount of memory, or
    ///   the initial time is above `Milliseconds.maximum`.
    public init(limits: KernelLimits, initialTime: Milliseconds, hashSeed: HashSeed) throws(JournalError) {
        let needed = Kernel.requiredByteCount(for: limits)
        // A multiple of the alignment, as aligned_alloc demands: the kernel takes its memory in whole cache lines.
        guard let byteCount = Int(exactly: needed), let memory = aligned_alloc(64, byteCount) else {
            throw .kernelUnavailable(.memory(neededByteCount: needed))
        }
        do throws(KernelError) {
            kernel = try Kernel(
                memory: UnsafeMutableRawBufferPointer(start: memory, count: byteCount), limits: limits,
                initialTime: initialTime, hashSeed: hashSeed)
        } catch {
            free(memory)
            throw .kernelUnavailable(.refused(error))
        }
        self.memory = memory
    }

    deinit { free(memory) }
}
