"""Places in the industry from a ranking list."""

from datetime import date

import pytest

from kamsheets.leads.grade import Ranks
from kamsheets.leads.ranking import Standing, doubled, rankings

DAY = date(2026, 6, 30)


def standings(*rows: tuple[str, str, int, int | None, int | None]) -> list[Standing]:
    return [Standing(*row) for row in rows]


def test_the_highest_figure_is_place_one_and_equal_figures_share_a_place() -> None:
    found = rankings(
        standings(
            ("C36", "甲", 2025, 900, 10), ("C36", "乙", 2025, 900, 30),
            ("C36", "丙", 2025, 700, 20), ("C36", "丁", 2025, 100, -5),
        ),
        DAY,
    )  # fmt: skip
    assert {name: found.places[name]["C36"] for name in "甲乙丙丁"} == {
        "甲": Ranks(1, 3), "乙": Ranks(1, 1), "丙": Ranks(3, 2), "丁": Ranks(4, 4),
    }  # fmt: skip
    assert (found.sizes, found.years) == ({"C36": 4}, {"C36": 2025})


def test_a_missing_figure_has_no_place_and_takes_none() -> None:
    found = rankings(standings(("C36", "甲", 2025, None, 10), ("C36", "乙", 2025, 5, None)), DAY)
    assert found.of("甲", "C36") == ("C36", Ranks(None, 1))
    assert found.of("乙", "C36") == ("C36", Ranks(1, None))


@pytest.mark.parametrize(("day", "place", "year"), [(date(2026, 1, 1), 2, 2026), (date(2025, 12, 31), 1, 2025)])
def test_the_newest_year_not_after_the_day_counts(day: date, place: int, year: int) -> None:
    rows = standings(
        ("C36", "甲", 2025, 9, 9), ("C36", "乙", 2025, 8, 8),
        ("C36", "甲", 2026, 8, 8), ("C36", "乙", 2026, 9, 9),
        ("C36", "甲", 2027, 9, 9),
    )  # fmt: skip
    found = rankings(rows, day)
    assert (found.places["甲"]["C36"].sales, found.years["C36"]) == (place, year)


@pytest.mark.parametrize(("industry", "expected"), [("C36", 2), ("C37", 1), ("C40", None), ("", None)])
def test_a_company_in_several_industries_is_looked_up_in_its_own_only(industry: str, expected: int | None) -> None:
    rows = standings(("C36", "乙", 2025, 9, 9), ("C36", "甲", 2025, 8, 8), ("C37", "甲", 2025, 8, 8))
    found = rankings(rows, DAY).of("甲", industry)
    assert (found[1].sales if found else None) == expected


def test_a_company_the_list_does_not_hold_is_not_ranked() -> None:
    assert rankings(standings(("C36", "甲", 2025, 9, 9)), DAY).of("乙", "C36") is None


def test_a_company_listed_in_one_industry_is_found_whatever_its_lead_says() -> None:
    assert rankings(standings(("C36", "甲", 2025, 9, 9)), DAY).of("甲", "C37") == ("C36", Ranks(1, 1))


def test_a_company_written_twice_for_a_year_is_reported() -> None:
    rows = standings(("C36", "甲", 2025, 9, 9), ("C36", "甲", 2024, 9, 9), ("C36", "甲", 2025, 7, 7))
    assert doubled(rows) == [(rows[0], rows[2])]
