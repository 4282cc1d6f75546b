import Glibc

/// Reads a journal ahead of whoever uses its batches: while they are used, another thread reads and checks what follows.
/// The batches, and the error or the end behind them, are those that the reader alone would give, in the same order.
///
/// Memory is bounded by two portions, each the next batches of 1 MiB or more. A journal that has no more than one is
/// read without another thread, and so is any where the system has none to give.
public final class ReadAhead {
    /// What comes next.
    public enum Next {
        /// A batch, checked.
        case batch(JournalBatch)
        /// Nothing: the journal was read to its end, and nobody but the caller uses its reader any more.
        case end(JournalReader)
    }

    private let reader: JournalReader
    /// What is being used.
    private var portion = Portion()
    /// How many of its batches were given.
    private var givenCount = 0
    /// What is being read, unless that is the end.
    private var following = Portion()
    /// Reads it. Nobody else uses it or the reader until the thread was waited for.
    private var thread: ReadingThread?

    /// - Parameter reader: reads from where it stands. From now on only this may use it, until it is given back or an
    ///   error is thrown.
    public init(_ reader: JournalReader) {
        self.reader = reader
        following.read(from: reader)
    }

    deinit {
        // Whoever opened the journal may now do with its files what they like.
        wait()
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
        wait()
        swap(&portion, &following)
        givenCount = 0
        following.removeAll()
        guard case .batches = portion.continuation else { return }
        thread = ReadingThread(following, reader)
        if thread == nil { following.read(from: reader) }
    }

    private func wait() {
        thread?.join()
        thread = nil
    }
}

/// A thread that reads one portion and ends.
private struct ReadingThread {
    private let thread: pthread_t

    /// What the thread is given. Sound: whoever started it uses neither before it was joined.
    private final class Work {
        let portion: Portion
        let reader: JournalReader

        init(_ portion: Portion, _ reader: JournalReader) {
            self.portion = portion
            self.reader = reader
        }
    }

    /// - Returns: nil if the system has no thread to give.
    init?(_ portion: Portion, _ reader: JournalReader) {
        let work = Unmanaged.passRetained(Work(portion, reader))
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                work.portion.read(from: work.reader)
                return nil
            }, work.toOpaque())
        guard error == 0 else {
            work.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits until it has ended.
    func join() {
        pthread_join(thread, nil)
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
