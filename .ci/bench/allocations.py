"""Compares the allocations of steps with those of the last full result.

usage: allocations.py HERE.json LAST.json

Both are what `recount bench --json` prints, of an optimised build. Exit status 1 if a step allocates in either, or
if they are not of the same benchmarks.
"""

import json
import sys
from pathlib import Path


def findings(here, last):
    """What is wrong, a line each."""
    for which, report in (("here", here), ("in the last result", last)):
        if report["machine"]["build"] != "release":
            yield f"{which}: the build is {report['machine']['build']}; only an optimised one shows what a host sees"
    names = [[entry["name"] for entry in report["benchmarks"]] for report in (here, last)]
    for name in sorted(set(names[0]) ^ set(names[1])):
        yield f"{name}: not in both results; run ./dev bench"
    for which, report in (("here", here), ("in the last result", last)):
        for entry in report["benchmarks"]:
            if entry["kind"] == "step" and entry["allocations"]:
                yield f"{entry['name']}: {entry['allocations']:g} allocations for each {entry['operation']} {which}"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    here, last = (json.loads(Path(path).read_text()) for path in sys.argv[1:])
    found = list(findings(here, last))
    if found:
        sys.exit("allocations.py: " + "\nallocations.py: ".join(found))
    steps = sum(entry["kind"] == "step" for entry in here["benchmarks"])
    print(f"no allocation in any of {steps} benchmarks of steps")


if __name__ == "__main__":
    main()
