import RecountContext
import RecountKernel

/// A context file: a document in JSON whose texts may stand in files of their own. docs/context.md has the
/// keys.
public struct ContextFile: Sendable {
    /// A fragment's text that stands in a file of its own.
    public struct TextFile: Equatable, Sendable {
        /// The fragment's position in `document.fragments`.
        public var position: Int
        /// The path as it is written.
        public var path: String

        /// Names the file of a fragment.
        public init(position: Int, path: String) {
            self.position = position
            self.path = path
        }
    }

    /// What stands in the place of a file's own members.
    public struct Overrides: Sendable {
        /// The token limit; with it the file needs none.
        public var tokenLimit: Tokens?
        /// The tokens kept for the output.
        public var outputTokens: Tokens?
        /// How many tokens a text has that the file does not count.
        public var estimate: TokenEstimate?

        /// Makes overrides; without any, the file stands as it is.
        public init(tokenLimit: Tokens? = nil, outputTokens: Tokens? = nil, estimate: TokenEstimate? = nil) {
            self.tokenLimit = tokenLimit
            self.outputTokens = outputTokens
            self.estimate = estimate
        }
    }

    /// The document; fragments of `textFiles` have no text yet.
    public let document: ContextDocument
    /// The texts that are to be read, in the order of the fragments.
    public let textFiles: [TextFile]

    init(document: ContextDocument, textFiles: [TextFile]) {
        self.document = document
        self.textFiles = textFiles
    }

    /// Reads the JSON form. Unknown keys are refused, so that a misspelt one is not silently ignored.
    ///
    /// - Throws: `DocumentError`, with the path, line and column of the first mistake.
    /// - Complexity: O(bytes).
    public init(parsing bytes: [UInt8], overrides: Overrides = Overrides()) throws(DocumentError) {
        self = try DocumentReader.read(bytes) { reader throws(DocumentError) in
            try ContextFileReader.read(&reader, overrides)
        }
    }

    /// The document with all texts.
    ///
    /// - Parameter readText: the text of a file by its path as it is written.
    public func document<Problem: Error>(
        readingText readText: (String) throws(Problem) -> String
    ) throws(Problem) -> ContextDocument {
        var document = document
        for file in textFiles { document.fragments[file.position].text = try readText(file.path) }
        return document
    }
}
