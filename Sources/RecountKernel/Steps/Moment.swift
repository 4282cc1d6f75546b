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

    init(_ header: borrowing CommandHeader) {
        tenant = header.tenant
        time = header.time
    }
}
