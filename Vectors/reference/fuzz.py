"""Random requests against another implementation: `python3 -m reference.fuzz -- recount conform serve` in Vectors.

Both get the same requests of the conformance protocol and must give the same answers: steps, consequences, malformed
commands, the digest of the state after each step, and at the end the segments of a journal, whole and damaged.
"""

import argparse
import subprocess
import sys
from random import Random

from .commands import encode_command
from .conservation import Auditor
from .generator import Generator
from .journal_writing import JournalWriter
from .layouts import encoded
from .protocol import FINE, NOT_SUPPORTED, Server, read_message
from .records import Record
from .state import LIMITS

BATCH_RECORDS = 50
SEGMENT_BATCHES = 5
DIGEST, CREATE, STEP, CONSEQUENCE, STATE_DIGEST, SEGMENTS = (bytes((kind,)) for kind in range(1, 7))


class Disagreement(Exception):
    """A request that the two answer differently."""

    def __init__(self, request: bytes, expected: bytes, found: bytes) -> None:
        super().__init__(f"request {request.hex()}\n  here  {expected.hex()}\n  there {found.hex()}")


class Peer:
    """The other implementation, a process that speaks the protocol."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def answer(self, request: bytes) -> bytes:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(len(request).to_bytes(4, "little") + request)
        self.process.stdin.flush()
        answer = read_message(self.process.stdout)
        return b"" if answer is None else answer

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Session:
    """The requests of one seed. The peer may be any server, too."""

    def __init__(self, peer: Peer | Server, seed: int) -> None:
        self.peer = peer
        self.server = Server()
        self.random = Random(f"damage {seed}")
        self.generator = Generator(seed)
        state = self.generator.kernel.state
        self.writer = JournalWriter(state.limits, state.time, self.generator.kernel.salt_secret)
        seed_bytes = self.random.randbytes(16)
        self.ask(CREATE + encoded(LIMITS, state.limits) + state.time.to_bytes(8, "little") + seed_bytes)
        self.generator.kernel = self.server.present_kernel()
        self.auditor = Auditor(self.generator.kernel)
        self.records: list[Record] = []

    def ask(self, request: bytes) -> bytes:
        expected, found = self.server.answer(request), self.peer.answer(request)
        if found not in (expected, bytes((NOT_SUPPORTED,))):
            raise Disagreement(request, expected, found)
        return expected

    def run(self, record_count: int) -> None:
        for command in self.generator.setup():
            self.give(encode_command(command), command.time)
        while len(self.records) < record_count:
            command = self.generator.command()
            encoded_command = encode_command(command)
            self.ask_malformed(encoded_command)
            self.give(encoded_command, command.time)
        self.auditor.add_up()
        self.ask(DIGEST + b"\x0drecount.frame\x10" + self.random.randbytes(16 + self.random.randrange(300)))
        self.ask_journals()

    def give(self, command: bytes, time: int) -> None:
        """A command after the consequences that are due."""
        while self.keep(self.ask(CONSEQUENCE + time.to_bytes(8, "little")), b""):
            pass
        self.keep(self.ask(STEP + command), command)

    def keep(self, answer: bytes, command: bytes) -> bool:
        """Keeps the record that an answer gives, if it does."""
        if answer[0] != FINE:
            return False
        sequence, time = int.from_bytes(answer[1:9], "little"), int.from_bytes(answer[9:17], "little")
        self.records.append(Record(sequence, time, answer[17], command, answer[50:]))
        self.auditor.saw_step()
        self.ask(STATE_DIGEST)
        return True

    def ask_malformed(self, command: bytes) -> None:
        """The command with a change or two. Where it can still be read it is a step as well."""
        damaged = damage(command, self.random)
        answer = self.ask(STEP + damaged)
        self.keep(answer, damaged)

    def ask_journals(self) -> None:
        batches = [self.records[i : i + BATCH_RECORDS] for i in range(0, len(self.records), BATCH_RECORDS)]
        for index, batch in enumerate(batches):
            if index > 0 and index % SEGMENT_BATCHES == 0:
                self.writer.start_segment()
            self.writer.append(batch)
        files = [segment.data for segment in self.writer.segments]
        self.ask(segments_request(files))
        for _ in range(20):
            index = self.random.choice((0, len(files) - 1))
            damaged = [*files[:index], damage(files[index], self.random), *files[index + 1 :]]
            self.ask(segments_request(damaged))


def segments_request(files: list[bytes]) -> bytes:
    contents = b"".join(len(data).to_bytes(4, "little") + data for data in files)
    return SEGMENTS + len(files).to_bytes(4, "little") + contents


def damage(data: bytes, random: Random) -> bytes:
    """Some bytes changed, cut off, added, repeated or lost."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2))):
        place = random.randrange(len(changed))
        length = random.choice((1, 2, 4, 8, 16))
        match random.randrange(6):
            case 0:
                changed[place] ^= 1 << random.randrange(8)
            case 1:
                changed[place] = random.choice((0, 1, 2, 3, 4, 8, 9, 255))
            case 2:
                changed[place : place + length] = bytes((random.choice((0, 0, 255)),)) * length
            case 3:
                changed[place : place + length] = changed[place + length : place + 2 * length]
            case 4:
                del changed[max(1, place) :]
            case 5:
                changed += bytes(length)
    return bytes(changed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="first seed (default: 1)")
    parser.add_argument("--seeds", type=int, default=20, help="number of seeds (default: 20)")
    parser.add_argument("--records", type=int, default=1000, help="records of each seed (default: 1000)")
    parser.add_argument("command", nargs="+", help="after --, the program that speaks the protocol")
    arguments = parser.parse_args()
    peer = Peer(arguments.command)
    try:
        for seed in range(arguments.seed, arguments.seed + arguments.seeds):
            Session(peer, seed).run(arguments.records)
    except Disagreement as disagreement:
        print(f"seed {seed}, {arguments.records} records: {disagreement}")
        return 1
    finally:
        peer.close()
    print(f"seeds {arguments.seed} to {arguments.seed + arguments.seeds - 1}: both implementations agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
