"""Functions for cells (=KAM_GRADE(A2, B2)): thin doors to the rules of the house, one value or a range at a time.

A range gives a range of the same size (``ndim=2``: a column is not taken for a row). What cannot be answered is a
sentence in the cell, never a number that is wrong. Off Windows the decorators do nothing: plain Python functions.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import xlwings

from kamsheets.approvals.papers import Paper, document
from kamsheets.approvals.route import Router
from kamsheets.core.finding import Place
from kamsheets.core.messages import DEFAULT_LANGUAGE, text
from kamsheets.core.money import Fen
from kamsheets.core.shares import largest_remainder
from kamsheets.formats import amounts, companies, percents, phones, provinces, rmb, uscc
from kamsheets.forms.catalogue import form_code
from kamsheets.leads.followup import follow_up
from kamsheets.leads.grade import Ranks, grade
from kamsheets.macros import door
from kamsheets.pipeline.weight import weighted
from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView

_FEN = 100


@xlwings.func
@xlwings.arg("name", ndim=2)
def KAM_COMPANY_KEY(name):  # type: ignore[no-untyped-def]  # noqa: N802
    """What names of one company have in common."""
    return _each(lambda one: companies.key(_text(one)), name)


@xlwings.func
@xlwings.arg("visits", ndim=2)
def KAM_FOLLOWUP(visits):  # type: ignore[no-untyped-def]  # noqa: N802
    """Visits still to the reference number of the policy."""
    return _each(lambda one: _follow_up(int(one)), visits)


@xlwings.func
@xlwings.arg("sales_rank", ndim=2)
@xlwings.arg("profit_rank", ndim=2)
def KAM_GRADE(sales_rank, profit_rank):  # type: ignore[no-untyped-def]  # noqa: N802
    """The grade of a lead by its two rankings; empty when one of them is not known."""
    return _each(lambda one, two: grade(Ranks(_rank(one), _rank(two)), _view().grades).grade, sales_rank, profit_rank)


@xlwings.func
@xlwings.arg("phone", ndim=2)
def KAM_PHONE(phone):  # type: ignore[no-untyped-def]  # noqa: N802
    """A phone number in the usual form."""
    return _each(lambda one: phones.format(_text(one)), phone)


@xlwings.func
@xlwings.arg("province", ndim=2)
def KAM_REGION(province):  # type: ignore[no-untyped-def]  # noqa: N802
    """The region that a province belongs to."""
    return _each(_region, province)


@xlwings.func
@xlwings.arg("amount", ndim=2)
def KAM_RMB(amount):  # type: ignore[no-untyped-def]  # noqa: N802
    """An amount in yuan in capital figures (大写)."""
    return _each(lambda one: rmb.upper(amounts.parse(one).fen), amount)


@xlwings.func
@xlwings.arg("form", ndim=2)
@xlwings.arg("amount", ndim=2)
def KAM_ROUTE(form, amount):  # type: ignore[no-untyped-def]  # noqa: N802
    """Who signs a form of this amount in yuan, in order."""
    return _each(_route, form, amount)


@xlwings.func
@xlwings.arg("total", ndim=2)
@xlwings.arg("weights", ndim=2)
@xlwings.arg("position", ndim=2)
def KAM_SHARE(total, weights, position):  # type: ignore[no-untyped-def]  # noqa: N802
    """One part of an amount in yuan split by weights, to the cent; parts count from 1."""
    return _each(lambda one, which: _yuan(_split(one, weights)[_place(which, weights)]), total, position)


@xlwings.func
@xlwings.arg("weights", ndim=2)
def KAM_SPLIT(total, weights):  # type: ignore[no-untyped-def]  # noqa: N802
    """All parts of an amount in yuan split by weights, to the cent, in the shape of the weights."""
    try:
        parts = iter(_split(total, weights))
        return [[_yuan(next(parts)) for _ in row] for row in _block(weights)]
    except (ValueError, TypeError, ArithmeticError):
        return text("macros.cell.wrong", DEFAULT_LANGUAGE)


@xlwings.func
@xlwings.arg("code", ndim=2)
def KAM_USCC_OK(code):  # type: ignore[no-untyped-def]  # noqa: N802
    """Whether a unified social credit code is right, check digit included."""
    return _each(uscc.is_valid, code)


@xlwings.func
@xlwings.arg("amount", ndim=2)
@xlwings.arg("probability", ndim=2)
def KAM_WEIGHTED(amount, probability):  # type: ignore[no-untyped-def]  # noqa: N802
    """An amount in yuan times its win probability (50% or 0.5), to the cent."""
    return _each(lambda one, two: _yuan(weighted(amounts.parse(one).fen, _chance(two))), amount, probability)


def _each(answer: Callable[..., Any], *arguments: Any) -> Any:
    """``answer`` for a value, or for each row and column of ranges of one size; blanks stay blank."""
    shape = next((one for one in arguments if isinstance(one, list | tuple)), None)
    if shape is None:
        return _one(answer, arguments)
    blocks = [_block(one) for one in arguments]
    rows, columns = max(map(len, blocks)), max(len(block[0]) for block in blocks)
    made = [
        [_one(answer, [_at(block, r, c) for block in blocks]) for c in range(columns)] for r in range(rows)
    ]  # fmt: skip
    return made if isinstance(shape[0], list | tuple) else [one for row in made for one in row]


def _one(answer: Callable[..., Any], values: Sequence[Any]) -> Any:
    if all(value in (None, "") for value in values):
        return ""
    try:
        return answer(*values)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        return text("macros.cell.wrong", DEFAULT_LANGUAGE)


def _block(argument: Any) -> list[list[Any]]:
    """A value, a row or a block as a block; xlwings hands over a column or a row of cells as a plain list."""
    if not isinstance(argument, list | tuple):
        return [[argument]]
    return [list(row) if isinstance(row, list | tuple) else [row] for row in argument]


def _at(block: list[list[Any]], row: int, column: int) -> Any:
    """A cell; a single value stands for every cell."""
    return block[min(row, len(block) - 1)][min(column, len(block[0]) - 1)]


@cache
def _view() -> PolicyView:
    """The shipped policy today; a company's own policy is used by macros and commands, which know the workbook."""
    return Policy.shipped().as_of(door.today())


