/*
 * A million random commands, whole and damaged, through the C interface of the built library. Each is given to two
 * kernels of different hash seeds, with every buffer flush against a page that nobody may touch. Checked for each:
 *   both kernels answer with the same status, decision, sequence, time and stamp, or the same error and offset;
 *   the stamp is the digest of the record's body, put together here;
 *   a decoding error leaves the state's digest as it was (one in 64, as that reads the whole state).
 * Then the state, whole and damaged in 20 000 ways: either a kernel is restored that has exactly this state and takes
 * further commands, or none is.
 * Prints what was met and a digest of all stamps, the same on every run and machine.
 */
#define _DEFAULT_SOURCE
#include <inttypes.h>
#include <recount.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../docs/examples/c/commands.h"

static uint64_t generator = 20260101, input_number;

/* splitmix64 */
static uint64_t next_random(void) {
    uint64_t bits = generator += 0x9e3779b97f4a7c15;
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111eb;
    return bits ^ bits >> 31;
}

static uint64_t draw(uint64_t low, uint64_t high) { return low + next_random() % (high - low + 1); }

static void check(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "input %" PRIu64 ": %s\n", input_number, what);
    exit(1);
}

static void require(recount_status status, const char *what) {
    if (status != RECOUNT_OK) fprintf(stderr, "%s: %s\n", what, recount_status_text(status));
    check(status == RECOUNT_OK, what);
}

/* So many bytes that end where a forbidden page begins; another stands before them. */
static uint8_t *guarded(size_t count) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = (count + page - 1) / page * page;
    uint8_t *pages = mmap(NULL, whole + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + page, whole, PROT_READ | PROT_WRITE) != 0) exit(3);
    return pages + page + whole - count;
}

typedef struct {
    recount_kernel *kernel;
    uint8_t *decision;
    recount_record *record;
} side;

static side sides[2];
static uint64_t capacity;
static uint8_t *room; /* the end of the room for inputs */

static side make_side(const recount_limits *limits, uint8_t seed_byte) {
    side made = {.decision = guarded(capacity), .record = (recount_record *)guarded(sizeof(recount_record))};
    uint64_t bytes;
    require(recount_required_bytes(limits, &bytes), "required bytes");
    uint8_t *seed = guarded(RECOUNT_SEED_BYTES);
    memset(seed, seed_byte, RECOUNT_SEED_BYTES);
    require(recount_create(guarded(bytes), bytes, limits, 0, seed, &made.kernel), "create");
    made.record->struct_bytes = sizeof(recount_record);
    return made;
}

/* --- Inputs --------------------------------------------------------------------------------------------------- */

static void put_assembly(command *c) {
    int fragments = (int)draw(0, 6);
    put(c, draw(0, 120), 8); /* token limit */
    put(c, draw(0, 9), 8);   /* kept for the output */
    put(c, draw(0, 2), 4);   /* separator */
    put(c, draw(1, 2), 1);   /* mode */
    put(c, 1, 4);
    put(c, 1, 4); /* section 1: no priority, no order, no cap */
    for (int i = 0; i < 17; i++) put(c, 0, 1);
    put(c, (uint64_t)fragments, 4);
    for (int i = 0; i < fragments; i++) {
        put(c, (uint64_t)i, 8);
        put(c, 1, 4);
        put(c, draw(0, 2), 4);
        put(c, draw(0, 2), 8);
        put(c, draw(3, 30), 4);
        put(c, draw(0, 7), 1);
        put(c, draw(0, 9) == 0, 4);
        for (int word = 0; word < 4; word++) put(c, next_random(), 8);
        put(c, 1, 4);
        put(c, draw(1, 2), 4);
    }
}

