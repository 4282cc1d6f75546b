import Glibc
import RecountKernel

/// A kernel with the memory that it works in. It is not thread-safe: one owner, one step at a time.
public final class HostedKernel {
    /// The kernel. By its address: an accessor that lends it would take memory at each use.
    public var kernel: Kernel {
        unsafeAddress { UnsafePointer(place) }
        unsafeMutableAddress { place }
    }
    /// Where it is. A field of a class would be checked for exclusive access at each of its steps.
    let place: UnsafeMutablePointer<Kernel>
    private let memory: UnsafeMutableRawBufferPointer

    /// Takes memory and makes a kernel without tenants and policies in it. O(bytes).
    ///
    /// - Parameter identity: of the journal that the kernel's records go into: its hash seed and salt secret.
    /// - Throws: `JournalError.kernelUnavailable` if the system gives no such amount of memory, or
    ///   the initial time is above `Milliseconds.maximum`.
    public init(
        limits: KernelLimits, initialTime: Milliseconds, identity: JournalIdentity
    ) throws(JournalError) {
        let memory = try Self.allocate(limits)
        do throws(KernelError) {
            place = Self.place(
                try Kernel(
                    memory: memory, limits: limits, initialTime: initialTime, hashSeed: identity.hashSeed,
                    saltSecret: identity.saltSecret))
        } catch {
            free(memory.baseAddress)
            throw .kernelUnavailable(.refused(error))
        }
        self.memory = memory
    }

    /// Makes the kernel that a journal begins with.
    convenience init(_ header: JournalHeader) throws(JournalError) {
        try self.init(
            limits: header.settings.limits, initialTime: header.settings.initialTime,
            identity: header.identity)
    }

    /// Makes a kernel of the state of a snapshot.
    ///
    /// - Throws: `corrupt` if it is no state that a kernel of this journal can have.
    init(restoring snapshot: Snapshot, _ name: SequenceName, _ header: JournalHeader) throws(JournalError) {
        let state = UnsafeRawBufferPointer(snapshot.state)
        let memory = try Self.allocate(header.settings.limits)
        do throws(RestoreError) {
            place = Self.place(
                try Kernel.restored(
                    from: state, memory: memory, hashSeed: header.identity.hashSeed,
                    saltSecret: header.identity.saltSecret))
        } catch {
            free(memory.baseAddress)
            throw SnapshotFile.damage(name, at: 0, expected: "a state of this journal", found: "\(error)")
        }
        self.memory = memory
        guard kernel.sequence == snapshot.header.head.sequence, kernel.limits == header.settings.limits else {
            throw SnapshotFile.damage(
                name, at: 0, expected: "the state after record \(snapshot.header.head.sequence)",
                found: "that after record \(kernel.sequence)")
        }
    }

    deinit {
        place.deinitialize(count: 1)
        place.deallocate()
        free(memory.baseAddress)
    }

    private static func place(_ kernel: consuming Kernel) -> UnsafeMutablePointer<Kernel> {
        let place = UnsafeMutablePointer<Kernel>.allocate(capacity: 1)
        place.initialize(to: kernel)
        return place
    }

    private static func allocate(_ limits: KernelLimits) throws(JournalError) -> UnsafeMutableRawBufferPointer {
        let needed = Kernel.requiredByteCount(for: limits)
        // A multiple of the alignment, as aligned_alloc demands: the kernel takes its memory in whole cache lines.
        guard let byteCount = Int(exactly: needed), let memory = aligned_alloc(64, byteCount) else {
            throw .kernelUnavailable(.memory(neededByteCount: needed))
        }
        return UnsafeMutableRawBufferPointer(start: memory, count: byteCount)
    }
}
