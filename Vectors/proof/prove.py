"""Proves that every operation on budgets conserves them, and shows what was proven.

    prove.py                  the proof
    prove.py --mutations      each planted mistake must be found
    prove.py -o fund -v       one operation, with its situations
"""

from __future__ import annotations

import argparse
import concurrent.futures
import sys
import time

import sources
from arithmetic import Trap
from exploration import Findings, Numbers, Prover, explore
from scenarios import OUTCOMES, Scenario, scenarios


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
    started, proven = time.monotonic(), True
    paths = obligations = proved = 0
    print(f"{'operation':<20}{'paths':>7}{'obligations':>13}{'proved':>9}{'seconds':>9}")
    with concurrent.futures.ProcessPoolExecutor() as pool:
        proofs = pool.map(prove_operation, operations, [verbose] * len(operations))
        for operation, (lines, findings, failed, seconds) in zip(operations, proofs):
            found = findings.obligations - failed
            print(f"{operation:<20}{findings.paths:>7}{findings.obligations:>13}{found:>9}{seconds:>9.1f}")
            print("\n".join(lines), end="\n" if lines else "", flush=True)
            missing = OUTCOMES[operation] - findings.outcomes
            for outcome in sorted(missing):
                print(f"  docs/format.md has \"{outcome}\" for {operation}, but nothing leads to it")
            proven &= not failed and not missing
            paths, obligations, proved = paths + findings.paths, obligations + findings.obligations, proved + found
    print(f"{'together':<20}{paths:>7}{obligations:>13}{proved:>9}{time.monotonic() - started:>9.1f}")
    return proven


def prove_operation(operation: str, verbose: bool) -> tuple[list[str], Findings, int, float]:
    """What to show, the findings, how many counterexamples there are, and the seconds it took."""
    begun, lines, findings, prover = time.monotonic(), [], Findings(), Prover()
    for scenario in scenarios():
        if scenario.operation != operation:
            continue
        found, obligations, at = len(findings.counterexamples), findings.obligations, time.monotonic()
        explore(scenario, prover, findings)
        if verbose:
            row = f"  {scenario.situation:<40}{findings.obligations - obligations:>6}"
            lines.append(f"{row}{time.monotonic() - at:>9.1f}")
        for counterexample in findings.counterexamples[found : found + 1]:
            lines += describe(scenario, counterexample)
    failed = len(findings.counterexamples)
    # Models cannot leave their process.
    findings.counterexamples = []
    return lines, findings, failed, time.monotonic() - begun


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
