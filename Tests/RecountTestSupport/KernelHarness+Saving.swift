import RecountKernel

/// A kernel's whole state at one moment: its memory and its own fields.
package struct SavedKernel {
    fileprivate let memory: [UInt8]
    fileprivate let fields: [UInt8]
}

extension KernelHarness {
    /// Copies the kernel's state. A kernel is numbers and addresses of its memory, which stays where it
    /// is, so that a copy of both is all of it.
    package func save() -> SavedKernel {
        let fields = withUnsafeBytes(of: &kernel) { Array($0) }
        return SavedKernel(memory: Array(memory), fields: fields)
    }

    /// Puts the kernel back into a state that was saved from this harness.
    package func restore(_ saved: SavedKernel) {
        memory.copyBytes(from: saved.memory)
        withUnsafeMutableBytes(of: &kernel) { $0.copyBytes(from: saved.fields) }
    }
}
