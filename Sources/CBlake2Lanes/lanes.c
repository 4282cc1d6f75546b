#include "blake2_lanes.h"

#include <string.h>

#if defined(__x86_64__)
// Tuned for processors whose one shuffle of bytes is faster than two of words: all that have AVX2.
#define FOR_LANES __attribute__((target("avx2,tune=haswell")))
bool blake2b_lanes_are_available(void) { return __builtin_cpu_supports("avx2"); }
#else
// Right where words are little-endian, but without vectors of 256 bits no faster than one message after the other.
#define FOR_LANES
bool blake2b_lanes_are_available(void) { return false; }
#endif

/// The same word of four messages.
typedef uint64_t word_lanes __attribute__((vector_size(32)));
/// Four words of one message, wherever they lie.
typedef uint64_t unaligned_words __attribute__((vector_size(32), aligned(1), may_alias));
typedef uint8_t byte_lanes __attribute__((vector_size(32)));

_Static_assert(BLAKE2B_LANE_COUNT * sizeof(uint64_t) == sizeof(word_lanes), "a vector has a word of every lane");

/// The initialisation vector (RFC 7693, section 2.6).
static const uint64_t initialization_vector[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

/// The message schedule SIGMA (RFC 7693, section 2.7) of all twelve rounds.
static const uint8_t schedule[12][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
};

// Rotations to the right by whole bytes are shuffles of the bytes of each word: the places that they come from.
#define EIGHT(b0, b1, b2, b3, b4, b5, b6, b7, at) \
    (b0) + (at), (b1) + (at), (b2) + (at), (b3) + (at), (b4) + (at), (b5) + (at), (b6) + (at), (b7) + (at)
#define SHUFFLED(x, ...) \
    ((word_lanes)__builtin_shufflevector((byte_lanes)(x), (byte_lanes)(x), EIGHT(__VA_ARGS__, 0), \
        EIGHT(__VA_ARGS__, 8), EIGHT(__VA_ARGS__, 16), EIGHT(__VA_ARGS__, 24)))
#define ROTATED_16(x) SHUFFLED(x, 2, 3, 4, 5, 6, 7, 0, 1)
#define ROTATED_24(x) SHUFFLED(x, 3, 4, 5, 6, 7, 0, 1, 2)
#define ROTATED_32(x) SHUFFLED(x, 4, 5, 6, 7, 0, 1, 2, 3)
#define ROTATED_63(x) ((x) >> 63 | ((x) + (x)))

/// The mixing function G (RFC 7693, section 3.1).
FOR_LANES static inline __attribute__((always_inline)) void mix(
    word_lanes v[16], int a, int b, int c, int d, const word_lanes *x, const word_lanes *y) {
    v[a] = v[a] + v[b] + *x;
    v[d] = ROTATED_32(v[d] ^ v[a]);
    v[c] = v[c] + v[d];
    v[b] = ROTATED_24(v[b] ^ v[c]);
    v[a] = v[a] + v[b] + *y;
    v[d] = ROTATED_16(v[d] ^ v[a]);
    v[c] = v[c] + v[d];
    v[b] = ROTATED_63(v[b] ^ v[c]);
}

/// The words of four blocks, lane by lane: four transpositions of four words of four blocks.
FOR_LANES static inline __attribute__((always_inline)) void gather(
    word_lanes message[16], const uint8_t *const blocks[BLAKE2B_LANE_COUNT]) {
    for (int first = 0; first < 16; first += 4) {
        word_lanes a = *(const unaligned_words *)(blocks[0] + 8 * first);
        word_lanes b = *(const unaligned_words *)(blocks[1] + 8 * first);
        word_lanes c = *(const unaligned_words *)(blocks[2] + 8 * first);
        word_lanes d = *(const unaligned_words *)(blocks[3] + 8 * first);
        word_lanes even_ab = __builtin_shufflevector(a, b, 0, 4, 2, 6);
        word_lanes even_cd = __builtin_shufflevector(c, d, 0, 4, 2, 6);
        word_lanes odd_ab = __builtin_shufflevector(a, b, 1, 5, 3, 7);
        word_lanes odd_cd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
        message[first] = __builtin_shufflevector(even_ab, even_cd, 0, 1, 4, 5);
        message[first + 1] = __builtin_shufflevector(odd_ab, odd_cd, 0, 1, 4, 5);
        message[first + 2] = __builtin_shufflevector(even_ab, even_cd, 2, 3, 6, 7);
        message[first + 3] = __builtin_shufflevector(odd_ab, odd_cd, 2, 3, 6, 7);
    }
}

/// The compression function F (RFC 7693, section 3.2).
///
/// finalization_flags: all ones for a lane whose block is its last, else 0.
FOR_LANES static void compress(
    uint64_t state[8][BLAKE2B_LANE_COUNT], const uint8_t *const blocks[BLAKE2B_LANE_COUNT],
    const uint64_t byte_counts[BLAKE2B_LANE_COUNT], const uint64_t finalization_flags[BLAKE2B_LANE_COUNT]) {
    word_lanes message[16], v[16];
    gather(message, blocks);
    for (int word = 0; word < 8; word++) {
        v[word] = *(const unaligned_words *)state[word];
        v[8 + word] = (word_lanes){0} + initialization_vector[word];
    }
    v[12] ^= *(const unaligned_words *)byte_counts;
    v[14] ^= *(const unaligned_words *)finalization_flags;
    // Unrolled, every index is a constant and words can stay in registers.
#pragma clang loop unroll(full)
    for (int round = 0; round < 12; round++) {
        const uint8_t *from = schedule[round];
        mix(v, 0, 4, 8, 12, &message[from[0]], &message[from[1]]);
        mix(v, 1, 5, 9, 13, &message[from[2]], &message[from[3]]);
        mix(v, 2, 6, 10, 14, &message[from[4]], &message[from[5]]);
        mix(v, 3, 7, 11, 15, &message[from[6]], &message[from[7]]);
        mix(v, 0, 5, 10, 15, &message[from[8]], &message[from[9]]);
        mix(v, 1, 6, 11, 12, &message[from[10]], &message[from[11]]);
        mix(v, 2, 7, 8, 13, &message[from[12]], &message[from[13]]);
        mix(v, 3, 4, 9, 14, &message[from[14]], &message[from[15]]);
    }
    for (int word = 0; word < 8; word++) *(unaligned_words *)state[word] ^= v[word] ^ v[8 + word];
}

void blake2b_initial_state(uint64_t state[8], const uint8_t personal[16]) {
    uint64_t words[2];
    memcpy(words, personal, sizeof words);
    memcpy(state, initialization_vector, sizeof initialization_vector);
    // Fanout 1, depth 1, 32 bytes of output.
    state[0] ^= 0x01010020;
    state[6] ^= words[0];
    state[7] ^= words[1];
}

void blake2b_lanes_begin(
    blake2b_lanes *lanes, unsigned lane, const uint64_t initial_state[8], const void *bytes, size_t byte_count) {
    for (int word = 0; word < 8; word++) lanes->state[word][lane] = initial_state[word];
    lanes->byte_counts[lane] = 0;
    lanes->rests[lane] = bytes;
    lanes->rest_byte_counts[lane] = byte_count;
}

/// The last block of a message, zeros behind its bytes.
static const uint8_t *padded(blake2b_lanes *lanes, unsigned lane) {
    size_t count = lanes->rest_byte_counts[lane];
    uint8_t *block = lanes->last_blocks[lane];
    if (count > 0) memcpy(block, lanes->rests[lane], count);
    memset(block + count, 0, BLAKE2B_BLOCK_BYTE_COUNT - count);
    return block;
}

unsigned blake2b_lanes_run(blake2b_lanes *lanes, unsigned busy) {
    unsigned ended = 0;
    while (ended == 0) {
        const uint8_t *blocks[BLAKE2B_LANE_COUNT];
        uint64_t finalization_flags[BLAKE2B_LANE_COUNT] = {0};
        for (unsigned lane = 0; lane < BLAKE2B_LANE_COUNT; lane++) {
            size_t count = lanes->rest_byte_counts[lane];
            if ((busy >> lane & 1) == 0) {
                blocks[lane] = lanes->last_blocks[lane];
            } else if (count > BLAKE2B_BLOCK_BYTE_COUNT) {
                blocks[lane] = lanes->rests[lane];
                lanes->rests[lane] += BLAKE2B_BLOCK_BYTE_COUNT;
                lanes->rest_byte_counts[lane] = count - BLAKE2B_BLOCK_BYTE_COUNT;
                lanes->byte_counts[lane] += BLAKE2B_BLOCK_BYTE_COUNT;
            } else {
                blocks[lane] = padded(lanes, lane);
                lanes->byte_counts[lane] += count;
                finalization_flags[lane] = UINT64_MAX;
                ended |= 1u << lane;
            }
        }
        compress(lanes->state, blocks, lanes->byte_counts, finalization_flags);
    }
    return ended;
}

void blake2b_lanes_digest(const blake2b_lanes *lanes, unsigned lane, void *output) {
    uint64_t words[4];
    for (int word = 0; word < 4; word++) words[word] = lanes->state[word][lane];
    memcpy(output, words, sizeof words);
}
