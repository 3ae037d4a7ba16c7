"""Check region workbooks: every problem at its cell, nothing changed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kamsheets.core.finding import Finding, Place, Severity, finding
from kamsheets.core.messages import text
from kamsheets.jobs.bulk import bulk
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.pipeline_read import Loaded, load, load_earlier
from kamsheets.jobs.session import Session
from kamsheets.pipeline.checks import check, once_a_tab, unknown_leads
from kamsheets.pipeline.report import Report

DUPLICATES = ("PL01", "PL02")
"""Codes of rows that repeat another one: what is wrong with them is said at the first."""


@bulk()
def check_pipeline(files: Sequence[Path], session: Session, since: Sequence[Path] = ()) -> Outcome:
    """Findings of all tabs of all files; ``since`` (oldest first) lets moves and the order of stages be checked too."""
    now = load(files, session, strict=True)
    earlier = load_earlier(since, session)
    found = Report(now.snapshot, now.view, earlier.snapshots)
    findings = sorted([*now.findings, *earlier.findings, *found.findings, *_rules(now)], key=Finding.sort_key)
    summary = _summary(now, findings)
    return Outcome(
        findings=findings,
        summary=summary,
        failures=[*now.failures, *earlier.failures],
        lines=[text("pipeline.said.checked", session.lang, **summary)],
    )


def _rules(now: Loaded) -> Iterator[Finding]:
    """Every rule on every project but the repeated ones; what nobody supplied is said once."""
    counted = now.snapshot.counted
    projects = [*counted.projects, *(e.project for e in counted.excluded if e.finding.code not in DUPLICATES)]
    yield from once_a_tab(check(projects, now.view))
    if projects and not now.view.people:
        yield finding("PL27", Place())
    if now.leads:
        yield from unknown_leads(projects, now.leads)
    elif any(project.lead_no for project in projects):
        yield finding("PL29", Place())


def _summary(now: Loaded, findings: Sequence[Finding]) -> dict[str, object]:
    """Rows read = accepted + rejected + blank; a row with an error is rejected."""
    tally = now.tally()
    wrong = {(f.place.file, f.place.sheet, f.sort_key()[2]) for f in findings if f.severity is Severity.ERROR}
    counted = now.snapshot.counted
    rows = [*counted.projects, *(item.project for item in counted.excluded)]
    rejected = sum((*project.tab.key, project.row) in wrong for project in rows)
    kept = {name: tally[name] for name in ("files", "tabs", "rows_read", "blank")}
    return {**kept, "accepted": len(rows) - rejected, "rejected": rejected}
