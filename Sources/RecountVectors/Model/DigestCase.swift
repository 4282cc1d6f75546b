/// BLAKE2b of some bytes.
public struct DigestCase: Equatable, Sendable {
    /// Id, comment, flags.
    public var label: VectorLabel
    /// The personal name, at most 16 bytes; padded with zeros.
    public var personal: [UInt8]
    /// The key, at most 64 bytes; empty for none.
    public var key: [UInt8]
    /// What is digested.
    public var data: [UInt8]
    /// The result, of 1 to 64 bytes. Its length is part of the question.
    public var digest: [UInt8]

    /// Makes a case.
    public init(label: VectorLabel, personal: [UInt8], key: [UInt8], data: [UInt8], digest: [UInt8]) {
        self.label = label
        self.personal = personal
        self.key = key
        self.data = data
        self.digest = digest
    }
}
