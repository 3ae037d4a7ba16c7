"""The review of key accounts as one workbook: KPI, value, portfolio, relations, service, deals, agenda."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamsheets.accounts.review import review
from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.jobs.accounts_check import said
from kamsheets.jobs.accounts_desk import Desk
from kamsheets.jobs.accounts_pages import PAGES, RESTRICTED, problems_page
from kamsheets.jobs.accounts_read import load
from kamsheets.jobs.accounts_score import data, lines, totals
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.outputs import place
from kamsheets.jobs.session import Session
from kamsheets.workbook.write import Book

if TYPE_CHECKING:
    from kamsheets.jobs.accounts_papers import How, Papers


def review_accounts(
    files: Sequence[Path],
    session: Session,
    output: Path,
    how: "How | None" = None,
    pipeline: Sequence[Path] = (),
    *,
    restricted: bool = False,
) -> Outcome:
    """The review of the registers in ``files``, written to ``output``; raises ``OutputExistsError``.

    ``how``: also the papers in Word, with the open projects of the ``pipeline`` files.
    Nothing is written when no account could be read. ``restricted``: also the pages on persons.
    """
    found = load(files, session)
    register = found.register()
    made = review(register, session.view)
    findings = said(found, made)
    desk = Desk(register, made, session.view, session.lang)
    outputs, papers = [], None
    if register.customers:
        outputs.append(place(output, lambda path: _write(path, desk, findings, restricted), force=session.force))
        if how is not None:
            papers = _papers(desk, session, how, pipeline)
    return Outcome(
        findings=[*findings, *(papers.findings if papers else ())],
        summary={**found.tally(), **totals(made)},
        data={
            **data(made, session.view, session.lang, restricted=restricted),
            **({"papers": papers.rows} if papers else {}),
        },
        outputs=[*outputs, *(papers.outputs if papers else ())],
        failures=[*found.failures, *(papers.failures if papers else ())],
        lines=[text("accounts.said.checked", session.lang, **found.tally()), *lines(made, session.view, session.lang)],
    )


def _papers(desk: Desk, session: Session, how: "How", pipeline: Sequence[Path]) -> "Papers":
    """A page for each account and the agenda; what was said of the pipeline goes with them."""
    from kamsheets.jobs import pipeline_read
    from kamsheets.jobs.accounts_paper_desk import PaperDesk
    from kamsheets.jobs.accounts_papers import open_projects, write_papers

    read = pipeline_read.load(pipeline, session) if pipeline else None
    projects = open_projects(read) if read else None
    on_paper = PaperDesk(desk.register, desk.review, desk.view, desk.lang, projects=projects, restricted=how.restricted)
    papers = write_papers(on_paper, session, how)
    if read:
        papers.findings[:0] = read.findings
        papers.failures[:0] = read.failures
    return papers


def _write(path: Path, desk: Desk, findings: Sequence[Finding], restricted: bool) -> None:
    with Book(path, desk.lang, title=desk.t("title", day=desk.review.day), result=True) as book:
        for name, fill in PAGES:
            fill(book.page(desk.t(f"sheet.{name}")), desk)
        problems_page(book.page(desk.t("sheet.problems")), desk, findings)
        for name, fill in RESTRICTED if restricted else ():
            fill(book.page(desk.t(f"sheet.{name}")), desk)
