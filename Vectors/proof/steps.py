"""Steps to compare with: out of vector files, and out of journals (docs/format.md, "Journal")."""

from __future__ import annotations

import json
import pathlib
from dataclasses import dataclass

from arithmetic import Word
from codec import Reader
from entries import Limits


@dataclass
class Step:
    """A step that the kernel took: what it was given, and what it answered; no answer if it was not written down."""

    name: str
    command: bytes | None
    sequence: int = 0
    time: int = 0
    decision: bytes | None = None
    times: int = 1
    state_digest: bytes | None = None


@dataclass
class Group:
    """Steps of one kernel from its beginning."""

    name: str
    limits: Limits
    fragments: int
    # As a segment's header has them.
    limits_bytes: bytes
    initial_time: int
    steps: list[Step]


_LIMITS = (
    ("maximum_advance_ms", 8), ("retention_ms", 8), ("tenants", 4), ("accounts", 4), ("reservations", 4),
    ("transfers", 4), ("policies", 4), ("models", 4), ("locks", 4), ("fragments", 4), ("maximum_lease_ms", 8),
    ("maximum_wait_ms", 8),
)  # fmt: skip


def groups(path: pathlib.Path) -> list[Group]:
    """The groups of a vector file, or the one of a journal's directory."""
    return [_journal(path)] if path.is_dir() else _vectors(path)


def _vectors(path: pathlib.Path) -> list[Group]:
    found = []
    for group in json.loads(path.read_text())["groups"]:
        if "limits" not in group:
            continue
        given = {name: int(value) for name, value in group["limits"].items()}
        setup = enumerate(group["setup"], start=1)
        steps = [_setup(entry, f"{group['id']}, setup {number}") for number, entry in setup]
        steps += [_case(case) for case in group["cases"] if case["result"]["kind"] == "decision"]
        limits = _limits(
            given["tenants"], given["accounts"], given["reservations"], given["transfers"], given["locks"],
            given["retention_ms"], given["maximum_advance_ms"])  # fmt: skip
        packed = b"".join(given[name].to_bytes(width, "little") for name, width in _LIMITS)
        found.append(Group(group["id"], limits, given["fragments"], packed, int(group["initial_time"]), steps))
    return found


def _setup(entry, name: str) -> Step:
    if isinstance(entry, str):
        return Step(name, bytes.fromhex(entry))
    return Step(name, bytes.fromhex(entry["command_hex"]), times=entry["times"])


def _case(case: dict) -> Step:
    result, command = case["result"], case.get("command_hex")
    return Step(
        f"{case['id']} ({case['comment']})", None if command is None else bytes.fromhex(command),
        int(result["sequence"]), int(result["time"]), bytes.fromhex(result["decision_hex"]),
        state_digest=bytes.fromhex(case["state_digest_after"]) if "state_digest_after" in case else None)  # fmt: skip


def _journal(path: pathlib.Path) -> Group:
    steps: list[Step] = []
    header = b""
    for segment in sorted(path.glob("*.journal")):
        data = segment.read_bytes()
        header = header or data[:512]
        position = 512
        while position < len(data):
            length = int.from_bytes(data[position + 8 : position + 12], "little")
            steps += _records(data[position + 40 : position + 40 + length])
            position += 40 + length + 32
    if not header:
        raise SystemExit(f"{path}: no segment of a journal; name a vector file or a journal's directory")
    reader = Reader(header, 40)
    initial_time, advance, retention = (reader.integer(8) for _ in range(3))
    tenants, accounts, reservations, transfers, _, _, locks, fragments = (reader.integer(4) for _ in range(8))
    limits = _limits(tenants, accounts, reservations, transfers, locks, retention, advance)
    return Group(str(path), limits, fragments, header[48:112], initial_time, steps)


def _records(data: bytes) -> list[Step]:
    reader, found = Reader(data), []
    while reader.position < len(data):
        reader.take(4 + 32)
        sequence, time, origin = reader.integer(8), reader.integer(8), reader.integer(1)
        command, decision = reader.take(reader.integer(4)), reader.take(reader.integer(4))
        found.append(Step(f"record {sequence}", command if origin == 1 else None, sequence, time, decision))
    return found


def _limits(tenants, accounts, reservations, transfers, locks, retention, advance) -> Limits:
    return Limits(
        tenants, Word(accounts, 32), Word(reservations, 32), Word(transfers, 32), Word(locks, 32),
        retention=Word(retention), maximum_advance=Word(advance))  # fmt: skip
