/// What a model can do, as a bit of the kernel's 64-bit capability mask. The bits are fixed: they are
/// in journaled policies, so they are only ever added to.
///
/// Names are LiteLLM's `supports_…` keys without their prefix. The other `supports_…` keys of that
/// file (effort levels, provider quirks, request fields) describe how to call a model, not what a
/// request can demand of it, and have no bit.
public enum Capability: UInt8, CaseIterable, Sendable {
    /// Calls functions (tools) that the request describes.
    case functionCalling = 0
    /// Makes several function calls in one answer.
    case parallelFunctionCalling = 1
    /// Obeys a request's choice of the function to call.
    case toolChoice = 2
    /// Answers in JSON that keeps to a schema of the request.
    case responseSchema = 3
    /// Takes system messages.
    case systemMessages = 4
    /// Takes images.
    case vision = 5
    /// Takes audio.
    case audioInput = 6
    /// Answers in audio.
    case audioOutput = 7
    /// Takes PDF documents.
    case pdfInput = 8
    /// Keeps prompts in a cache that later requests read at a lower price.
    case promptCaching = 9
    /// Thinks before it answers, in reasoning tokens.
    case reasoning = 10
    /// Searches the web.
    case webSearch = 11
    /// Operates a computer's screen, mouse and keyboard.
    case computerUse = 12
    /// Continues an answer that the request has begun.
    case assistantPrefill = 13
    /// Takes video.
    case videoInput = 14
    /// Fetches addresses that the request names.
    case urlContext = 15
    /// Streams its answer itself, rather than having a host cut it up.
    case nativeStreaming = 16
    /// Makes embeddings of images.
    case embeddingImageInput = 17

    /// The name in policy files.
    public var name: String {
        switch self {
        case .functionCalling: "function_calling"
        case .parallelFunctionCalling: "parallel_function_calling"
        case .toolChoice: "tool_choice"
        case .responseSchema: "response_schema"
        case .systemMessages: "system_messages"
        case .vision: "vision"
        case .audioInput: "audio_input"
        case .audioOutput: "audio_output"
        case .pdfInput: "pdf_input"
        case .promptCaching: "prompt_caching"
        case .reasoning: "reasoning"
        case .webSearch: "web_search"
        case .computerUse: "computer_use"
        case .assistantPrefill: "assistant_prefill"
        case .videoInput: "video_input"
        case .urlContext: "url_context"
        case .nativeStreaming: "native_streaming"
        case .embeddingImageInput: "embedding_image_input"
        }
    }

    /// The key of a LiteLLM price file that says whether a model has the capability.
    public var litellmKey: String { "supports_" + name }

    /// The capability of a name in policy files; nil if there is none. O(number of capabilities).
    public init?(name: String) {
        guard let capability = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = capability
    }
}

/// A set of capabilities: bit n is the capability of raw value n.
public struct CapabilitySet: OptionSet, Hashable, Sendable {
    /// The kernel's mask.
    public let rawValue: UInt64

    /// Makes a set of the kernel's mask.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Makes a set of one capability.
    public init(_ capability: Capability) { rawValue = 1 << UInt64(capability.rawValue) }

    /// Whether the set holds a capability.
    public func contains(_ capability: Capability) -> Bool { contains(CapabilitySet(capability)) }

    /// The capabilities in the set, by ascending bit.
    public var capabilities: [Capability] { Capability.allCases.filter { contains($0) } }
}
