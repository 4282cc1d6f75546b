import RecountDigest
import RecountJournal
import RecountKernel

/// Answers the protocol with this build's own kernel.
public struct ConformanceServer {
    /// What it calls itself.
    public let name: String
    private var kernel: SteppingKernel?

    /// Makes a server without a kernel.
    public init(name: String) {
        self.name = name
    }

    /// Answers a message; both without their length.
    public mutating func answer(_ message: [UInt8]) -> [UInt8] {
        guard let request = ConformanceRequest(message) else { return ConformanceAnswer.notSupported.bytes }
        return answer(request).bytes
    }

    mutating func answer(_ request: ConformanceRequest) -> ConformanceAnswer {
        switch request {
        case .hello: return .done(.layout { $0.integer(ConformanceRequest.protocolVersion) } + Array(name.utf8))
        case .digest(let personal, let key, let data):
            return digest(length: Digest.byteCount, personal: personal, key: key, data: data)
        case .digestOfLength(let length, let personal, let key, let data):
            return digest(length: Int(length), personal: personal, key: key, data: data)
        case .create(let limits, let initialTime, let hashSeed):
            kernel = try? SteppingKernel(limits: limits, initialTime: Milliseconds(initialTime), hashSeed: hashSeed)
            return kernel == nil ? .refused : .done([])
        case .step(let command): return step(command)
        case .consequence(let time):
            guard let kernel else { return .notSupported }
            return kernel.consequence(until: time).map { .done($0.bytes) } ?? .nothingDue
        case .stateDigest: return kernel.map { .done($0.stateDigest().bytes) } ?? .notSupported
        case .segments(let segments): return read(segments)
        }
    }

    private func step(_ command: [UInt8]) -> ConformanceAnswer {
        guard let kernel else { return .notSupported }
        switch kernel.step(command) {
        case .stepped(let step): return .done(step.bytes)
        case .malformed(let error): return .malformed(error)
        case .consequencesDue: return .consequencesDue
        }
    }

    private func digest(length: Int, personal: [UInt8], key: [UInt8], data: [UInt8]) -> ConformanceAnswer {
        guard let digest = Blake2bDigest.bytes(of: data, personal: personal, key: key, length: length) else {
            return .notSupported
        }
        return .done(digest)
    }

    private func read(_ segments: [[UInt8]]) -> ConformanceAnswer {
        guard let result = try? JournalCase.read(segments) else { return .notSupported }
        switch result {
        case .valid(let recordCount, let chain):
            return .done(
                .layout {
                    $0.integer(recordCount)
                    $0.raw(chain.bytes)
                })
        case .refused: return .refused
        }
    }
}
