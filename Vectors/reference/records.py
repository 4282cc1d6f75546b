"""Records: what is stamped (docs/format.md, Record)."""

from dataclasses import dataclass

from .digests import record_stamp
from .layouts import TIME, Tag
from .reading import DecodingError, ErrorCode, Reader

COMMAND, CONSEQUENCE = 1, 2
ORIGIN = Tag((COMMAND, CONSEQUENCE))


@dataclass(slots=True)
class Record:
    """One step: a command with its decision, or a consequence, which has no command."""

    sequence: int
    time: int
    origin: int
    command: bytes
    decision: bytes

    def body(self) -> bytes:
        return b"".join(
            (
                self.sequence.to_bytes(8, "little"),
                self.time.to_bytes(8, "little"),
                bytes((self.origin,)),
                len(self.command).to_bytes(4, "little"),
                self.command,
                len(self.decision).to_bytes(4, "little"),
                self.decision,
            )
        )

    def stamp(self) -> bytes:
        return record_stamp(self.body())


def decode_record(data: bytes) -> Record:
    reader = Reader(data)
    sequence = reader.unsigned(8)
    if sequence == 0:
        raise DecodingError(ErrorCode.OUT_OF_RANGE, 0)
    time = TIME.read(reader)
    origin = ORIGIN.read(reader)
    count_offset = reader.position
    command = reader.take(reader.unsigned(4))
    if (len(command) == 0) != (origin == CONSEQUENCE):
        raise DecodingError(ErrorCode.BAD_COUNT, count_offset)
    decision = reader.take(reader.unsigned(4))
    reader.finish()
    return Record(sequence, time, origin, command, decision)
