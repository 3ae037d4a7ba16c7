"""A copy of a user's workbook to send back: bad cells coloured and commented, every problem in a list with links.

The copy is made by the splicer, so nothing else of the workbook is lost. Where there is nothing to splice (.xls, .csv)
or it would do harm (a signature, an unusual build), the values go into a fresh workbook instead.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.workbook import mark_fresh, mark_list, mark_notes, splice_guard
from kamsheets.workbook.mark_spots import areas, bad_rows, note, spots, tone
from kamsheets.workbook.splice_edit import Edit
from kamsheets.workbook.splice_refuse import SpliceRefusedError, stumbling
from kamsheets.workbook.splice_sheet import Write

Spots = Mapping[tuple[int, int], Sequence[Finding]]
"""Findings by cell: row from 1, column from 0."""


@dataclass(frozen=True)
class Marked:
    """A copy ready to be written."""

    suffix: str
    """``.xlsx`` or ``.xlsm``."""
    write: Callable[[Path], None]
    """Writes it to a path."""


def prepare(
    source: Path,
    findings: Sequence[Finding],
    lang: str = "zh",
    *,
    only_bad: bool = False,
    headers: Mapping[str, int] | None = None,
) -> Marked:
    """A marked copy of ``source`` with the ``findings`` that are about it.

    ``only_bad`` hides the rows below each sheet's header (``headers``: its row by sheet) that have no error or warning;
    hidden and not deleted, so that formulas stay right and the file can come back whole. Raises
    ``UnreadableFileError``.
    """
    own = [one for one in findings if one.place.file in ("", source.name, str(source))]
    shown = headers or {} if only_bad else {}
    try:
        with stumbling(source.name):
            data = _marked(source, own, lang, shown).packed()
    except SpliceRefusedError as error:
        why = error
        return Marked(".xlsx", lambda target: mark_fresh.write(source, target, own, lang, shown, why))
    return Marked(source.suffix.lower(), lambda target: _put(target, data))


def _put(target: Path, data: bytes) -> None:
    target.write_bytes(data)


def report(
    source: Path,
    target: Path,
    findings: Sequence[Finding],
    lang: str = "zh",
    *,
    only_bad: bool = False,
    headers: Mapping[str, int] | None = None,
) -> Path:
    """Writes the marked copy to ``target``, whose suffix must be that of ``prepare``; returns ``target``."""
    prepare(source, findings, lang, only_bad=only_bad, headers=headers).write(target)
    return target


def _marked(source: Path, findings: Sequence[Finding], lang: str, shown: Mapping[str, int]) -> Edit:
    edit = Edit(source, lang)
    more: list[str] = []
    for part in edit.package.sheets:
        own = [one for one in findings if one.place.sheet == part.name and one.place.cell]
        if part.kind == "worksheet" and part.part and own:
            more += _mark_sheet(edit, part.name, own, lang)
        if part.name in shown and part.kind == "worksheet":
            more += _only_bad(edit, part.name, own, shown[part.name])
    mark_list.add(edit, findings, more)
    return edit


def _mark_sheet(edit: Edit, sheet: str, findings: Sequence[Finding], lang: str) -> list[str]:
    """Colours and comments the cells of one sheet; what is to be said of it."""
    coloured, commented = _cells(edit, sheet, findings)
    writes: dict[int, dict[int, Write]] = {}
    for (row, column), found in coloured.items():
        writes.setdefault(row, {})[column] = Write(tone=tone(found), keep=True)
    edit.write(sheet, writes, locked=True)
    notes = {place: note(found, lang) for place, found in commented.items()}
    missing = len(notes) - mark_notes.add(edit, sheet, notes)
    return [text("mark.without_note", lang, sheet=sheet, count=missing)] if missing else []


def _cells(edit: Edit, sheet: str, findings: Sequence[Finding]) -> tuple[Spots, Spots]:
    """The cells to be coloured, and of each area the one that gets its comment.

    A cell covered by a merged range stands for that range; pivots are left alone.
    """
    joined = splice_guard.merged(edit.sheet(sheet))
    pivots = list(splice_guard.pivots(edit.package, edit.sheet_part(sheet)))
    coloured: dict[tuple[int, int], list[Finding]] = {}
    commented: dict[tuple[int, int], list[Finding]] = {}
    for area, found in areas(findings).items():
        merged = ((spot, next((one for one in joined if one.has(*spot)), None)) for spot in spots(area))
        shown = dict.fromkeys((one.top, one.left) if one else spot for spot, one in merged)
        free = [spot for spot in shown if not any(one.has(*spot) for one in pivots)]
        for spot in free:
            coloured.setdefault(spot, []).extend(found)
        for spot in free[:1]:
            commented.setdefault(spot, []).extend(found)
    return coloured, commented


def _only_bad(edit: Edit, sheet: str, findings: Sequence[Finding], header: int) -> list[str]:
    bad = bad_rows(findings)
    below = {number for number in edit.sheet(sheet).rows if number > header}
    hidden = edit.show(sheet, below & bad, below - bad)
    return [text("mark.hidden", edit.lang, sheet=sheet, count=hidden)] if hidden else []
