"""Roll region workbooks up: how much, how far, how sure, what moved, what is stuck; one summary workbook."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from kamsheets.core.errors import OutputExistsError
from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.bulk import bulk
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.outputs import place
from kamsheets.jobs.pipeline_book import write
from kamsheets.jobs.pipeline_brief import write_brief
from kamsheets.jobs.pipeline_pages import Desk
from kamsheets.jobs.pipeline_read import Loaded, load, load_earlier
from kamsheets.jobs.pipeline_rows import data
from kamsheets.jobs.session import Session
from kamsheets.pipeline.report import Report


@bulk()
def roll_up_pipeline(
    files: Sequence[Path],
    session: Session,
    output: Path | None = None,
    since: Sequence[Path] = (),
    brief: Path | None = None,
) -> Outcome:
    """The roll-up of ``files``; ``since`` are earlier snapshots, oldest first, each a file or a folder of files.

    ``output``: the summary workbook, ``brief``: the page in Word; without them nothing is written.
    Raises ``OutputExistsError``, ``TemplateError``; ``UnreadableFileError`` for an empty folder.
    """
    now = load(files, session)
    earlier = load_earlier(since, session)
    found = Report(now.snapshot, now.view, earlier.snapshots)
    findings = sorted([*now.findings, *earlier.findings, *found.findings], key=Finding.sort_key)
    desk = Desk(found, now.paths, output or Path(), session.lang)
    outputs = _written(desk, findings, session, output, brief, files[0].parent)
    return Outcome(
        findings=findings,
        outputs=outputs,
        summary=_summary(found, now),
        data=data(found, now.snapshot, session.lang),
        failures=[*now.failures, *earlier.failures],
        lines=list(_lines(found, now, session.lang)),
    )


def _written(
    desk: Desk,
    findings: Sequence[Finding],
    session: Session,
    output: Path | None,
    brief: Path | None,
    workspace: Path,
) -> list[Path]:
    """The files asked for; the brief takes its pictures from the summary, which is made aside where nobody wants it.

    ``workspace``: where a company's own template of the brief may lie.
    """
    excluded = desk.report.now.counted.excluded
    if brief is not None and brief.exists() and not session.force:
        raise OutputExistsError(path=str(brief))
    outputs = []
    with tempfile.TemporaryDirectory() as aside:
        workbook = output or Path(aside) / "summary.xlsx"
        if output is not None or brief is not None:
            place(workbook, lambda path: write(path, desk, excluded, findings), force=session.force)
        if output is not None:
            outputs.append(output)
        if brief is not None:
            outputs.append(place(brief, lambda path: write_brief(path, desk, workbook, workspace), force=session.force))
    return outputs


def _summary(found: Report, now: Loaded) -> dict[str, object]:
    total = found.rollup.total
    return {
        **now.tally(),
        "projects": total.projects,
        "est_amount": yuan(total.est_amount),
        "weighted_amount": yuan(total.weighted_amount),
        "overdue": total.overdue,
        "stuck": len(found.stuck),
    }


def _lines(found: Report, now: Loaded, lang: str) -> Iterable[str]:
    total = found.rollup.total
    yield text("pipeline.said.rows", lang, **now.tally())
    amounts = {"est": grouped(total.est_amount), "sure": grouped(total.weighted_amount)}
    yield text(
        "pipeline.said.total", lang, projects=total.projects, overdue=total.overdue, stuck=len(found.stuck), **amounts
    )
    if (moved := found.movement) is not None:
        facts = {"start": grouped(moved.amount.start), "end": grouped(moved.amount.end)}
        yield text("pipeline.said.moved", lang, changes=sum(bool(c.moves) for c in moved.changes), **facts)
