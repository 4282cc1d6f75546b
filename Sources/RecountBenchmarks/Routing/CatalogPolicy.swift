import RecountKernel
import RecountWorkloads

/// The policy of a routing workload in memory of its own.
final class CatalogPolicy {
    let policy: PolicyBytes
    private let memory: UnsafeMutableRawBufferPointer

    convenience init(modelCount: Int) throws(BenchmarkError) {
        try self.init(RoutingWorkload.catalog(modelCount: modelCount))
    }

    init(_ models: [Model]) throws(BenchmarkError) {
        memory = .allocate(byteCount: PolicyBytes.byteCount(models: models.count), alignment: 8)
        do {
            var encoder = try PolicyEncoder(
                header: RoutingWorkload.policyHeader, modelCount: models.count, into: memory)
            for model in models { encoder.append(model) }
            policy = try PolicyBytes(validating: UnsafeRawBufferPointer(memory))
        } catch {
            memory.deallocate()
            throw .preparation("a policy of \(models.count) models: \(error)")
        }
    }

    deinit { memory.deallocate() }
}
