#include "host.h"

#include <stdlib.h>
#include <unistd.h>

int host_read(uint8_t *bytes, uint32_t count) {
    while (count > 0) {
        ssize_t taken = read(STDIN_FILENO, bytes, count);
        if (taken <= 0) return 0;
        bytes += taken;
        count -= (uint32_t)taken;
    }
    return 1;
}

int host_write(const uint8_t *bytes, uint32_t count) {
    while (count > 0) {
        ssize_t taken = write(STDOUT_FILENO, bytes, count);
        if (taken <= 0) return 0;
        bytes += taken;
        count -= (uint32_t)taken;
    }
    return 1;
}

void *host_memory(uint64_t count) {
    if (count > SIZE_MAX - 63) return NULL;
    return aligned_alloc(64, (size_t)((count + 63) / 64 * 64));
}
