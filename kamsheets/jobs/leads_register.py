"""The workbook of one register: leads, duplicates, pairs, conflicts, sources, findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamsheets.core.finding import Finding
from kamsheets.core.messages import reason, text
from kamsheets.forms.catalogue import Field, catalogue
from kamsheets.jobs import leads_overlap_sheets as overlap_sheets
from kamsheets.jobs.canonical import Canon
from kamsheets.jobs.leads_batch import LEADS, ORIGIN, OWN_HEADERS, Batch
from kamsheets.leads import wording
from kamsheets.leads.contact import WAYS
from kamsheets.leads.grading import LeadGrade, replaceable
from kamsheets.leads.overlaps import LeadRef
from kamsheets.workbook.write import Book, Cell, Col, Tone

COMPUTED = ("lead_no", "lead_grade", "follow_mode", "computed_grade")
"""Fields every register has, whether a sheet had them or not."""
WIDTHS = (
    ("severity", 8), ("code", 8), ("file", 24), ("sheet", 14), ("cell", 9), ("value", 24), ("message", 80),
    ("proposed", 18),
)  # fmt: skip
"""Columns of the findings, in characters."""
TONES: Mapping[str, Tone] = {"error": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True)
class Register:
    """What goes into the workbook."""

    batch: Batch
    numbers: Sequence[str]
    """Lead number of every lead, in the order of ``batch.leads``."""
    findings: Sequence[Finding]

    @property
    def lang(self) -> str:
        """Language of headers and words."""
        return self.batch.lang

    @property
    def leads(self) -> Sequence[LeadRef]:
        """The leads of the sheets, without those of an earlier register."""
        return self.batch.leads[: len(self.numbers)]

    def t(self, code: str, **facts: object) -> str:
        """A text in the register's language."""
        return text(code, self.lang, **facts)


def write(made: Register, path: Path) -> None:
    """The whole workbook."""
    with Book(path, made.lang, title=made.t("leads.sheet.register"), result=True) as book:
        _leads(book, made)
        overlap_sheets.write(book, made.batch, len(made.numbers))
        _sources(book, made)
        _findings(book, made)


def _leads(book: Book, made: Register) -> None:
    fields = [f for f in catalogue()[LEADS].fields if f.id in COMPUTED or _present(made, f)]
    canons = [Canon(f, made.batch.desk.view.choices, made.lang) for f in fields]
    extra = _unknown(made)
    words = [Col(made.t(code)) for code in wording.COLUMNS]
    origin = [Col(made.t(code), "raw") for code in ORIGIN]
    columns = [canon.col for canon in canons] + words + [Col(header, "raw") for header in extra] + origin
    grades = [grade for sheet in made.batch.grades for grade in sheet]
    labels = made.batch.duplicates.labels()
    rows = [
        [
            *_canonical(made, lead, grade, number, canons),
            *(wording.word(code, grade, lead.sheet, made.lang) for code in wording.COLUMNS),
            *_typed_under(lead, extra),
            Cell(labels[k], "warning") if k in labels else "",
            lead.place.file,
            lead.place.sheet,
            lead.sheet.table.row_numbers[lead.row],
        ]
        for k, (lead, grade, number) in enumerate(zip(made.leads, grades, made.numbers, strict=True))
    ]
    book.sheet(made.t("leads.sheet.register"), columns, rows, table="Leads", freeze_columns=1)


def _present(made: Register, field: Field) -> bool:
    """Whether a sheet has the column, or gave the field a value from another one (a telephone under 手机)."""
    return any(s.has(field.id) or any(v is not None for v in s.column(field.id)) for s in made.batch.sheets)


def _unknown(made: Register) -> list[str]:
    """Headers that no field claims, each once, in order of appearance."""
    columns = (column for sheet in made.batch.sheets for column in sheet.table.columns)
    unknown = (c.header for c in columns if c.field is None and c.header and c.header not in OWN_HEADERS)
    return list(dict.fromkeys(unknown))


def _canonical(
    made: Register, lead: LeadRef, grade: LeadGrade, number: str, canons: Sequence[Canon]
) -> Iterator[object]:
    computed = {
        "lead_grade": grade.settled.grade or None,
        "follow_mode": grade.follow_mode or None,
        "computed_grade": grade.settled.computed or None,
    }
    for canon in canons:
        field_id = canon.field.id
        if field_id == "lead_no":
            yield number
            continue
        value = lead.sheet.column(field_id)[lead.row]
        if field_id in computed and replaceable(lead.sheet, grade, field_id, made.batch.desk.view.grades):
            value = computed[field_id]
        yield canon.shown(value, None if value is not None or _moved(lead, field_id) else lead.raw(field_id))


def _moved(lead: LeadRef, field_id: str) -> bool:
    """Whether what stands under a contact field was read as another one, such as a telephone under 手机."""
    return field_id in WAYS and any(lead.sheet.column(way)[lead.row] is not None for way in WAYS)


def _typed_under(lead: LeadRef, headers: Sequence[str]) -> Iterator[object]:
    """What a lead's sheet holds under headers that are no fields."""
    table = lead.sheet.table
    found = {c.header: table.rows[lead.row][k] for k, c in enumerate(table.columns) if c.field is None}
    return (found.get(header) for header in headers)


def _sources(book: Book, made: Register) -> None:
    names = ("file", "sheet", "read", "leads", "blank", "totals")
    columns = [
        Col(made.t(f"leads.sources.{name}"), "text" if k < 2 else "int", total="" if k < 2 else "sum")
        for k, name in enumerate(names)
    ]
    rows = [
        [s.table.file, s.table.sheet, s.table.read, len(s.filled), len(s.table.blank_rows), len(s.table.totals)]
        for s in made.batch.sheets
    ]
    book.sheet(made.t("leads.sheet.sources"), columns, rows, table="Sources")


def _findings(book: Book, made: Register) -> None:
    columns = [Col(made.t(f"leads.findings.{name}"), "text", width) for name, width in WIDTHS]
    rows = [
        [
            Cell(made.t(f"severity.{f.severity.value}"), TONES[f.severity.value]), f.code, f.place.file, f.place.sheet,
            f.place.cell, f.value, reason(f, made.lang), f.proposed or "",
        ]
        for f in made.findings
    ]  # fmt: skip
    book.sheet(made.t("leads.sheet.findings"), columns, rows, table="Findings")
