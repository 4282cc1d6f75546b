"""Runs an operation once for each way that it can take, and proves its obligations on each."""

from __future__ import annotations

from dataclasses import dataclass, field

import z3

from arithmetic import Condition, Machine, Word, running_on

_TIMEOUT_MILLISECONDS = 60_000


@dataclass
class Counterexample:
    """An obligation that does not hold, and the numbers with which it does not."""

    label: str
    model: z3.ModelRef | None


class Fact:
    """An expression with what is looked up often: its number, and which accounts and dimensions it speaks of."""

    __slots__ = ("expression", "number", "subjects")

    def __init__(self, expression, subjects: int):
        self.expression = expression
        self.number = expression.get_id()
        self.subjects = subjects


class Prover:
    """Answers whether hypotheses imply a goal. Asks with what can matter first, then with everything.

    Unknowns are named like `leaf.calls.available`. What is said of other accounts and dimensions than those of a goal
    is left out at first: what fewer hypotheses imply, more do.
    """

    SUBJECTS = {name: 1 << place for place, name in enumerate(("leaf", "parent", "calls", "tokens", "cost"))}

    def __init__(self):
        # Facts are kept alive, so no number is given to two expressions.
        self._facts: dict[int, Fact] = {}
        self._answers: dict[tuple, bool] = {}
        self.questions = 0

    def fact(self, expression) -> Fact:
        number = expression.get_id()
        if number not in self._facts:
            if expression.num_args() == 0:
                parts = str(expression).split(".") if z3.is_const(expression) else []
                subjects = sum(self.SUBJECTS.get(part, 0) for part in parts)
            else:
                subjects = 0
                for child in expression.children():
                    subjects |= self.fact(child).subjects
            self._facts[number] = Fact(expression, subjects)
        return self._facts[number]

    def counterexample(self, hypotheses: list[Fact], goal: Fact) -> z3.ModelRef | None | bool:
        """None if the hypotheses imply the goal, else a model, or True if there is no answer in time."""
        if self._implies(hypotheses, goal):
            return None
        solver = self._solver(hypotheses, z3.Not(goal.expression))
        answer = solver.check()
        if answer == z3.unsat:
            return None
        return solver.model() if answer == z3.sat else True

    def possible(self, hypotheses: list[Fact], condition: Fact) -> bool:
        """False only if the hypotheses exclude the condition."""
        return not self._implies(hypotheses, self.fact(z3.Not(condition.expression)))

    def check(self, hypotheses: list[Fact]) -> z3.CheckSatResult:
        """Whether all hypotheses can hold together."""
        return self._solver(hypotheses, z3.BoolVal(True)).check()

    def _implies(self, hypotheses: list[Fact], goal: Fact) -> bool:
        others = ~goal.subjects
        relevant = [fact for fact in hypotheses if not fact.subjects & others]
        key = (goal.number, frozenset(fact.number for fact in relevant))
        if key not in self._answers:
            self._answers[key] = self._solver(relevant, z3.Not(goal.expression)).check() == z3.unsat
        return self._answers[key]

    def _solver(self, hypotheses: list[Fact], condition) -> z3.Solver:
        self.questions += 1
        solver = z3.SimpleSolver()
        solver.set("timeout", _TIMEOUT_MILLISECONDS)
        solver.add(*(fact.expression for fact in hypotheses), condition)
        return solver


