"""A thin Python wrapper around librecount: one class over the C header, the commands and decisions of a small gateway.

Only the standard library is used. Layouts are those of docs/format.md; the functions those of include/recount.h.
The library is the file that the variable RECOUNT_LIBRARY names, or librecount.so.1 wherever the system finds it.
"""

import ctypes
import os
import struct
from dataclasses import dataclass

ABI_VERSION = 1
OK, NOTHING_DUE, NOT_FOUND, MALFORMED, CONSEQUENCES_DUE = 0, 1, 2, 32, 33
MEMORY_ALIGNMENT = 64
NO_LIMIT = 2**64 - 1


class Limits(ctypes.Structure):
    """recount_limits"""

    _fields_ = [("struct_bytes", ctypes.c_uint32)] + [
        (name, ctypes.c_uint32)
        for name in "tenants accounts reservations transfers policies models locks fragments reserved".split()
    ] + [
        (name + "_milliseconds", ctypes.c_uint64)
        for name in "maximum_advance retention maximum_lease maximum_wait".split()
    ]

    def __init__(self, **fields):
        super().__init__(struct_bytes=ctypes.sizeof(Limits), **fields)


class CRecord(ctypes.Structure):
    """recount_record"""

    _fields_ = [
        ("struct_bytes", ctypes.c_uint32),
        ("origin", ctypes.c_uint32),
        ("sequence", ctypes.c_uint64),
        ("time_milliseconds", ctypes.c_uint64),
        ("decision_bytes", ctypes.c_uint64),
        ("stamp", ctypes.c_uint8 * 32),
    ]


class CError(ctypes.Structure):
    """recount_error"""

    _fields_ = [
        ("struct_bytes", ctypes.c_uint32),
        ("status", ctypes.c_int32),
        ("argument", ctypes.c_uint32),
        ("decoding_code", ctypes.c_uint32),
        ("decoding_offset", ctypes.c_uint64),
        ("needed", ctypes.c_uint64),
        ("offered", ctypes.c_uint64),
    ]


class Balance(ctypes.Structure):
    """recount_balance"""

    _fields_ = [(name, ctypes.c_uint64) for name in "funded withdrawn spent available reserved debt".split()]


class Account(ctypes.Structure):
    """recount_account_state"""

    _fields_ = [
        (name, ctypes.c_uint32) for name in "struct_bytes is_closed has_parent hold_count".split()
    ] + [("parent", ctypes.c_uint64), ("calls", Balance), ("tokens", Balance), ("cost", Balance)]


def _load():
    library = ctypes.CDLL(os.environ.get("RECOUNT_LIBRARY", "librecount.so.1"))
    library.recount_abi_version.restype = ctypes.c_uint32
    if library.recount_abi_version() != ABI_VERSION:
        raise ImportError("librecount has another ABI version")
    for name in "recount_version recount_status_text recount_decoding_text".split():
        getattr(library, name).restype = ctypes.c_char_p
    # Without their types ctypes passes integers as 32 bits.
    number, pointer = ctypes.c_uint64, ctypes.c_void_p
    secrets = [ctypes.c_char_p, ctypes.c_char_p]
    library.recount_create_salted.argtypes = [pointer, number, pointer, number, *secrets, pointer]
    library.recount_restore_salted.argtypes = [pointer, number, ctypes.c_char_p, number, *secrets, pointer, pointer]
    library.recount_step.argtypes = [pointer, ctypes.c_char_p, number, pointer, number, pointer]
    library.recount_next_consequence.argtypes = [pointer, number, pointer, number, pointer]
    library.recount_account.argtypes = [pointer, number, number, pointer]
    library.recount_snapshot.argtypes = [pointer, pointer, number, pointer]
    library.recount_state_limits.argtypes = [ctypes.c_char_p, number, pointer]
    for name in "last_error next_due sequence time state_bytes state_digest".split():
        getattr(library, "recount_" + name).argtypes = [pointer, pointer]
    library.recount_destroy.argtypes = [pointer]
    library.recount_digest.argtypes = [ctypes.c_char_p, number] * 3 + [pointer]
    return library


_library = _load()


class RecountError(Exception):
    """A call that was refused. Nothing has changed."""

    def __init__(self, status, error=None):
        self.status, self.error = status, error
        text = _library.recount_status_text(status).decode()
        if error is not None and status == MALFORMED:
            text += f"; at byte {error.decoding_offset}: {_library.recount_decoding_text(error.decoding_code).decode()}"
        elif error is not None and error.argument:
            text += f" (argument {error.argument}, needed {error.needed}, offered {error.offered})"
        super().__init__(text)


@dataclass(frozen=True)
class Record:
    """One step: what a host writes to its journal before it acts on the decision."""

    sequence: int
    time: int
    command: bytes
    decision: bytes
    stamp: bytes

    def body(self):
        """What the stamp is the digest of (docs/format.md, "Record")."""
        origin = 1 if self.command else 2
        return b"".join([
            struct.pack("<QQBI", self.sequence, self.time, origin, len(self.command)), self.command,
            struct.pack("<I", len(self.decision)), self.decision,
        ])


