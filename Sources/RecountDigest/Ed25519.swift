import Crypto

/// A private key of Ed25519 (RFC 8032), by swift-crypto. Its description does not show it.
public struct Ed25519PrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// Number of bytes of a seed.
    public static let seedByteCount = 32

    private let key: Curve25519.Signing.PrivateKey

    /// Draws a key from the system's cryptographically secure generator.
    public init() {
        key = Curve25519.Signing.PrivateKey()
    }

    /// Makes the key of a seed (the "private key" of RFC 8032, section 5.1.5).
    ///
    /// - Returns: nil if these are not 32 bytes.
    public init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        self.key = key
    }

    /// The 32 bytes that the key is made of. Secret.
    public var seed: [UInt8] { Array(key.rawRepresentation) }

    /// The key that checks signatures of this one.
    public var publicKey: Ed25519PublicKey { Ed25519PublicKey(key.publicKey) }

    /// Signs a message.
    ///
    /// - Returns: 64 bytes. O(count).
    public func signature(for message: [UInt8]) -> [UInt8] {
        // swift-crypto declares that it may throw, but signing has no input for which it fails.
        guard let signature = try? key.signature(for: message) else {
            preconditionFailure("Ed25519 signs every message")
        }
        return Array(signature)
    }

    /// Stands for the key where a program prints it.
    public var description: String { "an Ed25519 private key" }

    /// Shows nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A public key of Ed25519 (RFC 8032), by swift-crypto.
public struct Ed25519PublicKey: Equatable, Sendable {
    /// Number of bytes of a key.
    public static let byteCount = 32
    /// Number of bytes of a signature.
    public static let signatureByteCount = 64

    /// The key: a point of the curve in its 32-byte form. Whether it is one shows only when it is used;
    /// under a key that is none, no signature is valid.
    public let bytes: [UInt8]

    /// Takes a key's bytes.
    ///
    /// - Returns: nil if these are not 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    fileprivate init(_ key: Curve25519.Signing.PublicKey) {
        bytes = Array(key.rawRepresentation)
    }

    /// Whether a signature is that of a message by this key's private half. O(count).
    ///
    /// - Parameter signature: of any length; one that has not 64 bytes is not valid.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
