import RecountDigest
import RecountJSON

/// A policy file of calybris, read and checked.
struct CalybrisPolicyFile {
    let path: String
    let policy: CalybrisPolicy
    /// Lowercase hexadecimal SHA-256 of the file.
    let fileDigest: String
    /// What calybris calls the policy's digest: lowercase hexadecimal SHA-256 of its layout.
    let policyDigest: String

    /// Reads a policy file.
    init(path: String) throws(Failure) {
        let text = try InputFile.bytes(of: path)
        do throws(CalybrisPolicyError) {
            policy = try CalybrisPolicy(parsing: text)
        } catch {
            throw .wrongInput(path, error)
        }
        self.path = path
        fileDigest = Self.digest(of: text)
        policyDigest = Self.digest(of: policy.layout)
    }

    /// Lowercase hexadecimal SHA-256.
    static func digest(of bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { SHA256Digest.hexadecimal(of: $0) }
    }
}
