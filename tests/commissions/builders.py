"""The worked example of the domain, and small deals, as records."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from kamsheets.commissions.checks import Case
from kamsheets.commissions.records import Deal, Effort, Receipt
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Person, RateTier, Source
from kamsheets.policy.view import PolicyView

DAY = date(2026, 6, 30)
NO = "XM-HD-2025-0012"
STAGES = tuple(f"M{n}" for n in range(1, 9))
PEOPLE = ("E010", "E002", "E003", "E004")
DIFFICULTY = ("1.0", "1.0", "1.0", "1.2", "1.5", "1.0", "1.0", "0.8")
EFFORT = (
    (0, 100, 0, 0),
    (30, 70, 0, 0),
    (40, 60, 0, 0),
    (50, 35, 15, 0),
    (35, 15, 50, 0),
    (70, 20, 10, 0),
    (30, 10, 20, 40),
    (60, 10, 10, 20),
)
"""何敏 E010, 林晓 E002, 王强 E003, 赵敏 E004 in percent (domain §4.4)."""
CELLS = {
    "M1": ("2983.35", "0.00", "2983.35", "0.00", "0.00"),
    "M2": ("2983.34", "895.00", "2088.34", "0.00", "0.00"),
    "M3": ("2983.34", "1193.34", "1790.00", "0.00", "0.00"),
    "M4": ("14320.05", "7160.02", "5012.02", "2148.01", "0.00"),
    "M5": ("22375.08", "7831.28", "3356.26", "11187.54", "0.00"),
    "M6": ("11933.38", "8353.37", "2386.67", "1193.34", "0.00"),
    "M7": ("5966.69", "1790.01", "596.67", "1193.34", "2386.67"),
    "M8": ("4773.35", "2864.01", "477.34", "477.33", "954.67"),
}
"""Stage amount, then 何敏, 林晓, 王强, 赵敏."""
TOTALS = {"E010": "30087.03", "E002": "18690.65", "E003": "16199.56", "E004": "3341.34"}
RELEASES = (
    ("1158000", "9026.10", "5607.19", "4859.86", "1002.40", "20495.55"),
    ("1158000", "9026.11", "5607.20", "4859.87", "1002.40", "20495.58"),
    ("1158000", "9026.11", "5607.19", "4859.87", "1002.40", "20495.57"),
    ("386000", "3008.71", "1869.07", "1619.96", "334.14", "6831.88"),
)
"""Receipt, 何敏, 林晓, 王强, 赵敏, sum (domain §4.5)."""


def fen(yuan: str) -> int:
    """Fen of a text in yuan."""
    return int(Fraction(yuan) * 100)


def view(**values: object) -> PolicyView:
    """The shipped policy with other values for some keys."""
    shipped = Policy.shipped().as_of(DAY)
    changed = {key: replace(shipped.values[key], value=value) for key, value in values.items()}
    return replace(shipped, values={**shipped.values, **changed})


def scale(name: str, *tiers: tuple[int, str], **values: object) -> PolicyView:
    """A policy whose scale ``name`` has these (lower bound in yuan, percent) tiers."""
    rows = tuple(RateTier(name, lower * 100, Fraction(rate) / 100, Source("test")) for lower, rate in tiers)
    return replace(view(rate_scale=name, **values), tiers=rows)


def staff(*people: Person, policy: PolicyView | None = None) -> PolicyView:
    """A policy with a people sheet."""
    return replace(policy or view(), people=people)


def deal(gross: str = "3860000", levels: tuple[str, ...] = DIFFICULTY, **facts: Any) -> Deal:
    """A deal; the example's unless told otherwise."""
    difficulty: Mapping[str, Fraction] = dict(zip(STAGES, map(Fraction, levels), strict=True))
    return Deal(**{"project_no": NO, "gross": fen(gross), "difficulty": difficulty, **facts})


def efforts(table: tuple[tuple[int, ...], ...] = EFFORT, unit: str = "percent", **facts: Any) -> list[Effort]:
    """Effort rows of a table of stages x people."""
    return [
        Effort(NO, stage, emp_id, Fraction(share), unit, confirmed=True, **facts)
        for stage, row in zip(STAGES, table, strict=True)
        for emp_id, share in zip(PEOPLE, row, strict=False)
        if share
    ]


def receipt(amount: str, number: int, day: date | None = None, reverses: str = "") -> Receipt:
    """A receipt R<number>, a month after the one before."""
    return Receipt(NO, fen(amount), f"R{number}", "", number, day or date(2025, number, 15), reverses)


def receipts(*amounts: str) -> list[Receipt]:
    """Receipts R1, R2, … a month apart."""
    return [receipt(amount, n) for n, amount in enumerate(amounts, start=1)]


def case(**facts: Any) -> Case:
    """The example as a case, with other parts where given."""
    usual: dict[str, Any] = {
        "deal": deal(),
        "efforts": efforts(),
        "receipts": receipts(*(row[0] for row in RELEASES)),
        "policy": view(),
    }
    return Case(**(usual | facts))
