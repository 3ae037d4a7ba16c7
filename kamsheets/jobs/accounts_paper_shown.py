"""Figures of the account papers as people read them: those of the review workbook, amounts with two decimals."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kamsheets.accounts.kpi import Kpi
from kamsheets.core.money import Fen, grouped, round_half_up

NOTHING = "—"
"""Printed where there is no figure; zero is printed as zero."""


def number(value: Fraction | int | None) -> str:
    """A whole number as it is, else two decimals, half up.

    >>> number(Fraction(7)), number(Fraction(200, 3)), number(None)
    ('7', '66.67', '—')
    """
    if value is None:
        return NOTHING
    exact = Fraction(value)
    return f"{exact.numerator:,}" if exact.denominator == 1 else grouped(round_half_up(exact * 100))


def percent(share: Fraction | None) -> str:
    """A share as per cent: '80%', '66.67%'."""
    return NOTHING if share is None else f"{number(share * 100)}%"


def growth(rate: float | None) -> str:
    """Yearly growth, of the four decimals that ``--json`` gives.

    >>> growth(0.12345), growth(-0.02)
    ('12.35%', '-2%')
    """
    return NOTHING if rate is None else percent(Fraction(Decimal(f"{rate:.4f}")))


def money(fen: Fen | None) -> str:
    """Yuan with two decimals."""
    return NOTHING if fen is None else grouped(fen)


def ten_thousands(fen: Fen) -> str:
    """万元 as an exact decimal, for a chart."""
    return str(Decimal(fen).scaleb(-6))


def day(value: date | None) -> str:
    """A day in ISO form; the hour too where there is one."""
    if value is None:
        return NOTHING
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def kpi_value(kpi: Kpi, value: Fraction | None) -> str:
    """A value or target of a KPI in its unit."""
    if kpi.unit == "rate":
        return percent(value)
    return money(None if value is None else round_half_up(value)) if kpi.unit == "money" else number(value)


def kpi_ratio(kpi: Kpi) -> str:
    """What is divided by what, amounts in yuan: '3 ÷ 5'; nothing where there is nothing to divide by."""
    if not kpi.denominator:
        return NOTHING
    amounts = kpi.unit == "money" or kpi.code == "margin"
    above = money(round_half_up(kpi.numerator)) if amounts else number(kpi.numerator)
    return f"{above} ÷ {money(kpi.denominator) if kpi.code == 'margin' else number(kpi.denominator)}"


def clauses(texts: Iterable[str], lang: str) -> str:
    """Half sentences in one line."""
    return ("；" if lang == "zh" else "; ").join(text for text in texts if text)
