import RecountDigest
import RecountKernel

/// A seal in a statement: its record, that it is under the checkpoint, and what it says about one tenant.
public struct StatementSeal: Equatable, Sendable {
    /// The bytes of the record's body.
    public let body: [UInt8]
    /// The siblings on the way from the record's stamp to the checkpoint's root, the lowest first.
    public let inclusion: [TreeHash]
    /// The digest of the state before its tenants.
    public let global: Digest
    /// The siblings on the way from the tenant's leaf to the root of the tenants' tree, the lowest first.
    public let path: [TenantSibling]
    /// What kept the tenant's leaf from being guessed.
    public let salt: Digest
    /// The digest of the tenant's state behind its accounts.
    public let rest: Digest
    /// All that the tenant ever spent, each charge once, whatever accounts it touched.
    public let spent: PerDimension<WideCounter>
    /// The tenant's accounts by ascending id.
    public let accounts: [CommittedAccount]

    /// The state root that the figures, the salt and the digests lead to. O(accounts).
    func stateRoot(of tenant: TenantID) -> Digest {
        var node = leaf(of: tenant)
        for sibling in path { node = sibling.branch(with: node) }
        return StateCommitment.root(global: global, tenants: node)
    }

    /// The tenant's leaf that the figures, the salt and the digest lead to. O(accounts).
    func leaf(of tenant: TenantID) -> Digest {
        accountsBytes(of: tenant).withUnsafeBytes { StateCommitment.leaf(salt: salt, accounts: $0, rest: rest) }
    }

    /// The canonical bytes of the tenant from its id up to and including its last account.
    private func accountsBytes(of tenant: TenantID) -> [UInt8] {
        let head = CommittedTenant(id: tenant, spent: spent, accountCount: UInt32(accounts.count))
        let capacity = CommittedTenant.byteCount + CommittedAccount.maximumByteCount * accounts.count
        return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let output = UnsafeMutableRawBufferPointer(buffer)
            do throws(EncodingError) {
                count = try head.encode(into: output)
                for account in accounts {
                    count += try account.encode(into: UnsafeMutableRawBufferPointer(rebasing: output[count...]))
                }
            } catch {
                preconditionFailure("an account is longer than the longest: \(error)")
            }
        }
    }
}

/// A digest beside the way from a tenant's leaf to the root of the tenants' tree.
///
/// It says on which side it stands, and a path has no number of tenants: what a root does not commit to could be
/// changed without anybody noticing.
public enum TenantSibling: Equatable, Sendable {
    /// The root of the tenants with lower ids.
    case left(Digest)
    /// The root of the tenants with higher ids.
    case right(Digest)

    /// The most that a path has: a kernel has fewer than 2^28 tenants.
    static let maximumCount = 28

    /// The root over the sibling and a node.
    func branch(with node: Digest) -> Digest {
        switch self {
        case .left(let sibling): StateCommitment.branch(sibling, node)
        case .right(let sibling): StateCommitment.branch(node, sibling)
        }
    }

    /// The siblings of a leaf, the lowest first. O(leaves).
    static func path(to index: Int, in leaves: [TenantLeaf]) -> [TenantSibling] {
        leaves.withUnsafeBufferPointer { leaves in
            var siblings: [TenantSibling] = []
            var subtree = 0..<UInt64(leaves.count)
            while subtree.leafCount > 1 {
                let (left, right) = subtree.halves
                if left.contains(UInt64(index)) {
                    siblings.append(.right(root(of: right, in: leaves)))
                    subtree = left
                } else {
                    siblings.append(.left(root(of: left, in: leaves)))
                    subtree = right
                }
            }
            return siblings.reversed()
        }
    }

    private static func root(of subtree: Range<UInt64>, in leaves: UnsafeBufferPointer<TenantLeaf>) -> Digest {
        let part = leaves[Int(subtree.lowerBound)..<Int(subtree.upperBound)]
        return StateCommitment.tree(of: UnsafeBufferPointer(rebasing: part))
    }
}