@cache
def _router() -> Router:
    return Router.of(_view())


def _text(value: Any) -> str:
    """A cell as text: a number typed into it without its decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _rank(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


def _yuan(fen: Fen) -> float:
    return fen / _FEN


def _follow_up(visits: int) -> int:
    view = _view()
    return follow_up(visits, None, view.day, view.number("min_visits"), is_open=True).visits_left


def _region(value: Any) -> str:
    found = _view().region_of(provinces.code(value))
    return found.label.of(DEFAULT_LANGUAGE) if found else text("macros.cell.no_region", DEFAULT_LANGUAGE)


def _chance(value: Any) -> Fraction:
    """A share of one: 0.5 is what Excel hands over for 50%."""
    return percents.parse(value, percent_format=not isinstance(value, str))


def _split(total: Any, weights: Any) -> list[Fen]:
    shares = [Fraction(str(one or 0)) for row in _block(weights) for one in row]
    return largest_remainder(amounts.parse(total).fen, shares)


def _place(position: Any, weights: Any) -> int:
    """A position counted from 1 as an index; raises ``LookupError`` outside of the weights."""
    index = int(position) - 1
    if not 0 <= index < sum(len(row) for row in _block(weights)):
        raise LookupError(position)
    return index


def _route(form: Any, amount: Any) -> str:
    router, code = _router(), form_code(_text(form))
    if code not in router.tables:
        return text("macros.cell.no_form", DEFAULT_LANGUAGE)
    fen = amounts.parse(amount).fen
    route = router.route(document(Paper(code, "", {"amount_gross": fen, "est_amount": fen}, Place()), router))
    if route.blocks:
        return text("macros.cell.blocked", DEFAULT_LANGUAGE, reason="；".join(row.reason for row in route.blocks))
    names = {role.code: role.label.of(DEFAULT_LANGUAGE) for role in _view().roles}
    return " → ".join(names.get(step.role, step.role) for step in route.steps)
