"""Sums inside a form, one fen to each side."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from document.samples import form_of, record

from kamsheets.core.finding import Place
from kamsheets.document import templates
from kamsheets.document.record import MatrixData, Record
from kamsheets.document.totals import check

VAT = Fraction(13, 100)
HERE = Place("档案.xlsx", "JTF")


def off(made: Record, code: str) -> list[tuple[str, str, str | None]]:
    places = {"expense_total": Place("档案.xlsx", "JTF", "C9")}
    return [(f.code, f.place.cell, f.proposed) for f in check(made, form_of(code), VAT, places, HERE)]


@pytest.mark.parametrize("code", templates.codes())
def test_a_form_whose_sums_agree_has_nothing_to_say(code: str) -> None:
    assert off(record(code), code) == []


def changed(code: str, values: Mapping[str, object] | None = None, **tables: list[dict[str, object]]) -> Record:
    made = record(code)
    return replace(made, values={**made.values, **(values or {})}, tables={**made.tables, **tables})


@pytest.mark.parametrize("fen", [-1, 1])
def test_a_budget_total_one_fen_off_is_named_at_its_cell(fen: int) -> None:
    made = changed("JTF-002", {"expense_total": 386_000_000 + fen})
    assert off(made, "JTF-002") == [("DC10", "C9", "3,860,000.00")]


@pytest.mark.parametrize(("fen", "codes"), [(-2, ["DC10"]), (-1, []), (1, []), (2, ["DC10"])])
def test_the_margin_may_be_one_fen_off(fen: int, codes: list[str]) -> None:
    made = changed("JTF-002", {"est_margin": 44_407_080 + fen, "est_amount": 386_000_000})
    assert [code for code, *_ in off(made, "JTF-002")] == codes


def test_the_published_margin_agrees_under_thirteen_per_cent() -> None:
    stated = {"est_amount": 386_000_000, "est_margin": 83_690_265, "est_margin_pct": Fraction(49, 200)}
    assert off(changed("JTF-002", stated), "JTF-002") == []


def pay(*rows: tuple[int, int]) -> list[dict[str, object]]:
    return [{"node": "advance", "percent": Fraction(share, 10_000), "amount": fen} for share, fen in rows]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (((3000, 115_800_000), (3000, 115_800_000), (3000, 115_800_000), (1000, 38_600_000)), []),
        (((3000, 115_800_000), (3000, 115_800_000), (2999, 115_800_000), (1000, 38_600_000)), ["DC12"]),
        (((3000, 115_800_000), (3000, 115_800_000), (3000, 115_800_000), (1000, 38_599_999)), ["DC10"]),
    ],
)
def test_payment_shares_total_one_hundred_and_amounts_the_contract(rows, codes) -> None:  # type: ignore[no-untyped-def]
    assert [code for code, *_ in off(changed("JTF-007", pay_rows=pay(*rows)), "JTF-007")] == codes


def test_net_and_tax_are_what_gross_and_rate_give() -> None:
    made = changed("JTF-007", {"amount_net": 341_592_921})
    assert off(made, "JTF-007") == [("DC10", "", "3,415,929.20")]


def test_words_and_figures_must_agree_and_accepted_variants_do() -> None:
    right = {"amount_upper": "人民币叁佰捌拾陆万圆整"}
    assert off(changed("JTF-007", right), "JTF-007") == []
    assert off(changed("JTF-007", {"amount_upper": "人民币叁佰捌拾陆元整"}), "JTF-007")[0][0] == "DC13"


@pytest.mark.parametrize("way", [1, -1])
def test_variances_may_run_either_way_but_all_the_same_way(way: int) -> None:
    rows = [
        {"stage": "M4", "budget": 100, "actual": actual, "variance": way * (actual - 100)} for actual in (60, 130, 90)
    ]
    assert off(changed("JTF-009", expense_rows=rows), "JTF-009") == []
    wrong = [*rows[:2], {**rows[2], "variance": -way * (90 - 100)}]
    assert [f[0] for f in off(changed("JTF-009", expense_rows=wrong), "JTF-009")] == ["DC11"]


def test_the_planned_workload_is_one_hundred_per_cent() -> None:
    rows = [{"person": "E002", "workload_pct": Fraction(share, 10_000)} for share in (1390, 7762, 848)]
    assert off(changed("JTF-004", team_rows=rows), "JTF-004") == []
    assert off(changed("JTF-004", team_rows=rows[:2]), "JTF-004")[0][::2] == ("DC12", "100.00%")


def test_the_matrix_adds_up_to_the_pool() -> None:
    made = record("JTF-010")
    assert made.matrix
    (label, cells), *rest = made.matrix.rows
    wrong = replace(made, matrix=MatrixData(made.matrix.heads, ((label, (cells[0] + 1, *cells[1:])), *rest)))
    assert [f[0] for f in off(wrong, "JTF-010")] == ["DC10"]