class Path(Machine):
    """One way through an operation: the hypotheses under which it is taken, and the obligations on it."""

    def __init__(self, prover: Prover, decisions: list[bool], start: Path | None = None):
        self._prover = prover
        self._decisions = decisions
        self._taken = 0
        self._tried: dict[int, bool] = {}
        self.hypotheses: list[Fact] = [] if start is None else [*start.hypotheses]
        # Where each hypothesis stands first.
        self.known: dict[int, int] = {} if start is None else {**start.known}
        self.obligations: list[tuple[str, int, object]] = []
        self.alternatives: list[list[bool]] = []

    def assume(self, condition) -> None:
        if isinstance(condition, bool):
            assert condition
            return
        fact = self._prover.fact(condition)
        self.known.setdefault(fact.number, len(self.hypotheses))
        self.hypotheses.append(fact)

    def oblige(self, label: str, condition: Condition) -> None:
        value = z3.BoolVal(condition.value) if isinstance(condition.value, bool) else condition.value
        self.obligations.append((label, len(self.hypotheses), value))
        # What follows is only reached where it holds: else the kernel has stopped.
        self.assume(value)

    def branch(self, condition) -> bool:
        simple = z3.simplify(condition)
        if z3.is_true(simple) or z3.is_false(simple):
            return z3.is_true(simple)
        number = self._prover.fact(simple).number
        if number not in self._tried:
            self._tried[number] = self._decide(self._prover.fact(condition))
            self.assume(condition if self._tried[number] else z3.Not(condition))
        return self._tried[number]

    def _decide(self, condition: Fact) -> bool:
        if self._taken < len(self._decisions):
            value = self._decisions[self._taken]
        elif not self._prover.possible(self.hypotheses, condition):
            value = False
        else:
            value = True
            if self._prover.possible(self.hypotheses, self._prover.fact(z3.Not(condition.expression))):
                self.alternatives.append([*self._decisions, False])
        if self._taken == len(self._decisions):
            self._decisions = [*self._decisions, value]
        self._taken += 1
        return value


class Unknowns:
    """Gives a scenario unknowns within their range."""

    def __init__(self, path: Path):
        self._path = path

    def word(self, name: str, low: int, high: int, bits: int = 64) -> Word:
        value = z3.Int(name)
        self._path.assume(value >= low)
        self._path.assume(value <= high)
        return Word(value, bits)

    def assume(self, condition) -> None:
        self._path.assume(condition)


class Numbers:
    """Gives a scenario the numbers of a counterexample instead."""

    def __init__(self, model: z3.ModelRef):
        self._model = model

    def word(self, name: str, low: int, high: int, bits: int = 64) -> Word:
        found = self._model.eval(z3.Int(name), model_completion=True).as_long()
        # An unknown that the counterexample does not depend on may be anything.
        return Word(min(max(found, low), high), bits)

    def assume(self, condition) -> None:
        assert condition, "the numbers of a counterexample keep what is assumed"


@dataclass
class Findings:
    """What the exploration of one scenario found."""

    paths: int = 0
    obligations: int = 0
    questions: int = 0
    outcomes: set[str] = field(default_factory=set)
    counterexamples: list[Counterexample] = field(default_factory=list)


def explore(scenario, prover: Prover, findings: Findings, stop_at_first: bool = False) -> None:
    """Proves every obligation on every path of a scenario.

    A scenario prepares a world of unknowns once, and plays in a copy of it on each path.
    """
    start = Path(prover, [])
    with running_on(start):
        world = scenario.prepare(Unknowns(start))
    assert not start.obligations and not start.alternatives, "preparing neither calculates nor decides"
    waiting: list[list[bool]] = [[]]
    while waiting:
        path = Path(prover, waiting.pop(), start)
        with running_on(path):
            played = scenario.play(world.fork(Unknowns(path)))
        outcome, goals = played.outcome, played.goals
        waiting += path.alternatives
        if outcome not in findings.outcomes:
            answer = prover.check(path.hypotheses)
            if answer == z3.unsat:
                continue
            # Without an answer in time the path is proven all the same, but nothing shows that it can be taken.
            if answer == z3.sat:
                findings.outcomes.add(outcome)
        findings.paths += 1
        obligations = path.obligations + [
            (f"{outcome}: {label}", len(path.hypotheses), condition) for label, condition in goals
        ]
        for label, count, condition in obligations:
            findings.obligations += 1
            if condition is True:
                continue
            goal = prover.fact(z3.BoolVal(condition) if isinstance(condition, bool) else condition)
            if path.known.get(goal.number, count) < count:
                continue
            found = prover.counterexample(path.hypotheses[:count], goal)
            if found is not None:
                model = None if found is True else found
                findings.counterexamples.append(Counterexample(label, model))
                if stop_at_first:
                    return
