"""Layouts: what a table of docs/format.md says about a field, once, for reading and for writing.

A codec reads a value from a `Reader`, refusing everything that is not canonical, and writes the one encoding of a
value. A `Table` is a codec for a dataclass whose fields each name their codec with `of`, in the order of the
document's table.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field, fields
from typing import Any, Protocol

from . import bounds
from .reading import DecodingError, ErrorCode, Reader


class Codec(Protocol):
    def read(self, reader: Reader) -> Any: ...

    def write(self, value: Any, out: bytearray) -> None: ...


def of(codec: Codec) -> Any:
    """A dataclass field with its codec."""
    return field(metadata={"codec": codec})


def encoded(codec: Codec, value: Any) -> bytes:
    out = bytearray()
    codec.write(value, out)
    return bytes(out)


class Unsigned:
    """A little-endian unsigned number, perhaps with a maximum below that of its width."""

    def __init__(self, byte_count: int, maximum: int | None = None, error: ErrorCode = ErrorCode.OUT_OF_RANGE) -> None:
        self.byte_count = byte_count
        self.maximum = 256**byte_count - 1 if maximum is None else maximum
        self.error = error

    def read(self, reader: Reader) -> int:
        start = reader.position
        value = int.from_bytes(reader.take(self.byte_count), "little")
        if value > self.maximum:
            raise DecodingError(self.error, start)
        return value

    def write(self, value: int, out: bytearray) -> None:
        out += value.to_bytes(self.byte_count, "little")


class Signed64:
    def read(self, reader: Reader) -> int:
        return int.from_bytes(reader.take(8), "little", signed=True)

    def write(self, value: int, out: bytearray) -> None:
        out += value.to_bytes(8, "little", signed=True)


class LayoutVersion:
    """Of this format there is version 1."""

    def __init__(self, byte_count: int) -> None:
        self.byte_count = byte_count

    def read(self, reader: Reader) -> int:
        start = reader.position
        version = reader.unsigned(self.byte_count)
        if version != 1:
            raise DecodingError(ErrorCode.UNSUPPORTED_VERSION, start)
        return version

    def write(self, value: int, out: bytearray) -> None:
        out += value.to_bytes(self.byte_count, "little")


class Words:
    """Bytes that are read as fields of 8 bytes each: a digest is four, an id128 two."""

    def __init__(self, word_count: int) -> None:
        self.word_count = word_count

    def read(self, reader: Reader) -> bytes:
        whole_words = reader.remaining // 8
        if whole_words < self.word_count:
            raise DecodingError(ErrorCode.TRUNCATED, reader.position + 8 * whole_words)
        return reader.take(8 * self.word_count)

    def write(self, value: bytes, out: bytearray) -> None:
        out += value


TWO_WORDS = Words(2)


class Identifier:
    """An id128: the low 64 bits, then the high ones."""

    def read(self, reader: Reader) -> int:
        return int.from_bytes(TWO_WORDS.read(reader), "little")

    def write(self, value: int, out: bytearray) -> None:
        out += value.to_bytes(16, "little")


class Tag:
    """One byte of which only some values have a meaning."""

    def __init__(self, values: Collection[int]) -> None:
        self.values = frozenset(values)

    def read(self, reader: Reader) -> int:
        start = reader.position
        value = reader.unsigned(1)
        if value not in self.values:
            raise DecodingError(ErrorCode.UNKNOWN_TAG, start)
        return value

    def write(self, value: int, out: bytearray) -> None:
        out.append(value)


class Repeated:
    """A fixed number of values of one kind."""

    def __init__(self, codec: Codec, count: int) -> None:
        self.codec = codec
        self.count = count

    def read(self, reader: Reader) -> tuple[Any, ...]:
        return tuple([self.codec.read(reader) for _ in range(self.count)])

    def write(self, value: tuple[Any, ...], out: bytearray) -> None:
        for entry in value:
            self.codec.write(entry, out)


class Counted:
    """A count of 4 bytes and its entries; a count out of bounds is `badCount`."""

    def __init__(self, codec: Codec, maximum: int, minimum: int = 0) -> None:
        self.codec = codec
        self.minimum = minimum
        self.maximum = maximum

    def read_count(self, reader: Reader) -> int:
        start = reader.position
        count = reader.unsigned(4)
        if not self.minimum <= count <= self.maximum:
            raise DecodingError(ErrorCode.BAD_COUNT, start)
        return count

    def read(self, reader: Reader) -> tuple[Any, ...]:
        return tuple([self.codec.read(reader) for _ in range(self.read_count(reader))])

    def write(self, value: tuple[Any, ...], out: bytearray) -> None:
        U32.write(len(value), out)
        for entry in value:
            self.codec.write(entry, out)


class Distinct(Counted):
    """Entries in any order, none twice: `duplicateEntry` at the second."""

    def read(self, reader: Reader) -> tuple[Any, ...]:
        entries: list[Any] = []
        for _ in range(self.read_count(reader)):
            start = reader.position
            entry = self.codec.read(reader)
            if entry in entries:
                raise DecodingError(ErrorCode.DUPLICATE_ENTRY, start)
            entries.append(entry)
        return tuple(entries)


class AscendingWhole(Counted):
    """Entries in strictly ascending order, judged when each was read whole: `unsorted` at the entry, equal ones too."""

    def __init__(self, codec: Codec, maximum: int, key: Callable[[Any], int]) -> None:
        super().__init__(codec, maximum)
        self.key = key

    def read(self, reader: Reader) -> tuple[Any, ...]:
        entries: list[Any] = []
        for _ in range(self.read_count(reader)):
            start = reader.position
            entry = self.codec.read(reader)
            if entries and self.key(entry) <= self.key(entries[-1]):
                raise DecodingError(ErrorCode.UNSORTED, start)
            entries.append(entry)
        return tuple(entries)


class AscendingKeyed(Counted):
    """Tables in strictly ascending order of their first field, judged before the other fields are read."""

    codec: "Table"

    def read(self, reader: Reader) -> tuple[Any, ...]:
        entries: list[Any] = []
        before = None
        for _ in range(self.read_count(reader)):
            key = read_ascending(reader, self.codec.first, before)
            entries.append(self.codec.read_after_first(reader, key))
            before = key
        return tuple(entries)


def read_ascending(
    reader: Reader,
    codec: Codec,
    before: int | None,
    duplicate: ErrorCode = ErrorCode.DUPLICATE_ENTRY,
    unsorted: ErrorCode = ErrorCode.UNSORTED,
) -> int:
    """A key that must be above the one before it."""
    start = reader.position
    key: int = codec.read(reader)
    if before is not None and key <= before:
        raise DecodingError(duplicate if key == before else unsorted, start)
    return key


class Optional:
    """A tag, and the value only where the tag is 1."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec

    def read(self, reader: Reader) -> Any:
        return self.codec.read(reader) if PRESENCE.read(reader) else None

    def write(self, value: Any, out: bytearray) -> None:
        out.append(value is not None)
        if value is not None:
            self.codec.write(value, out)


