"""The canonical sheet of a form: its columns, and typed values as they are written into it.

A cell that could not be read is written as it was typed: nothing is lost on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kamsheets.core.table import Cell
from kamsheets.formats import provinces
from kamsheets.forms.catalogue import Field
from kamsheets.forms.cells import plain
from kamsheets.forms.choices import Choices
from kamsheets.workbook.write_cells import LARGEST_NUMBER, Col, Kind

KINDS: Mapping[str, Kind] = {
    "money": "money", "pct": "pct", "int": "int", "dec": "dec", "date": "date", "datetime": "datetime", "bool": "bool",
    "enum": "enum", "phone": "code", "uscc": "code", "email": "code", "ref": "code",
}  # fmt: skip
YUAN = {"zh": "(元)", "en": " (CNY)"}
"""Unit in the header of an amount; read back as such."""
SEVERAL = "；"
"""Between the entries of a cell that holds several."""


def as_typed(cell: Cell) -> str:
    """What stands in a cell, as text; a number that has lost digits in the way a spreadsheet shows it.

    >>> as_typed(3860000.0), as_typed(91440300192203821.0)
    ('3860000', '9.14403001922038E+16')
    """
    lost = isinstance(cell, int | float) and abs(cell) >= LARGEST_NUMBER
    return f"{cell:.14E}" if lost else plain(cell)


@dataclass(frozen=True)
class Canon:
    """One field in the canonical sheet."""

    field: Field
    choices: Choices
    lang: str

    @property
    def col(self) -> Col:
        """The column: amounts are in yuan, and the header says so where the field is usually kept in another unit."""
        label = self.field.label(self.lang)
        if self.field.type == "money" and self.field.unit not in ("", "元"):
            label += YUAN[self.lang]
        kind = KINDS.get(self.field.type, "code" if self.field.pattern else "text")
        return Col(label, kind, key=self.field.id)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Name of each code of the field's list."""
        if self.field.choices == "province":
            names = provinces.full if self.lang == "zh" else provinces.english
            return {code: names(code) for code in provinces.CODES}
        return {
            choice.code: getattr(choice.label, self.lang) for choice in self.choices.get(self.field.choices or "", ())
        }

    def shown(self, value: object, raw: Cell) -> object:
        """What is written for a typed ``value``, or for what stood there when it could not be read.

        Such a number is written as text: in a column of amounts or rates it would come to mean something.
        """
        if value is None:
            return raw if raw is None else as_typed(raw)
        if isinstance(value, tuple):
            return self.period(value) if self.field.type == "period" else SEVERAL.join(map(self.label, value))
        return self.label(value) if self.field.type == "enum" else value

    def label(self, code: object) -> str:
        """The name of a code of the field's list; any other value as text."""
        return self.labels.get(str(code), str(code))

    def period(self, value: tuple[datetime, datetime]) -> str:
        """Begin and end as they are read back."""
        begin, end = value
        return (
            f"{begin:%Y-%m-%d %H:%M}—{end:%H:%M}"
            if begin.date() == end.date()
            else f"{begin:%Y-%m-%d %H:%M}—{end:%Y-%m-%d %H:%M}"
        )
