"""The routes as a workbook: what each project needs, what waits for whom, the register to keep, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamsheets.approvals.route import Route, Router
from kamsheets.approvals.signature import in_stead
from kamsheets.approvals.snapshot import digest, snapshot
from kamsheets.approvals.steps import BLOCK, signs
from kamsheets.approvals.table import State
from kamsheets.approvals.together import RouteStep
from kamsheets.approvals.trace import basis, trace_lines
from kamsheets.core.messages import text
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.approvals_papers import REGISTER
from kamsheets.jobs.approvals_rows import reason
from kamsheets.jobs.session import Session
from kamsheets.workbook.form_lists import form_list
from kamsheets.workbook.write import Book, Cell, Col, Highlight, Kind


@dataclass(frozen=True)
class Names:
    """Labels of codes, in the language of the workbook."""

    roles: dict[str, str]
    modes: dict[str, str]
    forms: dict[str, str]

    @classmethod
    def of(cls, session: Session) -> "Names":
        """The names of a policy."""
        view, lang = session.view, session.lang
        known = {
            name: {c.code: c.label.of(lang) for c in view.choices[name]} for name in ("approval_mode", "form_code")
        }
        return cls({r.code: r.label.of(lang) for r in view.roles}, known["approval_mode"], known["form_code"])

    def form(self, code: str) -> str:
        """JTF-002 项目立项申请表."""
        return f"{code} {self.forms.get(code, '')}".strip()


def write(path: Path, routes: Sequence[Route], router: Router, session: Session) -> None:
    """Four sheets; the register (审批台账) is what ``approvals due`` reads."""
    names = Names.of(session)
    lang = session.lang
    with Book(path, lang, title=text("approvals.sheet.routes", lang)) as book:
        _routes(book, routes, names)
        _people(book, routes, names)
        form_list(
            book, catalogue()[REGISTER], session.view, rows=list(_register(routes, router, session, names)), freeze=3
        )
        _reasons(book, routes, session, names)


_COLUMNS: Mapping[str, tuple[Kind, float | None]] = {
    "subject": ("code", None), "form": ("text", 32), "step": ("int", None), "mode": ("text", None),
    "role": ("text", None), "person": ("text", None), "emp_id": ("code", None), "reason": ("text", 56),
    "basis": ("text", 24), "days": ("int", None), "source": ("text", 30), "turn": ("text", 12), "stead": ("text", 40),
    "row": ("int", None), "state": ("text", None), "conditions": ("text", 60), "why": ("text", 40),
    "policy_source": ("text", 24), "since": ("date", None), "form_no": ("code", 24), "sent": ("date", None),
    "due": ("date", None), "late": ("int", None), "signed": ("date", None), "again": ("text", None),
}  # fmt: skip
"""Columns of these sheets: what they hold and how wide."""


def columns(lang: str, *names: str) -> list[Col]:
    """The columns of these names, in order."""
    return [Col(text(f"approvals.col.{name}", lang), *_COLUMNS[name], key=name) for name in names]


def _routes(book: Book, routes: Sequence[Route], names: Names) -> None:
    lang = book.lang
    heads = columns(
        lang, "subject", "form", "step", "mode", "role", "person", "emp_id", "reason", "basis", "days", "source"
    )
    rows = [row for route in routes for row in _route_rows(route, names, lang)]
    title = text("approvals.sheet.routes", lang)
    book.sheet(
        title, heads, rows, title=title, lines=[text("approvals.line.routes", lang)], table="routes", freeze_columns=2
    )


def _route_rows(route: Route, names: Names, lang: str) -> Iterator[list[object]]:
    document = route.document
    about: list[object] = [document.subject, names.form(document.form)]
    place = document.place
    source = "｜".join(filter(None, [place.file, "!".join(filter(None, [place.sheet, place.cell]))]))
    for row in route.blocks:
        mode = Cell(names.modes[BLOCK], "error")
        yield [
            *about,
            None,
            mode,
            names.roles.get(row.role, row.role),
            None,
            None,
            row.why(lang),
            basis((row,), lang),
            None,
            source,
        ]
    for step in route.steps:
        person = step.person
        name: object = (
            person.name if person else Cell(text("approvals.nobody", lang), "error") if step.missing else None
        )
        tail = [reason(step, lang), basis(step.rows, lang), step.days, source]
        yield [
            *about,
            step.step,
            _mode(step.mode, names),
            _role(step, names),
            name,
            person.emp_id if person else None,
            *tail,
        ]
    if route.open:
        waiting = tuple(row for tested in route.open for row in tested.rule.output.rows)
        why = text("approvals.waits_for", lang, rows=basis(waiting, lang))
        yield [*about, None, Cell(text("approvals.open", lang), "warning"), None, None, None, why, None, None, source]


def _toned(column: str, code: str, lang: str) -> Highlight:
    """Cells of a column that say one thing stand out, also when the sheet is edited."""
    return Highlight(f'{{{column}}}="{text(code, lang)}"', "warning", (column,))


def _mode(mode: str, names: Names) -> str:
    return names.modes.get(mode, mode)


def _role(step: RouteStep, names: Names) -> str:
    """The role that acts, and in brackets the one asked for where it is another."""
    asked = [names.roles.get(role, role) for role in step.asked if role != step.role]
    own = names.roles.get(step.role, step.role)
    return f"{own}（{'、'.join(asked)}）" if asked else own


def _people(book: Book, routes: Sequence[Route], names: Names) -> None:
    """What waits for whom: signers first, in the order of their names and of the steps."""
    lang = book.lang
    heads = columns(lang, "person", "emp_id", "turn", "subject", "form", "step", "mode", "role", "stead", "days")
    waiting = [(step, route) for route in routes for step in route.steps]
    waiting.sort(
        key=lambda pair: (pair[0].person is None, pair[0].person.emp_id if pair[0].person else "", pair[0].step)
    )
    rows = [_waiting(step, route, names, lang) for step, route in waiting]
    title = text("approvals.sheet.people", lang)
    book.sheet(
        title,
        heads,
        rows,
        title=title,
        lines=[text("approvals.line.people", lang)],
        table="people",
        freeze_columns=2,
        highlights=[_toned("turn", "approvals.turn.now", lang)],
    )


def _waiting(step: RouteStep, route: Route, names: Names, lang: str) -> list[object]:
    turn = "now" if step.step == 1 and signs(step.mode) else "later" if signs(step.mode) else "told"
    who: list[object] = [step.person.name, step.person.emp_id] if step.person else [None, None]
    return [
        *who,
        text(f"approvals.turn.{turn}", lang),
        route.document.subject,
        names.form(route.document.form),
        step.step,
        _mode(step.mode, names),
        _role(step, names),
        in_stead(step.notes, lang),
        step.days,
    ]


def _register(routes: Sequence[Route], router: Router, session: Session, names: Names) -> Iterator[dict[str, object]]:
    """A row a step of every form that may go round (no list sheets); the admin enters numbers, dates and opinions."""
    view = router.view
    for route in routes:
        document = route.document
        form = catalogue().get(document.form)
        if route.blocks or (form is not None and form.kind == "list"):
            continue
        kept, short = snapshot(document, view), digest(document, view)
        for step in route.steps:
            yield {
                "form_no": document.number or None,
                "form_code": document.form,
                "project_no": document.subject,
                "step": step.step,
                "role": step.role,
                "person": f"{step.person.emp_id} {step.person.name}" if step.person else None,
                "mode": _mode(step.mode, names),
                "days": step.days,
                "refusal": step.refusal,
                "snapshot": kept or None,
                "digest": short,
                "basis": basis(step.rows, session.lang),
            }


def _reasons(book: Book, routes: Sequence[Route], session: Session, names: Names) -> None:
    """The rows of the matrix that hit or are open, with the values that decided."""
    lang = book.lang
    heads = columns(lang, "subject", "form", "row", "state", "role", "conditions", "why", "policy_source", "since")
    rows: list[list[object]] = []
    for route in routes:
        about = [route.document.subject, names.form(route.document.form)]
        for line in trace_lines(route, session.view):
            if line.state is not State.MISSED:
                state = text(f"approvals.state.{line.state}", lang)
                tail = [line.tests(lang), line.row.why(lang), line.row.source.text, line.since]
                rows.append([*about, line.row.number, state, line.role.of(lang), *tail])
    title = text("approvals.sheet.reasons", lang)
    book.sheet(
        title,
        heads,
        rows,
        title=title,
        lines=[text("approvals.line.reasons", lang)],
        table="reasons",
        freeze_columns=2,
        highlights=[_toned("state", "approvals.state.open", lang)],
    )