class PaddedOptional(Optional):
    """A tag, and the value or as many zeros; each of those is a field of its own."""

    def __init__(self, codec: Codec, byte_count: int) -> None:
        super().__init__(codec)
        self.byte_count = byte_count

    def read(self, reader: Reader) -> Any:
        if PRESENCE.read(reader):
            return self.codec.read(reader)
        for _ in range(self.byte_count):
            start = reader.position
            if reader.unsigned(1) != 0:
                raise DecodingError(ErrorCode.NON_ZERO_RESERVED, start)
        return None

    def write(self, value: Any, out: bytearray) -> None:
        super().write(value, out)
        if value is None:
            out += bytes(self.byte_count)


class Table:
    """The fields of a dataclass, one after another."""

    def __init__(self, kind: type) -> None:
        self.kind = kind
        self.columns: list[tuple[str, Codec]] = [
            (column.name, column.metadata["codec"]) for column in fields(kind) if "codec" in column.metadata
        ]

    @property
    def first(self) -> Codec:
        return self.columns[0][1]

    def read(self, reader: Reader) -> Any:
        return self.kind(*[codec.read(reader) for _, codec in self.columns])

    def read_after_first(self, reader: Reader, first: Any) -> Any:
        return self.kind(first, *[codec.read(reader) for _, codec in self.columns[1:]])

    def write(self, value: Any, out: bytearray) -> None:
        for name, codec in self.columns:
            codec.write(getattr(value, name), out)


class Union:
    """A tag and the dataclass that it names."""

    def __init__(self, kinds: Mapping[int, type], unknown: ErrorCode = ErrorCode.UNKNOWN_TAG) -> None:
        self.codecs: dict[int, Codec] = {tag: Table(kind) for tag, kind in kinds.items()}
        self.tags = {kind: tag for tag, kind in kinds.items()}
        self.unknown = unknown

    def read(self, reader: Reader) -> Any:
        start = reader.position
        tag = reader.unsigned(1)
        if tag not in self.codecs:
            raise DecodingError(self.unknown, start)
        return self.codecs[tag].read(reader)

    def write(self, value: Any, out: bytearray) -> None:
        tag = self.tags[type(value)]
        out.append(tag)
        self.codecs[tag].write(value, out)


U8 = Unsigned(1)
U16 = Unsigned(2)
U32 = Unsigned(4)
U64 = Unsigned(8)
I64 = Signed64()
ID128 = Identifier()
DIGEST = Words(4)
TIME = Unsigned(8, bounds.TIME_MAXIMUM)
AMOUNT = Unsigned(8, bounds.AMOUNT_MAXIMUM)
AMOUNTS = Repeated(AMOUNT, 3)
BASIS_POINTS = U16
PRESENCE = Tag((0, 1))
LOCK_MODE = Tag((1, 2))
DIMENSION = Tag(bounds.DIMENSIONS)
RESERVATION_STATE = Tag(range(1, 7))
