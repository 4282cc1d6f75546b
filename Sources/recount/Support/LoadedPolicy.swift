import RecountJSON
import RecountKernel

/// A policy file, read and checked.
struct LoadedPolicy {
    let document: PolicyDocument
    /// The canonical bytes that are installed.
    let canonicalBytes: [UInt8]
    let names: RequestNames

    /// Reads a policy file.
    init(path: String) throws(Failure) {
        let text = try InputFile.bytes(of: path)
        do throws(DocumentError) {
            document = try PolicyDocument(parsing: text)
        } catch {
            throw .wrongInput(path, error)
        }
        do throws(PolicyViolation) {
            canonicalBytes = try document.canonicalBytes()
        } catch {
            throw .wrongInput(path, error)
        }
        names = RequestNames(policy: document)
    }

    /// The models as the kernel has them, by their ids.
    var kernelModels: [UInt32: Model] {
        withInstallation(at: .zero) { command in
            guard case .installPolicy(let policy) = command.body else { return [:] }
            let models = (0..<policy.modelCount).map { policy.model(at: $0) }
            return Dictionary(uniqueKeysWithValues: models.map { ($0.id.rawValue, $0) })
        }
    }

    /// Calls `body` with the command that installs the policy.
    func withInstallation<Result, Problem: Error>(
        at time: Milliseconds, _ body: (Command) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        try canonicalBytes.withUnsafeBufferPointer { (bytes) throws(Problem) -> Result in
            guard let policy = try? PolicyBytes(validating: UnsafeRawBufferPointer(bytes)) else {
                preconditionFailure("the bytes were checked when the file was read")
            }
            let header = CommandHeader(tenant: .none, time: time)
            return try body(Command(header: header, body: .installPolicy(policy)))
        }
    }
}
