/* What the driver needs of the machine that it runs on: bytes in, bytes out, memory. */
#ifndef DRIVER_HOST_H
#define DRIVER_HOST_H

#include <stdint.h>

/* Reads exactly so many bytes of standard input; 0 at its end or where it cannot be read. */
int host_read(uint8_t *bytes, uint32_t count);

/* Writes all of the bytes to standard output; 0 where that fails. */
int host_write(const uint8_t *bytes, uint32_t count);

/* Memory that begins at a multiple of 64 and is the caller's until the program ends; null where there is no more. */
void *host_memory(uint64_t count);

#endif
