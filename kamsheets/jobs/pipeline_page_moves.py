"""变动: what moved since the previous snapshot, project by project, and from the old total to the new."""

from collections.abc import Iterable, Sequence

from kamsheets.jobs.pipeline_pages import Desk, day
from kamsheets.pipeline.movement import Change, Move
from kamsheets.pipeline.report import Movement
from kamsheets.pipeline.waterfall import STEPS, Step, Waterfall
from kamsheets.workbook.write import Block, Cell, Col, Sheet, Tone
from kamsheets.workbook.write_bulk import LONG

SPAN, WIDTH = 8, 140
TONES: dict[Move, Tone] = {
    Move.WON: "good", Move.ADVANCED: "good", Move.LOST: "error", Move.VANISHED: "error",
    Move.FELL_BACK: "warning", Move.SLIPPED: "warning", Move.SHRUNK: "warning",
}  # fmt: skip


def moves(page: Sheet, desk: Desk, moved: Movement) -> None:
    """The waterfall of the department, that of each region, and every project that moved, largest first."""
    page.title(desk.t("sheet.moves"))
    since = day(moved.since) or desk.t("value.previous")
    page.lines(desk.t("note.moves", since=since, day=desk.report.view.day), span=SPAN, width=WIDTH)
    page.heading(desk.t("block.waterfall"))
    _steps(page, desk, moved)
    page.lines(desk.t("note.waterfall"), span=SPAN, width=WIDTH)
    page.heading(desk.t("block.waterfall_regions"))
    _regions(page, desk, moved)
    page.heading(desk.t("block.changes"))
    page.repeat(_changes(page, desk, [change for change in moved.changes if change.moves]))


def _steps(page: Sheet, desk: Desk, moved: Movement) -> Block:
    columns = [
        Col(desk.t("col.step"), "text", 24, "step"),
        Col(desk.t("col.projects"), "int", 10, "projects"),
        Col(desk.t("col.est_amount"), "money", 18, "amount"),
        Col(desk.t("col.weighted"), "money", 18, "weighted"),
    ]
    amount, weight = ({step.key: step for step in fall.steps} for fall in (moved.amount, moved.weighted))
    none = Step("", 0, 0)
    rows: list[Sequence[object]] = [[desk.t("step.start"), None, moved.amount.start, moved.weighted.start]]
    for key in STEPS:
        if key in amount or key in weight:
            one, other = amount.get(key, none), weight.get(key, none)
            rows.append([desk.t(f"step.{key}"), one.projects or other.projects, one.amount, other.amount])
    rows.append([desk.t("step.end"), None, moved.amount.end, moved.weighted.end])
    rows.append([desk.t("step.gap"), None, _gap(moved.amount), _gap(moved.weighted)])
    return page.table(columns, rows, table=False)


def _gap(fall: Waterfall) -> Cell:
    return Cell(fall.gap, "error" if fall.gap else "good")


def _regions(page: Sheet, desk: Desk, moved: Movement) -> Block:
    """One row a step and one column a region; the other way round where there are more regions than steps."""
    falls = moved.regions
    amounts = {region: {step.key: step.amount for step in fall.steps} for region, fall in falls.items()}
    used = [key for key in STEPS if any(key in one for one in amounts.values())]
    lines: dict[str, list[int]] = {"start": [fall.start for fall in falls.values()]}
    lines |= {key: [one.get(key, 0) for one in amounts.values()] for key in used}
    lines["end"] = [fall.end for fall in falls.values()]
    across = {region: desk.name("region", region) for region in falls}
    down = {key: desk.t(f"step.{key}") for key in lines}
    table: list[Sequence[int]] = list(lines.values())
    if len(across) > len(down):
        across, down, table = down, across, list(zip(*table, strict=True))
    corner = Col(desk.t("col.step") if down.keys() == lines.keys() else desk.label("region"), "text", 24, "")
    columns = [corner, *(Col(name, "money", 18, key) for key, name in across.items())]
    return page.table(columns, [[name, *row] for name, row in zip(down.values(), table, strict=True)], table=False)


def _changes(page: Sheet, desk: Desk, found: Iterable[Change]) -> Block:
    columns = [
        desk.col("project_no", "code", 24),
        desk.col("project_name", width=26),
        desk.col("region", width=10),
        Col(desk.t("col.moves"), "text", 26, "moves"),
        Col(desk.t("col.stage_before"), "text", 18, "stage_before"),
        Col(desk.t("col.stage_after"), "text", 18, "stage_after"),
        Col(desk.t("col.amount_before"), "money", 18, "amount_before"),
        Col(desk.t("col.amount_after"), "money", 18, "amount_after"),
        Col(desk.t("col.days_moved"), "int", 12, "days"),
    ]
    ordered = sorted(found, key=lambda c: -max(c.amount_before, c.amount_after))
    marked = len(ordered) <= LONG
    return page.table(columns, [_change(desk, change, marked) for change in ordered], table=desk.t("sheet.moves"))


def _change(desk: Desk, change: Change, marked: bool) -> list[object]:
    project, stages = change.project, desk.names["milestone"]
    before, after = (stages.get(p.milestone or "", "") if p else "" for p in (change.before, change.after))
    said = desk.t("list").join(desk.t(f"move.{move}") for move in change.moves)
    tone: Tone = next((TONES[move] for move in change.moves if move in TONES), "")
    return [
        desk.project(project, linked=marked and change.after is not None),
        project.project_name,
        desk.name("region", project.region),
        Cell(said, tone) if marked else said,
        before,
        after,
        change.amount_before,
        change.amount_after,
        change.days or None,
    ]
