"""Decision tables against the public DMN cases, and the two ways to break a hit policy that those do not hold."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kamsheets.approvals.conditions import fill
from kamsheets.approvals.hits import SINGLE, HitPolicy, aggregate
from kamsheets.approvals.table import DecisionTable, Rule, State, evaluate
from kamsheets.policy.cells import Names
from kamsheets.policy.unary import parse

CASES = Path(__file__).parent / "cases" / "dmn_tables.toml"
NAMES = Names({"risk": {risk: risk for risk in ("high", "medium", "low")}})
KINDS = {"risk": "ref:risk"}
NO_KEYS: dict[str, object] = {}


def plain(output: Any) -> Any:
    return tuple(output) if isinstance(output, list) else output


def table(name: str, entry: dict[str, Any]) -> DecisionTable[Any]:
    inputs = entry["inputs"]
    rules = []
    for number, cells in enumerate(entry["rules"], 1):
        tests = (
            (each, fill(parse(cell, KINDS.get(kind, kind), NAMES), NO_KEYS.__getitem__))
            for (each, kind), cell in zip(inputs.items(), cells, strict=False)
        )
        outputs = cells[len(inputs) :]
        rules.append(Rule(number, tuple(tests), plain(outputs) if len(outputs) > 1 else outputs[0]))
    order = tuple(plain(output) for output in entry.get("order", ()))
    return DecisionTable(name, HitPolicy(entry["policy"]), tuple(rules), order)


BOOK = tomllib.loads(CASES.read_text("utf-8"), parse_float=Decimal)
TABLES = {name: table(name, entry) for name, entry in BOOK.items()}


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        pytest.param(name, case["given"], case["expected"], id=f"{entry['kit']} {name}: {case['sentence']}")
        for name, entry in BOOK.items()
        for case in entry["cases"]
    ],
)
def test_public_dmn_cases(name: str, given: list[Any], expected: Any) -> None:
    chosen = TABLES[name]
    facts = dict(zip(BOOK[name]["inputs"], given, strict=True))
    outputs = [rule.output for rule in evaluate(chosen, facts).deciding]
    if chosen.policy in (HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX, HitPolicy.COUNT):
        assert aggregate(chosen.policy, outputs) == expected
    elif chosen.policy in SINGLE:
        assert outputs == [plain(expected)]
    else:
        assert outputs == [plain(item) for item in expected]


def test_all_level_2_tables_are_there() -> None:
    assert sum(len(entry["cases"]) for entry in BOOK.values()) == 51


def amounts(policy: HitPolicy, *rows: tuple[str, str]) -> DecisionTable[str]:
    """A table over one amount in yuan."""
    rules = (
        Rule(n, (("amount", fill(parse(test, "money"), NO_KEYS.__getitem__)),), output)
        for n, (test, output) in enumerate(rows, 1)
    )
    return DecisionTable("amounts", policy, tuple(rules))


def test_two_hits_under_unique_decide_nothing_and_name_both_rows() -> None:
    decision = evaluate(amounts(HitPolicy.UNIQUE, ("<=100", "A"), (">=100", "B")), {"amount": 100_00})
    assert decision.deciding == ()
    assert [rule.number for rule in decision.conflict] == [1, 2]


def test_unequal_outputs_under_any_decide_nothing() -> None:
    unequal = amounts(HitPolicy.ANY, ("<=100", "A"), (">=100", "B"))
    equal = amounts(HitPolicy.ANY, ("<=100", "A"), (">=100", "A"))
    assert [rule.number for rule in evaluate(unequal, {"amount": 100_00}).conflict] == [1, 2]
    assert [rule.output for rule in evaluate(equal, {"amount": 100_00}).deciding] == ["A"]


def test_no_row_under_unique_is_uncovered_and_under_collect_is_not() -> None:
    for policy, uncovered in ((HitPolicy.UNIQUE, True), (HitPolicy.FIRST, True), (HitPolicy.COLLECT, False)):
        assert evaluate(amounts(policy, (">=100", "A")), {"amount": 99_99}).uncovered is uncovered


def test_what_is_not_known_leaves_a_rule_open_and_is_never_a_pass_or_a_miss() -> None:
    decision = evaluate(amounts(HitPolicy.COLLECT, (">=100", "A"), ("-", "B")), {})
    assert [tested.state for tested in decision.trace] == [State.OPEN, State.HIT]
    assert [(tested.rule.number, tested.inputs) for tested in decision.open] == [(1, ("amount",))]


def test_a_known_miss_outweighs_what_is_not_known() -> None:
    tests = tuple((name, fill(parse(">=100", "money"), NO_KEYS.__getitem__)) for name in ("amount", "budget"))
    decision = evaluate(DecisionTable("two", HitPolicy.COLLECT, (Rule(1, tests, "A"),)), {"budget": 99_99})
    assert [(tested.state, tested.inputs) for tested in decision.trace] == [(State.MISSED, ("budget",))]


def test_first_is_open_only_for_rules_before_the_one_that_decides() -> None:
    rules = (
        Rule(1, (("margin", fill(parse("<20%", "rate"), NO_KEYS.__getitem__)),), "A"),
        Rule(2, (("amount", fill(parse(">=100", "money"), NO_KEYS.__getitem__)),), "B"),
        Rule(3, (("margin", fill(parse("<10%", "rate"), NO_KEYS.__getitem__)),), "C"),
    )
    decision = evaluate(DecisionTable("first", HitPolicy.FIRST, rules), {"amount": 100_00})
    assert [tested.rule.number for tested in decision.open] == [1]


def test_a_decided_unique_table_leaves_nothing_open() -> None:
    rules = (
        Rule(1, (("amount", fill(parse(">=100", "money"), NO_KEYS.__getitem__)),), "A"),
        Rule(2, (("margin", fill(parse("<20%", "rate"), NO_KEYS.__getitem__)),), "B"),
    )
    assert evaluate(DecisionTable("unique", HitPolicy.UNIQUE, rules), {"amount": 100_00}).open == ()