static void admit(command *c, uint64_t tenant, uint64_t time) {
    command routing;
    route(&routing, tenant, time, 1, 10, 0, draw(0, 20), 1000000);
    begin(c, 96, tenant, time);
    put_id(c, draw(0, 40));
    put(c, 1, 4);
    put(c, draw(1, 3), 8);
    put(c, time + draw(1, 40), 8);
    put_id(c, draw(1, 4));
    put(c, 1, 4);
    put_id(c, draw(1, 3));
    put(c, draw(1, 2), 1);
    put(c, draw(1, 30), 8);
    memcpy(c->bytes + c->count, routing.bytes + 66, routing.count - 66);
    c->count += routing.count - 66;
    put_assembly(c);
}

static void make_command(command *c, uint64_t now) {
    uint64_t tenant = draw(1, 2), time = now + (draw(0, 3) == 0 ? draw(0, 4) : 0), account = draw(1, 3);
    const uint64_t root = 1;
    switch (draw(0, 13)) {
    case 0: open_tenant(c, tenant, time, 32); break;
    case 1: open_account(c, tenant, time, account, account == 1 ? NULL : &root); break;
    case 2: fund(c, tenant, time, draw(0, 40), account, draw(0, 99), draw(0, 9999), draw(0, 9999)); break;
    case 3:
    case 4: reserve(c, tenant, time, draw(0, 40), account, 1, draw(0, 9), draw(0, 9), time + draw(1, 40)); break;
    case 5:
    case 6: settle(c, tenant, time, draw(0, 40), 1, draw(0, 12), draw(0, 12)); break;
    case 7:
    case 8:
        acquire_lock(c, tenant, time, draw(1, 3), draw(1, 4), (int)draw(1, 2), draw(1, 30), draw(0, 30));
        break;
    case 9: route(c, tenant, time, 1, 10, draw(0, 999), draw(0, 999), draw(0, 1000000)); break;
    case 10:
        begin(c, 64, tenant, time);
        put_assembly(c);
        break;
    case 11: admit(c, tenant, time); break;
    case 12:
        begin(c, 83, tenant, time); /* cancelWait */
        put_id(c, draw(1, 4));
        break;
    default: begin(c, draw(0, 15) == 0 ? SEAL : TICK, 0, time);
    }
}

/* One to three bytes changed, dropped or added; now and then nothing but noise. */
static void damage(command *c) {
    if (draw(0, 9) == 0) {
        c->count = draw(0, 200);
        for (size_t i = 0; i < c->count; i++) c->bytes[i] = (uint8_t)next_random();
        return;
    }
    for (uint64_t changes = draw(1, 3); changes > 0 && c->count > 0; changes--) {
        size_t at = draw(0, c->count - 1);
        switch (draw(0, 3)) {
        case 0: memmove(c->bytes + at, c->bytes + at + 1, --c->count - at); break;
        case 1:
            memmove(c->bytes + at + 1, c->bytes + at, c->count++ - at);
            c->bytes[at] = (uint8_t)next_random();
            break;
        case 2: c->bytes[at] ^= (uint8_t)(1 << draw(0, 7)); break;
        default: c->bytes[at] = (uint8_t[]){0, 1, 127, 128, 255}[draw(0, 4)];
        }
    }
}

/* --- Checks --------------------------------------------------------------------------------------------------- */

static uint8_t stamps[RECOUNT_DIGEST_BYTES];

static void check_stamp(const uint8_t *bytes, size_t count) {
    static uint8_t body[8192];
    const recount_record *record = sides[0].record;
    command head = {.count = 0};
    put(&head, record->sequence, 8);
    put(&head, record->time_milliseconds, 8);
    put(&head, record->origin, 1);
    put(&head, count, 4);
    memcpy(body, head.bytes, 21);
    if (count > 0) memcpy(body + 21, bytes, count);
    head.count = 0;
    put(&head, record->decision_bytes, 4);
    memcpy(body + 21 + count, head.bytes, 4);
    memcpy(body + 25 + count, sides[0].decision, record->decision_bytes);
    uint8_t stamp[RECOUNT_DIGEST_BYTES];
    require(recount_digest((const uint8_t *)"recount.record", 14, NULL, 0, body, 25 + count + record->decision_bytes,
                           stamp), "digest");
    check(memcmp(stamp, record->stamp, sizeof stamp) == 0, "the stamp is not the digest of the record");
    require(recount_digest(NULL, 0, stamps, sizeof stamps, stamp, sizeof stamp, stamps), "digest");
}

