"""Proves that every operation on budgets conserves them, and shows what was proven.

    prove.py                  the proof
    prove.py --mutations      each planted mistake must be found
    prove.py -o fund -v       one operation, with its situations
"""

from __future__ import annotations

import argparse
import sys
import time

import sources
from exploration import Findings, Numbers, Prover, explore
from scenarios import OUTCOMES, Scenario, scenarios
from arithmetic import Trap


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mutations", action="store_true", help="plant mistakes, each of which must be found")
    parser.add_argument("-o", "--operation", action="append", choices=list(OUTCOMES), help="only this operation")
    parser.add_argument("-v", "--verbose", action="store_true", help="show every situation")
    arguments = parser.parse_args()
    if arguments.mutations:
        import mutations

        return mutations.run_all()
    faults = [] if arguments.operation else sources.check()
    for fault in faults:
        print(f"prove: {fault}", file=sys.stderr)
    proven = prove_all(arguments.operation or list(OUTCOMES), arguments.verbose)
    return 0 if proven and not faults else 1


def prove_all(operations: list[str], verbose: bool) -> bool:
    started, prover, total, proven = time.monotonic(), Prover(), Findings(), True
    print(f"{'operation':<20}{'paths':>7}{'obligations':>13}{'proved':>9}{'seconds':>9}")
    for operation in operations:
        findings, begun = Findings(), time.monotonic()
        for scenario in scenarios():
            if scenario.operation == operation:
                before, at = findings.obligations, time.monotonic()
                explore_and_show(scenario, prover, findings)
                if verbose:
                    row = f"  {scenario.situation:<40}{findings.obligations - before:>6}"
                    print(f"{row}{time.monotonic() - at:>9.1f}", flush=True)
        proved = findings.obligations - len(findings.counterexamples)
        seconds = time.monotonic() - begun
        row = f"{operation:<20}{findings.paths:>7}{findings.obligations:>13}{proved:>9}{seconds:>9.1f}"
        print(row, flush=True)
        proven &= not findings.counterexamples and has_expected_outcomes(operation, findings.outcomes)
        total.paths += findings.paths
        total.obligations += findings.obligations
        total.counterexamples += findings.counterexamples
    proved = total.obligations - len(total.counterexamples)
    seconds = time.monotonic() - started
    print(f"{'together':<20}{total.paths:>7}{total.obligations:>13}{proved:>9}{seconds:>9.1f}")
    return proven


def explore_and_show(scenario: Scenario, prover: Prover, findings: Findings) -> None:
    before = len(findings.counterexamples)
    explore(scenario, prover, findings)
    for counterexample in findings.counterexamples[before : before + 1]:
        print("\n".join(describe(scenario, counterexample)), flush=True)


def has_expected_outcomes(operation: str, found: set[str]) -> bool:
    expected = OUTCOMES[operation]
    for outcome in sorted(expected - found):
        print(f"  {operation}: \"{outcome}\" is in docs/format.md, but nothing leads to it")
    for outcome in sorted(found - expected):
        print(f"  {operation}: \"{outcome}\" is possible, but not in docs/format.md")
    return found == expected


def describe(scenario: Scenario, counterexample) -> list[str]:
    """A counterexample in numbers, and what the same operation does when it is run with them."""
    lines = [f"  {scenario.operation}, {scenario.situation}: does not hold: {counterexample.label}"]
    if counterexample.model is None:
        return [*lines, "  no answer within the time limit"]
    numbers = Numbers(counterexample.model)
    try:
        played = scenario.play(scenario.prepare(numbers))
    except Trap as trap:
        return [*lines, *shown_numbers(counterexample.model), f"    run with these numbers: stops, {trap}"]
    failed = [name for name, holds in played.goals if not holds]
    changes = [
        f"    after: {place} = {value}, was {played.before.get(place)}"
        for place, value in played.after.items() if played.before.get(place) != value and not place.endswith("#")
    ]  # fmt: skip
    lines += [*shown_numbers(counterexample.model), f"    answer: {played.outcome}", *changes]
    return [*lines, f"    run with these numbers: {', '.join(failed) or 'nothing is wrong: an error in the proof'}"]


def shown_numbers(model) -> list[str]:
    """The numbers that are not 0."""
    found = sorted((str(name), model[name].as_long()) for name in model.decls())
    return [f"    {name} = {value}" for name, value in found if value != 0]


if __name__ == "__main__":
    sys.exit(main())
