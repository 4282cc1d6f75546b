"""Ties the model to the kernel: the same operations that are proven, run with numbers, answer what the kernel answered.

    replay.py Vectors/budgets.json …     vector files
    replay.py JOURNAL …                  directories of journals, as `recount run` writes them
    replay.py --mutations FILE …         each mistake that an answer can show must make the comparison fail

Every answer about budgets is compared byte by byte, with its sequence and time; and where a vector has the digest of
the kernel's state, so is the whole state of the model: every balance and every remembered id. Windows, models and
locks come from the record: an admission is compared in what it reserved, or in the stage and refusal.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections import Counter

from admission import Admission
from arithmetic import Trap, Word, maximum
from clock import Clock
from codec import RESERVATION_EXPIRED, STAGES, Command, Reader, decode_command, encode_decision, encode_refusal
from entries import Decision, Moment, Refusal, Tenant
from ledger import Ledger
from primitives import DIMENSIONS
from state import state_digest
from steps import Group, Step, groups

_DOES_NOT_NEED_A_TENANT = (1, 2, 3, 4)
_INSTALL_POLICY, _POLICY_INSTALLED = 3, 4
_MAY_TAKE_LOCKS = (80, 96)


class Difference(Exception):
    """The model does not answer what the kernel did."""


class Outside(Exception):
    """An admission was refused by what is not part of the model."""


class Replay:
    """A ledger that takes the steps of a group."""

    def __init__(self, group: Group, compared: Counter):
        self.ledger = Ledger(group.limits)
        self.clock = Clock(Word(0), Word(group.initial_time), group.limits.maximum_advance)
        self.fragments = group.fragments
        self.limits = group.limits_bytes
        self.policies: list[bytes] = []
        # From the first command on that may take a lock, states have more than the model knows.
        self.knows_all = True
        self.compared = compared

    def take(self, step: Step) -> None:
        if step.command is None:
            self._take_consequence(step)
        elif step.decision is None:
            for _ in range(step.times):
                self._take_setup(step.command)
        else:
            self._take_command(step)

        if step.state_digest is not None and self.knows_all:
            self._compare_state(step.state_digest)

    # --- Consequences ---

    def _take_consequence(self, step: Step) -> None:
        if step.decision[0] == RESERVATION_EXPIRED:
            answer = self._expire_first()
            self._compare(step, "expiry", encode_decision(answer))
        else:
            # The end of a lease or of a wait, or a promotion: all it does to budgets is to let time pass.
            self._advance(Word(step.time))
            self._compare(step, None, step.decision)

    def _expire_first(self) -> Decision:
        first = self.ledger.first_expiry()
        if first is None:
            raise Difference("an expiry, but nothing is open in the model")
        self._advance(maximum(self.clock.time, self.ledger.expiries[first][0]))
        return self.ledger.expire_first(self._moment())

    def _is_expiry_due(self, horizon: Word) -> bool:
        first = self.ledger.first_expiry()
        return first is not None and bool(self.ledger.expiries[first][0] <= horizon)

    # --- Commands ---

    def _take_setup(self, data: bytes) -> None:
        command = decode_command(data)
        if command.name == "admit":
            raise Difference("an admission without an answer: what it reserved is not known")
        while self._is_expiry_due(self.clock.horizon(command.time)):
            self._expire_first()
        self._answer(command, data, b"")

    def _take_command(self, step: Step) -> None:
        command = decode_command(step.command)
        if self._is_expiry_due(self.clock.horizon(command.time)):
            raise Difference("a reservation of the model falls due before this command")
        answer = self._answer(command, step.command, step.decision)
        self._compare(step, None if answer is None else command.name or "refused", answer or step.decision)

    def _answer(self, command: Command, data: bytes, recorded: bytes) -> bytes | None:
        """The answer's bytes; None if it is not about budgets."""
        self.knows_all &= data[0] not in _MAY_TAKE_LOCKS
        jump, latest = bool(self.clock.is_jump(command.time)), self.clock.latest_time()
        self._advance(self.clock.horizon(command.time))
        try:
            if jump:
                raise Refusal("timeJump", "count", command.time, latest)
            if command.name != "openTenant" and command.tenant not in self.ledger.tenants:
                if data[0] in _DOES_NOT_NEED_A_TENANT:
                    return self._note_policy(data, recorded)
                raise Refusal("unknownTenant")
            if command.name == "admit":
                return self._admit(command, recorded)
            return None if command.name is None else encode_decision(self._decide(command, recorded))
        except Refusal as refusal:
            return encode_decision(Decision("refused", (refusal,)))

    def _decide(self, command: Command, recorded: bytes) -> Decision:
        ledger, fields, moment = self.ledger, command.fields, self._moment()
        if command.name == "openTenant":
            return ledger.open_tenant(command.tenant, *fields, moment)
        tenant = ledger.tenants[command.tenant]
        match command.name:
            case "openAccount":
                return ledger.open_account(*fields, tenant, moment)
            case "setQuotas":
                note_use_of_locks(tenant, fields[0], recorded)
                return ledger.set_quotas(*fields, tenant)
            case "setExposureLimit":
                return ledger.set_exposure_limit(fields[1], fields[0], tenant)
            case "closeAccount":
                return ledger.close_account(*fields, tenant)
        return getattr(ledger, command.name)(*fields, tenant, moment)

    def _admit(self, command: Command, recorded: bytes) -> bytes:
        id, accounts, expiry, digest, output, reasoning, cost_limit, fragments = command.fields
        if fragments > self.fragments:
            raise Refusal("tooLarge", "count", Word(fragments), Word(self.fragments))
        stage = STAGES[recorded[1]] if recorded[0] == 97 else None
        window, cost = self._from_record(recorded, output, reasoning)

        def assemble() -> Word:
            return outside(stage == "assembly", window)

        def route(used: Word, affordable: Word) -> Word:
            outside(stage in ("routing", "notRouted"), cost)
            if cost > affordable or cost > cost_limit:
                raise Difference(f"the model was routed at {cost}, but {affordable} was affordable")
            return cost

        admission = Admission(
            id, accounts, expiry, digest, output, reasoning, assemble, route, lambda: outside(stage == "locks", None))
        try:
            answer = self.ledger.admit(admission, self.ledger.tenants[command.tenant], self._moment())  # fmt: skip
        except Outside:
            return recorded
        if answer.kind == "duplicate":
            return encode_decision(answer)
        if answer.kind == "notAdmitted":
            stage, refusal = answer.fields
            return bytes((97, STAGES.index(stage))) + encode_refusal(refusal)
        # Window, route and leases stand behind the amounts, and are not of the model.
        amounts = b"".join(answer.fields[0][dimension].value.to_bytes(8, "little") for dimension in DIMENSIONS)
        return b"\x60" + amounts + recorded[25:]

    def _from_record(self, recorded: bytes, output: Word, reasoning: Word) -> tuple[Word, Word]:
        """Tokens of the window and the winner's cost, as far as the answer tells; else 0, which is refused no more."""
        if recorded[0] == 96:
            amounts = Reader(recorded, 1).amounts()
            return amounts.tokens - output - reasoning, amounts.cost
        if recorded[:2] != bytes((97, STAGES.index("budget"))) or recorded[3] != 2 or recorded[12] != 1:
            return Word(0), Word(0)
        # A refusal for tokens states them, or with what is reserved.
        reader = Reader(recorded, 4)
        account, _, needed = reader.integer(8), reader.integer(1), reader.word()
        if recorded[2] == 24:
            found = [each for each in self.ledger.accounts.values() if each.key[1] == account]
            needed = needed - found[0].balances.tokens.reserved
        return needed - output - reasoning, Word(0)

    def _note_policy(self, data: bytes, recorded: bytes) -> None:
        """Policies are part of the state, but not of budgets: which were installed is taken from the record."""
        if data[0] == _INSTALL_POLICY and recorded[:1] in (b"", bytes((_POLICY_INSTALLED,))):
            self.policies.append(data[66:])

    # --- Time and comparison ---

    def _advance(self, time: Word) -> None:
        self.clock.advance(time)
        self.ledger.forget(self.clock.time)

    def _moment(self) -> Moment:
        return Moment(self.clock.sequence.value, self.clock.time)

    def _compare(self, step: Step, kind: str | None, answer: bytes) -> None:
        at = (self.clock.sequence.value, self.clock.time.value)
        if at != (step.sequence, step.time):
            raise Difference(f"sequence and time are {at}, of the kernel {(step.sequence, step.time)}")
        if answer != step.decision:
            raise Difference(f"the answer is {answer.hex()}, of the kernel {step.decision.hex()}")
        self.compared[kind or "not of budgets"] += 1


    def _compare_state(self, expected: bytes) -> None:
        digest = state_digest(self.ledger, self.clock.sequence, self.clock.time, self.limits, self.policies)
        if digest != expected:
            raise Difference(f"the state's digest is {digest.hex()}, of the kernel's {expected.hex()}")
        self.compared["whole states"] += 1


