import RecountJournal
import RecountKernel

/// The files of a journal, and what is known of it.
struct JournalImage {
    /// One file.
    struct File {
        enum Kind: String {
            case segment = ".journal"
            case snapshot = ".snapshot"
        }

        var kind: Kind
        /// The sequence in its name.
        var number: UInt64
        var bytes: [UInt8]

        var name: String {
            let digits = String(number)
            return String(repeating: "0", count: 20 - digits.count) + digits + kind.rawValue
        }
    }

    var files: [File] = []
    /// Every head that the journal had, from its first header on.
    var heads: [JournalHead] = []
    /// The tree over all stamps.
    var frontier = TreeFrontier()

    /// Takes a head, unless it was forged without the journal's key.
    mutating func note(_ chaining: Chaining, at sequence: UInt64) {
        guard !chaining.isBroken, let chain = chaining.chain else { return }
        heads.append(JournalHead(sequence: sequence, chain: chain))
    }

    /// The files by their names.
    var filesByName: [String: [UInt8]] {
        Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { _, last in last })
    }

    /// Whether no kernel of these files takes more memory than an input may: segments state their limits.
    var isSmall: Bool {
        files.allSatisfy { file in
            guard file.bytes.count >= 112 else { return true }
            let limits = file.bytes.withUnsafeBytes {
                try? KernelLimits(decoding: UnsafeRawBufferPointer(rebasing: $0[48..<112]))
            }
            return limits?.areSmall ?? true
        }
    }
}
