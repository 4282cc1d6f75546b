"""Draws the pictures of the benchmarks and rewrites the tables of the page about them.

usage: figures.py DIRECTORY PAGE.md

DIRECTORY has results.json, written by `recount bench --json`, and perhaps instructions.json, written by
instructions.py, and peers.json, written by peers.py. A table of the page stands between `<!-- table: NAME -->` and `<!-- end -->`.
"""

import json
import re
import sys
from pathlib import Path

# Medians and best of others in nanoseconds, measured elsewhere on a machine of this kind (docs/performance.md): for
# what peers.json does not have.
PEER_ROUTES = {
    "route.mixed": {2: (26, 18), 8: (78, 54), 64: (551, 433), 256: (2286, 1997)},
    "route.open": {2: (31, 21), 8: (85, 50), 64: (475, 348), 256: (1864, 1344)},
}
PEERS = {f"{group}.{models}": times for group, row in PEER_ROUTES.items() for models, times in row.items()}
PEERS |= {
    "stamped.route.mixed.8": (2132, 1755),
    "append.unsynced": (13_000, 10_200),
    "verify.replay": (11_500, None),
    "reserve-settle.tenants.1": (318, 266),
    "reserve-settle.tenants.10000": (566, 326),
    "durable.reserve-settle": (1e9 / 146_000, None),
}

# What is aimed at: the benchmark, and at least how many times the peer's speed.
RATIO_AIMS = [
    *((f"route.mixed.{models}", 4.0 if models >= 64 else 1.0) for models in PEER_ROUTES["route.mixed"]),
    *((f"route.open.{models}", 1.5 if models >= 64 else 1.0) for models in PEER_ROUTES["route.open"]),
    ("reserve-settle.tenants.1", 3.0),
    ("reserve-settle.tenants.10000", 3.0),
    ("append.unsynced", 10.0),
    ("verify.replay", 10.0),
    ("durable.reserve-settle", 3.0),
]

# What is aimed at: the benchmark, and at most how many nanoseconds.
TIME_AIMS = [("lock.uncontended", 250)]

# What is aimed at: the benchmark, the one whose time is no part of the aim, and at most how many nanoseconds.
DIFFERENCE_AIMS = [
    (f"assemble.{mode}.{count}", f"assemble.digest.{mode}.{count}", 50)
    for mode in ["greedy", "cutoff"]
    for count in [16, 256, 4096]
]

LARGEST_ROUTING_RECORD = 400
GREATEST_GROWTH = 3

GROUPS = {
    "routing": ["route", "stamped.route"],
    "budgets": ["reserve-settle", "stamped.reserve-settle", "conservation"],
    "locks": ["lock"],
    "contexts": ["assemble", "admit"],
    "digests": ["digest"],
    "journals": ["append", "durable", "verify", "snapshot", "statement"],
    "curves": ["curve"],
    "worst": ["worst"],
}


class Results:
    """The results of a run, and of the count of instructions if there is one."""

    def __init__(self, directory):
        self.report = json.loads((directory / "results.json").read_text())
        self.by_name = {entry["name"]: entry for entry in self.report["benchmarks"]}
        instructions = directory / "instructions.json"
        self.curves = json.loads(instructions.read_text())["curves"] if instructions.exists() else []
        peers = directory / "peers.json"
        self.peers = json.loads(peers.read_text()) if peers.exists() else {"rows": []}
        self.peer_rows = {row["name"]: row for row in self.peers["rows"]}

    def group(self, names):
        """The benchmarks whose names begin with one of these, in their order."""
        return [
            entry for entry in self.report["benchmarks"]
            if any(entry["name"] == name or entry["name"].startswith(name + ".") for name in names)
        ]

    def peer(self, name):
        """The peer's median: that of the same run if there is one, else of elsewhere, else None."""
        row = self.peer_rows.get(name)
        return row["peer_ns"] if row else PEERS.get(name, (None,))[0]

    def ratio(self, name):
        """How many times as fast as the peer, in the same run if there is one; None if this has not been measured."""
        row = self.peer_rows.get(name)
        if row:
            return row["peer_ns"] / row["recount_ns"]
        entry = self.by_name.get(name)
        return PEERS[name][0] / entry["median_ns"] if entry and entry["median_ns"] > 0 else None


