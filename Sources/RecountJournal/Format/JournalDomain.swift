/// What only journals compute digests of: a `personal` field each, beside those of the kernel's `DigestDomain`.
enum JournalDomain: String {
    /// A segment's header; 8 bytes.
    case header = "recount.header"
    /// A batch's frame header; 8 bytes.
    case frame = "recount.frame"
    /// Nothing, with a journal's key: the key's id.
    case keyID = "recount.keyid"
    /// A snapshot's header and frontier, and through its digest the state.
    case snapshot = "recount.snapshot"
    /// The record of archived segments.
    case archive = "recount.archive"
    /// A whole segment that is archived.
    case segment = "recount.segment"

    /// The 16 bytes of the `personal` field: the name, zero-padded.
    var personal: InlineArray<16, UInt8> {
        var personal = InlineArray<16, UInt8>(repeating: 0)
        // Bound: every name above has at most 16 ASCII bytes.
        for (index, byte) in rawValue.utf8.enumerated() { personal[index] = byte }
        return personal
    }
}
