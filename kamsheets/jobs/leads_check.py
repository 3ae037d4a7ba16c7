"""Check lead sheets: every problem at its cell; on request marked copies to send back. The files themselves stay."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Severity
from kamsheets.core.messages import text
from kamsheets.jobs import outputs
from kamsheets.jobs.leads_batch import Batch, examined, load, tally
from kamsheets.jobs.leads_rows import rows
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


def check_leads(
    files: Sequence[Path],
    session: Session,
    *,
    rankings: Path | None = None,
    register: Path | None = None,
    report: Path | None = None,
    only_bad: bool = False,
) -> Outcome:
    """Findings of all lead sheets in ``files``; ``register``: last month's, only compared with.

    ``report``: folder for a marked copy of every file with errors or warnings; ``only_bad`` keeps just those rows.
    """
    batch = load(files, session, rankings, register)
    found = examined(batch)
    summary = tally(batch, found)
    duplicates = batch.duplicates
    summary |= {"duplicate_groups": len(duplicates.groups), "possible_duplicates": len(duplicates.weak)}
    copies = list(_marked(batch, found, report, session, only_bad)) if report else []
    return Outcome(
        found,
        {"files": len(files) - len(batch.failures), **summary},
        {"leads": list(rows(batch))},
        copies,
        batch.failures,
        [text("leads.counted", session.lang, **summary)],
    )


def _marked(batch: Batch, found: Sequence[Finding], folder: Path, session: Session, only_bad: bool) -> Iterator[Path]:
    """A marked copy of each file that has something to answer; what cannot be written joins the failures."""
    for path in dict.fromkeys(batch.paths):
        own = [one for one in found if one.place.file == path.name]
        if any(one.severity is not Severity.INFO for one in own):
            try:
                yield _copy(batch, path, own, folder, session, only_bad)
            except KamError as error:
                batch.failures.append(error)


def _copy(batch: Batch, path: Path, own: Sequence[Finding], folder: Path, session: Session, only_bad: bool) -> Path:
    from kamsheets.workbook import mark

    headers = {
        sheet.table.sheet: sheet.table.header_row
        for sheet, origin in zip(batch.sheets, batch.paths, strict=True)
        if origin == path
    }
    copy = mark.prepare(path, own, session.lang, only_bad=only_bad, headers=headers)
    name = text("leads.report.name", session.lang, stem=path.stem) + copy.suffix
    return outputs.place(folder / outputs.safe_name(name), copy.write, force=session.force)
