import RecountKernel

/// What sets one journal apart from every other: drawn at random when it is made, the same in the
/// header of every segment.
public struct JournalIdentity: Equatable, Sendable {
    /// Names the journal. No secret.
    public let journalID: Identifier128
    /// Keys the kernel's hash tables and the checksums of frames. Keep it from those who choose ids
    /// and names: with it they could choose ids that collide.
    public let hashSeed: HashSeed
    /// Keys the salts of tenants in state roots, so that a balance cannot be guessed.
    public let saltSecret: SaltSecret

    /// All bits zero: for kernels whose records go into no journal, and that have nothing to hide.
    public static let zero = JournalIdentity(
        journalID: .zero, hashSeed: HashSeed(first: 0, second: 0), saltSecret: .zero)

    /// Makes an identity of chosen values: for tests and vectors, which must be repeatable.
    public init(journalID: Identifier128, hashSeed: HashSeed, saltSecret: SaltSecret) {
        self.journalID = journalID
        self.hashSeed = hashSeed
        self.saltSecret = saltSecret
    }

    /// Draws an identity from the system's cryptographically secure generator.
    public static func random() -> JournalIdentity {
        var generator = SystemRandomNumberGenerator()
        let journalID = Identifier128(high: generator.next(), low: generator.next())
        let hashSeed = HashSeed(first: generator.next(), second: generator.next())
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for index in bytes.indices { bytes[index] = generator.next() }
        return JournalIdentity(journalID: journalID, hashSeed: hashSeed, saltSecret: SaltSecret(bytes: bytes))
    }
}
