// What libFuzzer offers to a mutator of one's own (https://llvm.org/docs/LibFuzzer.html).

#ifndef RECOUNT_LIBFUZZER_H
#define RECOUNT_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

// Mutates `size` bytes in place into at most `maximum_size`, and returns how many there are now.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maximum_size);

#endif
