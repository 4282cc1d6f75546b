import RecountKernel

/// What the eight components of usage cost, each in microcents (10^-8 USD) per million units. The
/// unit is a token, except that of `call`: a million calls. The image component counts image tokens.
public struct PriceRowDocument: Equatable, Sendable {
    /// Input tokens that no cache holds.
    public var input: UInt64
    /// Input tokens read from the provider's cache.
    public var cacheRead: UInt64
    /// Input tokens written to the provider's cache.
    public var cacheCreation: UInt64
    /// Output tokens.
    public var output: UInt64
    /// Reasoning tokens, which are output that the answer does not show.
    public var reasoning: UInt64
    /// Audio input tokens.
    public var audio: UInt64
    /// Image input tokens.
    public var image: UInt64
    /// Calls, whatever their size.
    public var call: UInt64

    /// Makes a row; what is not given is free.
    public init(
        input: UInt64 = 0,
        cacheRead: UInt64 = 0,
        cacheCreation: UInt64 = 0,
        output: UInt64 = 0,
        reasoning: UInt64 = 0,
        audio: UInt64 = 0,
        image: UInt64 = 0,
        call: UInt64 = 0
    ) {
        self.input = input
        self.cacheRead = cacheRead
        self.cacheCreation = cacheCreation
        self.output = output
        self.reasoning = reasoning
        self.audio = audio
        self.image = image
        self.call = call
    }

    /// The price of a component.
    public subscript(component: Component) -> UInt64 {
        get { self[keyPath: component.keyPath] }
        set { self[keyPath: component.keyPath] = newValue }
    }
}

extension Component {
    /// The component's key in the price rows of policy files.
    public var priceName: String {
        switch self {
        case .input: "input"
        case .cacheRead: "cache_read"
        case .cacheCreation: "cache_creation"
        case .output: "output"
        case .reasoning: "reasoning"
        case .audio: "audio"
        case .image: "image"
        case .call: "call"
        }
    }

    /// The component of a key in price rows; nil if there is none.
    public init?(priceName: String) {
        guard let component = Self.all.first(where: { $0.priceName == priceName }) else { return nil }
        self = component
    }

    fileprivate var keyPath: WritableKeyPath<PriceRowDocument, UInt64> {
        switch self {
        case .input: \.input
        case .cacheRead: \.cacheRead
        case .cacheCreation: \.cacheCreation
        case .output: \.output
        case .reasoning: \.reasoning
        case .audio: \.audio
        case .image: \.image
        case .call: \.call
        }
    }
}

extension PriceRowDocument {
    /// The row as the kernel keeps it.
    var kernelRow: RecountKernel.PriceRow {
        RecountKernel.PriceRow(prices: [input, cacheRead, cacheCreation, output, reasoning, audio, image, call])
    }
}
