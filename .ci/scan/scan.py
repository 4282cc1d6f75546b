#!/usr/bin/env python3
"""Scans the machine code of an object file for what a deterministic kernel must not do."""

import argparse
import pathlib
import subprocess
import sys

import listing
import machines
import rules

# The functions of planted/Planted.swift, and under which name each must be found.
EXPECTED = {
    "plantedSum": "floating point",
    "plantedConversion": "floating point",
    "plantedAllocation": "allocation",
    "plantedReference": "reference counting",
    "plantedRandomness": "random source",
    "plantedRecursion": "recursion",
    "plantedMutualRecursion": "recursion",
    "plantedStack": "deep stack",
    "plantedIndirectCall": "indirect call",
}


def main():
    options = arguments()
    machine = machines.MACHINES[options.machine]
    program = listing.read(options.objdump, options.object, machine.call)
    report = rules.scan(program, machine, options.frame_limit, options.depth_limit)
    if options.planted:
        return check_planted(options.machine, report)
    print_report(options, report)
    return 1 if report.findings else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("object")
    parser.add_argument("--machine", required=True, choices=sorted(machines.MACHINES))
    parser.add_argument("--frame-limit", type=int, required=True, metavar="BYTES", help="stack of one function")
    parser.add_argument("--depth-limit", type=int, required=True, metavar="BYTES", help="stack of a chain of calls")
    parser.add_argument("--objdump", default="llvm-objdump")
    parser.add_argument("--demangle", default="swift-demangle", help="program that makes symbols readable")
    parser.add_argument("--planted", action="store_true", help="succeed only if each planted violation is found")
    return parser.parse_args()


def print_report(options, report):
    readable = demangled(options.demangle, [finding.function for finding in report.findings] + list(report.frames))
    for finding in sorted(report.findings, key=lambda finding: (finding.category, finding.function)):
        print(f"{options.machine}: {finding.category}: {readable[finding.function]}: {finding.detail}")
    largest = sorted(report.frames.items(), key=lambda item: -item[1])[:3]
    part = pathlib.Path(options.object).stem
    print(f"{options.machine:<8} {part:<7} {report.scanned} functions, {report.indirect_jumps} jumps through tables,"
          f" {len(report.findings)} findings; at most {report.deepest[0]} bytes of stack; largest frames:")
    for name, count in largest:
        print(f"{count:>14} bytes {readable[name]}")


def check_planted(machine, report):
    """That each planted violation is found in its function and under its name."""
    missed = [
        f"{name} ({category})" for name, category in EXPECTED.items()
        if not any(is_planted(finding, name, category) for finding in report.findings)
    ]
    if missed:
        print(f"{machine}: planted and not found: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


def is_planted(finding, name, category):
    return finding.category == category and f"{len(name)}{name}" in finding.function + finding.detail


def demangled(program, names):
    try:
        output = subprocess.run(
            [program, "-simplified"], input="\n".join(names), check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {name: name for name in names}
    return dict(zip(names, output.split("\n")))


if __name__ == "__main__":
    sys.exit(main())
