"""What falls due, and in which order (docs/format.md, The step)."""

import heapq
from dataclasses import dataclass
from enum import IntEnum


class DueKind(IntEnum):
    """In the order in which they come at the same time."""

    LEASE = 0
    WAIT = 1
    RESERVATION = 2


@dataclass(slots=True, order=True)
class Due:
    """Something that falls due. Its fields stand in the order by which one thing comes before another."""

    time: int
    kind: DueKind
    sequence: int
    """The step that set the time."""
    index: int
    """The position of the lock in its admission, else 0."""
    tenant: int
    subject: tuple[int, ...]
    """A lease's resource and agent, a waiting request's agent, a reservation's id."""

    @property
    def key(self) -> tuple[DueKind, int, tuple[int, ...]]:
        return self.kind, self.tenant, self.subject


class DueTimes:
    """What falls due, one time for each thing. Times that were replaced are dropped when they come up."""

    def __init__(self) -> None:
        self.heap: list[Due] = []
        self.present: dict[tuple[DueKind, int, tuple[int, ...]], Due] = {}

    def set(self, due: Due) -> None:
        self.present[due.key] = due
        heapq.heappush(self.heap, due)

    def remove(self, kind: DueKind, tenant: int, *subject: int) -> None:
        self.present.pop((kind, tenant, subject), None)

    def first(self) -> Due | None:
        while self.heap and self.present.get(self.heap[0].key) is not self.heap[0]:
            heapq.heappop(self.heap)
        return self.heap[0] if self.heap else None
