"""The month on one folder: check, grade, roll up, route, split, release, print; one report workbook, forms in Word.

Everything is made in a hidden folder beside the result and renamed at the end: a run that is stopped leaves nothing.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from kamsheets.core.errors import KamError, OutputExistsError
from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.jobs import month_files
from kamsheets.jobs.approvals_route import route_approvals
from kamsheets.jobs.commission_release import release_commissions
from kamsheets.jobs.commission_split import split_commissions
from kamsheets.jobs.forms_print import How, print_forms
from kamsheets.jobs.inputs import inputs, passed_over
from kamsheets.jobs.leads_grade import grade_leads
from kamsheets.jobs.month_book import write
from kamsheets.jobs.month_results import Results, earlier, keep_numbers
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.pipeline_check import check_pipeline
from kamsheets.jobs.pipeline_rollup import roll_up_pipeline
from kamsheets.jobs.session import Session

STAGING = ".kamsheets-"


class MonthBusyError(KamError):
    """Another run works in the same folder; ``folder``."""

    code = "E020"


@dataclass(frozen=True)
class Step:
    """One step of the month."""

    name: str
    outcome: Outcome


def run_month(folder: Path, session: Session, *, name: str = "") -> Outcome:
    """The month of ``folder``; the result is a folder of its own inside it.

    Raises ``OutputExistsError`` when the result is there and is not to be replaced, ``UnreadableFileError`` for a
    folder without workbooks, ``MonthBusyError``.
    """
    month = f"{session.as_of:%Y-%m}"
    target = folder / (name or text("month.folder", session.lang, month=month))
    if target.exists() and not session.force:
        raise OutputExistsError(path=str(target))
    files, ours = inputs([folder], lang=session.lang)
    with _alone(folder), _staged(target) as staging:
        results, before = Results(staging, month, session.lang), earlier(folder, session.as_of)
        last = Results(target, month, session.lang) if target.exists() else before
        if last:
            keep_numbers(last.forms, results.forms)
        found = month_files.sort_out(files, session.view)
        steps = [Step(name, outcome) for name, outcome in _steps(found, session, results, before)]
        outcome = _joined(steps, found, session)
        outcome = replace(outcome, findings=[*outcome.findings, *passed_over(ours)])
        write(results.report, steps, outcome, session)
    return _settled(outcome, results.report, staging, target)


def _steps(
    found: month_files.Folder, session: Session, to: Results, before: Results | None
) -> Iterator[tuple[str, Outcome]]:
    """The steps for which there are files, in the order of the month; what moves is told against the month before."""
    both = list(dict.fromkeys([*found.pipeline, *found.leads]))
    printed = list(dict.fromkeys([*found.leads, *found.dossiers, *found.bonus]))
    since, ledger = (_there(before, name) for name in ("rollup", "release"))
    steps: list[tuple[str, Sequence[Path], Callable[[], Outcome]]] = [
        ("leads", found.leads, lambda: grade_leads(found.leads, session, folder=to.graded)),
        ("pipeline", found.pipeline, lambda: check_pipeline(both, session)),
        ("rollup", found.pipeline, lambda: _rolled_up(both, session, to, since)),
        ("routes", found.papers, lambda: route_approvals(found.papers, session, output=to.file("routes"))),
        ("split", found.bonus, lambda: split_commissions(found.bonus, session, to.file("split"))),
        ("release", found.bonus, lambda: release_commissions(found.bonus, session, to.file("release"), ledger)),
        ("forms", printed, lambda: print_forms(printed, session, How(to.forms))),
    ]
    for name, needed, do in steps:
        if needed:
            yield name, do()


def _rolled_up(files: Sequence[Path], session: Session, to: Results, since: Path | None) -> Outcome:
    return roll_up_pipeline(files, session, to.file("rollup"), [since] if since else (), to.file("brief"))


def _there(before: Results | None, name: str) -> Path | None:
    path = before.file(name) if before else None
    return path if path and path.exists() else None


def _joined(steps: Sequence[Step], found: month_files.Folder, session: Session) -> Outcome:
    """All steps as one outcome; what two steps say of the same cell is said once."""
    findings = {(f.code, f.place, f.value): f for step in steps for f in step.outcome.findings}
    failures = {str(error): error for error in found.failures}
    failures |= {str(error): error for step in steps for error in step.outcome.failures}
    lines = [
        text("month.told", session.lang, step=text(f"month.step.{step.name}", session.lang), line=line)
        for step in steps
        for line in _said(step, session)
    ]
    lines += [text("month.accounts", session.lang, file=path.name) for path in found.accounts]
    lines += [text("month.other", session.lang, file=path.name) for path in found.others]
    return Outcome(
        findings=sorted(findings.values(), key=Finding.sort_key),
        summary={step.name: step.outcome.summary for step in steps},
        data={key: rows for step in steps for key, rows in step.outcome.data.items()},
        outputs=[path for step in steps for path in step.outcome.outputs],
        failures=list(failures.values()),
        lines=lines,
    )


def _said(step: Step, session: Session) -> Sequence[str]:
    if step.outcome.lines:
        return step.outcome.lines
    return [text("month.printed", session.lang, **step.outcome.summary)] if step.name == "forms" else []


def _settled(outcome: Outcome, report: Path, staging: Path, target: Path) -> Outcome:
    """The outcome with every path as it is after the rename."""

    def final(path: Path) -> Path:
        return target / path.relative_to(staging)

    documents = outcome.data.get("documents")
    moved = [{**row, "path": str(final(Path(row["path"])))} for row in documents] if isinstance(documents, list) else []
    outputs = [final(report), *(final(path) for path in outcome.outputs)]
    return replace(outcome, data={**outcome.data, "documents": moved}, outputs=outputs)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One run a folder at a time; the lock lies outside the folder and falls with the process."""
    mark = sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    try:
        with FileLock(Path(tempfile.gettempdir()) / f"kamsheets-{mark}.lock", timeout=0):
            yield
    except Timeout as busy:
        raise MonthBusyError(folder=str(folder)) from busy


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A hidden folder that becomes ``target`` when everything went well; leftovers of stopped runs are cleared."""
    for leftover in target.parent.glob(f"{STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=target.parent))
    try:
        yield staging
        if target.exists():
            shutil.rmtree(target)
        staging.chmod(0o755)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
