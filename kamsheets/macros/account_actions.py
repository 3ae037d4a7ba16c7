"""Key accounts from within Excel: the open register checked, scored and reviewed by the jobs of the command line."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kamsheets.core.errors import UsageError
from kamsheets.core.messages import text
from kamsheets.jobs.session import Session
from kamsheets.macros import door, marks, results
from kamsheets.macros.bridge import passing_file, whole_book
from kamsheets.macros.outcomes import done, fitting, noted, rows_of, told
from kamsheets.macros.report import Report

if TYPE_CHECKING:
    from xlwings import Book

REGISTER = ("F16a",)
"""The sheet a register cannot do without."""
SCORES: Mapping[str, str] = {
    "customer": "", "manager": "", "revenue": "", "value_class": "value_class", "key_account": "", "value_score": "",
    "missing_indicators": "value_indicator", "profit": "", "profit_rate": "", "growth": "",
    "action": "portfolio_action", "lifetime_value": "", "lifecycle": "lifecycle", "churn_stage": "",
}  # fmt: skip
"""What the sheet of scores shows of an account, with the list whose names stand for codes."""


def check_accounts(book: "Book", session: Session) -> Report:
    """Colours, notes and the list of findings for all sheets of the register."""
    from kamsheets.jobs.accounts_check import check_accounts as job

    sheets = whole_book(book, session.lang)
    with passing_file(book, sheets) as path:
        outcome = done(job([path], session))
    fitting(outcome.summary["accounts"], book.name, REGISTER, session)
    return noted(told(outcome, session), marks.show(book, sheets, outcome.findings, session.lang), session)


def score_accounts(book: "Book", session: Session) -> Report:
    """What the models say of every account, as a sheet; persons stay out of it."""
    from kamsheets.jobs.accounts_score import score_accounts as job

    with passing_file(book, whole_book(book, session.lang)) as path:
        outcome = done(job([path], session))
    fitting(outcome.summary["accounts"], book.name, REGISTER, session)
    results.table(book, "scores", [_named(row, session) for row in rows_of(outcome.data["accounts"])], session.lang)
    return told(outcome, session)


def _named(row: Mapping[str, object], session: Session) -> dict[str, object]:
    """A row with names for codes, yes and no for what is tested."""
    return {key: _name(row[key], listing, session) for key, listing in SCORES.items()}


def _name(value: object, listing: str, session: Session) -> object:
    if isinstance(value, bool):
        return text("accounts.word.yes" if value else "accounts.word.no", session.lang)
    if isinstance(value, list):
        return [_name(one, listing, session) for one in value]
    choice = session.view.choice(listing, value) if listing and isinstance(value, str) else None
    return choice.label.of(session.lang) if choice else value


def review_accounts(book: "Book", session: Session) -> Report:
    """The review workbook, the one-pagers and the agenda, in a folder beside the register; those of the day anew."""
    from kamsheets.jobs.accounts_papers import How
    from kamsheets.jobs.accounts_review import review_accounts as job

    folder = door.folder(book)
    if folder is None:
        raise UsageError(reason=text("macros.said.save_first", session.lang))
    target = folder / text("macros.accounts.folder", session.lang)
    output = target / f"{text('macros.accounts.folder', session.lang)}_{session.as_of}.xlsx"
    with passing_file(book, whole_book(book, session.lang)) as path:
        outcome = done(job([path], replace(session, force=True), output, How(target, workspace=folder)))
    fitting(outcome.summary["accounts"], book.name, REGISTER, session)
    said = text("macros.said.reviewed", session.lang, count=len(outcome.outputs), folder=target)
    report = told(outcome, session)
    return Report(f"{report.line}\n{said}", report.findings)
