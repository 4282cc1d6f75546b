import RecountJSON
import RecountKernel

/// The names that a journal's records give to ids, as far as it was read. Of all that may have names
/// it keeps as many as the kernel has places for what is named, so that its memory is bounded.
struct NameBook {
    private struct Key: Hashable {
        let subject: UInt8
        let tenant: UInt64
        let high: UInt64
        let low: UInt64
    }

    private var names: [Key: String] = [:]
    private let capacity: Int
    /// Names of resources and agents, apart from the others: there is no end of them, so that they would
    /// take the place of those that are in the kernel's tables.
    private var lockNames: [Key: String] = [:]
    private let lockCapacity: Int

    init(limits: KernelLimits) {
        let providerCount = 64
        capacity = Int(limits.tenants) + Int(limits.accounts) + Int(limits.models) + providerCount
        // A lease has a resource and an agent.
        lockCapacity = 2 * Int(limits.locks)
    }

    /// Takes a name from a command that was accepted.
    mutating func take(_ command: Command) {
        guard case .describe(let description) = command.body else { return }
        let key = key(description.subject, description.id, command.header.tenant)
        switch description.subject {
        case .policy: break
        case .tenant, .account, .model, .provider: Self.take(description.name, key, &names, capacity)
        case .actor, .resource: Self.take(description.name, key, &lockNames, lockCapacity)
        }
    }

    private static func take(_ name: Name, _ key: Key, _ names: inout [Key: String], _ capacity: Int) {
        guard names.count < capacity || names[key] != nil else { return }
        names[key] = name.text
    }

    /// `tenant 3 "acme"`, or without a name if none was recorded.
    func tenant(_ id: TenantID) -> String {
        named("tenant \(id.rawValue)", names[key(.tenant, .zero, id)])
    }

    /// `account 111 "key 1.1"`.
    func account(_ id: AccountID, of tenant: TenantID) -> String {
        named("account \(id.rawValue)", names[key(.account, Identifier128(id.rawValue), tenant)])
    }

    /// `model 7 "gpt-4o"`.
    func model(_ id: ModelID) -> String {
        named("model \(id.rawValue)", names[key(.model, Identifier128(UInt64(id.rawValue)), .none)])
    }

    /// `provider 2 "openai"`.
    func provider(_ id: UInt8) -> String {
        named("provider \(id)", names[key(.provider, Identifier128(UInt64(id)), .none)])
    }

    /// `resource 0…07 "conversation"`, with all 32 hexadecimal digits, as everywhere else.
    func resource(_ id: LockResource, of tenant: TenantID) -> String {
        named("resource \(id.hexadecimal)", lockNames[key(.resource, id, tenant)])
    }

    /// `agent 0…09 "indexer"`: an agent has the name of the actor with its id.
    func agent(_ id: LockAgent, of tenant: TenantID) -> String {
        named("agent \(id.hexadecimal)", lockNames[key(.actor, id, tenant)])
    }

    /// The recorded name alone, or nil.
    func name(of subject: Description.Subject, _ id: Identifier128, _ tenant: TenantID) -> String? {
        names[key(subject, id, tenant)] ?? lockNames[key(subject, id, tenant)]
    }

    private func key(_ subject: Description.Subject, _ id: Identifier128, _ tenant: TenantID) -> Key {
        Key(subject: subject.rawValue, tenant: tenant.rawValue, high: id.high, low: id.low)
    }

    private func named(_ thing: String, _ name: String?) -> String {
        guard let name, name != thing else { return thing }
        return "\(thing) \"\(name)\""
    }
}
