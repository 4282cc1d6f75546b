"""Sequence and time: a translation of the beginning of every step in `Kernel`."""

from __future__ import annotations

from dataclasses import dataclass

from arithmetic import Condition, Word, maximum
from sources import translates

_FILE = "Steps/Kernel.swift"


@dataclass
class Clock:
    sequence: Word
    time: Word
    maximum_advance: Word

    @translates(_FILE, "private var latestTime: Milliseconds")
    def latest_time(self) -> Word:
        return self.time.wrapping_add(self.maximum_advance)

    @translates(_FILE, "private func isJump(")
    def is_jump(self, command_time: Word) -> Condition:
        return command_time > self.latest_time()

    @translates(_FILE, "private func horizon(")
    def horizon(self, command_time: Word) -> Word:
        return self.time if self.is_jump(command_time) else maximum(self.time, command_time)

    @translates(_FILE, "private mutating func advance(")
    def advance(self, new_time: Word) -> None:
        """To the time or a later one. Forgetting, which `advance` ends with, is the ledger's."""
        self.sequence = self.sequence.wrapping_add(1)
        self.time = new_time
