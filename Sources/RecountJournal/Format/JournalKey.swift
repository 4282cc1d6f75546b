import RecountDigest
import RecountKernel

/// The secret that a journal's chain is computed with: who does not have it cannot make or change a
/// record unnoticed. Its description does not show it.
public struct JournalKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// Number of bytes of a key.
    public static let byteCount = 32

    /// Names the key in headers without telling it: what nobody without the key can compute.
    public let id: Digest
    private let bytes: InlineArray<32, UInt8>

    /// Makes a key of its bytes.
    public init(bytes: InlineArray<32, UInt8>) {
        self.bytes = bytes
        var engine = Self.engine(bytes, personal: JournalDomain.keyID.personal)
        id = engine.finishDigest()
    }

    /// Reads a key as key files hold it: 64 hexadecimal digits of lower case, perhaps with one line feed.
    ///
    /// - Returns: nil if the text is anything else.
    public init?(text: some Collection<UInt8>) {
        var digits = ArraySlice(text)
        if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
        guard digits.count == 2 * Self.byteCount,
            let values = [UInt8](hexadecimal: String(decoding: digits, as: UTF8.self))
        else { return nil }
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for (index, value) in values.enumerated() { bytes[index] = value }
        self.init(bytes: bytes)
    }

    /// Draws a key from the system's cryptographically secure generator.
    public static func random() -> JournalKey {
        var generator = SystemRandomNumberGenerator()
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for index in bytes.indices { bytes[index] = generator.next() }
        return JournalKey(bytes: bytes)
    }

    /// The key as a key file holds it.
    public var fileText: String {
        bytes.span.bytes.withUnsafeBytes { hexadecimal($0.digest(at: 0)) } + "\n"
    }

    /// Stands for the key where a program prints it.
    public var description: String { "a journal key" }

    /// Shows nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Starts a digest with the key.
    func engine(personal: InlineArray<16, UInt8>) -> JournalDigest { Self.engine(bytes, personal: personal) }

    private static func engine(
        _ bytes: InlineArray<32, UInt8>, personal: InlineArray<16, UInt8>
    ) -> JournalDigest {
        bytes.span.bytes.withUnsafeBytes {
            JournalDigest(outputByteCount: Digest.byteCount, key: $0, personal: personal)
        }
    }
}

extension JournalKey? {
    /// Starts a digest with the key, or without one.
    func engine(personal: InlineArray<16, UInt8>) -> JournalDigest {
        switch self {
        case .none:
            JournalDigest(
                outputByteCount: Digest.byteCount, key: UnsafeRawBufferPointer(start: nil, count: 0),
                personal: personal)
        case .some(let key): key.engine(personal: personal)
        }
    }

    /// What headers say of the key; zero for none.
    var id: Digest { self?.id ?? .zero }
}
