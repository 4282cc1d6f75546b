"""Measures calybris, the nearest peer, and Recount in turns on this machine, and writes what both took.

usage: peers.py RECOUNT PEER-CORE.so NM OUTPUT.json

The peer is its published Python package, whose core is compiled Rust. Its decisions on a published workload must have
the published check sum, and `recount verify calybris` must find a journal that it wrote valid, or the exit status is 1.
Its decisions are timed without Python (peer_core.py; PEER-CORE.so is peer_core.c, NM lists symbols). Its journals are
timed from Python; what a call costs by being made from there is measured in the same way and subtracted.
"""

import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path

from peer_core import PeerCore, PeerCoreError

WORD = (1 << 64) - 1
POOL = 4_096
ROUNDS = 7
REPETITIONS = 9
RECORDS = 20_000
SIZES = [2, 8, 64, 256]
HARD_RISK_LIMIT = 9_600

# The check sum of the first 100 000 decisions over 64 models, mixed (docs/performance.md).
CHECKED = 100_000
CHECK_SUM = 0x41CDB284BDEC8D0C


class SplitMix64:
    def __init__(self, state):
        self.state = state & WORD

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & WORD
        word = self.state
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & WORD
        return word ^ (word >> 31)

    def draw(self, low, high):
        return low + self.next() % (high - low + 1)


def catalog(count):
    """The catalog of so many models, in the order of the draws in docs/performance.md."""
    draw = SplitMix64(42 + count).draw
    models = []
    for number in range(1, count + 1):
        provider, quality, ceiling, enabled = draw(0, 7), draw(5_000, 9_900), draw(6_000, 10_000), draw(0, 15) != 0
        latency, capabilities, regions = draw(50, 2_000), draw(0, 15) | draw(0, 15), draw(1, 15) | draw(0, 15)
        prices = draw(10_000, 5_000_000), draw(40_000, 20_000_000)
        models.append((number, provider, quality, ceiling, int(enabled or number == 1), latency, capabilities, regions,
                       *prices))
    return models


def mixed_request(draw, sequence, count):
    requested, given, made, value = draw(1, count), draw(100, 8_000), draw(50, 4_000), draw(0, 20_000_000)
    limit = draw(1_000, 4_000_000) // draw(1, 20)
    risk, confidence, quality = draw(0, 8_000), draw(5_400, 10_000), draw(3_000, 8_000)
    latency = 0 if draw(0, 1) == 0 else draw(300, 2_500)
    capability = 1 << draw(0, 3) if draw(0, 2) == 0 else 0
    providers = draw(1, 255) if draw(0, 2) == 0 else WORD
    region = 1 << draw(0, 3) if draw(0, 2) == 0 else 0
    return (sequence, requested, given, made, value, limit, risk, confidence, quality, latency, capability, providers,
            region)


def open_request(draw, sequence, count):
    requested, given, made, value = draw(1, count), draw(100, 8_000), draw(50, 4_000), draw(500_000_000, 1_000_000_000)
    risk, confidence = draw(0, 5_000), draw(9_000, 10_000)
    return (sequence, requested, given, made, value, WORD, risk, confidence, 0, 0, 0, WORD, 0)


KINDS = {"mixed": mixed_request, "open": open_request}


class Peer:
    """The peer's core, through its Python package."""

    def __init__(self):
        from importlib.metadata import version

        from calybris import _core

        self.core = _core
        self.version = version("calybris")

    def policy(self, count):
        models = [self.core.KernelModel(*fields) for fields in catalog(count)]
        return self.core.PolicySnapshot(7, 11, HARD_RISK_LIMIT, 5_500, 3_500, 200, models)

    def requests(self, fields):
        return [self.core.KernelInput(*each) for each in fields]


def requests(kind, models, count):
    """The fields of the first requests of a workload."""
    draw = SplitMix64(0xC0FFEE ^ models).draw
    return [KINDS[kind](draw, sequence, models) for sequence in range(count)]


def check_sum(decisions):
    mix = 0xCBF29CE484222325
    for each in decisions:
        for word in (
            each.selected_model_id, each.estimated_cost_microunits, each.expected_utility_microunits,
            each.counterfactual_model_id, each.counterfactual_utility_microunits, each.eligible_models,
            each.reason_code,
        ):
            mix = ((mix ^ (word & WORD)) * 0x100000001B3) & WORD
    return mix


