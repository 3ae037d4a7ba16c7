"""The marked copy as a fresh workbook, where the user's file cannot be copied: values in their places, no formats."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.workbook import fresh, mark_list, read
from kamsheets.workbook.mark_spots import areas, bad_rows, note, spots, tone
from kamsheets.workbook.rawbook import RawSheet
from kamsheets.workbook.splice_refuse import SpliceRefusedError
from kamsheets.workbook.write import Book, Cell, Col, Sheet


def write(
    source: Path,
    target: Path,
    findings: Sequence[Finding],
    lang: str,
    shown: Mapping[str, int],
    why: SpliceRefusedError,
) -> None:
    """A workbook with the values of ``source``, coloured and commented, and the list; ``why`` it is no true copy.

    ``shown``: header rows of sheets of which only bad rows stay visible.
    """
    raw = read.raw(source)
    more = [text("mark.fresh", lang, reason=text(f"splice.{why.why}", lang, **_facts(why)))]
    with Book(target, lang) as book:
        names = {}
        for sheet in raw.sheets:
            own = [one for one in findings if one.place.sheet == sheet.name and one.place.cell]
            page = book.page(sheet.name or fresh.CSV_SHEET)
            names[sheet.name] = page.name
            _values(page, sheet, own, lang)
            if sheet.name in shown:
                more += _only_bad(page, sheet, own, shown[sheet.name], lang)
        _list(book, source, findings, names, more)


def _facts(why: SpliceRefusedError) -> dict[str, object]:
    return {name: fact for name, fact in why.facts.items() if name not in ("why", "file")}


def _values(page: Sheet, sheet: RawSheet, findings: Sequence[Finding], lang: str) -> None:
    """The cells of one sheet, bad ones marked."""
    width = max((len(row) for row in sheet.rows), default=0)
    rows: list[list[object]] = [[*row, *[None] * (width - len(row))] for row in sheet.rows]
    for area, found in areas(findings).items():
        for k, (row, column) in enumerate(spots(area)):
            if row <= len(rows) and column < width:
                old = rows[row - 1][column]
                before = old if isinstance(old, Cell) else Cell(old)
                said = "\n".join(part for part in (before.note, note(found, lang) if k == 0 else "") if part)
                rows[row - 1][column] = Cell(before.value, tone(found), said)
    fresh.put(page, rows, lang)


def _only_bad(page: Sheet, sheet: RawSheet, findings: Sequence[Finding], header: int, lang: str) -> list[str]:
    hidden = sorted(set(range(header + 1, len(sheet.rows) + 1)) - bad_rows(findings))
    for number in hidden:
        page.raw.set_row(number - 1, None, None, {"hidden": True})
    return [text("mark.hidden", lang, sheet=page.name, count=len(hidden))] if hidden else []


def _list(book: Book, source: Path, findings: Sequence[Finding], names: Mapping[str, str], more: Sequence[str]) -> None:
    """问题清单, like that of a spliced copy."""
    page = book.page(text("mark.sheet", book.lang))
    page.title(text("mark.title", book.lang, file=source.name))
    page.lines(*mark_list.remarks(findings, more, book.lang), span=len(mark_list.COLUMNS), width=sum(mark_list.WIDTHS))
    labels = mark_list.header(book.lang)
    columns = [Col(label, "raw", width) for label, width in zip(labels, mark_list.WIDTHS, strict=True)]
    rows = []
    for line in mark_list.lines(findings, names, book.lang):
        cells: list[object] = list(line.cells)
        cells[1] = Cell(cells[1], line.tone)
        cells[4] = Cell(cells[4], link=line.link)
        rows.append(cells)
    block = page.table(columns, rows)
    page.freeze(block)
