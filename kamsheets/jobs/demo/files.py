"""Writing the sample workspace: policy, lead sheets in three dialects, pipeline, project files, bonus workbook."""

import csv
from collections.abc import Sequence
from pathlib import Path

from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.demo.typed import typed
from kamsheets.jobs.demo.words import Row, lexicon
from kamsheets.jobs.demo.workspace import Office, dossier_records, layouts, lead_grid, pipeline_rows
from kamsheets.workbook import template_books
from kamsheets.workbook.form_blocks import form_block
from kamsheets.workbook.form_lists import form_list
from kamsheets.workbook.write import Book, Col

COMMISSION = (("F10a", "plans"), ("F10b", "efforts"), ("F10d", "receipts"))


def write_all(folder: Path, office: Office) -> list[Path]:
    """All files of the workspace, into an existing empty folder."""
    template_books.build("policy", folder / "policy.xlsx", office.policy)
    written = [folder / "policy.xlsx"]
    written += [_lead_sheet(folder, office, region) for region in lexicon()["places"]]
    written.append(_pipeline(folder / "区域项目台账.xlsx", office, office.projects))
    written.append(_commission(folder / "奖金分配.xlsx", office))
    written += [_dossier(folder, office, *record) for record in dossier_records(office)]
    return written


def _lead_sheet(folder: Path, office: Office, region: str) -> Path:
    title, columns, rows = lead_grid(office, region)
    name = f"线索_{office.region_name(region)}"
    if layouts()["lead_regions"][region] == "export":
        return _csv(folder / f"{name}.csv", [column[1] for column in columns], rows)
    path = folder / f"{name}.xlsx"
    text_fields = {"uscc", "contact_mobile", "contact_tel"}
    with Book(path) as book:
        cols = [Col(header, "code" if field in text_fields else "raw", key=field) for field, header, _ in columns]
        lines = [f"区域：{office.region_name(region)}"] if title else []
        book.sheet("线索", cols, rows, title=title, lines=lines, table=False)
    return path


def _csv(path: Path, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """As the region's old system exports it: GB18030, commas."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headers)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return path


def _pipeline(path: Path, office: Office, rows: Sequence[Row]) -> Path:
    form = catalogue()["F2"]
    with Book(path) as book:
        for region in lexicon()["places"]:
            own = [row for row in rows if row["region"] == region]
            form_list(
                book,
                form,
                office.view,
                name=office.region_name(region),
                table=f"F2_{region}",
                rows=pipeline_rows(office, own),
            )
    return path


def _commission(path: Path, office: Office) -> Path:
    forms = catalogue().expanded(office.view.choices)
    with Book(path) as book:
        for form_id, part in COMMISSION:
            rows = [typed(forms[form_id], row, office.view) for row in getattr(office, part)]
            form_list(book, forms[form_id], office.view, rows=rows)
    return path


def _dossier(folder: Path, office: Office, project_no: str, first: Row | None, last: Row | None) -> Path:
    forms = catalogue().expanded(office.view.choices)
    path = folder / f"项目档案_{project_no}.xlsx"
    with Book(path) as book:
        for form_id, record in (("F3", first), ("F9", last)):
            if record is not None:
                form_block(book, forms[form_id], office.view, record)
    return path
