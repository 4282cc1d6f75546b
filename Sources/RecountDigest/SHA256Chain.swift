import Crypto

/// SHA-256, or HMAC-SHA256 with a key, over two pieces of bytes one after the other: what journals of others
/// chain their entries with.
public struct SHA256Chain: Sendable {
    private enum Function {
        case digest
        case authentication(SymmetricKey)
    }

    private let function: Function

    /// A chain that everyone can compute.
    public init() { function = .digest }

    /// A chain that only those can compute who have the key.
    ///
    /// - Parameter key: of any length; what exceeds 64 bytes is hashed first (RFC 2104).
    public init(key: [UInt8]) { function = .authentication(SymmetricKey(data: key)) }

    /// Whether computing the chain needs a key.
    public var isKeyed: Bool {
        switch function {
        case .digest: false
        case .authentication: true
        }
    }

    /// The value of two pieces as 64 lowercase hexadecimal digits. O(count).
    public func hexadecimal(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> String {
        switch function {
        case .digest: digest(first, second).hexadecimal
        case .authentication(let key): code(first, second, key).hexadecimal
        }
    }

    /// Whether `text` is the value of two pieces as `hexadecimal` gives it. O(count), and the time does not
    /// depend on how much of a text of 64 such digits is right.
    public func isValue(
        _ text: String, of first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
    ) -> Bool {
        guard let bytes = [UInt8](hexadecimal: text), bytes.count == SHA256.byteCount else { return false }
        // Both comparisons are swift-crypto's, which look at every byte whatever they find.
        switch function {
        case .digest: return digest(first, second) == bytes
        case .authentication(let key): return code(first, second, key) == bytes
        }
    }

    private func digest(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> SHA256.Digest {
        var function = SHA256()
        function.update(bufferPointer: first)
        function.update(bufferPointer: second)
        return function.finalize()
    }

    private func code(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, _ key: SymmetricKey
    ) -> HMAC<SHA256>.MAC {
        var function = HMAC<SHA256>(key: key)
        function.update(data: first)
        function.update(data: second)
        return function.finalize()
    }
}
