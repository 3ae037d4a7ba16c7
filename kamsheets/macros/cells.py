"""How a worksheet function works through its cells: shapes, blanks, and a sentence where there is no answer.

A range gives a range of the same size; a single value, row or column stands beside every cell of the others. A blank
gives a blank. What cannot be answered starts with ``#KAM:`` and says which argument is why: never a wrong number.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from kamsheets.core.errors import KamError
from kamsheets.core.messages import text
from kamsheets.core.money import Fen
from kamsheets.formats import amounts, percents
from kamsheets.macros import door
from kamsheets.macros.door import Desk

Block: TypeAlias = list[list[Any]]
_SIGN = "#KAM: "
_SHOWN = 30
"""Letters of a wrong value that are repeated in the cell."""
_AMOUNTS = {"decimals", "range", "currency"}
"""Reasons of a wrong amount that have a sentence of their own."""


class CellError(Exception):
    """No answer for this cell; ``code`` of the sentence, ``argument`` (its name), ``value`` and further facts."""

    def __init__(self, code: str, argument: str = "", value: object = "", **facts: object) -> None:
        super().__init__(code)
        self.code, self.argument, self.value, self.facts = code, argument, value, facts

    def message(self, lang: str) -> str:
        """The sentence in the cell."""
        name = text(f"macros.argument.{self.argument}", lang) if self.argument else ""
        return text(f"macros.cell.{self.code}", lang, name=name, value=words(self.value)[:_SHOWN], **self.facts)


def each(caller: Any, answer: Callable[..., Any], *arguments: Any) -> Any:
    """``answer(desk, value, …)`` for single values, or for each row and column of ranges."""
    return guarded(caller, lambda desk: _each(desk, answer, arguments))


def guarded(caller: Any, answer: Callable[[Desk], Any]) -> Any:
    """``answer`` at the desk of the calling cell; a sentence when the policy is refused or we fail."""
    try:
        desk = door.desk(caller)
    except KamError as error:
        return _SIGN + error.message(door.language())
    return _one(desk, answer, ())


def _each(desk: Desk, answer: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    if not any(isinstance(one, list | tuple) for one in arguments):
        return _one(desk, answer, arguments)
    blocks = [block(one) for one in arguments]
    rows, columns = max(map(len, blocks)), max(len(one[0]) for one in blocks)
    if any(len(one) not in (1, rows) or len(one[0]) not in (1, columns) for one in blocks):
        raise CellError("sizes")
    return [
        [_one(desk, answer, [_at(one, row, column) for one in blocks]) for column in range(columns)]
        for row in range(rows)
    ]


def _one(desk: Desk, answer: Callable[..., Any], values: Sequence[Any]) -> Any:
    if any(blank(value) for value in values):
        return ""
    try:
        return answer(desk, *values)
    except CellError as error:
        return _SIGN + error.message(desk.lang)
    except Exception:  # a traceback in a cell helps nobody
        door.log_failure()
        return _SIGN + text("macros.cell.failed", desk.lang, log=door.LOG)


def block(argument: Any) -> Block:
    """A value, a row or a block as a block; a plain list is a row."""
    if not isinstance(argument, list | tuple):
        return [[argument]]
    if not any(isinstance(row, list | tuple) for row in argument):
        return [list(argument)]
    return [list(row) for row in argument]


def _at(cells: Block, row: int, column: int) -> Any:
    return cells[min(row, len(cells) - 1)][min(column, len(cells[0]) - 1)]


def blank(value: object) -> bool:
    """Whether nothing stands in a cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def words(value: Any) -> str:
    """A cell as text: a number typed into it without its decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def fen(value: Any, argument: str) -> Fen:
    """An amount in yuan as fen; raises ``CellError``."""
    try:
        return amounts.parse(value).fen
    except amounts.AmountError as error:
        raise CellError(error.reason if error.reason in _AMOUNTS else "number", argument, value) from error


def yuan(amount: Fen) -> float:
    """Fen as the number that Excel shows."""
    return amount / 100


def whole(value: Any, argument: str, least: int) -> int:
    """A whole number from ``least`` on; raises ``CellError``."""
    try:
        number = Fraction(str(value).strip())
    except (ValueError, ZeroDivisionError) as error:
        raise CellError("number", argument, value) from error
    if isinstance(value, bool) or number.denominator != 1 or number < least:
        raise CellError("whole", argument, value, least=least)
    return int(number)


def share(value: Any, argument: str) -> Fraction:
    """A share of one, from 50%, which Excel hands over as 0.5, or from text; raises ``CellError``."""
    try:
        found = percents.parse(value, percent_format=not isinstance(value, str))
    except percents.PercentError as error:
        raise CellError("share", argument, value) from error
    if not 0 <= found <= 1:
        raise CellError("share", argument, value)
    return found


def weights(cells: Any, argument: str) -> list[Fraction]:
    """The weights of a range, row by row; a blank weighs nothing. Raises ``CellError``."""
    found = [_weight(value, argument) for row in block(cells) for value in row]
    if not any(found):
        raise CellError("weights", argument)
    return found


def _weight(value: Any, argument: str) -> Fraction:
    if blank(value):
        return Fraction(0)
    try:
        found = Fraction(str(value).strip())
    except (ValueError, ZeroDivisionError) as error:
        raise CellError("number", argument, value) from error
    if found < 0 or isinstance(value, bool):
        raise CellError("weights", argument, value)
    return found
