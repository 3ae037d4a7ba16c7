"""The macros: each takes the open workbook, calls the job of the command line, and writes the result into it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamsheets import __version__
from kamsheets.core.errors import UsageError
from kamsheets.core.messages import reason, text
from kamsheets.jobs.session import Session
from kamsheets.macros import door, marks, results, undo
from kamsheets.macros.account_actions import check_accounts, review_accounts, score_accounts
from kamsheets.macros.bridge import active_sheet, passing_file, whole_book
from kamsheets.macros.outcomes import done, fitting, noted, row_of, rows_of, told
from kamsheets.macros.report import Report
from kamsheets.macros.selection import selected

if TYPE_CHECKING:
    from xlwings import Book

    from kamsheets.jobs.forms_printable import Harvest
    from kamsheets.workbook.splice import SheetColumns

Macro = Callable[["Book", Session], Report]
NOTHING_TO_PRINT = "DC23"
"""Said of a file that holds no form at all."""
COMMISSION = ("F10a", "F10b", "F10d")
"""The sheets of a bonus workbook."""


def check_leads(book: "Book", session: Session) -> Report:
    """Colours, notes and the list of findings for the lead sheet in front."""
    from kamsheets.jobs.leads_check import check_leads as job

    live = active_sheet(book, session.lang)
    with passing_file(book, [live]) as path:
        outcome = done(job([path], session))
    fitting(outcome.summary["sheets"], live.name, ("F1",), session)
    return noted(told(outcome, session), marks.show(book, [live], outcome.findings, session.lang), session)


def grade_leads(book: "Book", session: Session) -> Report:
    """Grade, follow-up mode and next step beside the leads of the sheet in front."""
    from kamsheets.jobs.excel_leads import grade_columns

    return _beside(book, session, grade_columns)


def find_duplicates(book: "Book", session: Session) -> Report:
    """The duplicate group beside the leads of the sheet in front."""
    from kamsheets.jobs.excel_leads import duplicate_columns

    return _beside(book, session, duplicate_columns)


def _beside(book: "Book", session: Session, columns: Callable[[Path, Session], Sequence["SheetColumns"]]) -> Report:
    live = active_sheet(book, session.lang)
    with passing_file(book, [live]) as path:
        edits = columns(path, session)
    fitting(edits, live.name, ("F1",), session)
    if not any(column.at is not None or any(column.values.values()) for edit in edits for column in edit.columns):
        return Report(text("macros.said.nothing_to_write", session.lang))
    cells = results.beside(book, live, edits, session.lang)
    return Report(text("macros.said.cells", session.lang, count=cells))


def roll_up(book: "Book", session: Session) -> Report:
    """All regional tabs of the workbook, rolled up into one sheet: regions, then their total."""
    from kamsheets.jobs.pipeline_rollup import roll_up_pipeline

    with passing_file(book, whole_book(book, session.lang)) as path:
        outcome = done(roll_up_pipeline([path], session))
    fitting(outcome.summary["tabs"], book.name, ("F2",), session)
    total = {**row_of(outcome.data["total"]), "region": "", "region_name": text("macros.total", session.lang)}
    rows = [*rows_of(outcome.data["regions"]), total]
    results.table(book, "roll_up", rows, session.lang)
    return told(outcome, session)


def route_selected(book: "Book", session: Session) -> Report:
    """Who signs the selected rows, as a sheet."""
    from kamsheets.jobs.approvals_route import route_approvals

    chosen = selected(book, session)
    with passing_file(book, chosen.sheets) as path:
        outcome = done(route_approvals([path], session))
    found = [*rows_of(outcome.data["routes"]), *rows_of(outcome.data["blocked"])]
    rows = [row for row in found if row["sheet"] == chosen.name]
    read = rows or outcome.summary["rows_read"] or outcome.summary["documents"]
    fitting(read, chosen.name, ("F1", "F2", "F3", "F10a"), session)
    results.table(book, "routes", rows, session.lang)
    return told(outcome, session)


def split_commissions(book: "Book", session: Session) -> Report:
    """The amount of each member and stage, as a sheet."""
    from kamsheets.jobs.commission_split import split_commissions as job

    with passing_file(book, whole_book(book, session.lang)) as path:
        outcome = done(job([path], session))
    fitting(outcome.summary.get("rows_read"), book.name, COMMISSION, session)
    rows = [
        {"project_no": project["project_no"], **row_of(cell)}
        for project in rows_of(outcome.data["projects"])
        for cell in rows_of(project["cells"])
    ]
    results.table(book, "split", rows, session.lang)
    return told(outcome, session)


def release_commissions(book: "Book", session: Session) -> Report:
    """What each receipt frees for each member, as a sheet."""
    from kamsheets.jobs.commission_release import release_commissions as job

    with passing_file(book, whole_book(book, session.lang)) as path:
        outcome = done(job([path], session))
    fitting(outcome.summary.get("rows_read"), book.name, COMMISSION, session)
    results.table(book, "release", rows_of(outcome.data["instalments"]), session.lang)
    return told(outcome, session)


def print_selected(book: "Book", session: Session) -> Report:
    """Drafts of the forms of the selected rows, in a folder beside the workbook."""
    from kamsheets.jobs.forms_collect import collect
    from kamsheets.jobs.forms_print import How, print_harvest

    folder = door.folder(book)
    if folder is None:
        raise UsageError(reason=text("macros.said.save_first", session.lang))
    target = folder / text("macros.print.folder", session.lang)
    chosen = selected(book, session)
    with passing_file(book, chosen.sheets) as path:
        harvest = collect([path], session, ())
        harvest.printables = [one for one in harvest.printables if chosen.has(one.place)]
        _printable(harvest, chosen.name, session)
        outcome = done(print_harvest(harvest, replace(session, force=True), How(target, draft=True)))
    return Report(text("macros.said.printed", session.lang, count=len(outcome.outputs), folder=target))


def _printable(harvest: "Harvest", name: str, session: Session) -> None:
    """Nothing when there is something to print; else raises ``UsageError`` that says why there is not."""
    why = next((one for one in harvest.findings if one.code != NOTHING_TO_PRINT), None)
    if not harvest.printables and why:
        raise UsageError(reason=text("macros.said.none_to_print", session.lang, why=reason(why, session.lang)))
    fitting(harvest.printables, name, ("F1", "F3", "F10a"), session)


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
    count = undo.restore(book, session.lang)
    return Report(text("macros.said.restored" if count else "macros.said.nothing_kept", session.lang))


def settings(book: "Book", session: Session) -> Report:
    """Which policy, which day."""
    policy = door.policy_file(book) or text("macros.said.shipped", session.lang)
    return Report(text("macros.said.settings", session.lang, policy=policy, day=session.as_of.isoformat()))


def about(book: "Book", session: Session) -> Report:
    """The version, and where the log is."""
    return Report(text("macros.said.about", session.lang, version=__version__, log=door.LOG))


MACROS: Mapping[str, Macro] = {
    macro.__name__: macro
    for macro in (
        check_leads, grade_leads, find_duplicates, roll_up, route_selected, split_commissions, release_commissions,
        print_selected, check_accounts, score_accounts, review_accounts, show_findings, clear_marks, restore, settings,
        about,
    )
}  # fmt: skip
"""By the ids of the table of actions."""
