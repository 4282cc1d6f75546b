/// The 32 secret bytes of a journal that key the salts of its tenants, drawn at random when it is made,
/// so that nobody can guess a tenant's balances from its leaf in a state root.
public struct SaltSecret: Equatable, Sendable {
    /// Number of bytes.
    public static let byteCount = 32

    /// The secret of what has nothing to hide, such as test vectors: all bytes zero.
    public static var zero: SaltSecret { SaltSecret(bytes: InlineArray(repeating: 0)) }

    /// The secret.
    public let bytes: InlineArray<32, UInt8>

    /// Makes a secret of its bytes.
    public init(bytes: InlineArray<32, UInt8>) {
        self.bytes = bytes
    }

    /// Whether all bytes are equal. Not constant-time: nobody may try secrets against it.
    public static func == (left: SaltSecret, right: SaltSecret) -> Bool {
        for index in 0..<byteCount where left.bytes[index] != right.bytes[index] { return false }
        return true
    }

    /// What keeps a tenant's leaf from being guessed: BLAKE2b-256 of its id, keyed with the secret.
    func salt(of tenant: TenantID) -> Digest {
        var key = bytes
        var engine = withUnsafeBytes(of: &key) { key in
            Blake2b(outputByteCount: Digest.byteCount, key: key, personal: DigestDomain.salt.personal)
        }
        var id = tenant.rawValue.littleEndian
        withUnsafeBytes(of: &id) { engine.update($0) }
        return engine.finishDigest()
    }
}

// Programs that print values can print this one; freestanding ones have no strings to print it with.
#if !hasFeature(Embedded)
    extension SaltSecret: CustomStringConvertible, CustomReflectable {
        /// Stands for the secret where a program prints it.
        public var description: String { "32 secret bytes" }

        /// Shows nothing of the secret.
        public var customMirror: Mirror { Mirror(self, children: []) }
    }
#endif
