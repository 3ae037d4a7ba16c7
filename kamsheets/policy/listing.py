"""What a list of the policy is as a sheet: columns, and the two ways between a row of cells and a record.

The lists themselves stand in ``lists``; book and workbook share them.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from kamsheets.policy.types import Label

Cells = Mapping[str, Any]
"""Values of one row by field, already read by their kinds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a policy sheet; ``kind`` is a kind of ``kamsheets.policy.cells``."""

    field: str
    zh: str
    en: str
    kind: str = "text"
    required: bool = False
    unit: str = ""

    def header(self, lang: str, units: Mapping[str, str]) -> str:
        """The header in ``lang``, with the unit (English by ``units``) where a bare number would leave it open."""
        unit = {"rate": "%", "money": "元"}.get(self.kind, self.unit)
        if lang == "zh":
            return f"{self.zh}({unit})" if unit else self.zh
        return f"{self.en} ({units[unit]})" if unit else self.en


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: the attribute of ``Policy`` it fills, its sheet, and how rows and records become each other."""

    name: str
    choices: str
    """Name its rows go by where a cell refers to one (``ref:role``); empty: nothing refers to them."""
    label: Label
    columns: tuple[Column, ...]
    build: Callable[[Cells], Any]
    spell: Callable[[Any], Cells]
    key: Callable[[Any], Hashable]
    """What a row stands for: of several rows with one key the latest is in force."""


CODE = Column("code", "代码", "Code", required=True)
NAMES = (
    Column("zh", "名称", "Name (Chinese)", required=True),
    Column("en", "英文名称", "Name (English)"),
    Column("aliases", "别名", "Aliases", "texts"),
)
DAYS = (
    Column("since", "生效日期", "In force from", "date"),
    Column("until", "失效日期", "Out of force from", "date"),
    Column("source", "来源", "Source"),
)


def label_of(cells: Cells) -> Label:
    """The names of a row; without an English one the Chinese stands for both."""
    return Label(cells["zh"], cells["en"] or cells["zh"], cells["aliases"])


def label_cells(label: Label) -> dict[str, Any]:
    """The cells that ``label_of`` reads a name from."""
    return {"zh": label.zh, "en": label.en, "aliases": label.aliases}


def pick(item: object, *names: str) -> dict[str, Any]:
    """Attributes of a record as cells of the same names."""
    return {name: getattr(item, name) for name in names}
