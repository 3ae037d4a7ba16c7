"""转换: workbooks of any dialect into the canonical sheet, .csv or .json, and these back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from kamsheets.core.errors import KamError, OutputExistsError, UsageError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import text
from kamsheets.core.table import Table
from kamsheets.forms.catalogue import Catalogue, Form
from kamsheets.forms.choices import Choices
from kamsheets.forms.typed import typed
from kamsheets.jobs import outputs
from kamsheets.jobs.convert_json import read_json
from kamsheets.jobs.convert_sheet import Converted, canons, is_origin, unlike
from kamsheets.jobs.convert_write import write_json, write_text, write_workbook
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.workbook.read import FILES_A_TASK, read

To = Literal["xlsx", "csv", "json"]
"""What is written."""
MISSING_COLUMNS = "HD04"
"""What is not there cannot be converted wrongly: gaps are for the checks to name."""


@dataclass(frozen=True)
class How:
    """What every file needs to be converted, wherever that happens."""

    to: To
    folder: Path
    forms: Catalogue
    choices: Choices
    lang: str
    force: bool
    restricted: bool
    sources: frozenset[Path]
    """All inputs, resolved: none of them is ever an output."""


@dataclass
class Done:
    """One file."""

    findings: list[Finding] = field(default_factory=list)
    outputs: list[Path] = field(default_factory=list)
    error: KamError | None = None
    tables: int = 0
    rows: int = 0
    rejected: int = 0
    blank: int = 0
    totals: int = 0
    """Totals rows, which are no data and are left out."""


def convert_files(
    files: Sequence[Path], session: Session, to: To, folder: Path, *, restricted: bool = False
) -> Outcome:
    """Each file converted into ``folder``, under its own name; the batch goes on past a bad one.

    ``restricted``: also sheets that only a few may see (决策小组).
    """
    view = session.view
    how = How(
        to, folder, catalogue_under(view), view.choices, session.lang, session.force, restricted,
        frozenset(path.resolve() for path in files),
    )  # fmt: skip
    names = unlike([outputs.safe_name(path.stem) for path in files])
    done = list(_all(list(zip(files, names, strict=True)), how, session))
    rows, rejected, blank = (sum(getattr(one, name) for one in done) for name in ("rows", "rejected", "blank"))
    summary: dict[str, object] = {
        "files": sum(one.error is None for one in done), "tables": sum(one.tables for one in done),
        "rows_read": rows, "accepted": rows - rejected - blank, "rejected": rejected, "blank": blank,
        "totals": sum(one.totals for one in done),
    }  # fmt: skip
    return Outcome(
        findings=[found for one in done for found in one.findings],
        summary=summary,
        outputs=[path for one in done for path in one.outputs],
        failures=[one.error for one in done if one.error],
        lines=[text("convert.counted", session.lang, **summary)],
    )


def _all(tasks: Sequence[tuple[Path, str]], how: How, session: Session) -> Iterator[Done]:
    """All files in their order, some at a time on the executor."""
    chunks = [tasks[i : i + FILES_A_TASK] for i in range(0, len(tasks), FILES_A_TASK)]
    pool = session.executor if len(chunks) > 1 else None
    waiting = [pool.submit(_chunk, chunk, how).result if pool else partial(_chunk, chunk, how) for chunk in chunks]
    finished = 0
    for result in waiting:
        done = result()
        finished += len(done)
        session.progress(finished, len(tasks))
        yield from done


def _chunk(tasks: Sequence[tuple[Path, str]], how: How) -> list[Done]:
    return [_file(path, name, how) for path, name in tasks]


def _file(path: Path, name: str, how: How) -> Done:
    done = Done()
    try:
        sheets = [_converted(form, table, how, done) for form, table in _tables(path, how, done)]
        if sheets:
            done.outputs += _write(sheets, path, name, how)
    except KamError as error:
        return Done(findings=done.findings, error=error)
    return done


def _tables(path: Path, how: How, done: Done) -> Iterator[tuple[Form, Table]]:
    if path.suffix.lower() == ".json":
        found = read_json(path, how.forms)
    else:
        reading = read(path, how.forms.lists())
        done.findings += [f for f in reading.findings if f.code != MISSING_COLUMNS and not is_origin(f)]
        found = reading.tables
    for form, table in found:
        if form.restricted and not how.restricted:
            done.findings.append(finding("IO020", Place(table.file, table.sheet)))
        else:
            yield form, table


def _converted(form: Form, table: Table, how: How, done: Done) -> Converted:
    found = typed(table, form, how.choices, blank_allowed=form.by_id)
    sheet = Converted(found, canons(form, how.choices, how.lang))
    done.findings += sheet.typed.findings
    done.tables += 1
    done.rows += table.read
    done.rejected += len(sheet.typed.rejected)
    done.blank += len(table.blank_rows)
    done.totals += len(table.totals)
    return sheet


def _write(sheets: Sequence[Converted], source: Path, name: str, how: How) -> list[Path]:
    """The files written; raises ``OutputExistsError``, ``UsageError`` when an output would replace an input."""
    writes: dict[str, Callable[[Path], None]]
    match how.to:
        case "xlsx":
            writes = {name: partial(write_workbook, sheets, lang=how.lang)}
        case "json":
            writes = {name: partial(write_json, sheets, file=source.name, lang=how.lang)}
        case "csv" if len(sheets) == 1:
            writes = {name: partial(write_text, sheets[0], lang=how.lang)}
        case "csv":
            labels = unlike([outputs.safe_name(f"{name}-{sheet.name(how.lang)}") for sheet in sheets])
            writes = {k: partial(write_text, sheet, lang=how.lang) for k, sheet in zip(labels, sheets, strict=True)}
    targets = {how.folder / f"{stem}.{how.to}": write for stem, write in writes.items()}
    for target in targets:
        if target.resolve() in how.sources:
            raise UsageError(reason=text("convert.over_input", how.lang, path=target))
        if target.exists() and not how.force:
            raise OutputExistsError(path=str(target))
    return [outputs.place(target, write, force=how.force) for target, write in targets.items()]
