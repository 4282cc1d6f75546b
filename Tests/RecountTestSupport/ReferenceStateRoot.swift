import RecountKernel

/// A state root by its definition in docs/format.md, as plain as can be: canonical state bytes are cut up by
/// a reader of their own, and the tree is recursive.
package struct ReferenceStateRoot {
    /// A tenant's bytes up to its last account, and those behind.
    package struct Tenant {
        package let id: UInt64
        package let accounts: [UInt8]
        package let rest: [UInt8]
    }

    /// The bytes before the number of tenants.
    package let global: [UInt8]
    /// In the order in which the state lists them.
    package let tenants: [Tenant]
    private let secret: [UInt8]

    /// Cuts up the bytes of a state.
    package init(state: [UInt8], secret: SaltSecret) {
        var reader = Reader(bytes: state)
        global = reader.piece { $0.skipGlobal() }
        tenants = (0..<reader.count()).map { _ in reader.tenant() }
        precondition(reader.isAtEnd, "the state has bytes that this reader does not know")
        self.secret = secret.bytes.indices.map { secret.bytes[$0] }
    }

    package var root: [UInt8] {
        Self.digest("root", [globalDigest, tree(tenants.map { leaf(of: $0) }[...])])
    }

    package var globalDigest: [UInt8] { Self.digest("global", [global]) }

    package func leaf(of tenant: Tenant) -> [UInt8] {
        Self.digest("leaf", [salt(of: tenant), tenant.accounts, Self.digest("rest", [tenant.rest])])
    }

    package func salt(of tenant: Tenant) -> [UInt8] {
        Self.digest("salt", [(0..<8).map { UInt8(truncatingIfNeeded: tenant.id >> (8 * UInt64($0))) }], key: secret)
    }

    private func tree(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        guard let first = leaves.first else { return Self.digest("branch", []) }
        if leaves.count == 1 { return first }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return Self.digest("branch", [tree(leaves.prefix(split)), tree(leaves.dropFirst(split))])
    }

    private static func digest(_ name: String, _ parts: [[UInt8]], key: [UInt8] = []) -> [UInt8] {
        var personal = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in "recount.\(name)".utf8.enumerated() { personal[index] = byte }
        var engine = key.withUnsafeBytes { Blake2b(outputByteCount: 32, key: $0, personal: personal) }
        for part in parts { part.withUnsafeBytes { engine.update($0) } }
        var output = [UInt8](repeating: 0, count: 32)
        output.withUnsafeMutableBytes { engine.finish(into: $0) }
        return output
    }
}

/// Finds the ends of the parts of a state.
private struct Reader {
    let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func piece(_ skip: (inout Reader) -> Void) -> [UInt8] {
        let start = offset
        skip(&self)
        return Array(bytes[start..<offset])
    }

    mutating func count() -> Int {
        defer { offset += 4 }
        return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    mutating func skipGlobal() {
        // Version, sequence, time, limits.
        offset += 2 + 8 + 8 + 64
        for _ in 0..<count() {
            let byteCount = count()
            offset += byteCount
        }
    }

    mutating func tenant() -> ReferenceStateRoot.Tenant {
        let id = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
        let accounts = piece { $0.skipAccounts() }
        return ReferenceStateRoot.Tenant(id: id, accounts: accounts, rest: piece { $0.skipRest() })
    }

    private mutating func skipAccounts() {
        // Id and spending.
        offset += 8 + 48
        for _ in 0..<count() {
            offset += 8 + 8
            // Parent, opening exposure limit, state, exposure limit, balances.
            offset += bytes[offset] == 0 ? 1 : 9
            offset += 1 + 8 * bytes[offset].nonzeroBitCount
            offset += 1
            offset += 1 + 8 * bytes[offset].nonzeroBitCount
            offset += 3 * 48
        }
    }

    private mutating func skipRest() {
        // Sequence and both quotas.
        offset += 8 + 16 + 16
        for _ in 0..<count() {
            let isAdmission = bytes[offset + 16] == 3
            offset += 16 + 1 + 1
            let accountCount = count()
            offset += 8 * accountCount + 24 + 4 * 8 + 24 + 3 * 8 + (isAdmission ? 32 : 0)
        }
        let transferCount = count()
        offset += transferCount * (16 + 1 + 8 + 24 + 16)
        for _ in 0..<count() { skipResource() }
    }

    private mutating func skipResource() {
        offset += 16
        for _ in 0..<count() {
            offset += 16 + 1 + 8 + 4 + 8 + 8 + 4
            offset += bytes[offset] == 0 ? 1 : 13
        }
        let waiterCount = count()
        offset += waiterCount * (16 + 1 + 24)
    }
}

extension Digest {
    /// The 32 bytes in their order.
    package var byteArray: [UInt8] {
        words.indices.flatMap { index in withUnsafeBytes(of: words[index].littleEndian) { Array($0) } }
    }
}

extension SaltSecret {
    /// A secret that a seed draws.
    package static func drawn(by seed: UInt64) -> SaltSecret {
        var random = SplitMix64(state: seed)
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for index in bytes.indices { bytes[index] = UInt8(random.uniform(0...255)) }
        return SaltSecret(bytes: bytes)
    }
}
