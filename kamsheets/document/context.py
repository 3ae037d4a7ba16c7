"""From a record to the names a template may use, in one language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache

from kamsheets.core.messages import text as say
from kamsheets.core.money import grouped, round_half_up
from kamsheets.document.filters import BOX
from kamsheets.document.naming import LISTS, MATRIX, SYSTEM, form_names, names, tag
from kamsheets.document.record import Cells, Record, Signature
from kamsheets.document.values import Matrix, Row, Rows, Value, matrix_row
from kamsheets.formats import dates
from kamsheets.formats.text import clean, key
from kamsheets.forms.catalogue import Field, Form, catalogue
from kamsheets.policy.types import Choice

SUMMED = ("money", "pct", "int", "dec")


@dataclass(frozen=True)
class Printing:
    """How a batch is printed: the same for all its documents."""

    choices: Mapping[str, Sequence[Choice]]
    as_of: date
    lang: str = "zh"
    neutral: bool = True
    """Say stances in neutral words (坚定反对 for 死敌)."""
    restricted: bool = False
    """Print what only a few may see."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names by employee number."""
    company: str = ""
    revision: str = "A/0"
    retention: str = ""
    secrecy: str = ""
    """密级 of restricted prints."""
    _looks: dict[int, "_Look"] = field(default_factory=dict, repr=False, compare=False)

    def look(self, one: Field) -> "_Look":
        """What all values of a field have in common, worked out once a batch."""
        found = self._looks.get(id(one))
        if found is None or found.field is not one:
            found = self._looks[id(one)] = _Look.of(one, self)
        return found

    def __getstate__(self) -> dict[str, object]:
        """Without what was worked out: it belongs to this process."""
        return {**self.__dict__, "_looks": {}}


@dataclass(frozen=True, slots=True)
class _Look:
    """What all values of a field have in common on paper."""

    field: Field
    label: str
    options: tuple[tuple[str, str], ...]
    spellings: Mapping[str, frozenset[str]]
    pen: str
    names: Mapping[str, str]
    """What templates may call the columns of a table: name -> id."""

    @classmethod
    def of(cls, one: Field, printing: Printing) -> "_Look":
        lang = printing.lang
        allowed = printing.choices.get(one.choices or "", ()) if one.type == "enum" else ()
        options = tuple((choice.code, worded(choice, printing)) for choice in allowed)
        if one.type == "bool":
            options = (("true", say("document.yes", lang)), ("false", say("document.no", lang)))
        spellings = {c.code: frozenset((c.code, c.label.zh, c.label.en, *c.label.aliases)) for c in allowed}
        pen = say("document.pen_date", lang) if one.type in ("date", "datetime") else ""
        return cls(one, one.label(lang), options, spellings, pen, names(one.columns))


def shown(one: Field, raw: object, printing: Printing) -> str:
    """A typed value as text."""
    lang = printing.lang
    if raw is None:
        return ""
    if one.type == "period" and isinstance(raw, tuple):
        return _period(raw, lang)
    if isinstance(raw, tuple | list):
        return "、".join(shown(one, item, printing) for item in raw)
    if isinstance(raw, bool):
        return say("document.yes" if raw else "document.no", lang)
    if one.type == "money" and isinstance(raw, int):
        return grouped(raw)
    if one.type == "pct" and isinstance(raw, Fraction | int | Decimal):
        return percent(Fraction(raw))
    if isinstance(raw, datetime):
        return f"{_day(raw.date(), lang)} {raw:%H:%M}"
    if isinstance(raw, date):
        return _day(raw, lang)
    if isinstance(raw, Decimal | Fraction):
        return plain_number(raw)
    if one.type == "enum":
        return choice_label(printing.choices.get(one.choices or "", ()), str(raw), printing)
    if one.type == "person_ref":
        return _person(str(raw), printing.people)
    return printable(str(raw))


def printable(text: str) -> str:
    """``text`` without what Word's XML cannot hold."""
    return clean(text.encode("utf-8", "ignore").decode()).replace("\ufffe", "").replace("\uffff", "").replace("\t", " ")


def plain_number(number: Decimal | Fraction) -> str:
    """A number with as many decimals as it has, four at most.

    >>> plain_number(Fraction(6, 5)), plain_number(Decimal("8.50")), plain_number(Fraction(2400))
    ('1.2', '8.5', '2400')
    """
    shown = format(Decimal(round_half_up(Fraction(number) * 10_000)).scaleb(-4), "f")
    return shown.rstrip("0").rstrip(".")


