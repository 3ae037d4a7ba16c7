"""The one look of every workbook we make: fonts, colours, number formats. Dark on light, never colour alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kamsheets.workbook.write_cells import Kind, Tone

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONTS: Final = {"zh": "微软雅黑", "en": "Arial"}
"""Shipped with every Excel and WPS of the language; elsewhere the system's own face stands in."""
INK, RULE = "#1F2937", "#C9CED6"
HEAD, HEAD_REQUIRED, HEAD_COMPUTED, HEAD_RESTRICTED = "#1F3864", "#9C3D0A", "#595F69", "#6B2C6F"
TONES: Final[Mapping[Tone, tuple[str, str]]] = {
    "error": ("#FFC7CE", "#8B0008"),
    "warning": ("#FFEB9C", "#6B4E00"),
    "info": ("#DDEBF7", "#1F4E79"),
    "good": ("#D9EAD3", "#1E5128"),
    "muted": ("#F2F2F2", "#595959"),
}
"""Fill and ink of a tone; every pair has a contrast of at least 4.5 (WCAG AA)."""
LABELS: Final = {
    "": ("#EEF1F6", INK),
    "required": ("#FCE4D6", "#7F2F06"),
    "computed": ("#E7E6E6", "#595959"),
    "restricted": ("#EADCF0", "#5B2460"),
}
"""Fill and ink of labels, by what a person must know of the value."""
SERIES: Final = ("#1F4E79", "#C55A11", "#548235", "#7F6000", "#7030A0", "#2E75B6", "#A5A5A5", "#843C0C")
"""Colours of chart series, told apart in grey and by colour-blind eyes in this order."""

NUMBERS: Final[Mapping[Kind, str]] = {
    "code": "@",
    "int": "#,##0",
    "dec": "#,##0.00",
    "money": "#,##0.00",
    "pct": "0.00%",
    "datetime": "yyyy-mm-dd hh:mm",
}
DATES: Final = {"zh": 'yyyy"年"m"月"d"日"', "en": "yyyy-mm-dd"}
_CENTRED = frozenset({"date", "datetime", "bool", "enum"})
_RIGHT = frozenset({"int", "dec", "money", "pct"})


class Look:
    """Formats of one workbook, each made once."""

    def __init__(self, book: "Workbook", lang: str) -> None:
        self._book, self._lang = book, lang
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **properties: object) -> "Format":
        """The format of these XlsxWriter properties in the workbook's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONTS[self._lang], "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._book.add_format(base | properties)
        return self._made[key]

    def number_format(self, kind: Kind) -> str:
        """The number format of a kind; 'General' for text."""
        return DATES[self._lang] if kind == "date" else NUMBERS.get(kind, "General")

    def cell(
        self, kind: Kind, tone: Tone = "", *, link: bool = False, boxed: bool = True, bold: bool = False
    ) -> "Format":
        """A data cell."""
        properties: dict[str, object] = {"num_format": self.number_format(kind)}
        if kind in _RIGHT:
            properties["align"] = "right"
        elif kind in _CENTRED:
            properties["align"] = "center"
        else:
            properties |= {"align": "left", "text_wrap": True}
        if boxed:
            properties |= {"border": 1, "border_color": RULE}
        if tone:
            properties |= {"bg_color": TONES[tone][0], "font_color": TONES[tone][1]}
        if link:
            properties |= {"underline": 1, "font_color": TONES["info"][1]}
        if bold:
            properties |= {"bold": True, "top": 2, "bg_color": TONES["muted"][0]}
        return self.format(**properties)

    def header(self, *, required: bool = False, computed: bool = False, restricted: bool = False) -> "Format":
        """A header cell: white on dark, with a colour of its own where a person must fill in, must not, or may not."""
        fill = HEAD_RESTRICTED if restricted else HEAD_REQUIRED if required else HEAD_COMPUTED if computed else HEAD
        return self.format(
            bold=True, font_color="#FFFFFF", bg_color=fill, border=1, border_color=RULE, align="center", text_wrap=True
        )

    def title(self) -> "Format":
        """The name of a sheet."""
        return self.format(bold=True, font_size=16, font_color=HEAD)

    def heading(self) -> "Format":
        """The name of a block within a sheet."""
        return self.format(bold=True, font_size=12, font_color=HEAD)

    def line(self) -> "Format":
        """A line of explanation."""
        return self.format(font_color=TONES["muted"][1], text_wrap=True, align="left")

    def label(self, *, required: bool = False, computed: bool = False, restricted: bool = False) -> "Format":
        """The label of a label/value pair, in a light colour of its own like a header."""
        kind = "restricted" if restricted else "required" if required else "computed" if computed else ""
        fill, ink = LABELS[kind]
        return self.format(
            bold=True, bg_color=fill, font_color=ink, border=1, border_color=RULE, align="left", text_wrap=True
        )

    def tone(self, tone: Tone) -> "Format":
        """What a conditional format adds to a cell."""
        return self._book.add_format({"bg_color": TONES[tone][0], "font_color": TONES[tone][1]})
