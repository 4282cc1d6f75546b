import SystemPackage

@testable import RecountJournal

/// A segment whose writes and syncs fail when a test says so, and that remembers what was asked of it.
final class FaultySink: SegmentSink {
    enum Call: Equatable {
        case write(offset: UInt64, byteCount: Int)
        case sync
    }

    private let file: any SegmentSink
    private(set) var calls: [Call] = []
    /// How many bytes of the next write arrive before the disk is full; nil for all.
    var writtenByteCountBeforeFailure: Int?
    /// Whether the next sync fails.
    var syncFailure: Errno?

    init(_ file: any SegmentSink) {
        self.file = file
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(JournalError) {
        calls.append(.write(offset: offset, byteCount: bytes.count))
        guard let count = writtenByteCountBeforeFailure else { return try file.write(bytes, at: offset) }
        try file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)), at: offset)
        throw .system(SystemFailure(operation: "write", path: "sink", errno: .noSpace))
    }

    func sync() throws(JournalError) {
        calls.append(.sync)
        if let syncFailure { throw .system(SystemFailure(operation: "sync", path: "sink", errno: syncFailure)) }
        try file.sync()
    }
}

extension Journal {
    /// Opens a journal that writes through a sink of the test.
    static func open(at path: FilePath, sync: SyncPolicy, through sink: (FaultySink) -> Void) throws -> Journal {
        var opening = try Journal.opening(at: path)
        let faulty = FaultySink(opening.sink)
        opening.sink = faulty
        sink(faulty)
        return Journal(opening, syncPolicy: sync)
    }
}
