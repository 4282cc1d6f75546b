/* WebAssembly without a C library: two functions of WASI (preview 1), and memory that only grows. */
#include "host.h"

struct part {
    void *bytes;
    uint32_t count;
};

__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_read")))
uint16_t wasi_read(uint32_t file, const struct part *parts, uint32_t part_count, uint32_t *taken);

__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write")))
uint16_t wasi_write(uint32_t file, const struct part *parts, uint32_t part_count, uint32_t *taken);

int main(void);

/* What the compiler's stack protector compares, and where it goes when that changed. */
uintptr_t __stack_chk_guard = 0x5bd1e995;
void __stack_chk_fail(void) { __builtin_trap(); }

int host_read(uint8_t *bytes, uint32_t count) {
    while (count > 0) {
        struct part part = {bytes, count};
        uint32_t taken = 0;
        if (wasi_read(0, &part, 1, &taken) != 0 || taken == 0) return 0;
        bytes += taken;
        count -= taken;
    }
    return 1;
}

int host_write(const uint8_t *bytes, uint32_t count) {
    while (count > 0) {
        struct part part = {(void *)bytes, count};
        uint32_t taken = 0;
        if (wasi_write(1, &part, 1, &taken) != 0) return 0;
        bytes += taken;
        count -= taken;
    }
    return 1;
}

void *host_memory(uint64_t count) {
    const uint64_t page_bytes = 65536;
    if (count > UINT32_MAX) return 0;
    uintptr_t before = __builtin_wasm_memory_grow(0, (uintptr_t)((count + page_bytes - 1) / page_bytes));
    return before == UINTPTR_MAX ? 0 : (void *)(before * page_bytes);
}

__attribute__((export_name("_start"))) void start(void) {
    if (main() != 0) __builtin_trap();
}
