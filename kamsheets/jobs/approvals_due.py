"""Following up the approval register: whose turn, until when, what is late, open, stopped, or to be signed again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from kamsheets.approvals.followup import CONDITIONAL, NOT_STARTED, OPINIONS, PENDING, Entry, Followed, follow
from kamsheets.approvals.overdue import followup_findings, stale, stale_findings
from kamsheets.approvals.papers import document
from kamsheets.approvals.route import Router
from kamsheets.approvals.snapshot import amounts
from kamsheets.approvals.steps import VETO, signs
from kamsheets.core.errors import OutputExistsError, UsageError
from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.core.table import Table
from kamsheets.forms.lookup import Lookup
from kamsheets.forms.typed import typed
from kamsheets.jobs import outputs
from kamsheets.jobs.approvals_due_book import write
from kamsheets.jobs.approvals_papers import REGISTER, Harvest, harvest
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.view import PolicyView

DAYS_KEY = "sign_days"
"""Policy key: days to sign where the matrix names none."""


def follow_up(files: Sequence[Path], session: Session, *, output: Path | None = None) -> Outcome:
    """The state on the session's day of every form in the registers among ``files``.

    Pipelines, dossiers and bonus workbooks among them are today's amounts, against which signed forms are held.
    Raises ``OutputExistsError``; ``UsageError`` when there is no register.
    """
    if output and output.exists() and not session.force:
        raise OutputExistsError(path=str(output))
    view, lang = session.view, session.lang
    router = Router.of(view)
    made = harvest(files, session, router, tuple(router.tables))
    if not made.registers and not made.failures:
        raise UsageError(reason=text("approvals.said.no_register", lang))
    entries, read = _entries(made.registers, view, router)
    followed = follow(entries, session.as_of, view.holidays, view.number(DAYS_KEY))
    changed = stale(entries, _amounts(made, entries, router))
    problems = [*made.findings, *read, *followup_findings(followed, view), *stale_findings(entries, changed, view)]
    written = []
    if output:
        written.append(outputs.place(output, lambda path: write(path, followed, changed, session), force=session.force))
    summary = _summary(followed, changed)
    rows = [_row(step, changed) for step in followed]
    lines = [text("approvals.said.due", lang, **summary)]
    return Outcome(sorted(problems, key=Finding.sort_key), summary, {"due": rows}, written, made.failures, lines)


def _entries(registers: Iterable[Table], view: PolicyView, router: Router) -> tuple[list[Entry], list[Finding]]:
    form = catalogue_under(view)[REGISTER]
    modes = Lookup(view.choices["approval_mode"])
    entries: list[Entry] = []
    findings: list[Finding] = []
    for table in registers:
        found = typed(table, form, view.choices)
        findings += found.findings
        entries += (_entry(found.record(i), table, i, modes, router) for i in found.accepted)
    return entries, findings


def _entry(values: Mapping[str, object], table: Table, i: int, modes: Lookup, router: Router) -> Entry:
    said = {
        name: str(values[name] or "") for name in ("form_no", "project_no", "signer", "closure", "snapshot", "mode")
    }
    who = router.directory.find(values["person"]) or ""
    person = router.view.person(who)
    return Entry(
        form_no=said["form_no"],
        form=str(values["form_code"]),
        subject=said["project_no"],
        issued=cast("date | None", values["issued"]),
        step=cast(int, values["step"]),
        role=str(values["role"]),
        person=person.emp_id if person else "",
        name=person.name if person else who,
        mode=modes.code(said["mode"]) or said["mode"],
        days=cast("int | None", values["days"]),
        refusal=str(values["refusal"] or VETO),
        state=cast("str | None", values["state"]),
        signed=cast("date | None", values["signed"]),
        signer=said["signer"],
        closure=said["closure"],
        closed=cast("date | None", values["closed"]),
        snapshot=said["snapshot"],
        place=table.place(i),
        places={c.field: table.place(i, c.field) for c in table.columns if c.field},
    )


def _amounts(made: Harvest, entries: Iterable[Entry], router: Router) -> dict[tuple[str, str], Mapping[str, str]]:
    """Today's amounts of the registered forms, as far as the files hold them."""
    wanted = {(entry.form, entry.subject) for entry in entries}
    papers = [paper for paper in made.papers if (paper.form, paper.subject) in wanted]
    return {(paper.form, paper.subject): amounts(document(paper, router), router.view) for paper in papers}


def _summary(followed: Sequence[Followed], changed: Mapping[str, object]) -> dict[str, object]:
    forms: dict[str, list[Followed]] = {}
    for step in followed:
        forms.setdefault(step.entry.key, []).append(step)
    stopped = {key for key, steps in forms.items() if any(step.stops for step in steps)}
    waiting = {key for key, steps in forms.items() if any(unfinished(step) for step in steps)}
    conditions = [step for step in followed if step.entry.state == CONDITIONAL and not step.entry.closed]
    held = {step.entry.key for step in conditions}
    return {
        "forms": len(forms),
        "pending": sum(step.state == PENDING and signs(step.entry.mode) for step in followed),
        "overdue": sum(step.late > 0 for step in followed),
        "conditions": len(conditions),
        "again": len(changed),
        "stopped": len(stopped),
        "finished": len(forms.keys() - stopped - waiting - held - changed.keys()),
    }


def unfinished(step: Followed) -> bool:
    """A signature that is still to come."""
    return signs(step.entry.mode) and step.state in (PENDING, NOT_STARTED)


def _row(step: Followed, changed: Mapping[str, object]) -> dict[str, object]:
    """A row of ``due`` in ``--json``."""
    entry = step.entry
    return {
        "form_no": entry.form_no,
        "form_code": entry.form,
        "project_no": entry.subject,
        "step": entry.step,
        "mode": entry.mode,
        "role": entry.role,
        "person": entry.person,
        "person_name": entry.name,
        "state": step.state,
        "sent": step.sent,
        "due": step.due,
        "days_late": step.late,
        "signed": entry.signed,
        "sign_again": entry.key in changed and entry.state in OPINIONS,
        "file": entry.place.file,
        "sheet": entry.place.sheet,
        "cell": entry.place.cell,
    }
