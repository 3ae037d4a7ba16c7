"""停滞项目, 会议议题, 重点项目, 费用: what a meeting has to talk about, project by project."""

from kamsheets.jobs.pipeline_pages import Desk
from kamsheets.pipeline.agenda import Item
from kamsheets.pipeline.expenses import usage
from kamsheets.pipeline.stuck import Stuck
from kamsheets.pipeline.weight import probability, weighted
from kamsheets.workbook.write import Block, Cell, Col, Highlight, Sheet
from kamsheets.workbook.write_bulk import LONG
from kamsheets.workbook.write_checks import highlight

SPAN, WIDTH = 9, 150
MOST = 40
"""Items a meeting can talk about; a region with more sees the first ones, and is told."""


def stuck(page: Sheet, desk: Desk) -> None:
    """Open projects that do not move, largest first, each with every reason and its days."""
    page.title(desk.t("sheet.stuck"))
    page.lines(desk.t("note.stuck"), span=SPAN, width=WIDTH)
    columns = [
        desk.col("project_no", "code", 18),
        desk.col("project_name", width=26),
        desk.col("region", width=9),
        desk.col("milestone", width=16),
        desk.col("est_amount", "money", 17),
        desk.col("project_lead", width=13),
        Col(desk.t("col.reasons"), "text", 40, "reasons"),
        desk.col("next_action", width=26),
        desk.col("next_action_due", "date", 15),
    ]
    linked = len(desk.report.stuck) <= LONG
    rows = [_stuck(desk, item, linked) for item in desk.report.stuck]
    page.freeze(page.table(columns, rows, table=desk.t("sheet.stuck")), 2)


def _stuck(desk: Desk, item: Stuck, linked: bool) -> list[object]:
    project = item.project
    return [
        desk.project(project, linked=linked),
        project.project_name,
        desk.name("region", project.region),
        desk.name("milestone", project.milestone),
        project.est_amount,
        project.project_lead,
        reasons(desk, item),
        project.next_action,
        project.next_action_due,
    ]


def reasons(desk: Desk, item: Stuck | Item) -> str:
    """All reasons in words: 阶段超期 12 天；没有下一步行动."""
    return desk.t("join").join(desk.t(f"stuck.{name}", days=days) for name, days in item.reasons)


def agenda(page: Sheet, desk: Desk) -> None:
    """One block a region, each on a printed page of its own."""
    page.title(desk.t("sheet.agenda"))
    interval = desk.report.view.number("analysis_interval_days")
    page.lines(desk.t("note.agenda", interval=interval), span=SPAN, width=WIDTH)
    breaks: list[int] = []
    for region, items in desk.report.agenda.items():
        breaks.append(page.row + 1)
        rectify = sum(item.rectify for item in items)
        page.heading(desk.t("block.agenda", region=desk.name("region", region), items=len(items), rectify=rectify))
        _agenda(page, desk, items[:MOST])
        if len(items) > MOST:
            page.lines(desk.t("note.agenda_more", more=len(items) - MOST), span=SPAN, width=WIDTH)
    page.raw.set_h_pagebreaks(breaks[1:])


def _agenda(page: Sheet, desk: Desk, items: tuple[Item, ...]) -> Block:
    columns = [
        Col(desk.t("col.number"), "int", 6, "n"),
        desk.col("project_no", "code", 18),
        desk.col("project_name", width=26),
        desk.col("milestone", width=16),
        desk.col("est_amount", "money", 17),
        desk.col("project_lead", width=13),
        Col(desk.t("col.reasons"), "text", 40, "reasons"),
        Col(desk.t("col.since_meeting"), "int", 12, "since"),
        Col(desk.t("col.rectify"), "text", 18, "rectify"),
        Col(desk.t("col.decision"), "text", 28, "decision"),
    ]
    return page.table(columns, [_item(desk, n, item) for n, item in enumerate(items, 1)], table=False)


def _item(desk: Desk, n: int, item: Item) -> list[object]:
    project = item.project
    advice = "in_person" if item.in_person else "rectify" if item.rectify else ""
    return [
        n,
        desk.project(project),
        project.project_name,
        desk.name("milestone", project.milestone),
        project.est_amount,
        project.project_lead,
        reasons(desk, item),
        item.days_since_meeting,
        Cell(desk.t(f"value.{advice}") if advice else "", "warning" if advice else ""),
        "",
    ]


def top(page: Sheet, desk: Desk) -> None:
    """The largest open projects."""
    page.title(desk.t("sheet.top"))
    page.lines(desk.t("note.top", count=len(desk.report.top)), span=SPAN, width=WIDTH)
    columns = [
        Col(desk.t("col.number"), "int", 6, "n"),
        desk.col("project_no", "code", 18),
        desk.col("project_name", width=26),
        desk.col("customer_name", width=26),
        desk.col("region", width=9),
        desk.col("milestone", width=16),
        desk.col("est_amount", "money", 17, total="sum"),
        desk.col("win_prob", "pct", 9),
        desk.col("weighted_amount", "money", 17, total="sum"),
        desk.col("est_sign_date", "date", 15),
        desk.col("project_lead", width=13),
    ]
    rows = []
    for n, project in enumerate(desk.report.top, 1):
        chance, amount = probability(project, desk.report.view), project.est_amount or 0
        rows.append([
            n, desk.project(project), project.project_name, project.customer_name, desk.name("region", project.region),
            desk.name("milestone", project.milestone), amount, chance, weighted(amount, chance),
            project.est_sign_date, project.project_lead,
        ])  # fmt: skip
    page.freeze(page.table(columns, rows, table=False))


def expenses(page: Sheet, desk: Desk) -> None:
    """Spent against budget by region, and the projects beyond their budget."""
    view = desk.report.view
    page.title(desk.t("sheet.expenses"))
    page.lines(desk.t("note.expenses"), span=SPAN, width=WIDTH)
    columns = [
        Col(desk.label("region"), "text", 18, "label"),
        Col(desk.t("col.projects"), "int", 10, "projects", "sum"),
        desk.col("expense_budget", "money", 18, total="sum"),
        desk.col("expense_actual", "money", 18, total="sum"),
        desk.col("expense_usage", "pct", 12, formula='=IF({expense_budget}=0,"",{expense_actual}/{expense_budget})'),
        Col(desk.t("col.over_budget"), "int", 12, "over", "sum"),
    ]
    rows = [
        [desk.name("region", e.region), e.projects, e.budget, e.actual, e.usage, e.over] for e in desk.report.expenses
    ]
    block = page.table(columns, rows, table=False)
    amber, red = (float(view.rate(key)) for key in ("expense_amber", "expense_red"))
    highlight(page, block, Highlight(f"N({{expense_usage}})>{red}", "error", ("expense_usage",)))
    highlight(page, block, Highlight(f"N({{expense_usage}})>{amber}", "warning", ("expense_usage",)))
    page.heading(desk.t("block.over_budget"))
    _over_budget(page, desk)


def _over_budget(page: Sheet, desk: Desk) -> None:
    columns = [
        desk.col("project_no", "code", 18),
        desk.col("region", width=10),
        desk.col("expense_budget", "money", 18),
        desk.col("expense_actual", "money", 18),
        desk.col("expense_usage", "pct", 12),
        desk.col("project_name", width=30),
    ]
    rows = [
        [
            desk.project(p), desk.name("region", p.region), p.expense_budget, p.expense_actual,
            usage(p.expense_budget, p.expense_actual), p.project_name,
        ]
        for p in desk.report.over_budget
    ]  # fmt: skip
    page.table(columns, rows, table=False)
