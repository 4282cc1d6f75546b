#!/usr/bin/env python3
"""Writes the seeds of the fuzz corpus and the dictionaries: python3 Fuzz/seeds.py

Seeds are real encodings and documents of this repository: the test vectors, the data and the examples. They are
called seed-…; every other file of the corpus was found by fuzzing and is left alone. Standard library only.
"""

import json
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "Fuzz" / "Corpus"
DICTIONARIES = ROOT / "Fuzz" / "Dictionaries"

# The kinds of the scripts' steps, as in Fuzz/Targets.
COMMAND, EARLY_COMMAND, CONSEQUENCE, RESTORE, RENDER = range(5)
STATE_COMMAND, REPLACE, INSERT, REMOVE, WHOLE = range(5)
(SEGMENT_COMMAND, CLOSE_BATCH, NEXT_SEGMENT, FORGE_BODY, BODY, FORGE_FRAME, FORGE_HEADER, DAMAGE, CUT, APPEND,
 REMOVE_FILE, RENAME_FILE, EXPLAIN, KEY, SNAPSHOT, FORGE_SNAPSHOT_HEADER, FORGE_FRONTIER, FORGE_STATE) = range(18)
SIGN, NOTE, REPLACE_NOTE, INSERT_NOTE, NOTE_KEY, PROOF = range(6)


def step(kind, payload=b""):
    """A step of a script (Fuzz/Targets/Script)."""
    return struct.pack("<BH", kind, len(payload)) + payload


def vectors(area):
    return json.loads((ROOT / "Vectors" / f"{area}.json").read_text())["groups"]


def lines(path, count):
    return "".join((ROOT / path).read_text().splitlines(keepends=True)[:count]).encode()


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode()


# --- Commands, states, segments ---------------------------------------------------------------

