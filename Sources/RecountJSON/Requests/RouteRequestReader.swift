import RecountKernel

/// Reads the members of a routing request in JSON, whatever object they stand in. docs/requests.md
/// lists them. Models, providers, capabilities and regions may be named or numbered.
struct RouteRequestReader {
    private var request: RouteRequest
    private var quantities = InlineArray<8, UInt64>(repeating: 0)
    private var seen: UInt32 = 0
    private let names: RequestNames

    /// Starts with a request whose members stand where the object has none; its usage does not count.
    init(base: RouteRequest, names: RequestNames) {
        request = base
        self.names = names
    }

    /// Demands that a member was read.
    ///
    /// - Parameter end: where a missing member is reported.
    func require(_ member: Member, at end: Int) throws(RequestError) {
        guard seen & member.bit != 0 else { throw RequestError(.missing(member.name), at: end) }
    }

    /// The request, once all members were read.
    consuming func finish() -> RouteRequest {
        guard let usage = Usage(quantities) else { preconditionFailure("each quantity was read within its range") }
        request.usage = usage
        return request
    }

    /// Reads the value of a member.
    ///
    /// - Returns: false, and nothing is read, if requests have no such member.
    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(RequestError) -> Bool {
        guard let member = Member(key) else { return false }
        guard seen & member.bit == 0 else { throw RequestError(.duplicateKey(key.string), at: key.offset) }
        seen |= member.bit
        do throws(JSONError) {
            if try readNumber(member, &reader) { return true }
        } catch {
            throw RequestError(error)
        }
        try readNamed(member, &reader)
        return true
    }

    private mutating func readNumber(_ member: Member, _ reader: inout JSONReader) throws(JSONError) -> Bool {
        switch member {
        case .input, .cacheRead, .cacheCreation, .output, .reasoning, .audio, .image, .call:
            quantities[Int(member.rawValue)] = try reader.readCount(maximum: Tokens.maximum.rawValue)
        case .value: request.value = try reader.readSigned()
        case .costLimit: request.costLimit = Microcents(try reader.readCount())
        case .costLimitDollars: request.costLimit = try reader.readDollars()
        case .risk: request.risk = BasisPoints(try reader.readInteger())
        case .confidence: request.confidence = BasisPoints(try reader.readInteger())
        case .minimumQuality: request.minimumQuality = BasisPoints(try reader.readInteger())
        case .latencyLimit: request.latencyLimitMilliseconds = try reader.readInteger()
        case .policy: request.policy = PolicyNumber(try reader.readInteger())
        default: return false
        }
        return true
    }

    private mutating func readNamed(_ member: Member, _ reader: inout JSONReader) throws(RequestError) {
        switch member {
        case .requiredCapabilities: request.requiredCapabilities = try reader.readMask(.capabilities, names)
        case .allowedProviders: request.allowedProviders = try reader.readMask(.providers, names)
        case .requiredRegions: request.requiredRegions = try reader.readMask(.regions, names)
        case .warm: try readWarmEntries(&reader)
        case .excluded: try readExcludedModels(&reader)
        default: request.requestedModel = try reader.readModel(names)
        }
    }

    private mutating func readWarmEntries(_ reader: inout JSONReader) throws(RequestError) {
        var entries: [WarmEntry] = []
        do throws(JSONError) { try reader.beginArray() } catch { throw RequestError(error) }
        let start = reader.offset - 1
        while try reader.hasElement() { entries.append(try reader.readWarmEntry(names)) }
        guard entries.count <= RouteRequest.maximumListCount else {
            throw RequestError(.tooManyEntries("warm", limit: RouteRequest.maximumListCount), at: start)
        }
        request.warmEntries = AscendingModelList(filler: WarmEntry(model: ModelID(0), tokens: .zero))
        for entry in entries.sorted(by: { $0.model < $1.model }) {
            guard request.warmEntries.append(entry) else { throw RequestError(.duplicateModel, at: start) }
        }
    }

    private mutating func readExcludedModels(_ reader: inout JSONReader) throws(RequestError) {
        var models: [ModelID] = []
        do throws(JSONError) { try reader.beginArray() } catch { throw RequestError(error) }
        let start = reader.offset - 1
        while try reader.hasElement() { models.append(try reader.readModel(names)) }
        guard models.count <= RouteRequest.maximumListCount else {
            throw RequestError(.tooManyEntries("excluded", limit: RouteRequest.maximumListCount), at: start)
        }
        request.excludedModels = AscendingModelList(filler: ModelID(0))
        for model in models.sorted() {
            guard request.excludedModels.append(model) else { throw RequestError(.duplicateModel, at: start) }
        }
    }

    /// The members; those of usage have the components' numbers.
    enum Member: UInt8 {
        case input, cacheRead, cacheCreation, output, reasoning, audio, image, call
        case policy, requestedModel, value, costLimit, costLimitDollars, risk, confidence, minimumQuality
        case latencyLimit, requiredCapabilities, allowedProviders, requiredRegions, warm, excluded

        init?(_ key: JSONText) {
            switch key {
            case "requested_model": self = .requestedModel
            case "input_tokens": self = .input
            case "output_tokens": self = .output
            case "value_microcents": self = .value
            case "cost_limit_microcents": self = .costLimit
            case "cost_limit_usd": self = .costLimitDollars
            case "risk_bp": self = .risk
            case "confidence_bp": self = .confidence
            case "minimum_quality_bp": self = .minimumQuality
            case "latency_limit_ms": self = .latencyLimit
            case "required_capabilities": self = .requiredCapabilities
            case "allowed_providers": self = .allowedProviders
            case "required_regions": self = .requiredRegions
            case "cache_read_input_tokens": self = .cacheRead
            case "cache_creation_input_tokens": self = .cacheCreation
            case "reasoning_output_tokens": self = .reasoning
            case "audio_tokens": self = .audio
            case "image_tokens": self = .image
            case "calls": self = .call
            case "policy": self = .policy
            case "warm": self = .warm
            case "excluded": self = .excluded
            default: return nil
            }
        }

        /// The key of a member that some objects must have.
        var name: String {
            switch self {
            case .input: "input_tokens"
            case .output: "output_tokens"
            default: "requested_model"
            }
        }

        /// Both ways of stating the cost limit share a bit, so that they exclude each other.
        var bit: UInt32 { 1 &<< UInt32(self == .costLimitDollars ? Member.costLimit.rawValue : rawValue) }
    }
}