class Kernel:
    """A kernel and the memory that it works in. One thread at a time."""

    def __init__(self, limits=None, initial_time=0, seed=None, state=None, salt_secret=None):
        """An empty kernel of some limits, or the one that a state describes, with the salt secret of its journal."""
        seed = os.urandom(16) if seed is None else seed
        salt = os.urandom(32) if salt_secret is None else salt_secret
        if state is not None:
            limits = Limits()
            self._require(_library.recount_state_limits(state, len(state), ctypes.byref(limits)))
        self._pointer, error = ctypes.c_void_p(), CError(struct_bytes=ctypes.sizeof(CError))
        size = self._number(_library.recount_required_bytes, ctypes.byref(limits))
        self._room = ctypes.create_string_buffer(size + MEMORY_ALIGNMENT)
        memory = -(-ctypes.addressof(self._room) // MEMORY_ALIGNMENT) * MEMORY_ALIGNMENT
        self._capacity = self._number(_library.recount_maximum_decision_bytes, ctypes.byref(limits))
        self._decision = ctypes.create_string_buffer(self._capacity)
        result = ctypes.byref(self._pointer)
        if state is None:
            limits = ctypes.byref(limits)
            self._require(_library.recount_create_salted(memory, size, limits, initial_time, seed, salt, result))
        else:
            status = _library.recount_restore_salted(
                memory, size, state, len(state), seed, salt, result, ctypes.byref(error))
            self._require(status, error)

    def run(self, command):
        """All records that a command leads to: what is due by its time, then its own."""
        time, = struct.unpack_from("<Q", command, 10) if len(command) >= 18 else (0,)
        records = []
        while (record := self.consequence(time)) is not None:
            records.append(record)
        return records + [self.step(command)]

    def step(self, command):
        """The answer to a command, if nothing is due first."""
        return self._step(command, lambda *out: _library.recount_step(self._pointer, command, len(command), *out))

    def consequence(self, until):
        """The next thing that is due by a time, or None."""
        return self._step(b"", lambda *out: _library.recount_next_consequence(self._pointer, until, *out))

    def _step(self, command, call):
        record = CRecord(struct_bytes=ctypes.sizeof(CRecord))
        status = call(self._decision, self._capacity, ctypes.byref(record))
        if status == NOTHING_DUE:
            return None
        self._require(status, self.last_error())
        decision = self._decision.raw[: record.decision_bytes]
        return Record(record.sequence, record.time_milliseconds, command, decision, bytes(record.stamp))

    def next_due(self):
        """When the next consequence is due, or None."""
        due = ctypes.c_uint64()
        status = _library.recount_next_due(self._pointer, ctypes.byref(due))
        if status == NOTHING_DUE:
            return None
        self._require(status)
        return due.value

    def account(self, tenant, account):
        """An account as it stands, or None."""
        state = Account(struct_bytes=ctypes.sizeof(Account))
        status = _library.recount_account(self._pointer, tenant, account, ctypes.byref(state))
        if status == NOT_FOUND:
            return None
        self._require(status)
        return state

    def state(self):
        """The canonical bytes of the state."""
        size = self._number(_library.recount_state_bytes, self._pointer)
        room = ctypes.create_string_buffer(size)
        self._require(_library.recount_snapshot(self._pointer, room, size, ctypes.byref(ctypes.c_uint64())))
        return room.raw

    def state_digest(self):
        """The digest of the state."""
        digest = ctypes.create_string_buffer(32)
        self._require(_library.recount_state_digest(self._pointer, digest))
        return digest.raw

    def last_error(self):
        error = CError(struct_bytes=ctypes.sizeof(CError))
        self._require(_library.recount_last_error(self._pointer, ctypes.byref(error)))
        return error

    def _number(self, function, *arguments):
        number = ctypes.c_uint64()
        self._require(function(*arguments, ctypes.byref(number)))
        return number.value

    @staticmethod
    def _require(status, error=None):
        if status != OK:
            raise RecountError(status, error)


def version():
    return _library.recount_version().decode()


def digest(personal, data, key=b""):
    """BLAKE2b-256, as hashlib.blake2b(data, digest_size=32, person=personal, key=key)."""
    result = ctypes.create_string_buffer(32)
    Kernel._require(_library.recount_digest(personal, len(personal), key, len(key), data, len(data), result))
    return result.raw


# --- Commands (docs/format.md, "Commands") ----------------------------------------------------------------------


def _command(kind, tenant, time, body=b""):
    # Request id, actor and correlation, 16 bytes each, are left 0.
    return struct.pack("<BBQQ48x", kind, 1, tenant, time) + body


def _id(number):
    return number.to_bytes(16, "little")


def _amounts(calls=0, tokens=0, cost=0):
    return struct.pack("<3Q", calls, tokens, cost)


def tick(time):
    return _command(1, 0, time)


def seal(time):
    """Commits to the whole state: the decision is its root."""
    return _command(4, 0, time)


def install_policy(time, policy):
    return _command(3, 0, time, policy)


def open_tenant(tenant, time, accounts=16, reservations=64, transfers=64, locks=16):
    return _command(32, tenant, time, struct.pack("<4I", accounts, reservations, transfers, locks))


def open_account(tenant, time, account, parent=None):
    above = struct.pack("<B", 0) if parent is None else struct.pack("<BQ", 1, parent)
    return _command(33, tenant, time, struct.pack("<Q", account) + above + b"\0")


def fund(tenant, time, transfer, account, **amounts):
    return _command(36, tenant, time, _id(transfer) + struct.pack("<Q", account) + _amounts(**amounts))


def reserve(tenant, time, reservation, accounts, expiry, **amounts):
    named = struct.pack(f"<I{len(accounts)}Q", len(accounts), *accounts)
    return _command(38, tenant, time, _id(reservation) + named + _amounts(**amounts) + struct.pack("<Q", expiry))


def settle(tenant, time, reservation, **amounts):
    return _command(41, tenant, time, _id(reservation) + _amounts(**amounts))


def acquire_lock(tenant, time, resource, agent, lease, wait=0, exclusive=True):
    mode = 2 if exclusive else 1
    return _command(80, tenant, time, _id(resource) + _id(agent) + struct.pack("<BQQ", mode, lease, wait))


def route(tenant, time, policy, model, input_tokens, output_tokens, value):
    """A request that any model may serve, at full confidence."""
    usage = struct.pack("<8Q", input_tokens, 0, 0, output_tokens, 0, 0, 0, 0)
    rest = struct.pack("<qQHHHIQQQII", value, NO_LIMIT, 0, 10_000, 0, 0, 0, NO_LIMIT, 0, 0, 0)
    return _command(16, tenant, time, struct.pack("<II", policy, model) + usage + rest)


def policy(models):
    """A policy of models: id to (quality in basis points, input price, output price in microcents per million)."""
    head = struct.pack("<HQQHHHQI", 1, 1, 1, 10_000, 0, 0, 0, len(models))
    return head + b"".join(
        struct.pack("<IBBHHI5Q", number, 0, 1, quality, 10_000, 0, 0, 0, 0, 0, 0)
        + struct.pack("<16Q", input_price, 0, 0, output_price, *[0] * 12)
        for number, (quality, input_price, output_price) in sorted(models.items()))


# --- Decisions (docs/format.md, "Decisions") --------------------------------------------------------------------

_KINDS = {
    1: "accepted", 2: "refused", 3: "duplicate", 4: "policy_installed", 5: "sealed", 16: "routed", 41: "settled",
    64: "assembled", 80: "lock_acquired", 81: "lock_queued", 82: "lock_released", 96: "admitted", 97: "not_admitted",
    129: "reservation_expired", 130: "lease_expired", 131: "wait_expired", 132: "lock_promoted",
}
_REASONS = {
    1: "time_jump", 2: "unknown_tenant", 16: "conflict", 17: "unknown_account", 22: "insufficient", 23: "in_debt",
    24: "exposure_limit", 25: "full", 33: "unknown_reservation", 34: "finished", 62: "lock_held",
}
_DIMENSIONS = ["calls", "tokens", "cost"]


def decode(decision):
    """A decision as a dictionary: its kind, and the fields that this example needs."""
    kind = decision[0]
    fields = {"decision": _KINDS[kind]}
    if kind == 2:
        fields["reason"] = _REASONS.get(decision[1], decision[1])
        if decision[2] == 2:
            account, dimension, needed, limit = struct.unpack_from("<QBQQ", decision, 3)
            fields.update(account=account, dimension=_DIMENSIONS[dimension], needed=needed, limit=limit)
    elif kind == 4:
        fields["policy"], = struct.unpack_from("<I", decision, 1)
    elif kind == 5:
        fields["state_root"] = decision[1:].hex()
    elif kind == 16:
        action, reason, is_chosen, model, cost, utility = struct.unpack_from("<BBBIQq", decision, 1)
        evaluated, eligible = struct.unpack_from("<II", decision, 37)
        fields.update(action=[None, "execute_requested", "substitute", "reject"][action], reason=reason)
        if is_chosen:
            fields.update(model=model, cost_microcents=cost, utility_microcents=utility)
        fields.update(evaluated=evaluated, eligible=eligible)
    elif kind in (80, 132):
        token, expiry, holds = struct.unpack_from("<QQI", decision, 1 if kind == 80 else 42)
        fields.update(token=token, expiry=expiry, hold_count=holds)
    elif kind == 81:
        fields["position"], = struct.unpack_from("<I", decision, 1)
    elif kind == 129:
        tenant, = struct.unpack_from("<Q", decision, 1)
        calls, tokens, cost = struct.unpack_from("<3Q", decision, 25)
        fields.update(tenant=tenant, released={"calls": calls, "tokens": tokens, "cost": cost})
    return fields
