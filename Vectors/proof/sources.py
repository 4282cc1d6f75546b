"""Ties each translated function to the text of its Swift original.

`@translates(file, signature)` on a Python function names what it was translated from. The check below fails if

- the original is gone, or its text (without comments and layout) is not the one that was translated;
- the two do not have the same numbers of checked and of wrapping additions and subtractions;
- a function under Sources/RecountKernel/Budgets calculates or changes a balance and is not translated at all.

After a change of the Swift code: translate it again, run the proofs, then `sources.py --accept`.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import os
import pathlib
import re
import sys
import textwrap
from dataclasses import dataclass

# Another directory of sources only to see that this check can fail.
KERNEL = pathlib.Path(
    os.environ.get("RECOUNT_KERNEL_SOURCES", pathlib.Path(__file__).resolve().parents[2] / "Sources" / "RecountKernel")
)
ACCEPTED = pathlib.Path(__file__).with_name("translated.json")

# Functions that calculate, but no budget: what they do is not part of the model.
NOT_TRANSLATED = {
    "Budgets/TouchedAccounts.swift: func append": "counts the elements of a list",
    "Budgets/Balance.swift: var isConserved": "a check for hosts and tests; the model states B1 to B3 in exact numbers",
}


@dataclass
class Translation:
    file: str
    signature: str
    function: object


translations: list[Translation] = []


def translates(file: str, signature: str):
    """Marks a function as the translation of the Swift function whose text begins like this."""

    def mark(function):
        translations.append(Translation(file, signature, function))
        return function

    return mark


def check() -> list[str]:
    """What does not fit between the Swift code and its translation."""
    accepted = json.loads(ACCEPTED.read_text())
    faults = []
    for translation in translations:
        name = f"{translation.file}: {translation.signature}"
        body = swift_function(translation.file, translation.signature)
        if body is None:
            faults.append(f"{name}: not there (or not once); translate again what replaced it")
            continue
        if accepted.get(name) != digest(body):
            faults.append(f"{name}: changed since it was translated; translate it again, then sources.py --accept")
        swift, python = swift_operators(body), python_operators(translation.function)
        if swift != python:
            faults.append(f"{name}: {swift} in Swift, {python} in {translation.function.__qualname__}")
    return faults + untranslated()


def accept() -> None:
    """Writes down the present text of all originals as translated."""
    entries = {}
    for translation in translations:
        body = swift_function(translation.file, translation.signature)
        if body is not None:
            entries[f"{translation.file}: {translation.signature}"] = digest(body)
    ACCEPTED.write_text(json.dumps(dict(sorted(entries.items())), indent=2) + "\n")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def normalised(file: str) -> str:
    """A Swift file without comments, every run of white space as one space."""
    text = re.sub(r"//[^\n]*", "", (KERNEL / file).read_text())
    return re.sub(r"\s+", " ", text)


def swift_function(file: str, signature: str) -> str | None:
    """The text of the one function or property that begins with a signature."""
    text = normalised(file)
    if text.count(signature) != 1:
        return None
    return block(text, text.index(signature))


def block(text: str, start: int) -> str:
    """From a place up to the end of the next block in braces."""
    depth = 0
    for position in range(text.index("{", start), len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return text[start : position + 1]
    raise ValueError(f"no end of the block at {text[start:start + 60]}")


def swift_operators(body: str) -> dict[str, int]:
    return {
        "checked": len(re.findall(r" [+-]=? ", body)),
        "wrapping": len(re.findall(r" &[+-]=? ", body)),
    }


def python_operators(function) -> dict[str, int]:
    counts = {"checked": 0, "wrapping": 0}
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, (ast.Add, ast.Sub)):
            counts["checked"] += 1
        if isinstance(node, ast.Attribute) and node.attr in ("wrapping_add", "wrapping_subtract"):
            counts["wrapping"] += 1
    return counts


_PRIMITIVES = "fund|withdraw|hold|releaseHold|spendHold|charge"
_CALCULATES = re.compile(rf" &?[+-]=? |\bbalances(\.\w+|\[[^\]]*\])*\.({_PRIMITIVES})\(")


def untranslated() -> list[str]:
    """Functions beside the budgets that calculate and have no translation."""
    known = {(translation.file, translation.signature) for translation in translations}
    faults = []
    for path in sorted((KERNEL / "Budgets").glob("*.swift")):
        file = f"Budgets/{path.name}"
        text = normalised(file)
        starts = [text.index(signature) for where, signature in known if where == file and signature in text]
        covered = [(start, start + len(block(text, start))) for start in starts]
        for found in re.finditer(r"\b(?:func \w+|init\??\(|var \w+(?=: [^={]+ \{))", text):
            body = block(text, found.start())
            name = f"{file}: {found.group()}"
            if not _CALCULATES.search(body) or name in NOT_TRANSLATED:
                continue
            if not any(start <= found.start() < end for start, end in covered):
                faults.append(f"{name}: calculates and is not translated")
    return faults


if __name__ == "__main__":
    # As a program this file is another module than the one that the translations were noted in.
    import clock  # noqa: F401
    import ledger  # noqa: F401
    import sources

    if "--accept" in sys.argv[1:]:
        sources.accept()
    found = sources.check()
    print("\n".join(found) if found else f"{len(sources.translations)} functions are as they were translated")
    sys.exit(1 if found else 0)