def outside(refused: bool, value):
    """What comes from the record, unless the record says that it was refused there."""
    if refused:
        raise Outside
    return value


def note_use_of_locks(tenant: Tenant, quotas, recorded: bytes) -> None:
    """How many locks a tenant has is not of the model: a refusal of its quota of locks tells."""
    used = tenant.used
    fits = all(getattr(used, each) <= getattr(quotas, each) for each in ("accounts", "reservations", "transfers"))
    if recorded[:3] == bytes((2, 26, 4)) and fits:
        used.locks = Word(int.from_bytes(recorded[3:11], "little"), 32)


def replay(group: Group, compared: Counter) -> str | None:
    """Where and how the model differs from the kernel, or None."""
    replayed = Replay(group, compared)
    for step in group.steps:
        try:
            replayed.take(step)
        except (Difference, Trap) as difference:
            return f"{group.name}: {step.name}: {difference}"
    return None


def check_mutations(found: list[Group]) -> int:
    """Plants each mistake: those that an answer can show must be found in these groups."""
    from mutations import MUTATIONS

    # Long setups reach the bounds of 64 bits; the proof does so for all mutations, the comparison without.
    short = [group for group in found if all(step.times == 1 for step in group.steps)]
    surviving, shown = [], 0
    for mutation in MUTATIONS:
        with mutation.planted():
            differs = any(is_different(group) for group in short)
        shown += differs
        if not differs:
            surviving.append(mutation)
    for mutation in surviving:
        print(f"{'not shown' if mutation.hidden else 'SURVIVED'}: {mutation.name}")
    print(f"{shown} of {len(MUTATIONS)} mutations show in the answers")
    return 1 if any(not mutation.hidden for mutation in surviving) else 0


def is_different(group: Group) -> bool:
    try:
        return replay(group, Counter()) is not None
    except (KeyError, IndexError, ValueError):
        # A mutation may leave a ledger in which something is not where it has to be.
        return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE", help="vector files and journals")
    parser.add_argument("--mutations", action="store_true", help="plant mistakes, each of which must be found")
    arguments = parser.parse_args()
    found = [group for path in arguments.files for group in groups(path)]
    if arguments.mutations:
        return check_mutations(found)
    compared: Counter = Counter()
    differences = [difference for group in found if (difference := replay(group, compared))]
    for difference in differences:
        print(f"replay: {difference}", file=sys.stderr)
    others = compared.pop("not of budgets", 0)
    for kind, count in sorted(compared.items()):
        print(f"{kind:<20}{count:>8}")
    states = compared.pop("whole states", 0)
    print(f"{sum(compared.values())} answers of {len(found)} groups are the kernel's; {states} whole states, too; "
          f"{others} steps were not of budgets")
    if not compared:
        print("replay: nothing was compared; name vector files or journals with budgets", file=sys.stderr)
    return 1 if differences or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
