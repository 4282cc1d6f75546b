"""Journals: segments, batches and the chain (docs/format.md, Journal). A reader changes nothing."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import bounds
from .digests import chain_digest, frame_checksum, header_checksum, key_id, record_stamp
from .reading import Reader
from .state import LIMITS, Limits

HEADER_BYTES = 512
HEADER_MAGIC = b"recountJ"
HEADER_VERSIONS = struct.Struct("<HH")
HEADER_CHECKSUM_OFFSET = 504
HEADER_RESERVED = ((12, 16), (112, 128), (240, 504))

FRAME_BYTES = 40
FRAME_MAGIC = b"recountB"
FRAME_FIELDS = struct.Struct("<IIQII")
FRAME_CHECKSUM_OFFSET = 32
CHAIN_BYTES = 32
RECORD_PREFIX_BYTES = 36
RECORD_BODY_MINIMUM = 26
RECORD_BYTES_MINIMUM = RECORD_PREFIX_BYTES + RECORD_BODY_MINIMUM
SEVERAL_RECORDS_MAXIMUM = 4 * 2**20
ONE_RECORD_MAXIMUM = 256 * 2**20
SECTOR_BYTES = 512
NO_CHAIN = bytes(CHAIN_BYTES)
NO_KEY = bytes(32)


class JournalError(Exception):
    """What is wrong with a journal, and where."""

    def __init__(self, segment: str, offset: int, problem: str) -> None:
        super().__init__(f"{segment}, byte {offset}: {problem}")
        self.segment = segment
        self.offset = offset


class NotAJournal(JournalError):
    """A directory that holds something else, or nothing."""


@dataclass(slots=True)
class SegmentHeader:
    journal: bytes
    first_sequence: int
    initial_time: int
    limits: Limits
    hash_seed: bytes
    salt_secret: bytes
    chain_before: bytes
    key_id: bytes


@dataclass(slots=True)
class Head:
    """The last record, and the chain after its batch."""

    sequence: int
    chain: bytes

    def __str__(self) -> str:
        return f"{self.sequence}:{self.chain.hex()}"


@dataclass(slots=True)
class Batch:
    first_sequence: int
    bodies: list[bytes]
    """The records as they are stamped, not decoded."""
    stamps: list[bytes]
    head: Head


@dataclass(slots=True)
class Tail:
    """Bytes at the end that were never acknowledged."""

    segment: str
    offset: int
    byte_count: int


@dataclass(slots=True)
class Segment:
    name: str
    data: bytes

    @classmethod
    def of_header(cls, data: bytes) -> "Segment":
        """A file under the name that its header gives it."""
        return cls(segment_name(int.from_bytes(data[32:40], "little")), data)


FILE_NAME = re.compile(r"(?:[0-9]{20}\.(journal|snapshot)|archive)(\.partial)?", re.ASCII)


def files_of(directory: Path, kind: str) -> list[Segment]:
    """The segments or snapshots of a directory, which holds nothing else but what the document names. Raises
    OSError, or NotAJournal for another file."""
    files: list[Segment] = []
    for name in sorted(entry.name for entry in directory.iterdir()):
        match = FILE_NAME.fullmatch(name)
        if match is None:
            raise NotAJournal(name, 0, "is no part of a journal")
        if match[1] == kind and match[2] is None:
            files.append(Segment(name, (directory / name).read_bytes()))
    return files


def segments_of(directory: Path) -> list[Segment]:
    return files_of(directory, "journal")


def snapshots_of(directory: Path) -> list[Segment]:
    return files_of(directory, "snapshot")


def segment_name(first_sequence: int) -> str:
    return f"{first_sequence:020}.journal"


class JournalReader:
    """Reads segments in order, batch by batch, and keeps the chain."""

    def __init__(self, segments: list[Segment], keys: list[bytes] | None = None) -> None:
        if not segments:
            raise NotAJournal(segment_name(1), 0, "is not there")
        self.segments = segments
        self.keys = keys or []
        self.key = b""
        """Of the segment that is being read."""
        self.sequence = 0
        self.first_sequence = 0
        """Of the segment that is being read."""
        self.chain = NO_CHAIN
        """After what was read: a header or a batch."""
        self.head = Head(0, NO_CHAIN)
        self.tail: Tail | None = None
        self.header = self.read_header(segments[0])

    def read_all(self) -> None:
        for _ in self.batches():
            pass

    def batches(self) -> Iterator[Batch]:
        """All batches; then `tail` says whether an incomplete one follows."""
        for index, segment in enumerate(self.segments):
            is_last = index == len(self.segments) - 1
            if index > 0 and is_last and is_header_torn(segment.data):
                self.tail = Tail(segment.name, 0, len(segment.data))
                return
            self.start(segment, is_first=index == 0)
            position = HEADER_BYTES
            while position < len(segment.data):
                if is_last and self.is_torn(segment, position):
                    self.tail = Tail(segment.name, position, len(segment.data) - position)
                    return
                batch, position = self.read_batch(segment, position)
                yield batch

    # Segments

    def start(self, segment: Segment, *, is_first: bool) -> None:
        header = self.header if is_first else self.read_header(segment)
        if not is_first and header.first_sequence <= self.first_sequence:
            raise JournalError(segment.name, 32, "no two files have the same name")
        self.first_sequence = header.first_sequence
        for offset, what, same in (
            (16, "journal id", header.journal == self.header.journal),
            (32, "first sequence", header.first_sequence == self.sequence + 1),
            (40, "initial time", header.initial_time == self.header.initial_time),
            (48, "limits", header.limits == self.header.limits),
            (128, "hash seed", header.hash_seed == self.header.hash_seed),
            (144, "salt secret", header.salt_secret == self.header.salt_secret),
            (176, "chain value", header.chain_before == self.chain),
            (208, "key", (header.key_id == NO_KEY) == (self.header.key_id == NO_KEY)),
        ):
            if not same:
                raise JournalError(segment.name, offset, f"the {what} cannot continue the journal")
        before = b"" if is_first else self.chain
        self.key = find_key(segment.name, header.key_id, self.keys)
        self.chain = chain_digest(before + segment.data[:HEADER_BYTES], self.key)
        if is_first:
            self.head = Head(0, self.chain)

    def read_header(self, segment: Segment) -> SegmentHeader:
        """In the document's order: magic, checksum, versions, reserved bytes, fields."""
        header, name = segment.data[:HEADER_BYTES], segment.name
        if header[:8] != HEADER_MAGIC:
            raise JournalError(name, 0, "is not a journal")
        if len(header) < HEADER_BYTES:
            raise JournalError(name, len(header), "ends within its header")
        if header[HEADER_CHECKSUM_OFFSET:] != header_checksum(header[:HEADER_CHECKSUM_OFFSET]):
            raise JournalError(name, HEADER_CHECKSUM_OFFSET, "the header is damaged")
        for index, version in enumerate(HEADER_VERSIONS.unpack_from(header, 8)):
            if version != 1:
                raise JournalError(name, 8 + 2 * index, f"version {version} is not known")
        for start, end in HEADER_RESERVED:
            if any(header[start:end]):
                raise JournalError(name, start, "reserved bytes are not zero")
        return self.header_fields(segment)

    def header_fields(self, segment: Segment) -> SegmentHeader:
        header = segment.data
        first_sequence = int.from_bytes(header[32:40], "little")
        initial_time = int.from_bytes(header[40:48], "little")
        limits: Limits = LIMITS.read(Reader(header[48:112]))
        if first_sequence < 1 or segment.name != segment_name(first_sequence):
            raise JournalError(segment.name, 32, "the first sequence is not that of the name")
        if initial_time > bounds.TIME_MAXIMUM:
            raise JournalError(segment.name, 40, "the initial time is out of range")
        if not limits.are_valid():
            raise JournalError(segment.name, 48, "a limit is out of range")
        return SegmentHeader(
            header[16:32],
            first_sequence,
            initial_time,
            limits,
            header[128:144],
            header[144:176],
            header[176:208],
            header[208:240],
        )

    # Batches

    def is_sound_frame(self, frame: bytes) -> bool:
        """Magic and checksum."""
        return (
            len(frame) == FRAME_BYTES
            and frame[:8] == FRAME_MAGIC
            and frame[FRAME_CHECKSUM_OFFSET:] == frame_checksum(frame[:FRAME_CHECKSUM_OFFSET], self.header.hash_seed)
        )

    def is_torn(self, segment: Segment, position: int) -> bool:
        """Cases 1 and 2 of a torn tail, which end a valid prefix; 3 and 4 are damage to a reader."""
        rest = segment.data[position:]
        if len(rest) < FRAME_BYTES:
            starts_like_a_frame = rest[:8] == FRAME_MAGIC[: len(rest)]
            return starts_like_a_frame or not any(rest)
        if not self.is_sound_frame(rest[:FRAME_BYTES]):
            return False
        byte_count, _ = self.read_frame(segment, position)
        is_incomplete = len(rest) < FRAME_BYTES + byte_count + CHAIN_BYTES
        return is_incomplete and not self.has_sound_frame_behind(segment.data, position)

    def has_sound_frame_behind(self, data: bytes, position: int) -> bool:
        found = data.find(FRAME_MAGIC, position + 1)
        while found >= 0:
            if self.is_sound_frame(data[found : found + FRAME_BYTES]):
                return True
            found = data.find(FRAME_MAGIC, found + 1)
        return False

    def read_frame(self, segment: Segment, position: int) -> tuple[int, int]:
        """Byte count and number of the records."""
        frame = segment.data[position : position + FRAME_BYTES]
        if frame[:8] != FRAME_MAGIC[: len(frame)]:
            raise JournalError(segment.name, position, "no batch begins here")
        if len(frame) < FRAME_BYTES:
            raise JournalError(segment.name, len(segment.data), "the frame header is incomplete")
        if not self.is_sound_frame(frame):
            raise JournalError(segment.name, position + FRAME_CHECKSUM_OFFSET, "the frame header is damaged")
        byte_count, count, first_sequence, _, reserved = FRAME_FIELDS.unpack_from(frame, 8)
        if reserved != 0:
            raise JournalError(segment.name, position + 28, "reserved bytes are not zero")
        if first_sequence != self.sequence + 1:
            raise JournalError(segment.name, position + 16, "the sequence does not continue the journal")
        maximum = ONE_RECORD_MAXIMUM if count == 1 else SEVERAL_RECORDS_MAXIMUM
        if count == 0:
            raise JournalError(segment.name, position + 12, "a batch holds a record at least")
        if not RECORD_BYTES_MINIMUM * count <= byte_count <= maximum:
            raise JournalError(segment.name, position + 8, "a batch of so many records has no such length")
        return byte_count, count

    def read_batch(self, segment: Segment, position: int) -> tuple[Batch, int]:
        """The batch, and where the next one begins."""
        byte_count, count = self.read_frame(segment, position)
        start = position + FRAME_BYTES
        end = start + byte_count
        if end + CHAIN_BYTES > len(segment.data):
            raise JournalError(segment.name, len(segment.data), "the batch is incomplete")
        places = record_places(segment, start, end, count)
        stamps = [segment.data[place + 4 : place + RECORD_PREFIX_BYTES] for place, _ in places]
        first_sequence = self.sequence + 1
        bodies = [self.read_body(segment, place, body_end) for place, body_end in places]
        zero_sectors = FRAME_FIELDS.unpack_from(segment.data, position + 8)[3]
        if zero_sectors != count_zero_sectors(segment.data, start, end):
            raise JournalError(segment.name, position + 24, "another number of sectors is all zero")
        frame = segment.data[position:start]
        chain = chain_digest(self.chain + frame + b"".join(stamps), self.key)
        if segment.data[end : end + CHAIN_BYTES] != chain:
            raise JournalError(segment.name, end, "the chain is broken")
        self.chain = chain
        self.head = Head(self.sequence, chain)
        return Batch(first_sequence, bodies, stamps, self.head), end + CHAIN_BYTES

    def read_body(self, segment: Segment, place: int, end: int) -> bytes:
        body_start = place + RECORD_PREFIX_BYTES
        body = segment.data[body_start:end]
        if segment.data[place + 4 : body_start] != record_stamp(body):
            raise JournalError(segment.name, place + 4, "the record does not have its stamp")
        if int.from_bytes(body[:8], "little") != self.sequence + 1:
            raise JournalError(segment.name, body_start, "the record's sequence is not the next")
        self.sequence += 1
        return body


