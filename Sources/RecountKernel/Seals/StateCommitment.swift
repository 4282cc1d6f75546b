/// How a state root is put together of digests (docs/format.md, "State root"): what the kernel does
/// when it seals, and what whoever checks a part of a state does again.
public enum StateCommitment {
    /// The root of the tenants' tree where there are none.
    public static var noTenants: Digest { Blake2b.digest(UnsafeRawBufferPointer(start: nil, count: 0), in: .branch) }

    /// A tenant's leaf. O(bytes).
    ///
    /// - Parameters:
    ///   - salt: BLAKE2b-256 of the tenant's id, keyed with the salt secret.
    ///   - accounts: the tenant's canonical bytes from its id up to and including its last account.
    ///   - rest: the digest of the tenant's other canonical bytes.
    public static func leaf(salt: Digest, accounts: UnsafeRawBufferPointer, rest: Digest) -> Digest {
        var engine = Blake2b(in: .leaf)
        engine.update(salt)
        engine.update(accounts)
        engine.update(rest)
        return engine.finishDigest()
    }

    /// The root of the tree over some tenants' leaves. O(leaves).
    public static func tree(of leaves: UnsafeBufferPointer<TenantLeaf>) -> Digest {
        var tree = TenantTree()
        for position in 0..<leaves.count { tree.append(leaves[position].digest) }
        return tree.root()
    }

    /// The root of a tree of the tenants by those of its two parts.
    public static func branch(_ left: Digest, _ right: Digest) -> Digest { pair(left, right, in: .branch) }

    /// The state root.
    ///
    /// - Parameters:
    ///   - global: the digest of the state's canonical bytes before the number of tenants.
    ///   - tenants: the root of the tenants' tree.
    public static func root(global: Digest, tenants: Digest) -> Digest { pair(global, tenants, in: .root) }

    private static func pair(_ first: Digest, _ second: Digest, in domain: DigestDomain) -> Digest {
        var engine = Blake2b(in: domain)
        engine.update(first)
        engine.update(second)
        return engine.finishDigest()
    }
}
