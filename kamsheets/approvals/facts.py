"""What a document says, as inputs of the approval matrix: fields as they stand, and figures derived from them.

``DERIVED`` is the whole list. A figure whose parts are not all known is not known: nothing is taken to be zero, except
where an empty table of the form itself says so (no entertainment planned, no deviation listed).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, cast

from kamsheets.approvals.conditions import Value
from kamsheets.formats import companies
from kamsheets.policy.view import PolicyView

Values: TypeAlias = Mapping[str, object]
"""Typed values of a record by field id; a table field is a sequence of such mappings, one a row."""
Rows: TypeAlias = Sequence[Values]

_TERM = re.compile(r"(\d+)\s*个?(?:工作|自然|日历)?(日|天|周|月)")
_DAYS = {"日": 1, "天": 1, "周": 7, "月": 30}
_CAP = re.compile(r"上限|封顶|最高|不超过|不得超过|累计不|以.{0,12}为限|cap|not exceed|limited to", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Derived:
    """An input of the matrix and how it comes about."""

    input: str
    fields: tuple[str, ...]
    """Fields it is made of, the one to look at first in front."""
    reckon: Callable[[Values, PolicyView], Value | None]


def _money(values: Values, *fields: str) -> int | None:
    """The first amount among ``fields`` that is known, in fen."""
    return next((cast(int, values[f]) for f in fields if values.get(f) is not None), None)


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole else None


def _rows(values: Values, field: str) -> Rows | None:
    """The rows of a table field; None when the record has no such table."""
    rows = values.get(field)
    return cast(Rows, rows) if isinstance(rows, Sequence) and not isinstance(rows, str) else None


def _known(rows: Rows, column: str) -> list[object]:
    return [row[column] for row in rows if row.get(column) is not None]


def _any_true(rows: Rows | None, column: str) -> bool | None:
    return None if rows is None else any(row.get(column) is True for row in rows)


def level(values: Values, view: PolicyView) -> str | None:
    """项目级别: as typed, but never below what the amount makes it (domain §2.3: auto, may be raised)."""
    amount = _money(values, "est_amount")
    typed = cast("str | None", values.get("project_level"))
    if amount is None:
        return typed
    by_amount = "normal"
    if amount >= view.money("major_amount"):
        by_amount = "major"
    elif amount < view.money("small_amount"):
        by_amount = "small"
    order = [choice.code for choice in view.choices["project_level"]]
    return max((by_amount, typed or by_amount), key=order.index)


def _plan_budget(values: Values, view: PolicyView) -> int | None:
    rows = _rows(values, "budget_rows")
    return None if not rows else sum(cast("list[int]", _known(rows, "amount")))


def _over_budget(values: Values, view: PolicyView) -> Fraction | None:
    """Over the budget that initiation left for the stage (``stage_budget``, of it ``stage_left`` unspent)."""
    plan, budget = _plan_budget(values, view), _money(values, "stage_budget")
    left = _money(values, "stage_left", "stage_budget")
    if plan is None or budget is None or left is None:
        return None
    if budget == 0:
        return Fraction(1 if plan > left else 0)
    return Fraction(max(0, plan - left), budget)


def _officials(values: Values, view: PolicyView) -> bool | None:
    return _any_true(_rows(values, "ent_plan" if "ent_plan" in values else "guest_rows"), "official")


def _official_gift(values: Values, view: PolicyView) -> int | None:
    """The dearest gift to a public official; a blank price is no gift."""
    rows = _rows(values, "guest_rows")
    if rows is None:
        return _money(values, "gift_total")
    return max((cast("int", row.get("gift") or 0) for row in rows if row.get("official")), default=0)


def _per_head(values: Values, view: PolicyView) -> int | None:
    rows = _rows(values, "ent_plan")
    if rows is None:
        return _money(values, "per_head")
    return max(cast("list[int]", _known(rows, "per_head")), default=0)


def _fee_plus_bond(values: Values, view: PolicyView) -> int | None:
    fee, bond = _money(values, "doc_fee"), _money(values, "bond_amount")
    return None if fee is None or bond is None else fee + bond


def _payee_differs(values: Values, view: PolicyView) -> bool | None:
    """Whether the bond is paid to neither the tenderee nor the agency that the notice names."""
    payee = values.get("bond_payee")
    named = {companies.key(str(values[f])) for f in ("tenderee", "agency") if values.get(f)}
    if not payee:
        return False if values.get("bond_amount") == 0 else None
    return companies.key(str(payee)) not in named if named else None


def _margin(values: Values, view: PolicyView) -> Fraction | None:
    found = values.get("margin_pct")
    return cast("Fraction | None", values.get("est_margin_pct") if found is None else found)


def _payment(node: str, field: str) -> Callable[[Values, PolicyView], Fraction | None]:
    """The share of a payment node, from the payment rows, else as typed."""

    def reckon(values: Values, view: PolicyView) -> Fraction | None:
        rows = _rows(values, "pay_rows")
        if not rows:
            return cast("Fraction | None", values.get(field))
        shares = [cast(Fraction, row["percent"]) for row in rows if row.get("node") == node and row.get("percent")]
        return sum(shares, Fraction(0))

    return reckon


def _term_days(values: Values, view: PolicyView) -> int | None:
    """账期: the longest time named in the conditions of payment, retention money apart; None when none is named."""
    rows = _rows(values, "pay_rows") or ()
    texts = [str(row.get("condition") or "") for row in rows if row.get("node") != "retention"]
    days = [int(found[1]) * _DAYS[found[2]] for text in texts for found in _TERM.finditer(text)]
    return max(days, default=None)


def _uncapped(values: Values, view: PolicyView) -> bool | None:
    """Liability whose clause names no limit; a blank clause is not known."""
    clause = values.get("liability")
    return None if not clause else _CAP.search(str(clause)) is None


def _deviates(values: Values, view: PolicyView) -> bool | None:
    if values.get("from_tender") is False:
        return False
    return _any_true(_rows(values, "diff_rows"), "substantive")


def _interest(values: Values, view: PolicyView) -> bool | None:
    answers = [values.get(f"{of}_relation") for of in ("tenderee", "bidder", "committee")]
    answers.append(values.get("related_interest"))
    return True if True in answers else None if None in answers else False


DERIVED: tuple[Derived, ...] = (
    Derived("project_level", ("project_level", "est_amount"), level),
    Derived("expense_ratio", ("expense_total", "expense_budget"), lambda v, _: _share(
        _money(v, "expense_total", "expense_budget"), _money(v, "est_amount"))),
    Derived("plan_budget", ("budget_rows",), _plan_budget),
    Derived("over_stage_budget_ratio", ("budget_rows",), _over_budget),
    Derived("public_official", ("ent_plan", "guest_rows"), _officials),
    Derived("per_head", ("ent_plan", "per_head"), _per_head),
    Derived("gift_total", ("guest_rows", "gift_total"), _official_gift),
    Derived("event_total", ("total",), lambda v, _: _money(v, "total")),
    Derived("fee_plus_bond", ("bond_amount", "doc_fee"), _fee_plus_bond),
    Derived("bond_ratio", ("bond_amount", "est_value"), lambda v, _: _share(
        _money(v, "bond_amount"), _money(v, "est_value"))),
    Derived("payee_differs", ("bond_payee",), _payee_differs),
    Derived("amount_gross", ("amount_gross", "contract_amount", "est_amount"), lambda v, _: _money(
        v, "amount_gross", "contract_amount", "est_amount")),
    Derived("margin_pct", ("margin_pct", "est_margin_pct"), _margin),
    Derived("advance_pct", ("pay_rows", "advance_pct"), _payment("advance", "advance_pct")),
    Derived("retention_pct", ("pay_rows", "retention_pct"), _payment("retention", "retention_pct")),
    Derived("term_days", ("pay_rows",), _term_days),
    Derived("liability_uncapped", ("liability",), _uncapped),
    Derived("substantive_deviation", ("diff_rows",), _deviates),
    Derived("interest_declared", ("tenderee_relation",), _interest),
)  # fmt: skip
_BY_INPUT = {derived.input: derived for derived in DERIVED}


def facts(values: Values, view: PolicyView, inputs: Sequence[str]) -> dict[str, Value | None]:
    """The named inputs for a record; None where it does not say."""
    return {name: _fact(name, values, view) for name in inputs}


def sources(name: str) -> tuple[str, ...]:
    """The fields an input is taken from, the first to look at in front."""
    return _BY_INPUT[name].fields if name in _BY_INPUT else (name,)


def _fact(name: str, values: Values, view: PolicyView) -> Value | None:
    if name in _BY_INPUT:
        return _BY_INPUT[name].reckon(values, view)
    return cast("Value | None", values.get(name))
