"""Records, journals and vectors made of seeds, for the tests."""

from dataclasses import fields
from typing import Any

from ..commands import decode_command, encode_command
from ..generator import Generator
from ..journal_writing import JournalWriter
from ..kernel import NO_SECRET
from ..records import COMMAND, Record
from ..snapshot import digest_of_state
from ..state import Limits
from ..vectors import MILLISECOND_LIMITS, ORIGINS

Json = dict[str, Any]


class Sample:
    """Random steps of a seed, with the digest of the state after each."""

    def __init__(self, seed: int, step_count: int, salt_secret: bytes = NO_SECRET) -> None:
        generator = Generator(seed, salt_secret)
        self.salt_secret = salt_secret
        state = generator.kernel.state
        self.limits = state.limits
        self.initial_time = state.time
        self.records: list[Record] = []
        self.state_digests: list[str] = []
        setup = generator.setup()
        while len(self.records) < step_count:
            encoded = encode_command(setup.pop(0) if setup else generator.command())
            for record in generator.kernel.steps(decode_command(encoded), encoded):
                self.records.append(record)
                self.state_digests.append(digest_of_state(state).hex())

    def journal(self, batch_records: int = 10, segment_batches: int = 3) -> JournalWriter:
        writer = JournalWriter(self.limits, self.initial_time, self.salt_secret)
        batches = [self.records[i : i + batch_records] for i in range(0, len(self.records), batch_records)]
        for index, batch in enumerate(batches):
            if index > 0 and index % segment_batches == 0:
                writer.start_segment()
            writer.append(batch)
        return writer

    def vectors(self) -> Json:
        """All steps as the cases of one group."""
        group = {
            "id": "sample",
            "comment": "random steps",
            "limits": limits_of(self.limits),
            "initial_time": str(self.initial_time),
            "hash_seed": "00" * 16,
            "setup": [],
            "cases": [self.case(index) for index in range(len(self.records))],
        }
        return {"format_version": 1, "area": "admit", "groups": [group]}

    def case(self, index: int) -> Json:
        record = self.records[index]
        result = {
            "kind": "decision",
            "sequence": str(record.sequence),
            "time": str(record.time),
            "origin": ORIGINS[record.origin],
            "decision_hex": record.decision.hex(),
            "stamp": record.stamp().hex(),
        }
        case: Json = {"id": f"sample/{index + 1:03}", "comment": "a step", "flags": ["generated"], "result": result}
        if record.origin == COMMAND:
            case["command_hex"] = record.command.hex()
        case["state_digest_after"] = self.state_digests[index]
        return case


def limits_of(limits: Limits) -> Json:
    found: Json = {}
    for limit in fields(limits):
        value = getattr(limits, limit.name)
        is_time = limit.name in MILLISECOND_LIMITS
        found[f"{limit.name}_ms" if is_time else limit.name] = str(value) if is_time else value
    return found
