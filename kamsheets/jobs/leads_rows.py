"""Leads as rows of ``--json``, the same for check, grade and merge (product.md)."""

from collections.abc import Iterator

from kamsheets.jobs.leads_batch import Batch
from kamsheets.leads.grading import LeadGrade
from kamsheets.leads.overlaps import LeadRef


def rows(batch: Batch) -> Iterator[dict[str, object]]:
    """One row a lead, in the order of files, sheets and rows."""
    modes = {choice.code: choice.label.of(batch.lang) for choice in batch.desk.view.choices["follow_mode"]}
    labels = batch.duplicates.labels()
    grades = [grade for sheet in batch.grades for grade in sheet]
    for position, (lead, grade) in enumerate(zip(batch.leads, grades, strict=False)):
        yield row(lead, grade, modes, labels.get(position, ""))


def row(lead: LeadRef, grade: LeadGrade, modes: dict[str, str], group: str) -> dict[str, object]:
    """One lead."""
    table = lead.sheet.table
    return {
        "lead_no": lead.text("lead_no"),
        "customer_name": lead.text("customer_name"),
        "lead_grade": grade.settled.grade,
        "follow_mode": modes.get(grade.follow_mode, ""),
        "duplicate_group": group,
        "file": table.file,
        "sheet": table.sheet,
        "row": table.row_numbers[lead.row],
    }
