#!/usr/bin/env python3
"""Checks test vectors and journals against a second implementation, which was written from docs/format.md alone.

Exit status: 0 everything agrees, 1 something diverges, 2 wrong usage or invalid input, 3 a file cannot be
read, or a directory is no journal.
"""

import argparse
import re
import sys
from pathlib import Path

from reference.audit import AuditError, verify
from reference.journal import Head, JournalError, NotAJournal, Segment, segments_of, snapshots_of
from reference.protocol import ProtocolError, Server
from reference.vectors import InvalidVectors, check_file

AGREES, DIVERGES, INVALID, UNREADABLE = range(4)


def main() -> int:
    arguments = parse_arguments()
    try:
        if arguments.serve:
            return serve()
        if arguments.journal is not None:
            return check_journal(arguments)
        return max(check_vector_file(path) for path in arguments.files)
    except OSError as error:
        say_error(f"{error.filename}: {error.strerror}")
        return UNREADABLE


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", metavar="FILE.json", nargs="*", type=Path, help="vectors to check")
    parser.add_argument("--journal", metavar="DIRECTORY", type=Path, help="verify a journal by replaying it")
    parser.add_argument("--expect", metavar="HEAD", type=head, help="sequence:chain that the journal has passed")
    parser.add_argument(
        "--add-up-every",
        metavar="RECORDS",
        type=positive,
        default=1000,
        help="add up budgets after every so many records, and at the end (default: 1000)",
    )
    parser.add_argument(
        "--key-file", metavar="FILE", type=key, action="append", default=[], help="a key of the journal; repeatable"
    )
    parser.add_argument("--archive", metavar="DIRECTORY", type=Path, help="archived segments of the journal")
    parser.add_argument("--serve", action="store_true", help="answer the conformance protocol")
    arguments = parser.parse_args()
    if bool(arguments.files) + (arguments.journal is not None) + arguments.serve != 1:
        parser.error("give either files, --journal or --serve")
    if arguments.expect is not None and arguments.journal is None:
        parser.error("--expect goes with --journal")
    return arguments


def head(text: str) -> Head:
    if not re.fullmatch("[0-9]{1,20}:[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("must be sequence:chain, as it is printed")
    sequence, chain = text.split(":")
    return Head(int(sequence), bytes.fromhex(chain))


def key(text: str) -> bytes:
    try:
        found = re.fullmatch("([0-9a-f]{64})\n?", Path(text).read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error
    if found is None:
        raise argparse.ArgumentTypeError(f"{text}: no key of 64 hexadecimal digits")
    return bytes.fromhex(found[1])


def joined(archived: list[Segment], present: list[Segment]) -> list[Segment]:
    """Segments of both places; what is in both is read where the journal is."""
    by_name = {segment.name: segment for segment in archived} | {segment.name: segment for segment in present}
    return [by_name[name] for name in sorted(by_name)]


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def check_vector_file(path: Path) -> int:
    try:
        report = check_file(path)
    except InvalidVectors as error:
        say_error(f"{path}: {error}")
        return INVALID
    for divergence in report.divergences:
        print(f"{path}: {divergence}")
    if report.case_count == 0:
        print(f"{path}: nothing to check")
        return AGREES
    agreeing = report.case_count - len(report.divergences)
    print(f"{path}: {agreeing} of {report.case_count} cases in {report.group_count} groups agree")
    return DIVERGES if report.divergences else AGREES


def check_journal(arguments: argparse.Namespace) -> int:
    directory: Path = arguments.journal
    try:
        segments = segments_of(directory)
        if arguments.archive is not None:
            segments = joined(segments_of(arguments.archive), segments)
        result = verify(
            segments,
            arguments.expect,
            arguments.add_up_every,
            keys=arguments.key_file,
            snapshots=snapshots_of(directory),
        )
    except NotAJournal as error:
        say_error(f"{directory}: {error}")
        return UNREADABLE
    except (JournalError, AuditError) as error:
        print(f"{directory}: not valid: {error}")
        return DIVERGES
    print(f"{directory}: valid: {result.record_count} records, {result.consequence_count} of them consequences")
    if result.tail is not None:
        tail = result.tail
        print(f"not acknowledged: {tail.byte_count} bytes from {tail.segment}, byte {tail.offset}")
    print(f"head {result.head}")
    return AGREES


def serve() -> int:
    try:
        Server().serve(sys.stdin.buffer, sys.stdout.buffer)
    except ProtocolError as error:
        say_error(str(error))
        return INVALID
    return AGREES


def say_error(text: str) -> None:
    print(f"check.py: {text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
