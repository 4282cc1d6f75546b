import RecountContext
import RecountJSON
import SystemPackage

/// The texts of a context file: each file is read once, and all of them together are bounded, so that no
/// context file takes more memory than it says.
struct TextFiles {
    /// The most bytes that the texts and the separators between them may have together: far beyond every model's
    /// window.
    static let maximumByteCount = 1 << 28

    private let label: String
    private let directory: FilePath
    private var texts: [String: String] = [:]
    private var remainingByteCount = TextFiles.maximumByteCount

    /// - Parameters:
    ///   - label: what messages call the context file.
    ///   - directory: where its paths begin.
    init(label: String, directory: FilePath) {
        self.label = label
        self.directory = directory
    }

    /// The document with all texts.
    mutating func document(of file: ContextFile) throws(Failure) -> ContextDocument {
        for fragment in file.document.fragments { try take(fragment.text) }
        let gapCount = max(0, file.document.fragments.count - 1)
        let (byteCount, overflow) = file.document.separator.text.utf8.count.multipliedReportingOverflow(by: gapCount)
        try take(byteCount: overflow ? .max : byteCount)
        return try file.document { (name) throws(Failure) in try text(of: name) }
    }

    private mutating func text(of name: String) throws(Failure) -> String {
        // A path ends there for the system, which would open another file.
        guard !name.utf8.contains(0) else { throw .wrongInput(label, "the path \(name) has a zero character") }
        if let text = texts[name] {
            try take(text)
            return text
        }
        let text = try read(name)
        try take(text)
        texts[name] = text
        return text
    }

    private func read(_ name: String) throws(Failure) -> String {
        let path = directory.pushing(FilePath(name)).string
        let bytes = try InputFile.bytes(ofNamed: path, limit: Self.maximumByteCount)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .wrongInput(path, "not UTF-8; convert it or leave it out")
        }
        return text
    }

    private mutating func take(_ text: String) throws(Failure) { try take(byteCount: text.utf8.count) }

    private mutating func take(byteCount: Int) throws(Failure) {
        guard byteCount <= remainingByteCount else {
            throw .wrongInput(
                label,
                """
                its texts, each as often as a fragment has it, and the separators between them have more than \
                \(Self.maximumByteCount) bytes; leave some out
                """)
        }
        remainingByteCount -= byteCount
    }
}
