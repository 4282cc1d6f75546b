"""Snapshots as files (docs/format.md, Snapshot)."""

from dataclasses import dataclass

from .digests import header_checksum, snapshot_digest, state_digest
from .journal import HEADER_BYTES, HEADER_CHECKSUM_OFFSET, JournalError, Segment, find_key

MAGIC = b"recountS"
RESERVED = ((12, 16), (48, 144), (240, 504))
HASH_BYTES = 32


@dataclass(slots=True)
class SnapshotFile:
    name: str
    journal: bytes
    sequence: int
    chain: bytes
    roots: list[bytes]
    state: bytes


def read_snapshot(file: Segment, keys: list[bytes]) -> SnapshotFile:
    """Checks a snapshot against itself. Raises JournalError."""
    header = file.data[:HEADER_BYTES]
    check_header(file.name, header)
    sequence = int.from_bytes(header[32:40], "little")
    if file.name != f"{sequence:020}.snapshot":
        raise JournalError(file.name, 32, "the sequence is not that of the name")
    roots_end = HEADER_BYTES + 8 + HASH_BYTES * sequence.bit_count()
    state_end = roots_end + int.from_bytes(header[40:48], "little")
    if len(file.data) != state_end + HASH_BYTES:
        raise JournalError(file.name, 40, "the file has another length")
    key = find_key(file.name, header[208:240], keys)
    if file.data[state_end:] != snapshot_digest(file.data[:roots_end], key):
        raise JournalError(file.name, state_end, "the closing digest is another")
    if int.from_bytes(file.data[HEADER_BYTES : HEADER_BYTES + 8], "little") != sequence:
        raise JournalError(file.name, HEADER_BYTES, "the tree has another number of leaves")
    state = file.data[roots_end:state_end]
    if header[144:176] != state_digest(state):
        raise JournalError(file.name, 144, "the state has another digest")
    starts = range(HEADER_BYTES + 8, roots_end, HASH_BYTES)
    roots = [file.data[start : start + HASH_BYTES] for start in starts]
    return SnapshotFile(file.name, header[16:32], sequence, header[176:208], roots, state)


def check_header(name: str, header: bytes) -> None:
    if header[:8] != MAGIC or len(header) < HEADER_BYTES:
        raise JournalError(name, 0, "is no snapshot")
    if header[HEADER_CHECKSUM_OFFSET:] != header_checksum(header[:HEADER_CHECKSUM_OFFSET]):
        raise JournalError(name, HEADER_CHECKSUM_OFFSET, "the header is damaged")
    if header[8:12] != b"\1\0\1\0":
        raise JournalError(name, 8, "the version is not known")
    for start, end in RESERVED:
        if any(header[start:end]):
            raise JournalError(name, start, "reserved bytes are not zero")