def _period(raw: tuple[object, ...], lang: str) -> str:
    """14:00–15:30 of one day, or from moment to moment."""
    start, end = raw
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end.date(), lang)} {end:%H:%M}"
    return f"{_day(start.date(), lang)} {start:%H:%M}–{last}"


def percent(share: Fraction) -> str:
    """A share of one in percent with two decimals.

    >>> percent(Fraction(49, 200))
    '24.50%'
    """
    hundredths = round_half_up(share * 10_000)
    sign, rest = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{rest // 100}.{rest % 100:02d}%"


def choice_label(choices: Sequence[Choice], code: str, printing: Printing) -> str:
    """The label of a code; a code outside the list is printed as it is."""
    found = next((choice for choice in choices if choice.code == code), None)
    return printable(code) if found is None else worded(found, printing)


def worded(choice: Choice, printing: Printing) -> str:
    """How a choice is called on paper."""
    return choice.printed(printing.lang) if printing.neutral else choice.label.of(printing.lang)


def _day(day: date, lang: str) -> str:
    return dates.chinese(day) if lang == "zh" else day.isoformat()


def _person(written: str, people: Mapping[str, str]) -> str:
    number = written.split()[0] if written.split() else written
    return f"{people[number]}（{number}）" if number in people else printable(written)


def value(one: Field, raw: object, printing: Printing, at: str, *, needed: bool) -> Value:
    """The value of a field as templates use it; what only a few may see is hidden unless the batch shows it."""
    look = printing.look(one)
    if one.restricted and not printing.restricted:
        blank = say("document.hidden", printing.lang)
        return Value(at, look.label, one.type, None, "", blank=blank, pen=look.pen)
    items = tuple(shown(one, item, printing) for item in raw) if isinstance(raw, tuple | list) else ()
    known = look.spellings.get(raw, frozenset()) if isinstance(raw, str) else frozenset()
    return Value(
        at, look.label, one.type, raw, shown(one, raw, printing), needed, pen=look.pen, items=items,
        options=look.options, spellings=known,
    )  # fmt: skip


def _must(one: Field) -> bool:
    return one.required == "Y" and one.type not in ("sign", "group") and one.id != "approvals"


def row(columns: Sequence[Field], known: Mapping[str, str], cells: Cells, printing: Printing, at: str) -> Row:
    """One row of a table under all names of its columns (``known``: name -> column id)."""
    made = {c.id: value(c, cells.get(c.id), printing, f"{at}.{c.id}", needed=c.required == "Y") for c in columns}
    return Row({name: made[column] for name, column in known.items()})


def rows(one: Field, data: Sequence[Cells], printing: Printing) -> Rows:
    """A table with its sums, and turned where it holds amounts by two lists."""
    known = printing.look(one).names
    made = [row(one.columns, known, cells, printing, f"{one.id}.{n}") for n, cells in enumerate(data, start=1)]
    sums = {c.id: total(c, data) for c in one.columns if c.type in SUMMED}
    summed = {c.id: value(c, sums.get(c.id), printing, f"{one.id}.total.{c.id}", needed=False) for c in one.columns}
    totals = Row({name: summed[column] for name, column in known.items()})
    return Rows(
        made, totals, key=one.id, label=one.label(printing.lang), needed=_must(one), matrix=turned(one, data, printing)
    )


def total(column: Field, data: Sequence[Cells]) -> object:
    """The sum of a column, blanks left out; None when nothing is there to add."""
    present = [cells[column.id] for cells in data if isinstance(cells.get(column.id), int | Fraction | Decimal)]
    return sum(present[1:], start=present[0]) if present else None  # type: ignore[call-overload]


@cache
def listed(form_id: str) -> Field:
    """A sheet of one record a row, as the table a form prints it as."""
    form = catalogue()[form_id]
    return Field(form_id, form.zh, form.en, "table", required="Y", columns=form.fields)


def turned(one: Field, data: Sequence[Cells], printing: Printing) -> Matrix | None:
    """A table of amounts by two lists (科目 x 阶段) as a matrix; None for any other table."""
    lists = [c for c in one.columns if c.type == "enum"]
    amounts = [c for c in one.columns if c.type == "money"]
    if len(lists) != 2 or len(amounts) != 1 or len(one.columns) != 3:
        return None
    down, across = (_order(c, data, printing) for c in lists)
    sums: dict[tuple[object, object], int] = {}
    for cells in data:
        place, fen = (cells.get(lists[0].id), cells.get(lists[1].id)), cells.get(amounts[0].id)
        sums[place] = sums.get(place, 0) + (fen if isinstance(fen, int) else 0)
    lines = tuple((shown(lists[0], d, printing), tuple(sums.get((d, a), 0) for a in across)) for d in down)
    return matrix(tuple(shown(lists[1], a, printing) for a in across), lines, printing.lang)


def _order(column: Field, data: Sequence[Cells], printing: Printing) -> list[object]:
    used = list(dict.fromkeys(cells.get(column.id) for cells in data))
    codes = [choice.code for choice in printing.choices.get(column.choices or "", ())]
    return sorted(used, key=lambda code: codes.index(str(code)) if code in codes else len(codes))


def matrix(heads: Sequence[str], lines: Sequence[tuple[str, Sequence[int]]], lang: str) -> Matrix:
    """Amounts in fen with their sums across and down; a zero is printed as a dash."""

    def money(fen: int) -> str:
        return grouped(fen) if fen else "-"

    made = [matrix_row(label, [money(fen) for fen in cells], money(sum(cells))) for label, cells in lines]
    columns = [sum(cells[k] for _, cells in lines) for k in range(len(heads))]
    whole = say("document.total", lang)
    return Matrix(heads, made, matrix_row(whole, [money(fen) for fen in columns], money(sum(columns))))


def signature_rows(signatures: Sequence[Signature]) -> list[Row]:
    """The signature block under its Chinese and English names."""
    made = []
    for one in signatures:
        ticks = " ".join(f"{BOX}{label}" for label in one.boxes)
        texts = {"岗位": one.role, "姓名": one.person, "选项": ticks, "说明": one.note}
        english = {"role": one.role, "person": one.person, "boxes": ticks, "note": one.note}
        made.append(Row({name: printable(text) for name, text in (texts | english).items()}))
    return made


class Lookup:
    """``f['合同金额(含税)']``: a field by any label or alias, as it is written in a sheet."""

    __slots__ = ("_form", "_known", "_values")

    def __init__(self, values: Mapping[str, object], by_id: Mapping[str, object], form: Form) -> None:
        self._values, self._known, self._form = values, by_id, form

    def __getitem__(self, label: str) -> object:
        wanted = key(label)
        for one in self._form.fields:
            if one.id in self._known and wanted in (key(one.zh), key(one.en)):
                return self._known[one.id]
        return (
            next((found for name, found in self._values.items() if key(name) == wanted), None)
            or self._values[tag(label)]
        )


def context(record: Record, form: Form, printing: Printing, system: Mapping[str, object]) -> dict[str, object]:
    """All names of a form's template; ``system`` holds the serial and the like by their English names."""
    by_id = dict(_values(record, form, printing)) if form.kind == "block" else {}
    made: dict[str, object] = {label: printable(text) for label, text in record.extras.items()}
    made |= {tag(label): text for label, text in made.items()}
    made |= {name: by_id[field_id] for name, field_id in form_names(form).items() if field_id in by_id}
    for list_id, pair in LISTS.items():
        if list_id in record.tables:
            made |= dict.fromkeys(pair, rows(listed(list_id), record.tables[list_id], printing))
    if record.matrix:
        made |= dict.fromkeys(MATRIX, matrix(record.matrix.heads, record.matrix.rows, printing.lang))
    usual: dict[str, object] = {
        "company": printing.company,
        "form_name": form.label(printing.lang),
        "form_code": form.code,
        "revision": printing.revision,
        "retention": printing.retention,
        "printed_on": _day(printing.as_of, printing.lang),
        "signatures": signature_rows(record.signatures),
        "route_basis": record.basis,
        "restricted": printing.restricted,
        "secrecy": say("document.secret", printing.lang, level=printing.secrecy) if printing.restricted else "",
    } | dict(system)
    for chinese, english in SYSTEM.items():
        if english in usual:
            made[english] = made[chinese] = usual[english]
    made["f"] = made["字段"] = Lookup(dict(made), by_id, form)
    return made


def _values(record: Record, form: Form, printing: Printing) -> Iterator[tuple[str, object]]:
    for one in form.fields:
        if one.type in ("table", "checklist"):
            yield one.id, rows(one, record.tables.get(one.id, ()), printing)
        elif one.type == "group":
            parts = {c.id: record.values.get(f"{one.id}.{c.id}") for c in one.columns}
            made = {c.id: value(c, parts[c.id], printing, f"{one.id}.{c.id}", needed=False) for c in one.columns}
            yield one.id, Row({name: made[part] for name, part in printing.look(one).names.items()})
            yield from ((f"{one.id}.{part}", found) for part, found in made.items())
        else:
            yield one.id, value(one, record.values.get(one.id), printing, one.id, needed=_must(one))
