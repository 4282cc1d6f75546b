import RecountKernel

/// Digests what the kernel digests for a window, over and over: the content digests and kept tokens of the fragments
/// in it, in render order, and those of its stable prefix on the way. What an assembly takes beyond that is the choice.
final class WindowDigestWork: Workload {
    private static let contentByteCount = Digest.byteCount + 4

    private let contents: OwnedBytes
    private let prefixByteCount: Int
    private let fragmentCount: Int
    private let expected: (prefix: Digest, window: Digest)

    init(_ context: ContextInput) throws(BenchmarkError) {
        let assembly = try AssemblyWork(context)
        let window = try assembly.window()
        fragmentCount = context.fragments.count
        expected = (window.stablePrefix.digest, window.digest)
        prefixByteCount = Int(window.stablePrefix.count) * Self.contentByteCount
        contents = OwnedBytes(byteCount: Int(window.includedCount) * Self.contentByteCount)
        var offset = 0
        for position in 0..<window.entryCount where window[position].outcome != .excluded {
            let entry = window[position]
            // The fragments of a context are numbered from 0.
            let content = context.fragments[Int(entry.fragment.rawValue)].contentDigest
            for index in 0..<4 {
                contents.memory.storeBytes(
                    of: content.words[index].littleEndian, toByteOffset: offset + 8 * index, as: UInt64.self)
            }
            contents.memory.storeBytes(
                of: entry.keptTokens.littleEndian, toByteOffset: offset + Digest.byteCount, as: UInt32.self)
            offset += Self.contentByteCount
        }
        let (prefix, whole) = digests()
        guard prefix == expected.prefix, whole == expected.window else {
            throw .preparation("a window of \(fragmentCount) fragments has another digest")
        }
        withExtendedLifetime(assembly) {}
    }

    func check(_ results: inout ResultDigest) {
        let (prefix, whole) = digests()
        results.add(prefix)
        results.add(whole)
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        var rest = operationCount
        while rest > 0 {
            let (prefix, whole) = digests()
            tally.sum &+= prefix.words[0] &+ whole.words[0]
            tally.doneCount += fragmentCount
            rest -= fragmentCount
        }
        return tally
    }

    private func digests() -> (prefix: Digest, window: Digest) {
        let bytes = contents.bytes
        var engine = Blake2b(in: .window)
        engine.update(UnsafeRawBufferPointer(rebasing: bytes[..<prefixByteCount]))
        var prefix = engine
        engine.update(UnsafeRawBufferPointer(rebasing: bytes[prefixByteCount...]))
        return (prefix.finishDigest(), engine.finishDigest())
    }
}
