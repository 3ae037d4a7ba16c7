"""The commission workbooks: how the pools were split, and what the receipts release."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.messages import text
from kamsheets.jobs import commission_page_matrix as matrix
from kamsheets.jobs import commission_page_release as release
from kamsheets.jobs import commission_pages as pages
from kamsheets.jobs.commission_pages import Desk
from kamsheets.jobs.commission_plans import Plan
from kamsheets.jobs.commission_read import Ledger
from kamsheets.jobs.commission_released import Release
from kamsheets.jobs.session import Session
from kamsheets.workbook.write import Book


def write_plans(path: Path, done: Sequence[Plan], ledger: Ledger, session: Session) -> None:
    """Overview, what it rests on, matrices with live sums, every amount explained, people, findings."""
    with Book(path, session.lang, title=text("commission.sheet.overview", session.lang), result=True) as book:
        desk = Desk(book, done, session.view)
        _plans(desk)
        matrix.people(desk)
        pages.overlays(desk)
        pages.problems(desk, ledger.findings)


def write_release(path: Path, made: Release, ledger: Ledger, session: Session) -> None:
    """The plans, and what they release: by receipt, month and person, with the ledger to keep for the next time."""
    with Book(path, session.lang, title=text("commission.sheet.release", session.lang), result=True) as book:
        desk = Desk(book, made.plans, session.view)
        _plans(desk)
        detail = release.plan_page(desk, made)
        release.months(desk, made, detail)
        release.clawbacks(desk, made)
        release.difference_page(desk, made.differences)
        release.ledger_page(desk, made.entries)
        pages.overlays(desk)
        pages.problems(desk, ledger.findings)
        release.statements(desk, made)


def _plans(desk: Desk) -> None:
    """The overview comes first and refers to the totals of the matrices, which are written before it."""
    first, second = desk.page("overview", count=len(desk.plans)), desk.page("matrix")
    pages.overview(first, desk, matrix.matrices(second, desk))
    pages.grounds(desk)
    matrix.reasons(desk)
