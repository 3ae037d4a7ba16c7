"""What the workers of a print run do: module-level functions over plain data, here, in a pool or on a cluster."""

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.document.fill import Filler, Issue
from kamsheets.document.issued import snapshot
from kamsheets.document.record import Record
from kamsheets.jobs import outputs


@dataclass(frozen=True)
class Batch:
    """Documents of one template. ``settings`` are pickled: chunks of a run share them, and one compiled template."""

    template: str
    stamp: int
    """When the template was changed last: an edited template is compiled anew."""
    settings: bytes
    """Form, ``Printing`` and code."""
    records: tuple[Record, ...]
    issues: tuple[Issue, ...]
    targets: tuple[str, ...]
    snapshots: tuple[str, ...]
    """Where to keep what was issued; an empty name for drafts."""
    sources: tuple[tuple[str, str], ...]
    """(workbook, subject) each record came from, to be asked again when the form comes back."""


@dataclass(frozen=True)
class Made:
    """What became of one document."""

    path: str = ""
    check: str = ""
    missing: Mapping[str, str] = field(default_factory=dict)
    failure: KamError | None = None


@lru_cache(maxsize=16)
def _filler(template: str, stamp: int, settings: bytes) -> Filler:
    form, printing, code = pickle.loads(settings)  # noqa: S301 - pickled by the same run
    return Filler(Path(template), form, printing, code)


def missing(batch: Batch) -> list[Made]:
    """What each record lacks; nothing is written."""
    made = []
    for record in batch.records:
        try:
            filler = _filler(batch.template, batch.stamp, batch.settings)
            made.append(Made(missing=filler.missing(record)))
        except KamError as error:
            made.append(Made(failure=error))
    return made


def write(batch: Batch) -> list[Made]:
    """Make and place each document, and keep what was issued beside it.

    What stands there already was looked for before the work was handed out: a cluster may do a task twice.
    """
    made = []
    filler = _filler(batch.template, batch.stamp, batch.settings)
    jobs = zip(batch.records, batch.issues, batch.targets, batch.snapshots, batch.sources, strict=True)
    for record, issue, target, kept, (source, subject) in jobs:
        try:
            filled = filler.fill(record, issue)
            outputs.place(Path(target), outputs.of(filled.data), force=True)
            if kept:
                issued = snapshot(
                    record,
                    filler.form,
                    filler.printing,
                    filler.code,
                    issue.number,
                    filled.digest,
                    filler.printed,
                    filler.template,
                )
                issued |= {"source": source, "subject": subject}
                text = json.dumps(issued, ensure_ascii=False, indent=1)
                outputs.place(Path(kept), outputs.of(text.encode()), force=True)
            made.append(Made(target, filled.check, filled.missing))
        except KamError as error:
            made.append(Made(failure=error))
    return made
