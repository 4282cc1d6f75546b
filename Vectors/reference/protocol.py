"""The conformance protocol on standard input and output (docs/conformance.md).

Every message is a byte count as u32 and that many bytes; each request is answered once, in order.
"""

from collections.abc import Callable
from typing import IO

from .commands import decode_command
from .digests import digest
from .journal import JournalError, JournalReader, Segment
from .kernel import ConsequencesDue, Kernel
from .reading import DecodingError, Reader
from .records import Record
from .snapshot import digest_of_state
from .state import LIMITS

PROTOCOL_VERSION = 1
NAME = "recount reference (Python)"

FINE, MALFORMED, CONSEQUENCES_DUE, NOTHING_DUE, REFUSED, NOT_SUPPORTED = 0, 1, 2, 3, 4, 255


class ProtocolError(Exception):
    """A request that breaks the protocol itself."""


class Server:
    """Answers requests about one kernel at a time."""

    def __init__(self) -> None:
        self.kernel: Kernel | None = None
        self.answers: dict[int, Callable[[Reader], bytes]] = {
            0: self.hello,
            1: self.digest,
            2: self.create,
            3: self.step,
            4: self.consequence,
            5: self.state_digest,
            6: self.segments,
            7: self.digest_of_any_length,
        }

    def serve(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        """Until the requests end."""
        while (request := read_message(requests)) is not None:
            reply = self.answer(request)
            replies.write(len(reply).to_bytes(4, "little") + reply)
            replies.flush()

    def answer(self, request: bytes) -> bytes:
        reader = Reader(request)
        try:
            answer = self.answers.get(reader.unsigned(1))
            return bytes((NOT_SUPPORTED,)) if answer is None else answer(reader)
        except DecodingError as error:
            raise ProtocolError(f"the request ends too early: {error}") from error

    def present_kernel(self) -> Kernel:
        if self.kernel is None:
            raise ProtocolError("no kernel was created")
        return self.kernel

    def hello(self, reader: Reader) -> bytes:
        return bytes((FINE,)) + PROTOCOL_VERSION.to_bytes(2, "little") + NAME.encode("utf-8")

    def digest(self, reader: Reader) -> bytes:
        personal = reader.take(reader.unsigned(1))
        key = reader.take(reader.unsigned(1))
        return bytes((FINE,)) + digest(personal, reader.take(reader.remaining), key=key)

    def digest_of_any_length(self, reader: Reader) -> bytes:
        byte_count = reader.unsigned(1)
        if not 1 <= byte_count <= 64:
            raise ProtocolError(f"no digest has {byte_count} bytes")
        personal = reader.take(reader.unsigned(1))
        key = reader.take(reader.unsigned(1))
        return bytes((FINE,)) + digest(personal, reader.take(reader.remaining), key=key, byte_count=byte_count)

    def create(self, reader: Reader) -> bytes:
        """The hash seed, which stands behind the initial time, must not show in any answer."""
        limits = LIMITS.read(reader)
        self.kernel = Kernel(limits, reader.unsigned(8))
        return bytes((FINE,))

    def step(self, reader: Reader) -> bytes:
        kernel = self.present_kernel()
        data = reader.take(reader.remaining)
        try:
            command = decode_command(data)
        except DecodingError as error:
            return bytes((MALFORMED, error.code)) + error.offset.to_bytes(4, "little")
        try:
            return stepped(kernel.step(command, data))
        except ConsequencesDue:
            return bytes((CONSEQUENCES_DUE,))

    def consequence(self, reader: Reader) -> bytes:
        record = self.present_kernel().next_consequence(reader.unsigned(8))
        return bytes((NOTHING_DUE,)) if record is None else stepped(record)

    def state_digest(self, reader: Reader) -> bytes:
        return bytes((FINE,)) + digest_of_state(self.present_kernel().state)

    def segments(self, request: Reader) -> bytes:
        """Frames, stamps and chain, without deciding anything again."""
        files = [request.take(request.unsigned(4)) for _ in range(request.unsigned(4))]
        try:
            reader = JournalReader([Segment.of_header(data) for data in files])
            reader.read_all()
        except JournalError:
            return bytes((REFUSED,))
        return bytes((FINE,)) + reader.sequence.to_bytes(8, "little") + reader.chain


def stepped(record: Record) -> bytes:
    return b"".join(
        (
            bytes((FINE,)),
            record.sequence.to_bytes(8, "little"),
            record.time.to_bytes(8, "little"),
            bytes((record.origin,)),
            record.stamp(),
            record.decision,
        )
    )


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message, or nothing at the end."""
    prefix = stream.read(4)
    if not prefix:
        return None
    message = stream.read(int.from_bytes(prefix, "little")) if len(prefix) == 4 else b""
    if len(prefix) < 4 or len(message) < int.from_bytes(prefix, "little"):
        raise ProtocolError("the requests end within a message")
    return message
