"""Values as a template sees them: they print themselves, and still compare as what they are.

A template says ``{{ 预计合同金额 }}`` and gets 3,860,000.00; ``{% if 预计合同金额 >= 2000000 %}`` compares yuan.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import ClassVar

from markupsafe import escape

from kamsheets.document.missing import note

NOT_APPLICABLE = "/"
"""Printed in a box that does not apply (domain §5.2)."""
PARAGRAPH = "\a"
"""The mark docxtpl turns into a new paragraph with the properties of the old one."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One value of a form."""

    key: str
    """Field id; a row's value adds row and column: ``subject_matter.2.qty``."""
    label: str
    kind: str
    """Type of the field in the catalogue: money (fen), pct (Fraction of one), date, enum, text …"""
    raw: object
    text: str
    """As printed; empty when ``raw`` is None."""
    needed: bool = False
    """Printing it while it is not there is a mistake."""
    blank: str = NOT_APPLICABLE
    """Printed when it is not there and not needed."""
    pen: str = ""
    """Printed in its place where the box is left for the pen."""
    items: tuple[str, ...] = ()
    """The texts of a value that holds several."""
    options: tuple[tuple[str, str], ...] = ()
    """(code, label) of the allowed values, in the policy's order."""
    spellings: frozenset[str] = frozenset()
    """Other texts that mean this value, for comparing."""

    @property
    def present(self) -> bool:
        """Whether anything was filled in."""
        return self.raw is not None and self.raw not in ("", ())

    def by_hand(self) -> "Value":
        """The same value for a box that may stay empty for the pen."""
        return replace(self, needed=False, blank=self.pen)

    def __str__(self) -> str:
        if self.present:
            return self.text
        return note(self.key, self.label) if self.needed else self.blank

    def __html__(self) -> str:
        text = str(self)
        return str(escape(text)).replace("\n", PARAGRAPH) if "\n" in text else str(escape(text))

    def __bool__(self) -> bool:
        return self.present and self.raw is not False

    def __iter__(self) -> Iterator[str]:
        return iter(self.items or (self.text,)) if self.present else iter(())

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Value):
            return self.raw == other.raw
        if isinstance(other, str):
            return other in (self.text, self.raw) or other in self.spellings
        return self._against(other, Fraction.__eq__)

    def __hash__(self) -> int:
        return hash(self.raw)

    def __lt__(self, other: object) -> bool:
        return self._against(other, Fraction.__lt__)

    def __le__(self, other: object) -> bool:
        return self._against(other, Fraction.__le__)

    def __gt__(self, other: object) -> bool:
        return self._against(other, Fraction.__gt__)

    def __ge__(self, other: object) -> bool:
        return self._against(other, Fraction.__ge__)

    def _against(self, other: object, compare: Callable[[Fraction, Fraction], bool]) -> bool:
        mine, theirs = number(self), number(other)
        return mine is not None and theirs is not None and compare(mine, theirs)


def number(value: object) -> Fraction | None:
    """Yuan of an amount, percent of a rate, a plain number as it is; None for what is no number."""
    if isinstance(value, Value):
        if isinstance(value.raw, date) or not value.present:
            return None
        scale = {"money": Fraction(1, 100), "pct": Fraction(100)}.get(value.kind, Fraction(1))
        plain = number(value.raw)
        return None if plain is None else plain * scale
    try:
        return Fraction(Decimal(str(value))) if not isinstance(value, Fraction) else value
    except (InvalidOperation, ValueError, OverflowError):
        return None


class Row:
    """One row of a table: ``行.名称`` is the column of that name, whatever it is called (also ``items``)."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, object]) -> None:
        self._cells = cells

    def __getattr__(self, name: str) -> object:
        try:
            return self._cells[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> object:
        return self._cells[name]


class _Blank:
    """What stands beside an odd last row: every column of it is empty, and none is missing."""

    __slots__ = ()

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


BLANK = _Blank()


class _Bilingual:
    """What templates may call by Chinese names beside the English attributes."""

    __slots__ = ()
    chinese: ClassVar[Mapping[str, str]] = {}

    def __getattr__(self, name: str) -> object:
        if name not in self.chinese:
            raise AttributeError(name)
        return getattr(self, self.chinese[name])


class Matrix(_Bilingual):
    """Amounts by two lists: heads, rows (label, cells, total), and the sums of the columns as a row of their own."""

    __slots__ = ("heads", "rows", "total_row")
    chinese: ClassVar[Mapping[str, str]] = {"列头": "heads", "行": "rows", "合计行": "total_row"}

    def __init__(self, heads: Sequence[object], rows: Sequence[Row], total_row: Row) -> None:
        self.heads, self.rows, self.total_row = tuple(heads), tuple(rows), total_row


class Rows(_Bilingual):
    """The rows of a table; ``表.合计`` sums its amounts, shares and counts, ``表.矩阵`` turns it.

    Looping over a needed table without rows is noted as missing.
    """

    __slots__ = ("_key", "_label", "_needed", "_rows", "matrix", "total")
    chinese: ClassVar[Mapping[str, str]] = {"合计": "total", "矩阵": "matrix"}

    def __init__(
        self,
        rows: Sequence[Row],
        total: Row,
        *,
        key: str = "",
        label: str = "",
        needed: bool = False,
        matrix: Matrix | None = None,
    ) -> None:
        self._rows, self.total, self.matrix = tuple(rows), total, matrix
        self._key, self._label, self._needed = key, label, needed

    def __iter__(self) -> Iterator[Row]:
        if self._needed and not self._rows:
            note(self._key, self._label)
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Row:
        return self._rows[index]


def matrix_row(label: object, cells: Sequence[object], total: object) -> Row:
    """A line of a ``Matrix``, under its Chinese and English names."""
    return Row({"名称": label, "label": label, "格": cells, "cells": cells, "合计": total, "total": total})
