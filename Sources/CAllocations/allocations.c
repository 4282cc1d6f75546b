#include "CAllocations.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static bool is_counting;
static uint64_t allocation_count;

static void count_allocation(void)
{
    if (__builtin_expect(__atomic_load_n(&is_counting, __ATOMIC_RELAXED), false))
        __atomic_fetch_add(&allocation_count, 1, __ATOMIC_RELAXED);
}

void recount_allocations_begin(void)
{
    __atomic_store_n(&allocation_count, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&is_counting, true, __ATOMIC_SEQ_CST);
}

uint64_t recount_allocations_end(void)
{
    __atomic_store_n(&is_counting, false, __ATOMIC_SEQ_CST);
    return __atomic_load_n(&allocation_count, __ATOMIC_RELAXED);
}

__attribute__((noinline)) void recount_counted_region(void (*body)(void *), void *context)
{
    body(context);
    /* Keeps the call above from becoming a jump, after which this function would have ended. */
    __asm__ volatile("" ::: "memory");
}

const char *recount_compiler(void)
{
    return __VERSION__;
}

/* The thread sanitizer has allocators of its own in these places, and starts with none but them. */
#if defined(__GLIBC__) && !__has_feature(thread_sanitizer)

/* glibc's own functions under names that nothing else has. What they give, its free takes. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

bool recount_allocations_can_be_counted(void)
{
    return true;
}

/* A program's own definitions stand before those of every library that it loads. */

void *malloc(size_t size)
{
    count_allocation();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    count_allocation();
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    count_allocation();
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size)
{
    count_allocation();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    count_allocation();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    count_allocation();
    int error = errno;
    void *memory = __libc_memalign(alignment, size);
    errno = error;
    if (memory == NULL)
        return ENOMEM;
    *block = memory;
    return 0;
}

#else

bool recount_allocations_can_be_counted(void)
{
    return false;
}

#endif
