"""漏斗与赢率: cohort conversion, days per stage, win rates with their denominators, reasons."""

from fractions import Fraction

from kamsheets.jobs.pipeline_pages import Desk
from kamsheets.workbook.write import Block, Col, Sheet

SPAN, WIDTH = 8, 140


def funnel(page: Sheet, desk: Desk) -> Block:
    """Conversions first; returns where they stand."""
    page.title(desk.t("sheet.funnel"))
    page.heading(desk.t("block.cohort"))
    block = _cohort(page, desk)
    unplaced = desk.report.cohort.unplaced
    page.lines(
        desk.t("note.cohort"), *([desk.t("note.unplaced", count=unplaced)] if unplaced else []), span=SPAN, width=WIDTH
    )
    page.heading(desk.t("block.win_rates"))
    _win_rates(page, desk)
    page.lines(desk.t("note.win_rates"), span=SPAN, width=WIDTH)
    page.heading(desk.t("block.reasons"))
    _reasons(page, desk)
    page.lines(desk.t("note.reasons"), span=SPAN, width=WIDTH)
    return block


def _cohort(page: Sheet, desk: Desk) -> Block:
    columns = [
        Col(desk.label("milestone"), "text", 26, "stage"),
        Col(desk.t("col.next_stage"), "text", 26, "next"),
        Col(desk.t("col.entered"), "int", 10, "entered"),
        Col(desk.t("col.advanced"), "int", 10, "advanced"),
        Col(desk.t("col.still_open"), "int", 10, "still_open"),
        Col(desk.t("col.ended"), "int", 10, "ended"),
        Col(desk.t("col.shelved"), "int", 10, "shelved"),
        Col(desk.t("col.conversion"), "pct", 12, "rate", formula='=IF({entered}=0,"",{advanced}/{entered})'),
        Col(desk.t("col.median_stay"), "dec", 14, "median"),
        Col(desk.t("col.stays"), "int", 10, "stays"),
    ]
    stays = {stay.stage: stay for stay in desk.report.stays}
    rows = []
    for line in desk.report.cohort.lines:
        stay = stays[line.stage]
        following = desk.name("milestone", line.next_stage) if line.next_stage else desk.t("value.signed")
        counts = (line.entered, line.advanced, line.still_open, line.ended, line.shelved)
        days = Fraction(stay.median_days) if stay.median_days is not None else None
        rows.append([desk.name("milestone", line.stage), following, *counts, line.rate, days, stay.stays])
    return page.table(columns, rows, table=False)


def _win_rates(page: Sheet, desk: Desk) -> Block:
    columns = [
        Col(desk.t("col.basis"), "text", 26, "basis"),
        Col(desk.t("col.won"), "int", 10, "won"),
        Col(desk.t("col.of"), "int", 10, "of"),
        Col(desk.t("col.rate_number"), "pct", 14, "by_number", formula='=IF({of}=0,"",{won}/{of})'),
        Col(desk.t("col.won_amount"), "money", 18, "won_amount"),
        Col(desk.t("col.of_amount"), "money", 18, "of_amount"),
        Col(
            desk.t("col.rate_amount"), "pct", 14, "by_amount", formula='=IF({of_amount}=0,"",{won_amount}/{of_amount})'
        ),
    ]
    rows = [
        [desk.t(f"basis.{r.basis}"), r.won, r.of, r.by_number, r.won_amount, r.of_amount, r.by_amount]
        for r in desk.report.win_rates
    ]
    return page.table(columns, rows, table=False)


def _reasons(page: Sheet, desk: Desk) -> Block:
    columns = [
        desk.col("outcome", width=26),
        desk.col("outcome_reason", width=26),
        Col(desk.t("col.projects"), "int", 10, "projects", "sum"),
        Col(desk.t("col.amount"), "money", 18, "amount", "sum"),
    ]
    rows = [
        [desk.name("outcome", r.outcome), desk.name("outcome_reason", r.reason), r.projects, r.amount]
        for r in desk.report.reasons
    ]
    return page.table(columns, rows, table=False)
