/// What a file of vectors is about. The order is that in which an implementation is best built: each level
/// needs those before it.
public enum VectorArea: String, CaseIterable, Sendable {
    /// BLAKE2b with keys and personal names.
    case digests
    /// Commands that decoding refuses, and where.
    case decoding
    /// Policies and the choice of a model.
    case routing
    /// Tenants, accounts and reservations.
    case budgets
    /// Leases and queues.
    case locks
    /// Context assembly.
    case context
    /// Admissions: everything at once or nothing.
    case admit
    /// Segments, batches and the chain.
    case journal
}
