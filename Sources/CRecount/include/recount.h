/*
 * recount.h - the C interface of Recount, a deterministic decision kernel.
 *
 * A kernel is a pure step: state and command in, decision and next state out. Commands and decisions are
 * canonical bytes; docs/format.md has every layout, docs/c-abi.md a guide to this header with examples.
 *
 * Memory      The library allocates nothing. A kernel, its tables and its scratch space live in one block that the
 *             caller provides (recount_required_bytes), keeps alive, and leaves alone: it must be neither moved nor
 *             copied nor written to. Nothing that is passed to a function is kept after it returns, but for that
 *             block. Returned strings are static.
 * Threads     One thread at a time for each kernel; the library takes no locks. Distinct kernels are independent:
 *             there is no global state.
 * Buffers     Memory, command, decision, record and so on must be distinct pieces of memory: a call whose buffers
 *             overlap each other or the kernel's memory is refused (RECOUNT_OVERLAPPING).
 * Alignment   Blocks for kernels begin at a multiple of RECOUNT_MEMORY_ALIGNMENT; structs and uint64_t where the C
 *             compiler puts them; bytes anywhere.
 * Integers    in structs are those of the machine; in canonical bytes they are little-endian.
 * Errors      Every function that can fail returns a status. Whatever is not RECOUNT_OK has changed nothing: neither
 *             the kernel nor the outputs, but for recount_last_error and the memory that a state is restored in.
 *             Should an invariant of the kernel ever break, the process is stopped by an illegal instruction rather
 *             than go on with wrong numbers.
 * Versions    Functions, statuses and fields are never changed or removed within one RECOUNT_ABI_VERSION, only added.
 *             A caller sets `struct_bytes` of every struct that it passes to sizeof(the struct). For inputs, a newer
 *             struct than the library knows is accepted if what it does not know is zero; for outputs, only what
 *             both know is written. A struct smaller than the first version's is refused.
 */
#ifndef RECOUNT_H
#define RECOUNT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. */
#define RECOUNT_ABI_VERSION 1

/* Where a kernel's memory begins: at a multiple of so many bytes. */
#define RECOUNT_MEMORY_ALIGNMENT 64

/* Bytes of a digest or stamp, of a hash seed, of a salt secret, and of an identifier. */
#define RECOUNT_DIGEST_BYTES 32
#define RECOUNT_SEED_BYTES 16
#define RECOUNT_SECRET_BYTES 32
#define RECOUNT_ID_BYTES 16

/* The latest time in milliseconds that a limit, a command or an initial time may state: 2^53. */
#define RECOUNT_MAXIMUM_TIME 9007199254740992

/* A kernel. It stands at the beginning of the memory that it was created in. */
typedef struct recount_kernel recount_kernel;

/* What became of a call: one of the numbers below. Later versions may add others. */
typedef int32_t recount_status;

enum {
    /* It did what it is for. A refusal by the kernel is a decision like any other, and also RECOUNT_OK. */
    RECOUNT_OK = 0,
    /* No consequence is due (recount_next_consequence) or ever will be as things stand (recount_next_due). */
    RECOUNT_NOTHING_DUE = 1,
    /* The kernel has no such account (recount_account). */
    RECOUNT_NOT_FOUND = 2,

    /* A pointer that is needed is null. */
    RECOUNT_NULL_POINTER = 16,
    /* A pointer is not aligned for what it points to. */
    RECOUNT_MISALIGNED = 17,
    /* struct_bytes is smaller than the first version of the struct, or its unknown or reserved part is not zero. */
    RECOUNT_UNSUPPORTED_STRUCT = 18,
    /* A number of bytes is above what the format or the machine's addresses allow: see needed (the most that is
     * allowed) and offered. */
    RECOUNT_TOO_LONG = 19,
    /* A buffer is too small: see needed and offered. */
    RECOUNT_BUFFER_TOO_SMALL = 20,
    /* Buffers overlap each other or the kernel's memory. */
    RECOUNT_OVERLAPPING = 21,
    /* What the pointer points to is no kernel of this library's version, or was destroyed, moved or overwritten.
     * This is a safety net, not a promise: a pointer into nowhere still crashes. */
    RECOUNT_NOT_A_KERNEL = 22,
    /* A limit is outside its range. */
    RECOUNT_LIMITS_OUT_OF_RANGE = 23,
    /* A time is above RECOUNT_MAXIMUM_TIME. */
    RECOUNT_TIME_OUT_OF_RANGE = 24,

