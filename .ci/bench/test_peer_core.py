"""Tests of how the peer's compiled core is found and compared."""

import ctypes
import struct
import unittest
from types import SimpleNamespace

import peer_core


class FindingTests(unittest.TestCase):
    def test_a_module_without_the_function_is_refused(self):
        with self.assertRaisesRegex(peer_core.PeerCoreError, "module.so has 0 functions"):
            # It lists nothing.
            peer_core.PeerCore._address("module.so", "true")


class ComparisonTests(unittest.TestCase):
    FIELDS = (7, 1, 100, 50, 900, 800, 1, 2, 3, 4, 5, 6, 7)

    def core(self, **changed):
        """A core whose every decision has its field's place for a value, but for those that are changed."""
        core = peer_core.PeerCore.__new__(peer_core.PeerCore)
        core._decision = ctypes.create_string_buffer(peer_core.DECISION_BYTES)
        for name, (form, offset) in peer_core.FIELDS.items():
            struct.pack_into(form, core._decision, offset, changed.get(name, offset))
        core._run = lambda policy, requests, count, rounds: 0
        return core

    def expected(self):
        return SimpleNamespace(**{name: offset for name, (_, offset) in peer_core.FIELDS.items()})

    def test_equal_decisions_pass(self):
        self.core().check(None, [self.FIELDS], [self.expected()])

    def test_each_field_that_differs_is_named(self):
        for name in peer_core.FIELDS:
            with self.assertRaisesRegex(peer_core.PeerCoreError, f"request 0: {name} is 999 in the core"):
                self.core(**{name: 999}).check(None, [self.FIELDS], [self.expected()])

    def test_a_decision_that_is_missing_is_no_success(self):
        with self.assertRaises(ValueError):
            self.core().check(None, [self.FIELDS], [])


if __name__ == "__main__":
    unittest.main()
