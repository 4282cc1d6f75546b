#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Whether allocations of this process can be counted: only where the C library is glibc, behind which
   malloc and its kin can be put without losing it. */
bool recount_allocations_can_be_counted(void);

/* Begins to count allocations, of all threads, from 0. */
void recount_allocations_begin(void);

/* Ends counting.
   Returns how many allocations there were: every block that was given or grown. */
uint64_t recount_allocations_end(void);

/* Calls body(context). An instruction counter is told this function's name, to count while it runs. */
void recount_counted_region(void (*body)(void *), void *context);

/* The compiler that this was built with, which is the one that comes with Swift. */
const char *recount_compiler(void);

#endif