    /* The bytes are no canonical command, policy or state: see decoding_code and decoding_offset. */
    RECOUNT_MALFORMED = 32,
    /* Something is due at the command's time: take recount_next_consequence first. */
    RECOUNT_CONSEQUENCES_DUE = 33
};

/* Where a record comes from (recount_record.origin). */
enum { RECOUNT_ORIGIN_COMMAND = 1, RECOUNT_ORIGIN_CONSEQUENCE = 2 };

/*
 * How large a kernel's tables are, and how far time may move. Fixed when it is created; the same limits stand in
 * the header of its journal. Every number counts towards recount_required_bytes but for the times.
 */
typedef struct recount_limits {
    uint32_t struct_bytes; /* sizeof(recount_limits) */
    uint32_t tenants;      /* 1 ... 2^28 */
    uint32_t accounts;     /* of all tenants, closed ones included; 1 ... 2^28 */
    uint32_t reservations; /* of all tenants, finished ones included until forgotten; 1 ... 2^28 */
    uint32_t transfers;    /* remembered ids of all tenants; 1 ... 2^28 */
    uint32_t policies;     /* 1 ... 2^28 */
    uint32_t models;       /* of all policies together; 1 ... 2^28 */
    uint32_t locks;        /* leases and waiting requests of all tenants; 1 ... 2^28 */
    uint32_t fragments;    /* of one assembly; 1 ... 32 768 */
    uint32_t reserved;     /* 0 */
    uint64_t maximum_advance_milliseconds; /* how far ahead of the kernel a command may be; 0 ... 2^53 */
    uint64_t retention_milliseconds;       /* how long what is finished is remembered; 0 ... 2^53 */
    uint64_t maximum_lease_milliseconds;   /* how long a lease may last; 0 ... 2^53 */
    uint64_t maximum_wait_milliseconds;    /* how long a request for a lock may wait; 0 ... 2^53 */
} recount_limits;

/* One step, as it is recorded. The record's command and decision are the bytes that were passed and written. */
typedef struct recount_record {
    uint32_t struct_bytes; /* sizeof(recount_record), set by the caller */
    uint32_t origin;       /* RECOUNT_ORIGIN_COMMAND or RECOUNT_ORIGIN_CONSEQUENCE */
    uint64_t sequence;     /* 1 for the first step, then one more each */
    uint64_t time_milliseconds; /* the kernel's time after the step */
    uint64_t decision_bytes;    /* how many bytes of the decision buffer were written */
    uint8_t stamp[RECOUNT_DIGEST_BYTES]; /* BLAKE2b-256 of the record's body, personal "recount.record" */
} recount_record;

/* What the last call on a kernel met. */
typedef struct recount_error {
    uint32_t struct_bytes;  /* sizeof(recount_error), set by the caller */
    recount_status status;  /* what the call returned */
    uint32_t argument;      /* which argument was at fault, from 1; 0 where none was */
    uint32_t decoding_code; /* RECOUNT_MALFORMED: the code of docs/format.md, "Decoding errors"; otherwise 0 */
    uint64_t decoding_offset; /* RECOUNT_MALFORMED: offset of the first byte of the field at fault; otherwise 0 */
    uint64_t needed;  /* RECOUNT_BUFFER_TOO_SMALL: bytes needed; RECOUNT_TOO_LONG: bytes allowed; otherwise 0 */
    uint64_t offered; /* in both cases: bytes passed; otherwise 0 */
} recount_error;

/* The header of a command that installs a policy: what every command carries. */
typedef struct recount_command_header {
    uint32_t struct_bytes; /* sizeof(recount_command_header) */
    uint32_t reserved;     /* 0 */
    uint64_t time_milliseconds; /* at most RECOUNT_MAXIMUM_TIME */
    uint8_t request_id[RECOUNT_ID_BYTES];  /* joins the record with a request of the host; only recorded */
    uint8_t actor[RECOUNT_ID_BYTES];       /* joins it with a person or program; only recorded */
    uint8_t correlation[RECOUNT_ID_BYTES]; /* joins it with others of one piece of work; only recorded */
} recount_command_header;

/* An account's budget in one dimension. funded + debt = withdrawn + available + reserved + spent, always. */
typedef struct recount_balance {
    uint64_t funded;
    uint64_t withdrawn;
    uint64_t spent;
    uint64_t available;
    uint64_t reserved;
    uint64_t debt;
} recount_balance;

