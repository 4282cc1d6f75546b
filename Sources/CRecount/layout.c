// The layouts that a foreign caller relies on, checked by the compiler wherever this is compiled.

#include "recount.h"

#include <stddef.h>

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), "the size of " #type " is part of the ABI")
#define OFFSET(type, field, bytes) \
    _Static_assert(offsetof(type, field) == (bytes), #type "." #field " has its place in the ABI")

SIZE(recount_limits, 72);
OFFSET(recount_limits, fragments, 32);
OFFSET(recount_limits, maximum_advance_milliseconds, 40);
OFFSET(recount_limits, maximum_wait_milliseconds, 64);

SIZE(recount_record, 64);
OFFSET(recount_record, sequence, 8);
OFFSET(recount_record, time_milliseconds, 16);
OFFSET(recount_record, decision_bytes, 24);
OFFSET(recount_record, stamp, 32);

SIZE(recount_error, 40);
OFFSET(recount_error, decoding_code, 12);
OFFSET(recount_error, decoding_offset, 16);
OFFSET(recount_error, offered, 32);

SIZE(recount_command_header, 64);
OFFSET(recount_command_header, time_milliseconds, 8);
OFFSET(recount_command_header, correlation, 48);

SIZE(recount_balance, 48);
OFFSET(recount_balance, debt, 40);

SIZE(recount_account_state, 168);
OFFSET(recount_account_state, parent, 16);
OFFSET(recount_account_state, calls, 24);
OFFSET(recount_account_state, cost, 120);
