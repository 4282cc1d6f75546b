extension Benchmark {
    /// Acquire and release.
    static var locks: [Benchmark] {
        let uncontended: [(name: String, summary: String, held: ScaledCount)] = [
            ("uncontended", "no other lease", ScaledCount(0, quick: 0)),
            ("resources.100000", "while 100 000 resources are held", ScaledCount(100_000, quick: 300)),
        ]
        return uncontended.map { scene in
            Benchmark(
                "lock.\(scene.name)", "acquire and release, \(scene.summary)", .step, .pair,
                ScaledCount(1 << 20, quick: 200)
            ) { site throws(BenchmarkError) in
                try UncontendedLockWork(heldCount: scene.held[site.scale], site)
            }
        } + [
            Benchmark(
                "lock.queue.8", "release, promote the first of 8 who wait, and queue again", .step, .handover,
                ScaledCount(1 << 19, quick: 200)
            ) { site throws(BenchmarkError) in try QueuedLockWork(queueLength: 8, site) }
        ]
    }
}
