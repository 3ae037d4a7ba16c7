"""New cell styles in a user's workbook, each a copy of one that is there with another number format or fill.

Source: ECMA-376 part 1, §18.8 (styles); ``cellXfs`` is what the ``s`` of a cell counts.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final
from xml.sax.saxutils import quoteattr

from kamsheets.workbook.package import BUILTIN_FORMATS, is_date, is_percent
from kamsheets.workbook.splice_xml import appended, attribute, children, element, root_prefix, with_attribute
from kamsheets.workbook.write_cells import Kind, Tone
from kamsheets.workbook.write_style import DATES, TONES

_BUILTIN: Final[Mapping[Kind, int]] = {
    "text": 0,
    "enum": 0,
    "bool": 0,
    "link": 0,
    "code": 49,
    "int": 3,
    "dec": 4,
    "money": 4,
    "pct": 10,
}
_FIRST_CUSTOM: Final = 164
_TEXTS: Final = ("text", "enum", "bool", "link")


def _serves(kind: Kind, code: str) -> bool:
    """Whether a number format in use already shows a kind as it is."""
    return (kind in ("date", "datetime") and is_date(code)) or (kind == "pct" and is_percent(code))


class Styles:
    """The styles part; without one, or without its lists, every cell keeps the style it has."""

    def __init__(self, data: bytes | None, lang: str) -> None:
        self._original = data
        self._data = data or b""
        self._lang = lang
        self._prefix = root_prefix(self._data, "styleSheet")
        self._xfs = self._list("cellXfs", "xf")
        self._made: dict[tuple[int, Kind | None, Tone], int] = {}
        self._added: list[bytes] = []
        self._fills: dict[str, int] = {}

    def _list(self, name: str, item: str) -> list[bytes]:
        if self._prefix is None:
            return []
        found = element(self._data, self._prefix, name)
        return list(children(self._data[found.inner : found.close], self._prefix, item)) if found else []

    @property
    def changed(self) -> bool:
        """Whether a style was added."""
        return bool(self._added)

    @property
    def data(self) -> bytes:
        """The part with its new styles."""
        return appended(self._data, self._prefix or b"", "cellXfs", self._added) if self._added else self._data

    def restyle(self, base: int, kind: Kind | None, tone: Tone) -> int:
        """The number of a style like ``base`` with the number format of ``kind`` and the fill of ``tone``."""
        if base >= len(self._xfs) or (kind is None and not tone):
            return base
        key = (base, kind, tone)
        if key not in self._made:
            self._made[key] = self._clone(base, kind, tone)
        return self._made[key]

    def add(self, xf: bytes) -> int:
        """The number of a style given whole (an ``xf`` element without prefix); 0 where there is no list of styles."""
        if not self._xfs:
            return 0
        prefix = self._prefix or b""
        self._added.append(re.sub(rb"<(/?)(\w)", rb"<\1" + prefix + rb"\2", xf))
        return len(self._xfs) + len(self._added) - 1

    def font(self, xml: bytes) -> int:
        """The number of a new font, given as the content of its element."""
        return self._append("fonts", "font", xml)

    def _clone(self, base: int, kind: Kind | None, tone: Tone) -> int:
        xf = self._xfs[base]
        end = xf.index(b">") + 1
        tag, rest = xf[:end], xf[end:]
        if kind is not None and attribute(tag, "numFmtId") != str(number := self._number_format(kind, tag)):
            tag = with_attribute(with_attribute(tag, "numFmtId", str(number)), "applyNumberFormat", "1")
        if tone and (fill := self.fill(TONES[tone][0])):
            tag = with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1")
        if tag == xf[:end]:
            return base
        self._added.append(tag + rest)
        return len(self._xfs) + len(self._added) - 1

    def _number_format(self, kind: Kind, tag: bytes) -> int:
        present = int(attribute(tag, "numFmtId") or 0)
        if kind == "raw" or (kind in _TEXTS and present == _BUILTIN["code"]):
            return present  # a text column stays one
        if _serves(kind, self._codes().get(present, "")):
            return present  # and a date stays written as its owner writes dates
        if kind in _BUILTIN:
            return _BUILTIN[kind]
        return self._custom(DATES[self._lang] if kind == "date" else "yyyy-mm-dd hh:mm")

    def _codes(self) -> dict[int, str]:
        """Every number format by its number."""
        own = self._list("numFmts", "numFmt")
        return {
            **BUILTIN_FORMATS,
            **{int(attribute(f, "numFmtId") or 0): unescape(attribute(f, "formatCode") or "") for f in own},
        }

    def _custom(self, code: str) -> int:
        """The number of a custom number format, a new one where the workbook does not have it."""
        formats = {own: number for number, own in self._codes().items() if number >= _FIRST_CUSTOM}
        if code in formats:
            return formats[code]
        number = max([_FIRST_CUSTOM - 1, *formats.values()]) + 1
        prefix = self._prefix or b""
        made = b'<%bnumFmt numFmtId="%d" formatCode=%b/>' % (prefix, number, quoteattr(code, {'"': "&quot;"}).encode())
        if element(self._data, prefix, "numFmts"):
            self._data = appended(self._data, prefix, "numFmts", [made])
        else:
            root = element(self._data, prefix, "styleSheet")
            assert root
            listed = b'<%bnumFmts count="1">%b</%bnumFmts>' % (prefix, made, prefix)
            self._data = self._data[: root.inner] + listed + self._data[root.inner :]
        return number

    def fill(self, colour: str) -> int:
        """The number of the solid fill of a colour (``#RRGGBB``); 0, no fill, where the workbook lists none."""
        if colour not in self._fills:
            shade = colour.removeprefix("#").encode()
            pattern = b'<patternFill patternType="solid"><fgColor rgb="FF%b"/><bgColor indexed="64"/></patternFill>'
            self._fills[colour] = self._append("fills", "fill", pattern % shade)
        return self._fills[colour]

    def _append(self, name: str, item: str, content: bytes) -> int:
        """The number of a new item of a list, 0 where there is no such list."""
        items = self._list(name, item)
        if not items:
            return 0
        prefix = self._prefix or b""
        whole = b"<%b>%b</%b>" % (item.encode(), content, item.encode())
        whole = re.sub(rb"<(/?)(\w)", rb"<\1" + prefix + rb"\2", whole)
        self._data = appended(self._data, prefix, name, [whole])
        return len(items)
