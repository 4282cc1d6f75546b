/// An admission in the making: one required fragment of 10 tokens, 5 tokens of output, on account 1, under policy 1
/// for model 1, by agent 77, without locks.
struct VectorAdmission {
    var reservation: UInt64
    var accounts: [UInt64] = [1]
    var expiry: UInt64 = 900
    var agent: UInt64 = 77
    var locks: [(resource: UInt64, mode: VectorLockMode, lease: UInt64)] = []
    var route = VectorRoute { $0.output = 5 }
    var context = VectorContext(limit: 100, [VectorFragment(1, 10, .required)])

    init(_ reservation: UInt64 = 1, _ change: (inout VectorAdmission) -> Void = { _ in }) {
        self.reservation = reservation
        change(&self)
    }
}

extension VectorCommand {
    /// Assembles, routes, reserves and locks, all or nothing.
    static func admit(
        _ reservation: UInt64 = 1, _ change: (inout VectorAdmission) -> Void = { _ in }
    ) -> VectorCommand {
        let admission = VectorAdmission(reservation, change)
        return VectorCommand(96) { writer in
            writer.identifier(low: admission.reservation)
            writer.accounts(admission.accounts)
            writer.integer(admission.expiry)
            writer.identifier(low: admission.agent)
            writer.count(admission.locks.count)
            for lock in admission.locks {
                writer.identifier(low: lock.resource)
                writer.integer(lock.mode.rawValue)
                writer.integer(lock.lease)
            }
            writer.route(admission.route)
            writer.context(admission.context)
        }
    }
}
