"""The typed values of a form of label and value cells, read by the same readers as the columns of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kamsheets.core.finding import Finding, Place, cell_name
from kamsheets.core.table import Column, Table
from kamsheets.forms.blocks import NO_FACTS, Block, Facts, Spot
from kamsheets.forms.catalogue import Field, Form
from kamsheets.forms.choices import Choices
from kamsheets.forms.typed import typed


@dataclass(frozen=True)
class Filled:
    """What a person wrote into a form. A blank field is not in ``values``; whether it is missing others say."""

    form: Form
    values: Mapping[str, object]
    """By field id; parts of groups as ``group.part``."""
    tables: Mapping[str, Sequence[Mapping[str, object]]]
    findings: tuple[Finding, ...]
    places: Mapping[str, Place]
    """Where each field's value stands, or would stand; cells of row tables as ``table.row.column``, rows from 1."""

    @property
    def blank(self) -> bool:
        """Whether nobody wrote anything: no value, readable or not, and no row but the questions of its checklists."""
        asked = {one.id: {one.columns[0].id} for one in self.form.fields if one.type == "checklist"}
        rows = ((name, row) for name, table in self.tables.items() for row in table)
        written = bool(self.values) or any(said.value for said in self.findings)
        return not written and all(row.keys() <= asked.get(name, set()) for name, row in rows)


def filled(block: Block, file: str, sheet: str, choices: Choices, facts: Facts = NO_FACTS) -> Filled:
    """Read every value of ``block`` by the type of its field; what cannot be read is a finding at its cell."""
    values: dict[str, object] = {}
    findings: list[Finding] = []
    places: dict[str, Place] = {}
    for field_id, spot in block.values.items():
        places[field_id] = Place(file, sheet, cell_name(spot.row, spot.column))
        value, said = _scalar(_field(block.form, field_id), spot, file, sheet, choices, facts)
        findings += said
        values.update(_parted(block.form, field_id, value) if value is not None else {})
    tables: dict[str, Sequence[Mapping[str, object]]] = {}
    for field_id, table in block.tables.items():
        places[field_id] = table.place()
        places |= {
            f"{field_id}.{i + 1}.{column.field}": table.place(i, column.field)
            for i in range(len(table.rows))
            for column in table.columns
        }
        tables[field_id], said = _rows(block.form[field_id], table, choices)
        findings += said
    return Filled(block.form, values, tables, tuple(findings), places)


def _field(form: Form, field_id: str) -> Field:
    group, _, part = field_id.partition(".")
    return next(c for c in form[group].columns if c.id == part) if part else form[group]


def _scalar(
    one: Field, spot: Spot, file: str, sheet: str, choices: Choices, facts: Facts
) -> tuple[object, tuple[Finding, ...]]:
    """The value of one cell: a list of one row and one column."""
    as_text = replace(one, type="str") if one.type in ("group", "sign") else one
    form = Form("", "", one.zh, one.en, "list", (as_text,))
    column = Column(spot.label, spot.column, as_text.id, spot.unit)
    table = Table(
        file,
        sheet,
        (column,),
        [[spot.cell]],
        [spot.row],
        spot.row,
        percent_cells=facts.percent,
        error_cells=dict(facts.errors),
        date1904=facts.date1904,
    )
    read = typed(table, form, choices, blank_allowed=(as_text.id,))
    return read.values[as_text.id][0], read.findings


def _parted(form: Form, field_id: str, value: object) -> dict[str, object]:
    """A value, or the parts of a group written into one cell: 周工/设备工程师/0512-66660000."""
    one = _field(form, field_id)
    if one.type != "group" or not isinstance(value, str):
        return {field_id: value}
    pieces = [piece.strip() for piece in value.split("/")]
    return {f"{one.id}.{part.id}": piece for part, piece in zip(one.columns, pieces, strict=False) if piece}


def _rows(one: Field, table: Table, choices: Choices) -> tuple[list[dict[str, object]], tuple[Finding, ...]]:
    """The rows of a table; what cannot be read in a row is None there and said by a finding."""
    read = typed(table, Form(one.id, "", one.zh, one.en, "list", one.columns), choices)
    rows = [{key: value for key, value in read.record(i).items() if value is not None} for i in range(len(table.rows))]
    return rows, read.findings
