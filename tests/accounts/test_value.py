"""Which customers are key accounts, which class they are of, what they are worth: cases at the edges."""

from fractions import Fraction

import pytest
from accounts.account_builders import shipped, with_value
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.accounts.key_test import key_test
from kamsheets.accounts.value_class import value_classes
from kamsheets.accounts.value_model import value_score, weights

ALL = {"levels": True, "custom": True, "long_term": True, "influence": True}
LIMIT = 100_000_000


@pytest.mark.parametrize(
    ("case", "amount", "answers", "passed"),
    [
        ("one fen over the amount and four times yes", LIMIT + 1, ALL, True),
        ("exactly the amount is not more than it", LIMIT, ALL, False),
        ("three times yes, once no", LIMIT + 1, ALL | {"custom": False}, False),
        ("three times yes, one answer missing: open", LIMIT + 1, ALL | {"custom": None}, None),
        ("amount unknown: open", None, ALL, None),
        ("amount unknown, one no: decided all the same", None, ALL | {"levels": False}, False),
    ],
)
def test_key_account(case, amount, answers, passed):
    assert key_test(amount, answers, shipped()).passed is passed, case


def test_without_an_amount_in_the_policy_the_questions_decide():
    assert key_test(None, ALL, with_value("ka_annual_amount", None)).passed is True


@pytest.mark.parametrize(
    ("case", "revenues", "classes"),
    [
        ("ten: two, three, five", [100, 90, 80, 70, 60, 50, 40, 30, 20, 10], "AABBBCCCCC"),
        ("a tie at 20 % stays in the better class", [100, 90, 90, 70, 60, 50, 40, 30, 20, 10], "AAABBCCCCC"),
        ("a tie right below the border changes nothing", [100, 90, 80, 80, 60, 50, 40, 30, 20, 10], "AABBBCCCCC"),
        ("one customer is A", [5], "A"),
        ("three: 0.6 rounds up to one", [3, 2, 1], "ABC"),
        ("all alike are all A", [7, 7, 7], "AAA"),
        ("nobody", [], ""),
        ("a refund ranks last", [5, 4, 3, 2, -1], "ABBCC"),
    ],
)
def test_classes_by_count(case, revenues, classes):
    of = value_classes({f"{k:02d}": revenue for k, revenue in enumerate(revenues)}, shipped()).of
    assert "".join(of[name] for name in sorted(of)) == classes, case


def test_classes_by_revenue_are_cut_at_80_and_95_percent():
    of = value_classes(
        dict(zip("abcdef", [50, 30, 10, 5, 4, 1], strict=True)), with_value("value_class_method", "revenue")
    ).of
    assert "".join(of.values()) == "AABBCC"


def test_actual_shares_stand_beside_the_expected_and_tie():
    found = value_classes({"a": 700, "b": 200, "c": 100}, shipped())
    assert [(line.code, line.share, line.expected) for line in found.lines] == [
        ("A", Fraction(7, 10), Fraction(8, 10)),
        ("B", Fraction(2, 10), Fraction(15, 100)),
        ("C", Fraction(1, 10), Fraction(5, 100)),
    ]


@given(st.dictionaries(st.text(min_size=1), st.integers(-5, 40), max_size=40))
def test_classes_agree_with_counting_who_sells_more(revenue):
    """Second method: the class follows from the number of customers with strictly more revenue."""
    found, n = value_classes(revenue, shipped()), len(revenue)
    for name, own in revenue.items():
        better = sum(other > own for other in revenue.values())
        expected = "A" if better < -(-n // 5) else "B" if better < -(-n // 2) else "C"
        assert found.of[name] == expected
    assert sum(line.revenue for line in found.lines) == sum(revenue.values())


def test_weights_are_those_of_the_domain_and_add_up():
    weight = weights(shipped())
    assert sum(weight.values()) == 1
    assert (weight["payment"], weight["expansion"]) == (Fraction(40, 300), Fraction(25, 300))


@pytest.mark.parametrize(
    ("case", "scores", "score"),
    [
        ("the best everywhere", dict.fromkeys(weights(shipped()), 5), Fraction(100)),
        ("three everywhere", dict.fromkeys(weights(shipped()), 3), Fraction(60)),
        ("one indicator alone decides, the others are missing, not zero", {"payment": 4}, Fraction(80)),
        ("current 5, relation 1: (40 × 5 + 15 × 1) / 55 × 20",
         dict.fromkeys(("annual_purchase", "profit_share", "payment"), 5)
         | dict.fromkeys(("stability", "complement", "information"), 1), Fraction(215, 55) * 20),
        ("nothing scored", {}, None),
        ("blank is missing", {"payment": None}, None),
    ],
)  # fmt: skip
def test_value_score(case, scores, score):
    found = value_score(scores, shipped())
    assert found.score == score, case
    assert sum(found.contributions.values()) == (score or 0)
    assert len(found.missing) == 12 - sum(value is not None for value in scores.values())


def test_a_dimension_nobody_scored_is_not_zero():
    assert value_score({"payment": 4}, shipped()).dimensions == {
        "current": Fraction(4), "potential": None, "strategic": None, "relation": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("case", "scores", "score"),
    [
        ("one missing: no score, no points", dict.fromkeys(list(weights(shipped()))[1:], 5), None),
        ("all there", dict.fromkeys(weights(shipped()), 4), Fraction(80)),
    ],
)
def test_a_company_may_want_all_indicators(case, scores, score):
    found = value_score(scores, with_value("value_missing", "unscored"))
    assert (found.score, bool(found.contributions)) == (score, score is not None), case
    assert len(found.missing) == 12 - len(scores)
