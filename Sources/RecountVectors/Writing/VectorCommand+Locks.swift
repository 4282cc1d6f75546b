/// A lock mode as the format numbers it.
enum VectorLockMode: UInt8, CaseIterable {
    case shared = 1
    case exclusive = 2
}

// Commands about locks, in as few words as a case can be read in.
extension VectorCommand {
    static func acquire(
        _ resource: UInt64, by agent: UInt64, _ mode: VectorLockMode = .exclusive, lease: UInt64 = 100,
        wait: UInt64 = 0
    ) -> VectorCommand {
        VectorCommand(80) {
            $0.identifier(low: resource)
            $0.identifier(low: agent)
            $0.integer(mode.rawValue)
            $0.integer(lease)
            $0.integer(wait)
        }
    }

    static func renew(_ resource: UInt64, by agent: UInt64, token: UInt64, lease: UInt64) -> VectorCommand {
        VectorCommand(81) {
            $0.lease(resource, agent, token)
            $0.integer(lease)
        }
    }

    static func unlock(_ resource: UInt64, by agent: UInt64, token: UInt64) -> VectorCommand {
        VectorCommand(82) { $0.lease(resource, agent, token) }
    }

    static func cancel(_ agent: UInt64) -> VectorCommand { VectorCommand(83) { $0.identifier(low: agent) } }
}

extension LayoutWriter {
    fileprivate mutating func lease(_ resource: UInt64, _ agent: UInt64, _ token: UInt64) {
        identifier(low: resource)
        identifier(low: agent)
        integer(token)
    }
}
