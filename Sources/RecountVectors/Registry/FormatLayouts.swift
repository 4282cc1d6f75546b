/// Every layout of docs/format.md as data. Tests walk the bytes of all vectors with it.
enum FormatLayouts {
    /// The layouts by their names.
    static let all: [(name: String, fields: [LayoutField])] = commands + decisions + files

    /// The fields of a layout.
    static func fields(_ name: String) -> [LayoutField] {
        all.first { $0.name == name }?.fields ?? []
    }

    /// A tag that is 0 where the value is absent; then its bytes are there all the same, and 0.
    static func padded(_ fields: LayoutField...) -> FieldType {
        let zeros = fields.map { LayoutField("\($0.name) (0)", $0.type) }
        return .tagged([TagCase(0, "none", fields: zeros), TagCase(1, "there", fields: fields)])
    }

    private static let accounts = LayoutField("accounts", .list(of: .fixed(.u64), minimum: 1, maximum: 4))

    private static let commands: [(name: String, fields: [LayoutField])] = [
        (
            "command_header",
            [
                LayoutField("kind", .u8), LayoutField("layout_version", .u8), LayoutField("tenant", .u64),
                LayoutField("time_ms", .time), LayoutField("request_id", .id128), LayoutField("actor", .id128),
                LayoutField("correlation", .id128),
            ]
        ),
        (
            "description",
            [
                LayoutField("subject", .u8), LayoutField("id", .id128),
                LayoutField("name", .bytes(minimum: 1, maximum: 128)),
            ]
        ),
        ("quotas", ["accounts", "reservations", "transfers", "locks"].map { LayoutField($0, .u32) }),
        ("exposure_limit", [LayoutField("limits", .masked(["calls", "tokens", "cost_microcents"], .u64))]),
        (
            "account_opening",
            [
                LayoutField("account", .u64),
                LayoutField(
                    "parent", .tagged([TagCase(0, "none"), TagCase(1, "there", LayoutField("account", .u64))])),
                LayoutField("exposure_limit", .layout("exposure_limit")),
            ]
        ),
        ("exposure_change", [LayoutField("account", .u64), LayoutField("exposure_limit", .layout("exposure_limit"))]),
        (
            "transfer",
            [LayoutField("transfer", .id128), LayoutField("account", .u64), LayoutField("amounts", .amounts)]
        ),
        (
            "reservation",
            [
                LayoutField("reservation", .id128), accounts, LayoutField("amounts", .amounts),
                LayoutField("expiry_ms", .time),
            ]
        ),
        ("charge", [LayoutField("reservation", .id128), accounts, LayoutField("amounts", .amounts)]),
        ("spending", [LayoutField("reservation", .id128), LayoutField("total", .amounts)]),
        ("extension", [LayoutField("reservation", .id128), LayoutField("expiry_ms", .time)]),
        ("reservation_reference", [LayoutField("reservation", .id128)]),
        ("account_reference", [LayoutField("account", .u64)]),
        ("agent_reference", [LayoutField("agent", .id128)]),
        (
            "route_request",
            [
                LayoutField("policy", .u32), LayoutField("requested_model", .u32),
                LayoutField("usage", .layout("usage")),
                LayoutField("value_microcents", .i64), LayoutField("cost_limit_microcents", .u64),
                LayoutField("risk_bp", .bp), LayoutField("confidence_bp", .bp), LayoutField("minimum_quality_bp", .bp),
                LayoutField("latency_limit_ms", .u32), LayoutField("required_capabilities", .u64),
                LayoutField("allowed_providers", .u64), LayoutField("required_regions", .u64),
                LayoutField("warm", .list(of: .layout("warm_entry"), minimum: 0, maximum: 8)),
                LayoutField("excluded", .list(of: .fixed(.u32), minimum: 0, maximum: 8)),
            ]
        ),
        (
            "usage",
            [
                "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "output_tokens",
                "reasoning_output_tokens", "audio_tokens", "image_tokens", "calls",
            ].map { LayoutField($0, .amount) }
        ),
        ("warm_entry", [LayoutField("model", .u32), LayoutField("tokens", .u64)]),
        (
            "policy",
            [
                LayoutField("layout_version", .u16), LayoutField("policy_epoch", .u64),
                LayoutField("catalog_epoch", .u64),
                LayoutField("hard_risk_limit_bp", .bp), LayoutField("minimum_confidence_bp", .bp),
                LayoutField("risk_multiplier_bp", .bp), LayoutField("latency_penalty_microcents_per_ms", .u64),
                LayoutField("models", .list(of: .layout("model"), minimum: 1, maximum: .max)),
            ]
        ),
        (
            "model",
            [
                LayoutField("model", .u32), LayoutField("provider", .u8), LayoutField("enabled", .u8),
                LayoutField("quality_bp", .bp), LayoutField("risk_ceiling_bp", .bp), LayoutField("latency_ms", .u32),
                LayoutField("capabilities", .u64), LayoutField("regions", .u64), LayoutField("context_window", .u64),
                LayoutField("maximum_output", .u64), LayoutField("long_context_threshold", .u64),
                LayoutField("prices", .prices), LayoutField("long_context_prices", .prices),
            ]
        ),
        (
            "assembly",
            [
                LayoutField("token_limit", .amount), LayoutField("output_reserve_tokens", .amount),
                LayoutField("separator_tokens", .u32), LayoutField("mode", .u8),
                LayoutField("sections", .list(of: .layout("section"), minimum: 0, maximum: 256)),
                LayoutField("fragments", .list(of: .layout("fragment"), minimum: 0, maximum: 32_768)),
            ]
        ),
        (
            "section",
            [
                LayoutField("section", .u32), LayoutField("priority", .u32), LayoutField("render_order", .u32),
                LayoutField("cap", padded(LayoutField("tokens", .u64))),
            ]
        ),
        (
            "fragment",
            [
                LayoutField("fragment", .u64), LayoutField("section", .u32), LayoutField("priority", .u32),
                LayoutField("order", .u64), LayoutField("tokens", .u32), LayoutField("flags", .u8),
                LayoutField("group", .u32), LayoutField("content_digest", .digest),
                LayoutField("cuts", .list(of: .fixed(.u32), minimum: 0, maximum: 8)),
            ]
        ),
        (
            "lock_request",
            [
                LayoutField("resource", .id128), LayoutField("agent", .id128), LayoutField("mode", .u8),
                LayoutField("lease_ms", .time), LayoutField("wait_ms", .time),
            ]
        ),
        (
            "lease_reference",
            [LayoutField("resource", .id128), LayoutField("agent", .id128), LayoutField("token", .u64)]
        ),
        ("lease_renewal", [LayoutField("lease", .layout("lease_reference")), LayoutField("lease_ms", .time)]),
        (
            "admission",
            [
                LayoutField("reservation", .id128), accounts, LayoutField("expiry_ms", .time),
                LayoutField("agent", .id128),
                LayoutField("locks", .list(of: .layout("admission_lock"), minimum: 0, maximum: 8)),
                LayoutField("route", .layout("route_request")), LayoutField("assembly", .layout("assembly")),
            ]
        ),
        (
            "admission_lock",
            [LayoutField("resource", .id128), LayoutField("mode", .u8), LayoutField("lease_ms", .time)]
        ),
    ]
}

extension TagCase {
    init(_ tag: UInt8, _ name: String, fields: [LayoutField]) {
        self.tag = tag
        self.name = name
        self.fields = fields
    }
}
