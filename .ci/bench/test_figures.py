"""Tests of the scripts of the benchmarks: `python3 -m unittest` in this directory."""

import json
import tempfile
import unittest
from pathlib import Path

import allocations
import figures
import instructions
import peers


def entry(name, median, kind="step", **others):
    """A benchmark of a report."""
    times = {f"{which}_ns": median for which in ["minimum", "lower_quartile", "median", "upper_quartile", "maximum"]}
    return {
        "name": name, "operation": "decision", "kind": kind, "operations": 1, "repetitions": 9, "allocations": 0.0,
        "written_bytes": None, "peak_memory_bytes": 1 << 20, "digest": "",
    } | times | others


def results_of(entries, curves=(), rows=()):
    """Results as the two files give them."""
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        machine = {
            "processor": "p", "processors": 2, "memory_bytes": 1 << 30, "system": "s", "compiler": "c",
            "build": "release", "file_system": "ext4",
        }
        (place / "results.json").write_text(json.dumps({"benchmarks": entries, "machine": machine}))
        if curves:
            (place / "instructions.json").write_text(json.dumps({"curves": curves}))
        if rows:
            (place / "peers.json").write_text(json.dumps({"rows": rows}))
        return figures.Results(place)


class PageTests(unittest.TestCase):
    def test_replaces_what_stands_between_the_marks_alone(self):
        page = "a\n<!-- table: one -->\nold\n<!-- end -->\nb\n<!-- table: two -->\n<!-- end -->\n"
        self.assertEqual(
            figures.rewrite(page, {"one": "1", "two": "2"}),
            "a\n<!-- table: one -->\n\n1\n\n<!-- end -->\nb\n<!-- table: two -->\n\n2\n\n<!-- end -->\n")

    def test_twice_is_as_once(self):
        page = "<!-- table: one -->\n<!-- end -->\n"
        once = figures.rewrite(page, {"one": "1"})
        self.assertEqual(figures.rewrite(once, {"one": "1"}), once)

    def test_a_table_that_nobody_makes_is_an_error(self):
        with self.assertRaises(ValueError):
            figures.rewrite("<!-- table: three -->\n<!-- end -->", {})


class AimTests(unittest.TestCase):
    def test_a_figure_that_misses_its_aim_says_so(self):
        results = results_of([entry("route.mixed.64", 200.0), entry("reserve-settle.tenants.1", 53.0)])
        table = figures.aims_table(results)
        self.assertIn("| `route.mixed.64` ≥ 4 × the peer | 2.75 × | **no** |", table)
        self.assertIn("| `reserve-settle.tenants.1` ≥ 3 × the peer | 6.00 × | yes |", table)

    def test_a_peer_of_the_same_run_counts_before_one_measured_elsewhere(self):
        rows = [{"name": "route.mixed.64", "peer_ns": 900.0, "recount_ns": 300.0}]
        results = results_of([entry("route.mixed.64", 200.0)], rows=rows)
        self.assertIn("| `route.mixed.64` ≥ 4 × the peer | 3.00 × | **no** |", figures.aims_table(results))
        self.assertIn("| 900 ns | 300 ns | 3.00 × |", figures.peers_table(results))

    def test_a_difference_is_that_of_the_medians(self):
        entries = [entry("assemble.greedy.16", 90.0), entry("assemble.digest.greedy.16", 39.5)]
        self.assertIn(
            "| `assemble.greedy.16` − `assemble.digest.greedy.16` < 50 ns | 50.5 ns | **no** |",
            figures.aims_table(results_of(entries)))
        self.assertNotIn("assemble", figures.aims_table(results_of(entries[:1])))

    def test_a_step_that_allocates_is_named(self):
        table = figures.aims_table(results_of([entry("lock.queue.8", 1.0, allocations=0.001)]))
        self.assertIn("| no allocation in any step | lock.queue.8 | **no** |", table)

    def test_growth_is_that_from_the_first_to_the_last_size(self):
        points = [{"entries": 1_000, "instructions": 500}, {"entries": 1_000_000, "instructions": 2_000}]
        table = figures.aims_table(results_of([], [{"name": "curve.settle", "points": points}]))
        self.assertIn("| 4.00 × | **no** |", table)


class GroupTests(unittest.TestCase):
    def test_columns_that_nothing_fills_are_left_out(self):
        table = figures.group_table(results_of([entry("lock.uncontended", 12.3)]), ["lock"])
        self.assertNotIn("peer", table)
        self.assertIn("| `lock.uncontended` | decision | 12.3 ns |", table)

    def test_a_name_is_in_a_group_by_whole_words(self):
        results = results_of([entry("route.open.2", 1.0), entry("router.x", 1.0)])
        self.assertEqual([e["name"] for e in results.group(["route"])], ["route.open.2"])


class AllocationTests(unittest.TestCase):
    @staticmethod
    def report(*entries, build="release"):
        return {"machine": {"build": build}, "benchmarks": list(entries)}

    def test_steps_that_do_not_allocate_and_hosts_that_do_are_fine(self):
        report = self.report(entry("a", 1.0), entry("b", 1.0, kind="host", allocations=7.0))
        self.assertEqual(list(allocations.findings(report, report)), [])

    def test_a_step_that_allocates_is_found_on_either_side(self):
        good, bad = self.report(entry("a", 1.0)), self.report(entry("a", 1.0, allocations=0.001))
        self.assertEqual(list(allocations.findings(bad, good)), ["a: 0.001 allocations for each decision here"])
        self.assertEqual(len(list(allocations.findings(good, bad))), 1)

    def test_another_set_of_benchmarks_and_an_unoptimised_build_are_found(self):
        one, other = self.report(entry("a", 1.0)), self.report(entry("b", 1.0), build="debug")
        self.assertEqual(len(list(allocations.findings(one, other))), 3)


class CountTests(unittest.TestCase):
    def test_the_total_of_a_profile(self):
        self.assertEqual(instructions.total_of("version: 1\nevents: Ir\nsummary: 1234\n"), 1234)
        self.assertEqual(instructions.total_of("events: Ir\n\ntotals: 99\n"), 99)
        with self.assertRaises(ValueError):
            instructions.total_of("events: Ir\n")


class PeerTests(unittest.TestCase):
    def test_the_generator_is_the_published_one(self):
        self.assertEqual(peers.SplitMix64(0).next(), 0xE220A8397B1DCDAF)

    def test_inputs_are_drawn_in_the_published_order(self):
        draw = peers.SplitMix64(0xC0FFEE ^ 8).draw
        self.assertEqual(peers.mixed_request(draw, 0, 8)[:4], (0, 4, 4257, 302))
        self.assertEqual([model[0] for model in peers.catalog(3)], [1, 2, 3])


if __name__ == "__main__":
    unittest.main()
