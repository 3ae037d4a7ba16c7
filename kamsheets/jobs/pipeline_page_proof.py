"""对账, 问题清单, 预测调整: what was read, what was left out and why, what managers add."""

from collections.abc import Sequence

from kamsheets.core import messages
from kamsheets.core.finding import Finding
from kamsheets.jobs.pipeline_pages import Desk
from kamsheets.jobs.pipeline_rows import unmapped_stages
from kamsheets.pipeline.counting import Excluded
from kamsheets.pipeline.tieout import TabTie
from kamsheets.workbook.write import Block, Cell, Col, Sheet, Tone
from kamsheets.workbook.write_bulk import LONG

SPAN, WIDTH = 8, 150
TONES: dict[str, Tone] = {"error": "error", "warning": "warning", "info": "info"}


def ties(page: Sheet, desk: Desk, excluded: Sequence[Excluded]) -> None:
    """Tabs, regions and department side by side."""
    page.title(desk.t("sheet.ties"))
    page.lines(desk.t("note.ties"), span=SPAN, width=WIDTH)
    page.heading(desk.t("block.tabs"))
    _tabs(page, desk)
    page.heading(desk.t("block.proof"))
    _proof(page, desk, excluded)
    page.lines(desk.t("note.proof"), span=SPAN, width=WIDTH)


def _tabs(page: Sheet, desk: Desk) -> Block:
    columns = [
        Col(desk.t("col.file"), "text", 26, "file"),
        Col(desk.t("col.sheet"), "text", 16, "sheet"),
        Col(desk.label("region"), "text", 14, "region"),
        Col(desk.t("col.rows_read"), "int", 9, "rows", "sum"),
        Col(desk.t("col.counted"), "int", 9, "counted", "sum"),
        Col(desk.t("col.excluded"), "int", 9, "excluded", "sum"),
        Col(desk.t("col.blank_rows"), "int", 9, "blank", "sum"),
        Col(desk.t("col.counted_amount"), "money", 18, "amount", "sum"),
        Col(desk.t("col.excluded_amount"), "money", 18, "excluded_amount", "sum"),
        Col(desk.t("col.stated"), "money", 18, "stated"),
        Col(desk.t("col.agrees"), "text", 12, "agrees"),
    ]
    return page.table(columns, [_tab(desk, tie) for tie in desk.report.ties], table=False)


def _tab(desk: Desk, tie: TabTie) -> list[object]:
    verdict: Cell | str = ""
    if tie.stated is not None:
        verdict = Cell(desk.t("value.agrees" if tie.agrees else "value.disagrees"), "good" if tie.agrees else "error")
    stated = tie.stated.amount if tie.stated else None
    return [
        Cell(tie.tab.file, link=desk.address(tie.tab.file, tie.tab.sheet, "A1")),
        tie.tab.sheet,
        desk.t("list").join(desk.name("region", region) for region in tie.regions),
        tie.rows_read,
        tie.counted,
        tie.excluded,
        tie.blank,
        tie.counted_amount,
        tie.excluded_amount,
        Cell(stated, "" if tie.agrees else "error"),
        verdict,
    ]


def _proof(page: Sheet, desk: Desk, excluded: Sequence[Excluded]) -> Block:
    """The amounts of all readable rows, told apart; the last line is what the parts fail to explain."""
    sums = desk.report.rollup
    parts = [
        (desk.t("value.open"), sums.total.projects, sums.total.est_amount),
        (desk.t("value.closed"), sum(c.projects for c in sums.closed), sum(c.est_amount for c in sums.closed)),
        (desk.t("value.shelved"), sums.shelved.projects, sums.shelved.est_amount),
        (desk.t("col.excluded"), len(excluded), sum(item.amount for item in excluded)),
    ]
    tabs = (
        sum(t.counted + t.excluded for t in desk.report.ties),
        sum(t.counted_amount + t.excluded_amount for t in desk.report.ties),
    )
    in_regions = sum(line.projects for line in sums.regions), sum(line.est_amount for line in sums.regions)
    gap = (tabs[0] - sum(p[1] for p in parts), tabs[1] - sum(p[2] for p in parts))
    rows: list[list[object]] = [list(part) for part in parts]
    rows.append([desk.t("proof.tabs"), *tabs])
    rows.append([desk.t("proof.gap"), *(Cell(x, "error" if x else "good") for x in gap)])
    region_gap = (sums.total.projects - in_regions[0], sums.total.est_amount - in_regions[1])
    rows.append([desk.t("proof.region_gap"), *(Cell(x, "error" if x else "good") for x in region_gap)])
    columns = [
        Col(desk.t("col.part"), "text", 26, "part"),
        Col(desk.t("col.projects"), "int", 16, "projects"),
        Col(desk.t("col.est_amount"), "money", 18, "amount"),
    ]
    return page.table(columns, rows, table=False)


