/// A name of an id, for people. It is recorded and changes nothing.
public struct Description: Sendable {
    /// What has a name.
    public enum Subject: UInt8, Sendable {
        /// The header's tenant; the id is 0.
        case tenant = 1
        /// An account of the tenant.
        case account = 2
        /// An actor of the tenant; also an agent that takes locks.
        case actor = 3
        /// What the tenant locks.
        case resource = 4
        /// A policy, by number.
        case policy = 16
        /// A model, by id.
        case model = 17
        /// A provider, by id.
        case provider = 18

        /// Whether it belongs to a tenant; the others are described with tenant 0.
        public var belongsToTenant: Bool {
            switch self {
            case .tenant, .account, .actor, .resource: true
            case .policy, .model, .provider: false
            }
        }
    }

    /// What has the name.
    public var subject: Subject
    /// Which one of them.
    public var id: Identifier128
    /// What it is called.
    public var name: Name

    /// Makes a description.
    public init(subject: Subject, id: Identifier128, name: Name) {
        self.subject = subject
        self.id = id
        self.name = name
    }
}

/// A name: 1…128 bytes of valid UTF-8.
public struct Name: Sendable {
    /// The most bytes that a name has.
    public static let maximumByteCount = 128

    private var bytes: InlineArray<128, UInt8>

    /// How many bytes the name has, 1…128.
    public let byteCount: Int

    /// Makes a name of its UTF-8 bytes.
    ///
    /// - Returns: nil if they are none, more than 128, or not UTF-8. O(bytes).
    public init?(utf8 source: UnsafeRawBufferPointer) {
        guard !source.isEmpty, source.count <= Self.maximumByteCount, UTF8Validation.accepts(source) else {
            return nil
        }
        bytes = InlineArray(repeating: 0)
        byteCount = source.count
        for index in 0..<source.count { bytes[index] = source[index] }
    }

    /// The UTF-8 byte at a position below `byteCount`.
    public subscript(position: Int) -> UInt8 {
        precondition(position < byteCount)
        return bytes[position]
    }
}

/// The well-formed byte sequences of the Unicode Standard, table 3-7.
enum UTF8Validation {
    static func accepts(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            let length = scalarLength(bytes, at: index)
            if length == 0 { return false }
            // Bound: the scalar ends within the bytes.
            index &+= length
        }
        return true
    }

    /// The length of the scalar at `index`, or 0 if it is ill-formed.
    private static func scalarLength(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = bytes[index]
        switch first {
        case 0x00...0x7f: return 1
        case 0xc2...0xdf: return continues(bytes, index, count: 1, second: 0x80...0xbf) ? 2 : 0
        case 0xe0: return continues(bytes, index, count: 2, second: 0xa0...0xbf) ? 3 : 0
        case 0xed: return continues(bytes, index, count: 2, second: 0x80...0x9f) ? 3 : 0
        case 0xe1...0xef: return continues(bytes, index, count: 2, second: 0x80...0xbf) ? 3 : 0
        case 0xf0: return continues(bytes, index, count: 3, second: 0x90...0xbf) ? 4 : 0
        case 0xf1...0xf3: return continues(bytes, index, count: 3, second: 0x80...0xbf) ? 4 : 0
        case 0xf4: return continues(bytes, index, count: 3, second: 0x80...0x8f) ? 4 : 0
        default: return 0
        }
    }

    private static func continues(
        _ bytes: UnsafeRawBufferPointer, _ index: Int, count: Int, second: ClosedRange<UInt8>
    ) -> Bool {
        guard bytes.count &- index > count, second.contains(bytes[index &+ 1]) else { return false }
        var position = 2
        while position <= count {
            guard (0x80...0xbf).contains(bytes[index &+ position]) else { return false }
            // Bound: at most 3.
            position &+= 1
        }
        return true
    }
}
