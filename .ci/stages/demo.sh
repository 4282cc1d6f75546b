# shellcheck shell=bash
# The demonstration.

# The number of the first record of a file of JSON lines that matches all given patterns.
first_sequence() {
    local file=$1 pattern lines
    shift
    lines=$(cat "$file")
    for pattern in "$@"; do lines=$(grep -E "$pattern" <<<"$lines" || true); done
    sed -n -E '1s/.*"sequence": ?"?([0-9]+).*/\1/p' <<<"$lines"
}

demo() {
    local journal=""
    case "${1:-}" in
    "") ;;
    --keep)
        [ $# -eq 2 ] || misuse "demo --keep needs a directory"
        journal=$(absolute_path "$2")
        [ ! -e "$journal" ] || misuse "$journal exists; remove it or name another directory"
        ;;
    *) misuse "demo knows no \"$1\"; see ./dev help" ;;
    esac
    require_build_tools
    say "building recount, a few minutes on two cores the first time"
    swift build -c release --product recount
    make_work_directory
    local recount
    recount="$(swift build -c release --show-bin-path)/recount"
    show_budgets "$recount" "${journal:-$work/journal}"
    show_admissions "$recount" "$work/admissions"
    show_statements "$recount"
    [ -z "$journal" ] || say "the first journal is in $journal"
}

# show_budgets RECOUNT JOURNAL
show_budgets() {
    local recount=$1 journal=$2 records="$work/records.jsonl" sequence
    say "an hour of real LLM traffic over a real price catalog: each request routed, its budget reserved and settled"
    "$recount" run --policy docs/data/policy.json \
        --trace docs/data/azure_llm_2023_conversation_excerpt.csv --journal "$journal"

    say "the journal replayed: every stamp, every decision, and conservation for each tenant"
    "$recount" verify "$journal"

    "$recount" inspect "$journal" --json >"$records"
    sequence=$(first_sequence "$records" '"action": ?"substitute"' '"runner_up_model": ?[0-9]')
    [ -n "$sequence" ] || fail "no request was routed to another model; was docs/data changed?"
    say "record $sequence: why another model than the requested one was chosen"
    "$recount" explain "$journal" "$sequence"

    sequence=$(first_sequence "$records" '"command": ?"reserve"' '"decision": ?"refused"')
    [ -n "$sequence" ] || fail "no reservation was refused; was docs/data changed?"
    say "record $sequence: why a reservation was refused"
    "$recount" explain "$journal" "$sequence"
}

# show_admissions RECOUNT JOURNAL
show_admissions() {
    local recount=$1 journal=$2 records="$work/records.jsonl" sequence
    say "conversations: window, model, budget and a lock for each request in one command, all or nothing"
    "$recount" run --admit --policy docs/data/policy.json \
        --trace docs/data/mooncake_conversation_excerpt.jsonl --journal "$journal"

    say "this journal replayed"
    "$recount" verify "$journal" --json >/dev/null && echo "valid"

    "$recount" inspect "$journal" --json >"$records"
    sequence=$(first_sequence "$records" '"decision": ?"not_admitted"' '"stage": ?"locks"')
    [ -n "$sequence" ] || fail "no request found its conversation locked; was docs/data changed?"
    say "record $sequence: why a request was not admitted"
    "$recount" explain "$journal" "$sequence"
}

# show_statements RECOUNT
show_statements() {
    local recount=$1 journal="$work/audited" keys="$work/keys" tenants="$work/tenants" tenant
    mkdir "$keys" "$tenants"
    say "the same hour once more, chained with a key, in segments with snapshots, sealed every ten minutes, and signed"
    "$recount" keygen --journal "$keys/chain.key"
    "$recount" keygen --name example.com/ledger --private "$keys/ledger.key" --public "$tenants/ledger.pub"
    "$recount" run --policy docs/data/policy.json --trace docs/data/azure_llm_2023_conversation_excerpt.csv \
        --journal "$journal" --key-file "$keys/chain.key" --segment-bytes 400000 --snapshots --seal-every 600000 \
        >/dev/null
    "$recount" checkpoint "$journal" --key-file "$keys/chain.key" --signing-key "$keys/ledger.key" \
        --output "$tenants/today.checkpoint"
    cat "$tenants/today.checkpoint"

    say "a statement for each tenant, checked where there is only the statement, the checkpoint and the public key"
    for tenant in 1 2 3 4 5 6; do
        "$recount" statement issue "$journal" --key-file "$keys/chain.key" --tenant "$tenant" \
            --checkpoint "$tenants/today.checkpoint" --public-key "$tenants/ledger.pub" \
            --output "$tenants/tenant-$tenant.json"
    done
    for tenant in 1 2 3 4 5; do
        (cd "$tenants" && "$recount" statement check "tenant-$tenant.json" --checkpoint today.checkpoint \
            --public-key ledger.pub >/dev/null && echo "tenant $tenant: holds")
    done
    (cd "$tenants" && "$recount" statement check tenant-6.json --checkpoint today.checkpoint --public-key ledger.pub)
}
