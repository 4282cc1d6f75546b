/*
 * A gateway's day in one page: a kernel in the caller's memory, a policy, a tenant's budget, one request routed,
 * reserved and settled, a lock, a malformed command, a consequence, a seal, and the state taken to another kernel.
 */
#include <inttypes.h>
#include <recount.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"

static recount_kernel *kernel;
static uint8_t *decision;
static uint64_t decision_capacity;
static recount_record record = {.struct_bytes = sizeof(recount_record)};

static void require(recount_status status, const char *what) {
    if (status == RECOUNT_OK) return;
    fprintf(stderr, "%s: %s\n", what, recount_status_text(status));
    exit(1);
}

static void print_hex(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) printf("%02x", bytes[i]);
}

/* A host writes command, decision and stamp to its journal here, and syncs it, before it acts on the decision. */
static void print_record(const char *what) {
    printf("%2" PRIu64 "  %5" PRIu64 " ms  %-20s decision %-3u stamp ", record.sequence, record.time_milliseconds, what,
           decision[0]);
    print_hex(record.stamp, 8);
    printf("\n");
}

/* What is due by the command's time comes first, each with a record of its own; then the command. */
static void run(const command *c, const char *what) {
    uint64_t time = get(c->bytes, 10, 8);
    while (recount_next_consequence(kernel, time, decision, decision_capacity, &record) == RECOUNT_OK)
        print_record("(consequence)");
    require(recount_step(kernel, c->bytes, c->count, decision, decision_capacity, &record), what);
    print_record(what);
}

/* Commits to all of the state: a tenant's own accounts can be shown later, and proved to have been part of it. */
static void seal(void) {
    command c;
    begin(&c, SEAL, 0, 3500);
    run(&c, "seal");
    printf("state root ");
    print_hex(decision + 1, RECOUNT_DIGEST_BYTES);
    printf("\n");
}

static void *block_for(const recount_limits *limits, uint64_t *bytes) {
    require(recount_required_bytes(limits, bytes), "required bytes");
    void *memory = aligned_alloc(RECOUNT_MEMORY_ALIGNMENT, (*bytes + 63) / 64 * 64);
    if (memory == NULL) exit(3);
    return memory;
}

static void print_balance(void) {
    recount_account_state account = {.struct_bytes = sizeof account};
    require(recount_account(kernel, 7, 1, &account), "account");
    printf("account 1: %" PRIu64 " microcents available, %" PRIu64 " reserved, %" PRIu64 " spent\n",
           account.cost.available, account.cost.reserved, account.cost.spent);
}

static void spend(void) {
    command c;
    const uint64_t team = 1;
    open_tenant(&c, 7, 1000, 64);
    run(&c, "open tenant 7");
    open_account(&c, 7, 1000, team, NULL);
    run(&c, "open account 1");
    open_account(&c, 7, 1000, 2, &team);
    run(&c, "open account 2");
    fund(&c, 7, 1000, 1, 1, 100, 1000000, 500000000);
    run(&c, "fund account 1");
    fund(&c, 7, 1000, 2, 2, 10, 100000, 100000000);
    run(&c, "fund account 2");

    route(&c, 7, 1100, 1, 20, 4000, 500, 100000000);
    run(&c, "route");
    uint64_t cost = get(decision, 8, 8);
    printf("model %" PRIu64 " for %" PRIu64 " microcents; %" PRIu64 " models evaluated, %" PRIu64 " eligible\n",
           get(decision, 4, 4), cost, get(decision, 37, 4), get(decision, 41, 4));

    reserve(&c, 7, 1100, 42, 2, 1, 4500, cost, 61100);
    run(&c, "reserve");
    print_balance();
    settle(&c, 7, 2300, 42, 1, 4310, cost - 1000);
    run(&c, "settle");
    print_balance();
}

static void fail_on_purpose(void) {
    command c;
    recount_error error = {.struct_bytes = sizeof error};
    open_tenant(&c, 0, 2300, 64); /* a tenant has to be named */
    recount_status status = recount_step(kernel, c.bytes, c.count, decision, decision_capacity, &record);
    require(recount_last_error(kernel, &error), "last error");
    printf("refused: %s; at byte %" PRIu64 ": %s\n", recount_status_text(status), error.decoding_offset,
           recount_decoding_text(error.decoding_code));
}

