"""What is printed: one filled form, free of Excel and of any language."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from kamsheets.document.orgchart import Chart

Cells = Mapping[str, object]
"""Typed values by column id: money in fen, pct as Fraction of one, dates, enum codes, text; None where blank."""


@dataclass(frozen=True)
class Signature:
    """One row of a signature block: nothing in it is ever filled in by the program but who and what for."""

    role: str
    person: str = ""
    boxes: tuple[str, ...] = ()
    """Labels to tick, such as 同意 and 不同意."""
    note: str = ""
    """Why this step stands here: 依据 审批矩阵 第14行, 上级代审, 代某人."""


@dataclass(frozen=True)
class MatrixData:
    """Fen by two lists of labels, summed by whoever made it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Record:
    """A form to print. ``values`` holds fields and parts of groups (``contact.name``), ``tables`` the row tables."""

    form: str
    """Form code or id."""
    values: Cells
    tables: Mapping[str, Sequence[Cells]] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)
    """Labels the catalogue does not know, as written: a company's own boxes."""
    signatures: tuple[Signature, ...] = ()
    basis: str = ""
    """Short reason of the route."""
    matrix: MatrixData | None = None
    chart: Chart | None = None
    """The organisation chart; printed only where restricted pages are."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical values: finds mistakes, not forgers."""
        content = {
            "form": self.form,
            "values": {key: plain(value) for key, value in sorted(self.values.items()) if value is not None},
            "tables": {
                key: [{name: plain(value) for name, value in sorted(row.items()) if value is not None} for row in rows]
                for key, rows in sorted(self.tables.items())
                if rows
            },
            "extras": dict(sorted(self.extras.items())),
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plain(value: object) -> object:
    """A typed value as JSON holds it: exact, and the same on every machine."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value
