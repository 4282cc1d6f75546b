"""Policies: catalog and limits (docs/format.md, Policy)."""

from dataclasses import dataclass, field

from . import bounds
from .digests import policy_digest
from .layouts import U32, U64, LayoutVersion, Repeated, Table, Unsigned, of, read_ascending
from .reading import DecodingError, ErrorCode, Reader

PRICE_COUNT = 8
PRICE_ROW = Repeated(U64, PRICE_COUNT)
NO_PRICES = (0,) * PRICE_COUNT
BASIS_POINTS_MAXIMUM = 10_000
TOKEN_COUNT = Unsigned(8, bounds.TIME_MAXIMUM, ErrorCode.POLICY_TOKEN_COUNT)
MODEL_COUNT_OFFSET = 32


@dataclass(slots=True)
class Model:
    """A candidate of the catalog. Prices are in microcents per million units, in the order of usage."""

    number: int = of(U32)
    provider: int = of(Unsigned(1, 63, ErrorCode.POLICY_PROVIDER))
    enabled: int = of(Unsigned(1, 1, ErrorCode.POLICY_ENABLED_FLAG))
    quality: int = of(Unsigned(2, BASIS_POINTS_MAXIMUM, ErrorCode.POLICY_QUALITY))
    risk_ceiling: int = of(Unsigned(2, BASIS_POINTS_MAXIMUM, ErrorCode.POLICY_RISK_CEILING))
    latency: int = of(U32)
    capabilities: int = of(U64)
    regions: int = of(U64)
    context_window: int = of(TOKEN_COUNT)
    maximum_output: int = of(TOKEN_COUNT)
    long_context_threshold: int = of(TOKEN_COUNT)
    first_prices: tuple[int, ...] = of(PRICE_ROW)
    second_prices: tuple[int, ...] = of(PRICE_ROW)


MODEL = Table(Model)
PRICE_ROW_BYTE_COUNT = 64


class ModelsCodec:
    """At least one model, by strictly ascending number."""

    def read(self, reader: Reader) -> tuple[Model, ...]:
        start = reader.position
        count = reader.unsigned(4)
        if count == 0:
            raise DecodingError(ErrorCode.POLICY_EMPTY_CATALOG, start)
        models: list[Model] = []
        for _ in range(count):
            models.append(self.read_model(reader, models[-1].number if models else None))
        return tuple(models)

    def read_model(self, reader: Reader, before: int | None) -> Model:
        number = read_ascending(reader, U32, before, ErrorCode.POLICY_DUPLICATE_MODEL, ErrorCode.POLICY_UNSORTED_MODELS)
        model: Model = MODEL.read_after_first(reader, number)
        if model.long_context_threshold == 0 and model.second_prices != NO_PRICES:
            raise DecodingError(ErrorCode.POLICY_UNUSED_PRICE_ROW, reader.position - PRICE_ROW_BYTE_COUNT)
        return model

    def write(self, value: tuple[Model, ...], out: bytearray) -> None:
        U32.write(len(value), out)
        for model in value:
            MODEL.write(model, out)


@dataclass(slots=True)
class Policy:
    version: int = of(LayoutVersion(2))
    epoch: int = of(U64)
    catalog_epoch: int = of(U64)
    hard_risk_limit: int = of(Unsigned(2, BASIS_POINTS_MAXIMUM, ErrorCode.POLICY_HARD_RISK_LIMIT))
    minimum_confidence: int = of(Unsigned(2, BASIS_POINTS_MAXIMUM, ErrorCode.POLICY_MINIMUM_CONFIDENCE))
    risk_multiplier: int = of(Unsigned(2, 50_000, ErrorCode.POLICY_RISK_MULTIPLIER))
    latency_penalty: int = of(U64)
    models: tuple[Model, ...] = of(ModelsCodec())
    digest: bytes = field(default=b"", compare=False)
    """Of the bytes that the policy was read from."""


POLICY_TABLE = Table(Policy)


class PolicyCodec:
    """A policy is all that remains of its bytes, and one of its models at least is enabled."""

    def read(self, reader: Reader) -> Policy:
        start = reader.position
        policy: Policy = POLICY_TABLE.read(reader)
        reader.finish()
        if not any(model.enabled for model in policy.models):
            raise DecodingError(ErrorCode.POLICY_NO_ENABLED_MODEL, start + MODEL_COUNT_OFFSET)
        policy.digest = policy_digest(reader.data[start:])
        return policy

    def write(self, value: Policy, out: bytearray) -> None:
        POLICY_TABLE.write(value, out)


POLICY = PolicyCodec()
