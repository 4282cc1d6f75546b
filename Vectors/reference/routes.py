"""Route requests and route decisions (docs/format.md, Route request, Route decision)."""

from dataclasses import dataclass
from enum import IntEnum

from .layouts import (
    AMOUNT,
    BASIS_POINTS,
    DIGEST,
    I64,
    U32,
    U64,
    AscendingWhole,
    PaddedOptional,
    Repeated,
    Table,
    Tag,
    of,
)

USAGE_COUNT = 8
INPUT, CACHE_READ, CACHE_CREATION, OUTPUT, REASONING, AUDIO, IMAGE, CALL = range(USAGE_COUNT)
"""The quantities of a usage, and the prices of a row, in this order."""

WARM_ENTRIES_MAXIMUM = 8
EXCLUDED_MODELS_MAXIMUM = 8
GATE_COUNT = 10


@dataclass(slots=True)
class WarmEntry:
    """Tokens that are in a model's cache already."""

    model: int = of(U32)
    tokens: int = of(U64)


@dataclass(slots=True)
class RouteRequest:
    policy: int = of(U32)
    requested_model: int = of(U32)
    usage: tuple[int, ...] = of(Repeated(AMOUNT, USAGE_COUNT))
    value: int = of(I64)
    cost_limit: int = of(U64)
    risk: int = of(BASIS_POINTS)
    confidence: int = of(BASIS_POINTS)
    minimum_quality: int = of(BASIS_POINTS)
    latency_limit: int = of(U32)
    required_capabilities: int = of(U64)
    allowed_providers: int = of(U64)
    required_regions: int = of(U64)
    warm: tuple[WarmEntry, ...] = of(
        AscendingWhole(Table(WarmEntry), WARM_ENTRIES_MAXIMUM, key=lambda entry: entry.model)
    )
    excluded: tuple[int, ...] = of(AscendingWhole(U32, EXCLUDED_MODELS_MAXIMUM, key=lambda model: model))


ROUTE_REQUEST = Table(RouteRequest)
USAGE_OFFSET = 8
"""Where the usage stands in a route request."""


class Action(IntEnum):
    EXECUTE_REQUESTED = 1
    SUBSTITUTE = 2
    REJECT = 3


class RouteReason(IntEnum):
    """Why a route decision is as it is; from 16 on the gate that rejected the most models."""

    REQUESTED_MODEL_IS_BEST = 1
    OTHER_MODEL_IS_BEST = 2
    HARD_RISK_LIMIT = 3
    CONFIDENCE_BELOW_MINIMUM = 4
    DISABLED = 16
    QUALITY = 17
    LATENCY = 18
    CAPABILITY = 19
    PROVIDER = 20
    REGION = 21
    RISK_CEILING = 22
    CONTEXT_WINDOW = 23
    COST = 24
    UTILITY = 25


@dataclass(slots=True)
class Winner:
    model: int = of(U32)
    cost: int = of(U64)
    utility: int = of(I64)


@dataclass(slots=True)
class RunnerUp:
    model: int = of(U32)
    utility: int = of(I64)


@dataclass(slots=True)
class RouteDecision:
    action: int = of(Tag(list(Action)))
    reason: int = of(Tag(list(RouteReason)))
    winner: Winner | None = of(PaddedOptional(Table(Winner), 20))
    runner_up: RunnerUp | None = of(PaddedOptional(Table(RunnerUp), 12))
    evaluated: int = of(U32)
    eligible: int = of(U32)
    failed_at_gates: tuple[int, ...] = of(Repeated(U32, GATE_COUNT))
    policy_digest: bytes = of(DIGEST)
    policy_epoch: int = of(U64)
    catalog_epoch: int = of(U64)


ROUTE_DECISION = Table(RouteDecision)
