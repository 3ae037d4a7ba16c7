"""What Excel itself watches over: drop-downs, typed cells, and rows that turn a colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kamsheets.core.finding import column_letters
from kamsheets.core.messages import text
from kamsheets.workbook.write_cells import Col, Tone, filled

if TYPE_CHECKING:
    from kamsheets.workbook.write_block import Block
    from kamsheets.workbook.write_sheet import Sheet

_LONGEST_LIST = 255
"""Excel's limit of a drop-down written into the rule itself; longer lists stand on the options sheet."""


TYPED_ROWS = 5_000
"""How far below the header of an input table formats, drop-downs and colours reach."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """Cells that take a tone while a formula holds for their row.

    ``when`` names the row's cells as ``{key}``, a whole column as ``{key:column}``: ``{due}<TODAY()``. ``keys`` are the
    columns that change colour (empty: the whole row).
    """

    when: str
    tone: Tone
    keys: tuple[str, ...] = ()


def highlight(sheet: "Sheet", block: "Block", rule: Highlight, *, typing: bool = False) -> None:
    """Adds a conditional format to a table; with ``typing`` it covers the rows still to be typed below."""
    first, bottom = block.first_row, block.header_row + TYPED_ROWS if typing else block.last_row
    letters = {col.name: column_letters(block.column(col.name)) for col in block.columns}
    cells = {name: f"${at}{first + 1}" for name, at in letters.items()}
    columns = {name: f"${at}${first + 1}:${at}${bottom + 1}" for name, at in letters.items()}
    criteria = "=" + filled(rule.when, cells, columns)
    options = {"type": "formula", "criteria": criteria, "format": sheet.look.tone(rule.tone)}
    for spot in [block.column(key) for key in rule.keys] or [block.left]:
        end = spot if rule.keys else block.left + len(block.columns) - 1
        sheet.raw.conditional_format(first, spot, bottom, end, options)


def validate(sheet: "Sheet", col: Col, first: int, last: int, column: int) -> None:
    """The rule of one column of an input table (rows 0-based): its drop-down, its hint, and what its kind allows."""
    rule = _list_rule(sheet, col.choices) if col.choices else _kind_rule(col) if col.hint else None
    if rule is None:
        return
    if col.hint:
        rule |= {"input_title": col.label[:32], "input_message": col.hint[:255]}
    stop = col.strict and bool(col.choices)
    message = text("writing.check.list" if col.choices else f"writing.check.{rule['validate']}", sheet.lang)
    rule |= {"error_type": "stop" if stop else "warning", "error_title": col.label[:32], "error_message": message[:255]}
    sheet.raw.data_validation(first, column, last, column, rule)


def _list_rule(sheet: "Sheet", choices: Sequence[str]) -> dict[str, object]:
    short = len(",".join(choices)) <= _LONGEST_LIST and not any("," in c or c != c.strip() for c in choices)
    return {"validate": "list", "source": list(choices) if short else sheet.book.options(choices)}


def _kind_rule(col: Col) -> dict[str, object]:
    if col.kind == "date":
        return {"validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": date(2099, 12, 31)}
    if col.kind in ("money", "dec", "int", "pct"):
        return {"validate": "decimal", "criteria": "between", "minimum": -(10**13), "maximum": 10**13}
    return {"validate": "any"}
