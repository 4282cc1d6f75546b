/// When a step happens: its sequence and the kernel's time in it.
struct Moment {
    let sequence: UInt64
    let time: Milliseconds
}

/// Who asks, and when: all of a command's header that decisions depend on.
struct Occasion {
    let tenant: TenantID
    /// The host's time.
    let time: Milliseconds
}

extension Occasion {
    init(_ header: borrowing CommandHeader) {
        self.init(tenant: header.tenant, time: header.time)
    }
}