def find_key(name: str, wanted: bytes, keys: list[bytes]) -> bytes:
    """The key that a header names. Whoever has keys insists on one."""
    if wanted == NO_KEY:
        if keys:
            raise JournalError(name, 208, "no key was used, and one was given")
        return b""
    for key in keys:
        if key_id(key) == wanted:
            return key
    raise JournalError(name, 208, "the key is not among those that were given")


def is_header_torn(data: bytes) -> bool:
    """A last segment without a whole header was never acknowledged."""
    begins_like_a_header = data[:8] == HEADER_MAGIC[: len(data)]
    return (len(data) < HEADER_BYTES and begins_like_a_header) or not any(data)


def record_places(segment: Segment, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Where each record and its body end; they fill the batch exactly."""
    places: list[tuple[int, int]] = []
    place = start
    for _ in range(count):
        body_bytes = int.from_bytes(segment.data[place : min(place + 4, end)], "little")
        body_end = place + RECORD_PREFIX_BYTES + body_bytes
        if body_bytes < RECORD_BODY_MINIMUM or body_end > end:
            raise JournalError(segment.name, place, "the record's length does not fit its batch")
        places.append((place, body_end))
        place = body_end
    if place != end:
        raise JournalError(segment.name, place, "the records do not fill their batch")
    return places


def count_zero_sectors(data: bytes, start: int, end: int) -> int:
    """Sectors of the file that lie wholly within the range and are all zero."""
    first = -(-start // SECTOR_BYTES) * SECTOR_BYTES
    empty = bytes(SECTOR_BYTES)
    sectors = range(first, end - SECTOR_BYTES + 1, SECTOR_BYTES)
    return sum(data[sector : sector + SECTOR_BYTES] == empty for sector in sectors)
