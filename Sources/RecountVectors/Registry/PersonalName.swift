import RecountKernel

/// A personal name of a digest.
struct PersonalName: Sendable {
    let name: String
    /// How many bytes of output.
    let byteCount: Int
    /// What is digested.
    let subject: String
    /// What keys it, if anything.
    let key: String?

    /// All of them: the kernel's domains and the journal's.
    static let all: [PersonalName] =
        (UInt8.min...UInt8.max).compactMap(DigestDomain.init).map { domain in
            let personal = domain.personal
            let bytes = (0..<16).map { personal[$0] }.prefix { $0 != 0 }
            return PersonalName(
                name: String(decoding: bytes, as: UTF8.self), byteCount: Digest.byteCount, subject: subject(of: domain),
                key: key(of: domain))
        } + [
            PersonalName(
                name: "recount.header", byteCount: 8, subject: "bytes 0 to 503 of the header of a segment or snapshot",
                key: nil),
            PersonalName(
                name: "recount.frame", byteCount: 8, subject: "bytes 0 to 31 of a batch's frame header",
                key: "the 16 bytes of the hash seed"),
            PersonalName(
                name: "recount.keyid", byteCount: Digest.byteCount, subject: "nothing: the id of a journal's key",
                key: journalKey),
            PersonalName(
                name: "recount.snapshot", byteCount: Digest.byteCount,
                subject: "the bytes of a snapshot before its state", key: journalKey),
            PersonalName(
                name: "recount.segment", byteCount: Digest.byteCount, subject: "all bytes of an archived segment",
                key: nil),
            PersonalName(
                name: "recount.archive", byteCount: Digest.byteCount, subject: "the lines of an archive's record",
                key: nil),
        ]

    private static let journalKey = "the 32 bytes of the journal's key, if it has one"

    private static func key(of domain: DigestDomain) -> String? {
        switch domain {
        case .salt: "the 32 bytes of the salt secret"
        case .chain: journalKey
        default: nil
        }
    }

    private static func subject(of domain: DigestDomain) -> String {
        switch domain {
        case .record: "a record's body: its stamp"
        case .policy: "a policy's canonical bytes"
        case .chain: "the journal's chain"
        case .window: "content digest and kept tokens of the entries of a window, or of its stable prefix"
        case .admission: "an admission's bytes after the command's header"
        case .content: "the content of a fragment, where a host has nothing better"
        case .state: "the canonical bytes of the kernel's state"
        case .salt: "a tenant's id: the salt of its leaf in a state root"
        case .rest: "a tenant's canonical bytes behind its accounts"
        case .leaf:
            "a tenant in a state root: its salt, its canonical bytes up to its last account, the digest of the rest"
        case .branch: "two neighbours in the tree of the tenants, or nothing where there is no tenant"
        case .global: "a state's canonical bytes before the number of its tenants"
        case .root: "the digest of a state before its tenants, and the root of their tree: a state root"
        }
    }
}
