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

# In place of what does not hold: then the proof itself would be wrong.
NOTHING_IS_WRONG = "nothing"


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
    paths = obligations = proved = questions = 0
    print(f"{'operation':<20}{'paths':>7}{'obligations':>13}{'proved':>9}{'asked Z3':>10}{'seconds':>9}")
    with concurrent.futures.ProcessPoolExecutor() as pool:
        proofs = pool.map(prove_operation, operations, [verbose] * len(operations))
        for operation, (lines, findings, failed, seconds) in zip(operations, proofs):
            found = findings.obligations - failed
            row = f"{operation:<20}{findings.paths:>7}{findings.obligations:>13}{found:>9}"
            print(f"{row}{findings.questions:>10}{seconds:>9.1f}")
            print("\n".join(lines), end="\n" if lines else "", flush=True)
            missing = OUTCOMES[operation] - findings.outcomes
            for outcome in sorted(missing):
                print(f"  docs/format.md has \"{outcome}\" for {operation}, but nothing leads to it")
            proven &= not failed and not missing
            paths, obligations, proved = paths + findings.paths, obligations + findings.obligations, proved + found
            questions += findings.questions
    print(f"{'together':<20}{paths:>7}{obligations:>13}{proved:>9}{questions:>10}{time.monotonic() - started:>9.1f}")
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
    failed, findings.questions = len(findings.counterexamples), prover.questions
    # Models cannot leave their process.
    findings.counterexamples = []
    return lines, findings, failed, time.monotonic() - begun


def describe(scenario: Scenario, counterexample) -> list[str]:
    """A counterexample in numbers, and what the same operation does when it is run with them."""
    lines = [f"  {scenario.operation}, {scenario.situation}: does not hold: {counterexample.label}"]
    if counterexample.model is None:
        return [*lines, "    no answer within the time limit"]
    found = ((str(name), counterexample.model[name].as_long()) for name in counterexample.model.decls())
    lines += shown({name: value for name, value in found if value != 0}, counterexample.label)
    try:
        played = scenario.play(scenario.prepare(Numbers(counterexample.model)))
    except Trap as trap:
        return [*lines, f"    run with these numbers: stops, {trap}"]
    changed = {
        place: f"{value}, was {played.before.get(place)}" for place, value in played.after.items()
        if played.before.get(place) != value and not place.endswith("#")
    }  # fmt: skip
    failed = [name for name, holds in played.goals if not holds]
    lines += [f"    answer: {played.outcome}", *shown(changed, counterexample.label, "after: ")]
    return [*lines, f"    run with these numbers, does not hold: {'; '.join(failed) or NOTHING_IS_WRONG}"]


def shown(values: dict[str, object], label: str, before: str = "") -> list[str]:
    """Values by name, without those of dimensions and accounts that a label does not speak of."""
    subjects = (("calls", "tokens", "cost"), ("leaf", "parent"), ("accounts.(1, 2)", "accounts.(1, 1)"))
    label = label.replace("leaf", "leaf accounts.(1, 2)").replace("parent", "parent accounts.(1, 1)")
    hidden = ["limits.", "others.", "granted.", "tenants.", "opening_"]
    for group in subjects:
        spoken_of = [subject for subject in group if subject in label]
        hidden += [subject for subject in group if spoken_of and subject not in spoken_of]
    return [
        f"    {before}{name} = {value}" for name, value in sorted(values.items())
        if not any(part in name for part in hidden)
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
