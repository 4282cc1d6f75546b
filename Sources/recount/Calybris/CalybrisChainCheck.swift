import RecountDigest
import RecountJSON

/// Follows the chain of a journal of calybris: numbers without a gap, and hashes each over the one before.
struct CalybrisChainCheck {
    private let chain: SHA256Chain
    private let expectedHead: CalybrisVerification.Head?
    /// Nil after the last number that there is.
    private var nextSequence: UInt64? = 1
    /// Nil after a line that could not be read.
    private var previousHash: String? = CalybrisEntry.genesis
    private var passedExpectedHead = false
    private var entryCount: UInt64 = 0
    private var wrongHashCount: UInt64 = 0
    /// The last entry that could be read.
    private(set) var head: CalybrisVerification.Head?

    /// Starts at the beginning of a journal.
    init(_ chain: SHA256Chain, expectedHead: CalybrisVerification.Head?) {
        self.chain = chain
        self.expectedHead = expectedHead
    }

    /// Follows an entry. What it says about itself is what the next one is held to, so a change shows where
    /// it was made and not in every line after it. O(bytes).
    mutating func follow(_ entry: CalybrisEntry, line: Int) -> [CalybrisDifference] {
        var found: [CalybrisDifference] = []
        if entry.sequence != nextSequence {
            found.append(
                CalybrisDifference(
                    line: line, field: "sequence", expected: nextSequence.map(String.init) ?? "none after 2^64 - 1",
                    found: "\(entry.sequence)"))
        }
        if let previousHash, entry.previousHash != previousHash {
            found.append(
                CalybrisDifference(
                    line: line, field: "previous_hash", expected: previousHash, found: entry.previousHash))
        }
        if let difference = hashDifference(entry, line: line) {
            found.append(difference)
            wrongHashCount += 1
        }
        entryCount += 1
        nextSequence = Self.successor(of: entry.sequence)
        previousHash = entry.entryHash
        head = CalybrisVerification.Head(sequence: entry.sequence, hash: entry.entryHash)
        if head == expectedHead { passedExpectedHead = true }
        return found
    }

    /// Goes on after a line that could not be read.
    mutating func skip() {
        nextSequence = nextSequence.flatMap(Self.successor)
        previousHash = nil
    }

    /// What is wrong at the end: the journal was never at the head that it must have passed.
    func headDifference(lastLine: Int) -> CalybrisDifference? {
        guard let expectedHead, !passedExpectedHead else { return nil }
        return CalybrisDifference(
            line: lastLine, field: "head", expected: "\(expectedHead.text) or beyond it", found: head?.text ?? "none")
    }

    /// The one thing that explains why no hash at all fits.
    var note: String? {
        guard wrongHashCount > 0, wrongHashCount == entryCount else { return nil }
        return chain.isKeyed
            ? "no entry hash fits the key: it is another one, or the journal has none"
            : "no entry hash fits: if the journal is keyed, give its --key-file"
    }

    private func hashDifference(_ entry: CalybrisEntry, line: Int) -> CalybrisDifference? {
        var previous = entry.previousHash
        return previous.withUTF8 { bytes in
            let previous = UnsafeRawBufferPointer(bytes)
            guard !chain.isValue(entry.entryHash, of: previous, entry.recordBytes) else { return nil }
            // The right code of a changed record is what its forger would need.
            let expected =
                chain.isKeyed ? "the code of the line under the key" : chain.hexadecimal(previous, entry.recordBytes)
            return CalybrisDifference(line: line, field: "entry_hash", expected: expected, found: entry.entryHash)
        }
    }

    private static func successor(of sequence: UInt64) -> UInt64? {
        sequence == .max ? nil : sequence + 1
    }
}