/* Two agents and one lock: the second waits, and is promoted when the first one's lease ends. */
static void lock(void) {
    command c;
    acquire_lock(&c, 7, 2400, 5, 100, 2, 1000, 0);
    run(&c, "agent 100 locks 5");
    acquire_lock(&c, 7, 2500, 5, 101, 2, 1000, 5000);
    run(&c, "agent 101 waits");
    uint64_t due;
    require(recount_next_due(kernel, &due), "next due");
    printf("the next consequence is due at %" PRIu64 " ms\n", due);
    begin(&c, TICK, 0, 3400);
    run(&c, "tick");
}

/* A snapshot, a kernel made of it under another seed, and the same state in both. */
static void move(const uint8_t *seed, const uint8_t *secret) {
    uint8_t before[RECOUNT_DIGEST_BYTES], after[RECOUNT_DIGEST_BYTES];
    uint64_t state_bytes, memory_bytes;
    require(recount_state_digest(kernel, before), "state digest");
    require(recount_state_bytes(kernel, &state_bytes), "state bytes");
    uint8_t *state = malloc(state_bytes);
    if (state == NULL) exit(3);
    require(recount_snapshot(kernel, state, state_bytes, &state_bytes), "snapshot");

    recount_limits limits = {.struct_bytes = sizeof limits};
    recount_error error = {.struct_bytes = sizeof error};
    recount_kernel *restored;
    require(recount_state_limits(state, state_bytes, &limits), "state limits");
    void *memory = block_for(&limits, &memory_bytes);
    require(recount_restore_salted(memory, memory_bytes, state, state_bytes, seed, secret, &restored, &error),
            "restore");
    require(recount_state_digest(restored, after), "state digest");
    printf("restored from %" PRIu64 " bytes; state digests %s: ", state_bytes,
           memcmp(before, after, sizeof before) == 0 ? "are equal" : "DIFFER");
    print_hex(after, 8);
    printf("\n");
    require(recount_destroy(restored), "destroy");
    free(memory);
    free(state);
}

int main(void) {
    if (recount_abi_version() != RECOUNT_ABI_VERSION) return 2;
    const recount_limits limits = {
        .struct_bytes = sizeof limits, .tenants = 10, .accounts = 100, .reservations = 1000, .transfers = 1000,
        .policies = 4, .models = 64, .locks = 100, .fragments = 256, .maximum_advance_milliseconds = 86400000,
        .retention_milliseconds = 3600000, .maximum_lease_milliseconds = 60000, .maximum_wait_milliseconds = 60000};
    /* Fixed here so that the output is; a host draws them at random and keeps them in its journal. */
    const uint8_t seed[RECOUNT_SEED_BYTES] = {1, 2, 3}, other_seed[RECOUNT_SEED_BYTES] = {4, 5, 6};
    const uint8_t secret[RECOUNT_SECRET_BYTES] = {7, 8, 9};
    uint64_t memory_bytes;
    void *memory = block_for(&limits, &memory_bytes);
    require(recount_maximum_decision_bytes(&limits, &decision_capacity), "maximum decision bytes");
    decision = malloc(decision_capacity);
    if (decision == NULL) return 3;
    require(recount_create_salted(memory, memory_bytes, &limits, 1000, seed, secret, &kernel), "create");
    printf("recount %s: a kernel in %" PRIu64 " bytes, decisions of at most %" PRIu64 "\n", recount_version(),
           memory_bytes, decision_capacity);

    command policy;
    begin_policy(&policy, 2);
    put_model(&policy, 10, 9000, 15000000, 60000000);
    put_model(&policy, 20, 9500, 250000000, 1000000000);
    recount_command_header header = {.struct_bytes = sizeof header, .time_milliseconds = 1000};
    require(recount_install_policy(kernel, &header, policy.bytes, policy.count, decision, decision_capacity, &record),
            "install policy");
    print_record("install policy");

    spend();
    fail_on_purpose();
    lock();
    seal();
    move(other_seed, secret);
    require(recount_destroy(kernel), "destroy");
    free(decision);
    free(memory);
    return 0;
}
