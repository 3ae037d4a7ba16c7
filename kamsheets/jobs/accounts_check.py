"""Check account registers: every problem at its cell, nothing changed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kamsheets.accounts.review import Review, review
from kamsheets.core.finding import Finding, Place, Severity, finding
from kamsheets.core.messages import text
from kamsheets.jobs.accounts_read import Reading, load
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


def check_accounts(files: Sequence[Path], session: Session) -> Outcome:
    """Findings of all sheets of all files."""
    found = load(files, session)
    summary = found.tally()
    return Outcome(
        findings=said(found, review(found.register(), session.view)),
        summary=summary,
        failures=found.failures,
        lines=[text("accounts.said.checked", session.lang, **summary)],
    )


def said(found: Reading, made: Review) -> list[Finding]:
    """What was said of the cells, and of the register as a whole."""
    return sorted([*found.findings, *_of_the_whole(made)], key=Finding.sort_key)


def _of_the_whole(made: Review) -> Iterator[Finding]:
    """Cases not served in time, managers with too many accounts (at the first one above the limit), scores to come."""
    for line in made.lines:
        for judged in line.service:
            if judged.met is False:
                yield finding("AC08", judged.case.place, judged.case.number, account=line.customer.name)
    for manager, span in made.spans:
        if span.overloaded:
            held = [line.customer.place for line in made.lines if line.customer.manager == manager]
            above = sorted(held, key=lambda place: Finding("", Severity.INFO, place).sort_key())[span.limit]
            yield finding("AC09", above, manager, accounts=span.accounts, limit=span.limit)
    if unscored := sum(bool(line.value.missing) for line in made.lines):
        yield finding("AC11", Place(), accounts=unscored)
