"""Verifying a journal: every record is decided again and must say the same (docs/format.md, Durability)."""

from dataclasses import dataclass

from .commands import Command, decode_command, encode_command
from .comparison import first_difference
from .conservation import Auditor, ConservationError
from .decisions import decode_decision, encode_decision
from .journal import Head, JournalError, JournalReader, Segment, Tail
from .kernel import ConsequencesDue, Kernel
from .reading import DecodingError
from .records import COMMAND, Record, decode_record
from .snapshot import encode_state
from .snapshot_files import SnapshotFile, read_snapshot
from .trees import Frontier


class AuditError(Exception):
    """The first record that is not what its command and the state before it lead to."""

    def __init__(self, sequence: int, problem: str) -> None:
        super().__init__(f"record {sequence}: {problem}")


@dataclass(slots=True)
class Verified:
    head: Head
    record_count: int
    consequence_count: int
    tail: Tail | None
    kernel: Kernel


class Audit:
    """Decides the records of a journal again, one after another."""

    def __init__(self, kernel: Kernel, adding_up_every: int) -> None:
        self.kernel = kernel
        self.auditor = Auditor(kernel)
        self.adding_up_every = adding_up_every
        self.record_count = 0
        self.consequence_count = 0

    def check(self, record: Record) -> None:
        try:
            found = self.decide_again(record)
        except DecodingError as error:
            raise AuditError(record.sequence, f"the command: {error}") from error
        self.compare(record, found)
        self.record_count += 1
        self.consequence_count += record.origin != COMMAND
        self.auditor.saw_step()
        if self.record_count % self.adding_up_every == 0:
            self.add_up(record.sequence)

    def decide_again(self, record: Record) -> Record:
        if record.origin != COMMAND:
            return self.consequence(record)
        command = decode_command(record.command)
        self.check_canonical(record, command)
        try:
            return self.kernel.step(command, record.command)
        except ConsequencesDue:
            raise AuditError(record.sequence, "a consequence is due before this command") from None

    def consequence(self, record: Record) -> Record:
        """A consequence may come whenever it is due: it is judged by the time that it claims."""
        found = self.kernel.next_consequence(record.time)
        if found is None:
            raise AuditError(record.sequence, "no consequence is due")
        return found

    def check_canonical(self, record: Record, command: Command) -> None:
        if encode_command(command) != record.command:
            raise AuditError(record.sequence, "the command is not in canonical form")

    def compare(self, record: Record, found: Record) -> None:
        for name in ("sequence", "time", "origin"):
            expected, got = getattr(record, name), getattr(found, name)
            if expected != got:
                raise AuditError(record.sequence, f"{name}: the journal says {expected}, the rules say {got}")
        if found.decision == record.decision:
            return
        try:
            decision = decode_decision(record.decision)
        except DecodingError as error:
            raise AuditError(record.sequence, f"the decision: {error}") from error
        if encode_decision(decision) != record.decision:
            raise AuditError(record.sequence, "the decision is not in canonical form")
        difference = first_difference(decision, decode_decision(found.decision))
        raise AuditError(record.sequence, f"the decision's {difference}")

    def add_up(self, sequence: int) -> None:
        try:
            self.auditor.add_up()
        except ConservationError as error:
            raise AuditError(sequence, str(error)) from error


def read_record(sequence: int, body: bytes) -> Record:
    try:
        return decode_record(body)
    except DecodingError as error:
        raise AuditError(sequence, str(error)) from error


class SnapshotAudit:
    """Compares snapshots with what the replay comes to."""

    def __init__(self, files: list[Segment], keys: list[bytes]) -> None:
        self.pending: list[SnapshotFile] = [read_snapshot(file, keys) for file in files]
        self.frontier = Frontier()

    def saw(self, kernel: Kernel, stamps: list[bytes], head: Head, journal: bytes) -> None:
        if not self.pending:
            return
        for stamp in stamps:
            self.frontier.append(stamp)
        if head.sequence < self.pending[0].sequence:
            return
        snapshot = self.pending.pop(0)
        for what, same in (
            ("sequence", snapshot.sequence == head.sequence),
            ("journal id", snapshot.journal == journal),
            ("chain value", snapshot.chain == head.chain),
            ("tree", snapshot.roots == self.frontier.roots),
            ("state", snapshot.state == encode_state(kernel.state)),
        ):
            if not same:
                raise JournalError(snapshot.name, 0, f"the {what} is not that of the journal")

    def finish(self, last_sequence: int) -> None:
        if self.pending:
            raise JournalError(self.pending[0].name, 32, f"the journal ends before it, with record {last_sequence}")


def verify(
    segments: list[Segment],
    expected: Head | None = None,
    adding_up_every: int = 1000,
    *,
    keys: list[bytes] | None = None,
    snapshots: list[Segment] | None = None,
) -> Verified:
    """Verifies a whole journal. Raises JournalError or AuditError at the first thing that is wrong."""
    reader = JournalReader(segments, keys)
    snapshot_audit = SnapshotAudit(snapshots or [], keys or [])
    header = reader.header
    audit = Audit(Kernel(header.limits, header.initial_time, header.salt_secret), adding_up_every)
    passed = expected is None
    for batch in reader.batches():
        for sequence, body in enumerate(batch.bodies, start=batch.first_sequence):
            audit.check(read_record(sequence, body))
        passed = passed or batch.head == expected
        snapshot_audit.saw(audit.kernel, batch.stamps, batch.head, header.journal)
    snapshot_audit.finish(reader.sequence)
    audit.add_up(audit.kernel.state.sequence)
    if not passed and reader.head != expected:
        raise AuditError(reader.sequence, f"the journal never was at {expected}; it ends at {reader.head}")
    return Verified(reader.head, audit.record_count, audit.consequence_count, reader.tail, audit.kernel)
