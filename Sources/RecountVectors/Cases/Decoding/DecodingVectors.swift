/// The cases about bytes that are no command, or only just are, that were made by hand. Every group has a kernel with
/// an open tenant: what does decode is answered, and what does not leaves no trace in the sequence.
enum DecodingVectors {
    static var groups: [VectorGroup] {
        [
            headers, tenants, truncations, trailing, tags, ranges, counts, names, exposureLimits, routes, policies,
            models, assemblies, fragments, admissions, seals,
        ]
    }

    /// A group for byte sequences.
    static func group(
        _ id: String, _ comment: String, flags: [VectorFlag] = [], _ build: (inout StepGroup) -> Void
    ) -> VectorGroup {
        StepGroup.make(id, comment, limits: .vectors(models: 64), flags: flags) { group in
            group.setup(.openTenant(), .open(1))
            build(&group)
        }
    }
}

extension [UInt8] {
    /// The same bytes with some replaced from an offset on.
    func replacing(_ offset: Int, _ other: UInt8...) -> [UInt8] {
        var bytes = self
        for (index, byte) in other.enumerated() { bytes[offset + index] = byte }
        return bytes
    }

    /// The same bytes with an integer at an offset.
    func replacing(_ offset: Int, integer: some FixedWidthInteger) -> [UInt8] {
        var bytes = self
        for (index, byte) in [UInt8].layout({ $0.integer(integer) }).enumerated() { bytes[offset + index] = byte }
        return bytes
    }

    /// The first bytes.
    func first(_ count: Int) -> [UInt8] { [UInt8](prefix(count)) }
}

extension VectorCommand {
    /// The command of tenant 1 at time 0.
    var sample: [UInt8] { bytes(tenant: 1, time: 0) }
}
