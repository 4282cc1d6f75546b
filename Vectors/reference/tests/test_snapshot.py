"""State roots: what they depend on, and the shape of the tree of tenants."""

import unittest

from ..commands import Command, Header, OpenTenant, Quotas, Seal
from ..decisions import Sealed, decode_decision
from ..digests import branch_digest, digest
from ..kernel import Kernel
from ..snapshot import leaf, state_root, tree
from ..state import Limits

LIMITS = Limits(1000, 100, 8, 8, 8, 8, 1, 1, 8, 1, 0, 0)
SALT_SECRET = bytes(range(32))


def kernel_of(tenants: list[int], salt_secret: bytes = SALT_SECRET) -> Kernel:
    kernel = Kernel(LIMITS, 5, salt_secret)
    for tenant in tenants:
        kernel.step(Command(Header(1, tenant, 5, 0, 0, 0), OpenTenant(Quotas(1, 1, 1, 1))))
    return kernel


class StateRoots(unittest.TestCase):
    def test_a_seal_answers_with_the_root_after_its_step(self) -> None:
        kernel = kernel_of([7, 3])
        record = kernel.step(Command(Header(1, 0, 6, 0, 0, 0), Seal()))
        self.assertEqual(decode_decision(record.decision), Sealed(state_root(kernel.state, SALT_SECRET)))

    def test_the_secret_salts_the_leaves_and_nothing_else(self) -> None:
        state = kernel_of([7]).state
        other = SALT_SECRET[::-1]
        self.assertNotEqual(state_root(state, SALT_SECRET), state_root(state, other))
        self.assertNotEqual(leaf(state.tenants[7], SALT_SECRET), leaf(state.tenants[7], other))
        empty = kernel_of([]).state
        self.assertEqual(state_root(empty, SALT_SECRET), state_root(empty, other))

    def test_the_tree_is_split_at_the_largest_power_of_two_below_the_number_of_leaves(self) -> None:
        leaves = [digest(b"", bytes((number,))) for number in range(7)]
        self.assertEqual(tree([]), branch_digest(b""))
        self.assertEqual(tree(leaves[:1]), leaves[0])
        for count, split in ((2, 1), (3, 2), (4, 2), (5, 4), (6, 4), (7, 4)):
            halves = tree(leaves[:split]) + tree(leaves[split:count])
            self.assertEqual(tree(leaves[:count]), branch_digest(halves))

