"""Reading canonical bytes: the cursor, and the errors it can meet (docs/format.md, Decoding errors)."""

from enum import IntEnum


class ErrorCode(IntEnum):
    """What is wrong with bytes that are not canonical. Names are those of the document, in Python's manner."""

    TRUNCATED = 1
    TRAILING_BYTES = 2
    UNKNOWN_KIND = 3
    UNSUPPORTED_VERSION = 4
    UNKNOWN_TAG = 5
    OUT_OF_RANGE = 6
    BAD_COUNT = 7
    UNSORTED = 8
    DUPLICATE_ENTRY = 9
    TENANT_NOT_ALLOWED = 10
    TENANT_REQUIRED = 11
    INVALID_NAME = 12
    NON_ZERO_RESERVED = 13
    UNKNOWN_SECTION = 14
    INCONSISTENT = 15
    """Only of a state, which is written here and not read."""
    POLICY_HARD_RISK_LIMIT = 64
    POLICY_MINIMUM_CONFIDENCE = 65
    POLICY_RISK_MULTIPLIER = 66
    POLICY_EMPTY_CATALOG = 67
    POLICY_UNSORTED_MODELS = 68
    POLICY_DUPLICATE_MODEL = 69
    POLICY_PROVIDER = 70
    POLICY_QUALITY = 71
    POLICY_RISK_CEILING = 72
    POLICY_ENABLED_FLAG = 73
    POLICY_UNUSED_PRICE_ROW = 74
    POLICY_TOKEN_COUNT = 75
    POLICY_NO_ENABLED_MODEL = 76

    @property
    def document_name(self) -> str:
        """The name in docs/format.md: `outOfRange` for `OUT_OF_RANGE`."""
        first, *others = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in others)


class DecodingError(Exception):
    """The first error of bytes that are not canonical, and where it stands."""

    def __init__(self, code: ErrorCode, offset: int) -> None:
        super().__init__(f"{code.document_name} at byte {offset}")
        self.code = code
        self.offset = offset


class Reader:
    """A cursor over bytes. Every error is reported at the first byte of its field."""

    __slots__ = ("data", "position")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    @property
    def remaining(self) -> int:
        return len(self.data) - self.position

    def take(self, byte_count: int) -> bytes:
        """The next bytes as one field."""
        start = self.position
        end = start + byte_count
        if end > len(self.data):
            raise DecodingError(ErrorCode.TRUNCATED, start)
        self.position = end
        return self.data[start:end]

    def unsigned(self, byte_count: int) -> int:
        return int.from_bytes(self.take(byte_count), "little")

    def finish(self) -> None:
        if self.remaining:
            raise DecodingError(ErrorCode.TRAILING_BYTES, self.position)
