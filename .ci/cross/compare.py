#!/usr/bin/env python3
"""Holds drivers for several targets to the test vectors and to each other.

Each driver answers every vector. A table says for each target and level how many answers were compared,
and one digest over all the answers, byte for byte, which must be the same for all targets.
"""

import argparse
import contextlib
import hashlib
import json
import pathlib
import shlex
import struct
import subprocess
import sys

# The kernel's levels, in the order in which an implementation grows. Reading journals is a host's work.
LEVELS = ("digests", "decoding", "routing", "budgets", "locks", "context", "admit")

HELLO, DIGEST, CREATE, STEP, CONSEQUENCE, STATE_DIGEST = range(6)
DONE, MALFORMED, CONSEQUENCES_DUE, NOTHING_DUE = range(4)
STEP_FIELDS = struct.Struct("<BQQB32s")
DIGEST_BYTES = 32
ORIGINS = {1: "command", 2: "consequence"}
# The kind, the layout version and the tenant come before a command's time.
TIME_OFFSET = 10


class Difference(Exception):
    """An answer is not the expected one."""


class Driver:
    """A program that answers the protocol of conformance."""

    def __init__(self, target, command):
        self.target = target
        self.digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
        self.count = 0
        try:
            self.process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise SystemExit(f"{target}: {command}: {error.strerror}")

    def ask(self, kind, content=b""):
        message = bytes([kind]) + content
        try:
            self.process.stdin.write(struct.pack("<I", len(message)) + message)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Difference(f"the driver ended with status {self.process.wait()}") from None
        answer = self.read(struct.unpack("<I", self.read(4))[0])
        if kind != HELLO:
            self.digest.update(struct.pack("<I", len(answer)) + answer)
            self.count += 1
        return answer

    def read(self, count):
        received = self.process.stdout.read(count)
        if len(received) < count:
            raise Difference(f"the driver ended with status {self.process.wait()}")
        return received

    def end(self):
        self.process.stdin.close()
        if self.process.wait() != 0:
            raise Difference(f"the driver ended with status {self.process.returncode}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        # Popen closes its pipes; what was not sent to a driver that is gone does not matter.
        with contextlib.suppress(BrokenPipeError), self.process:
            pass


def expect(what, expected, found):
    if expected != found:
        raise Difference(f"{what}: expected {shown(expected)}, found {shown(found)}")


def shown(value):
    return value.hex() if isinstance(value, bytes) else str(value)


def check_level(driver, group_lists):
    """Asks for all cases of a level; returns how many answers were compared."""
    compared = 0
    for group in group_lists:
        cases = group["cases"]
        if "limits" not in group:
            compared += sum(check_digest(driver, case) for case in cases)
            continue
        create(driver, group)
        for position, case in enumerate(cases):
            try:
                check_step(driver, case, cases[position:])
            except Difference as difference:
                raise Difference(f"{case['id']}: {difference}") from None
            compared += 1
    return compared


def check_digest(driver, case):
    """Only the kernel's length of a digest can be asked for."""
    expected = bytes.fromhex(case["digest_hex"])
    if len(expected) != DIGEST_BYTES:
        return 0
    parts = [bytes.fromhex(case[field]) for field in ("personal_hex", "key_hex", "data_hex")]
    content = b"".join([bytes([len(parts[0])]), parts[0], bytes([len(parts[1])]), *parts[1:]])
    expect(case["id"], bytes([DONE]) + expected, driver.ask(DIGEST, content))
    return 1


def create(driver, group):
    limits = group["limits"]
    counts = ("tenants", "accounts", "reservations", "transfers", "policies", "models", "locks", "fragments")
    content = struct.pack(
        "<QQ8IQQQ", int(limits["maximum_advance_ms"]), int(limits["retention_ms"]),
        *(int(limits[name]) for name in counts), int(limits["maximum_lease_ms"]), int(limits["maximum_wait_ms"]),
        int(group["initial_time"]))
    expect(f"{group['id']}: create", bytes([DONE]), driver.ask(CREATE, content + bytes.fromhex(group["hash_seed"])))
    for entry in group["setup"]:
        command, times = (entry, 1) if isinstance(entry, str) else (entry["command_hex"], entry["times"])
        for _ in range(times):
            set_up(driver, bytes.fromhex(command))


def set_up(driver, command):
    """Gives a command, after what is due before it."""
    answer = driver.ask(STEP, command)
    if answer[0] == CONSEQUENCES_DUE:
        while driver.ask(CONSEQUENCE, time_of(command))[0] == DONE:
            pass
        answer = driver.ask(STEP, command)
    if answer[0] not in (DONE, MALFORMED):
        raise Difference(f"setup: no answer to {command.hex()}")


def time_of(command):
    return command[TIME_OFFSET:TIME_OFFSET + 8]


def check_step(driver, case, following):
    expected = case["result"]
    if expected["kind"] == "malformed":
        answer = driver.ask(STEP, bytes.fromhex(case["command_hex"]))
        expect("answer", struct.pack("<BBI", MALFORMED, expected["code"], expected["offset"]), answer)
    else:
        # A consequence is due by the time of the command that it stands before.
        command = bytes.fromhex(next(entry["command_hex"] for entry in following if "command_hex" in entry))
        if expected["origin"] == "consequence":
            expect("step", bytes([CONSEQUENCES_DUE]), driver.ask(STEP, command))
            answer = driver.ask(CONSEQUENCE, time_of(command))
        else:
            expect("consequence", bytes([NOTHING_DUE]), driver.ask(CONSEQUENCE, time_of(command)))
            answer = driver.ask(STEP, command)
        check_decision(expected, answer)
    state = driver.ask(STATE_DIGEST)
    if "state_digest_after" in case:
        expect("state digest", bytes([DONE]) + bytes.fromhex(case["state_digest_after"]), state)


def check_decision(expected, answer):
    if len(answer) < STEP_FIELDS.size or answer[0] != DONE:
        raise Difference(f"expected a decision, found answer {answer.hex()}")
    _, sequence, time, origin, stamp = STEP_FIELDS.unpack_from(answer)
    expect("sequence", int(expected["sequence"]), sequence)
    expect("time", int(expected["time"]), time)
    expect("origin", expected["origin"], ORIGINS.get(origin, origin))
    expect("decision", bytes.fromhex(expected["decision_hex"]), answer[STEP_FIELDS.size:])
    expect("stamp", bytes.fromhex(expected["stamp"]), stamp)


def read_levels(directory):
    """The groups of each level; large generated files are further files of the same level."""
    levels = {}
    for path in sorted(pathlib.Path(directory).glob("*.json")):
        try:
            document = json.loads(path.read_text())
        except ValueError as error:
            raise SystemExit(f"{path} is no JSON: {error}") from None
        if document.get("area") in LEVELS:
            levels.setdefault(document["area"], []).extend(document["groups"])
    missing = [level for level in LEVELS if level not in levels]
    if missing:
        raise SystemExit(f"{directory} has no vectors of: {', '.join(missing)}")
    return {level: levels[level] for level in LEVELS}


def run(target, command, levels):
    """A target's row: comparisons by level, the number of answers, and the digest over them."""
    with Driver(target, command) as driver:
        driver.ask(HELLO)
        row = [str(check_level(driver, groups)) for groups in levels.values()]
        driver.end()
    return [target, *row, str(driver.count), driver.digest.hexdigest()]


def print_table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) if column in (0, len(row) - 1) else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(row, widths))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vectors", help="directory of the vector files")
    parser.add_argument("drivers", nargs="+", metavar="TARGET=COMMAND")
    options = parser.parse_args()
    levels = read_levels(options.vectors)
    rows, failed = [["target", *levels, "answers", "BLAKE2b-256 over all answers"]], False
    for driver in options.drivers:
        target, _, command = driver.partition("=")
        try:
            rows.append(run(target, command, levels))
        except Difference as difference:
            failed = True
            print(f"{target}: {difference}", file=sys.stderr)
    if len(rows) > 1:
        print_table(rows)
    if len({row[-1] for row in rows[1:]}) > 1:
        failed = True
        print("the targets' answers differ", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
