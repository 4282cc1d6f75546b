"""The canonical bytes of a state, and their digest: docs/format.md, "State". The model keeps no locks."""

from __future__ import annotations

import hashlib
import struct

from arithmetic import Word
from conservation import BALANCE_FIELDS
from entries import QUOTAS, RESERVATION_STATES, Account, Quotas, Reservation, Tenant, Transfer
from ledger import Ledger
from primitives import DIMENSIONS, NO_LIMIT, Amounts, PerDimension

_ORIGINS = {"reserve": 1, "charge": 2, "admit": 3}
_DIRECTIONS = {"fund": 1, "withdraw": 2}


def state_digest(ledger: Ledger, sequence: Word, time: Word, limits: bytes, policies: list[bytes]) -> bytes:
    """The digest of a state without leases and waiting requests."""
    parts = [struct.pack("<HQQ", 1, sequence.value, time.value), limits, _count(policies)]
    parts += [_count(policy) + policy for policy in policies]
    parts.append(_count(ledger.tenants))
    parts += [_tenant(ledger, ledger.tenants[id]) for id in sorted(ledger.tenants)]
    return hashlib.blake2b(b"".join(parts), digest_size=32, person=b"recount.state").digest()


def _tenant(ledger: Ledger, tenant: Tenant) -> bytes:
    def own(entries: dict) -> list:
        return [entries[key] for key in sorted(entries) if key[0] == tenant.id]

    accounts, reservations, transfers = own(ledger.accounts), own(ledger.reservations), own(ledger.transfers)
    spent = b"".join(_word(tenant.spent[each].low) + _word(tenant.spent[each].high) for each in DIMENSIONS)
    parts = [struct.pack("<Q", tenant.id), spent, _count(accounts), *map(_account, accounts)]
    parts += [struct.pack("<Q", tenant.opened_by), _quotas(tenant.opening_quotas), _quotas(tenant.quotas)]
    parts += [_count(reservations), *(_reservation(ledger, entry) for entry in reservations)]
    parts += [_count(transfers), *map(_transfer, transfers), _count(())]
    return b"".join(parts)


def _account(account: Account) -> bytes:
    parent = b"\0" if account.parent is None else b"\1" + struct.pack("<Q", account.parent[1])
    balances = (account.balances[dimension] for dimension in DIMENSIONS)
    return b"".join((
        struct.pack("<QQ", account.key[1], account.opened_by), parent, _limit(account.opening_exposure_limit),
        bytes((account.state.value,)), _limit(account.exposure_limit),
        *(_word(getattr(balance, field)) for balance in balances for field in BALANCE_FIELDS),
    ))  # fmt: skip


def _reservation(ledger: Ledger, entry: Reservation) -> bytes:
    open_ = entry.state == "open"
    accounts = b"".join(struct.pack("<Q", key[1]) for key in entry.accounts)
    return b"".join((
        _id(entry.key[1]), bytes((_ORIGINS[entry.origin], RESERVATION_STATES.index(entry.state) + 1)),
        _count(entry.accounts), accounts, _amounts(entry.amounts), _word(entry.opening_expiry),
        struct.pack("<Q", entry.opened_by), _word(entry.expiry),
        struct.pack("<Q", ledger.expiries[entry.key][1] if open_ else 0), _amounts(entry.spent),
        struct.pack("<QQQ", entry.spent_by, entry.finished_by, 0 if open_ else entry.finished_at.value),
        entry.admission_digest,
    ))  # fmt: skip


def _transfer(entry: Transfer) -> bytes:
    return b"".join((
        _id(entry.key[1]), bytes((_DIRECTIONS[entry.direction],)), struct.pack("<Q", entry.account[1]),
        _amounts(entry.amounts), struct.pack("<Q", entry.finished_by), _word(entry.finished_at),
    ))  # fmt: skip


def _limit(limit: PerDimension) -> bytes:
    present = [place for place, dimension in enumerate(DIMENSIONS) if not limit[dimension] == NO_LIMIT]
    return bytes((sum(1 << place for place in present),)) + b"".join(_word(limit[DIMENSIONS[each]]) for each in present)


def _quotas(quotas: Quotas) -> bytes:
    return struct.pack("<4I", *(getattr(quotas, name).value for name in QUOTAS))


def _amounts(amounts: Amounts) -> bytes:
    return b"".join(_word(amounts[dimension]) for dimension in DIMENSIONS)


def _word(word: Word) -> bytes:
    return struct.pack("<Q", word.value)


def _id(id: int) -> bytes:
    return id.to_bytes(16, "little")


def _count(entries) -> bytes:
    return struct.pack("<I", len(entries))
