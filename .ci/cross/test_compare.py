"""The comparison with drivers that are made up: what it accepts, and what it must find."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import compare

# Answers each step with the decision 01 and each question for the state with the argument's byte, or ends.
FAKE = """
import struct, sys
if sys.argv[1] == "end": sys.exit(1)
while header := sys.stdin.buffer.read(4):
    kind = sys.stdin.buffer.read(struct.unpack("<I", header)[0])[0]
    step = bytes([0]) + (1).to_bytes(8, "little") + bytes(8) + bytes([1]) + bytes(32) + bytes([1])
    state = bytes([0]) + bytes(31) + bytes([int(sys.argv[1])])
    answer = {0: bytes([0, 1, 0]), 2: bytes([0]), 3: step, 4: bytes([3]), 5: state}[kind]
    sys.stdout.buffer.write(struct.pack("<I", len(answer)) + answer)
    sys.stdout.buffer.flush()
"""

LIMITS = dict.fromkeys(
    ("maximum_advance_ms", "retention_ms", "tenants", "accounts", "reservations", "transfers", "policies", "models",
     "locks", "fragments", "maximum_lease_ms", "maximum_wait_ms"), "1")


def vectors(**changes):
    result = {"kind": "decision", "sequence": "1", "time": "0", "origin": "command", "decision_hex": "01",
              "stamp": "00" * 32, **changes}
    case = {"id": "group/001", "command_hex": "01" * 18, "result": result}
    group = {"id": "group", "limits": LIMITS, "initial_time": "0", "hash_seed": "00" * 16, "setup": [], "cases": [case]}
    return {"area": "budgets", "groups": [group]}


class Comparison(unittest.TestCase):
    def run_main(self, document, *states):
        """The exit code and the output for drivers that answer these states."""
        with tempfile.TemporaryDirectory() as name:
            directory = pathlib.Path(name)
            (directory / "fake.py").write_text(FAKE)
            (directory / "budgets.json").write_text(json.dumps(document))
            drivers = [f"t{place}={sys.executable} {directory}/fake.py {state}" for place, state in enumerate(states)]
            output = io.StringIO()
            with mock.patch.object(sys, "argv", ["compare.py", name, *drivers]), \
                    mock.patch.object(compare, "LEVELS", ("budgets",)), \
                    contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                return compare.main(), output.getvalue()

    def test_equal_answers_pass(self):
        code, output = self.run_main(vectors(), 7, 7)
        self.assertEqual(code, 0, output)
        self.assertRegex(output, r"t0 +1 +4 +[0-9a-f]{64}")

    def test_answers_that_no_vector_states_must_be_equal_too(self):
        code, output = self.run_main(vectors(), 7, 8)
        self.assertEqual(code, 1)
        self.assertIn("the targets' answers differ", output)

    def test_each_field_is_compared(self):
        for field, value in {"sequence": "2", "time": "1", "origin": "consequence", "decision_hex": "02",
                             "stamp": "01" * 32, "kind": "malformed"}.items():
            with self.subTest(field=field):
                code, output = self.run_main(vectors(**{field: value}, code=1, offset=0), 7)
                self.assertEqual(code, 1)
                self.assertIn("group/001", output)

    def test_a_driver_that_ends_is_found(self):
        code, output = self.run_main(vectors(), "end")
        self.assertEqual(code, 1)
        self.assertIn("ended with status 1", output)

    def test_a_level_without_vectors_is_a_failure(self):
        with self.assertRaisesRegex(SystemExit, "has no vectors of: budgets"):
            self.run_main({"area": "journal", "groups": []}, 7)


if __name__ == "__main__":
    unittest.main()
