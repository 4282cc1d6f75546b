"""Checking test vectors: each is decoded, decided, encoded and digested anew (schema.json beside check.py)."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .commands import Command, decode_command, encode_command
from .comparison import first_difference
from .decisions import NotAdmitted, Refused, decode_decision, encode_decision
from .digests import digest
from .journal import JournalError, JournalReader, Segment
from .kernel import ConsequencesDue, Kernel
from .names import snake_case
from .reading import DecodingError
from .records import COMMAND, CONSEQUENCE, Record
from .refusals import Reason
from .registry import check_registry, is_registry
from .snapshot import digest_of_state
from .state import Limits

FORMAT_VERSION = 1
STEP_AREAS = ("decoding", "routing", "budgets", "locks", "context", "admit")
ORIGINS = {COMMAND: "command", CONSEQUENCE: "consequence"}
MILLISECOND_LIMITS = ("maximum_advance", "retention", "maximum_lease", "maximum_wait")

Json = dict[str, Any]


class InvalidVectors(Exception):
    """A file that is not in the format of vectors."""


class Divergence(Exception):
    """The first thing in which a case and this implementation differ."""


@dataclass(slots=True)
class Report:
    """What came of a file: how many groups and cases it has, and which cases diverge."""

    group_count: int = 0
    case_count: int = 0
    divergences: list[str] = field(default_factory=list)


def check_file(path: Path) -> Report:
    """Raises OSError, or InvalidVectors for what is neither vectors nor their registry or schema."""
    try:
        return check_content(json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique_members))
    except (KeyError, TypeError, ValueError, DecodingError) as error:
        raise InvalidVectors(f"not in the format of vectors: {type(error).__name__} {error}") from error


def unique_members(pairs: list[tuple[str, Any]]) -> Json:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise InvalidVectors("a member stands twice in one object")
    return members


def check_content(file: Json) -> Report:
    """The registry and the schema stand beside the vectors; a schema has nothing to decide."""
    if "$schema" in file:
        return Report()
    if is_registry(file):
        found = list(check_registry(file))
        return Report(1, len(found), [f"{name}: {problem}" for name, problem in found if problem is not None])
    return check_vectors(file)


def check_vectors(file: Json) -> Report:
    members(file, {"format_version", "area", "groups"}, {"generator"})
    if file["format_version"] != FORMAT_VERSION:
        raise InvalidVectors(f"format version {file['format_version']} is not known")
    check_group = group_check(file["area"])
    report = Report()
    seen: set[str] = set()
    for group in file["groups"]:
        if group["id"] in seen:
            raise InvalidVectors(f"group {group['id']} stands there twice")
        seen.add(group["id"])
        report.group_count += 1
        for position, (case, problem) in enumerate(check_group(group), start=1):
            report.case_count += 1
            if case["id"] != f"{group['id']}/{position:03}":
                problem = problem or f"it is case {position} of group {group['id']}"
            if problem is not None:
                report.divergences.append(f"{case['id']} ({case['comment']}): {problem}")
    return report


CheckedCases = Iterator[tuple[Json, str | None]]
"""Each case of a group, and what is wrong with it."""


def group_check(area: str) -> Callable[[Json], CheckedCases]:
    if area == "digests":
        return check_digests
    if area == "journal":
        return check_journals
    if area in STEP_AREAS:
        return check_steps
    raise InvalidVectors(f"area {area} is not known")


def members(value: Json, required: set[str], optional: set[str] | None = None) -> None:
    """A member that is not known could hide an expectation."""
    if not isinstance(value, dict):
        raise InvalidVectors(f"an object must stand where {value!r} does")
    missing = required - value.keys()
    unknown = value.keys() - required - (optional or set())
    if missing or unknown:
        raise InvalidVectors(f"missing {sorted(missing)}, unknown {sorted(unknown)}")


def problem_of(check: Callable[[Json], None], case: Json) -> str | None:
    try:
        check(case)
    except Divergence as divergence:
        return str(divergence)
    return None


def same(name: str, expected: Any, found: Any) -> None:
    if expected != found:
        raise Divergence(f"{name}: the vector says {expected}, the rules say {found}")


# Digests


def check_digests(group: Json) -> CheckedCases:
    members(group, {"id", "comment", "cases"})
    for case in group["cases"]:
        members(case, {"id", "comment", "flags", "personal_hex", "key_hex", "data_hex", "digest_hex"})
        yield case, problem_of(check_digest, case)


def check_digest(case: Json) -> None:
    personal, key, data, expected = [
        bytes.fromhex(case[name]) for name in ("personal_hex", "key_hex", "data_hex", "digest_hex")
    ]
    same("digest", expected.hex(), digest(personal, data, key=key, byte_count=len(expected)).hex())


# Journals


def check_journals(group: Json) -> CheckedCases:
    members(group, {"id", "comment", "cases"})
    for case in group["cases"]:
        members(case, {"id", "comment", "flags", "segments_hex", "result"})
        yield case, problem_of(check_journal, case)


def check_journal(case: Json) -> None:
    result = case["result"]
    found = read_journal([bytes.fromhex(data) for data in case["segments_hex"]])
    same("kind", result["kind"], found["kind"])
    if found["kind"] == "valid":
        members(result, {"kind", "records", "chain"})
        same("records", result["records"], found["records"])
        same("chain", result["chain"], found["chain"])


def read_journal(segments: list[bytes]) -> Json:
    """What a reader finds in the files of a journal: frames, stamps and chain, without deciding anything again."""
    try:
        reader = JournalReader([Segment.of_header(data) for data in segments])
        reader.read_all()
    except JournalError:
        return {"kind": "refused"}
    return {"kind": "valid", "records": str(reader.sequence), "chain": reader.chain.hex()}


# Steps


def check_steps(group: Json) -> CheckedCases:
    members(group, {"id", "comment", "limits", "initial_time", "hash_seed", "setup", "cases"})
    bytes.fromhex(group["hash_seed"])
    checker = StepChecker(Kernel(limits_of(group["limits"]), int(group["initial_time"])))
    for entry in group["setup"]:
        checker.set_up(entry)
    for case in group["cases"]:
        members(case, {"id", "comment", "flags", "result"}, {"command_hex", "state_digest_after", "readable"})
        yield case, problem_of(checker.check, case)


def limits_of(limits: Json) -> Limits:
    names = [limit.name for limit in fields(Limits)]
    keys = [f"{name}_ms" if name in MILLISECOND_LIMITS else name for name in names]
    members(limits, set(keys))
    return Limits(*[int(limits[key]) for key in keys])


class StepChecker:
    """The kernel of a group, which each case finds as the one before left it."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def set_up(self, entry: "str | Json") -> None:
        if isinstance(entry, str):
            entry = {"command_hex": entry, "times": 1}
        members(entry, {"command_hex", "times"})
        data = bytes.fromhex(entry["command_hex"])
        command = decode_command(data)
        for _ in range(entry["times"]):
            for _ in self.kernel.steps(command, data):
                pass

    def check(self, case: Json) -> None:
        data = bytes.fromhex(case["command_hex"]) if "command_hex" in case else None
        if case["result"]["kind"] == "malformed":
            self.check_malformed(case["result"], data or b"")
        else:
            self.check_decision(case, data)
        if "state_digest_after" in case:
            found = digest_of_state(self.kernel.state).hex()
            same("state_digest_after", case["state_digest_after"], found)

    def check_malformed(self, result: Json, data: bytes) -> None:
        members(result, {"kind", "code", "name", "offset"})
        try:
            decode_command(data)
        except DecodingError as error:
            same("code", result["code"], int(error.code))
            same("name", result["name"], error.code.name.lower())
            same("offset", result["offset"], error.offset)
            return
        raise Divergence("the vector says that the command is malformed, the rules can read it")

    def check_decision(self, case: Json, data: bytes | None) -> None:
        result = case["result"]
        members(result, {"kind", "sequence", "time", "origin", "decision_hex", "stamp"})
        command = None if data is None else self.read_command(data)
        record = self.decide(command, data, int(result["time"]))
        same("sequence", int(result["sequence"]), record.sequence)
        same("time", int(result["time"]), record.time)
        same("origin", result["origin"], ORIGINS[record.origin])
        self.compare_decisions(bytes.fromhex(result["decision_hex"]), record.decision)
        same("stamp", result["stamp"], record.stamp().hex())
        check_readable(case.get("readable"), command, decode_decision(record.decision))

    def read_command(self, data: bytes) -> Command:
        try:
            command = decode_command(data)
        except DecodingError as error:
            raise Divergence(f"the command: {error}") from error
        same("command encoded again", data.hex(), encode_command(command).hex())
        return command

    def decide(self, command: Command | None, data: bytes | None, time: int) -> Record:
        """A case without a command is a consequence, which is due at its own time."""
        if command is None:
            consequence = self.kernel.next_consequence(time)
            if consequence is None:
                raise Divergence("the vector says that a consequence is due, the rules have none")
            return consequence
        try:
            return self.kernel.step(command, data)
        except ConsequencesDue:
            raise Divergence("by the rules a consequence is due before this command") from None

    def compare_decisions(self, expected: bytes, found: bytes) -> None:
        try:
            decision = decode_decision(expected)
        except DecodingError as error:
            raise Divergence(f"the decision: {error}") from error
        same("decision encoded again", expected.hex(), encode_decision(decision).hex())
        if expected != found:
            raise Divergence(f"the decision's {first_difference(decision, decode_decision(found))}")


# What is there for people


def check_readable(readable: Json | None, command: Command | None, decision: Any) -> None:
    """Names and header: what a reader of the file goes by first."""
    if readable is None:
        return
    members(readable, {"decision"} | ({"command"} if command else set()))
    if command is not None:
        same("readable command", readable["command"]["command"], snake_case(type(command.body).__name__))
        same("readable tenant", readable["command"]["tenant"], str(command.tenant))
        same("readable time", readable["command"]["time_ms"], str(command.time))
    same("readable decision", readable["decision"]["decision"], snake_case(type(decision).__name__))
    refusal = decision.stage_and_why[1] if isinstance(decision, NotAdmitted) else decision
    if isinstance(refusal, Refused):
        same("readable reason", readable["decision"]["reason"], Reason(refusal.reason).name.lower())
