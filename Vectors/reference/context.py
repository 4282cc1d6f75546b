"""Context assembly: which fragments are in a window (docs/format.md, Context assembly)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .assemblies import (
    Assembly,
    Fragment,
    Mode,
    Outcome,
    Section,
    Window,
    WindowEntry,
    WindowReason,
)
from .digests import window_digest
from .refusals import Reason, Refusal, RoomDetail


@dataclass(slots=True)
class Unit:
    """A fragment without a group, or all fragments of a group. It is raised from form to form until it is whole."""

    members: list[Fragment]
    forms: list[int] = field(default_factory=list)
    """Kept tokens of a fragment that can be cut, from the smallest form to the whole. Empty: the whole alone."""
    raised: int = 0
    """How many forms it has taken; 0 while it is not in the window."""
    reason: WindowReason = WindowReason.NONE

    @property
    def is_required(self) -> bool:
        return any(member.is_required for member in self.members)

    @property
    def is_whole(self) -> bool:
        return self.raised == max(1, len(self.forms))

    def kept(self, raised: int) -> list[int]:
        """The kept tokens of each member after so many raises."""
        if raised == 0:
            return [0] * len(self.members)
        if self.forms:
            return [self.forms[raised - 1]]
        return [member.tokens for member in self.members]


def unit_of(fragment: Fragment) -> Unit:
    """The unit that starts with this fragment."""
    if fragment.group == 0 and fragment.is_truncatable:
        return Unit([fragment], [*fragment.cut_points, fragment.tokens])
    return Unit([fragment])


class Walk:
    """The walk over the units, and what is in the window so far."""

    def __init__(self, assembly: Assembly) -> None:
        self.separator_tokens = assembly.separator_tokens
        self.mode = assembly.mode
        self.available = max(0, assembly.token_limit - assembly.output_tokens)
        self.sections = {section.number: section for section in assembly.sections}
        self.units = units_in_selection_order(assembly, self.sections)
        self.section_tokens: Counter[int] = Counter()
        self.tokens = 0
        self.fragment_count = 0

    @property
    def total(self) -> int:
        return with_separators(self.tokens, self.fragment_count, self.separator_tokens)

    def take_required(self) -> None:
        """Step 1: the smallest form of every required unit must fit."""
        for unit in self.units:
            if unit.is_required:
                self.raise_unit(unit)
        for number in sorted(self.sections):
            needed = self.section_tokens[number]
            cap = self.sections[number].cap
            if cap is not None and needed > cap:
                raise Refusal(Reason.REQUIRED_DOES_NOT_FIT, RoomDetail(number, needed, cap))
        if self.total > self.available:
            raise Refusal(Reason.REQUIRED_DOES_NOT_FIT, RoomDetail(None, self.total, self.available))

    def fill(self) -> None:
        """Step 2: the required units, then the optional ones, each raised as far as it can be."""
        required = [unit for unit in self.units if unit.is_required]
        optional = [unit for unit in self.units if not unit.is_required]
        for unit in required + optional:
            self.raise_as_far_as_possible(unit)
            if unit.reason == WindowReason.TOTAL and self.mode == Mode.CUTOFF:
                break
        for unit in self.units:
            if not unit.is_whole and unit.reason == WindowReason.NONE:
                unit.reason = WindowReason.AFTER_CUTOFF

    def raise_as_far_as_possible(self, unit: Unit) -> None:
        while not unit.is_whole and unit.reason == WindowReason.NONE:
            if self.passes_a_cap(unit):
                unit.reason = WindowReason.SECTION_CAP
            elif self.passes_total(unit):
                unit.reason = WindowReason.TOTAL
            else:
                self.raise_unit(unit)

    def added(self, unit: Unit) -> Iterator[tuple[int, int]]:
        """By section, the tokens that the next raise adds, one entry a member."""
        now, then = unit.kept(unit.raised), unit.kept(unit.raised + 1)
        for index, member in enumerate(unit.members):
            yield member.section, then[index] - now[index]

    def added_fragments(self, unit: Unit) -> int:
        return len(unit.members) if unit.raised == 0 else 0

    def passes_a_cap(self, unit: Unit) -> bool:
        added: Counter[int] = Counter()
        for number, tokens in self.added(unit):
            added[number] += tokens
        for number, tokens in added.items():
            cap = self.sections[number].cap
            if cap is not None and self.section_tokens[number] + tokens > cap:
                return True
        return False

    def passes_total(self, unit: Unit) -> bool:
        tokens = self.tokens + sum(tokens for _, tokens in self.added(unit))
        count = self.fragment_count + self.added_fragments(unit)
        return with_separators(tokens, count, self.separator_tokens) > self.available

    def raise_unit(self, unit: Unit) -> None:
        for number, tokens in self.added(unit):
            self.section_tokens[number] += tokens
            self.tokens += tokens
        self.fragment_count += self.added_fragments(unit)
        unit.raised += 1


def units_in_selection_order(assembly: Assembly, sections: dict[int, Section]) -> list[Unit]:
    """A group stands where the first of its members does."""
    units: list[Unit] = []
    groups: dict[int, Unit] = {}
    for fragment in sorted(assembly.fragments, key=lambda each: selection_rank(each, sections)):
        if fragment.group in groups:
            groups[fragment.group].members.append(fragment)
            continue
        units.append(unit_of(fragment))
        if fragment.group != 0:
            groups[fragment.group] = units[-1]
    return units


def selection_rank(fragment: Fragment, sections: dict[int, Section]) -> tuple[int, int, int, int]:
    return -sections[fragment.section].priority, -fragment.priority, fragment.order, fragment.number


def render_rank(fragment: Fragment, sections: dict[int, Section]) -> tuple[int, int, int, int]:
    return sections[fragment.section].render_order, fragment.section, fragment.order, fragment.number


def with_separators(tokens: int, fragment_count: int, separator_tokens: int) -> int:
    return tokens + max(0, fragment_count - 1) * separator_tokens


def assemble(assembly: Assembly) -> Window:
    """The window, or a refusal if what is required does not fit."""
    walk = Walk(assembly)
    walk.take_required()
    walk.fill()
    return render(assembly, walk)


def render(assembly: Assembly, walk: Walk) -> Window:
    results = {
        member.number: (kept, unit)
        for unit in walk.units
        for member, kept in zip(unit.members, unit.kept(unit.raised), strict=True)
    }
    window = Window(walk.total, walk.fragment_count, 0, 0, b"", b"", ())
    entries: list[WindowEntry] = []
    contents = bytearray()
    stable_length: int | None = None
    for fragment in sorted(assembly.fragments, key=lambda each: render_rank(each, walk.sections)):
        kept, unit = results[fragment.number]
        entries.append(WindowEntry(fragment.number, outcome_of(unit), unit.reason, kept))
        if unit.raised == 0:
            continue
        if stable_length is None and not (fragment.is_stable and unit.is_whole):
            stable_length = len(contents)
        contents += fragment.content + kept.to_bytes(4, "little")
        if stable_length is None:
            window.stable_fragment_count += 1
            window.stable_tokens += kept
    window.entries = tuple(entries)
    window.stable_tokens = with_separators(
        window.stable_tokens, window.stable_fragment_count, assembly.separator_tokens
    )
    window.stable_digest = window_digest(bytes(contents[:stable_length]))
    window.digest = window_digest(bytes(contents))
    return window


def outcome_of(unit: Unit) -> Outcome:
    if unit.raised == 0:
        return Outcome.EXCLUDED
    return Outcome.INCLUDED if unit.is_whole else Outcome.TRUNCATED
