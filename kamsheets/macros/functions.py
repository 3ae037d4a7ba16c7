"""Functions for cells (=KAM_GRADE(A2, B2)): thin doors to the rules of the house, one value or a range at a time.

They follow the policy of the workbook that calls (policy.xlsx beside it, else the configured one, else the shipped
book) and speak the configured language. ``caller`` is the calling cell: xlwings fills it in, nobody types it. Off
Windows the decorators do nothing: plain Python functions.
"""

from typing import Any

import xlwings

from kamsheets.approvals.papers import Paper, document
from kamsheets.core.finding import Place
from kamsheets.core.messages import text
from kamsheets.core.money import Fen
from kamsheets.core.shares import largest_remainder
from kamsheets.formats import companies, phones, provinces, rmb, uscc
from kamsheets.forms.catalogue import form_code
from kamsheets.leads.followup import follow_up
from kamsheets.leads.grade import Ranks, grade
from kamsheets.macros import door
from kamsheets.macros.cells import CellError, block, each, fen, guarded, share, weights, whole, words, yuan
from kamsheets.macros.door import Desk
from kamsheets.pipeline.weight import weighted


def _argument(name: str) -> Any:
    """A cell or a range as a block, errors as text, with its description for the function wizard."""
    return xlwings.arg(name, ndim=2, err_to_str=True, doc=text(f"macros.argument.{name}", door.language()))


@xlwings.func
@_argument("name")
def KAM_COMPANY_KEY(name, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """What names of one company have in common."""
    return each(caller, lambda desk, one: companies.key(words(one)), name)


@xlwings.func
@_argument("visits")
def KAM_FOLLOWUP(visits, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """Visits still to the reference number of the policy."""
    return each(caller, lambda desk, one: _follow_up(desk, whole(one, "visits", 0)), visits)


@xlwings.func
@_argument("sales_rank")
@_argument("profit_rank")
def KAM_GRADE(sales_rank, profit_rank, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """The grade of a lead by its two rankings; empty when one of them is not known."""
    return each(caller, _grade, sales_rank, profit_rank)


@xlwings.func
@_argument("phone")
def KAM_PHONE(phone, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """A phone number in the usual form."""
    return each(caller, _phone, phone)


@xlwings.func
@_argument("province")
def KAM_REGION(province, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """The region that a province belongs to."""
    return each(caller, _region, province)


@xlwings.func
@_argument("amount")
def KAM_RMB(amount, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """An amount in yuan in capital figures (大写)."""
    return each(caller, lambda desk, one: rmb.upper(fen(one, "amount")), amount)


@xlwings.func
@_argument("form")
@_argument("amount")
def KAM_ROUTE(form, amount, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """Who signs a form of this amount in yuan, in order."""
    return each(caller, _route, form, amount)


@xlwings.func
@_argument("total")
@_argument("weights")
@_argument("position")
def KAM_SHARE(total, weights, position, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """One part of an amount in yuan split by weights, to the cent; parts count from 1."""
    return each(caller, lambda desk, one, which: yuan(_part(one, weights, which)), total, position)


@xlwings.func
@_argument("total")
@_argument("weights")
def KAM_SPLIT(total, weights, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """All parts of an amount in yuan split by weights, to the cent, in the shape of the weights."""
    return guarded(caller, lambda desk: _parts(total, weights))


@xlwings.func
@_argument("code")
def KAM_USCC_OK(code, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """Whether a unified social credit code is right, check digit included."""
    return each(caller, lambda desk, one: uscc.is_valid(one), code)


@xlwings.func
@_argument("amount")
@_argument("probability")
def KAM_WEIGHTED(amount, probability, caller=None):  # type: ignore[no-untyped-def]  # noqa: N802
    """An amount in yuan times its win probability (50% or 0.5), to the cent."""
    return each(
        caller,
        lambda desk, one, chance: yuan(weighted(fen(one, "amount"), share(chance, "probability"))),
        amount,
        probability,
    )


def _follow_up(desk: Desk, visits: int) -> int:
    view = desk.view
    return follow_up(visits, None, view.day, view.number("min_visits"), is_open=True).visits_left


def _grade(desk: Desk, sales: Any, profit: Any) -> str:
    return grade(Ranks(whole(sales, "sales_rank", 1), whole(profit, "profit_rank", 1)), desk.view.grades).grade


def _phone(desk: Desk, value: Any) -> str:
    try:
        return phones.format(words(value))
    except phones.PhoneError as error:
        code = "phone_meant" if error.proposed else "phone"
        raise CellError(code, "phone", value, proposed=error.proposed) from error


def _region(desk: Desk, value: Any) -> str:
    try:
        found = desk.view.region_of(provinces.code(words(value)))
    except provinces.ProvinceError as error:
        raise CellError("province", "province", value) from error
    if found is None:
        raise CellError("no_region", "province", value)
    return found.label.of(desk.lang)


def _route(desk: Desk, form: Any, amount: Any) -> str:
    router, code = desk.router, form_code(words(form))
    if code not in router.tables:
        raise CellError("no_form", "form", form)
    sum_of_it = fen(amount, "amount")
    route = router.route(
        document(Paper(code, "", {"amount_gross": sum_of_it, "est_amount": sum_of_it}, Place()), router)
    )
    if route.blocks:
        raise CellError("blocked", reason="；".join(row.why(desk.lang) for row in route.blocks))
    names = {role.code: role.label.of(desk.lang) for role in desk.view.roles}
    return " → ".join(names.get(step.role, step.role) for step in route.steps)


def _split(total: Any, cells: Any) -> list[Fen]:
    return largest_remainder(fen(total, "total"), weights(cells, "weights"))


def _part(total: Any, cells: Any, position: Any) -> Fen:
    parts = _split(total, cells)
    index = whole(position, "position", 1)
    if index > len(parts):
        raise CellError("position", "position", position, last=len(parts))
    return parts[index - 1]


def _parts(total: Any, cells: Any) -> Any:
    """All parts in the shape of the weights; blank for a blank total."""
    amount = block(total)[0][0]
    if amount in (None, ""):
        return ""
    parts = iter(_split(amount, cells))
    return [[yuan(next(parts)) for _ in row] for row in block(cells)]
