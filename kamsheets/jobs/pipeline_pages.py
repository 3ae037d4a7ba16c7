"""What every page of the summary workbook is given: the report, names in one language, and where the detail stands."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kamsheets.core.messages import text
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.pipeline_rows import named
from kamsheets.jobs.pipeline_tabs import PIPELINE
from kamsheets.pipeline.outcomes import Standing, standing
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.report import Report
from kamsheets.workbook.write import Block, Cell, Col, Kind, to_file

PER_WAN = 1_000_000
"""Fen in 万元, the unit of matrices and charts."""


@dataclass(frozen=True)
class Desk:
    """The desk on which the pages are written."""

    report: Report
    paths: Mapping[str, Path]
    """Source files by the name they have in findings."""
    output: Path
    lang: str

    def t(self, code: str, **facts: object) -> str:
        """A text of the pipeline's catalogue."""
        return text(f"pipeline.{code}", self.lang, **facts)

    def label(self, field_id: str) -> str:
        """The name of a field of the pipeline sheet."""
        return catalogue()[PIPELINE][field_id].label(self.lang)

    def col(
        self, field_id: str, kind: Kind = "text", width: float | None = None, total: str = "", formula: str = ""
    ) -> Col:
        """A column named after a field (amounts with their unit), called by its id in formulas."""
        unit = self.t("unit.yuan") if kind == "money" else ""
        return Col(self.label(field_id) + unit, kind, width, field_id, total, formula=formula)

    @cached_property
    def standing_of(self) -> Counter[tuple[str | None, Standing]]:
        """Number of projects by region and standing."""
        return Counter((p.region, standing(p, self.report.view)) for p in self.report.projects)

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Names of the closed lists by code; a stage is shown with its code."""
        lists = ("region", "milestone", "outcome", "outcome_reason", "project_level", "lead_grade", "industry")
        found = {
            name: dict(named(self.report.view, name, self.lang))
            for name in (*lists, "forecast_category", "standard_stage")
        }
        stages = found["milestone"]
        return {**found, "milestone": {k: v if v.startswith(k) else f"{k} {v}" for k, v in stages.items()}}

    def name(self, listing: str, code: str | None) -> str:
        """The name of a code; what nobody filled in says so."""
        return self.names.get(listing, {}).get(code, code) if code else self.t("value.blank")

    def stands(self, standing: Standing) -> str:
        """The name of a standing: 进行中, 已结束, 搁置."""
        return self.t(f"value.{standing.value}")

    def project(self, project: Project, *, linked: bool = True) -> Cell | str:
        """A project's number (or name) with a link to its row in the source file; long lists go without links."""
        shown = project.project_no or project.project_name or "—"
        if not linked:
            return shown
        place = f"{project.tab.file}｜{project.tab.sheet} {project.row}"
        return Cell(shown, link=self.source(project), tip=self.t("tip.source", place=place))

    def source(self, project: Project) -> str:
        """The address of a project's row, relative to the summary workbook; '' when the file is not known."""
        return self.address(project.tab.file, project.tab.sheet, f"A{project.row}")

    def address(self, file: str, sheet: str = "", cell: str = "") -> str:
        """The address of a cell in a source file."""
        path = self.paths.get(file)
        if path is None:
            return ""
        spot = "#'{}'!{}".format(sheet.replace("'", "''"), cell.split(":")[0]) if sheet and cell[:1].isalpha() else ""
        return to_file(self._relative(path) + spot)

    def _relative(self, path: Path) -> str:
        try:
            return os.path.relpath(path.resolve(), self.output.resolve().parent)
        except ValueError:  # another drive on Windows
            return str(path.resolve())


def day(value: date | None) -> str:
    """A day in ISO form, '' for none."""
    return value.isoformat() if value else ""


def sum_if(detail: Block, wanted: str, **criteria: str) -> str:
    """SUMIFS over the detail: the column ``wanted`` of rows that meet every criterion (a formula or quoted text)."""
    tests = ",".join(f"{detail.range(key)},{value}" for key, value in criteria.items())
    return f"=SUMIFS({detail.range(wanted)},{tests})"


def count_if(detail: Block, **criteria: str) -> str:
    """COUNTIFS over the detail."""
    return "=COUNTIFS({})".format(",".join(f"{detail.range(key)},{value}" for key, value in criteria.items()))


def quoted(value: str) -> str:
    """A text inside a formula."""
    return '"{}"'.format(value.replace('"', '""'))
