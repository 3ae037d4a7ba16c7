"""Reading: one large register, and a folder of small ones, against the bare engines."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import Figure, lead_sheet, timed

SMALL_FILES, SMALL_ROWS = 200, 200


def calamine(paths: Sequence[Path]) -> None:
    """The engine alone: values without kinds, errors and uncalculated formulas as blanks."""
    from python_calamine import CalamineWorkbook

    for path in paths:
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def raw(paths: Sequence[Path]) -> None:
    """Guarded and normalised, no headers yet."""
    from kamsheets.workbook import read

    for path in paths:
        read.raw(path)


def tables(paths: Sequence[Path], threads: int = 0) -> None:
    """Tables of a known form."""
    from kamsheets.forms.catalogue import catalogue
    from kamsheets.workbook import read

    forms = [catalogue()["F1"], catalogue()["F2"]]
    if threads:
        with ThreadPoolExecutor(threads) as pool:
            read.read_many(paths, forms, pool)
    else:
        read.read_many(paths, forms)


def pandas(paths: Sequence[Path], engine: str) -> None:
    """What most scripts do."""
    from pandas import read_excel

    for path in paths:
        read_excel(path, engine=engine)


def openpyxl(paths: Sequence[Path]) -> None:
    """The usual library at its leanest."""
    from openpyxl import load_workbook

    for path in paths:
        for row in load_workbook(path, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True):
            tuple(row)


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """All ways on one file of ``rows`` rows, then on 200 files of 200."""
    big = [lead_sheet(folder / "big.xlsx", rows)]
    small = [lead_sheet(folder / f"{n:03d}.xlsx", SMALL_ROWS) for n in range(SMALL_FILES)]
    for group, paths in (
        (f"read {rows} rows x 20 columns", big),
        (f"read {SMALL_FILES} files x {SMALL_ROWS} rows", small),
    ):
        yield timed(group, "python-calamine alone", calamine, paths)
        yield timed(group, "kamsheets, plain values", raw, paths)
        yield timed(group, "kamsheets, tables", tables, paths)
        if len(paths) > 1:
            yield timed(group, "kamsheets, tables, 2 threads", tables, paths, 2)
        yield timed(group, "pandas on calamine", pandas, paths, "calamine")
        yield timed(group, "openpyxl, read-only", openpyxl, paths, repeat=1)
