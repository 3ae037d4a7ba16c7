"""Writing the sample workspace: policy, lead sheets in three dialects, pipeline, project files, bonus workbook."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.finding import cell_name
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.demo.dirt import Planted, Stain
from kamsheets.jobs.demo.typed import typed
from kamsheets.jobs.demo.words import Row, lexicon
from kamsheets.jobs.demo.workspace import Office, dossier_records, layouts, lead_grid, lead_rows, pipeline_rows
from kamsheets.workbook import template_books
from kamsheets.workbook.form_blocks import form_block
from kamsheets.workbook.form_lists import form_list
from kamsheets.workbook.write import Block, Book, Col, Kind

COMMISSION = (("F10a", "plans"), ("F10b", "efforts"), ("F10d", "receipts"))
REGISTER = "大客户档案.xlsx"
NOTES = "说明"
"""Folder beside the month's files, not read by a run."""


@dataclass
class Writer:
    """Writes the files of an office into ``folder`` and finds out in which cells the planted problems came to stand."""

    folder: Path
    office: Office
    stains: Sequence[Stain]
    planted: list[Planted] = field(default_factory=list)
    """In the files of the month."""
    in_register: list[Planted] = field(default_factory=list)
    """In the account register, which the month leaves aside."""

    def write(self) -> list[Path]:
        """All files of the workspace, into an existing empty folder; the list of planted problems last."""
        template_books.build("policy", self.folder / "policy.xlsx", self.office.policy)
        written = [self.folder / "policy.xlsx"]
        written += [self._leads(region) for region in lexicon()["places"]]
        written += [self._pipeline(), self._commission(), self._accounts()]
        written += [self._dossier(*record) for record in dossier_records(self.office)]
        return [*written, self._list()]

    def _note(self, path: Path, sheet: str, rows: Sequence[Row], columns: Sequence[str], block: Block | None) -> None:
        """Remembers the cells of spoiled rows; without a block the sheet is a .csv that begins in A1."""
        stained = {stain.row: stain for stain in self.stains}
        for k, row in enumerate(rows):
            if stain := stained.get(id(row)):
                cell = block.cell(k, stain.field) if block else cell_name(k + 2, columns.index(stain.field))
                group = self.in_register if path.name == REGISTER else self.planted
                group.append(Planted(path.name, sheet, cell, stain.code, stain.note))

    def _leads(self, region: str) -> Path:
        title, columns, grid = lead_grid(self.office, region)
        fields = [column[0] for column in columns]
        name = f"线索_{self.office.region_name(region)}"
        rows = lead_rows(self.office, region)
        if layouts()["lead_regions"][region] == "export":
            path = _csv(self.folder / f"{name}.csv", [column[1] for column in columns], grid)
            self._note(path, "", rows, fields, None)
            return path
        path = self.folder / f"{name}.xlsx"
        with Book(path) as book:
            cols = [Col(header, _kind(field_id), key=field_id) for field_id, header, _ in columns]
            lines = [f"区域：{self.office.region_name(region)}"] if title else []
            block = book.sheet("线索", cols, grid, title=title, lines=lines, table=False)
        self._note(path, "线索", rows, fields, block)
        return path

    def _pipeline(self) -> Path:
        form, path = catalogue()["F2"], self.folder / "区域项目台账.xlsx"
        with Book(path) as book:
            for region in lexicon()["places"]:
                own = [row for row in self.office.projects if row["region"] == region]
                name = self.office.region_name(region)
                rows = pipeline_rows(self.office, own)
                block = form_list(book, form, self.office.view, name=name, table=f"F2_{region}", rows=rows)
                self._note(path, name, own, [], block)
        return path

    def _commission(self) -> Path:
        forms, path = catalogue().expanded(self.office.view.choices), self.folder / "奖金分配.xlsx"
        with Book(path) as book:
            for form_id, part in COMMISSION:
                own = getattr(self.office, part)
                rows = [typed(forms[form_id], row, self.office.view) for row in own]
                block = form_list(book, forms[form_id], self.office.view, rows=rows)
                self._note(path, block.sheet, own, [], block)
        return path

    def _accounts(self) -> Path:
        forms, path = catalogue().expanded(self.office.view.choices), self.folder / REGISTER
        with Book(path) as book:
            for form_id in template_books.ACCOUNT_LISTS:
                rows, name = self.office.accounts[form_id], forms[form_id].zh
                block = form_list(book, forms[form_id], self.office.view, name=name, rows=rows)
                self._note(path, name, rows, [], block)
        return path

    def _dossier(self, project_no: str, first: Row | None, last: Row | None) -> Path:
        forms = catalogue().expanded(self.office.view.choices)
        path = self.folder / f"项目档案_{project_no}.xlsx"
        with Book(path) as book:
            for form_id, record in (("F3", first), ("F9", last)):
                if record is not None:
                    form_block(book, forms[form_id], self.office.view, record)
        return path

    def _list(self) -> Path:
        """The planted problems, in a folder of their own."""
        path = self.folder / NOTES / "植入的问题.xlsx"
        path.parent.mkdir()
        labels = ("文件", "工作表", "单元格", "代码", "说明")
        with Book(path) as book:
            book.sheet("植入的问题", [Col(label) for label in labels], list(_rows([*self.planted, *self.in_register])))
        return path


def _rows(planted: Sequence[Planted]) -> Iterator[tuple[str, ...]]:
    for one in planted:
        yield one.file, one.sheet, one.cell, one.code, one.note


def _kind(field_id: str) -> Kind:
    return "code" if field_id in ("uscc", "contact_mobile", "contact_tel") else "raw"


def _csv(path: Path, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """As the region's old system exports it: GB18030, commas."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headers)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return path
