"""The columns that grading writes beside a user's leads: which cells, and never over what a person decided."""

from collections.abc import Mapping, Sequence

from kamsheets.core.messages import LANGUAGES, text
from kamsheets.forms.catalogue import catalogue
from kamsheets.leads import wording
from kamsheets.leads.grading import LeadGrade, replaceable
from kamsheets.leads.sheet import LeadSheet
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.splice import NewColumn

FIELDS = ("lead_grade", "follow_mode", "computed_grade")
"""Columns that are fields of the register, and may be there already."""


def columns(sheet: LeadSheet, grades: Sequence[LeadGrade], view: PolicyView, lang: str) -> list[NewColumn]:
    """What to write; a column that stands there already holds only the cells that change."""
    modes = {choice.code: choice.label.of(lang) for choice in view.choices["follow_mode"]}
    made = [_field(sheet, grades, field_id, view, modes, lang) for field_id in FIELDS]
    made += [_words(sheet, grades, code, lang) for code in wording.COLUMNS]
    return [column for column in made if column.values or column.at is None]


def _field(
    sheet: LeadSheet, grades: Sequence[LeadGrade], field_id: str, view: PolicyView, modes: Mapping[str, str], lang: str
) -> NewColumn:
    position = sheet.table.position(field_id)
    header = catalogue()["F1"][field_id].label(lang)
    values = {}
    for lead in grades:
        wanted = {
            "lead_grade": lead.settled.grade,
            "follow_mode": modes.get(lead.follow_mode, ""),
            "computed_grade": lead.settled.computed,
        }[field_id]
        if position is None or replaceable(sheet, lead, field_id, view.grades):
            values[sheet.table.row_numbers[lead.row]] = wanted
    return _column(sheet, header, position, values)


def _words(sheet: LeadSheet, grades: Sequence[LeadGrade], code: str, lang: str) -> NewColumn:
    labels = {text(code, each) for each in LANGUAGES}
    position = next((k for k, column in enumerate(sheet.table.columns) if column.header in labels), None)
    values = {sheet.table.row_numbers[lead.row]: wording.word(code, lead, sheet, lang) for lead in grades}
    return _column(sheet, text(code, lang), position, values)


def _column(sheet: LeadSheet, header: str, position: int | None, values: Mapping[int, object]) -> NewColumn:
    if position is None:
        return NewColumn(header, values)
    table = sheet.table
    there = {number: row[position] for number, row in zip(table.row_numbers, table.rows, strict=True)}
    changed = {number: value for number, value in values.items() if (value or None) != there[number]}
    return NewColumn(header, changed, at=table.columns[position].index)
