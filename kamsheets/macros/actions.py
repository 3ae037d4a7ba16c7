"""The macros: each takes the open workbook, calls the job of the command line, and writes the result into it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kamsheets import __version__
from kamsheets.core.errors import UsageError
from kamsheets.core.finding import Severity
from kamsheets.core.messages import text
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.macros import backup, door, marks, results
from kamsheets.macros.bridge import OWN, Keep, data_sheets, live_sheet, passing_file
from kamsheets.macros.report import Report

if TYPE_CHECKING:
    from xlwings import Book, Sheet

Macro = Callable[["Book", Session], Report]


def check_leads(book: "Book", session: Session) -> Report:
    """Colours and the list of findings for the lead sheet in front."""
    from kamsheets.jobs.leads_check import check_leads as job

    with passing_file(book, [live_sheet(_active(book, session))]) as path:
        outcome = _done(job([path], session))
    marks.show(book, outcome.findings, session.lang)
    return _told(outcome, session)


def grade_leads(book: "Book", session: Session) -> Report:
    """Grade, follow-up mode and next step beside the leads of the sheet in front."""
    from kamsheets.jobs.excel_leads import grade_columns

    with passing_file(book, [live_sheet(_active(book, session))]) as path:
        cells = results.beside(book, grade_columns(path, session), session.lang)
    return Report(text("macros.said.cells", session.lang, count=cells))


def find_duplicates(book: "Book", session: Session) -> Report:
    """The duplicate group beside the leads of the sheet in front."""
    from kamsheets.jobs.excel_leads import duplicate_columns

    with passing_file(book, [live_sheet(_active(book, session))]) as path:
        cells = results.beside(book, duplicate_columns(path, session), session.lang)
    return Report(text("macros.said.cells", session.lang, count=cells))


def roll_up(book: "Book", session: Session) -> Report:
    """All regional tabs of the workbook, rolled up into one sheet: regions, then their total."""
    from kamsheets.jobs.pipeline_rollup import roll_up_pipeline

    with passing_file(book, data_sheets(book)) as path:
        outcome = _done(roll_up_pipeline([path], session))
    total = {**_row(outcome.data["total"]), "region": "", "region_name": text("macros.total", session.lang)}
    rows = [*_rows(outcome.data["regions"]), total]
    results.table(book, "roll_up", rows, session.lang)
    return _told(outcome, session)


def route_selected(book: "Book", session: Session) -> Report:
    """Who signs the selected rows, as a sheet."""
    from kamsheets.jobs.approvals_route import route_approvals

    sheet = live_sheet(_active(book, session), _selected(book))
    with passing_file(book, [sheet]) as path:
        outcome = _done(route_approvals([path], session))
    rows = [*_rows(outcome.data["routes"]), *_rows(outcome.data["blocked"])]
    results.table(book, "routes", rows, session.lang)
    return _told(outcome, session)


def split_commissions(book: "Book", session: Session) -> Report:
    """The amount of each member and stage, as a sheet."""
    from kamsheets.jobs.commission_split import split_commissions as job

    with passing_file(book, data_sheets(book)) as path:
        outcome = _done(job([path], session))
    rows = [
        {"project_no": project["project_no"], **_row(cell)}
        for project in _rows(outcome.data["projects"])
        for cell in _rows(project["cells"])
    ]
    results.table(book, "split", rows, session.lang)
    return _told(outcome, session)


def release_commissions(book: "Book", session: Session) -> Report:
    """What each receipt frees for each member, as a sheet."""
    from kamsheets.jobs.commission_release import release_commissions as job

    with passing_file(book, data_sheets(book)) as path:
        outcome = _done(job([path], session))
    results.table(book, "release", _rows(outcome.data["instalments"]), session.lang)
    return _told(outcome, session)


def print_selected(book: "Book", session: Session) -> Report:
    """Drafts of the forms of the selected rows, in a folder beside the workbook."""
    from kamsheets.jobs.forms_print import How, print_forms

    folder = door.folder(book)
    if folder is None:
        raise UsageError(reason=text("macros.said.save_first", session.lang))
    target = folder / text("macros.print.folder", session.lang)
    sheet = live_sheet(_active(book, session), _selected(book))
    with passing_file(book, [sheet]) as path:
        outcome = _done(print_forms([path], session, How(target, draft=True)))
    return Report(text("macros.said.printed", session.lang, count=len(outcome.outputs), folder=target))


def show_findings(book: "Book", session: Session) -> Report:
    """The list of findings to the front."""
    name = text("macros.sheet.findings", session.lang)
    if name not in {sheet.name for sheet in book.sheets}:
        raise UsageError(reason=text("macros.said.no_findings", session.lang))
    book.sheets[name].activate()
    return Report("")


def clear_marks(book: "Book", session: Session) -> Report:
    """The colours from before the check."""
    marks.clear(book, session.lang)
    return Report(text("macros.said.cleared", session.lang))


def restore(book: "Book", session: Session) -> Report:
    """The cells that the last action overwrote."""
    count = backup.restore(book, session.lang)
    return Report(text("macros.said.restored" if count else "macros.said.nothing_kept", session.lang))


def settings(book: "Book", session: Session) -> Report:
    """Which policy, which day."""
    folder = door.folder(book)
    own = folder is not None and (folder / "policy.xlsx").exists()
    policy = str(folder / "policy.xlsx") if folder and own else text("macros.said.shipped", session.lang)
    return Report(text("macros.said.settings", session.lang, policy=policy, day=session.as_of.isoformat()))


def about(book: "Book", session: Session) -> Report:
    """The version, and where the log is."""
    return Report(text("macros.said.about", session.lang, version=__version__, log=door.LOG))


def _active(book: "Book", session: Session) -> "Sheet":
    """The sheet in front; raises ``UsageError`` when it is one of ours."""
    sheet = book.sheets.active
    if sheet.name in OWN:
        raise UsageError(reason=text("macros.said.own_sheet", session.lang, sheet=sheet.name))
    return sheet


def _selected(book: "Book") -> Keep:
    """The header and what stands above the selection stay: only data rows outside of it are blank.

    A selection of one cell is the row it stands in.
    """
    chosen = book.selection
    if chosen is None:  # a shape is selected, no cells
        return lambda row: True
    first, last = chosen.row, chosen.row + chosen.shape[0] - 1
    header = _header_row(book)
    return lambda row: row <= header or first <= row <= last


def _header_row(book: "Book") -> int:
    """The row that says most in the first twenty of the sheet in front: forms have titles above their headers."""
    used = book.sheets.active.used_range
    top = book.sheets.active.range((used.row, used.column), (used.row + 19, used.last_cell.column))
    counts = [sum(isinstance(cell, str) for cell in row) for row in top.options(ndim=2).value]
    best = max(counts)
    return int(used.row) + counts.index(best)


def _done(outcome: Outcome) -> Outcome:
    """An outcome without failures; raises the first one."""
    if outcome.failures:
        raise outcome.failures[0]
    return outcome


def _told(outcome: Outcome, session: Session) -> Report:
    wrong = sum(one.severity is Severity.ERROR for one in outcome.findings)
    asked = sum(one.severity is Severity.WARNING for one in outcome.findings)
    parts = [*outcome.lines, text("macros.said.tally", session.lang, errors=wrong, warnings=asked)]
    return Report("\n".join(parts), outcome.findings)


def _rows(value: object) -> Sequence[Mapping[str, object]]:
    return list(value) if isinstance(value, list | tuple) else []


def _row(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


MACROS: Mapping[str, Macro] = {
    macro.__name__: macro
    for macro in (
        check_leads, grade_leads, find_duplicates, roll_up, route_selected, split_commissions, release_commissions,
        print_selected, show_findings, clear_marks, restore, settings, about,
    )
}  # fmt: skip
"""By the ids of the table of actions."""
