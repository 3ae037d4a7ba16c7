"""读: a user's file, whatever it is and whoever made it, as tables whose every value knows its cell.

>>> from kamsheets.forms.catalogue import catalogue
>>> reading = read(Path("线索.xlsx"), [catalogue()["F1"]])                         # doctest: +SKIP
>>> [(form.id, table.sheet, len(table.rows)) for form, table in reading.tables]     # doctest: +SKIP
[('F1', '线索', 308)]
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeAlias

from kamsheets.core.errors import UnreadableFileError
from kamsheets.forms.catalogue import Form
from kamsheets.workbook.door import Format, fetch, recognise
from kamsheets.workbook.package import LIMITS, Limits
from kamsheets.workbook.rawbook import RawBook
from kamsheets.workbook.read_csv import read_csv
from kamsheets.workbook.read_tables import Reading, tables
from kamsheets.workbook.read_xls import read_xls
from kamsheets.workbook.read_xlsx import read_xlsx

Readings: TypeAlias = "list[Reading | UnreadableFileError]"

FILES_A_TASK = 25
"""Handing over one file costs as much as reading it; 25 make the hand-over small beside the work."""


def raw(path: Path, *, only: Collection[str] | None = None, limits: Limits = LIMITS) -> RawBook:
    """The visible sheets of a file as plain values, or just the sheets named in ``only``, hidden or not.

    Raises ``UnreadableFileError`` with the reason: missing, locked, empty, damaged, encrypted, a bomb, no spreadsheet.
    """
    data = fetch(path, limits)
    match recognise(data, path.name):
        case Format.XLSX:
            return read_xlsx(data, path.name, only, limits)
        case Format.XLS:
            return read_xls(data, path.name, only)
        case Format.CSV:
            return read_csv(data, path.name)


def read(path: Path, forms: Sequence[Form], *, only: Collection[str] | None = None) -> Reading:
    """The tables of a file, each sheet as the form among ``forms`` that fits its header best; raises like ``raw``."""
    return tables(raw(path, only=only), forms)


def read_many(
    paths: Sequence[Path],
    forms: Sequence[Form],
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Readings:
    """The readings of many files in their order; a file that cannot be read stands as its error.

    ``executor``: any of ``concurrent.futures`` (threads serve well: the reader lets go of the interpreter lock), or
    that of a Dask client; None reads one after another.
    """
    chunks = [paths[i : i + FILES_A_TASK] for i in range(0, len(paths), FILES_A_TASK)]
    found: Readings = []
    waiting = [executor.submit(_read_chunk, chunk, forms) for chunk in chunks] if executor else chunks
    for chunk in waiting:
        found += _read_chunk(chunk, forms) if isinstance(chunk, Sequence) else chunk.result()
        progress(len(found), len(paths))
    return found


def _read_chunk(paths: Sequence[Path], forms: Sequence[Form]) -> Readings:
    return [_read_or_error(path, forms) for path in paths]


def _read_or_error(path: Path, forms: Sequence[Form]) -> Reading | UnreadableFileError:
    try:
        return read(path, forms)
    except UnreadableFileError as error:
        return error
