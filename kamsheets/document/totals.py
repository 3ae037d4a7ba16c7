"""Sums inside a form, verified before it is printed: a total must be what its rows add up to, to the fen.

Each rule takes a record and names the field that is off; the set is a tuple one can read. Source: domain §2, §5.3.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.money import grouped, round_half_up, split_vat
from kamsheets.document.context import percent
from kamsheets.document.naming import described
from kamsheets.document.record import Record
from kamsheets.formats import rmb
from kamsheets.forms.catalogue import Form

WHOLE = Fraction(1)
Places = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Off:
    """A figure that is off: code, field it stands in, what stands there and what it should be."""

    code: str
    field: str
    stands: str
    should: str


Rule = Callable[[Record, Fraction], Iterator[Off]]
"""Takes the record and the VAT rate of the day, for forms that do not name one."""


def _fen(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _sum(rows: Sequence[Mapping[str, object]], column: str) -> int:
    return sum(_fen(row.get(column)) or 0 for row in rows)


def _shares(rows: Sequence[Mapping[str, object]], column: str) -> Fraction:
    return sum((share for row in rows if isinstance(share := row.get(column), Fraction)), Fraction(0))


def _against(record: Record, table: str, column: str, total: str) -> Iterator[Off]:
    """A total field against the sum of a column."""
    rows, stated = record.tables.get(table), _fen(record.values.get(total))
    if rows and stated is not None and (added := _sum(rows, column)) != stated:
        yield Off("DC10", total, grouped(stated), grouped(added))


def expense_total(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-002: the budget's total is the sum of its rows (and so of its columns)."""
    yield from _against(record, "expense_rows", "amount", "expense_total")


def expense_variance(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-009: the variance of a stage is actual less budget or budget less actual, the same way in all rows."""
    costs = list(_costs(record))
    over = sum(actual - budget == variance for _, budget, actual, variance in costs)
    under = sum(budget - actual == variance for _, budget, actual, variance in costs)
    for number, budget, actual, variance in costs:
        should = actual - budget if over >= under else budget - actual
        if variance != should:
            yield Off("DC11", f"expense_rows.{number}.variance", grouped(variance), grouped(should))


def _costs(record: Record) -> Iterator[tuple[int, int, int, int]]:
    """(row, budget, actual, variance) of the rows that state all three."""
    for number, row in enumerate(record.tables.get("expense_rows", ()), start=1):
        budget, actual, variance = (_fen(row.get(key)) for key in ("budget", "actual", "variance"))
        if budget is not None and actual is not None and variance is not None:
            yield number, budget, actual, variance


def payment_shares(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-007: payment shares are 100.00 % together."""
    rows = record.tables.get("pay_rows")
    if rows and (whole := _shares(rows, "percent")) != WHOLE:
        yield Off("DC12", "pay_rows", percent(whole), percent(WHOLE))


def payment_amounts(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-007: payments add up to the contract amount."""
    yield from _against(record, "pay_rows", "amount", "amount_gross")


def net_and_tax(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-007: net and tax are what gross and rate give."""
    gross, rate = _fen(record.values.get("amount_gross")), record.values.get("tax_rate")
    if gross is None or not isinstance(rate, Fraction | int):
        return
    for field_id, should in zip(("amount_net", "amount_tax"), split_vat(gross, Fraction(rate)), strict=True):
        stated = _fen(record.values.get(field_id))
        if stated is not None and stated != should:
            yield Off("DC10", field_id, grouped(stated), grouped(should))


def in_words(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """Figures and words must agree (票据法 8)."""
    for words, figure in (("amount_upper", "amount_gross"), ("pool_upper", "pool")):
        text, fen = record.values.get(words), _fen(record.values.get(figure))
        if isinstance(text, str) and fen is not None and not rmb.matches(text, fen):
            yield Off("DC13", words, text, rmb.upper(fen))


def workload(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-004/005: planned workload is 100 % together."""
    rows = record.tables.get("team_rows", ())
    if any("workload_pct" in row for row in rows) and (whole := _shares(rows, "workload_pct")) != WHOLE:
        yield Off("DC12", "team_rows", percent(whole), percent(WHOLE))


def stage_amounts(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-010: the stages share the whole pool."""
    yield from _against(record, "stage_rows", "amount", "pool")


def matrix(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-010: the cells of the matrix add up to the pool."""
    pool = _fen(record.values.get("pool"))
    if record.matrix and pool is not None:
        whole = sum(sum(cells) for _, cells in record.matrix.rows)
        if whole != pool:
            yield Off("DC10", "pool", grouped(pool), grouped(whole))


def margin(record: Record, vat_rate: Fraction) -> Iterator[Off]:
    """JTF-002: gross margin is net amount times margin rate, give or take one fen."""
    amount, stated, rate = (record.values.get(key) for key in ("est_amount", "est_margin", "est_margin_pct"))
    if not (isinstance(amount, int) and isinstance(stated, int) and isinstance(rate, Fraction)):
        return
    should = round_half_up(split_vat(amount, vat_rate)[0] * rate)
    if abs(stated - should) > 1:
        yield Off("DC10", "est_margin", grouped(stated), grouped(should))


RULES: tuple[Rule, ...] = (
    expense_total, expense_variance, payment_shares, payment_amounts, net_and_tax, in_words, workload, stage_amounts,
    matrix, margin,
)  # fmt: skip


def check(record: Record, form: Form, vat_rate: Fraction, places: Places, place: Place) -> list[Finding]:
    """What does not add up in a record; ``place`` stands for fields that have no cell of their own."""
    found = [off for rule in RULES for off in rule(record, vat_rate)]
    return [
        finding(
            off.code,
            places.get(off.field, places.get(off.field.split(".")[0], place)),
            off.stands,
            off.should,
            field=described(form, off.field, "zh"),
            field_en=described(form, off.field, "en"),
        )
        for off in found
    ]
