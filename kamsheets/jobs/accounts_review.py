"""The review of key accounts as one workbook: KPI, value, portfolio, relations, service, agenda."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.accounts.review import review
from kamsheets.core.finding import Finding
from kamsheets.core.messages import sentence, text
from kamsheets.jobs import accounts_pages as pages
from kamsheets.jobs.accounts_check import said
from kamsheets.jobs.accounts_read import load
from kamsheets.jobs.accounts_score import data, lines, totals
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.outputs import place
from kamsheets.jobs.session import Session
from kamsheets.workbook.write import Book, Sheet

PAGES = (
    ("kpi", pages.kpi_page),
    ("value", pages.value_page),
    ("portfolio", pages.portfolio_page),
    ("relations", pages.relations_page),
    ("contacts", pages.contacts_page),
    ("care", pages.care_page),
    ("agenda", pages.agenda_page),
    ("process", pages.process_page),
)
"""In the order of the tabs; the problems come last."""


def review_accounts(files: Sequence[Path], session: Session, output: Path) -> Outcome:
    """The review of the registers in ``files``, written to ``output``; raises ``OutputExistsError``.

    Nothing is written when no account could be read.
    """
    found = load(files, session)
    register = found.register()
    made = review(register, session.view)
    findings = said(found, made)
    desk = pages.Desk(register, made, session.view, session.lang)
    outputs = []
    if register.customers:
        outputs.append(place(output, lambda path: _write(path, desk, findings), force=session.force))
    return Outcome(
        findings=findings,
        summary={**found.tally(), **totals(made)},
        data=data(made, session.view, session.lang),
        outputs=outputs,
        failures=found.failures,
        lines=[text("accounts.said.checked", session.lang, **found.tally()), *lines(made, session.lang)],
    )


def _write(path: Path, desk: pages.Desk, findings: Sequence[Finding]) -> None:
    with Book(path, desk.lang, title=desk.t("title", day=desk.review.day)) as book:
        for name, fill in PAGES:
            fill(book.page(desk.t(f"sheet.{name}")), desk)
        _problems(book.page(desk.t("sheet.problems")), desk, findings)


def _problems(page: Sheet, desk: pages.Desk, findings: Sequence[Finding]) -> None:
    """Every finding with what to do."""
    page.title(desk.t("sheet.problems"))
    columns = [desk.col("severity", width=8), desk.col("code", width=8), desk.col("said", width=110)]
    rows = [[text(f"severity.{f.severity}", desk.lang), f.code, sentence(f, desk.lang)] for f in findings]
    page.table(columns, rows)
