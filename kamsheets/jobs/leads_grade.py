"""Grade leads, and write grade, follow-up mode and next step beside each in the users' own workbooks."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from kamsheets.core.errors import KamError, OutputExistsError, UsageError
from kamsheets.core.messages import text
from kamsheets.jobs.leads_batch import Batch, examined, load, tally
from kamsheets.jobs.leads_columns import columns
from kamsheets.jobs.leads_rows import rows
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


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

    target = folder / path.name if folder else path
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
    spliced = add_columns(path, target, edits, batch.lang)
    line = text("leads.backup", batch.lang, file=path.name, backup=spliced.backup.name) if spliced.backup else ""
    return line, spliced.target
