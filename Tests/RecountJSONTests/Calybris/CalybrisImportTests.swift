import RecountJSON
import RecountTestSupport
import Testing

@Suite("Policies of calybris-core 0.3.10 as policy files")
struct CalybrisImportTests {
    private static let source = [JSONMember(key: "sha256", value: .string("00"))]

    @Test("the kernel's bytes are those of the same numbers, and stay so through the policy file")
    func exactness() throws {
        for sample in try CalybrisCase.sample() where sample.isPolicyValid {
            let calybris = try CalybrisPolicy(parsing: sample.document.value(at: ["policy"]).compactBytes)
            let made = try CalybrisImport(calybris, source: Self.source)
            let expected = try sample.validPolicy().bytes
            #expect(try made.policy.canonicalBytes() == expected, "\(sample.name)")
            let read = try PolicyDocument(parsing: made.policy.json())
            #expect(read == made.policy, "\(sample.name)")
            #expect(try read.canonicalBytes() == expected, "\(sample.name)")
            #expect(read.source == Self.source)
        }
    }

    @Test("models, providers and regions are named after their numbers")
    func names() throws {
        let model = CalybrisModel(
            modelID: 7, providerID: 63, enabled: 1, capabilities: 1 << 5 | 1, regions: 1 << 63 | 2)
        let made = try CalybrisImport(CalybrisPolicy(models: [model]), source: [])
        #expect(made.policy.models.map(\.name) == ["model_7"])
        #expect(made.policy.models[0].capabilities.capabilities == [.functionCalling, .vision])
        #expect(made.policy.models[0].regions == ["region_1", "region_63"])
        #expect(made.policy.providers == [ProviderDocument(id: 63, name: "provider_63")])
        #expect(made.report.count(of: .namedByNumber) == 1)
        #expect(made.report.count(of: .capabilitiesNamedByBit) == 1)
        #expect(made.report.selectedCount == 1 && made.report.importedCount == 1)
    }

    @Test("every flag but 0 enables")
    func flags() {
        for flag in UInt8.min...UInt8.max {
            let policy = CalybrisPolicy(models: [CalybrisModel(modelID: 1, enabled: flag)])
            #expect(policy.policyDocument().models[0].isEnabled == (flag != 0))
        }
    }

    @Test("a capability without a name is refused with its model and bit")
    func capabilities() throws {
        for bit in 0..<64 {
            let models = [
                CalybrisModel(modelID: 1, enabled: 1), CalybrisModel(modelID: 9, capabilities: 1 << UInt64(bit)),
            ]
            let policy = CalybrisPolicy(models: models)
            if bit < Capability.allCases.count {
                #expect(throws: Never.self) { try CalybrisImport(policy, source: []) }
            } else {
                #expect(throws: CalybrisImportError.unnamedCapability(model: 9, bit: bit)) {
                    try CalybrisImport(policy, source: [])
                }
            }
            // In memory, where verifying needs it, every bit has its place.
            #expect(policy.policyDocument().models[1].capabilities.rawValue == 1 << UInt64(bit))
        }
    }
}
