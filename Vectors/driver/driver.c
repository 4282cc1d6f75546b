/*
 * Answers the protocol of conformance (docs/conformance.md) through Recount's C interface, on any machine that the
 * library is compiled for: messages on standard input and output, each after its length in four bytes.
 *
 * Exits with 0 at the end of the input, with 1 where it can go on no longer.
 */
#include "host.h"
#include "recount.h"

#ifndef DRIVER_NAME
#define DRIVER_NAME "recount, C interface"
#endif

enum { PROTOCOL_VERSION = 1, LIMITS_BYTES = 64, CREATE_BYTES = LIMITS_BYTES + 8 + RECOUNT_SEED_BYTES };

enum request { HELLO, DIGEST, CREATE, STEP, CONSEQUENCE, STATE_DIGEST, SEGMENTS, DIGEST_OF_LENGTH };

enum answer { DONE = 0, MALFORMED = 1, CONSEQUENCES_DUE = 2, NOTHING_DUE = 3, REFUSED = 4, NOT_SUPPORTED = 255 };

/* Before the decision in an answer to a step: its tag, the sequence, the time, the origin and the stamp. */
enum { STEP_HEADER_BYTES = 1 + 8 + 8 + 1 + RECOUNT_DIGEST_BYTES };

/* Memory that grows as it is needed and is never given back. */
typedef struct {
    uint8_t *bytes;
    uint64_t capacity;
} block;

static block request, answer, memory;
static uint64_t answer_bytes;
static uint64_t decision_capacity;
static recount_kernel *kernel;

static int reserve(block *block, uint64_t bytes) {
    if (bytes <= block->capacity) return 1;
    block->bytes = host_memory(bytes);
    block->capacity = block->bytes ? bytes : 0;
    return block->bytes != 0;
}

static uint64_t read_integer(const uint8_t *bytes, int count) {
    uint64_t value = 0;
    while (count-- > 0) value = value << 8 | bytes[count];
    return value;
}

static void write_integer(uint8_t *bytes, uint64_t value, int count) {
    for (int index = 0; index < count; index++) bytes[index] = (uint8_t)(value >> 8 * index);
}

static void answer_tag(enum answer tag) {
    answer.bytes[0] = (uint8_t)tag;
    answer_bytes = 1;
}

static void hello(void) {
    answer_tag(DONE);
    write_integer(answer.bytes + 1, PROTOCOL_VERSION, 2);
    answer_bytes = 3;
    for (const char *name = DRIVER_NAME; *name; name++) answer.bytes[answer_bytes++] = (uint8_t)*name;
}

/* The personal string and the key, each after its length in one byte, then the data. */
static void digest(const uint8_t *bytes, uint64_t count) {
    answer_tag(NOT_SUPPORTED);
    if (count < 1 || count < 2u + bytes[0]) return;
    const uint8_t personal_bytes = bytes[0], *personal = bytes + 1;
    const uint8_t key_bytes = personal[personal_bytes], *key = personal + personal_bytes + 1;
    const uint64_t before_data = 2u + personal_bytes + key_bytes;
    if (count < before_data) return;
    if (recount_digest(personal, personal_bytes, key, key_bytes, bytes + before_data, count - before_data,
                       answer.bytes + 1) != RECOUNT_OK) return;
    answer_tag(DONE);
    answer_bytes += RECOUNT_DIGEST_BYTES;
}

/* Digests of other lengths are no part of the interface. */
static void digest_of_length(const uint8_t *bytes, uint64_t count) {
    if (count > 0 && bytes[0] == RECOUNT_DIGEST_BYTES) digest(bytes + 1, count - 1);
    else answer_tag(NOT_SUPPORTED);
}

/* The limits as they stand in a segment's header, see docs/format.md. */
static recount_limits limits_of(const uint8_t *bytes) {
    recount_limits limits = {
        .struct_bytes = sizeof limits,
        .maximum_advance_milliseconds = read_integer(bytes, 8),
        .retention_milliseconds = read_integer(bytes + 8, 8),
        .tenants = (uint32_t)read_integer(bytes + 16, 4),
        .accounts = (uint32_t)read_integer(bytes + 20, 4),
        .reservations = (uint32_t)read_integer(bytes + 24, 4),
        .transfers = (uint32_t)read_integer(bytes + 28, 4),
        .policies = (uint32_t)read_integer(bytes + 32, 4),
        .models = (uint32_t)read_integer(bytes + 36, 4),
        .locks = (uint32_t)read_integer(bytes + 40, 4),
        .fragments = (uint32_t)read_integer(bytes + 44, 4),
        .maximum_lease_milliseconds = read_integer(bytes + 48, 8),
        .maximum_wait_milliseconds = read_integer(bytes + 56, 8),
    };
    return limits;
}

