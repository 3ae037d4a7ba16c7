"""Routes as rows for ``--json`` and for sheets (product.md): one a person and step."""

from collections.abc import Iterable, Iterator, Mapping

from kamsheets.approvals.route import Route
from kamsheets.approvals.signature import in_stead
from kamsheets.approvals.table import State
from kamsheets.approvals.together import RouteStep
from kamsheets.approvals.trace import TraceLine, basis
from kamsheets.policy.types import MatrixRow
from kamsheets.policy.view import PolicyView

Row = dict[str, object]


def route_rows(routes: Iterable[Route], view: PolicyView, lang: str) -> Iterator[Row]:
    """``routes`` of the JSON object: a step each, in the order of signing."""
    for route in routes:
        for step in route.steps:
            yield {**_about(route), **_step(step, lang)}


def blocked_rows(routes: Iterable[Route], lang: str) -> Iterator[Row]:
    """``blocked``: documents that may not go on, one row a reason."""
    for route in routes:
        for row in route.blocks:
            yield {**_about(route), "role": row.role, "reason": row.why(lang), **_rule([row], lang)}


def open_rows(routes: Iterable[Route]) -> Iterator[Row]:
    """``open``: matrix rows that may add a step, with the inputs that are not known."""
    for route in routes:
        for waiting in route.open:
            numbers = [row.number for row in waiting.rule.output.rows]
            yield {**_about(route), "rows": numbers, "missing": list(waiting.inputs)}


def trace_row(line: TraceLine, lang: str) -> Row:
    """One line of ``trace`` (approvals explain)."""
    return {
        "row": line.row.number,
        "state": line.state.value,
        "step": line.row.step,
        "role": line.row.role,
        "mode": line.row.mode,
        "conditions": [
            {"input": one.input.of(lang), "value": one.value.of(lang), "test": one.test.of(lang)}
            for one in line.compared
        ],
        "reason": line.row.why(lang) if line.state is State.HIT else "",
        "source": line.row.source.text,
        "since": line.since,
    }


def _about(route: Route) -> Row:
    document = route.document
    place = document.place
    return {
        "project_no": document.subject,
        "form_code": document.form,
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
    }


def _step(step: RouteStep, lang: str) -> Row:
    return {
        "step": step.step,
        "mode": step.mode,
        "role": step.role,
        "person": step.person.emp_id if step.person else "",
        "person_name": step.person.name if step.person else "",
        "asked_roles": list(step.asked),
        "on_behalf_of": in_stead(step.notes, lang),
        "reason": reason(step, lang),
        **_rule(step.rows, lang),
        "days": step.days,
        "refusal": step.refusal,
    }


def reason(step: RouteStep, lang: str) -> str:
    """Why the step is there and why this person: the matrix rows' reasons, then the remarks."""
    parts = [
        *dict.fromkeys(why for row in step.rows if (why := row.why(lang))),
        *(note.told(lang) for note in step.notes),
    ]
    return ("；" if lang == "zh" else "; ").join(parts)


def _rule(rows: Iterable[MatrixRow], lang: str) -> Mapping[str, object]:
    kept = tuple(rows)
    return {"rule": basis(kept, lang), "rows": sorted(row.number for row in kept)}