def left_out(page: Sheet, desk: Desk, excluded: Sequence[Excluded]) -> None:
    """Every row that is in no total, with the cell that decided; stage names nobody mapped first."""
    page.title(desk.t("sheet.excluded"))
    page.lines(desk.t("note.excluded", count=len(excluded)), span=SPAN, width=WIDTH)
    if unmapped := unmapped_stages(excluded):
        page.heading(desk.t("block.unmapped"))
        stages = [Col(desk.t("col.unmapped"), "text", 26, "stage"), Col(desk.t("col.rows"), "int", 18, "rows", "sum")]
        stages.append(Col(desk.t("col.excluded_amount"), "money", 18, "amount", "sum"))
        page.table(stages, [[one.name, one.rows, one.amount] for one in unmapped], table=False)
        page.lines(desk.t("note.unmapped"), span=SPAN, width=WIDTH)
        page.gap()
    columns = [
        Col(desk.t("col.file"), "text", 26, "file"),
        Col(desk.t("col.cell"), "text", 16, "cell"),
        Col(desk.label("project_no"), "code", 14, "project_no"),
        Col(desk.label("project_name"), "text", 24, "project_name"),
        Col(desk.t("col.excluded_amount"), "money", 18, "amount"),
        Col(desk.t("col.value"), "text", 18, "value"),
        Col(desk.t("col.why"), "text", 60, "why"),
    ]
    page.freeze(
        page.table(
            columns, [_left_out(desk, item, len(excluded) <= LONG) for item in excluded], table=desk.t("sheet.excluded")
        )
    )


def _left_out(desk: Desk, item: Excluded, linked: bool) -> list[object]:
    place, project = item.finding.place, item.project
    return [
        place.file,
        _spot(desk, item.finding, linked),
        project.project_no,
        project.project_name,
        item.amount or None,
        item.finding.value,
        messages.reason(item.finding, desk.lang),
    ]


def _spot(desk: Desk, found: Finding, linked: bool) -> Cell | str:
    """The cell of a finding, with a link to it unless the list is too long."""
    place = found.place
    shown = "!".join(part for part in (place.sheet, place.cell) if part)
    return Cell(shown, link=desk.address(place.file, place.sheet, place.cell)) if linked else shown


def problems(page: Sheet, desk: Desk, findings: Sequence[Finding]) -> None:
    """Everything found while reading and adding up."""
    page.title(desk.t("sheet.problems"))
    page.lines(desk.t("note.problems"), span=5, width=WIDTH)
    columns = [
        Col(desk.t("col.severity"), "text", 8, "severity"),
        Col(desk.t("col.code"), "code", 8, "code"),
        Col(desk.t("col.file"), "text", 26, "file"),
        Col(desk.t("col.cell"), "text", 18, "cell"),
        Col(desk.t("col.value"), "text", 22, "value"),
        Col(desk.t("col.proposed"), "text", 16, "proposed"),
        Col(desk.t("col.why"), "text", 80, "why"),
    ]
    linked = len(findings) <= LONG
    rows = [
        [
            _severity(desk, f, linked), f.code,
            f.place.file, _spot(desk, f, linked), f.value, f.proposed,
            messages.reason(f, desk.lang),
        ]
        for f in findings
    ]  # fmt: skip
    page.freeze(page.table(columns, rows, table=desk.t("sheet.problems")))


def _severity(desk: Desk, found: Finding, marked: bool) -> Cell | str:
    name = messages.text(f"severity.{found.severity}", desk.lang)
    return Cell(name, TONES[found.severity]) if marked else name


def adjustments(page: Sheet, desk: Desk) -> None:
    """Computed forecast, what managers add or take away, and both together; the rows stand below."""
    page.title(desk.t("sheet.adjustments"))
    page.lines(desk.t("note.adjustments"), span=5, width=WIDTH)
    columns = [
        Col(desk.label("region"), "text", 18, "label"),
        Col(desk.t("col.weighted"), "money", 18, "raw", "sum"),
        Col(desk.t("col.adjustment"), "money", 18, "adjustment", "sum"),
        Col(desk.t("col.forecast"), "money", 18, "forecast", "sum", formula="={raw}+{adjustment}"),
    ]
    rows = [[desk.name("region", a.region), a.raw, a.adjustment, a.forecast] for a in desk.report.adjusted]
    page.table(columns, rows, table=False)
    page.heading(desk.t("block.adjustments"))
    columns = [
        Col(desk.label("region"), "text", 18, "region"),
        Col(desk.t("col.adjustment"), "money", 18, "adjustment", "sum"),
        Col(desk.t("col.author"), "text", 18, "author"),
        Col(desk.t("col.day"), "date", 16, "day"),
        Col(desk.t("col.reason"), "text", 60, "reason"),
    ]
    made = [[desk.name("region", a.region), a.amount, a.author, a.day, a.reason] for a in desk.report.adjustments]
    page.table(columns, made, table=False)
