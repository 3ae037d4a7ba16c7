"""Grade leads, and write grade, follow-up mode and next step beside each in the users' own workbooks."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamsheets.core.errors import KamError, OutputExistsError, UsageError
from kamsheets.core.messages import text
from kamsheets.jobs import outputs
from kamsheets.jobs.leads_batch import Batch, examined, load, tally
from kamsheets.jobs.leads_columns import columns
from kamsheets.jobs.leads_rows import rows
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

if TYPE_CHECKING:
    from kamsheets.workbook.splice import SheetColumns

SPLICED = (".xlsx", ".xlsm")
"""Files that columns can be written into."""


def grade_leads(
    files: Sequence[Path],
    session: Session,
    *,
    folder: Path | None = None,
    in_place: bool = False,
    rankings: Path | None = None,
    register: Path | None = None,
) -> Outcome:
    """Grades of all leads in ``files``; written into copies in ``folder``, or into the files with ``in_place``.

    Without either nothing is written. A workbook that cannot be written without harm is left alone and named.
    """
    batch = load(files, session, rankings, register)
    found = examined(batch)
    lines = [_counted(batch)]
    outputs: list[Path] = []
    if folder or in_place:
        for line, output in _written(batch, folder, session):
            lines += [line] if line else []
            outputs += [output] if output else []
    summary = {"files": len(files) - len(batch.failures), **tally(batch, found), "grades": _grades(batch)}
    return Outcome(found, summary, {"leads": list(rows(batch))}, outputs, batch.failures, lines)


def _grades(batch: Batch) -> dict[str, int]:
    """Leads by grade, best first; '' counts those without."""
    count = Counter(lead.settled.grade for sheet in batch.grades for lead in sheet)
    order = [grade.code for grade in batch.desk.view.grades]
    return {code: count[code] for code in [*order, ""]}


def _counted(batch: Batch) -> str:
    grades = _grades(batch)
    ungraded = grades.pop("")
    shown = "  ".join(f"{code} {count}" for code, count in grades.items())
    return text("leads.graded", batch.lang, grades=shown, ungraded=ungraded)


def _written(batch: Batch, folder: Path | None, session: Session) -> Iterator[tuple[str, Path | None]]:
    """(line, file written) of each workbook; what cannot be written joins the failures."""
    by_path: dict[Path, list[int]] = defaultdict(list)
    for k, path in enumerate(batch.paths):
        by_path[path].append(k)
    for path, sheets in by_path.items():
        try:
            yield _write(batch, path, sheets, folder, session)
        except KamError as error:
            batch.failures.append(error)


def _write(
    batch: Batch, path: Path, sheets: list[int], folder: Path | None, session: Session
) -> tuple[str, Path | None]:
    from kamsheets.workbook.splice import SheetColumns, add_columns

    target = _target(path, folder)
    if folder and target.resolve() == path.resolve():
        raise UsageError(reason=text("leads.same_folder", batch.lang, file=path.name))
    if folder and target.exists() and not session.force:
        raise OutputExistsError(path=str(target))
    edits = []
    for k in sheets:
        sheet = batch.sheets[k]
        made = columns(sheet, batch.grades[k], batch.desk.view, batch.lang)
        if made:
            edits.append(SheetColumns(sheet.table.sheet, sheet.table.header_row, made))
    if not edits and not folder:
        return text("leads.unchanged", batch.lang, file=path.name), None
    target.parent.mkdir(parents=True, exist_ok=True)
    if folder and path.suffix.lower() not in SPLICED:
        return text("leads.fresh", batch.lang, file=path.name), outputs.place(
            target, lambda beside: _fresh(path, beside, edits, batch.lang), force=session.force
        )
    spliced = add_columns(path, target, edits, batch.lang)
    line = text("leads.backup", batch.lang, file=path.name, backup=spliced.backup.name) if spliced.backup else ""
    return line, spliced.target


def _target(path: Path, folder: Path | None) -> Path:
    if folder is None:
        return path
    return folder / (path.name if path.suffix.lower() in SPLICED else f"{path.stem}.xlsx")


def _fresh(path: Path, target: Path, edits: "Sequence[SheetColumns]", lang: str) -> None:
    """The values of a file that takes no columns, in a new workbook that does."""
    from kamsheets.workbook import fresh
    from kamsheets.workbook.splice import add_columns

    with tempfile.TemporaryDirectory() as folder:
        values = Path(folder) / target.name
        names = fresh.copy(path, values, lang)
        add_columns(values, target, [replace(edit, sheet=names[edit.sheet]) for edit in edits], lang)
