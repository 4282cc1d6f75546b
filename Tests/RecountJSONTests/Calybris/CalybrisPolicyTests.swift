import RecountJSON
import RecountTestSupport
import Testing

@Suite("Policies of calybris-core 0.3.10")
struct CalybrisPolicyTests {
    @Test("valid are those that calybris finds valid")
    func validity() throws {
        for sample in try CalybrisCase.sample() {
            let bytes = sample.document.value(at: ["policy"]).compactBytes
            do {
                let policy = try CalybrisPolicy(parsing: bytes)
                #expect(sample.isPolicyValid, "\(sample.name)")
                #expect(policy.violation == nil)
                #expect(policy.models.count == sample.models.count)
            } catch .violation {
                #expect(!sample.isPolicyValid, "\(sample.name)")
            } catch {
                Issue.record("\(sample.name): \(error)")
            }
        }
    }

    private static func policy() throws -> JSONValue {
        try #require(CalybrisCase.sample().first).document.value(at: ["policy"])
    }

    private static func error(of policy: JSONValue) -> String {
        do {
            _ = try CalybrisPolicy(parsing: policy.compactBytes)
            return "valid"
        } catch {
            return error.description
        }
    }

    /// The policy with a field of its first model changed.
    private static func changingModel(_ key: String, to value: UInt64) throws -> JSONValue {
        let policy = try policy()
        guard case .array(var models) = policy.value(at: ["models"]) else { return .null }
        models[0] = models[0].replacing([key], with: .number(JSONNumber(value)))
        return policy.replacing(["models"], with: .array(models))
    }

    @Test("a value above its maximum is named")
    func maxima() throws {
        let limits: [(String, UInt64)] = [
            ("hard_risk_limit_bps", 10_000), ("minimum_confidence_bps", 10_000),
            ("risk_penalty_multiplier_bps", 50_000),
        ]
        for (key, maximum) in limits {
            let policy = try Self.policy()
            #expect(Self.error(of: policy.replacing([key], with: .number(JSONNumber(maximum)))) == "valid")
            let above = Self.error(of: policy.replacing([key], with: .number(JSONNumber(maximum + 1))))
            #expect(above == "calybris refuses this policy: \(key) is \(maximum + 1), above \(maximum)")
        }
        for (key, maximum) in [("provider_id", 63), ("quality_bps", 10_000), ("risk_ceiling_bps", 10_000)] {
            #expect(Self.error(of: try Self.changingModel(key, to: UInt64(maximum))) == "valid")
            let above = Self.error(of: try Self.changingModel(key, to: UInt64(maximum + 1)))
            #expect(above.contains("models[0].\(key) is \(maximum + 1), above \(maximum)"), "\(above)")
        }
    }

    @Test("catalogs without models, without an enabled one, with one twice")
    func catalogs() throws {
        let policy = try Self.policy()
        #expect(Self.error(of: policy.replacing(["models"], with: .array([]))).contains("models is empty"))
        let twice = Self.error(of: try Self.changingModel("model_id", to: 2))
        #expect(twice.contains("models[1].model_id is 2, as another model's"), "\(twice)")
        guard case .array(let models) = policy.value(at: ["models"]) else { return }
        let disabled = models.map { $0.replacing(["enabled"], with: .number(JSONNumber(0))) }
        let error = Self.error(of: policy.replacing(["models"], with: .array(disabled)))
        #expect(error.contains("none of the models is enabled"), "\(error)")
        // Every flag but 0 enables.
        #expect(Self.error(of: try Self.changingModel("enabled", to: 255)) == "valid")
    }

    @Test("a catalog longer than decisions can name")
    func longCatalog() {
        let models = (0...UInt32(UInt16.max)).map { CalybrisModel(modelID: $0, enabled: 1) }
        #expect(CalybrisPolicy(models: models).violation == .tooManyModels(count: 65_536))
        #expect(CalybrisPolicy(models: models.dropLast()).violation == nil)
    }

    @Test("keys that are missing, unknown or there twice, and values of another type, are named")
    func keys() throws {
        let policy = try Self.policy()
        let keys = CalybrisPolicy.fieldNames.map(\.description) + ["models"]
        for key in keys {
            let without = policy.editingMembers(at: []) { $0.removeAll { $0.key == key } }
            #expect(Self.error(of: without).contains("the key \"\(key)\" is missing"))
            let other = policy.editingMembers(at: []) { $0.append(JSONMember(key: key + "x", value: .null)) }
            #expect(Self.error(of: other).contains("\(key)x (line 1"))
            let twice = policy.editingMembers(at: []) { $0.append(JSONMember(key: key, value: .null)) }
            #expect(Self.error(of: twice).contains("the key \"\(key)\" is there twice"))
            // As in every file, a number of 64 bits may also be a string of its digits.
            let text = Self.error(of: policy.replacing([key], with: .string("one")))
            #expect(text.hasPrefix("\(key) (line 1"), "\(text)")
        }
        guard case .array(let models) = policy.value(at: ["models"]) else { return }
        for key in CalybrisModel.fieldNames.map(\.description) {
            let without = models[0].editingMembers(at: []) { $0.removeAll { $0.key == key } }
            let error = Self.error(of: policy.replacing(["models"], with: .array([without])))
            #expect(error.hasPrefix("models[0] (line 1") && error.contains("\"\(key)\" is missing"), "\(error)")
            let negative = models[0].replacing([key], with: .number(JSONNumber(-1)))
            let range = Self.error(of: policy.replacing(["models"], with: .array([negative])))
            #expect(range.hasPrefix("models[0].\(key) (line 1"), "\(range)")
        }
    }
}
