import Testing

@testable import RecountVectors

/// Implementations that are wrong, or do not do everything.
@Suite struct ImplementationTests {
    /// This build's kernel with something changed in its answers.
    private struct Altered: ConformanceChannel {
        var server = ConformanceServer(name: "altered")
        let alter: (_ request: [UInt8], _ answer: [UInt8]) -> [UInt8]

        mutating func exchange(_ message: [UInt8]) throws(ChannelFailure) -> [UInt8] {
            alter(message, server.answer(message))
        }
    }

    private static func report(
        _ file: VectorFile, _ alter: @escaping ([UInt8], [UInt8]) -> [UInt8]
    ) throws -> VectorReport {
        var channel = Altered(alter: alter)
        return try VectorCheck.run(file, &channel)
    }

    private static let locks = VectorFile(area: .locks, groups: [LockVectors.waiting])

    @Test("What takes a command before its consequences is found out")
    func consequencesFirst() throws {
        let report = try Self.report(Self.locks) { request, answer in
            answer == [2] ? [3] : answer
        }
        #expect(report.divergence?.field == "result")
        #expect(report.divergence?.expected == "consequences are due first")
    }

    @Test("What does not know a request is not implemented, not failed")
    func notSupported() throws {
        let report = try Self.report(Self.locks) { request, answer in request[0] == 2 ? [255] : answer }
        #expect(report.outcome == .notImplemented)
        #expect(report.unsupportedCount == Self.locks.caseCount)
    }

    @Test("What has no state digest passes, and the states are counted")
    func undigested() throws {
        let report = try Self.report(Self.locks) { request, answer in request[0] == 5 ? [255] : answer }
        #expect(report.outcome == .passed)
        #expect(report.undigestedCount == Self.locks.caseCount)
    }

    @Test(
        "Answers that are none of the protocol name the case",
        arguments: [[], [9], [0, 1], [1, 1], [2, 0]] as [[UInt8]])
    func garbage(answer: [UInt8]) {
        #expect(throws: CheckFailure.self) {
            try Self.report(Self.locks) { request, sound in request[0] == 3 && sound[0] == 0 ? answer : sound }
            // A short setup answer is still an answer; it is the first case that is read.
        }
    }

    @Test("A turned bit of any answer is found", arguments: 0..<20)
    func turnedBits(position: Int) throws {
        var count = 0
        let report = try Self.report(Self.locks) { request, answer in
            guard request[0] == 3 || request[0] == 4, answer.count > 40 else { return answer }
            count += 1
            guard count == 5 else { return answer }
            var altered = answer
            altered[1 + (position * 7) % (answer.count - 1)] ^= 16
            return altered
        }
        #expect(report.divergence != nil, "bit 4 of byte \(1 + position * 7)")
    }

    @Test("Requests are read as they were written")
    func requests() {
        let requests: [ConformanceRequest] = [
            .hello, .digest(personal: [1], key: [2, 3], data: [4]), .stateDigest, .step([1, 2]), .step([]),
            .create(.vectors(tenants: 9), initialTime: 7, hashSeed: .init(first: 1, second: 2)),
            .consequence(until: .max), .segments([[1], [], [2, 3]]),
            .digestOfLength(8, personal: [], key: [], data: []),
        ]
        for request in requests { #expect(ConformanceRequest(request.bytes) == request) }
        #expect(ConformanceRequest([]) == nil)
        #expect(ConformanceRequest([99]) == nil)
        #expect(ConformanceRequest([4, 1]) == nil)
        #expect(ConformanceRequest([0, 1]) == nil)
    }
}
