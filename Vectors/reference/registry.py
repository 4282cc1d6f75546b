"""Checking the registry: every number that has a name, and every bound, is the one that this implementation uses."""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

from . import assemblies, bounds, command_fields, commands, journal, policies, routes
from .commands import BODIES
from .decisions import DECISION, PRESENT_STATE
from .layouts import Union
from .locks import EXCLUSIVE, SHARED
from .names import snake_case
from .reading import ErrorCode
from .records import COMMAND, CONSEQUENCE
from .refusals import DETAIL, Reason
from .routes import Action, RouteReason
from .state import ReservationState

Names = dict[int, str]


def names_of(kind: type[IntEnum]) -> Names:
    return {member.value: member.name.lower() for member in kind}


def names_of_union(union: Union, dropped: str) -> Names:
    """The tags of a union and its dataclasses, without the end that they share."""
    return {tag: snake_case(kind.__name__.removesuffix(dropped)) for kind, tag in union.tags.items()}


TABLES: dict[str, Names] = {
    "commands": {kind: snake_case(body.__name__) for kind, body in BODIES.items()},
    "decisions": names_of_union(DECISION, ""),
    "refusal_reasons": names_of(Reason),
    "decoding_errors": names_of(ErrorCode),
    "route_actions": names_of(Action),
    "route_reasons": names_of(RouteReason),
    "gates": {reason - RouteReason.DISABLED: reason.name.lower() for reason in RouteReason if reason >= 16},
    "dimensions": {bounds.CALLS: "calls", bounds.TOKENS: "tokens", bounds.COST: "cost"},
    "reservation_states": names_of(ReservationState),
    "lock_modes": {SHARED: "shared", EXCLUSIVE: "exclusive"},
    "assembly_modes": names_of(assemblies.Mode),
    "window_outcomes": names_of(assemblies.Outcome),
    "window_reasons": names_of(assemblies.WindowReason),
    "origins": {COMMAND: "command", CONSEQUENCE: "consequence"},
    "fragment_flags": {
        assemblies.REQUIRED: "required",
        assemblies.TRUNCATABLE: "truncatable",
        assemblies.STABLE: "stable",
    },
    "details": names_of_union(DETAIL, "Detail") | {0: "none"},
    "present_states": names_of_union(PRESENT_STATE, "Present"),
}

LIMITS: dict[str, int] = {
    "maximum_time": bounds.TIME_MAXIMUM,
    "maximum_amount": bounds.AMOUNT_MAXIMUM,
    "maximum_counter": bounds.BALANCE_MAXIMUM,
    "maximum_table": bounds.TABLE_MAXIMUM,
    "maximum_fragments": assemblies.FRAGMENTS_MAXIMUM,
    "maximum_sections": assemblies.SECTIONS_MAXIMUM,
    "maximum_cut_points": assemblies.CUT_POINTS_MAXIMUM,
    "maximum_accounts": commands.ACCOUNTS_OF_RESERVATION_MAXIMUM,
    "maximum_account_depth": bounds.DEPTH_MAXIMUM,
    "maximum_warm_entries": routes.WARM_ENTRIES_MAXIMUM,
    "maximum_excluded_models": routes.EXCLUDED_MODELS_MAXIMUM,
    "maximum_admission_locks": commands.LOCKS_OF_ADMISSION_MAXIMUM,
    "maximum_name_bytes": command_fields.NAME_BYTES_MAXIMUM,
    "maximum_basis_points": policies.BASIS_POINTS_MAXIMUM,
    "maximum_policy_tokens": policies.TOKEN_COUNT.maximum,
    "forgotten_per_step": bounds.FORGOTTEN_PER_STEP_MAXIMUM,
    "segment_header_bytes": journal.HEADER_BYTES,
    "frame_header_bytes": journal.FRAME_BYTES,
    "sector_bytes": journal.SECTOR_BYTES,
    "minimum_record_body": journal.RECORD_BODY_MINIMUM,
    "maximum_records_of_a_batch": journal.SEVERAL_RECORDS_MAXIMUM,
    "maximum_record": journal.ONE_RECORD_MAXIMUM,
    "command_header_bytes": commands.HEADER_BYTE_COUNT,
}


def is_registry(file: dict[str, Any]) -> bool:
    return "refusal_reasons" in file and "layouts" in file


def check_registry(file: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Each table and limit by its name, and what is wrong with it."""
    for name, expected in TABLES.items():
        yield name, difference(entries_of(file[name]), expected)
    limits = {entry["name"]: int(entry["value"]) for entry in file["limits"]}
    for name, value in LIMITS.items():
        yield name, None if limits[name] == value else f"the registry says {limits[name]}, the rules say {value}"


def entries_of(table: list[dict[str, Any]]) -> Names:
    """A number is called so, or a kind, or a code."""
    return {
        int(entry[next(key for key in ("number", "kind", "code") if key in entry)]): entry["name"] for entry in table
    }


def difference(registry: Names, rules: Names) -> str | None:
    for number in sorted(registry.keys() | rules.keys()):
        if registry.get(number) != rules.get(number):
            return f"{number}: the registry says {registry.get(number)}, the rules say {rules.get(number)}"
    return None
