"""Reading and writing: what is canonical comes back the same, everything else has its error."""

import unittest

from ..commands import decode_command, encode_command
from ..decisions import decode_decision, encode_decision
from ..reading import DecodingError, ErrorCode
from ..records import decode_record
from .samples import Sample


def command(kind: int, tenant: int = 1, body: bytes = b"", version: int = 1, time: int = 0) -> bytes:
    header = bytes((kind, version)) + tenant.to_bytes(8, "little") + time.to_bytes(8, "little")
    return header + bytes(48) + body


MALFORMED_COMMANDS = [
    ("nothing", b"", ErrorCode.TRUNCATED, 0),
    ("a kind that nothing has", command(5, body=bytes(5)), ErrorCode.UNKNOWN_KIND, 0),
    ("a seal with a body", command(4, 0, body=bytes(5)), ErrorCode.TRAILING_BYTES, 66),
    ("a seal of a tenant", command(4), ErrorCode.TENANT_NOT_ALLOWED, 2),
    ("version 2", command(1, 0, version=2), ErrorCode.UNSUPPORTED_VERSION, 1),
    ("half an id", command(1, 0)[:30], ErrorCode.TRUNCATED, 26),
    ("too late", command(1, 0, time=2**53 + 1), ErrorCode.OUT_OF_RANGE, 10),
    ("a tick of a tenant", command(1, 7), ErrorCode.TENANT_NOT_ALLOWED, 2),
    ("no tenant", command(44, 0, bytes(8)), ErrorCode.TENANT_REQUIRED, 2),
    ("trailing before tenant", command(44, 0, bytes(9)), ErrorCode.TRAILING_BYTES, 74),
    ("no account", command(43, body=bytes(20)), ErrorCode.BAD_COUNT, 82),
    ("twice", command(43, body=bytes(16) + b"\2\0\0\0" + bytes(16)), ErrorCode.DUPLICATE_ENTRY, 94),
    ("no name", command(2, body=b"\1" + bytes(20)), ErrorCode.INVALID_NAME, 83),
    ("half a name", command(2, body=b"\1" + bytes(16) + b"\2\0\0\0x"), ErrorCode.TRUNCATED, 87),
    ("a surrogate", command(2, body=b"\1" + bytes(16) + b"\3\0\0\0\xed\xa0\x80"), ErrorCode.INVALID_NAME, 83),
    ("a tenant's id", command(2, body=b"\1" + bytes(15) + b"\1" + bytes(4)), ErrorCode.NON_ZERO_RESERVED, 67),
    ("four limits", command(35, body=bytes(8) + b"\x0f"), ErrorCode.UNKNOWN_TAG, 74),
    ("no models", command(3, 0, b"\1" + bytes(35)), ErrorCode.POLICY_EMPTY_CATALOG, 98),
]


class CanonicalBytes(unittest.TestCase):
    def test_what_is_decoded_is_encoded_the_same(self) -> None:
        for record in Sample(seed=11, step_count=1500).records:
            self.assertEqual(decode_record(record.body()), record)
            self.assertEqual(encode_decision(decode_decision(record.decision)), record.decision)
            if record.command:
                self.assertEqual(encode_command(decode_command(record.command)), record.command)

    def test_a_shorter_command_is_truncated_and_a_longer_one_trails(self) -> None:
        for record in Sample(seed=12, step_count=300).records:
            if not record.command:
                continue
            for length in range(0, len(record.command), 7):
                with self.assertRaises(DecodingError) as found:
                    decode_command(record.command[:length])
                self.assertEqual(found.exception.code, ErrorCode.TRUNCATED)
            with self.assertRaises(DecodingError) as found:
                decode_command(record.command + b"\0")
            self.assertEqual(found.exception.code, ErrorCode.TRAILING_BYTES)
            self.assertEqual(found.exception.offset, len(record.command))

    def test_malformed_commands_have_their_code_and_offset(self) -> None:
        for name, data, code, offset in MALFORMED_COMMANDS:
            with self.subTest(name), self.assertRaises(DecodingError) as found:
                decode_command(data)
            self.assertEqual((found.exception.code, found.exception.offset), (code, offset), name)
