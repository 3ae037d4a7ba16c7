"""One page to draw a form on: sections, label and value boxes, row tables, check lists, signature rows.

Everything takes field ids of the catalogue; labels, units, tags and bookmarks follow from them. ``hand`` boxes may stay
empty for the pen, ``boxes`` print every allowed value with a box before it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kamsheets.document.naming import LISTS, SYSTEM, form_names, spelling, tag
from kamsheets.forms.catalogue import Field, Form, catalogue
from word_forms.looks import ROOMY, Looks
from word_forms.ooxml import Bookmarks, Cell, Grid, Row, para, run

GREY, BLUE = "F2F2F2", "D9E2F3"
UNITS = 48
TALL = 420
"""Rows asked to be this high are for the pen, in any looks."""
UNIT_WORDS = {
    "元": "yuan", "天": "days", "月": "months", "年": "years", "份": "copies", "次": "times", "个": "number",
    "台/套": "sets", "工作日": "working days", "万元": "10,000 yuan",
}  # fmt: skip
Text = tuple[str, str]
"""(Chinese, English)."""
SIDE = 4
"""Units of the cell at the left of a block that names it."""
GAP = para(style="KamGap")
ROW: Text = ("行", "row")
PAIR: tuple[Text, Text] = (("左", "left"), ("右", "right"))
"""What a row is called in a loop, and two side by side."""
FILTERS = {
    "手填": "by_hand",
    "勾选": "boxes",
    "括号": "brackets",
    "脱敏": "mask",
    "大写金额": "in_words",
    "金额": "money",
    "默认": "default",
    "短日期": "iso_date",
    "换行": "below",
    "姓名": "name",
    "成对": "pairs",
}


@dataclass(frozen=True)
class Box:
    """A label and its value. ``label`` replaces the catalogue's, ``only`` the whole expression (no braces)."""

    id: str
    filters: tuple[str, ...] = ()
    label: Text | None = None
    style: str = "KamValue"


@dataclass(frozen=True)
class Col:
    """A column of a row table, ``units`` wide: several ids stand in one cell, ``a|b`` is ``b`` where ``a`` is blank."""

    id: str
    units: int
    filters: tuple[str, ...] = ()
    label: Text | None = None

    @property
    def ids(self) -> list[str]:
        """The sub-fields shown."""
        return self.id.replace("|", " ").split()


def hand(field_id: str, label: Text | None = None) -> Box:
    """A box for the pen."""
    return Box(field_id, ("手填",), label)


def boxes(field_id: str, *, by_hand: bool = False) -> Box:
    """A box that shows all allowed values."""
    return Box(field_id, ("手填", "勾选") if by_hand else ("勾选",))


