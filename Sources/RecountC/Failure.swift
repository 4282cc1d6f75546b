import CRecount

/// Why a call did not do what it is for: what it returns, and what `recount_last_error` tells of it.
struct Failure: Error {
    let status: recount_status
    var argument: UInt32 = 0
    var code: UInt32 = 0
    var offset: UInt64 = 0
    var needed: UInt64 = 0
    var offered: UInt64 = 0

    /// A failure of one of the numbers in the header, which are imported as `Int`.
    init(_ status: Int, argument: UInt32 = 0) {
        // Bound: the header's numbers are below 2^31.
        self.status = recount_status(truncatingIfNeeded: status)
        self.argument = argument
    }

    /// A failure about a number of bytes.
    init(_ status: Int, argument: UInt32, needed: UInt64, offered: UInt64) {
        self.init(status, argument: argument)
        self.needed = needed
        self.offered = offered
    }

    /// No failure.
    static var none: Failure { Failure(RECOUNT_OK) }
}

/// Runs what may fail, where there is no kernel that could remember the failure.
func attempt(_ body: () throws(Failure) -> Void) -> recount_status {
    do throws(Failure) {
        try body()
        return Failure.none.status
    } catch {
        return error.status
    }
}