static void check_same(void) {
    const recount_record *a = sides[0].record, *b = sides[1].record;
    check(memcmp(a, b, sizeof *a) == 0, "two kernels have different records");
    check(memcmp(sides[0].decision, sides[1].decision, a->decision_bytes) == 0, "two kernels have different decisions");
}

static recount_error last_error(int index) {
    recount_error error = {.struct_bytes = sizeof error};
    require(recount_last_error(sides[index].kernel, &error), "last error");
    return error;
}

static void check_error(void) {
    recount_error a = last_error(0), b = last_error(1);
    check(memcmp(&a, &b, sizeof a) == 0, "two kernels have different errors");
    check(strcmp(recount_decoding_text(a.decoding_code), "unknown decoding code") != 0, "a code without a text");
}

static recount_status step_both(const uint8_t *bytes, size_t count) {
    recount_status status[2];
    for (int i = 0; i < 2; i++)
        status[i] = recount_step(sides[i].kernel, bytes, count, sides[i].decision, capacity, sides[i].record);
    check(status[0] == status[1], "two kernels return different statuses");
    return status[0];
}

static void take_consequence(uint64_t until) {
    for (int i = 0; i < 2; i++)
        require(recount_next_consequence(sides[i].kernel, until, sides[i].decision, capacity, sides[i].record),
                "a consequence that is due");
    check_same();
    check_stamp(NULL, 0);
}

static uint64_t met[40], consequences, kinds[256];

static void give(const command *c) {
    uint8_t *bytes = room - c->count, before[RECOUNT_DIGEST_BYTES], after[RECOUNT_DIGEST_BYTES];
    memcpy(bytes, c->bytes, c->count);
    int compares = input_number % 64 == 0;
    if (compares) require(recount_state_digest(sides[0].kernel, before), "state digest");
    recount_status status = step_both(bytes, c->count);
    for (; status == RECOUNT_CONSEQUENCES_DUE; consequences++) {
        take_consequence(get(bytes, 10, 8));
        status = step_both(bytes, c->count);
        compares = 0;
    }
    met[status]++;
    if (status == RECOUNT_OK) {
        check_same();
        check_stamp(bytes, c->count);
        kinds[sides[0].decision[0]]++;
        return;
    }
    check(status == RECOUNT_MALFORMED, recount_status_text(status));
    check_error();
    if (!compares) return;
    require(recount_state_digest(sides[0].kernel, after), "state digest");
    check(memcmp(before, after, sizeof before) == 0, "a decoding error has changed the state");
}

/* --- States --------------------------------------------------------------------------------------------------- */

static uint64_t restored, refused;

/* Whatever was restored takes commands, up to a time at which all that it holds has fallen due. */
static void live_on(recount_kernel *kernel) {
    command c;
    uint64_t time;
    for (int round = 0; round < 20; round++) {
        require(recount_time(kernel, &time), "time");
        make_command(&c, time);
        if (round % 5 == 0) begin(&c, TICK, 0, time + 200);
        if (get(c.bytes, 10, 8) > RECOUNT_MAXIMUM_TIME) return;
        while (recount_next_consequence(kernel, get(c.bytes, 10, 8), sides[1].decision, capacity, sides[1].record) ==
               RECOUNT_OK) {
        }
        require(recount_step(kernel, c.bytes, c.count, sides[1].decision, capacity, sides[1].record), "step");
    }
}

