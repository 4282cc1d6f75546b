"""Counts the instructions of single steps with callgrind, and writes how they grow with the tables.

usage: instructions.py RECOUNT OUTPUT.json

Only what runs within the function `recount_counted_region` is counted: the steps, without what prepares them. The
growth over three powers of ten in the number of entries must stay under the aim, or the exit status is 1.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ENTRIES = [1_000, 10_000, 100_000, 1_000_000]
MODELS = [2, 8, 22, 64, 256, 1_024]
OPERATIONS = 1_000

# Instructions per step at a million entries, as a multiple of those at a thousand.
GREATEST_GROWTH = 3

CURVES = [
    *((f"curve.{command}", "entries", ENTRIES) for command in ["reserve", "settle", "expire", "acquire", "release"]),
    ("route.mixed", "models", MODELS),
    ("route.open", "models", MODELS),
]


def total_of(profile):
    """The number of instructions in the text of a profile."""
    found = re.search(r"^(?:summary|totals): (\d+)", profile, re.MULTILINE)
    if found is None:
        raise ValueError("the profile has no total")
    return int(found[1])


def count(recount, name):
    """The instructions of the operations of a benchmark."""
    with tempfile.TemporaryDirectory() as directory:
        profile = Path(directory) / "profile"
        command = [
            "valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=recount_counted_region",
            f"--callgrind-out-file={profile}", recount, "bench", name, "--once", "--operations", str(OPERATIONS),
        ]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"instructions.py: {name}: {run.stderr.strip().splitlines()[-1]}")
        return total_of(profile.read_text())


def growth(points):
    """Instructions per step at the last size as a multiple of those at the first."""
    return points[-1]["instructions"] / points[0]["instructions"]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    recount, output = sys.argv[1:]
    curves = []
    for name, unit, sizes in CURVES:
        points = []
        for size in sizes:
            instructions = round(count(recount, f"{name}.{size}") / OPERATIONS)
            points.append({unit: size, "instructions": instructions})
        curves.append({"name": name, "points": points})
        figures = "  ".join(f"{point[unit]:>9,}: {point['instructions']:>6,}" for point in points)
        print(f"{name:14} {figures}  × {growth(points):.2f}", flush=True)
    Path(output).write_text(json.dumps({"version": 1, "operations": OPERATIONS, "curves": curves}, indent=2) + "\n")
    steep = [c["name"] for c in curves if c["name"].startswith("curve.") and growth(c["points"]) > GREATEST_GROWTH]
    if steep:
        sys.exit(f"instructions.py: more than {GREATEST_GROWTH} times as many at a million entries: {', '.join(steep)}")


if __name__ == "__main__":
    main()
