"""Verifying journals: whole ones pass, every damage is found, a torn tail ends a valid prefix."""

import unittest
from dataclasses import replace
from typing import ClassVar

from .. import state
from ..audit import AuditError, verify
from ..conservation import Auditor, ConservationError
from ..journal import FRAME_BYTES, HEADER_BYTES, Head, JournalError, Segment
from ..journal_writing import JournalWriter
from ..kernel import Kernel
from ..records import COMMAND, Record
from .samples import Sample

SALT_SECRET = bytes(range(32, 64))


class Journals(unittest.TestCase):
    sample: ClassVar[Sample]
    writer: ClassVar[JournalWriter]
    segments: ClassVar[list[Segment]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.sample = Sample(41, step_count=95, salt_secret=SALT_SECRET)
        cls.writer = cls.sample.journal()
        cls.segments = cls.writer.segments

    def with_last(self, data: bytes) -> list[Segment]:
        return [*self.segments[:-1], Segment(self.segments[-1].name, data)]

    def test_a_whole_journal_is_valid(self) -> None:
        result = verify(self.segments, self.writer.head, adding_up_every=1)
        self.assertEqual(result.head, self.writer.head)
        self.assertEqual(result.record_count, len(self.sample.records))
        self.assertIsNone(result.tail)

    def test_every_changed_byte_is_found(self) -> None:
        for index, segment in enumerate(self.segments):
            for offset in range(index, len(segment.data), 101):
                data = bytearray(segment.data)
                data[offset] ^= 1
                segments = list(self.segments)
                segments[index] = Segment(segment.name, bytes(data))
                with self.subTest(segment=segment.name, offset=offset), self.assertRaises(JournalError):
                    verify(segments)

    def test_a_cut_batch_ends_a_valid_prefix(self) -> None:
        whole = verify(self.segments).record_count
        data = self.segments[-1].data
        for byte_count in (1, 8, 39, FRAME_BYTES, 200):
            tail_start = len(data)
            appended = self.journal_with_another_batch()[tail_start:][:byte_count]
            result = verify(self.with_last(data + appended))
            self.assertEqual(result.record_count, whole)
            assert result.tail is not None
            self.assertEqual((result.tail.offset, result.tail.byte_count), (tail_start, byte_count))

    def journal_with_another_batch(self) -> bytes:
        """The last file, had the journal gone on."""
        kernel = verify(self.segments).kernel
        writer = self.sample.journal()
        records = [record for record in self.sample.records if record.origin == COMMAND]
        again = replace(records[0], sequence=kernel.state.sequence + 1, time=kernel.state.time)
        writer.append([again])
        return writer.segments[-1].data

    def test_a_cut_segment_before_the_last_is_damage(self) -> None:
        first = Segment(self.segments[0].name, self.segments[0].data[:-1])
        with self.assertRaises(JournalError):
            verify([first, *self.segments[1:]])

    def test_a_segment_without_a_whole_header_ends_a_valid_prefix(self) -> None:
        name = f"{self.writer.sequence + 1:020}.journal"
        for data in (b"", b"recou", self.segments[0].data[: HEADER_BYTES - 1], bytes(HEADER_BYTES)):
            result = verify([*self.segments, Segment(name, data)])
            self.assertEqual(result.head, self.writer.head)
            self.assertIsNotNone(result.tail)
        with self.assertRaises(JournalError):
            verify([Segment(name, b"recou")])

    def test_a_segment_is_missed(self) -> None:
        for index in range(len(self.segments) - 1):
            with self.assertRaises(JournalError):
                verify(self.segments[:index] + self.segments[index + 1 :])

    def test_an_expected_head_must_have_been_passed(self) -> None:
        shorter = verify(self.segments[:-1]).head
        self.assertEqual(verify(self.segments, shorter).head, self.writer.head)
        with self.assertRaises(AuditError):
            verify(self.segments[:-1], self.writer.head)
        with self.assertRaises(AuditError):
            verify(self.segments, Head(shorter.sequence, bytes(32)))

    def test_a_header_alone_is_a_journal_without_records(self) -> None:
        writer = JournalWriter(self.sample.limits, self.sample.initial_time, SALT_SECRET)
        result = verify(writer.segments)
        self.assertEqual((result.record_count, result.head), (0, Head(0, writer.chain)))


class Replays(unittest.TestCase):
    """Soundly stamped and chained, but not what the commands lead to."""

    sample: ClassVar[Sample]

    @classmethod
    def setUpClass(cls) -> None:
        cls.sample = Sample(42, step_count=300, salt_secret=SALT_SECRET)

    def assert_refused(self, records: list[Record], sequence: int) -> None:
        writer = JournalWriter(self.sample.limits, self.sample.initial_time, SALT_SECRET)
        writer.append(records)
        with self.assertRaisesRegex(AuditError, f"^record {sequence}: "):
            verify(writer.segments)

    def test_another_decision(self) -> None:
        for index in (0, 7, 151, 299):
            records = list(self.sample.records)
            records[index] = replace(records[index], decision=b"\1" if records[index].decision != b"\1" else b"\2\2\0")
            self.assert_refused(records, index + 1)

    def test_another_time(self) -> None:
        records = list(self.sample.records)
        records[99] = replace(records[99], time=records[99].time - 1)
        self.assert_refused(records, 100)

    def test_a_consequence_that_was_left_out(self) -> None:
        index = next(i for i, record in enumerate(self.sample.records) if record.origin != COMMAND)
        rest = self.sample.records[index + 1 :]
        records = self.sample.records[:index] + [replace(record, sequence=record.sequence - 1) for record in rest]
        self.assert_refused(records, index + 1)

    def test_a_command_that_is_malformed(self) -> None:
        records = list(self.sample.records)
        records[0] = replace(records[0], command=records[0].command + b"\0")
        self.assert_refused(records, 1)


class Conservation(unittest.TestCase):
    def test_each_rule_is_added_up(self) -> None:
        for field, rule in (("spent", "B1"), ("funded", "B1"), ("reserved", "B1")):
            kernel = self.replayed()
            self.first_account(kernel)[field][0] += 1
            with self.assertRaisesRegex(ConservationError, rule):
                Auditor(kernel).add_up()

    def test_holds_and_charges_must_be_those_of_reservations(self) -> None:
        for one, other, rule in (("reserved", "available", "B4"), ("spent", "available", "B5")):
            kernel = self.replayed()
            figures = self.first_account(kernel)
            figures[one][0] += 1
            figures[other][0] -= 1
            with self.assertRaisesRegex(ConservationError, rule):
                Auditor(kernel).add_up()

    def replayed(self) -> Kernel:
        return verify(Sample(seed=43, step_count=60).journal().segments).kernel

    def first_account(self, kernel: Kernel) -> dict[str, list[int]]:
        """The figures of an account that has something."""
        accounts: list[state.Account] = [
            account for tenant in kernel.state.tenants.values() for account in tenant.accounts.values()
        ]
        account = next(account for account in accounts if account.available[0] > 0)
        return {name: getattr(account, name) for name in ("funded", "spent", "available", "reserved")}
