/*
 * Writes commands in canonical form (docs/format.md, "Commands"): little-endian, fixed width, no padding.
 * Each function starts a command anew in the buffer and leaves its length in `count`.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdint.h>
#include <string.h>

enum {
    TICK = 1, INSTALL_POLICY = 3, SEAL = 4, ROUTE = 16, OPEN_TENANT = 32, OPEN_ACCOUNT = 33, FUND = 36, RESERVE = 38,
    SETTLE = 41, ACQUIRE_LOCK = 80
};

typedef struct {
    uint8_t bytes[1024];
    size_t count;
} command;

/* Any unsigned integer, low byte first. */
static inline void put(command *c, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++) c->bytes[c->count++] = (uint8_t)(value >> 8 * i);
}

static inline void put_id(command *c, uint64_t id) {
    put(c, id, 8);
    put(c, 0, 8);
}

/* Calls, tokens, and cost in microcents: 1 USD = 10^8. */
static inline void put_amounts(command *c, uint64_t calls, uint64_t tokens, uint64_t cost) {
    put(c, calls, 8);
    put(c, tokens, 8);
    put(c, cost, 8);
}

/* Kind, layout version, tenant, time; request id, actor and correlation are left 0. */
static inline void begin(command *c, int kind, uint64_t tenant, uint64_t time) {
    c->count = 0;
    put(c, (uint64_t)kind, 1);
    put(c, 1, 1);
    put(c, tenant, 8);
    put(c, time, 8);
    for (int i = 0; i < 3; i++) put_id(c, 0);
}

static inline void open_tenant(command *c, uint64_t tenant, uint64_t time, uint32_t quota) {
    begin(c, OPEN_TENANT, tenant, time);
    for (int i = 0; i < 4; i++) put(c, quota, 4);
}

static inline void open_account(command *c, uint64_t tenant, uint64_t time, uint64_t account, const uint64_t *parent) {
    begin(c, OPEN_ACCOUNT, tenant, time);
    put(c, account, 8);
    put(c, parent != NULL, 1);
    if (parent != NULL) put(c, *parent, 8);
    put(c, 0, 1); /* no exposure limit */
}

static inline void fund(command *c, uint64_t tenant, uint64_t time, uint64_t transfer, uint64_t account, uint64_t calls,
                        uint64_t tokens, uint64_t cost) {
    begin(c, FUND, tenant, time);
    put_id(c, transfer);
    put(c, account, 8);
    put_amounts(c, calls, tokens, cost);
}

static inline void reserve(command *c, uint64_t tenant, uint64_t time, uint64_t reservation, uint64_t account,
                           uint64_t calls, uint64_t tokens, uint64_t cost, uint64_t expiry) {
    begin(c, RESERVE, tenant, time);
    put_id(c, reservation);
    put(c, 1, 4);
    put(c, account, 8);
    put_amounts(c, calls, tokens, cost);
    put(c, expiry, 8);
}

static inline void settle(command *c, uint64_t tenant, uint64_t time, uint64_t reservation, uint64_t calls,
                          uint64_t tokens, uint64_t cost) {
    begin(c, SETTLE, tenant, time);
    put_id(c, reservation);
    put_amounts(c, calls, tokens, cost);
}

static inline void acquire_lock(command *c, uint64_t tenant, uint64_t time, uint64_t resource, uint64_t agent, int mode,
                                uint64_t lease, uint64_t wait) {
    begin(c, ACQUIRE_LOCK, tenant, time);
    put_id(c, resource);
    put_id(c, agent);
    put(c, (uint64_t)mode, 1);
    put(c, lease, 8);
    put(c, wait, 8);
}

/* A request that any model of the policy may serve, worth `value` microcents at full confidence. */
static inline void route(command *c, uint64_t tenant, uint64_t time, uint32_t policy, uint32_t model, uint64_t input,
                         uint64_t output, uint64_t value) {
    begin(c, ROUTE, tenant, time);
    put(c, policy, 4);
    put(c, model, 4);
    const uint64_t usage[8] = {input, 0, 0, output, 0, 0, 0, 0};
    for (int i = 0; i < 8; i++) put(c, usage[i], 8);
    put(c, value, 8);
    put(c, UINT64_MAX, 8); /* cost limit */
    put(c, 0, 2);          /* risk */
    put(c, 10000, 2);      /* confidence, basis points */
    put(c, 0, 2);          /* minimum quality */
    put(c, 0, 4);          /* latency limit: any */
    put(c, 0, 8);          /* required capabilities */
    put(c, UINT64_MAX, 8); /* allowed providers: all */
    put(c, 0, 8);          /* required regions: any */
    put(c, 0, 4);          /* no warm entries */
    put(c, 0, 4);          /* no excluded models */
}

/* A policy (not a command): its header, then put_model for each model by ascending id. */
static inline void begin_policy(command *c, uint32_t models) {
    c->count = 0;
    put(c, 1, 2);     /* layout version */
    put(c, 1, 8);     /* policy epoch */
    put(c, 1, 8);     /* catalog epoch */
    put(c, 10000, 2); /* hard risk limit */
    put(c, 0, 2);     /* minimum confidence */
    put(c, 0, 2);     /* risk multiplier */
    put(c, 0, 8);     /* latency penalty */
    put(c, models, 4);
}

/* Prices are microcents per million tokens. */
static inline void put_model(command *c, uint32_t id, uint32_t quality, uint64_t input_price, uint64_t output_price) {
    put(c, id, 4);
    put(c, 0, 1); /* provider */
    put(c, 1, 1); /* enabled */
    put(c, quality, 2);
    put(c, 10000, 2); /* risk ceiling */
    put(c, 0, 4);     /* latency */
    put(c, 0, 8);     /* capabilities */
    put(c, 0, 8);     /* regions */
    put(c, 0, 8);     /* context window: none */
    put(c, 0, 8);     /* maximum output: none */
    put(c, 0, 8);     /* long-context threshold: one price row */
    const uint64_t prices[8] = {input_price, 0, 0, output_price, 0, 0, 0, 0};
    for (int i = 0; i < 8; i++) put(c, prices[i], 8);
    for (int i = 0; i < 8; i++) put(c, 0, 8);
}

/* The little-endian integer at an offset of a decision. */
static inline uint64_t get(const uint8_t *bytes, size_t offset, int width) {
    uint64_t value = 0;
    for (int i = 0; i < width; i++) value |= (uint64_t)bytes[offset + (size_t)i] << 8 * i;
    return value;
}

#endif
