"""Routing: which model answers a request (docs/format.md, Routing)."""

from . import bounds
from .policies import Model, Policy
from .refusals import Reason, Refusal
from .routes import (
    CACHE_CREATION,
    CACHE_READ,
    GATE_COUNT,
    INPUT,
    OUTPUT,
    REASONING,
    Action,
    RouteDecision,
    RouteReason,
    RouteRequest,
    RunnerUp,
    Winner,
)
from .state import State

PRICE_UNITS = 10**6
BASIS_POINT_PRODUCT = 10**8

GATES = [reason for reason in RouteReason if reason >= RouteReason.DISABLED]
"""The reasons in the order in which the gates are tested."""

REJECTION_ORDER = [
    RouteReason.DISABLED,
    RouteReason.UTILITY,
    RouteReason.COST,
    RouteReason.CONTEXT_WINDOW,
    RouteReason.LATENCY,
    RouteReason.RISK_CEILING,
    RouteReason.QUALITY,
    RouteReason.PROVIDER,
    RouteReason.REGION,
    RouteReason.CAPABILITY,
]
"""Which gate a rejection names where several failed equally many models."""


def installed_policy(state: State, number: int) -> Policy:
    if not 1 <= number <= len(state.policies):
        raise Refusal(Reason.UNKNOWN_POLICY)
    return state.policies[number - 1]


def decide(policy: Policy, request: RouteRequest) -> RouteDecision:
    if request.risk >= policy.hard_risk_limit:
        return outcome(policy, Action.REJECT, RouteReason.HARD_RISK_LIMIT)
    if request.confidence < policy.minimum_confidence:
        return outcome(policy, Action.REJECT, RouteReason.CONFIDENCE_BELOW_MINIMUM)
    failed = dict.fromkeys(GATES, 0)
    eligible: list[tuple[Model, int, int]] = []
    for model in policy.models:
        usage = usage_with_cache(request, model)
        gate = failed_gate_of_model(request, model, usage)
        if gate is None:
            cost = cost_of(usage, model)
            utility = utility_of(policy, request, model, cost)
            gate = failed_gate_of_price(request, cost, utility)
        if gate is None:
            eligible.append((model, cost, utility))
        else:
            failed[gate] += 1
    return choose(policy, request, failed, eligible)


def choose(
    policy: Policy,
    request: RouteRequest,
    failed: dict[RouteReason, int],
    eligible: list[tuple[Model, int, int]],
) -> RouteDecision:
    eligible.sort(key=rank)
    most_failed = max(failed.values())
    if not eligible:
        reason = next(gate for gate in REJECTION_ORDER if failed[gate] == most_failed)
        decision = outcome(policy, Action.REJECT, reason)
    elif eligible[0][0].number == request.requested_model:
        decision = outcome(policy, Action.EXECUTE_REQUESTED, RouteReason.REQUESTED_MODEL_IS_BEST)
    else:
        decision = outcome(policy, Action.SUBSTITUTE, RouteReason.OTHER_MODEL_IS_BEST)
    decision.evaluated = len(policy.models)
    decision.eligible = len(eligible)
    decision.failed_at_gates = tuple(failed[gate] for gate in GATES)
    if eligible:
        model, cost, utility = eligible[0]
        decision.winner = Winner(model.number, cost, utility)
    if len(eligible) > 1:
        model, _, utility = eligible[1]
        decision.runner_up = RunnerUp(model.number, utility)
    return decision


def rank(candidate: tuple[Model, int, int]) -> tuple[int, int, int, int]:
    """Best first: utility descending, cost ascending, quality descending, number ascending."""
    model, cost, utility = candidate
    return -utility, cost, -model.quality, model.number


def outcome(policy: Policy, action: Action, reason: RouteReason) -> RouteDecision:
    """A decision without a winner that evaluated nothing."""
    return RouteDecision(
        action,
        reason,
        winner=None,
        runner_up=None,
        evaluated=0,
        eligible=0,
        failed_at_gates=(0,) * GATE_COUNT,
        policy_digest=policy.digest,
        policy_epoch=policy.epoch,
        catalog_epoch=policy.catalog_epoch,
    )


def usage_with_cache(request: RouteRequest, model: Model) -> list[int]:
    """The usage, with the input that is warm for this model read from its cache."""
    usage = list(request.usage)
    for entry in request.warm:
        if entry.model == model.number:
            moved = min(entry.tokens, usage[INPUT])
            usage[INPUT] -= moved
            usage[CACHE_READ] += moved
    return usage


def input_of(usage: list[int]) -> int:
    return usage[INPUT] + usage[CACHE_READ] + usage[CACHE_CREATION]


def cost_of(usage: list[int], model: Model) -> int:
    """Each component rounded up, each and the sum at most 2^64 - 1."""
    is_long = 0 < model.long_context_threshold < input_of(usage)
    prices = model.second_prices if is_long else model.first_prices
    cost = 0
    for quantity, price in zip(usage, prices, strict=True):
        cost += min(-(-quantity * price // PRICE_UNITS), bounds.U64_MAXIMUM)
    return min(cost, bounds.U64_MAXIMUM)


def utility_of(policy: Policy, request: RouteRequest, model: Model, cost: int) -> int:
    """Exact, one floor a product, then clamped to 64 bits."""
    value = max(0, request.value)
    gain = value * request.confidence * model.quality // BASIS_POINT_PRODUCT
    danger = value * request.risk * policy.risk_multiplier // BASIS_POINT_PRODUCT
    utility = gain - danger - cost - model.latency * policy.latency_penalty
    return max(bounds.I64_MINIMUM, min(utility, bounds.I64_MAXIMUM))


def failed_gate_of_model(request: RouteRequest, model: Model, usage: list[int]) -> RouteReason | None:
    """The first gate that a model fails, in the order of their numbers, before it has a price."""
    tokens = input_of(usage) + usage[OUTPUT] + usage[REASONING]
    if not model.enabled or model.number in request.excluded:
        return RouteReason.DISABLED
    if model.quality < request.minimum_quality:
        return RouteReason.QUALITY
    if request.latency_limit != 0 and model.latency > request.latency_limit:
        return RouteReason.LATENCY
    if request.required_capabilities & ~model.capabilities:
        return RouteReason.CAPABILITY
    if not request.allowed_providers >> model.provider & 1:
        return RouteReason.PROVIDER
    if request.required_regions != 0 and not request.required_regions & model.regions:
        return RouteReason.REGION
    if request.risk > model.risk_ceiling:
        return RouteReason.RISK_CEILING
    if model.context_window != 0 and tokens > model.context_window:
        return RouteReason.CONTEXT_WINDOW
    if model.maximum_output != 0 and usage[OUTPUT] > model.maximum_output:
        return RouteReason.CONTEXT_WINDOW
    return None


def failed_gate_of_price(request: RouteRequest, cost: int, utility: int) -> RouteReason | None:
    """The last two gates."""
    if cost > request.cost_limit:
        return RouteReason.COST
    if utility <= 0:
        return RouteReason.UTILITY
    return None
