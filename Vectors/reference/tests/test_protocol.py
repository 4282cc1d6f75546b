"""The conformance protocol, and the command that speaks it."""

import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import ClassVar

from ..digests import digest, record_stamp
from ..fuzz import Disagreement, Session
from ..layouts import encoded
from ..protocol import NAME, ProtocolError, Server
from ..reading import Reader
from ..records import COMMAND, Record
from ..state import LIMITS
from .samples import Sample

CHECK = Path(__file__).resolve().parents[2] / "check.py"


def message(data: bytes) -> bytes:
    return len(data).to_bytes(4, "little") + data


class Protocol(unittest.TestCase):
    sample: ClassVar[Sample]

    @classmethod
    def setUpClass(cls) -> None:
        cls.sample = Sample(seed=51, step_count=300)

    def create(self) -> bytes:
        return b"\2" + encoded(LIMITS, self.sample.limits) + self.sample.initial_time.to_bytes(8, "little") + bytes(16)

    def test_hello(self) -> None:
        self.assertEqual(Server().answer(b"\0"), b"\0\1\0" + NAME.encode())

    def test_digest(self) -> None:
        expected = b"\0" + digest(b"recount.frame", b"data", key=b"key")
        self.assertEqual(Server().answer(b"\1\x0drecount.frame\3keydata"), expected)

    def test_digest_of_any_length(self) -> None:
        expected = b"\0" + digest(b"recount.frame", b"data", key=b"key", byte_count=8)
        self.assertEqual(Server().answer(b"\7\x08\x0drecount.frame\3keydata"), expected)
        for byte_count in (b"\0", b"A"):
            with self.assertRaises(ProtocolError):
                Server().answer(b"\7" + byte_count + b"\0\0")

    def test_steps_and_state_digests(self) -> None:
        server = Server()
        self.assertEqual(server.answer(self.create()), b"\0")
        for record, state_digest in zip(self.sample.records, self.sample.state_digests, strict=True):
            if record.origin == COMMAND:
                answer = server.answer(b"\3" + record.command)
            else:
                answer = server.answer(b"\4" + record.time.to_bytes(8, "little"))
            self.assert_is(answer, record)
            self.assertEqual(server.answer(b"\5"), b"\0" + bytes.fromhex(state_digest))

    def assert_is(self, answer: bytes, record: Record) -> None:
        head = record.sequence.to_bytes(8, "little") + record.time.to_bytes(8, "little") + bytes((record.origin,))
        self.assertEqual(answer, b"\0" + head + record_stamp(record.body()) + record.decision)

    def test_a_command_comes_after_its_consequences(self) -> None:
        server = Server()
        server.answer(self.create())
        index = next(i for i, record in enumerate(self.sample.records) if record.origin != COMMAND)
        for record in self.sample.records[:index]:
            server.answer(b"\3" + record.command)
        following = next(record for record in self.sample.records[index:] if record.origin == COMMAND)
        self.assertEqual(server.answer(b"\3" + following.command), b"\2")

    def test_malformed_and_nothing_due(self) -> None:
        server = Server()
        server.answer(self.create())
        self.assertEqual(server.answer(b"\3\1\2"), b"\1\4\1\0\0\0")
        self.assertEqual(server.answer(b"\4" + bytes(8)), b"\3")

    def test_segments(self) -> None:
        writer = self.sample.journal()
        files = [len(each.data).to_bytes(4, "little") + each.data for each in writer.segments]
        request = b"\6" + len(files).to_bytes(4, "little") + b"".join(files)
        expected = b"\0" + writer.head.sequence.to_bytes(8, "little") + writer.head.chain
        self.assertEqual(Server().answer(request), expected)
        self.assertEqual(Server().answer(request[:600] + b"x" + request[601:]), b"\4")

    def test_what_is_not_known_is_not_supported(self) -> None:
        self.assertEqual(Server().answer(b"\x08"), b"\xff")

    def test_broken_requests(self) -> None:
        for requests in (b"\1", message(b"\1\5ab"), message(b""), message(b"\3"), message(b"\0")[:-1]):
            with self.assertRaises(ProtocolError):
                Server().serve(io.BytesIO(requests), io.BytesIO())


class Fuzzing(unittest.TestCase):
    def test_two_that_are_the_same_agree(self) -> None:
        Session(Server(), seed=54).run(record_count=80)

    def test_another_answer_is_found(self) -> None:
        class Wrong(Server):
            def step(self, reader: Reader) -> bytes:
                answer = super().step(reader)
                return answer[:-1] + bytes((answer[-1] ^ 1,)) if len(answer) > 60 else answer

        with self.assertRaises(Disagreement):
            Session(Wrong(), seed=55).run(record_count=80)


class CommandLine(unittest.TestCase):
    def run_check(self, *arguments: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run([sys.executable, CHECK, *arguments], input=stdin, capture_output=True, check=False)

    def test_serve(self) -> None:
        run = self.run_check("--serve", stdin=message(b"\0") + message(b"\x63"))
        self.assertEqual((run.returncode, run.stdout[4:7]), (0, b"\0\1\0"))
        self.assertTrue(run.stdout.endswith(message(b"\xff")))

    def test_exit_status_of_vectors(self) -> None:
        vectors = Sample(seed=52, step_count=60).vectors()
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "vectors.json"
            path.write_text(json.dumps(vectors))
            self.assertEqual(self.run_check(str(path)).returncode, 0)
            vectors["groups"][0]["cases"][9]["result"]["stamp"] = "00" * 32
            path.write_text(json.dumps(vectors))
            run = self.run_check(str(path))
            self.assertEqual(run.returncode, 1)
            self.assertIn(b"sample/010", run.stdout)
            path.write_text("{}")
            self.assertEqual(self.run_check(str(path)).returncode, 2)
            self.assertEqual(self.run_check(str(path) + "x").returncode, 3)
        self.assertEqual(self.run_check().returncode, 2)

    def test_exit_status_of_journals(self) -> None:
        writer = Sample(seed=53, step_count=60).journal()
        with tempfile.TemporaryDirectory() as directory:
            writer.save(Path(directory))
            run = self.run_check("--journal", directory, "--expect", str(writer.head))
            self.assertEqual((run.returncode, run.stdout.split()[-1]), (0, str(writer.head).encode()))
            self.assertEqual(self.run_check("--journal", directory, "--expect", f"1:{'0' * 64}").returncode, 1)
            (Path(directory) / "notes").write_text("no segment")
            self.assertEqual(self.run_check("--journal", directory).returncode, 3)
