"""``demo``: the sample workspace on disk, and the whole month run on it."""

from dataclasses import replace
from pathlib import Path

from kamsheets.core.errors import OutputExistsError
from kamsheets.core.finding import Finding, Severity
from kamsheets.core.messages import text
from kamsheets.jobs.accounts_check import check_accounts
from kamsheets.jobs.demo.dirt import Planted, spoil
from kamsheets.jobs.demo.files import REGISTER, Writer
from kamsheets.jobs.demo.words import today
from kamsheets.jobs.demo.workspace import invent
from kamsheets.jobs.month import run_month
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.policy_source import load
from kamsheets.jobs.session import Session


def make_demo(folder: Path, session: Session) -> Outcome:
    """A workspace in ``folder`` and its month; the planted problems are expected, so they are counted, not returned.

    Raises ``OutputExistsError`` when ``folder`` holds anything and ``force`` is not set.
    """
    if folder.exists() and any(folder.iterdir()) and not session.force:
        raise OutputExistsError(path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    office = invent()
    writer = Writer(folder, office, spoil(office))
    written = writer.write()
    month = replace(session, policy=load(folder / "policy.xlsx", None), as_of=today())
    outcome = run_month(folder, month)
    planted = [*writer.planted, *writer.in_register]
    said = [*outcome.findings, *check_accounts([folder / REGISTER], month).findings]
    found = [one for one in planted if any(_same(one, finding) for finding in said)]
    errors = sum(finding.severity is Severity.ERROR for finding in outcome.findings)
    lines = [
        text("workspace.demo.made", session.lang, count=len(written), folder=folder),
        *outcome.lines,
        text("workspace.demo.planted", session.lang, planted=len(planted), found=len(found), errors=errors),
        text("workspace.demo.open", session.lang, report=outcome.outputs[0]),
        text("workspace.demo.accounts", session.lang, folder=folder, register=REGISTER, day=month.as_of),
    ]
    summary = {"files": len(written), "planted": len(planted), "found": len(found), **outcome.summary}
    return Outcome((), summary, outcome.data, outcome.outputs[:1], outcome.failures, lines)


def _same(planted: Planted, finding: Finding) -> bool:
    place = finding.place
    return (planted.code, planted.file, planted.cell) == (finding.code, place.file, place.cell)
