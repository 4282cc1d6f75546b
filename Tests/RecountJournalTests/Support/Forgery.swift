import RecountKernel

@testable import RecountJournal

/// Journals with sound frames around chosen records.
enum Forgery {
    static func header(
        firstSequence: UInt64 = 1, previousChain: Digest = .zero, settings: JournalSettings = .small(),
        identity: JournalIdentity = .fixed
    ) -> JournalHeader {
        JournalHeader(
            settings: settings, identity: identity, firstSequence: firstSequence, previousChain: previousChain)
    }

    /// A first segment.
    static func segment(_ build: (inout SegmentBuilder) throws -> Void) rethrows -> [UInt8] {
        var builder = SegmentBuilder(header(), after: nil)
        try build(&builder)
        return builder.bytes
    }

    /// The bodies of all records of a sample.
    static func bodies(of sample: SampleJournal) throws -> [[UInt8]] {
        let directory = TemporaryDirectory()
        try SampleJournal.install(sample.bytes, at: directory.journal)
        let reader = try JournalReader(at: directory.journal)
        var bodies: [[UInt8]] = []
        while let batch = try reader.nextBatch() {
            for position in 0..<batch.count { bodies.append(Array(batch[position].body)) }
        }
        return bodies
    }
}
