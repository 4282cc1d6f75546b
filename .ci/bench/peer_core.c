/* Lets the nearest peer decide, over and over, by the function of its compiled core. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Writes the decision on a request under a policy. */
typedef void (*decide_function)(void *decision, const void *policy, const void *request);

/* Decides on each of `count` requests in `rounds` rounds, and sums up the eight bytes of each decision at `offset`, so
   that each is looked at as Recount's are. */
uint64_t peer_decide(decide_function decide, void *decision, size_t offset, const void *policy,
                     const unsigned char *requests, size_t request_size, size_t count, size_t rounds)
{
    uint64_t sum = 0;
    for (size_t round = 0; round < rounds; round++) {
        for (size_t index = 0; index < count; index++) {
            uint64_t looked_at;
            decide(decision, policy, requests + index * request_size);
            memcpy(&looked_at, (unsigned char *)decision + offset, sizeof looked_at);
            sum += looked_at;
        }
    }
    return sum;
}