/* Restores what a state says, or not; if so, the kernel writes the same bytes again. */
static void try_state(const uint8_t *state, uint64_t bytes, uint8_t *memory, uint64_t memory_bytes) {
    static const uint8_t seed[RECOUNT_SEED_BYTES] = {3};
    recount_kernel *kernel;
    recount_error error = {.struct_bytes = sizeof error};
    recount_status status = recount_restore(memory, memory_bytes, state, bytes, seed, &kernel, &error);
    check(status == error.status, "another error than status");
    if (status != RECOUNT_OK) {
        /* Damaged limits may ask for more memory. */
        check(status == RECOUNT_MALFORMED || status == RECOUNT_BUFFER_TOO_SMALL, recount_status_text(status));
        refused++;
        return;
    }
    uint64_t written;
    uint8_t *again = malloc(bytes);
    require(recount_snapshot(kernel, again, bytes, &written), "snapshot");
    check(written == bytes && memcmp(again, state, bytes) == 0, "a restored kernel has another state");
    free(again);
    restored++;
    if (restored > 1) live_on(kernel);
}

static void give_states(const recount_limits *limits) {
    uint64_t bytes, memory_bytes;
    require(recount_state_bytes(sides[0].kernel, &bytes), "state bytes");
    uint8_t *whole = guarded(bytes), *damaged = guarded(bytes);
    require(recount_snapshot(sides[0].kernel, whole, bytes, &bytes), "snapshot");
    require(recount_required_bytes(limits, &memory_bytes), "required bytes");
    uint8_t *memory = guarded(memory_bytes);
    try_state(whole, bytes, memory, memory_bytes);
    check(restored == 1, "the state of a kernel is refused");
    for (input_number = 0; input_number < 20000; input_number++) {
        uint64_t count = draw(0, 15) == 0 ? draw(1, bytes) : bytes;
        uint8_t *state = damaged + bytes - count; /* flush with the forbidden page */
        memcpy(state, whole, count);
        if (count == bytes) state[draw(0, count - 1)] ^= (uint8_t)(1 << draw(0, 7));
        try_state(state, count, memory, memory_bytes);
    }
    printf("states of %" PRIu64 " bytes: %" PRIu64 " restored, %" PRIu64 " refused\n", bytes, restored, refused);
}

int main(void) {
    const recount_limits limits = {
        .struct_bytes = sizeof limits, .tenants = 3, .accounts = 64, .reservations = 128, .transfers = 128,
        .policies = 2, .models = 8, .locks = 64, .fragments = 16, .maximum_advance_milliseconds = 10000,
        .retention_milliseconds = 60, .maximum_lease_milliseconds = 500, .maximum_wait_milliseconds = 500};
    require(recount_maximum_decision_bytes(&limits, &capacity), "maximum decision bytes");
    sides[0] = make_side(&limits, 1);
    sides[1] = make_side(&limits, 2);
    room = guarded(4096) + 4096;
    command c;
    begin(&c, INSTALL_POLICY, 0, 0);
    command policy;
    begin_policy(&policy, 2);
    put_model(&policy, 10, 9000, 15, 60);
    put_model(&policy, 20, 9500, 250, 1000);
    memcpy(c.bytes + c.count, policy.bytes, policy.count);
    c.count += policy.count;
    give(&c);
    for (input_number = 1; input_number < 1000000; input_number++) {
        uint64_t now;
        require(recount_time(sides[0].kernel, &now), "time");
        make_command(&c, now);
        if (draw(0, 3) == 0) damage(&c);
        give(&c);
    }
    uint64_t inputs = input_number;
    uint8_t digests[2][RECOUNT_DIGEST_BYTES];
    for (int i = 0; i < 2; i++) require(recount_state_digest(sides[i].kernel, digests[i]), "state digest");
    check(memcmp(digests[0], digests[1], sizeof digests[0]) == 0, "two kernels have different states in the end");
    give_states(&limits);
    printf("%" PRIu64 " inputs: %" PRIu64 " stamped, %" PRIu64 " malformed; %" PRIu64 " consequences\n", inputs,
           met[RECOUNT_OK], met[RECOUNT_MALFORMED], consequences);
    printf("decisions by kind:");
    for (int kind = 0; kind < 256; kind++)
        if (kinds[kind] > 0) printf(" %d: %" PRIu64, kind, kinds[kind]);
    printf("\nall stamps: ");
    for (int i = 0; i < RECOUNT_DIGEST_BYTES; i++) printf("%02x", stamps[i]);
    printf("\n");
    return 0;
}
