"""What every macro makes of a job's outcome: refusals as errors, the line for the person, rows for a sheet."""

from collections.abc import Mapping, Sequence

from kamsheets.core.errors import UsageError
from kamsheets.core.finding import Severity
from kamsheets.core.messages import text
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.macros import marks
from kamsheets.macros.report import Report


def fitting(found: object, name: str, forms: Sequence[str], session: Session) -> None:
    """Nothing when a job has ``found`` what it is for; else raises ``UsageError`` that says which sheets it is for."""
    if not found:
        kinds = "、".join(f"“{catalogue()[form].label(session.lang)}”" for form in forms)
        raise UsageError(reason=text("macros.said.other_kind", session.lang, name=name, kinds=kinds))


def done(outcome: Outcome) -> Outcome:
    """An outcome without failures; raises the first one."""
    if outcome.failures:
        raise outcome.failures[0]
    return outcome


def told(outcome: Outcome, session: Session) -> Report:
    """What a job says, and how many errors and warnings it found."""
    wrong = sum(one.severity is Severity.ERROR for one in outcome.findings)
    asked = sum(one.severity is Severity.WARNING for one in outcome.findings)
    parts = [*outcome.lines, text("macros.said.tally", session.lang, errors=wrong, warnings=asked)]
    return Report("\n".join(parts), outcome.findings)


def noted(report: Report, without: int, session: Session) -> Report:
    """The report, with a word on the coloured cells that have no note."""
    if not without:
        return report
    return Report(f"{report.line}\n{text('macros.said.notes', session.lang, most=marks.MOST_NOTES)}", report.findings)


def rows_of(value: object) -> Sequence[Mapping[str, object]]:
    """Rows of ``--json``; none for what is no list."""
    return list(value) if isinstance(value, list | tuple) else []


def row_of(value: object) -> Mapping[str, object]:
    """One row of ``--json``; an empty one for what is none."""
    return value if isinstance(value, Mapping) else {}