/* An account as it stands. */
typedef struct recount_account_state {
    uint32_t struct_bytes; /* sizeof(recount_account_state), set by the caller */
    uint32_t is_closed;    /* 0 or 1 */
    uint32_t has_parent;   /* 0 for a root, otherwise 1 */
    uint32_t hold_count;   /* open reservations that touch it */
    uint64_t parent;       /* 0 for a root */
    recount_balance calls;
    recount_balance tokens;
    recount_balance cost; /* microcents: 1 USD = 10^8 */
} recount_account_state;

/* --- About the library -------------------------------------------------------------------------------------- */

/* RECOUNT_ABI_VERSION of the library. A caller goes on only if it is the one that it was compiled with. */
uint32_t recount_abi_version(void);

/* The library's version, such as "1.0.0". */
const char *recount_version(void);

/* What a status means, in one sentence without a full stop; "unknown status" for another number. */
const char *recount_status_text(recount_status status);

/* What a decoding code means, as above; "unknown decoding code" for another number. */
const char *recount_decoding_text(uint32_t code);

/* --- Making kernels ----------------------------------------------------------------------------------------- */

/* How many bytes of memory a kernel needs. The same limits always need the same on one platform and version. */
recount_status recount_required_bytes(const recount_limits *limits, uint64_t *bytes);

/* The size of the largest decision that a kernel of these limits can give, which every decision buffer must have:
 * 541 bytes and 14 for each of limits->fragments. */
recount_status recount_maximum_decision_bytes(const recount_limits *limits, uint64_t *bytes);

/*
 * Makes a kernel without tenants and policies. Takes time in proportion to the memory, all of which it writes.
 *
 * memory, memory_bytes       recount_required_bytes at least; what is there is overwritten
 * initial_time_milliseconds  the kernel's time before the first step, at most RECOUNT_MAXIMUM_TIME
 * hash_seed                  RECOUNT_SEED_BYTES random bytes, a secret of whoever keeps the journal: two uint64_t,
 *                            little-endian. No decision depends on them.
 * kernel                     the new kernel; it stands where memory begins
 */
recount_status recount_create(void *memory, uint64_t memory_bytes, const recount_limits *limits,
                              uint64_t initial_time_milliseconds, const uint8_t hash_seed[RECOUNT_SEED_BYTES],
                              recount_kernel **kernel);

/*
 * Makes a kernel as recount_create does, whose commands `seal` may be shown to others.
 *
 * salt_secret  RECOUNT_SECRET_BYTES random bytes, a secret of whoever keeps the journal: they salt the tenants in state
 *              roots (docs/format.md, "State root"), so that no tenant's balances can be guessed from them. Keep them
 *              with the journal: a replay and a restored kernel need them. With recount_create they are zeros.
 */
recount_status recount_create_salted(void *memory, uint64_t memory_bytes, const recount_limits *limits,
                                     uint64_t initial_time_milliseconds, const uint8_t hash_seed[RECOUNT_SEED_BYTES],
                                     const uint8_t salt_secret[RECOUNT_SECRET_BYTES], recount_kernel **kernel);

/* Ends a kernel, if there is no further use for it: later calls with it are refused, and the hash seed and the
 * salt secret are overwritten. The memory is the caller's again. Returns RECOUNT_NOT_A_KERNEL for a kernel that was
 * ended before. */
recount_status recount_destroy(recount_kernel *kernel);

/* --- Steps -------------------------------------------------------------------------------------------------- */

/*
 * Answers a command, as one step. Take what is due by the command's time with recount_next_consequence first.
 *
 * command, command_bytes  the canonical bytes of one command, under 2^32
 * decision                where the decision's canonical bytes are written
 * decision_capacity       recount_maximum_decision_bytes of the kernel's limits at least, whatever the command
 * record                  the step; set record->struct_bytes before
 *
 * RECOUNT_MALFORMED, RECOUNT_CONSEQUENCES_DUE and every other failure take no sequence and change nothing.
 */
recount_status recount_step(recount_kernel *kernel, const uint8_t *command, uint64_t command_bytes, uint8_t *decision,
                            uint64_t decision_capacity, recount_record *record);

/* Takes the first consequence that is due by a time, as one step: RECOUNT_OK with its decision and record, or
 * RECOUNT_NOTHING_DUE. The kernel's own time counts if it is later; a time more than maximum_advance_milliseconds
 * ahead counts as the kernel's own. Outputs as in recount_step. */
