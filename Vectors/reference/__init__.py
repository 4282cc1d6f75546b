"""A second implementation of Recount, written from docs/format.md alone.

It shares no code with the first one and has its rules from the document alone, so what both agree on is what the
document says. It is meant to be read: one concept a module, plain integers, no speed for its own sake. Standard
library only.

- bytes: `bounds`, `digests`, `reading`, `layouts`
- what is said: `policies`, `routes`, `assemblies`, `commands`, `refusals`, `decisions`, `records`
- what is decided: `state`, `due`, `routing`, `context`, `budgets`, `reservations`, `locks`, `admission`, `kernel`
- what is remembered and sealed: `snapshot`
- what is checked: `conservation`, `journal`, `audit`, `vectors`, `registry`, `protocol`
- what tests it: `journal_writing`, `generator`, `fuzz`, `tests`
"""
