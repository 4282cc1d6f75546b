"""What a context window is assembled from, and the window (docs/format.md, Assembly, Window)."""

from dataclasses import dataclass, field
from enum import IntEnum

from .layouts import (
    AMOUNT,
    DIGEST,
    U32,
    U64,
    AscendingKeyed,
    Counted,
    PaddedOptional,
    Table,
    Tag,
    Unsigned,
    of,
    read_ascending,
)
from .reading import DecodingError, ErrorCode, Reader

SECTIONS_MAXIMUM = 256
FRAGMENTS_MAXIMUM = 32_768
CUT_POINTS_MAXIMUM = 8


class Mode(IntEnum):
    CUTOFF = 1
    GREEDY = 2


@dataclass(slots=True)
class Section:
    number: int = of(U32)
    priority: int = of(U32)
    render_order: int = of(U32)
    cap: int | None = of(PaddedOptional(U64, 8))


REQUIRED, TRUNCATABLE, STABLE = 1, 2, 4
CUT_POINTS = Counted(U32, CUT_POINTS_MAXIMUM)


@dataclass(slots=True)
class Fragment:
    """A piece of context. `group` 0 is none; cut points are token counts at which it may be cut."""

    number: int = of(U64)
    section: int = of(U32)
    priority: int = of(U32)
    order: int = of(U64)
    tokens: int = of(U32)
    flags: int = of(Unsigned(1, 7, ErrorCode.UNKNOWN_TAG))
    group: int = of(U32)
    content: bytes = of(DIGEST)
    cut_points: tuple[int, ...] = field(default=())

    @property
    def is_required(self) -> bool:
        return bool(self.flags & REQUIRED)

    @property
    def is_truncatable(self) -> bool:
        return bool(self.flags & TRUNCATABLE)

    @property
    def is_stable(self) -> bool:
        return bool(self.flags & STABLE)


FRAGMENT_TABLE = Table(Fragment)
SECTION_OFFSET = 8
"""Where a fragment names its section."""


class FragmentCodec:
    """A fragment's table and its cut points, which its tokens bound."""

    def read(self, reader: Reader, before: int | None) -> Fragment:
        number = read_ascending(reader, U64, before)
        fragment: Fragment = FRAGMENT_TABLE.read_after_first(reader, number)
        fragment.cut_points = self.read_cut_points(reader, fragment.tokens)
        return fragment

    def read_cut_points(self, reader: Reader, tokens: int) -> tuple[int, ...]:
        cuts: list[int] = []
        for _ in range(CUT_POINTS.read_count(reader)):
            start = reader.position
            cut = reader.unsigned(4)
            if not 0 < cut < tokens:
                raise DecodingError(ErrorCode.OUT_OF_RANGE, start)
            if cuts and cut <= cuts[-1]:
                raise DecodingError(ErrorCode.DUPLICATE_ENTRY if cut == cuts[-1] else ErrorCode.UNSORTED, start)
            cuts.append(cut)
        return tuple(cuts)

    def write(self, value: Fragment, out: bytearray) -> None:
        FRAGMENT_TABLE.write(value, out)
        CUT_POINTS.write(value.cut_points, out)


FRAGMENT = FragmentCodec()


@dataclass(slots=True)
class AssemblyHead:
    """What stands before the fragments."""

    token_limit: int = of(AMOUNT)
    output_tokens: int = of(AMOUNT)
    separator_tokens: int = of(U32)
    mode: int = of(Tag(list(Mode)))
    sections: tuple[Section, ...] = of(AscendingKeyed(Table(Section), SECTIONS_MAXIMUM))


ASSEMBLY_HEAD = Table(AssemblyHead)
FRAGMENT_COUNT = Counted(U64, FRAGMENTS_MAXIMUM)


@dataclass(slots=True)
class Assembly(AssemblyHead):
    fragments: tuple[Fragment, ...] = ()
    offset: int = field(default=0, compare=False)
    """Where it was read from: an admission judges its token limit at the end."""


class AssemblyCodec:
    """An assembly. Each fragment is of one of its sections."""

    def read(self, reader: Reader) -> Assembly:
        start = reader.position
        head: AssemblyHead = ASSEMBLY_HEAD.read(reader)
        sections = {section.number for section in head.sections}
        fragments: list[Fragment] = []
        for _ in range(FRAGMENT_COUNT.read_count(reader)):
            fragments.append(self.read_fragment(reader, fragments[-1].number if fragments else None, sections))
        return Assembly(
            head.token_limit,
            head.output_tokens,
            head.separator_tokens,
            head.mode,
            head.sections,
            tuple(fragments),
            start,
        )

    def read_fragment(self, reader: Reader, before: int | None, sections: set[int]) -> Fragment:
        start = reader.position
        fragment = FRAGMENT.read(reader, before)
        if fragment.section not in sections:
            raise DecodingError(ErrorCode.UNKNOWN_SECTION, start + SECTION_OFFSET)
        return fragment

    def write(self, value: Assembly, out: bytearray) -> None:
        ASSEMBLY_HEAD.write(value, out)
        U32.write(len(value.fragments), out)
        for fragment in value.fragments:
            FRAGMENT.write(fragment, out)


ASSEMBLY = AssemblyCodec()


class Outcome(IntEnum):
    INCLUDED = 1
    TRUNCATED = 2
    EXCLUDED = 3


class WindowReason(IntEnum):
    """Why a fragment is not in the window whole."""

    NONE = 0
    SECTION_CAP = 1
    TOTAL = 2
    AFTER_CUTOFF = 3


@dataclass(slots=True)
class WindowEntry:
    fragment: int = of(U64)
    outcome: int = of(Tag(list(Outcome)))
    reason: int = of(Tag(list(WindowReason)))
    kept_tokens: int = of(U32)


@dataclass(slots=True)
class Window:
    used_tokens: int = of(AMOUNT)
    fragment_count: int = of(U32)
    stable_fragment_count: int = of(U32)
    stable_tokens: int = of(AMOUNT)
    stable_digest: bytes = of(DIGEST)
    digest: bytes = of(DIGEST)
    entries: tuple[WindowEntry, ...] = of(Counted(Table(WindowEntry), FRAGMENTS_MAXIMUM))


WINDOW = Table(Window)
