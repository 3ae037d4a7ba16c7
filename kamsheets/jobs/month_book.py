"""The report workbook of a month: what was read, what is wrong, every result; the same figures as ``--json``."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamsheets.core import messages
from kamsheets.core.finding import Finding, Severity
from kamsheets.core.money import to_fen
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.workbook.write import Book, Cell, Col, Kind, Tone, to_file

if TYPE_CHECKING:
    from kamsheets.jobs.month import Step

COUNTS = ("rows_read", "accepted", "rejected", "blank")
TONES: dict[Severity, Tone] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
SHEETS: dict[str, tuple[tuple[str, Kind], ...]] = {
    "leads": (
        ("lead_no", "code"), ("customer_name", "text"), ("lead_grade", "text"), ("follow_mode", "text"),
        ("duplicate_group", "text"), ("file", "text"), ("sheet", "text"), ("row", "int"),
    ),
    "regions": (
        ("region_name", "text"), ("projects", "int"), ("est_amount", "money"), ("weighted_amount", "money"),
        ("overdue", "int"),
    ),
    "milestones": (
        ("milestone", "text"), ("milestone_name", "text"), ("projects", "int"), ("est_amount", "money"),
        ("weighted_amount", "money"), ("overdue", "int"),
    ),
    "routes": (
        ("project_no", "code"), ("form_code", "text"), ("step", "int"), ("mode", "text"), ("role", "text"),
        ("person", "text"), ("reason", "text"), ("rule", "text"),
    ),
    "pools": (("project_no", "code"), ("pool", "money")),
    "cells": (("project_no", "code"), ("stage", "text"), ("emp_id", "code"), ("amount", "money")),
    "instalments": (
        ("project_no", "code"), ("instalment", "int"), ("emp_id", "code"), ("released", "money"),
        ("paid_before", "money"), ("balance", "money"),
    ),
    "documents": (("form_code", "text"), ("form_no", "code"), ("project_no", "code"), ("path", "link")),
}  # fmt: skip
"""Sheets and their columns: keys of the rows of ``--json``."""
_FEW = 2
"""A step with so few files is linked to the first, its workbook."""
TOTALLED = frozenset({"projects", "est_amount", "weighted_amount", "overdue", "pool", "amount", "released"})


def write(path: Path, steps: Sequence["Step"], outcome: Outcome, session: Session) -> None:
    """The workbook at ``path``; documents are linked relative to it."""
    lang = session.lang
    with Book(
        path, lang, title=messages.text("month.title", lang, month=f"{session.as_of:%Y-%m}"), result=True
    ) as book:
        _overview(book, steps, session, path.parent)
        _problems(book, outcome.findings)
        tables = _tables(outcome.data)
        for name, rows in tables.items():
            if rows:
                _sheet(book, name, rows, path.parent)


def _tables(data: Mapping[str, object]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet; projects are laid out as pools and cells."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in SHEETS:
        rows = data.get(name, [])
        found[name] = list(rows) if isinstance(rows, list) else []
    projects = data.get("projects", [])
    plans: list[dict[str, Any]] = projects if isinstance(projects, list) else []
    found["pools"] = plans
    found["cells"] = [{"project_no": plan["project_no"], **cell} for plan in plans for cell in plan["cells"]]
    return found


def _overview(book: Book, steps: Sequence["Step"], session: Session, folder: Path) -> None:
    """Per step: rows read = accepted + rejected + blank, the sentence the command says, and what it made."""
    lang = session.lang
    page = book.page(messages.text("month.sheet.overview", lang))
    page.title(messages.text("month.title", lang, month=f"{session.as_of:%Y-%m}"))
    page.lines(messages.text("month.overview.note", lang, day=session.as_of), span=7, width=136)
    columns = [Col(messages.text("month.col.step", lang), "text", 18)]
    columns += [Col(messages.text(f"month.col.{name}", lang), "int", 10) for name in COUNTS]
    columns += [
        Col(messages.text("month.col.said", lang), "text", 80),
        Col(messages.text("month.col.made", lang), "link", 26),
    ]
    rows = [
        [
            messages.text(f"month.step.{step.name}", lang),
            *(step.outcome.summary.get(name) for name in COUNTS),
            " ".join(step.outcome.lines),
            _made(step.outcome.outputs, folder),
        ]
        for step in steps
    ]
    page.freeze(page.table(columns, rows, table=False))


def _made(outputs: Sequence[Path], folder: Path) -> Cell | None:
    """The workbook of a step, or the folder of its many files."""
    if not outputs:
        return None
    target = outputs[0] if len(outputs) <= _FEW else outputs[0].parent
    return Cell(target.name, link=to_file(target.relative_to(folder).as_posix()))


def _problems(book: Book, findings: Sequence[Finding]) -> None:
    """Every finding, worst first within its file."""
    lang = book.lang
    names: tuple[tuple[str, float], ...] = (
        ("severity", 8), ("code", 8), ("file", 26), ("sheet", 12), ("cell", 9), ("value", 22), ("why", 80),
        ("proposed", 18),
    )  # fmt: skip
    columns = [Col(messages.text(f"month.col.{name}", lang), "text", width, name) for name, width in names]
    rows = [
        [
            Cell(messages.text(f"severity.{f.severity}", lang), TONES[f.severity]), f.code, f.place.file,
            f.place.sheet, f.place.cell, f.value, messages.reason(f, lang), f.proposed,
        ]
        for f in findings
    ]  # fmt: skip
    name = messages.text("month.sheet.problems", lang)
    book.sheet(name, columns, rows, title=name, table=name)


def _sheet(book: Book, name: str, rows: Sequence[Mapping[str, Any]], folder: Path) -> None:
    lang = book.lang
    label = messages.text(f"month.sheet.{name}", lang)
    columns = [
        Col(messages.text(f"month.col.{key}", lang), kind, key=key, total="sum" if key in TOTALLED else "")
        for key, kind in SHEETS[name]
    ]
    cells = [[_cell(row.get(key), kind, folder) for key, kind in SHEETS[name]] for row in rows]
    book.sheet(label, columns, cells, title=label, lines=[messages.text(f"month.note.{name}", lang)], table=label)


def _cell(value: Any, kind: Kind, folder: Path) -> object:
    if value is None or value == "":
        return None
    if kind == "money":
        return to_fen(Decimal(value))
    if kind == "link":
        shown = Path(value)
        return Cell(shown.name, link=to_file(shown.relative_to(folder).as_posix()))
    return value
