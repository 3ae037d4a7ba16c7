"""One register from many lead sheets: every row with its origin, numbers issued once, duplicates grouped."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.errors import OutputExistsError
from kamsheets.core.finding import Finding, finding
from kamsheets.core.messages import text
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs import outputs
from kamsheets.jobs.leads_batch import LEADS, Batch, examined, load, tally
from kamsheets.jobs.leads_overlap_sheets import conflicts
from kamsheets.jobs.leads_register import Register, write
from kamsheets.jobs.leads_rows import rows
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.leads.register import Conflict, Draft, draft, numbered

NUMBERED_HERE = ("lead_no",)
"""Required fields that merging fills in itself."""


def merge_leads(
    files: Sequence[Path],
    session: Session,
    output: Path,
    *,
    rankings: Path | None = None,
    register: Path | None = None,
) -> Outcome:
    """Write the register of all leads in ``files`` to ``output``, which is never read as one of them.

    Leads without a number get the one that ``register``, or the output that is replaced, gave them; else the next free.
    Raises ``OutputExistsError``.
    """
    if output.exists() and not session.force:
        raise OutputExistsError(path=str(output))
    sources = [path for path in files if path.resolve() != output.resolve()]
    batch = load(sources, session, rankings, register, blank_allowed=NUMBERED_HERE)
    drafts = _drafts(batch)
    numbers = numbered(drafts, _earlier(batch, output, session))
    found = [*examined(batch), *map(_told, conflicts(batch))]
    made = Register(batch, numbers, found)
    outputs.place(output, lambda path: write(made, path), force=session.force)
    issued = sum(bool(number) and not draft_.number for number, draft_ in zip(numbers, drafts, strict=True))
    summary = {
        "files": len(sources) - len(batch.failures), **tally(batch, found), "leads": len(numbers), "issued": issued,
        "duplicate_groups": len(batch.duplicates.groups), "possible_duplicates": len(batch.duplicates.weak),
    }  # fmt: skip
    data = [{**row, "lead_no": number} for row, number in zip(rows(batch), numbers, strict=True)]
    return Outcome(found, summary, {"leads": data}, [output], batch.failures, _lines(summary, numbers, session.lang))


def _drafts(batch: Batch) -> list[Draft]:
    return [draft(sheet, row, batch.desk) for sheet in batch.sheets for row in sheet.filled]


def _earlier(batch: Batch, output: Path, session: Session) -> list[Draft]:
    """The leads of the register, and of the output that is about to be replaced."""
    before = [batch.register]
    if output.exists():
        before.append(load([output], session).sheets)
    return [draft(sheet, row, batch.desk) for sheets in before for sheet in sheets for row in sheet.filled]


def _told(conflict: Conflict) -> Finding:
    """A conflict as a finding at its first statement."""
    field = catalogue()[LEADS][conflict.field_id]
    said = "；".join(f"{value}（{place.file}｜{place.sheet}!{place.cell}）" for value, place in conflict.statements)
    value, place = conflict.statements[0]
    facts = {"group": conflict.group, "field": field.zh, "field_en": field.en, "statements": said}
    return finding("LD050", place, value, **facts)


def _lines(summary: dict[str, object], numbers: Sequence[str], lang: str) -> list[str]:
    lines = [text("leads.counted", lang, **summary), text("leads.merged", lang, **summary)]
    missing = sum(not number for number in numbers)
    return [*lines, text("leads.no_number", lang, count=missing)] if missing else lines
