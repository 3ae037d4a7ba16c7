"""区域汇总 and 分类汇总: the roll-up as live sums over the detail, each with its definition below."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from kamsheets.jobs.pipeline_pages import PER_WAN, Desk, count_if, quoted, sum_if
from kamsheets.pipeline.categories import SIGNED, standard_process
from kamsheets.pipeline.outcomes import Standing
from kamsheets.pipeline.rollup import Line
from kamsheets.workbook.write import Block, Col, Sheet

WIDTH, SPAN = 150, 8
"""Of the lines that explain a table: characters, columns."""


def sum_columns(desk: Desk, detail: Block, field: str, head: str) -> list[Col]:
    """A group's name, and its number, amount, weighted amount, share and overdue projects as formulas."""
    own = {field: "{label}", "standing": quoted(desk.stands(Standing.OPEN))}
    late = count_if(detail, **own, late=quoted(">0"))
    return [
        Col(head, "text", 24, "label"),
        Col(desk.t("col.projects"), "int", 10, "projects", "sum", formula=count_if(detail, **own)),
        Col(desk.t("col.est_amount"), "money", 18, "est_amount", "sum", formula=sum_if(detail, "est_amount", **own)),
        Col(desk.t("col.weighted"), "money", 18, "weighted", "sum", formula=sum_if(detail, "weighted_amount", **own)),
        Col(desk.t("col.share"), "pct", 10, "share", formula="=IFERROR({est_amount}/SUM({est_amount:column}),0)"),
        Col(desk.t("col.overdue"), "int", 10, "overdue", "sum", formula=late),
    ]


ONE_PAGE = 36
"""Rows of the three tables of regions that can still be read on one page; more of them go on to the next."""


def sum_row(label: str, line: Line, whole: int) -> list[object]:
    """The values that stand beside the formulas of ``sum_columns``."""
    share = Fraction(line.est_amount, whole) if whole else Fraction(0)
    return [label, line.projects, line.est_amount, line.weighted_amount, share, line.overdue]


def regions(page: Sheet, desk: Desk, detail: Block) -> tuple[Block, Block, Block]:
    """By region, by milestone, and both crossed in 万元."""
    sums = desk.report.rollup
    page.raw.fit_to_pages(1, int(2 * len(sums.regions) + len(sums.milestones) <= ONE_PAGE))
    page.title(desk.t("sheet.regions"))
    page.lines(desk.t("note.open_only", day=desk.report.view.day), span=SPAN, width=WIDTH)
    page.heading(desk.t("block.regions"))
    by_region = _regions(page, desk, detail)
    page.lines(desk.t("note.sums"), desk.t("note.apart"), span=SPAN, width=WIDTH)
    page.heading(desk.t("block.milestones"))
    by_stage = _milestones(page, desk, detail)
    page.lines(desk.t("note.milestones"), span=SPAN, width=WIDTH)
    page.heading(desk.t("block.matrix"))
    matrix = _matrix(page, desk, detail)
    page.repeat(matrix)
    page.lines(desk.t("note.matrix"), span=SPAN, width=WIDTH)
    return by_region, by_stage, matrix


def _regions(page: Sheet, desk: Desk, detail: Block) -> Block:
    apart = [
        Col(desk.t(f"col.{kind}"), "int", 10, kind, "sum", formula=count_if(detail, region="{label}", standing=name))
        for kind, name in ((k, quoted(desk.stands(k))) for k in (Standing.CLOSED, Standing.SHELVED))
    ]
    columns = [*sum_columns(desk, detail, "region", desk.label("region")), *apart]
    sums = desk.report.rollup
    rows = []
    for line in sums.regions:
        ended, shelved = (desk.standing_of[line.key, kind] for kind in (Standing.CLOSED, Standing.SHELVED))
        rows.append([*sum_row(desk.name("region", line.key), line, sums.total.est_amount), ended, shelved])
    return page.table(columns, rows, table=False)