def nanoseconds_each(work, count):
    """Times of one of so many operations that `work` does, one for each repetition."""
    times = []
    work()
    for _ in range(REPETITIONS):
        start = time.perf_counter_ns()
        work()
        times.append((time.perf_counter_ns() - start) / count)
    return times


def routing_times(peer, core):
    """What a decision takes, as names and times."""
    for kind in KINDS:
        for models in SIZES:
            policy, pool = peer.policy(models), requests(kind, models, POOL)
            core.check(policy, pool, policy.prescribe_batch(peer.requests(pool)))
            # About as long for each number of models.
            yield f"route.{kind}.{models}", core.nanoseconds(policy, pool, max(8, 512 // models), REPETITIONS)


def write_journal(peer, path, policy, pool, decisions):
    path.unlink(missing_ok=True)
    journal = peer.core.AuditedWal(path)
    start = time.perf_counter_ns()
    for request, decision in zip(pool, decisions):
        journal.append_verified(policy, request, decision, "{}")
    taken = time.perf_counter_ns() - start
    journal.close(sync=False)
    return taken


def journal_times(peer, directory):
    policy, pool = peer.policy(8), peer.requests(requests("mixed", 8, RECORDS))
    decisions = policy.prescribe_batch(pool)
    path = Path(directory) / "peer.jsonl"

    def replay():
        peer.core.replay_verify_audited_wal(path, policy, max_entries=RECORDS, max_total_bytes=1 << 40)

    def calls():
        for request, decision in zip(pool, decisions):
            math.hypot(1.0, 2.0)

    call = statistics.median(nanoseconds_each(calls, RECORDS))
    appends = [write_journal(peer, path, policy, pool, decisions) / RECORDS - call for _ in range(REPETITIONS)]
    return {
        "append.unsynced": appends,
        "verify.replay": nanoseconds_each(replay, RECORDS),
        "verify.chain": nanoseconds_each(lambda: peer.core.verify_audited_wal(path), RECORDS),
    }, path.stat().st_size / RECORDS


def check_peer(peer, recount, directory):
    """That the peer does the same work, and that Recount agrees with a journal of the peer's own."""
    mix = check_sum(peer.policy(64).prescribe_batch(peer.requests(requests("mixed", 64, CHECKED))))
    if mix != CHECK_SUM:
        sys.exit(f"peers.py: the peer's decisions have the check sum {mix:x}, not {CHECK_SUM:x}")
    policy, pool = peer.policy(8), peer.requests(requests("mixed", 8, 1_000))
    path, described = Path(directory) / "checked.jsonl", Path(directory) / "policy.json"
    write_journal(peer, path, policy, pool, policy.prescribe_batch(pool))
    fields = {key: value for key, value in policy.as_dict().items() if key not in ("model_count", "fingerprint")}
    described.write_text(json.dumps(fields | {"models": [model.as_dict() for model in policy.models()]}))
    subprocess.run([recount, "verify", "calybris", path, "--policy", described], check=True)


def own_time(recount, name):
    run = subprocess.run([recount, "bench", "--json", name], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)["benchmarks"][0]["median_ns"]


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    recount, library, symbol_lister, output = sys.argv[1:]
    peer = Peer()
    theirs, ours = {}, {}
    try:
        core = PeerCore(peer.core, library, symbol_lister)
        with tempfile.TemporaryDirectory() as directory:
            check_peer(peer, recount, directory)
            for _ in range(ROUNDS):
                journals, record_bytes = journal_times(peer, directory)
                # Ours right after theirs: a machine that is busy now is so for both.
                for name, times in chain(routing_times(peer, core), journals.items()):
                    theirs.setdefault(name, []).extend(times)
                    ours.setdefault(name, []).append(own_time(recount, name))
    except PeerCoreError as error:
        sys.exit(f"peers.py: {error}")
    rows = [
        {"name": name, "peer_ns": statistics.median(times), "recount_ns": statistics.median(ours[name])}
        for name, times in theirs.items()
    ]
    report = {"peer": "calybris", "version": peer.version, "record_bytes": record_bytes, "rows": rows}
    Path(output).write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
