/// What a digest is of. Each domain is a `personal` field of BLAKE2b (RFC 7693 leaves it to the
/// BLAKE2 specification, section 2.5), so equal bytes in two domains never have the same digest.
public enum DigestDomain: UInt8, Sendable {
    /// A record's body: sequence, time, origin, command, decision.
    case record = 1
    /// The canonical bytes of a policy.
    case policy = 2
    /// The journal's hash chain.
    case chain = 3
    /// The included fragments of a window: content digests and kept tokens.
    case window = 4
    /// The body of an admission, which its id is answered by.
    case admission = 5
    /// The content of a fragment.
    case content = 6
    /// The canonical bytes of the kernel's state.
    case state = 7
    /// A tenant's id, keyed with the salt secret: the salt of its leaf.
    case salt = 8
    /// What a tenant's leaf has of its state only as a digest: everything behind its accounts.
    case rest = 9
    /// A tenant in a state root.
    case leaf = 10
    /// Two neighbours in the tree of the tenants, or the tree without tenants.
    case branch = 11
    /// What a state has before its tenants.
    case global = 12
    /// What a seal commits to.
    case root = 13

    /// The 16 bytes of the `personal` field: the domain's ASCII name, zero-padded.
    public var personal: InlineArray<16, UInt8> {
        switch self {
        case .record: Self.padded("recount.record")
        case .policy: Self.padded("recount.policy")
        case .chain: Self.padded("recount.chain")
        case .window: Self.padded("recount.window")
        case .admission: Self.padded("recount.admit")
        case .content: Self.padded("recount.content")
        case .state: Self.padded("recount.state")
        case .salt: Self.padded("recount.salt")
        case .rest: Self.padded("recount.rest")
        case .leaf: Self.padded("recount.leaf")
        case .branch: Self.padded("recount.branch")
        case .global: Self.padded("recount.global")
        case .root: Self.padded("recount.root")
        }
    }

    private static func padded(_ name: StaticString) -> InlineArray<16, UInt8> {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        // Bound: every name above has at most 16 ASCII bytes.
        for index in 0..<name.utf8CodeUnitCount {
            bytes[index] = name.utf8Start[index]
        }
        return bytes
    }
}
