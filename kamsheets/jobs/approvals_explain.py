"""One route explained: the values of the document, every rule tested, every person's reason."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kamsheets.approvals.findings import findings
from kamsheets.approvals.route import Route, Router
from kamsheets.approvals.trace import TraceLine, basis, trace_lines
from kamsheets.core.errors import UsageError
from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.jobs.approvals_papers import harvest
from kamsheets.jobs.approvals_route import routed, wanted
from kamsheets.jobs.approvals_rows import blocked_rows, open_rows, reason, route_rows, trace_row
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.view import PolicyView


def explain_approval(files: Sequence[Path], session: Session, *, project: str, form: str) -> Outcome:
    """The route of one ``form`` of one ``project`` (or lead) among ``files``, rule by rule.

    Raises ``UsageError`` when the files do not hold it, or the matrix does not know the form.
    """
    view, lang = session.view, session.lang
    router = Router.of(view)
    codes = wanted([form], router, lang)
    made = harvest(files, session, router, codes)
    routes, _ = routed(made, router)
    found = [route for route in routes if route.document.subject == project.strip()]
    if not found and not made.failures:
        raise UsageError(reason=text("approvals.said.not_found", lang, subject=project, form=codes[0]))
    said = [one for one in made.findings if any(_concerns(one, route) for route in found)]
    traces = [(route, trace_lines(route, view)) for route in found]
    data = {
        "routes": list(route_rows(found, view, lang)),
        "blocked": list(blocked_rows(found, lang)),
        "open": list(open_rows(found)),
        "trace": [trace_row(line, lang) for _, lines in traces for line in lines],
    }
    summary = {"documents": len(found), "steps": sum(len(route.steps) for route in found)}
    lines = [line for route, trace in traces for line in _lines(route, trace, view, lang)]
    return Outcome([*said, *findings(found, router)], summary, data, failures=made.failures, lines=lines)


def _concerns(found: Finding, route: Route) -> bool:
    """Whether a finding of reading stands in the sheet, and for a row in the row, of the document."""
    own = route.document.place
    row = own.cell.partition(":")[0]
    same_sheet = (found.place.file, found.place.sheet) == (own.file, own.sheet)
    return same_sheet and (not row or found.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == row)


def _lines(route: Route, trace: Sequence[TraceLine], view: PolicyView, lang: str) -> Iterator[str]:
    document = route.document
    place = document.place
    source = "｜".join(filter(None, [place.file, "!".join(filter(None, [place.sheet, place.cell]))]))
    yield text("approvals.said.document", lang, form=document.form, subject=document.subject, source=source)
    for row in route.blocks:
        yield text("approvals.said.stopped", lang, reason=row.reason, basis=basis((row,), lang))
    roles = {role.code: role.label.of(lang) for role in view.roles}
    modes = {choice.code: choice.label.of(lang) for choice in view.choices["approval_mode"]}
    for step in route.steps:
        person = f"{step.person.name} {step.person.emp_id}" if step.person else ""
        facts = {"mode": modes.get(step.mode, step.mode), "role": roles.get(step.role, step.role), "person": person}
        yield text(
            "approvals.said.step",
            lang,
            step=step.step,
            reason=reason(step, lang),
            basis=basis(step.rows, lang),
            **facts,
        )
    yield text("approvals.said.tested", lang)
    yield from (line.told(lang) for line in trace)
