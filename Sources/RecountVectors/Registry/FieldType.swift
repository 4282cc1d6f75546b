/// What a field of a layout is.
indirect enum FieldType: Sendable {
    /// Bytes of a fixed width: an integer, an id, a digest, …
    case fixed(FixedType)
    /// The fields of another layout.
    case layout(String)
    /// A u32 count, then so many entries.
    case list(of: FieldType, minimum: UInt32, maximum: UInt32)
    /// A u8 tag, then what belongs to it.
    case tagged([TagCase])
    /// A u8 with a bit for each value that is there, then those values.
    case masked([String], FixedType)
    /// A u32 count, then so many bytes.
    case bytes(minimum: UInt32, maximum: UInt32)
}

/// A tag and what belongs to it.
struct TagCase: Sendable {
    let tag: UInt8
    let name: String
    let fields: [LayoutField]

    init(_ tag: UInt8, _ name: String, _ fields: LayoutField...) {
        self.tag = tag
        self.name = name
        self.fields = fields
    }
}

/// A field of a layout.
struct LayoutField: Sendable {
    let name: String
    let type: FieldType

    init(_ name: String, _ type: FieldType) {
        self.name = name
        self.type = type
    }

    init(_ name: String, _ type: FixedType) {
        self.init(name, .fixed(type))
    }
}

/// Types of a fixed width. The names are those of docs/format.md.
enum FixedType: String, CaseIterable, Sendable {
    case u8, u16, u32, u64, i64
    /// Low 64 bits, then high 64 bits.
    case id128
    case digest
    /// Milliseconds up to 2^53.
    case time
    /// Up to 2^48 − 1.
    case amount
    /// Calls, tokens, cost.
    case amounts
    /// Basis points.
    case bp
    /// ASCII of a fixed width.
    case magic
    /// Eight u64 in the order of usage.
    case prices
    /// Ten u32 in the order of the gates.
    case histogram
    /// A checksum of 8 bytes.
    case checksum

    /// How many bytes it has.
    var byteCount: Int {
        switch self {
        case .u8: 1
        case .u16, .bp: 2
        case .u32: 4
        case .u64, .i64, .time, .amount, .magic, .checksum: 8
        case .id128: 16
        case .amounts: 24
        case .digest: 32
        case .histogram: 40
        case .prices: 64
        }
    }

    /// What its values are.
    var meaning: String {
        switch self {
        case .u8, .u16, .u32, .u64: "unsigned, little-endian"
        case .i64: "two's complement, little-endian"
        case .id128: "128 bits: the low u64, then the high u64"
        case .digest: "BLAKE2b-256"
        case .time: "u64, milliseconds, 0 to 2^53"
        case .amount: "u64, 0 to 2^48 - 1"
        case .amounts: "calls, tokens, cost: three times amount"
        case .bp: "u16, basis points"
        case .magic: "8 bytes of ASCII"
        case .prices: "eight times u64: microcents per million units, in the order of usage"
        case .histogram: "ten times u32, in the order of the gates"
        case .checksum: "BLAKE2b with 8 bytes of output"
        }
    }
}
