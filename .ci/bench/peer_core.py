"""The routing of the nearest peer where its compiled core has it, called without Python in between.

The published module keeps its symbols. Its function `PolicySnapshot::prescribe_inner` takes the place of the decision, the
policy as it stands in the Python object, and the request; it does the whole decision, and what calls it from Python
only makes objects of what it takes and gives. The layouts below are those of the pinned version: every decision on the
requests that are measured is compared with what the published interface gives, field by field.
"""

import ctypes
import struct
import subprocess
import time

SYMBOL = "<calybris_core::kernel::PolicySnapshot>::prescribe_inner"

# sequence, requested model, input and output tokens, value, cost limit, risk, confidence, minimum quality, latency
# limit, required capabilities, allowed providers, required regions
REQUEST = struct.Struct("<QIII4xqQHHH2xI4xQQQ")

DECISION_BYTES = 256
COST_OFFSET = 0x18
FIELDS = {
    "request_sequence": ("<Q", 0x00),
    "reason_code": ("<H", 0x0A),
    "selected_model_id": ("<I", 0x0C),
    "estimated_cost_microunits": ("<Q", COST_OFFSET),
    "expected_utility_microunits": ("<q", 0x20),
    "counterfactual_model_id": ("<I", 0x28),
    "counterfactual_utility_microunits": ("<q", 0x30),
    "evaluated_models": ("<H", 0x38),
    "eligible_models": ("<H", 0x3A),
}


class PeerCoreError(Exception):
    """The peer's core is not what this was made for."""


class PeerCore:
    """The function of a loaded module of the peer's."""

    def __init__(self, module, library, symbol_lister):
        """Takes the module, the path of peer_core.c as a shared library, and that of a program such as nm."""
        self._decide = self._address(module.__file__, symbol_lister)
        self._loop = ctypes.CDLL(str(library)).peer_decide
        self._loop.restype = ctypes.c_uint64
        self._loop.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p,
                               ctypes.c_size_t, ctypes.c_size_t, ctypes.c_size_t]
        self._decision = ctypes.create_string_buffer(DECISION_BYTES)

    @staticmethod
    def _address(path, symbol_lister):
        listing = subprocess.run([symbol_lister, "--demangle", path], capture_output=True, text=True, check=True).stdout
        found = [line.split()[0] for line in listing.splitlines() if line.endswith(f" {SYMBOL}")]
        if len(found) != 1:
            raise PeerCoreError(f"{path} has {len(found)} functions {SYMBOL}, not one; pin the version this was made for")
        with open("/proc/self/maps", encoding="ascii") as maps:
            base = min(int(line.split("-")[0], 16) for line in maps if line.rstrip("\n").endswith(path))
        return base + int(found[0], 16)

    def _run(self, policy, requests, count, rounds):
        # An object's own fields stand behind those that every object has.
        place = id(policy) + object.__basicsize__
        return self._loop(self._decide, self._decision, COST_OFFSET, place, requests, REQUEST.size, count, rounds)

    def check(self, policy, requests, expected):
        """Compares the decision on each request with what the published interface gives.

        The requests are tuples of the fields of `REQUEST`."""
        for number, (fields, decision) in enumerate(zip(requests, expected, strict=True)):
            self._run(policy, REQUEST.pack(*fields), 1, 1)
            for name, (form, offset) in FIELDS.items():
                found, stated = struct.unpack_from(form, self._decision, offset)[0], getattr(decision, name)
                if found != stated:
                    raise PeerCoreError(f"request {number}: {name} is {found} in the core, {stated} in the interface")

    def nanoseconds(self, policy, requests, rounds, repetitions):
        """The time of a decision, once for each repetition of so many rounds over the requests."""
        packed = b"".join(REQUEST.pack(*fields) for fields in requests)
        self._run(policy, packed, len(requests), rounds)
        times = []
        for _ in range(repetitions):
            start = time.perf_counter_ns()
            self._run(policy, packed, len(requests), rounds)
            times.append((time.perf_counter_ns() - start) / len(requests) / rounds)
        return times
