"""Roll region workbooks up: how much, how far, how sure, what moved, what is stuck; one summary workbook."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.bulk import bulk
from kamsheets.jobs.inputs import expand
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.outputs import place
from kamsheets.jobs.pipeline_book import write
from kamsheets.jobs.pipeline_pages import Desk
from kamsheets.jobs.pipeline_read import Loaded, load
from kamsheets.jobs.pipeline_rows import data
from kamsheets.jobs.session import Session
from kamsheets.pipeline.report import Report


@bulk()
def roll_up_pipeline(
    files: Sequence[Path], session: Session, output: Path | None = None, since: Sequence[Path] = ()
) -> Outcome:
    """The roll-up of ``files``; ``since`` are earlier snapshots, oldest first, each a file or a folder of files.

    Without ``output`` nothing is written. Raises ``OutputExistsError``; ``UnreadableFileError`` for an empty folder.
    """
    now = load(files, session)
    earlier = [load(expand([path], lang=session.lang), session, past=True) for path in since]
    found = Report(now.snapshot, now.view, [loaded.snapshot for loaded in earlier])
    findings = sorted([*now.findings, *found.findings], key=Finding.sort_key)
    outputs = []
    if output is not None:
        desk = Desk(found, now.paths, output, session.lang)
        excluded = now.snapshot.counted.excluded
        outputs.append(place(output, lambda path: write(path, desk, excluded, findings), force=session.force))
    return Outcome(
        findings=findings,
        outputs=outputs,
        summary=_summary(found, now),
        data=data(found, now.snapshot, session.lang),
        failures=[failure for loaded in (now, *earlier) for failure in loaded.failures],
        lines=list(_lines(found, now, session.lang)),
    )


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
