import RecountKernel
import RecountTestSupport

// Commands whose bytes live as long as the process, since they only borrow them.

extension CommandBody {
    /// Assembles a context.
    static func assemble(_ context: ContextCase) throws -> CommandBody {
        .assemble(try AssemblyRequest(validating: lasting(context.bytes)))
    }

    /// Admits a request.
    static func admit(_ admission: AdmissionCase) throws -> CommandBody {
        .admit(try AdmissionRequest(validating: lasting(admission.context.sorted.admissionBytes(admission.header))))
    }
}

private func lasting(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    memory.copyBytes(from: bytes)
    return UnsafeRawBufferPointer(memory)
}
