import RecountJSON
import RecountKernel

/// The enumerations of single bytes.
struct EnumerationTable {
    let name: String
    let values: [(number: UInt8, name: String)]

    /// All of them, their values from the code.
    static var all: [EnumerationTable] {
        [
            table("route_actions", RouteDecision.Action.self, \.name),
            table("route_reasons", RouteDecision.Reason.self, \.name), table("gates", Gate.self, \.name),
            table("components", Component.self, \.fieldName), table("dimensions", Dimension.self, \.name),
            table("reservation_states", ReservationState.self, \.name), table("settlements", Settlement.self, \.name),
            table("description_subjects", Description.Subject.self, \.name), table("lock_modes", LockMode.self, \.name),
            table("assembly_modes", AssemblyMode.self, \.name),
            table("window_outcomes", WindowEntry.Outcome.self, \.name),
            table("window_reasons", WindowEntry.Reason.self, \.name),
            table("admission_stages", AdmissionStage.self, \.name), table("origins", Step.Origin.self, \.name),
            EnumerationTable(
                name: "fragment_flags", values: [(1, "required"), (2, "truncatable"), (4, "stable")]),
            EnumerationTable(name: "details", values: FormatLayouts.details.map { ($0.tag, $0.name) }),
            EnumerationTable(name: "present_states", values: FormatLayouts.presentStates.map { ($0.tag, $0.name) }),
        ]
    }

    private static func table<Value: RawRepresentable<UInt8>>(
        _ name: String, _ type: Value.Type, _ nameOf: (Value) -> StaticString
    ) -> EnumerationTable {
        let values = (UInt8.min...UInt8.max).compactMap(Value.init(rawValue:))
        return EnumerationTable(name: name, values: values.map { ($0.rawValue, nameOf($0).description) })
    }
}

/// The numbers that bound everything.
enum LimitTable {
    /// A limit.
    struct Entry {
        let name: String
        let value: UInt64
        let unit: String
    }

    /// All of them, from the code where it has a name for them.
    static var all: [Entry] {
        [
            Entry(name: "maximum_time", value: Milliseconds.maximum.rawValue, unit: "milliseconds"),
            Entry(name: "maximum_amount", value: Amounts.maximum, unit: "calls, tokens or microcents"),
            Entry(name: "maximum_counter", value: UInt64(Int64.max), unit: "funded + debt of an account"),
            Entry(name: "maximum_table", value: UInt64(KernelLimits.maximumCount), unit: "entries of any table"),
            Entry(name: "maximum_fragments", value: UInt64(Fragment.maximumCount), unit: "fragments of an assembly"),
            Entry(
                name: "maximum_sections", value: UInt64(ContextSection.maximumCount), unit: "sections of an assembly"),
            Entry(name: "maximum_cut_points", value: UInt64(Fragment.maximumCutCount), unit: "of a fragment"),
            Entry(
                name: "maximum_accounts", value: UInt64(AccountList.maximumCount), unit: "of a reservation or charge"),
            Entry(name: "maximum_account_depth", value: 4, unit: "levels"),
            Entry(
                name: "maximum_warm_entries", value: UInt64(RouteRequest.maximumListCount), unit: "of a route request"),
            Entry(
                name: "maximum_excluded_models", value: UInt64(RouteRequest.maximumListCount),
                unit: "of a route request"),
            Entry(
                name: "maximum_admission_locks", value: UInt64(AdmissionHeader.maximumLockCount),
                unit: "of an admission"),
            Entry(name: "maximum_name_bytes", value: UInt64(Name.maximumByteCount), unit: "bytes of UTF-8"),
            Entry(name: "maximum_provider", value: 63, unit: "id"),
            Entry(name: "maximum_basis_points", value: UInt64(BasisPoints.whole.rawValue), unit: "of a policy"),
            Entry(name: "maximum_risk_multiplier", value: 50_000, unit: "basis points"),
            Entry(name: "maximum_policy_tokens", value: 1 << 53, unit: "tokens"),
            Entry(name: "forgotten_per_step", value: 64, unit: "finished reservations and transfers"),
            Entry(name: "price_divisor", value: 1_000_000, unit: "units per price"),
            Entry(name: "segment_header_bytes", value: 512, unit: "bytes"),
            Entry(name: "frame_header_bytes", value: 40, unit: "bytes"),
            Entry(name: "sector_bytes", value: 512, unit: "bytes"),
            Entry(name: "minimum_record_body", value: 26, unit: "bytes"),
            Entry(name: "maximum_records_of_a_batch", value: 4_194_304, unit: "bytes, of more than one record"),
            Entry(name: "maximum_record", value: 268_435_456, unit: "bytes, alone in its batch"),
            Entry(name: "command_header_bytes", value: UInt64(Command.headerByteCount), unit: "bytes"),
        ]
    }
}
