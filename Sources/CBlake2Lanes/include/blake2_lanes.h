// BLAKE2b (RFC 7693) of four messages at a time, each in a lane of 64 bits. In C, because Swift has no way to compile
// one function for a processor that has more instructions than the rest of the program may use.

#ifndef BLAKE2_LANES_H
#define BLAKE2_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BLAKE2B_LANE_COUNT = 4, BLAKE2B_BLOCK_BYTE_COUNT = 128 };

/// Four messages on their way. Zero-initialised, every lane is idle: what comes out of it means nothing.
typedef struct {
    /// The state h of RFC 7693, section 3.2: word by word, the four lanes side by side.
    uint64_t state[8][BLAKE2B_LANE_COUNT];
    /// Bytes compressed so far.
    uint64_t byte_counts[BLAKE2B_LANE_COUNT];
    /// What was not compressed yet; borrowed.
    const uint8_t *rests[BLAKE2B_LANE_COUNT];
    size_t rest_byte_counts[BLAKE2B_LANE_COUNT];
    /// Where last blocks are padded with zeros.
    uint8_t last_blocks[BLAKE2B_LANE_COUNT][BLAKE2B_BLOCK_BYTE_COUNT];
} blake2b_lanes;

/// Whether the processor has what the lanes are compiled for. Nothing else here may be called if it has not.
bool blake2b_lanes_are_available(void);

/// What an unkeyed message with 32 bytes of digest and this personalisation begins with: the initialisation vector
/// combined with the parameter block (BLAKE2 specification, section 2.5).
void blake2b_initial_state(uint64_t state[8], const uint8_t personal[16]);

/// Begins a message in a lane.
///
/// bytes: borrowed until the lane has ended; may be null if there are none.
void blake2b_lanes_begin(
    blake2b_lanes *lanes, unsigned lane, const uint64_t initial_state[8], const void *bytes, size_t byte_count);

/// Compresses until messages end. O(bytes of the shortest rest).
///
/// busy: a bit for each lane that has a message, the lowest for lane 0; not 0.
/// Returns the bits of the lanes whose messages have ended.
unsigned blake2b_lanes_run(blake2b_lanes *lanes, unsigned busy);

/// Writes the digest of a message that has ended: 32 bytes.
void blake2b_lanes_digest(const blake2b_lanes *lanes, unsigned lane, void *output);

#endif
