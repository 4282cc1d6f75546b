import Dispatch

/// Reads a journal ahead of whoever uses its batches: while they are used, another thread reads and checks what follows.
/// The batches, and the error or the end behind them, are those that the reader alone would give, in the same order.
///
/// Memory is bounded by two portions, each the next batches of 256 KiB or more. A journal that has no more than one is
/// read without another thread.
public final class ReadAhead {
    /// What comes next.
    public enum Next {
        /// A batch, checked.
        case batch(JournalBatch)
        /// Nothing: the journal was read to its end, and nobody but the caller uses its reader any more.
        case end(JournalReader)
    }

    private let reader: JournalReader
    private let queue = DispatchQueue(label: "recount.reading")
    /// What is being used.
    private var portion = Portion()
    /// How many of its batches were given.
    private var givenCount = 0
    /// What is being read, unless that is the end.
    private var following = Portion()

    /// - Parameter reader: reads from where it stands. From now on only this may use it, until it is given back or an
    ///   error is thrown.
    public init(_ reader: JournalReader) {
        self.reader = reader
        following.read(from: reader)
    }

    deinit {
        // Whoever opened the journal may now do with its files what they like.
        queue.sync {}
    }

    /// The next batch, or the end. Waits for the other thread if that is still reading it.
    ///
    /// - Throws: what is wrong and where, behind the batches before it; every later call throws the same.
    public func next() throws(JournalError) -> Next {
        while givenCount == portion.batches.count {
            switch portion.continuation {
            case .batches: advance()
            case .end: return .end(reader)
            case .failure(let error): throw error
            }
        }
        givenCount += 1
        return .batch(portion.batches[givenCount - 1])
    }

    /// Goes on with the portion that was being read, and has the one behind it read meanwhile.
    private func advance() {
        queue.sync {}
        swap(&portion, &following)
        givenCount = 0
        following.removeAll()
        guard case .batches = portion.continuation else { return }
        // Sound: nobody else uses the two until the queue is waited for.
        nonisolated(unsafe) let (reader, following) = (reader, following)
        queue.async { following.read(from: reader) }
    }
}

/// Batches that are handed from thread to thread together.
private final class Portion {
    /// What follows the batches of a portion.
    enum Continuation {
        case batches
        case end
        case failure(JournalError)
    }

    private(set) var batches: [JournalBatch] = []
    private(set) var continuation = Continuation.batches
    private var storage = BatchStorage()

    /// Empties it. Batches that somebody holds stay as they are.
    func removeAll() {
        batches.removeAll(keepingCapacity: true)
        if !isKnownUniquelyReferenced(&storage) { storage = BatchStorage() }
        storage.removeAll()
    }

    /// Takes the next batches of a journal. O(their bytes).
    func read(from reader: JournalReader) {
        do throws(JournalError) {
            repeat {
                guard let batch = try reader.nextBatch(into: storage) else {
                    continuation = .end
                    return
                }
                batches.append(batch)
            } while storage.byteCount < reader.files.access.portionByteCount
        } catch {
            continuation = .failure(error)
        }
    }
}
