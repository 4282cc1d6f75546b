"""The numbers that bound values (docs/format.md, Conventions)."""

TIME_MAXIMUM = 2**53
AMOUNT_MAXIMUM = 2**48 - 1
BALANCE_MAXIMUM = 2**63 - 1
U32_MAXIMUM = 2**32 - 1
U64_MAXIMUM = 2**64 - 1
I64_MINIMUM = -(2**63)
I64_MAXIMUM = 2**63 - 1

DIMENSIONS = range(3)
"""Calls, tokens, cost: the order in which amounts stand and in which they are tested."""

CALLS, TOKENS, COST = DIMENSIONS

Amounts = tuple[int, int, int]
"""Calls, tokens, cost in microcents."""

NO_AMOUNTS: Amounts = (0, 0, 0)

TABLE_MAXIMUM = 2**28
"""Entries of any table that a limit bounds."""

DEPTH_MAXIMUM = 4
"""A root stands at depth 1."""

FORGOTTEN_PER_STEP_MAXIMUM = 64
"""How many finished things a step forgets at most (docs/format.md, Forgetting)."""
