"""Fields of commands with rules of their own (docs/format.md, Description, Exposure limit)."""

from . import bounds
from .layouts import ID128, U32, Tag, Unsigned
from .reading import DecodingError, ErrorCode, Reader

NAME_BYTES_MAXIMUM = 128

ExposureLimit = tuple[int | None, int | None, int | None]


class ExposureLimitCodec:
    """A mask of the dimensions that have a limit, and their limits."""

    mask = Unsigned(1, 7, ErrorCode.UNKNOWN_TAG)
    limit = Unsigned(8, bounds.BALANCE_MAXIMUM)

    def read(self, reader: Reader) -> ExposureLimit:
        mask = self.mask.read(reader)
        calls, tokens, cost = [
            self.limit.read(reader) if mask >> dimension & 1 else None for dimension in bounds.DIMENSIONS
        ]
        return calls, tokens, cost

    def write(self, value: ExposureLimit, out: bytearray) -> None:
        out.append(sum(1 << dimension for dimension in bounds.DIMENSIONS if value[dimension] is not None))
        for limit in value:
            if limit is not None:
                self.limit.write(limit, out)


EXPOSURE_LIMIT = ExposureLimitCodec()


class NameCodec:
    """A name in UTF-8. Python's decoder is as strict as table 3-7 of the Unicode Standard."""

    def read(self, reader: Reader) -> str:
        start = reader.position
        byte_count = reader.unsigned(4)
        if byte_count > NAME_BYTES_MAXIMUM:
            raise DecodingError(ErrorCode.INVALID_NAME, start)
        data = reader.take(byte_count)
        try:
            name = data.decode("utf-8")
        except UnicodeDecodeError:
            raise DecodingError(ErrorCode.INVALID_NAME, start) from None
        if not name:
            raise DecodingError(ErrorCode.INVALID_NAME, start)
        return name

    def write(self, value: str, out: bytearray) -> None:
        data = value.encode("utf-8")
        U32.write(len(data), out)
        out += data


NAME = NameCodec()

SUBJECT_TENANT = 1
SUBJECTS_OF_NO_TENANT = (16, 17, 18)
SUBJECT_TAG = Tag((SUBJECT_TENANT, 2, 3, 4, *SUBJECTS_OF_NO_TENANT))


class SubjectCodec:
    """Subject and its id, which is 0 for a tenant: the header names it."""

    def read(self, reader: Reader) -> tuple[int, int]:
        subject = SUBJECT_TAG.read(reader)
        start = reader.position
        number = ID128.read(reader)
        if subject == SUBJECT_TENANT and number != 0:
            raise DecodingError(ErrorCode.NON_ZERO_RESERVED, start)
        return subject, number

    def write(self, value: tuple[int, int], out: bytearray) -> None:
        SUBJECT_TAG.write(value[0], out)
        ID128.write(value[1], out)


SUBJECT = SubjectCodec()
