"""Which accounts changed their value class within a year."""

import pytest
from accounts.account_builders import shipped

from kamsheets.accounts.class_change import class_changes
from kamsheets.accounts.register import Figures
from kamsheets.accounts.value_class import value_classes


def years(**accounts):
    """Two years of revenue an account; None: no row for that year."""
    return {
        key: [Figures(key, year, amount, 0, 0) for year, amount in zip((2024, 2025), pair, strict=True)
              if amount is not None]
        for key, pair in accounts.items()
    }  # fmt: skip


TEN = {f"k{n}": (100 - n, 100 - n) for n in range(8)}
"""Eight of ten accounts that keep their places; the best two of ten are A, the next three B."""


@pytest.mark.parametrize(
    ("case", "others", "expected"),
    [
        ("nobody moves", {"x": (1, 1), "y": (2, 2)}, []),
        ("the last becomes the first and pushes the second A down", {"x": (1, 500), "y": (2, 2)},
         [("x", "C", "A"), ("k1", "A", "B"), ("k4", "B", "C")]),
        ("one without the year before had no class", {"x": (None, 500), "y": (2, 2)},
         [("k1", "A", "B"), ("k4", "B", "C")]),
        ("one without the last year has sold nothing in it", {"x": (500, None), "y": (2, 2)},
         [("k1", "B", "A"), ("k4", "C", "B"), ("x", "A", "C")]),
    ],
)  # fmt: skip
def test_class_changes(case, others, expected):
    figures = years(**TEN, **others)
    revenue = {key: sum(f.revenue for f in own if f.year == 2025) for key, own in figures.items()}
    now = value_classes(revenue, shipped()).of
    found = class_changes(figures, now, 2025, shipped())
    assert [(c.account, c.before, c.now) for c in found] == expected, case
    assert [c.revenue for c in found] == sorted((c.revenue for c in found), reverse=True)


def test_a_register_without_years_has_no_changes():
    assert class_changes({}, {}, None, shipped()) == []
