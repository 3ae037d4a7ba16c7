"""项目明细 and 阶段历史: every counted project with its probability to be changed, and how far it had come.

The two sheets are also what next week's ``--since`` reads.
"""

from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.pipeline_pages import Desk, quoted
from kamsheets.jobs.pipeline_tabs import HISTORY
from kamsheets.pipeline.ageing import days_late
from kamsheets.pipeline.outcomes import OPEN, Standing, standing
from kamsheets.pipeline.people import called
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.weight import probability, weighted
from kamsheets.workbook.write import Block, Cell, Col, Kind, Sheet
from kamsheets.workbook.write_bulk import LONG

PRINTED = 15
"""Columns on paper; those to the right of them serve formulas and next week's comparison."""


def detail(page: Sheet, desk: Desk) -> Block:
    """All counted projects. While the sheet is not too long the weighted amount is a formula of amount and chance."""
    projects = desk.report.projects
    live = len(projects) <= LONG
    page.title(desk.t("sheet.detail"))
    page.lines(desk.t("note.detail" if live else "note.detail_long"), span=PRINTED, width=180)
    block = page.table(
        _columns(desk, live), [_row(project, desk, live) for project in projects], table=desk.t("sheet.detail")
    )
    page.freeze(block, 2)
    page.raw.print_area(0, 0, block.total_row or block.last_row, PRINTED - 1)
    return block


def _columns(desk: Desk, live: bool) -> list[Col]:
    still = quoted(desk.stands(Standing.OPEN))
    formula = f"=IF({{standing}}={still},ROUND({{est_amount}}*{{win_prob}},2),0)" if live else ""
    return [
        desk.col("project_no", "code", 18),
        desk.col("project_name", width=26),
        desk.col("customer_name", width=26),
        desk.col("region", width=8),
        desk.col("milestone", width=16),
        desk.col("est_amount", "money", 16, total="sum"),
        desk.col("win_prob", "pct", 9),
        desk.col("weighted_amount", "money", 16, total="sum", formula=formula),
        desk.col("est_sign_date", "date", 15),
        desk.col("milestone_in", "date", 15),
        desk.col("milestone_due", "date", 15),
        Col(desk.t("col.late"), "int", 8, key="late"),
        desk.col("project_lead", width=12),
        desk.col("outcome", width=9),
        Col(desk.t("col.source"), width=28, key="source"),
        Col(desk.t("col.standing"), width=9, key="standing"),
        Col(desk.t("col.month"), width=9, key="month"),
        Col(desk.t("col.owner"), width=12, key="owner"),
        desk.col("project_level", width=9),
        desk.col("lead_grade", width=9),
        desk.col("industry", width=14),
    ]


def _row(project: Project, desk: Desk, live: bool) -> list[object]:
    view, stands = desk.report.view, standing(project, desk.report.view)
    chance = probability(project, view)
    is_open = stands is Standing.OPEN
    place = f"{project.tab.file}｜{project.tab.sheet} {project.row}"
    return [
        project.project_no,
        project.project_name,
        project.customer_name,
        desk.name("region", project.region),
        desk.names["milestone"].get(project.milestone or "", ""),
        project.est_amount,
        chance,
        weighted(project.est_amount or 0, chance) if is_open else 0,
        project.est_sign_date,
        project.milestone_in,
        project.milestone_due,
        (days_late(project, view) or None) if is_open else None,
        project.project_lead,
        desk.names["outcome"].get(project.outcome or (OPEN if is_open else ""), ""),
        Cell(place, link=desk.source(project)) if live else place,
        desk.stands(stands),
        project.est_sign_date.isoformat()[:7] if project.est_sign_date else desk.t("value.blank"),
        called(project.project_lead, view) if project.project_lead else desk.t("value.blank"),
        desk.name("project_level", project.project_level),
        desk.name("lead_grade", project.lead_grade),
        desk.name("industry", project.industry),
    ]


def history(page: Sheet, desk: Desk) -> Block:
    """Every stage a project was seen in, with the day of entry: what the next roll-up goes on from."""
    page.title(desk.t("sheet.history"))
    page.lines(desk.t("note.history"), span=4, width=80)
    form = catalogue()[HISTORY]
    kinds: dict[str, tuple[Kind, int]] = {
        "project_no": ("code", 20), "milestone": ("text", 22),
        "milestone_in": ("date", 16), "snapshot_day": ("date", 16),
    }  # fmt: skip
    columns = [Col(form[name].label(desk.lang), kind, width, name) for name, (kind, width) in kinds.items()]
    rows = [
        [visit.project_no, desk.names["milestone"].get(visit.stage, visit.stage), visit.entered, desk.report.view.day]
        for visit in desk.report.history
    ]
    block = page.table(columns, rows, table=desk.t("sheet.history"))
    page.freeze(block)
    return block