def _milestones(page: Sheet, desk: Desk, detail: Block) -> Block:
    columns = [
        *sum_columns(desk, detail, "milestone", desk.label("milestone")),
        Col(desk.t("col.default_chance"), "pct", 10, "chance"),
        Col(desk.t("col.median_days"), "dec", 12, "median"),
        Col(desk.t("col.limit_days"), "int", 10, "limit"),
        Col(desk.t("col.over_limit"), "int", 10, "over"),
    ]
    ages = {age.stage: age for age in desk.report.ageing}
    sums, rows = desk.report.rollup, []
    for line in sums.milestones:
        stage, age = desk.report.view.stage(line.key), ages.get(line.key)
        chance, limit = (stage.win_probability, stage.max_days) if stage else (None, None)
        days = (
            None if age is None or age.median_days is None else Fraction(age.median_days),
            limit,
            age.over_limit if age else 0,
        )
        rows.append(
            [*sum_row(desk.names["milestone"].get(line.key, line.key), line, sums.total.est_amount), chance, *days]
        )
    return page.table(columns, rows, table=False)


def _matrix(page: Sheet, desk: Desk, detail: Block) -> Block:
    """Region by milestone in 万元: what a stacked chart shows."""
    sums = desk.report.rollup
    still = quoted(desk.stands(Standing.OPEN))
    columns = [Col(desk.label("region"), "text", 24, "label")]
    for line in sums.milestones:
        name = desk.names["milestone"].get(line.key, line.key)
        part = sum_if(detail, "est_amount", region="{label}", milestone=quoted(name), standing=still)
        columns.append(Col(name, "dec", 10, line.key, "sum", formula=f"{part}/10000"))
    rows: list[Sequence[object]] = []
    for region in sums.regions:
        cells = (sums.cells.get((region.key, stage.key)) for stage in sums.milestones)
        rows.append([desk.name("region", region.key), *(Fraction(c.est_amount if c else 0, PER_WAN) for c in cells)])
    return page.table(columns, rows, table=False)


def groups(page: Sheet, desk: Desk, detail: Block) -> Block:
    """By month, leader, level, customer grade, industry and forecast category; returns where the months stand."""
    sums = desk.report.rollup
    page.title(desk.t("sheet.groups"))
    page.lines(desk.t("note.open_only", day=desk.report.view.day), desk.t("note.sums"), span=SPAN, width=WIDTH)
    months = _group(page, desk, detail, "month", sums.months)
    page.lines(desk.t("note.months"), span=SPAN, width=WIDTH)
    for field, lines in (
        ("owner", sums.owners),
        ("project_level", sums.levels),
        ("lead_grade", sums.grades),
        ("industry", sums.industries),
    ):
        _group(page, desk, detail, field, lines)
    page.heading(desk.t("block.categories"))
    _categories(page, desk)
    page.lines(desk.t("note.categories"), span=SPAN, width=WIDTH)
    if standard := standard_process(sums.milestones, desk.report.view):
        page.heading(desk.t("block.standard"))
        columns = [replace(col, formula="") for col in sum_columns(desk, detail, "milestone", desk.t("col.standard"))]
        rows = [sum_row(desk.name("standard_stage", x.key), x, sums.total.est_amount) for x in standard]
        page.table(columns, rows, table=False)
        page.lines(desk.t("note.standard"), span=SPAN, width=WIDTH)
    return months


def _group(page: Sheet, desk: Desk, detail: Block, field: str, lines: Sequence[Line]) -> Block:
    heads = {"month": desk.t("col.month"), "owner": desk.label("project_lead")}
    head, whole = heads.get(field) or desk.label(field), desk.report.rollup.total.est_amount
    page.heading(desk.t("block.by", field=head))
    rows = [sum_row(desk.name(field, line.key), line, whole) for line in lines]
    return page.table(sum_columns(desk, detail, field, head), rows, table=False)


def _categories(page: Sheet, desk: Desk) -> Block:
    """Alone and cumulative: two numbers that are not each other."""
    columns = [
        Col(desk.t("col.category"), "text", 24, "label"),
        Col(desk.t("col.projects"), "int", 10, "projects"),
        Col(desk.t("col.alone"), "money", 18, "alone"),
        Col(desk.t("col.cumulative"), "money", 18, "cumulative"),
        Col(desk.t("col.cumulative_projects"), "int", 10, "cumulative_projects"),
    ]
    rows = []
    for one in desk.report.categories:
        name = desk.t("value.signed") if one.key == SIGNED else desk.name("forecast_category", one.key)
        rows.append([name, one.projects, one.amount, one.cumulative_amount, one.cumulative_projects])
    return page.table(columns, rows, table=False)
