"""One user's workbook being edited: its parts in memory, the new ones beside them, saved at once or not at all."""

import os
import re
import shutil
import tempfile
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.finding import column_letters
from kamsheets.workbook import door, splice_guard, splice_refuse, splice_verify
from kamsheets.workbook.package import Package, SheetPart
from kamsheets.workbook.splice_extent import column_style, with_dimension
from kamsheets.workbook.splice_outline import WORKBOOK, inserted
from kamsheets.workbook.splice_refs import Area
from kamsheets.workbook.splice_refuse import SpliceRefusedError
from kamsheets.workbook.splice_sheet import SheetXml, Write, Writes
from kamsheets.workbook.splice_styles import Styles
from kamsheets.workbook.splice_verify import Meant, SelfCheckError
from kamsheets.workbook.splice_xml import attribute, element, root_prefix, with_attribute
from kamsheets.workbook.splice_zip import UnusualZipError, rewritten
from kamsheets.workbook.write_cells import Content, Kind, settle

_DAYS_TO_1904 = 1462


@dataclass(frozen=True)
class Spliced:
    """What was done: the file written, its backup if it was there before, the parts that differ, the columns placed."""

    target: Path
    backup: Path | None
    changed: tuple[str, ...]
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Column letters by (sheet, header)."""


class Edit:
    """A workbook opened for writing; raises as ``splice.add_columns`` says."""

    def __init__(self, source: Path, lang: str) -> None:
        self.source, self.lang = source, lang
        self._data = door.fetch(source)
        self.package: Package = splice_refuse.opened(self._data, source.name)
        self._sheets: dict[str, tuple[SheetPart, SheetXml]] = {}
        self._parts: dict[str, bytes] = {}
        self.added: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self._writes: dict[str, dict[int, dict[int, Write]]] = {}
        self._hidden: set[str] = set()
        self._columns: dict[tuple[str, str], str] = {}
        self._styles_part = self.package.related(self.package.workbook, "styles")
        styles = splice_refuse.utf8(self.package, self._styles_part) if self._styles_part else None
        self.styles = Styles(styles, lang)

    def sheet(self, name: str) -> SheetXml:
        """The rows of a worksheet by its name."""
        return self._sheet(name)[1]

    def sheet_part(self, name: str) -> SheetPart:
        """The part of a worksheet by its name."""
        return self._sheet(name)[0]

    def _sheet(self, name: str) -> tuple[SheetPart, SheetXml]:
        if name not in self._sheets:
            part = splice_refuse.sheet(self.package, name)
            self._sheets[name] = part, SheetXml(splice_refuse.utf8(self.package, part.part), self.package.file, name)
        return self._sheets[name]

    def part(self, name: str) -> bytes:
        """Another part as it stands now, in UTF-8."""
        entry = self.package.entry(name)
        if entry is None:
            return self.added[name]
        return self._parts.get(entry.filename) or splice_refuse.utf8(self.package, name)

    def put(self, name: str, data: bytes) -> None:
        """Gives a part new content, or adds it to the package."""
        entry = self.package.entry(name)
        if entry is None:
            self.added[name] = data
        else:
            self._parts[entry.filename] = data

    def settle(self, value: object, kind: Kind) -> tuple[Content, Kind]:
        """A value as a cell of this workbook holds it (``write_cells.settle``): days count from its own first."""
        content, shown = settle(value, kind, self.lang)
        if self.package.date1904 and shown in ("date", "datetime") and not isinstance(content, str | None):
            content -= _DAYS_TO_1904
        return content, shown

    def placed(self, sheet: str, header: str, letters: str) -> None:
        """Notes where a column went."""
        self._columns[sheet, header] = letters

    def write(self, name: str, writes: Writes, *, locked: bool = False) -> None:
        """Puts cells into a sheet; ``locked`` sheets may only be written where nobody keeps the result as his own."""
        part, xml = self._sheet(name)
        if not locked:
            splice_guard.protection(xml)
        if not writes:
            return
        splice_guard.check(xml, writes, splice_guard.pivots(self.package, part))
        shell, prefix = xml.shell, xml.prefix
        xml.write(writes, self.styles.restyle, lambda column: column_style(shell, prefix, column))
        columns = [column for cells in writes.values() for column in cells]
        extent = Area(min(writes), min(columns), max(writes), max(columns))
        xml.shell = with_dimension(xml.shell, xml.prefix, extent)
        meant = self._writes.setdefault(part.part, {})
        for row, cells in writes.items():
            meant.setdefault(row, {}).update(cells)

    def show(self, name: str, shown: Container[int], hidden: Container[int]) -> int:
        """Shows and hides rows of a sheet; how many are hidden."""
        part, xml = self._sheet(name)
        self._hidden.add(part.part)
        return xml.show(shown, hidden)

    def refer(self, sheet: str, old: Area, new: Area) -> None:
        """The hidden name that repeats a sheet's filter range in the workbook part."""
        name, data = self.package.workbook, self.part(self.package.workbook)
        index = [part.name for part in self.package.sheets].index(sheet)
        hidden = re.compile(rb"<(?:[\w.-]+:)?definedName\s[^>]*_xlnm\._FilterDatabase[^>]*>[^<]*<")
        for found in hidden.finditer(data):
            ref = _absolute(old).encode()
            if attribute(found[0], "localSheetId") == str(index) and found[0].endswith(b"!" + ref + b"<"):
                start = found.end() - 1 - len(ref)
                self.put(name, data[:start] + _absolute(new).encode() + data[found.end() - 1 :])
                return

    def packed(self) -> bytes:
        """The new file, checked against the old one."""
        self._finish()
        try:
            data = rewritten(self._data, self._parts, self.added, self._dropped)
            meant = Meant(self._parts, self.added, self._dropped, self._writes, self._hidden)
            splice_verify.check(self.package, data, meant)
        except (UnusualZipError, SelfCheckError) as error:
            why = "zip" if isinstance(error, UnusualZipError) else "self_check"
            raise SpliceRefusedError(self.package.file, why, detail=str(error)) from error
        return data

    def save(self, target: Path) -> Spliced:
        """Puts the new file in place whole; keeps ``NAME.bak`` of a file that is overwritten with itself."""
        splice_refuse.target(target)
        data = self.packed()
        return Spliced(target, self._replace(target, data), (*self._parts, *self.added), self._columns)

    def _finish(self) -> None:
        for part, xml in self._sheets.values():
            if xml.touched:
                self.put(part.part, xml.data)
        if self.styles.changed and self._styles_part:
            self.put(self._styles_part, self.styles.data)
        if any(xml.formulas_lost for _, xml in self._sheets.values()):
            self._drop_calculation_chain()
        written = (write for rows in self._writes.values() for cells in rows.values() for write in cells.values())
        if any(not write.keep for write in written) and self._has_formulas():
            self._recalculate()

    def _has_formulas(self) -> bool:
        """Whether any cell holds a formula whose stored result may depend on what was written."""
        if self.package.related(self.package.workbook, "calcChain"):
            return True
        return any(_holds_formula(now) for _, now in self.worksheets())

    def worksheets(self) -> Iterator[tuple[bytes, bytes]]:
        """The part of every worksheet as it was and as it is now."""
        known = {part.part: xml.data for part, xml in self._sheets.values()}
        for part in self.package.sheets:
            if part.kind == "worksheet" and part.part:
                was = self.package.read(part.part)
                yield was, known.get(part.part, was)

    def _recalculate(self) -> None:
        """Excel reckons everything anew when it opens the file."""
        name = self.package.workbook
        data = self.part(name)
        prefix = root_prefix(data, "workbook") or b""
        found = element(data, prefix, "calcPr")
        if found and attribute(found.tag, "fullCalcOnLoad") == "1":
            return
        if found:
            data = data[: found.start] + with_attribute(found.tag, "fullCalcOnLoad", "1") + data[found.inner :]
        else:
            data = inserted(data, "calcPr", b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix, WORKBOOK)
        self.put(name, data)

    def _drop_calculation_chain(self) -> None:
        """Excel makes the chain anew; an entry for a cell without formula would be called damage."""
        chain = self.package.related(self.package.workbook, "calcChain")
        if chain is None or (entry := self.package.entry(chain)) is None:
            return
        self._dropped.add(entry.filename)
        folder, _, name = self.package.workbook.rpartition("/")
        self._without(f"{folder}/_rels/{name}.rels", "Relationship", "Target", chain)
        self._without("[Content_Types].xml", "Override", "PartName", chain)

    def _without(self, part: str, item: str, key: str, target: str) -> None:
        """Takes the entry that names ``target`` out of a list of links or content types."""
        data = self.part(part)
        for tag in re.findall(rb"<(?:[\w.-]+:)?%b\s[^>]*?/>" % item.encode(), data):
            if (attribute(tag, key) or "").rpartition("/")[2] == target.rpartition("/")[2]:
                self.put(part, data.replace(tag, b"", 1))
                return

    def _replace(self, target: Path, data: bytes) -> Path | None:
        backup = None
        in_place = target.exists() and target.samefile(self.source)
        if in_place and self.source.read_bytes() != self._data:
            raise SpliceRefusedError(self.package.file, "changed_meanwhile")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=target.suffix)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            shutil.copymode(self.source, beside)
            if in_place:
                backup = target.with_name(target.name + ".bak")
                shutil.copy2(target, backup)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        return backup


def _absolute(area: Area) -> str:
    start, end = f"${column_letters(area.left)}${area.top}", f"${column_letters(area.right)}${area.bottom}"
    return f"{start}:{end}"


def _holds_formula(sheet: bytes) -> bool:
    return b"</%bf>" % (root_prefix(sheet, "worksheet") or b"") in sheet
