"""Check lead sheets: every problem at its cell, nothing changed."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.messages import text
from kamsheets.jobs.leads_batch import examined, load, tally
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
    """Findings of all lead sheets in ``files``; ``register``: last month's, only compared with."""
    batch = load(files, session, rankings, register)
    found = examined(batch)
    summary = tally(batch, found)
    duplicates = batch.duplicates
    summary |= {"duplicate_groups": len(duplicates.groups), "possible_duplicates": len(duplicates.weak)}
    return Outcome(
        found,
        {"files": len(files) - len(batch.failures), **summary},
        {"leads": list(rows(batch))},
        failures=batch.failures,
        lines=[text("leads.counted", session.lang, **summary)],
    )
