"""Checking vectors: what agrees passes; a planted change of a vector or of a rule is found."""

import copy
import tempfile
import unittest
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from .. import kernel, locks, routing, snapshot, state
from ..registry import LIMITS, TABLES, check_registry
from ..routes import RouteReason
from ..vectors import InvalidVectors, check_file, check_vectors
from .samples import Json, Sample


def changed(case: Json, path: str) -> None:
    """Another value, in the same form."""
    *outer, last = path.split(".")
    for name in outer:
        case = case[name]
    value = case[last]
    is_number = last in ("sequence", "time")
    case[last] = str(int(value) + 1) if is_number else value[:-1] + ("0" if value[-1] != "0" else "1")


class PlantedChanges(unittest.TestCase):
    sample: ClassVar[Sample]
    vectors: ClassVar[Json]

    @classmethod
    def setUpClass(cls) -> None:
        cls.sample = Sample(seed=21, step_count=150)
        cls.vectors = cls.sample.vectors()

    def test_unchanged_vectors_agree(self) -> None:
        report = check_vectors(self.vectors)
        self.assertEqual((report.case_count, report.divergences), (len(self.sample.records), []))

    def test_every_field_is_compared(self) -> None:
        for path in ("result.sequence", "result.time", "result.decision_hex", "result.stamp", "state_digest_after"):
            for index in (0, 70, 148):
                vectors = copy.deepcopy(self.vectors)
                case = vectors["groups"][0]["cases"][index]
                changed(case, path)
                divergences = check_vectors(vectors).divergences
                self.assertEqual(len(divergences), 1, path)
                self.assertTrue(divergences[0].startswith(case["id"] + " "), divergences[0])

    def test_origin_is_compared(self) -> None:
        vectors = copy.deepcopy(self.vectors)
        vectors["groups"][0]["cases"][3]["result"]["origin"] = "consequence"
        self.assertEqual(len(check_vectors(vectors).divergences), 1)

    def test_a_lost_case_is_found(self) -> None:
        vectors = copy.deepcopy(self.vectors)
        del vectors["groups"][0]["cases"][50]
        self.assertTrue(check_vectors(vectors).divergences)

    def test_a_malformed_command_has_code_name_and_offset(self) -> None:
        result = {"kind": "malformed", "code": 3, "name": "unknown_kind", "offset": 0}
        self.assertEqual(self.divergences_of_malformed(result), 0)
        for name, value in (("code", 4), ("name", "unknown_tag"), ("offset", 1)):
            self.assertEqual(self.divergences_of_malformed(result | {name: value}), 1, name)

    def divergences_of_malformed(self, result: Json) -> int:
        vectors = copy.deepcopy(self.vectors)
        case = {"id": "sample/001", "comment": "no kind", "flags": [], "command_hex": "05", "result": result}
        vectors["groups"][0]["cases"] = [case]
        return len(check_vectors(vectors).divergences)

    def test_a_member_that_is_not_known_is_refused(self) -> None:
        for path in ((), ("groups", 0), ("groups", 0, "cases", 0), ("groups", 0, "cases", 0, "result")):
            vectors = copy.deepcopy(self.vectors)
            place: Any = vectors
            for step in path:
                place = place[step]
            place["expected"] = "1"
            with self.assertRaises(InvalidVectors):
                check_vectors(vectors)

    def test_what_is_no_json_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "vectors.json"
            for text in ("", "[]", '{"a":1,"a":2}', '{"format_version":2,"area":"locks","groups":[]}'):
                path.write_text(text)
                with self.assertRaises(InvalidVectors):
                    check_file(path)


class Registry(unittest.TestCase):
    def test_another_number_or_bound_is_found(self) -> None:
        file = registry_of_rules()
        self.assertEqual([name for name, problem in check_registry(file) if problem is not None], [])
        file["refusal_reasons"][3]["number"] += 1
        file["limits"][0]["value"] = "1"
        found = [name for name, problem in check_registry(file) if problem is not None]
        self.assertEqual(found, ["refusal_reasons", file["limits"][0]["name"]])


def registry_of_rules() -> Json:
    file: Json = {
        name: [{"number": number, "name": entry} for number, entry in table.items()] for name, table in TABLES.items()
    }
    file["limits"] = [{"name": name, "value": str(value)} for name, value in LIMITS.items()]
    return file


class PlantedBugs(unittest.TestCase):
    """A rule that is wrong shows in vectors that were made with the right one."""

    vectors: ClassVar[list[Json]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.vectors = [Sample(seed, step_count=700).vectors() for seed in (31, 32, 46)]

    def assert_found(self, patch: "mock._patch[Any]") -> None:
        with patch:
            divergences = [found for vectors in self.vectors for found in check_vectors(vectors).divergences]
        self.assertTrue(divergences)

    def test_in_credit(self) -> None:
        def keeps_debt(account: state.Account, dimension: int, amount: int) -> None:
            account.available[dimension] += amount

        self.assert_found(mock.patch.object(state.Account, "credit", keeps_debt))

    def test_in_the_rank_of_models(self) -> None:
        right = routing.rank
        wrong: Callable[..., object] = lambda candidate: (right(candidate)[1], *right(candidate))  # noqa: E731
        self.assert_found(mock.patch.object(routing, "rank", wrong))

    def test_in_the_reason_of_a_rejection(self) -> None:
        order = list(reversed(routing.REJECTION_ORDER))
        self.assertEqual(order[-1], RouteReason.DISABLED)
        self.assert_found(mock.patch.object(routing, "REJECTION_ORDER", order))

    def test_in_the_order_of_the_queue(self) -> None:
        self.assert_found(mock.patch.object(locks, "conflicts", lambda one, other: one == other == locks.EXCLUSIVE))

    def test_in_a_jump(self) -> None:
        wrong = lambda self, time: time >= self.state.time + self.state.limits.maximum_advance  # noqa: E731
        self.assert_found(mock.patch.object(kernel.Kernel, "is_jump", wrong))

    def test_in_the_tree_of_tenants(self) -> None:
        right = snapshot.tree
        self.assert_found(mock.patch.object(snapshot, "tree", lambda leaves: right(leaves[::-1])))

    def test_in_the_salt(self) -> None:
        self.assert_found(mock.patch.object(snapshot, "tenant_salt", lambda tenant, secret: bytes(32)))

    def test_in_forgetting(self) -> None:
        self.assert_found(mock.patch.object(state.State, "forget", lambda self: []))