def command_streams():
    """Setups with their first cases, a few of each area: (name, commands)."""
    for area, group_count in (("budgets", 6), ("locks", 5), ("admit", 4), ("context", 3), ("routing", 3)):
        groups = vectors(area)
        for group in groups[::max(1, len(groups) // group_count)][:group_count]:
            # A setup states how often a command is repeated where that is more than once.
            commands = [bytes.fromhex(entry if isinstance(entry, str) else entry["command_hex"])
                        for entry in group["setup"]]
            for case in group["cases"]:
                # Cases without a command are consequences, which the targets take by themselves.
                command = bytes.fromhex(case.get("command_hex", ""))
                if not command:
                    continue
                if commands and sum(map(len, commands)) + len(command) > 1800:
                    break
                commands.append(command)
            yield f"{area}-{group['id']}", commands


def command_seeds():
    for name, commands in command_streams():
        half = len(commands) // 2
        yield name, (b"".join(step(COMMAND, command) for command in commands[:half])
                     + step(RESTORE)
                     + b"".join(step(EARLY_COMMAND, command) for command in commands[half:])
                     + step(CONSEQUENCE, struct.pack("<Q", 1000))
                     + step(RENDER, commands[-1]))


def state_seeds():
    for name, commands in command_streams():
        yield name, (b"".join(step(STATE_COMMAND, command) for command in commands[:-1])
                     + step(REPLACE, struct.pack("<HB", 2, 99))
                     + step(STATE_COMMAND, commands[-1]))
    yield "removed", step(STATE_COMMAND, commands[0]) + step(REMOVE, struct.pack("<HB", 90, 1))
    yield "inserted", step(STATE_COMMAND, commands[0]) + step(INSERT, struct.pack("<HB", 90, 1))
    # Without tenants and policies: version, sequence, time, the target's limits, two counts.
    limits = struct.pack("<QQIIIIIIIIQQ", 1000, 100, 3, 24, 24, 24, 4, 16, 24, 16, 500, 500)
    yield "whole", step(WHOLE, struct.pack("<HQQ", 1, 7, 9) + limits + bytes(8))


def segment_seeds():
    damages = {
        "sound": b"",
        "segments": step(NEXT_SEGMENT),
        "forged-body": step(FORGE_BODY, struct.pack("<HB", 16, 2)),
        "forged-frame": step(FORGE_FRAME, struct.pack("<BB", 12, 1)),
        "forged-header": step(FORGE_HEADER, struct.pack("<HB", 40, 1)),
        "damaged": step(DAMAGE, struct.pack("<BIB", 0, 600, 1)),
        "cut": step(CUT, struct.pack("<BI", 0, 700)),
        "appended": step(APPEND, b"recountB" + bytes(32)),
        "removed": step(NEXT_SEGMENT) + step(REMOVE_FILE, b"\1"),
        "renamed": step(RENAME_FILE, struct.pack("<BQ", 0, 2)),
        "body": step(BODY, struct.pack("<QQBIIB", 3, 0, 2, 0, 1, 1)),
    }
    streams = [stream for stream in command_streams() if len(stream[1]) > 2]
    for (what, damage), (_, commands) in zip(damages.items(), streams):
        half = len(commands) // 2
        yield what, (b"".join(step(SEGMENT_COMMAND, command) for command in commands[:half])
                     + step(CLOSE_BATCH)
                     + (damage if what == "segments" else b"")
                     + b"".join(step(SEGMENT_COMMAND, command) for command in commands[half:])
                     + (b"" if what == "segments" else damage)
                     + step(EXPLAIN, bytes([len(commands)])))
    yield "keyed", step(KEY) + b"".join(step(SEGMENT_COMMAND, command) for command in streams[0][1])


def snapshot_seeds():
    damages = {
        "sound": b"",
        "keyed": step(KEY),
        "forged-header": step(FORGE_SNAPSHOT_HEADER, struct.pack("<HB", 40, 1)),
        "forged-frontier": step(FORGE_FRONTIER, struct.pack("<HB", 9, 1)),
        "forged-state": step(FORGE_STATE, struct.pack("<HB", 2, 9)),
        "forged-key": step(KEY) + step(FORGE_STATE, struct.pack("<HB", 10, 1)),
        "damaged": step(DAMAGE, struct.pack("<BIB", 1, 600, 1)),
        "removed": step(REMOVE_FILE, b"\0"),
        "shortened": step(REMOVE_FILE, b"\2"),
        "renamed": step(RENAME_FILE, struct.pack("<BQ", 1, 2)),
        "twice": step(SNAPSHOT),
    }
    streams = [stream for stream in command_streams() if len(stream[1]) > 2]
    for (what, damage), (_, commands) in zip(damages.items(), reversed(streams)):
        half = len(commands) // 2
        yield what, (b"".join(step(SEGMENT_COMMAND, command) for command in commands[:half])
                     + step(SNAPSHOT)
                     + b"".join(step(SEGMENT_COMMAND, command) for command in commands[half:])
                     + damage)


def example(name):
    """A file of the example in docs/transparency.md."""
    text = (ROOT / "docs/transparency.md").read_text()
    return text.split(f"`{name}`", 1)[1].split("```", 2)[1].split("\n", 1)[1].encode()


def note_seeds():
    yield "signed", step(SIGN, struct.pack("<Q", 6)) + step(REPLACE_NOTE, struct.pack("<HB", 19, 0x37))
    yield "inserted", step(SIGN, struct.pack("<Q", 10)) + step(INSERT_NOTE, struct.pack("<H", 19) + b"0")
    yield "note", step(NOTE, example("monday.checkpoint"))
    yield "key", step(NOTE_KEY, example("ledger.pub"))
    yield "consistency", step(PROOF, example("growth.json"))
    yield "inclusion", step(PROOF, example("record.json"))


def proof_seeds():
    """Sizes of two trees, a record, the size of a prefix, and a change."""
    for name, numbers in {
        "complete": (4, 8, 3, 0), "odd": (5, 7, 6, 0), "empty": (0, 3, 1, 0), "equal": (6, 6, 6, 5),
        "prefix": (20, 41, 30, 18), "large": (130, 255, 200, 129),
    }.items():
        yield name, bytes(numbers) + struct.pack("<H", 190) + b"0"


def decision_seeds():
    """The shortest decision of each kind, refusal, detail and outcome."""
    shortest = {}
    for area in ("admit", "budgets", "context", "locks", "routing"):
        for group in vectors(area) + vectors(f"generated_{area}"):
            for case in group["cases"]:
                text = case["result"].get("decision_hex")
                if text is None:
                    continue
                decision = bytes.fromhex(text)
                kind = decision[0]
                length = 1 if kind == 2 else 3 if kind == 97 else 2 if kind in (3, 41) else 1
                key = decision[:length] + (decision[2:3] if kind == 2 else b"")
                if key not in shortest or len(decision) < len(shortest[key]):
                    shortest[key] = decision
    for key, decision in sorted(shortest.items()):
        yield key.hex(), decision


# --- Documents --------------------------------------------------------------------------------

def policy_seeds():
    policy = json.loads((ROOT / "docs/data/policy.json").read_text())
    long = [model for model in policy["models"] if model["long_context_threshold_tokens"]]
    plain = [model for model in policy["models"] if not model["long_context_threshold_tokens"]]
    models = plain[:1] + long[:1]
    names = {model["provider"] for model in models}
    policy["providers"] = [provider for provider in policy["providers"] if provider["name"] in names]
    policy["models"] = models
    yield "two-models", compact(policy)
    policy["source"] = {"a": [1, -2.5e3, None, True, {"b": "\u00e9\ud83d\ude00\n"}]}
    policy["models"] = models[:1]
    yield "one-model", json.dumps(policy, indent=1).encode()


OVERLAY = {
    "format": "recount.overlay", "version": 1, "policy_epoch": 1, "catalog_epoch": 1, "hard_risk_limit_bp": 9000,
    "minimum_confidence_bp": 0, "risk_multiplier_bp": 10000, "latency_penalty_microcents_per_ms": 0,
    "providers": {"openai": 0}, "regions": {"us": 0, "eu": 63}, "source": {"a": 1},
    "defaults": {"quality_bp": 5000, "risk_ceiling_bp": 5000, "latency_ms": 1000, "regions": ["us"], "enabled": True},
}


def catalog_seeds():
    prices = json.loads((ROOT / "Tests/RecountJSONTests/Resources/litellm_excerpt.json").read_text())
    names = [name for name, entry in prices.items() if entry.get("mode") == "chat"]
    small = sorted(names, key=lambda name: len(compact(prices[name])))
    keys = set()
    chosen = []
    # Entries that bring keys of their own, the shortest first.
    for name in small:
        if set(prices[name]) - keys and len(chosen) < 8:
            keys |= set(prices[name])
            chosen.append(name)
    for position in range(0, len(chosen), 2):
        pair = chosen[position:position + 2]
        overlay = dict(OVERLAY, models={pair[0]: {"id": 7, "quality_bp": 1, "context_window_tokens": 5}})
        yield f"{position // 2}", b"\0".join(
            (compact({name: prices[name] for name in pair}), compact(overlay), b"*\n" + pair[-1].encode()))


def trace_seeds():
    yield "azure", lines("docs/data/azure_llm_2023_code_excerpt.csv", 3)
    yield "blocks", lines("docs/data/mooncake_conversation_excerpt.jsonl", 2)
    request = {
        "requested_model": "gpt-4o", "input_tokens": 900, "output_tokens": "250", "cache_read_input_tokens": 1,
        "cache_creation_input_tokens": 2, "reasoning_output_tokens": 3, "audio_tokens": 4, "image_tokens": 5,
        "calls": 1, "value_microcents": -20000000, "cost_limit_usd": "0.02", "risk_bp": 1, "confidence_bp": 9000,
        "minimum_quality_bp": 2, "latency_limit_ms": 3, "required_capabilities": ["vision"],
        "allowed_providers": ["openai", "groq"], "required_regions": ["eu"],
        "warm": [{"model": "gpt-4o-mini", "tokens": 7}], "excluded": [2, "gpt-4o-mini"],
    }
    yield "decide", compact(dict(request, request_id="12-ab", policy=1))
    yield "run", compact(dict(request, time_ms=1700000000000, tenant=6, estimated_output_tokens=9)) + b"\n"
    del request["cost_limit_usd"]
    yield "masks", compact(dict(
        request, requested_model=1, cost_limit_microcents="18446744073709551615", required_capabilities=3,
        allowed_providers="18446744073709551615", required_regions=0, excluded=[]))


def context_seeds():
    document = json.loads((ROOT / "docs/examples/context.json").read_text())
    texts = b"".join((ROOT / "docs/examples/texts" / name).read_bytes()[:300] for name in ("refunds.md", "tools.txt"))
    document["fragments"] = document["fragments"][2:6] + document["fragments"][8:9]
    yield "files", compact(document) + b"\0" + texts
    cut = "Erster Satz. Zweiter, l\u00e4ngerer Satz! \u3053\u3093\u306b\u3061\u306f\u3002 \U0001f469\u200d\U0001f4bb e\u0301? End."
    yield "cuts", json.dumps({
        "token_limit": 30, "output_tokens": 2, "mode": "cutoff", "separator": {"text": "--", "tokens": 1},
        "tokens": {"numerator": 2, "denominator": 7},
        "sections": [{"id": 1, "name": "a", "cap": 20, "priority": 1, "render_order": 2}],
        "fragments": [
            {"id": 1, "section": 1, "text": cut, "truncatable": True, "required": True, "group": 0},
            {"id": 2, "section": "a", "text": cut, "truncatable": True, "order": 1, "stable": True},
            {"id": 3, "section": "a", "text": "x", "tokens": 9,
             "cut_points": [{"tokens": 3, "bytes": 1}], "group": 4}],
    }, ensure_ascii=False).encode()


def calybris_seeds():
    journal = (ROOT / "docs/examples/calybris/journal.jsonl").read_bytes().splitlines(keepends=True)
    yield "journal", b"".join(journal[:2])
    yield "policy", (ROOT / "docs/examples/calybris/policy.json").read_bytes()


SEEDS = {
    "calybris": calybris_seeds, "catalog": catalog_seeds, "command": command_seeds, "context": context_seeds,
    "decision": decision_seeds, "note": note_seeds, "policy": policy_seeds, "proof": proof_seeds,
    "segment": segment_seeds, "snapshot": snapshot_seeds, "state": state_seeds, "trace": trace_seeds,
}

# --- Dictionaries -----------------------------------------------------------------------------


def words(value):
    """Keys and short strings of a JSON value."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from words(member)
    elif isinstance(value, list):
        for element in value:
            yield from words(element)
    elif isinstance(value, str) and len(value) < 24:
        yield value


def json_words(seeds):
    found = set()
    for seed in seeds:
        for text in seed.replace(b"\0", b"\n").splitlines() + seed.split(b"\0"):
            try:
                found.update(words(json.loads(text)))
            except ValueError:
                pass
    quoted = {json.dumps(word, ensure_ascii=False).encode() for word in found}
    return quoted | {b"null", b"true", b"false", b"18446744073709551615", b"-1", b"1e9", b"0.1", b"\\u0000"}


def kinds(section):
    registry = json.loads((ROOT / "Vectors" / "registry.json").read_text())
    return [entry.get("kind", entry.get("number")) for entry in registry[section]]


def binary_words():
    """Heads of commands and decisions, magics, and the ends of ranges."""
    found = {bytes([kind, 1]) for kind in kinds("commands")} | {bytes([kind]) for kind in kinds("decisions")}
    found |= {bytes([2, reason]) for reason in kinds("refusal_reasons")}
    for bits in (32, 48, 53, 63, 64):
        found |= {struct.pack("<Q", (1 << bits) - 1), struct.pack("<Q", (1 << bits) & (1 << 64) - 1)}
    return found | {struct.pack("<I", value) for value in (1, 4, 8, 9, 256, 1 << 28)}


def entry(word):
    return '"' + "".join(
        chr(byte) if 0x20 <= byte < 0x7f and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word) + '"'


def main():
    for target, make in SEEDS.items():
        directory = CORPUS / target
        directory.mkdir(parents=True, exist_ok=True)
        for old in directory.glob("seed-*"):
            old.unlink()
        seeds = dict(make())
        for name, seed in seeds.items():
            (directory / f"seed-{name}").write_bytes(seed)
        if target in ("command", "decision", "segment", "snapshot", "state"):
            found = binary_words() | {b"recountJ", b"recountB", b"recountS"}
        elif target in ("note", "proof"):
            found = json_words([example("growth.json"), example("record.json")]) | set(
                example("monday.checkpoint").split(b" ")) | {b"PRIVATE+KEY+", b"+", b"\n\n", b"\xe2\x80\x94 "}
        else:
            found = json_words(seeds.values())
        DICTIONARIES.mkdir(exist_ok=True)
        text = "".join(entry(word) + "\n" for word in sorted(found))
        (DICTIONARIES / f"{target}.dict").write_text(text)
        print(f"{target}: {len(seeds)} seeds, {sum(map(len, seeds.values()))} bytes, {len(found)} words")


if __name__ == "__main__":
    main()
