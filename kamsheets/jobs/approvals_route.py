"""Who must sign what, for every project row, form, lead or bonus plan: routes, findings, one workbook."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.approvals.findings import findings
from kamsheets.approvals.papers import Paper, document
from kamsheets.approvals.route import Route, Router
from kamsheets.core.errors import OutputExistsError, UsageError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import text
from kamsheets.forms.catalogue import form_code
from kamsheets.jobs import outputs
from kamsheets.jobs.approvals_book import write
from kamsheets.jobs.approvals_papers import Harvest, harvest
from kamsheets.jobs.approvals_rows import blocked_rows, open_rows, route_rows
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

CONTRACT, ESTIMATE = "amount_gross", "est_amount"
"""Inputs of the matrix: what a contract is judged by, and what stands in for it before there is one."""


def route_approvals(
    files: Sequence[Path], session: Session, *, forms: Sequence[str] = (), output: Path | None = None
) -> Outcome:
    """The routes of everything in ``files``: of the ``forms`` named, else of those each row or sheet stands for.

    Raises ``OutputExistsError``; ``UsageError`` for a form the approval matrix does not know.
    """
    if output and output.exists() and not session.force:
        raise OutputExistsError(path=str(output))
    router = Router.of(session.view)
    made = harvest(files, session, router, wanted(forms, router, session.lang))
    routes, unknown = routed(made, router)
    found = sorted([*made.findings, *findings(routes, router), *unknown], key=Finding.sort_key)
    written = []
    if output:
        written.append(outputs.place(output, lambda path: write(path, routes, router, session), force=session.force))
    summary = _summary(made, routes)
    data = {
        "routes": list(route_rows(routes, session.view, session.lang)),
        "blocked": list(blocked_rows(routes, session.lang)),
        "open": list(open_rows(routes)),
    }
    lines = [text("approvals.said.routed", session.lang, **summary)]
    if made.counts["rows_read"]:
        lines.append(text("approvals.said.rows", session.lang, **summary))
    return Outcome(found, summary, data, written, made.failures, lines)


def wanted(forms: Sequence[str], router: Router, lang: str) -> list[str]:
    """Canonical codes of the forms asked for; raises ``UsageError`` for one without a row in the matrix."""
    codes = [form_code(form) for form in forms]
    for code in codes:
        if code not in router.tables:
            known = "、".join(sorted(router.tables))
            raise UsageError(reason=text("approvals.said.no_such_form", lang, form=code, known=known))
    return codes


def routed(made: Harvest, router: Router) -> tuple[list[Route], list[Finding]]:
    """The routes of all papers the matrix has rows for; a form without any is told once, as is a stand-in amount."""
    routes = []
    said: dict[object, Finding] = {}
    for paper in made.papers:
        if paper.form not in router.tables:
            said.setdefault(paper.form, finding("AP11", Place(), form=paper.form))
            continue
        routes.append(router.route(document(paper, router)))
        if stands_in(paper, router):
            file = Place(paper.place.file)
            asked, used = router.view.inputs[CONTRACT].label, router.view.inputs[ESTIMATE].label
            said.setdefault((file, paper.form), finding("AP12", file, form=paper.form, asked=asked, used=used))
    return routes, list(said.values())


def stands_in(paper: Paper, router: Router) -> bool:
    """Whether the estimate decides because there is no contract amount yet."""
    values = paper.values
    asked = CONTRACT in router.asks[paper.form] and values.get(ESTIMATE) is not None
    return asked and all(values.get(name) is None for name in (CONTRACT, "contract_amount"))


def _summary(made: Harvest, routes: Sequence[Route]) -> dict[str, object]:
    """Rows read = accepted + rejected + blank; documents are the routed forms and rows."""
    return {
        "files": made.files,
        **made.counts,
        "replaced": made.replaced,
        "documents": len(routes),
        "steps": sum(len(route.steps) for route in routes if not route.blocks),
        "blocked": sum(bool(route.blocks) for route in routes),
        "without_person": sum(any(step.missing for step in route.steps) for route in routes),
        "open": sum(bool(route.open) for route in routes),
    }