class Sheet:
    """A form being drawn in one language."""

    def __init__(
        self, form: Form, lang: str = "zh", *, landscape: bool = False, units: int = UNITS, looks: Looks = ROOMY
    ) -> None:
        self.form = form
        self.lang = lang
        self.looks = looks
        self.landscape = landscape
        self.grid = Grid(units, (14640 if landscape else 9744) // units)
        self.marks = Bookmarks()

    def say(self, text: Text) -> str:
        """The text in the sheet's language."""
        return text[0] if self.lang == "zh" else text[1]

    # expressions

    def name(self, field_id: str) -> str:
        """What a field is called in this template; parts of a group are ``group.part``."""
        if "." in field_id:
            group = field_id.partition(".")[0]
            parent, column = self.form[group], self.field(field_id)
            short = tag(column.zh)
            if self.lang == "zh" and form_names(self.form).get(short) == field_id:
                return short
            return f"{self.name(group)}.{spelling(parent.columns, column, self.lang)}"
        return spelling(self.form.fields, self.form[field_id], self.lang)

    def system(self, word: str) -> str:
        """A name every template has."""
        return word if self.lang == "zh" else SYSTEM[word]

    def expr(self, name: str, filters: Sequence[str] = ()) -> str:
        """``{{ name|filter }}``."""
        spelt = [word if self.lang == "zh" else FILTERS[word] for word in filters]
        return f"{{{{ {'|'.join([name, *spelt])} }}}}"

    def field(self, field_id: str) -> Field:
        """The catalogue's field, or part of a group."""
        group, _, part = field_id.partition(".")
        found = self.form[group]
        return next(c for c in found.columns if c.id == part) if part else found

    # boxes

    def label_text(self, one: Field, other: Text | None = None) -> str:
        """Runs of a label: the name, and the unit small beneath."""
        text = self.say(other) if other else one.label(self.lang)
        unit = "" if other else self._unit(one)
        size = f'<w:sz w:val="{self.looks.unit}"/><w:szCs w:val="{self.looks.unit}"/>'
        return run(text) + (run(f"({unit})" if self.lang == "zh" else f" ({unit})", size) if unit else "")

    def _unit(self, one: Field) -> str:
        vat = {"gross": ("含税", "VAT incl."), "net": ("不含税", "excl. VAT")}.get(one.vat)
        parts = [self.say(vat)] if vat and "税" not in one.zh else []
        if one.type == "money":
            parts.append(self.say(("元", UNIT_WORDS["元"])))
        elif one.unit and one.type in ("int", "dec"):
            parts.append(self.say((one.unit, UNIT_WORDS.get(one.unit, one.unit))))
        return ("，" if self.lang == "zh" else ", ").join(parts)

    def label(self, field_id: str, units: int, other: Text | None = None) -> Cell:
        """A shaded label cell, found again by its hidden bookmark."""
        content = self.label_text(self.field(field_id), other)
        marked = self.marks.around(f"_kam_{field_id.replace('.', '__')}", content)
        return Cell(para(marked, "KamLabel"), units, GREY)

    def value(self, box: Box, units: int) -> Cell:
        """The cell the value stands in."""
        style = "KamTicks" if "勾选" in box.filters else box.style
        return Cell(para(self.expr(self.name(box.id), box.filters), style), units)

    def line(self, *items: Box | str, split: Sequence[int] | None = None, height: int = 397) -> Row:
        """A row of labels and values; ``split`` gives the units of label and value in turn (usual: by their number)."""
        made = [item if isinstance(item, Box) else Box(item) for item in items]
        usual = {1: (8, 40), 2: (7, 17), 3: (7, 9), 4: (6, 6)}[len(made)]
        units = list(split or usual * len(made))
        cells: list[Cell] = []
        for box, width, space in zip(made, units[::2], units[1::2], strict=True):
            cells += [self.label(box.id, width, box.label), self.value(box, space)]
        return Row(cells, height, whole=all(self.field(box.id).type != "text" for box in made))

    def facts(self, *pairs: tuple[Text, Text], split: Sequence[int] | None = None, keep: bool = False) -> Row:
        """Labels with what is no field of the catalogue: (label, name of the value) in both languages.

        ``keep``: on one page with the row below.
        """
        style = "KamSigner" if keep else "KamLabel"
        width = self.grid.units // len(pairs)
        units = list(split or (7, width - 7) * len(pairs))
        cells: list[Cell] = []
        for (label, name), first, second in zip(pairs, units[::2], units[1::2], strict=True):
            cells.append(Cell(para(run(self.say(label)), style), first, GREY))
            cells.append(Cell(para(self.expr(self.say(name)), "KamValue"), second))
        return Row(cells, 369)

    def text(self, *field_ids: str, height: int = 397, split: tuple[int, int] = (8, 40)) -> Iterator[Row]:
        """Rows for long texts: they may break over a page, paragraphs stay paragraphs."""
        for field_id in field_ids:
            value = self.value(Box(field_id, style="KamText"), split[1])
            yield Row([self.label(field_id, split[0]), value], height=height, whole=False)

    def bar(self, title: Text, *, header: bool = False) -> Row:
        """The coloured bar a section begins with."""
        return Row([Cell(para(run(self.say(title)), "KamBar"), self.grid.units, BLUE)], 312, header=header)

    def when(self, field_id: str, *rows: Row) -> Iterator[Row]:
        """Rows that are printed only when a field was filled in."""
        yield self.control(f"{{%tr if {self.name(field_id)} %}}")
        yield from rows
        yield self.control("{%tr endif %}")

    def note(self, text: Text) -> str:
        """A line of small print outside the tables."""
        return para(run(self.say(text)), "KamNote")

    def say_field(self, field_id: str) -> str:
        """A line of small print: a field's label and value."""
        return para(run(f"{self.field(field_id).label(self.lang)}：{self.expr(self.name(field_id))}"), "KamNote")

    def control(self, tag: str) -> Row:
        """A grey row that only holds a tag and vanishes when the form is filled."""
        return Row([Cell(para(tag, "KamControl"), self.grid.units)], 200)

    def section(self, title: Text | None, *rows: Row) -> str:
        """A table with its bar."""
        return self.table([self.bar(title), *rows] if title else rows)

    def table(self, rows: Iterable[Row], *, small: bool = False) -> str:
        """A table in the form's looks; ``small`` prints 8 points in tight cells."""
        fitting = [replace(row, height=min(row.height, self.looks.most)) if row.height < TALL else row for row in rows]
        made = self.grid.table(fitting, side=45 if small else self.looks.side, pad=self.looks.pad)
        return re.sub(r'w:val="Kam(Cell|Centre|Number|Head)"', r'w:val="Kam\1Small"', made) if small else made

    def block(self, title: Text, *rows: Row) -> Iterator[Row]:
        """Rows with their section's name in a cell at the left over all of them, in place of a bar."""
        for k, row in enumerate(rows):
            *cells, last = row.cells
            room = self.grid.units - SIDE - sum(cell.units for cell in cells)
            name = para(run(self.say(title)) if k == 0 else "", "KamSide")
            side = Cell(name, SIDE, BLUE, merge="continue" if k else "restart")
            yield replace(row, cells=[side, *cells, replace(last, units=min(last.units, room))])

    # tables of rows

    def rows(
        self, title: Text | None, field_id: str, cols: Sequence[Col], *, spare: int = 0, total: str = "",
        height: int = 320, only_with: bool = False, small: bool = False, numbered: Text | None = None,
        across: int = 1, whole: bool = False,
    ) -> str:  # fmt: skip
        """A table that grows: bar and heads repeat on every page; ``spare`` empty rows; ``total`` the columns to sum;
        ``only_with`` leaves the whole table out when it has no rows, ``small`` prints 8 points in tight cells,
        ``numbered`` names the table in its corner above a running number, ``across`` 2 stands two rows side by side,
        ``whole`` keeps a table of few rows on one page with its total.

        A loop that can pass a page is a table of its own, because only the first rows of a table repeat.
        """
        names = [self.say(pair) for pair in (ROW,) * (across == 1) or PAIR]
        over = self.table_name(field_id) + (f"|{self.say(('成对', 'pairs'))}" if across > 1 else "")
        corner = [Cell(para(run(self.say(numbered)), "KamHead"), SIDE, BLUE)] if numbered else []
        number = [Cell(para("{{ loop.index }}", "KamCentre"), SIDE)] if numbered else []
        rows = [
            *([self.bar(title, header=True)] if title else []),
            Row([*corner, *(head for _ in names for head in self._heads(field_id, cols))], 312, header=True),
            self.control(f"{{%tr for {', '.join(names)} in {over} %}}"),
            Row([*number, *(self._cell(name, field_id, col, keep=whole) for name in names for col in cols)], height),
            *([] if spare else [self.control("{%tr else %}"), self._nothing(SIDE if corner else 0, [*cols] * across)]),
            self.control("{%tr endfor %}"),
            *[Row([Cell(para(style="KamCell"), col.units) for col in cols], 454) for _ in range(spare)],
        ]
        if total:
            rows.append(self._total(field_id, cols, total.split()))
        table = self.table(rows, small=small)
        return self.only(self.table_name(field_id), table) if only_with else table

    def only(self, name: str, content: str, other: str = "") -> str:
        """Content that is printed only when ``name`` holds something, and ``other`` when it does not."""
        otherwise = para("{%p else %}", "KamControl") + other if other else ""
        return para(f"{{%p if {name} %}}", "KamControl") + content + otherwise + para("{%p endif %}", "KamControl")

    @staticmethod
    def _nothing(corner: int, cols: Sequence[Col]) -> Row:
        """The row of a table that does not apply; ``corner``: units of its running number."""
        units = [corner] * bool(corner) + [col.units for col in cols]
        return Row([Cell(para(run("/"), "KamCentre"), one) for one in units], 320)

    def table_name(self, field_id: str) -> str:
        """What a row table is called: a field of the form, or a sheet printed as a table (``F1``)."""
        return self.say(LISTS[field_id]) if field_id in LISTS else self.name(field_id)

    def columns(self, field_id: str) -> tuple[Field, ...]:
        """The columns of a row table."""
        return catalogue()[field_id].fields if field_id in LISTS else self.form[field_id].columns

    def _heads(self, field_id: str, cols: Sequence[Col]) -> Iterator[Cell]:
        for k, col in enumerate(cols):
            content = self.label_text(self._column(field_id, col.ids[0]), col.label)
            if k == 0:
                content = self.marks.around(f"_kam_T_{field_id}", content)
            yield Cell(para(content, "KamHead"), col.units, GREY)

    def _column(self, field_id: str, column_id: str) -> Field:
        return next(c for c in self.columns(field_id) if c.id == column_id)

    def _cell(self, row: str, field_id: str, col: Col, *, keep: bool = False) -> Cell:
        fields = [self._column(field_id, one) for one in col.ids]
        names = [f"{row}.{spelling(self.columns(field_id), one, self.lang)}" for one in fields]
        others = [word for word in col.filters if word != "勾选"]
        shown = [self.expr(names[0], col.filters), *(self.expr(name, (*others, "换行")) for name in names[1:])]
        if "|" in col.id:
            shown = [self.expr(f"{names[0]}|{self.say(('默认', 'default'))}({names[1]})", col.filters)]
        style = "KamTicksSmall" if "勾选" in col.filters else _style(fields[0])
        return Cell(para(run("".join(shown)), style, "<w:keepNext/>" if keep else ""), col.units)

    def _total(self, field_id: str, cols: Sequence[Col], summed: Sequence[str]) -> Row:
        name = f"{self.table_name(field_id)}.{self.say(('合计', 'total'))}"
        first = next(k for k, col in enumerate(cols) if col.ids[0] in summed)
        label = Cell(para(run(self.say(("合计", "Total"))), "KamHead"), sum(col.units for col in cols[:first]), GREY)
        cells = [label]
        for col in cols[first:]:
            one = self._column(field_id, col.ids[0])
            spelt = spelling(self.columns(field_id), one, self.lang)
            shown = self.expr(f"{name}.{spelt}") if one.id in summed else ""
            cells.append(Cell(para(shown, _style(one)), col.units))
        return Row(cells, 320)

    def ticks(self, title: Text, field_id: str) -> str:
        """A check list: item, all answers with boxes, note."""
        cols = [c.id for c in self.form[field_id].columns]
        widths = {2: (20, 28), 3: (26, 11, 11) if self.lang == "zh" else (22, 15, 11)}[len(cols)]
        answer = ("勾选",)
        made = [Col(c, w, answer if c == "answer" else ()) for c, w in zip(cols, widths, strict=True)]
        return self.rows(title, field_id, made, height=284)


def _style(one: Field) -> str:
    if one.type in ("money", "pct", "dec", "int"):
        return "KamNumber"
    return "KamCentre" if one.type in ("date", "datetime", "enum", "bool", "person_ref") else "KamCell"