def nanoseconds(value):
    """A time with as many digits as it deserves."""
    if value >= 1e9:
        return f"{value / 1e9:,.2f} s".replace(",", " ")
    if value >= 1e6:
        return f"{value / 1e6:,.2f} ms".replace(",", " ")
    if value >= 1e4:
        return f"{value / 1e3:,.1f} µs".replace(",", " ")
    return f"{value:,.0f} ns".replace(",", " ") if value >= 100 else f"{value:.1f} ns"


def number(value):
    """A count with groups of three digits."""
    return f"{value:,}".replace(",", " ")


def rows_text(headings, rows):
    """A table in Markdown; all columns but the first to the right."""
    lines = ["| " + " | ".join(headings) + " |", "|---" + "|---:" * (len(headings) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def machine_table(results):
    machine = results.report["machine"]
    return rows_text(["what", "here"], [
        ["processor", f"{machine['processor']}, {machine['processors']} processors"],
        ["memory", f"{machine['memory_bytes'] / 2**30:.0f} GiB"],
        ["system", machine["system"]],
        ["compiler", f"{machine['compiler']}, {machine['build']}"],
        ["journals on", machine["file_system"]],
    ])


def group_table(results, names):
    rows = []
    for entry in results.group(names):
        peer = results.peer(entry["name"])
        allocations = entry["allocations"]
        rows.append([
            f"`{entry['name']}`", entry["operation"], nanoseconds(entry["median_ns"]),
            nanoseconds(entry["minimum_ns"]),
            f"{nanoseconds(entry['lower_quartile_ns'])} … {nanoseconds(entry['upper_quartile_ns'])}",
            "unknown" if allocations is None else f"{allocations:g}",
            "" if entry["written_bytes"] is None else f"{entry['written_bytes']:.0f}",
            "" if entry["peak_memory_bytes"] is None else f"{entry['peak_memory_bytes'] / 2**20:.0f}",
            "" if peer is None else nanoseconds(peer),
            "" if peer is None else f"{results.ratio(entry['name']):.2f}",
        ])
    headings = ["benchmark", "operation", "median", "minimum", "quartiles", "allocations"]
    headings += ["bytes", "peak MiB", "peer", "× peer"]
    used = [column for column in range(len(headings)) if column < 6 or any(row[column] for row in rows)]
    return rows_text([headings[c] for c in used], [[row[c] for c in used] for row in rows])


def aims_table(results):
    rows = []

    def add(aim, figure, is_reached):
        rows.append([aim, figure, "yes" if is_reached else "**no**"])

    for name, aim in RATIO_AIMS:
        ratio = results.ratio(name)
        if ratio is not None:
            add(f"`{name}` ≥ {aim:g} × the peer", f"{ratio:.2f} ×", ratio >= aim)
    for name, aim in TIME_AIMS:
        if name in results.by_name:
            median = results.by_name[name]["median_ns"]
            add(f"`{name}` < {aim} ns", nanoseconds(median), median < aim)
    for name, part, aim in DIFFERENCE_AIMS:
        if name in results.by_name and part in results.by_name:
            rest = results.by_name[name]["median_ns"] - results.by_name[part]["median_ns"]
            add(f"`{name}` − `{part}` < {aim} ns", nanoseconds(rest), rest < aim)
    if "append.unsynced" in results.by_name:
        written = results.by_name["append.unsynced"]["written_bytes"]
        add(f"a routing record ≤ {LARGEST_ROUTING_RECORD} bytes", f"{written:.0f}", written <= LARGEST_ROUTING_RECORD)
    steps = [entry for entry in results.report["benchmarks"] if entry["kind"] == "step"]
    allocating = [entry["name"] for entry in steps if entry["allocations"] != 0]
    add("no allocation in any step", ", ".join(allocating) or f"0 in {len(steps)} benchmarks", not allocating)
    for curve in results.curves:
        if curve["name"].startswith("curve."):
            growth = curve_growth(curve)
            aim = f"instructions of `{curve['name']}` at 10⁶ entries ≤ {GREATEST_GROWTH} × those at 10³"
            add(aim, f"{growth:.2f} ×", growth <= GREATEST_GROWTH)
    return rows_text(["aim", "here", "reached"], rows)


def limits_table(results):
    """How much of a figure the digests alone take."""
    floors = [("stamped.route.mixed.8", "digest.libb2.400", "one BLAKE2b-256 of 400 bytes by libb2")]
    floors += [
        (name, "verify.chain", "reading, the stamp in one of four lanes, the chain")
        for name in ["append.unsynced", "append.every-8189", "verify.replay", "verify.ahead", "verify.full"]
    ]
    rows = []
    for name, floor, what in floors:
        if name in results.by_name and floor in results.by_name:
            least, median = (results.by_name[each]["median_ns"] for each in (floor, name))
            share = f"{100 * least / median:.0f} %"
            rows.append([f"`{name}`", f"{what} (`{floor}`)", nanoseconds(least), nanoseconds(median), share])
    return rows_text(["figure", "what no change of a step saves", "takes", "of", "share"], rows)


def curve_growth(curve):
    points = curve["points"]
    return points[-1]["instructions"] / points[0]["instructions"]


def instructions_table(results):
    rows = []
    for curve in results.curves:
        unit = next(key for key in curve["points"][0] if key != "instructions")
        points = ", ".join(f"{number(p[unit])}: {number(p['instructions'])}" for p in curve["points"])
        rows.append([f"`{curve['name']}`", f"{unit} {points}", f"{curve_growth(curve):.2f}"])
    return rows_text(["step", "instructions", "last / first"], rows)


def peers_table(results):
    """What the nearest peer and Recount took in turns on one machine."""
    rows = [
        [f"`{row['name']}`", nanoseconds(row["peer_ns"]), nanoseconds(row["recount_ns"]),
         f"{row['peer_ns'] / row['recount_ns']:.2f} ×"]
        for row in results.peers["rows"]
    ]
    peer = f"calybris {results.peers.get('version', '')}"
    return rows_text(["", peer, "Recount", "as fast"], rows)


def tables(results):
    made = {name: group_table(results, groups) for name, groups in GROUPS.items()}
    made["machine"] = machine_table(results)
    made["aims"] = aims_table(results)
    made["limits"] = limits_table(results)
    made["instructions"] = instructions_table(results)
    made["peers"] = peers_table(results)
    return made


def rewrite(page, made):
    """The page with its tables replaced. Every table that it names must be made."""

    def table(match):
        name = match[1]
        if name not in made:
            raise ValueError(f"the page names a table that there is none of: {name}")
        return f"<!-- table: {name} -->\n\n{made[name]}\n\n<!-- end -->"

    return re.sub(r"<!-- table: (\S+) -->\n.*?<!-- end -->", table, page, flags=re.DOTALL)


def points_of(results, group):
    """Sizes and medians of benchmarks whose names end with a number."""
    entries = results.group([group])
    return [int(e["name"].rsplit(".", 1)[1]) for e in entries], [e["median_ns"] for e in entries]


def draw(directory, name, title, x_label, y_label, series):
    """Draws lines on two logarithmic axes. The same points give the same file."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "recount", "svg.fonttype": "none", "font.family": "sans-serif"})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    for label, xs, ys, style in series:
        axes.loglog(xs, ys, style, label=label, markersize=4, linewidth=1.2)
    axes.set_title(title)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_ylim(bottom=min(min(ys) for _, _, ys, _ in series) / 2)
    axes.grid(True, which="major", linewidth=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(directory / f"{name}.svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def draw_all(results, directory):
    routes = []
    for group, row in PEER_ROUTES.items():
        xs, ys = points_of(results, group)
        routes.append((group, xs, ys, "o-"))
        routes.append((f"{group}, calybris", list(row), [results.peer(f"{group}.{models}") for models in row], "x--"))
    draw(directory, "routing", "One routing decision", "models", "nanoseconds, median", routes)
    commands = ["reserve", "settle", "expire", "acquire", "release"]
    times = [(command, *points_of(results, f"curve.{command}"), "o-") for command in commands]
    draw(directory, "steps", "One step by the size of the tables", "entries", "nanoseconds, median", times)
    engines = [(engine, *points_of(results, f"digest.{engine}"), "o-") for engine in ["kernel", "libb2"]]
    draw(directory, "digests", "One BLAKE2b-256", "bytes", "nanoseconds, median", engines)
    counted = [
        (c["name"].removeprefix("curve."), [p["entries"] for p in c["points"]],
         [p["instructions"] for p in c["points"]], "o-")
        for c in results.curves if c["name"].startswith("curve.")
    ]
    if counted:
        draw(directory, "instructions", "Instructions of one step by the size of the tables", "entries", "instructions",
             counted)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    directory, page = Path(sys.argv[1]), Path(sys.argv[2])
    results = Results(directory)
    draw_all(results, directory)
    page.write_text(rewrite(page.read_text(), tables(results)))


if __name__ == "__main__":
    main()