static void create(const uint8_t *bytes, uint64_t count) {
    answer_tag(NOT_SUPPORTED);
    kernel = 0;
    if (count != CREATE_BYTES) return;
    const recount_limits limits = limits_of(bytes);
    uint64_t needed = 0;
    answer_tag(REFUSED);
    if (recount_required_bytes(&limits, &needed) != RECOUNT_OK) return;
    if (recount_maximum_decision_bytes(&limits, &decision_capacity) != RECOUNT_OK) return;
    if (!reserve(&memory, needed) || !reserve(&answer, STEP_HEADER_BYTES + decision_capacity)) return;
    const recount_status status = recount_create(memory.bytes, memory.capacity, &limits,
                                                 read_integer(bytes + LIMITS_BYTES, 8), bytes + LIMITS_BYTES + 8,
                                                 &kernel);
    answer_tag(status == RECOUNT_OK ? DONE : REFUSED);
}

static void answer_malformed(void) {
    recount_error error = {.struct_bytes = sizeof error};
    answer_tag(NOT_SUPPORTED);
    if (recount_last_error(kernel, &error) != RECOUNT_OK) return;
    answer_tag(MALFORMED);
    write_integer(answer.bytes + 1, error.decoding_code, 1);
    write_integer(answer.bytes + 2, error.decoding_offset, 4);
    answer_bytes += 5;
}

#ifdef DRIVER_WRONG_STEP
/* For proving that a wrong answer is found: one bit of one decision. */
static void make_wrong(const recount_record *record, uint8_t *decision) {
    if (record->sequence == DRIVER_WRONG_STEP) decision[record->decision_bytes - 1] ^= 1;
}
#else
static void make_wrong(const recount_record *record, uint8_t *decision) { (void)record, (void)decision; }
#endif

/* Answers with a step, whose decision is in its place, or with why there is none. */
static void answer_step(recount_status status, const recount_record *record) {
    switch (status) {
    case RECOUNT_OK:
        answer_tag(DONE);
        write_integer(answer.bytes + 1, record->sequence, 8);
        write_integer(answer.bytes + 9, record->time_milliseconds, 8);
        write_integer(answer.bytes + 17, record->origin, 1);
        for (int index = 0; index < RECOUNT_DIGEST_BYTES; index++) answer.bytes[18 + index] = record->stamp[index];
        make_wrong(record, answer.bytes + STEP_HEADER_BYTES);
        answer_bytes = STEP_HEADER_BYTES + record->decision_bytes;
        break;
    case RECOUNT_MALFORMED: answer_malformed(); break;
    case RECOUNT_CONSEQUENCES_DUE: answer_tag(CONSEQUENCES_DUE); break;
    case RECOUNT_NOTHING_DUE: answer_tag(NOTHING_DUE); break;
    default: answer_tag(NOT_SUPPORTED);
    }
}

static void step(const uint8_t *command, uint64_t count) {
    recount_record record = {.struct_bytes = sizeof record};
    const recount_status status =
        recount_step(kernel, command, count, answer.bytes + STEP_HEADER_BYTES, decision_capacity, &record);
    answer_step(status, &record);
}

static void consequence(const uint8_t *bytes, uint64_t count) {
    recount_record record = {.struct_bytes = sizeof record};
    answer_tag(NOT_SUPPORTED);
    if (count != 8) return;
    const recount_status status = recount_next_consequence(
        kernel, read_integer(bytes, 8), answer.bytes + STEP_HEADER_BYTES, decision_capacity, &record);
    answer_step(status, &record);
}

static void state_digest(void) {
    answer_tag(NOT_SUPPORTED);
    if (recount_state_digest(kernel, answer.bytes + 1) != RECOUNT_OK) return;
    answer_tag(DONE);
    answer_bytes += RECOUNT_DIGEST_BYTES;
}

static void answer_request(const uint8_t *bytes, uint64_t count) {
    answer_tag(NOT_SUPPORTED);
    if (count == 0) return;
    switch (bytes[0]) {
    case HELLO: hello(); return;
    case DIGEST: digest(bytes + 1, count - 1); return;
    case DIGEST_OF_LENGTH: digest_of_length(bytes + 1, count - 1); return;
    case CREATE: create(bytes + 1, count - 1); return;
    }
    if (!kernel) return;
    switch (bytes[0]) {
    case STEP: step(bytes + 1, count - 1); return;
    case CONSEQUENCE: consequence(bytes + 1, count - 1); return;
    case STATE_DIGEST: state_digest(); return;
    }
}

int main(void) {
    uint8_t length[4];
    if (recount_abi_version() != RECOUNT_ABI_VERSION || !reserve(&answer, 4096)) return 1;
    while (host_read(length, 4)) {
        const uint32_t count = (uint32_t)read_integer(length, 4);
        if (!reserve(&request, count) || !host_read(request.bytes, count)) return 1;
        answer_request(request.bytes, count);
        write_integer(length, answer_bytes, 4);
        if (!host_write(length, 4) || !host_write(answer.bytes, (uint32_t)answer_bytes)) return 1;
    }
    return 0;
}
