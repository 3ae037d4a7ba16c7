"""Rows of registers that stand for forms: projects of the pipeline, leads, bonus plans, as papers to be routed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kamsheets.approvals.papers import LEADERS, REGISTRANT, Paper
from kamsheets.core.finding import Finding, finding
from kamsheets.core.table import Table
from kamsheets.forms.catalogue import Form, catalogue, form_code
from kamsheets.forms.lookup import Lookup
from kamsheets.forms.typed import Typed, typed
from kamsheets.jobs.approvals_bonus import FIELDS, Bonus
from kamsheets.policy.view import PolicyView

PIPELINE, LEADS, PLANS = "F2", "F1", "F10a"
LISTS = (PIPELINE, LEADS, PLANS)
PLAN_FORM = "F10"
"""The form a row of the bonus sheet stands for; it is drawn up when the project is won (domain §2.11)."""
WON = "won"
FORM = "form_code"
"""A list of papers may say itself which form each row is (表单代号); then no stage is asked."""
_ABOUT = ("project_no", "project_name", "customer_name", "lead_no", "plan_no", "region", "milestone", "outcome")


@dataclass(frozen=True)
class Rows:
    """What one sheet gave. Rows read = accepted + rejected + blank."""

    papers: tuple[Paper, ...]
    findings: tuple[Finding, ...]
    rows_read: int
    accepted: int
    rejected: int
    blank: int
    without_form: int = 0
    """Accepted rows that ask for no form now, or not for the one wanted."""


def with_form_column(form: Form) -> Form:
    """The pipeline as approvals read it: a list that may also name forms, in any spelling of their codes."""
    if form.id != PIPELINE or FORM in form.by_id:
        return form
    named = replace(catalogue()["F0"].by_id[FORM], type="str", choices=None, required="N")
    return replace(form, fields=(*form.fields, named))


def is_list(form: Form, table: Table) -> bool:
    """Whether a table is a list whose rows stand for forms: it names what each row is about, not just three labels."""
    if form.id not in LISTS:
        return False
    has = {column.field for column in table.columns}
    if form.id == PIPELINE:
        return bool({"project_no", "project_name"} & has) and bool({"milestone", "est_amount", FORM} & has)
    return bool({"lead_no", "customer_name", "project_no"} & has)


def rows(form: Form, table: Table, view: PolicyView, wanted: Sequence[str], asked: Sequence[str], bonus: Bonus) -> Rows:
    """The papers of a list sheet: those of the ``wanted`` form codes, else those the row asks for now.

    ``asked`` are the fields the matrix and the routing look at; nothing else of the sheet is read or checked.
    """
    found = _typed(form, table, view, (*_ABOUT, FORM, *FIELDS, *LEADERS, REGISTRANT, *asked))
    papers: list[Paper] = []
    findings = list(found.findings)
    without = 0
    home = Lookup(view.choices["region"]).code(table.sheet)
    for i in found.accepted:
        values = _values(found, i, home)
        if form.id == PLANS:
            values |= bonus.facts(values)
        codes = _codes(form, values, view, wanted)
        without += not codes
        if form.id == PIPELINE and not (codes or wanted) and values.get("milestone") is None:
            findings.append(finding("AP14", table.place(i, "milestone"), subject=_subject(form, values, table, i)))
        papers += [_paper(code, form, values, table, i) for code in codes]
    return Rows(
        tuple(papers),
        tuple(findings),
        len(table.rows),
        len(found.accepted),
        len(found.rejected),
        len(table.blank_rows),
        without,
    )


def _typed(form: Form, table: Table, view: PolicyView, fields: Sequence[str]) -> Typed:
    """The asked columns only, whatever numbering a company uses; blanks are the routing's to judge.

    A stage column may also hold outcomes (Closed Won): such a row asks for no form.
    """
    columns = tuple(c if c.field in fields else replace(c, field=None) for c in table.columns)
    loose = tuple(replace(f, pattern=None, min_length=None, max_length=None, required="N") for f in form.fields)
    ended = tuple(choice for choice in view.choices["outcome"] if "closed" in choice.tags)
    choices = {**view.choices, "milestone": (*view.choices["milestone"], *ended)}
    return typed(replace(table, columns=columns), replace(form, fields=loose), choices)


def _values(found: Typed, i: int, home: str | None) -> dict[str, object]:
    held = {column.field for column in found.table.columns if column.field}
    values = {name: found.values[name][i] for name in held}
    if values.get("region") is None and home:
        values["region"] = home
    return values


def _codes(form: Form, values: Mapping[str, object], view: PolicyView, wanted: Sequence[str]) -> tuple[str, ...]:
    """The form codes a row asks for."""
    plan = catalogue()[PLAN_FORM].code
    if form.id == LEADS:
        own: tuple[str, ...] = (form.code,)
    elif form.id == PLANS:
        own = (plan,)
    elif values.get(FORM):
        own = (form_code(str(values[FORM])),)
    elif wanted:
        return tuple(wanted)
    else:
        stage = view.stage(str(values.get("milestone")))
        own = stage.forms if stage else ()
        own = tuple(code for code in own if code != plan or values.get("outcome") == WON)
    return tuple(code for code in own if not wanted or code in wanted)


def _paper(code: str, form: Form, values: Mapping[str, object], table: Table, i: int) -> Paper:
    places = {c.field: table.place(i, c.field) for c in table.columns if c.field}
    return Paper(code, _subject(form, values, table, i), values, table.place(i), places)


def _subject(form: Form, values: Mapping[str, object], table: Table, i: int) -> str:
    """The number people know a row by: of the lead, else of the project; without one its name, or the place."""
    first = ("lead_no", "project_no") if form.id == LEADS else ("project_no",)
    names = (*first, "project_name", "customer_name")
    return next((str(values[name]) for name in names if values.get(name)), f"{table.sheet}!{table.row_numbers[i]}")
