"""One cell, read as the type of its field: the value, and notes that become findings.

A reader takes a non-blank cell and returns ``(value, notes)``; it never raises. A value is None when nothing could be
read. Money is integer fen, a rate a ``Fraction``, a number ``int`` or ``Decimal``, an enum the code of its entry.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from operator import gt, le, lt
from typing import Any, NamedTuple

from kamsheets.core.money import UNITS, grouped
from kamsheets.core.table import Cell
from kamsheets.formats import amounts, dates, percents, uscc
from kamsheets.formats import text as texts
from kamsheets.forms.catalogue import Field
from kamsheets.forms.lookup import Lookup


class Note(NamedTuple):
    """A finding in the making: its code, a value that would be right, further facts of its sentence."""

    code: str
    proposed: str | None = None
    facts: tuple[tuple[str, object], ...] = ()


class Percent(NamedTuple):
    """A number whose cell shows a % sign."""

    number: Cell


class Faulty(NamedTuple):
    """A cell with an error (#N/A), or, when ``shown`` is empty, a formula without a stored result."""

    shown: str


Read = tuple[object, tuple[Note, ...]]
Reader = Callable[[Cell], Read]

BLANK = Note("blank")
"""The cell holds nothing but blanks or a dash."""
_NOTHING = frozenset({"", "/", "-", "—", "——", "–", "--", "\\"})
_UNKNOWN = frozenset(
    {"待定", "未定", "暂无", "不详", "未知", "暂缺", "无", "na", "n/a", "none", "null", "tbd", "unknown"}
)
_LONGEST_NOTHING = 8
_COUNT = re.compile(r"第?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+))(?:\.0+)?\s*(?:[名次个月天年台套份人位期]|台/套)?")
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)\s*(%|h|小时|工时|分|倍)?", re.IGNORECASE)
_YES = frozenset({"是", "有", "对", "已", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑", "已确认", "确认"})
_NO = frozenset({"否", "无", "不", "未", "n", "no", "false", "f", "0", "×", "✗", "x", "□", "☐", "未确认"})
_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_MOST = 10**15
"""Numbers from here on have lost digits in a spreadsheet."""
_SHORTENED = re.compile(r"[+-]?\d(?:\.\d+)?E\+\d{2,3}", re.IGNORECASE)
"""How a spreadsheet shows, and exports, a long number: 1.39E+10."""
_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#{4,})", re.IGNORECASE)
"""An error cell after a way through text, such as a .csv."""
_AMOUNT_CODES = {"range": "CT11", "decimals": "CT12", "currency": "CT13", "precision": "CT61", "size": "CT62"}
_USCC_CODES = {"length": "CT63", "characters": "CT64"}
_DATE_CODES = {"no_year": "CT21", "short_year": "CT22"}


def unread(code: str, proposed: str | None = None, **facts: object) -> Read:
    """Nothing could be read, and why."""
    return None, (Note(code, proposed, tuple(facts.items())),)


def blank(cell: Cell, unknown: bool = True) -> Read | None:
    """What a cell says that is blank or says 待定; None for a cell with something in it."""
    if isinstance(cell, Faulty):
        return unread("CT02" if cell.shown else "CT03")
    if not isinstance(cell, str) or (len(cell) > _LONGEST_NOTHING and not cell.isspace()):
        return None
    words = texts.key(cell)
    if words in _NOTHING:
        return None, (BLANK,)
    return unread("CT04") if unknown and words in _UNKNOWN else None


def plain(cell: Cell) -> str:
    """A cell as text: whole numbers without decimals, days in ISO form."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == datetime.min.time() else "%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _lost(words: str) -> Read | None:
    """Text that is only what is left of a number or of an error cell."""
    if _SHORTENED.fullmatch(words):
        return unread("CT61")
    return unread("CT02") if _ERROR.fullmatch(words) else None


def text_reader(f: Field, pattern: re.Pattern[str] | None) -> Reader:
    """Words: cleaned, one line unless the field is a text, held against pattern and length."""
    clean = texts.clean if f.type == "text" else texts.one_line
    shortest, longest = f.min_length or 0, f.max_length or 1 << 30

    def read(cell: Cell) -> Read:
        if isinstance(cell, str):
            words = clean(cell)
            if lost := _lost(words):
                return lost
        elif isinstance(cell, int | float) and abs(cell) >= _MOST:
            return unread("CT61")
        else:
            words = plain(cell)
        if words in _NOTHING or isinstance(cell, Faulty):
            return blank(cell, unknown=False) or (None, (BLANK,))
        notes: list[Note] = []
        if f.type != "text" and not words.isascii() and texts.is_fullwidth(words):
            words = texts.halfwidth(words)
            notes.append(Note("CT71", words))
        if pattern and not pattern.fullmatch(words):
            return None, (Note("CT40", _respelled(words, pattern), (("example", f.example),)),)
        if len(words) < shortest:
            notes.append(Note("CT41", None, (("bound", shortest),)))
        elif len(words) > longest:
            notes.append(Note("CT42", None, (("bound", longest), ("length", len(words)))))
        return words, tuple(notes)

    return read


def _respelled(words: str, pattern: re.Pattern[str]) -> str | None:
    better = re.sub(r"\s", "", re.sub(r"[—–－_~]+", "-", texts.folded(words))).upper()
    return better if pattern.fullmatch(better) else None


def money_reader(f: Field, header_unit: str) -> Reader:
    """An amount in fen; the header's unit counts before the field's own."""
    unit = header_unit if header_unit in UNITS else f.unit or "元"
    bounds = _bounds(f, UNITS[f.unit or "元"])

    def read(cell: Cell) -> Read:
        if nothing := blank(cell):
            return nothing
        try:
            amount = amounts.parse(cell, unit)
        except amounts.AmountError as error:
            return unread(_AMOUNT_CODES.get(error.reason, "CT10"))
        notes = bounds(amount.fen)
        if amount.estimated:
            notes = (*notes, Note("CT16", None, (("read", grouped(amount.fen)),)))
        return amount.fen, notes

    return read


def percent_reader(f: Field) -> Reader:
    """A rate as a fraction of one; points in a percent cell are taken as such where the rate cannot be that high."""
    bounds = _bounds(f, Fraction(1, 100))

    def read(cell: Cell) -> Read:
        if nothing := blank(cell):
            return nothing
        shown = isinstance(cell, Percent)
        try:
            rate = percents.parse(cell.number if isinstance(cell, Percent) else cell, shown)
        except percents.AmbiguousPercent as error:
            percent, small = percents.points(Fraction(error.number)), f"{error.number.normalize():f}"
            return unread("CT15", None, percent=f"{percent.rstrip('0').rstrip('.')}%", points=f"{small}%")
        except percents.PercentError:
            return unread("CT10")
        if shown and bounds(rate) and not bounds(rate / 100):  # 13 pasted into a cell that shows it as 1300%
            facts = (("shown", percents.format(rate)), ("read", percents.format(rate / 100)))
            return rate / 100, (Note("CT09", None, facts),)
        return rate, bounds(rate)

    return read


def number_reader(f: Field) -> Reader:
    """A whole number (int) or an exact decimal (dec)."""
    whole, bounds = f.type == "int", _bounds(f, 1)

    def read(cell: Cell) -> Read:
        if nothing := blank(cell):
            return nothing
        found = _number(cell, whole)
        if isinstance(found, str):
            return unread(found)
        if whole and found != found.to_integral_value():
            return unread("CT14")
        if f.decimals is not None and -_exponent(found) > f.decimals:
            return unread("CT43", None, bound=f.decimals)
        return (int(found) if whole else found), bounds(found)

    return read


def _number(cell: Cell, whole: bool) -> Decimal | str:
    """The number, or the code of what is wrong."""
    if isinstance(cell, Percent):
        inner = _number(cell.number, whole=False)
        return inner if isinstance(inner, str) else inner * 100
    if isinstance(cell, bool):
        return "CT10"
    if isinstance(cell, int | float):
        return Decimal(f"{cell:.15g}") if abs(cell) < _MOST else "CT10" if cell != cell else "CT61"
    if not isinstance(cell, str):
        return "CT10"
    words = texts.folded(cell)
    found = (_COUNT.fullmatch(words) if whole else None) or _NUMBER.fullmatch(words)
    if found:
        return Decimal(found[1].replace(",", "")) if len(words) <= 20 else "CT62"
    return "CT11" if re.fullmatch(r"\D*\d[\d.]*\s*[-~～至到—–]\s*\d.*", words) else "CT10"


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _bounds(f: Field, scale: int | Fraction) -> Callable[[Any], tuple[Note, ...]]:
    """A check of values that count ``scale`` for one of the field's unit."""
    checks = [
        (Note(code, None, (("bound", f"{bound}{f.unit}"),)), fails, _lowest_terms(Fraction(bound) * scale))
        for code, bound, fails in (("CT17", f.at_least, lt), ("CT18", f.at_most, gt), ("CT19", f.more_than, le))
        if bound is not None
    ]
    return lambda value: tuple(note for note, fails, bound in checks if fails(value, bound))


def _lowest_terms(value: Fraction) -> int | Fraction:
    """An int where it is one: comparing ints is ten times as fast."""
    return value.numerator if value.denominator == 1 else value


def date_reader(f: Field, date1904: bool) -> Reader:
    """A day, a moment (datetime) or a period (two moments)."""
    parse: Callable[[Cell], object] = {
        "date": lambda cell: dates.parse(cell, date1904),
        "datetime": lambda cell: dates.moment(cell, date1904),
        "period": dates.period,
    }[f.type]

    def read(cell: Cell) -> Read:
        if nothing := blank(cell):
            return nothing
        try:
            value = parse(cell)
        except dates.DateError as error:
            return unread(_DATE_CODES.get(error.reason, "CT20"))
        first = value[0] if isinstance(value, tuple) else value
        if not (isinstance(first, date) and _FIRST_YEAR <= first.year <= _LAST_YEAR):
            return unread("CT62")
        if isinstance(cell, str) and texts.is_fullwidth(cell):
            return value, (Note("CT71", str(value)),)
        return value, ()

    return read


def choice_reader(f: Field, lookup: Lookup) -> Reader:
    """The code of a list's entry; with ``many`` a tuple of codes."""

    def one(words: str) -> Read:
        code = lookup.code(words)
        if code is not None:
            return code, ()
        options = (("options", lookup.options("zh")), ("options_en", lookup.options("en")))
        if f.open:
            return words, (Note("CT31", lookup.nearest(words), options),)
        return None, (Note("CT30", lookup.nearest(words), options),)

    def read(cell: Cell) -> Read:
        words = "" if isinstance(cell, Faulty) else texts.one_line(plain(cell))
        if words in _NOTHING and lookup.code(words) is None:
            return blank(cell, unknown=False) or (None, (BLANK,))
        if lost := _lost(words):
            return lost
        if not f.many:
            return one(words)
        found = [one(part) for part in parts(words)]
        codes = tuple(value for value, _ in found if value is not None)
        return codes, tuple(note for _, notes in found for note in notes)

    return read


def parts(words: str) -> list[str]:
    """The entries of a cell that holds several, separated by ; 、 , or a line break."""
    return [part.strip() for part in re.split(r"[;；、,，\n]+", words) if part.strip()]


def people_reader(f: Field) -> Reader:
    """Names or employee numbers as they stand; with ``many`` a tuple."""
    one = text_reader(f, None)

    def read(cell: Cell) -> Read:
        value, notes = one(cell)
        return (tuple(parts(value)) if f.many and isinstance(value, str) else value), notes

    return read


def bool_reader(f: Field) -> Reader:
    """True for 是, False for 否."""

    def read(cell: Cell) -> Read:
        if isinstance(cell, bool):
            return cell, ()
        if nothing := blank(cell, unknown=False):
            return nothing
        words = texts.key(plain(cell))
        if words in _YES or words in _NO:
            return words in _YES, ()
        return unread("CT80")

    return read


def uscc_reader(f: Field) -> Reader:
    """A unified social credit code."""

    def read(cell: Cell) -> Read:
        if nothing := blank(cell):
            return nothing
        try:
            return uscc.validate(cell), ()
        except uscc.UsccError as error:
            if error.reason == "precision":
                return unread("CT61")
            return unread(_USCC_CODES.get(error.reason, "CT65"), error.proposed)

    return read