recount_status recount_next_consequence(recount_kernel *kernel, uint64_t until_milliseconds, uint8_t *decision,
                                        uint64_t decision_capacity, recount_record *record);

/* When the next consequence falls due: RECOUNT_OK, or RECOUNT_NOTHING_DUE if nothing is pending. */
recount_status recount_next_due(const recount_kernel *kernel, uint64_t *milliseconds);

/* Answers the command `installPolicy` whose body is a policy: the same as recount_step with the whole command, which
 * need not be put together for it. Offsets of decoding errors are those of the whole command: a policy begins at 66. */
recount_status recount_install_policy(recount_kernel *kernel, const recount_command_header *header,
                                      const uint8_t *policy, uint64_t policy_bytes, uint8_t *decision,
                                      uint64_t decision_capacity, recount_record *record);

/* --- Reading ------------------------------------------------------------------------------------------------ */

/* The sequence of the last step; 0 before the first. */
recount_status recount_sequence(const recount_kernel *kernel, uint64_t *sequence);

/* The kernel's time. */
recount_status recount_time(const recount_kernel *kernel, uint64_t *milliseconds);

/* An account as it stands, or RECOUNT_NOT_FOUND. */
recount_status recount_account(const recount_kernel *kernel, uint64_t tenant, uint64_t account,
                               recount_account_state *state);

/* What the last call on this kernel that takes it without const met. Calls that take it with const, such as this one,
 * leave that as it is. */
recount_status recount_last_error(const recount_kernel *kernel, recount_error *error);

/* --- State --------------------------------------------------------------------------------------------------- */

/*
 * The canonical bytes of all that later answers depend on (docs/format.md, "State"): a snapshot. Equal histories give
 * equal bytes, whatever the hash seed, the platform and the version of the library. All of these take time in
 * proportion to n log n for n entries of the kernel's tables, and use its scratch space.
 */

/* How many bytes recount_snapshot writes as things stand. */
recount_status recount_state_bytes(recount_kernel *kernel, uint64_t *bytes);

/* Writes the state, and how many bytes it has. A capacity below recount_state_bytes is refused. */
recount_status recount_snapshot(recount_kernel *kernel, uint8_t *state, uint64_t capacity, uint64_t *bytes);

/* BLAKE2b-256 of the state's bytes, personal "recount.state". */
recount_status recount_state_digest(recount_kernel *kernel, uint8_t digest[RECOUNT_DIGEST_BYTES]);

/* The limits that a state was written under, for recount_required_bytes. Sets all fields but struct_bytes. */
recount_status recount_state_limits(const uint8_t *state, uint64_t state_bytes, recount_limits *limits);

/*
 * Makes a kernel that answers every command as the one whose state was written would. Memory and hash_seed are as in
 * recount_create; the seed need not be the one of the kernel that wrote the state. The bytes are checked to be
 * canonical and consistent; whether a history leads to them can only be told by comparing recount_state_digest with one
 * that is known. If they are not (RECOUNT_MALFORMED), what was in the memory before is lost.
 *
 * error  why it failed; may be null
 */
recount_status recount_restore(void *memory, uint64_t memory_bytes, const uint8_t *state, uint64_t state_bytes,
                               const uint8_t hash_seed[RECOUNT_SEED_BYTES], recount_kernel **kernel,
                               recount_error *error);

/* Makes a kernel as recount_restore does, with the salt secret of the kernel that wrote the state: its seals decide the
 * same state roots only so. With recount_restore the secret is zeros, as with recount_create. */
recount_status recount_restore_salted(void *memory, uint64_t memory_bytes, const uint8_t *state, uint64_t state_bytes,
                                      const uint8_t hash_seed[RECOUNT_SEED_BYTES],
                                      const uint8_t salt_secret[RECOUNT_SECRET_BYTES], recount_kernel **kernel,
                                      recount_error *error);

/* --- Digests ------------------------------------------------------------------------------------------------ */

/* BLAKE2b with 32 bytes of output: personal of 0 ... 16 bytes, padded with zeros, and a key of 0 ... 64 bytes. Of
 * these and the data, those with 0 bytes may be null. digest may be any of the inputs or overlap them. */
recount_status recount_digest(const uint8_t *personal, uint64_t personal_bytes, const uint8_t *key, uint64_t key_bytes,
                              const uint8_t *data, uint64_t data_bytes, uint8_t digest[RECOUNT_DIGEST_BYTES]);

#ifdef __cplusplus
}
#endif

#endif
