"""Writing journals, for tests and the fuzzer (docs/format.md, Segment, Batch)."""

from pathlib import Path

from .digests import chain_digest, frame_checksum, header_checksum
from .journal import (
    FRAME_BYTES,
    FRAME_FIELDS,
    FRAME_MAGIC,
    HEADER_MAGIC,
    HEADER_VERSIONS,
    Head,
    Segment,
    count_zero_sectors,
    segment_name,
)
from .layouts import encoded
from .records import Record
from .state import LIMITS, Limits

JOURNAL_ID = bytes(range(16))
HASH_SEED = bytes(range(16, 32))


class JournalWriter:
    """Keeps segments in memory. Batches are appended to the last one."""

    def __init__(self, limits: Limits, initial_time: int, salt_secret: bytes) -> None:
        self.limits = limits
        self.initial_time = initial_time
        self.salt_secret = salt_secret
        self.sequence = 0
        self.chain = b""
        self.head = Head(0, b"")
        self.files: list[tuple[str, bytearray]] = []
        self.start_segment()

    @property
    def segments(self) -> list[Segment]:
        return [Segment(name, bytes(data)) for name, data in self.files]

    def start_segment(self) -> None:
        first = self.sequence + 1
        header = b"".join(
            (
                HEADER_MAGIC,
                HEADER_VERSIONS.pack(1, 1),
                bytes(4),
                JOURNAL_ID,
                first.to_bytes(8, "little"),
                self.initial_time.to_bytes(8, "little"),
                encoded(LIMITS, self.limits),
                bytes(16),
                HASH_SEED,
                self.salt_secret,
                self.chain.ljust(32, b"\0"),
                bytes(296),
            )
        )
        header += header_checksum(header)
        self.chain = chain_digest(self.chain + header)
        self.files.append((segment_name(first), bytearray(header)))

    def append(self, records: list[Record]) -> None:
        """One batch."""
        data = self.files[-1][1]
        stamps = [record.stamp() for record in records]
        bodies = [record.body() for record in records]
        content = b"".join(
            len(body).to_bytes(4, "little") + stamp + body for body, stamp in zip(bodies, stamps, strict=True)
        )
        start = len(data) + FRAME_BYTES
        end = start + len(content)
        zero_sectors = count_zero_sectors(bytes(data) + bytes(FRAME_BYTES) + content, start, end)
        fields = FRAME_FIELDS.pack(len(content), len(records), self.sequence + 1, zero_sectors, 0)
        frame = FRAME_MAGIC + fields
        frame += frame_checksum(frame, HASH_SEED)
        self.chain = chain_digest(self.chain + frame + b"".join(stamps))
        self.sequence += len(records)
        self.head = Head(self.sequence, self.chain)
        data += frame + content + self.chain

    def save(self, directory: Path) -> None:
        for segment in self.segments:
            (directory / segment.name).write_bytes(segment.data)
