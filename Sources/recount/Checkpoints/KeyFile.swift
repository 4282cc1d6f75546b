import RecountReplay

/// Files of keys.
enum KeyFile {
    private static let maximumByteCount = 1 << 16

    /// Reads a public key.
    static func verificationKey(_ path: String) throws(Failure) -> NoteVerificationKey {
        let bytes = try InputFile.bytes(of: path, limit: maximumByteCount)
        do throws(NoteKeyError) {
            return try NoteVerificationKey(parsing: bytes)
        } catch {
            throw .wrongInput(path, error)
        }
    }

    /// Reads a private key. No message repeats any of it.
    static func signingKey(_ path: String) throws(Failure) -> NoteSigningKey {
        let bytes = try InputFile.bytes(of: path, limit: maximumByteCount)
        do throws(NoteKeyError) {
            return try NoteSigningKey(parsing: bytes)
        } catch {
            throw .wrongInput(path, error)
        }
    }
}
