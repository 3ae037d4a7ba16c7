"""The workbooks a company starts with, made from the field catalogue and the policy (product.md)."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kamsheets.core.messages import text
from kamsheets.forms.catalogue import Catalogue, Form, catalogue
from kamsheets.policy.policy import Policy
from kamsheets.policy.sheets import SheetSpec, sheet_specs
from kamsheets.policy.types import Choice
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.form_blocks import form_block
from kamsheets.workbook.form_columns import shown_choice
from kamsheets.workbook.form_guide import guide
from kamsheets.workbook.form_lists import form_list, twice
from kamsheets.workbook.lambdas import lambdas
from kamsheets.workbook.write import Block, Book, Col, Formula, Highlight, Kind
from kamsheets.workbook.write_checks import TYPED_ROWS

DOSSIER_FORMS: Final = ("F3", "F4", "F5", "F5b", "F6", "F7", "F8", "F9")
"""The forms of a project file, by id in the catalogue."""
DOSSIER_LISTS: Final = ("F4b", "F13a")
COMMISSION_LISTS: Final = ("F10a", "F10b", "F10d")

ACCOUNT_LISTS: Final = (
    "F16a", "F16b", "F16c", "F16d", "F16e", "F16f", "F16g", "F16h", "F16i", "F16j", "F16k", "F16l", "F16m", "F16n",
    "F16o",
)  # fmt: skip


def build(name: str, path: Path, policy: Policy, lang: str = "zh") -> Path:
    """Writes the template ``name`` (a key of ``BOOKS``) with the drop-downs of ``policy``; returns ``path``."""
    latest = max((dated.since for values in policy.values.values() for dated in values), default=policy.beginning)
    view = policy.as_of(latest)
    with Book(path, lang, title=text(f"template.{name}", lang)) as book:
        BOOKS[name](book, catalogue().expanded(view.choices), policy, view)
    return path


def _lead_register(book: Book, forms: Catalogue, policy: Policy, view: PolicyView) -> None:
    form = forms["F1"]
    overdue = Highlight('AND({next_contact_date}<>"",{next_contact_date}<TODAY())', "warning", ("next_contact_date",))
    form_list(
        book, form, view, name=text("template.sheet.leads", book.lang), freeze=3, rules=(twice("lead_no"), overdue)
    )
    _guide(book, "lead_register", [form], view)


def _regional_pipeline(book: Book, forms: Catalogue, policy: Policy, view: PolicyView) -> None:
    form = forms["F2"]
    overdue = Highlight('AND({milestone_due}<>"",{milestone_due}<TODAY())', "warning", ("milestone_due",))
    tabs = {
        region.code: form_list(
            book, form, view, name=region.label.of(book.lang), table=f"F2_{region.code}", freeze=2,
            rules=(twice("project_no"), overdue),
        )
        for region in view.regions
    }  # fmt: skip
    _summary(book, form, view, tabs)
    _guide(book, "regional_pipeline", [form], view)


def _summary(book: Book, form: Form, view: PolicyView, tabs: Mapping[str, Block]) -> None:
    """汇总: live formulas over the regional tabs; projects count whose outcome is neither closed nor shelved."""
    open_outcomes = [_shown(form, "outcome", c, book) for c in view.choices["outcome"] if not c.tags]
    page = book.page(text("template.sheet.summary", book.lang))
    page.title(text("template.summary.title", book.lang))
    page.lines(text("template.summary.note", book.lang), span=6, width=90)
    page.heading(text("template.summary.regions", book.lang))
    names = ("region", "all", "open", "amount", "weighted", "overdue")
    kinds: tuple[Kind, ...] = ("text", "int", "int", "money", "money", "int")
    columns = [
        Col(
            text(f"template.summary.{name}", book.lang), kind, key=name, total="" if kind == "text" else "sum", width=18
        )
        for name, kind in zip(names, kinds, strict=True)
    ]
    rows = [
        [region.label.of(book.lang), *(Formula(code, 0) for code in _region_formulas(tabs[region.code], open_outcomes))]
        for region in view.regions
    ]
    page.table(columns, rows, table="F2_summary")
    page.heading(text("template.summary.stages", book.lang))
    stages = [(stage, _shown(form, "milestone", stage, book)) for stage in view.choices["milestone"]]
    columns = [Col(text("template.summary.stage", book.lang), key="stage")]
    columns += [Col(region.label.of(book.lang), "int", key=region.code, total="sum") for region in view.regions]
    counts = [
        [name, *(Formula(_counted(tabs[region.code], open_outcomes, "milestone", name), 0) for region in view.regions)]
        for _, name in stages
    ]
    page.table(columns, counts, table="F2_stages")


def _shown(form: Form, field: str, choice: Choice, book: Book) -> str:
    return shown_choice(form[field], choice, book.lang)


def _range(tab: Block, key: str) -> str:
    """The cells of a column of a tab as far down as people may type."""
    first, last = tab.first_row + 1, tab.header_row + TYPED_ROWS + 1
    letters = tab.span(key).split("$")[1]
    return f"'{tab.sheet}'!${letters}${first}:${letters}${last}"


def _counted(tab: Block, outcomes: list[str], key: str, value: str) -> str:
    parts = (f'COUNTIFS({_range(tab, "outcome")},"{outcome}",{_range(tab, key)},"{value}")' for outcome in outcomes)
    return "=" + "+".join(parts)


def _region_formulas(tab: Block, outcomes: list[str]) -> list[str]:
    outcome, amount = _range(tab, "outcome"), _range(tab, "est_amount")
    due = _range(tab, "milestone_due")
    return [
        f'=COUNTIF({_range(tab, "project_no")},"?*")',
        "=" + "+".join(f'COUNTIF({outcome},"{one}")' for one in outcomes),
        "=" + "+".join(f'SUMIFS({amount},{outcome},"{one}")' for one in outcomes),
        "=" + "+".join(f'SUMPRODUCT(--({outcome}="{one}"),{amount},{_range(tab, "win_prob")})' for one in outcomes),
        "=" + "+".join(f'COUNTIFS({outcome},"{one}",{due},"<"&TODAY(),{due},">0")' for one in outcomes),
    ]


def _project_dossier(book: Book, forms: Catalogue, policy: Policy, view: PolicyView) -> None:
    for form_id in DOSSIER_FORMS:
        form_block(book, forms[form_id], view)
    for form_id, sheet in zip(DOSSIER_LISTS, ("decision", "visits"), strict=True):
        form_list(book, forms[form_id], view, name=text(f"template.sheet.{sheet}", book.lang), freeze=2)
    _guide(book, "project_dossier", [forms[form_id] for form_id in (*DOSSIER_FORMS, *DOSSIER_LISTS)], view)


def _commission(book: Book, forms: Catalogue, policy: Policy, view: PolicyView) -> None:
    percent = next((c.label.of(book.lang) for c in view.choices["effort_unit"] if c.code == "percent"), "%")
    stage_total = "SUMIFS({effort:column},{project_no:column},{project_no},{stage:column},{stage})"
    uneven = Highlight(f'AND({{effort_unit}}="{percent}",ROUND({stage_total},2)<>100)', "warning", ("effort",))
    rules = {"F10a": (twice("project_no"),), "F10b": (uneven,), "F10d": (twice("receipt_no"),)}
    for form_id in COMMISSION_LISTS:
        form_list(book, forms[form_id], view, name=forms[form_id].label(book.lang), freeze=2, rules=rules[form_id])
    _guide(book, "commission", [forms[form_id] for form_id in COMMISSION_LISTS], view)


def _account_register(book: Book, forms: Catalogue, policy: Policy, view: PolicyView) -> None:
    for form_id in ACCOUNT_LISTS:
        form_list(book, forms[form_id], view, name=forms[form_id].label(book.lang))
    _guide(book, "account_register", [forms[form_id] for form_id in ACCOUNT_LISTS], view)


def _policy(book: Book, forms: Catalogue, policy: Policy, view: PolicyView) -> None:
    specs = sheet_specs(policy, book.lang)
    for k, spec in enumerate(specs):
        columns = [
            Col(c.label, _policy_kind(c.kind), required=c.required, choices=c.choices, strict=False, hint=c.hint)
            for c in spec.columns
        ]
        book.sheet(spec.name, columns, spec.rows, table=f"P{k}", spare=10, freeze_columns=1)
    page = book.page(text("form.guide", book.lang))
    page.title(text("template.policy", book.lang))
    page.lines(*_notes("policy", book.lang), span=4, width=120)
    for spec in specs:
        page.heading(spec.name)
        page.table(_policy_guide(book.lang), _policy_rows(spec, book.lang), table=False)


def _policy_kind(kind: str) -> Kind:
    known: tuple[Kind, ...] = ("int", "dec", "money", "pct", "date", "bool", "raw")
    return next((one for one in known if one == kind), "text")


def _policy_guide(lang: str) -> list[Col]:
    names = ("field", "required", "type", "rule")
    return [Col(text(f"form.guide.{name}", lang), width=w) for name, w in zip(names, (28, 10, 14, 70), strict=True)]


def _policy_rows(spec: SheetSpec, lang: str) -> list[list[object]]:
    types = {"raw": "str", "text": "str"}
    return [
        [
            column.label,
            text(f"form.required.{'Y' if column.required else 'N'}", lang),
            text(f"form.type.{types.get(column.kind, column.kind)}", lang),
            ("、" if lang == "zh" else ", ").join(column.choices) or column.hint,
        ]
        for column in spec.columns
    ]


def _guide(book: Book, name: str, forms: list[Form], view: PolicyView) -> None:
    page = guide(book, text(f"template.{name}", book.lang), _notes(name, book.lang), forms, view)
    page.heading(text("lambda.title", book.lang))
    page.lines(text("lambda.notes", book.lang), span=6, width=130)
    columns = [Col(text(f"lambda.column.{key}", book.lang)) for key in ("use", "meaning")]
    made = lambdas(view, book.lang)
    page.table(columns, [[one.use, text(f"lambda.{one.name}", book.lang)] for one in made], table=False)
    for one in made:
        book.define(one.name, one.formula())


def _notes(name: str, lang: str) -> list[str]:
    return [*text("template.notes", lang).split("\n"), *text(f"template.{name}.notes", lang).split("\n")]


BOOKS: Final[Mapping[str, Callable[[Book, Catalogue, Policy, PolicyView], None]]] = {
    "lead_register": _lead_register,
    "regional_pipeline": _regional_pipeline,
    "project_dossier": _project_dossier,
    "commission": _commission,
    "account_register": _account_register,
    "policy": _policy,
}
"""The templates by the name of their file."""
