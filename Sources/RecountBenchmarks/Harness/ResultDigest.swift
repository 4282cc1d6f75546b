import RecountDigest
import RecountKernel

/// The digest of all results of a piece of work: BLAKE2b-256 under the name of the benchmarks.
struct ResultDigest {
    private var engine: LibBlake2b

    init() {
        var personal = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in "recount.bench".utf8.enumerated() { personal[index] = byte }
        engine = LibBlake2b(
            outputByteCount: Digest.byteCount, key: UnsafeRawBufferPointer(start: nil, count: 0), personal: personal)
    }

    /// Takes in a number.
    mutating func add(_ word: UInt64) {
        withUnsafeBytes(of: word.littleEndian) { engine.update($0) }
    }

    /// Takes in bytes behind their number.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        engine.update(bytes)
    }

    /// Takes in a digest.
    mutating func add(_ digest: Digest) { engine.update(digest) }

    /// Takes in a step: its record without the command.
    mutating func add(_ step: Step) {
        let byteCount = RecordBody.encodedByteCount(command: nil, decision: step.decision)
        withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 8) { bytes in
            do throws(EncodingError) {
                let count = try RecordBody.encode(step, command: nil, into: bytes)
                engine.update(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            } catch {
                preconditionFailure("a record of the size that it announced: \(error)")
            }
        }
    }

    /// Takes in what an account has.
    mutating func add(_ account: AccountState?) {
        guard let account else { return add(0) }
        for balance in [account.balances.calls, account.balances.tokens, account.balances.cost] {
            for word in [
                balance.funded, balance.withdrawn, balance.spent, balance.available, balance.reserved, balance.debt,
            ] { add(word) }
        }
    }

    /// The digest.
    consuming func finish() -> Digest { engine.finishDigest() }
}
