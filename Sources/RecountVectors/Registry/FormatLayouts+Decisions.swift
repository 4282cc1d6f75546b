extension FormatLayouts {
    static let decisions: [(name: String, fields: [LayoutField])] = [
        ("refusal", [LayoutField("reason", .u8), LayoutField("detail", .tagged(details))]),
        ("duplicate", [LayoutField("original_sequence", .u64), LayoutField("present", .tagged(presentStates))]),
        ("policy_installation", [LayoutField("policy", .u32), LayoutField("policy_digest", .digest)]),
        ("seal", [LayoutField("state_root", .digest)]),
        (
            "route_decision",
            [
                LayoutField("action", .u8), LayoutField("reason", .u8),
                LayoutField(
                    "winner",
                    padded(
                        LayoutField("model", .u32), LayoutField("cost_microcents", .u64),
                        LayoutField("utility_microcents", .i64))),
                LayoutField("runner_up", padded(LayoutField("model", .u32), LayoutField("utility_microcents", .i64))),
                LayoutField("evaluated", .u32), LayoutField("eligible", .u32), LayoutField("rejections", .histogram),
                LayoutField("policy_digest", .digest), LayoutField("policy_epoch", .u64),
                LayoutField("catalog_epoch", .u64),
            ]
        ),
        ("settlement", [LayoutField("settlement", .u8)]),
        (
            "window",
            [
                LayoutField("used_tokens", .amount), LayoutField("included", .u32),
                LayoutField("stable_prefix_fragments", .u32), LayoutField("stable_prefix_tokens", .amount),
                LayoutField("stable_prefix_digest", .digest), LayoutField("window_digest", .digest),
                LayoutField("entries", .list(of: .layout("window_entry"), minimum: 0, maximum: 32_768)),
            ]
        ),
        (
            "window_entry",
            [
                LayoutField("fragment", .u64), LayoutField("outcome", .u8), LayoutField("reason", .u8),
                LayoutField("kept_tokens", .u32),
            ]
        ),
        (
            "lease_grant",
            [LayoutField("token", .u64), LayoutField("expiry_ms", .time), LayoutField("hold_count", .u32)]
        ),
        ("queue_position", [LayoutField("position", .u32)]),
        ("lease_release", [LayoutField("hold_count", .u32)]),
        (
            "admission_decision",
            [
                LayoutField("reserved", .amounts), LayoutField("route", .layout("route_decision")),
                LayoutField("leases", .list(of: .layout("admitted_lease"), minimum: 0, maximum: 8)),
                LayoutField("window", .layout("window")),
            ]
        ),
        ("admitted_lease", [LayoutField("resource", .id128), LayoutField("lease", .layout("lease_grant"))]),
        ("admission_refusal", [LayoutField("stage", .tagged(stages))]),
        (
            "reservation_expiry",
            [
                LayoutField("tenant", .u64), LayoutField("reservation", .id128), LayoutField("released", .amounts),
            ]
        ),
        ("lease_expiry", [LayoutField("tenant", .u64), LayoutField("lease", .layout("lease_reference"))]),
        ("wait_expiry", [LayoutField("tenant", .u64), LayoutField("resource", .id128), LayoutField("agent", .id128)]),
        (
            "lock_promotion",
            [
                LayoutField("tenant", .u64), LayoutField("resource", .id128), LayoutField("agent", .id128),
                LayoutField("mode", .u8), LayoutField("lease", .layout("lease_grant")),
            ]
        ),
    ]

    /// What refusals state besides their reason.
    static let details = [
        TagCase(0, "none"),
        TagCase(1, "account", LayoutField("account", .u64)),
        TagCase(
            2, "budget", LayoutField("account", .u64), LayoutField("dimension", .u8), LayoutField("needed", .u64),
            LayoutField("limit", .u64)),
        TagCase(3, "amount", LayoutField("dimension", .u8), LayoutField("needed", .u64), LayoutField("limit", .u64)),
        TagCase(4, "count", LayoutField("needed", .u64), LayoutField("limit", .u64)),
        TagCase(5, "reservation", LayoutField("state", .u8)),
        TagCase(6, "policy", LayoutField("policy", .u32)),
        TagCase(7, "resource", LayoutField("resource", .id128)),
        TagCase(8, "holder", LayoutField("resource", .id128), LayoutField("holder", .id128)),
        TagCase(
            9, "duration", LayoutField("resource", .id128), LayoutField("needed_ms", .u64),
            LayoutField("limit_ms", .u64)),
        TagCase(
            10, "room", LayoutField("section", padded(LayoutField("section", .u32))), LayoutField("needed", .u64),
            LayoutField("limit", .u64)),
    ]

    /// What a duplicate states.
    static let presentStates = [
        TagCase(1, "tenant_open"), TagCase(2, "account_open"), TagCase(3, "account_closed"), TagCase(4, "transferred"),
        TagCase(
            5, "reservation", LayoutField("state", .u8), LayoutField("expiry_ms", .time), LayoutField("spent", .amounts)
        ),
    ]

    private static let stages =
        [TagCase(0, "router_rejected", LayoutField("route", .layout("route_decision")))]
        + ["reservation", "assembly", "routing", "budget", "locks"].enumerated().map {
            TagCase(UInt8($0 + 1), $1, LayoutField("refusal", .layout("refusal")))
        }

    static let files: [(name: String, fields: [LayoutField])] = [
        (
            "record_body",
            [
                LayoutField("sequence", .u64), LayoutField("time_ms", .time), LayoutField("origin", .u8),
                LayoutField("command", .bytes(minimum: 0, maximum: .max)),
                LayoutField("decision", .bytes(minimum: 1, maximum: .max)),
            ]
        ),
        ("limits", LimitField.all.map { LayoutField($0.name.description, $0.byteCount == 8 ? .time : .u32) }),
        (
            "segment_header",
            [
                LayoutField("magic recountJ", .magic), LayoutField("format_version", .u16),
                LayoutField("semantics_version", .u16), LayoutField("reserved", .u32),
                LayoutField("journal_id", .id128),
                LayoutField("first_sequence", .u64), LayoutField("initial_time_ms", .time),
                LayoutField("limits", .layout("limits")), LayoutField("reserved_tables", .id128),
                LayoutField("hash_seed", .id128), LayoutField("salt_secret", .digest),
                LayoutField("previous_chain", .digest), LayoutField("key_id", .digest),
            ] + (0..<33).map { LayoutField("reserved_\($0)", .u64) } + [LayoutField("checksum", .checksum)]
        ),
        (
            "frame_header",
            [
                LayoutField("magic recountB", .magic), LayoutField("records_bytes", .u32), LayoutField("records", .u32),
                LayoutField("first_sequence", .u64), LayoutField("zero_sectors", .u32), LayoutField("reserved", .u32),
                LayoutField("checksum", .checksum),
            ]
        ),
        (
            "journal_record",
            [
                LayoutField("body_bytes", .u32), LayoutField("stamp", .digest),
                LayoutField("body", .layout("record_body")),
            ]
        ),
    ]
}
