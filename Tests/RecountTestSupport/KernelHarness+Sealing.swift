import RecountKernel

extension KernelHarness {
    /// The leaves of all tenants, by ascending id.
    package var tenantLeaves: [TenantLeaf] {
        [TenantLeaf](unsafeUninitializedCapacity: kernel.tenantCount) { output, count in
            count = kernel.writeTenantLeaves(into: output)
        }
    }

    /// What opens a tenant's leaf, and the bytes of its accounts; nil if it was not opened.
    package func opening(of tenant: UInt64) -> (opening: TenantOpening, accounts: [UInt8])? {
        guard let byteCount = kernel.openingByteCount(of: TenantID(tenant)) else { return nil }
        var accounts = [UInt8](repeating: 0xa5, count: Int(byteCount))
        let opening = accounts.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                return try kernel.writeOpening(of: TenantID(tenant), into: output)
            } catch {
                fatalError("the opening needs \(error.neededByteCount) bytes, not \(output.count)")
            }
        }
        return opening.map { ($0, accounts) }
    }
}
