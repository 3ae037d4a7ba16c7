"""Values by day: the latest not after the day; a row ends before its last day (失效日期 itself is out)."""

from datetime import date, timedelta

import pytest

from kamsheets.policy.dated import Dated, Origin, change_days, in_force
from kamsheets.policy.errors import NoValueError
from kamsheets.policy.policy import Policy

D = date(2026, 1, 1)
EVE, NEXT = D - timedelta(days=1), D + timedelta(days=1)


def row(item: str, since: date, until: date | None = None) -> Dated[str]:
    return Dated(item, since, until)


@pytest.mark.parametrize(("day", "on"), [(EVE, False), (D, True), (NEXT, False)])
def test_a_row_holds_from_its_first_day_until_before_its_last(day: date, on: bool) -> None:
    assert row("a", D, NEXT).on(day) is on


def test_of_two_rows_of_one_key_the_later_one_is_in_force() -> None:
    rows = [row("a1", EVE), row("a2", D), row("b", EVE)]
    assert [found.item for found in in_force(rows, D, lambda item: item[0])] == ["a2", "b"]
    assert [found.item for found in in_force(rows, EVE, lambda item: item[0])] == ["a1", "b"]


def test_change_days_are_first_and_last_days() -> None:
    assert list(change_days([row("a", D, NEXT)], [row("b", EVE)])) == [EVE, D, NEXT]


def test_a_place_names_the_cell_of_a_field_or_the_row() -> None:
    origin = Origin("p.xlsx", "阶段", 7, {"code": 0, "order": 27})
    assert [origin.place(field).cell for field in ("code", "order", "aliases")] == ["A7", "AB7", "7:7"]
    assert origin.phrase("code") == "p.xlsx｜阶段!A7"


def test_before_the_first_date_the_key_and_the_day_are_named() -> None:
    with pytest.raises(NoValueError) as caught:
        Policy.shipped().as_of(date(2019, 12, 31))
    facts = caught.value.facts
    assert facts["day"] == date(2019, 12, 31)
    assert str(facts["key"]) in str(caught.value)
    assert "2019-12-31" in caught.value.message("en")


def test_the_vat_act_is_the_source_from_its_first_day() -> None:
    policy = Policy.shipped()
    before, after = policy.value("vat_goods", date(2025, 12, 31)), policy.value("vat_goods", D)
    assert before.value == after.value
    assert "增值税法" not in before.source.text
    assert (after.source.text, after.source.since) == ("增值税法 10", D)
