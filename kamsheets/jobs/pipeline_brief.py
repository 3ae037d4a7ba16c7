"""The one-page Word brief for the weekly meeting: the summary's own figures and pictures, and what to decide."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kamsheets.core.money import grouped
from kamsheets.document import archive, figures, properties, templates
from kamsheets.document.engine import Engine
from kamsheets.document.values import Row
from kamsheets.jobs.pipeline_page_stuck import reasons
from kamsheets.jobs.pipeline_pages import Desk, day
from kamsheets.pipeline.check_money import percent
from kamsheets.pipeline.movement import Change, Move
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rollup import Line
from kamsheets.workbook.charts import chart_parts

TEMPLATE = "周会简报"
LEFT, RIGHT = 0, 3
"""The workbook's charts that the brief shows: the funnel, and the last one (waterfall, or regions)."""
WIDTH, HEIGHT = 83, 45
"""Millimetres of a picture."""
MOST_ROWS, MOST_REGIONS, MOST_ISSUES, FEWEST_ISSUES = 22, 9, 5, 3
"""Rows of all tables together, and of single ones, that leave the brief on one page."""
MOST_NAMES, MOST_REASONS, LONGEST_NAME = 2, 2, 14
"""Names and reasons in a cell, and characters of a name, that leave it on one line or two."""
SUMS = ("projects", "est_amount", "weighted_amount", "overdue")
TOLD = (
    Move.NEW, Move.ADVANCED, Move.FELL_BACK, Move.GROWN, Move.SHRUNK, Move.SLIPPED, Move.WON, Move.LOST, Move.DROPPED,
    Move.SHELVED, Move.VANISHED,
)  # fmt: skip


def write_brief(path: Path, desk: Desk, workbook: Path, workspace: Path | None = None) -> None:
    """The brief at ``path``; ``workbook`` is the summary its pictures come from, ``workspace`` may hold a template.

    Raises ``TemplateError``, ``FillError``.
    """
    engine = Engine(templates.find(TEMPLATE, desk.lang, workspace))
    every = chart_parts(workbook)
    shown = [every[LEFT], every[RIGHT]]
    parts = engine.render(context(desk), fitted=True)
    parts |= figures.attach(engine.parts, shown)
    title = desk.t("brief.title", day=day(desk.report.view.day))
    parts[properties.CORE] = properties.core(engine.parts.get(properties.CORE), title, desk.report.view.day)
    path.write_bytes(archive.write({**engine.parts, **parts}))


def context(desk: Desk) -> Mapping[str, object]:
    """What the template may print."""
    report, total, moved = desk.report, desk.report.rollup.total, desk.report.movement
    decided, since = report.win_rates[0], moved.since if moved else None
    regions, moves = list(_regions(desk)), list(_moves(desk, moved.changes)) if moved else []
    rate = percent(decided.by_number) if decided.by_number is not None else "—"
    right = "waterfall" if moved else "regions"
    return {
        "title": desk.t("brief.title", day=day(report.view.day)),
        "source": desk.t("brief.source", **_rows(desk)),
        "projects": str(total.projects),
        "est_amount": grouped(total.est_amount),
        "weighted": grouped(total.weighted_amount),
        "est_change": _change(moved.amount.end - moved.amount.start) if moved else "—",
        "weighted_change": _change(moved.weighted.end - moved.weighted.start) if moved else "—",
        "overdue": str(total.overdue),
        "stuck": str(len(report.stuck)),
        "win_rate": f"{decided.won} / {decided.of} = {rate}",
        "chart_left": figures.drawing(1, desk.t("chart.funnel"), WIDTH, HEIGHT),
        "chart_right": figures.drawing(2, desk.t(f"chart.{right}"), WIDTH, HEIGHT),
        "regions": regions or [_nothing("region", "projects", "est_amount", "weighted", "overdue", "stuck")],
        "moves": moves,
        "issues": list(_issues(desk, MOST_ROWS - len(regions) - len(moves)))
        or [_nothing("region", "project", "amount", "lead", "reasons")],
        "note": desk.t("brief.note"),
        "footer": desk.t("brief.footer", since=day(since) or desk.t("value.previous"))
        if moved
        else desk.t("brief.alone"),
    }


def _nothing(*names: str) -> Row:
    """The one line of a table that has none."""
    return Row(dict.fromkeys(names, "—"))


def _rows(desk: Desk) -> dict[str, int]:
    names = {"rows_read": "rows_read", "counted": "counted", "excluded": "excluded", "blank": "blank"}
    sums = {key: sum(getattr(tie, name) for tie in desk.report.ties) for key, name in names.items()}
    return {"tabs": len(desk.report.ties), **sums}


def _change(difference: int) -> str:
    return f"{'+' if difference > 0 else ''}{grouped(difference)}"


def _regions(desk: Desk) -> Iterator[Row]:
    """The regions of the roll-up; where there are too many for a page, the largest and the others together."""
    stuck = Counter(item.project.region for item in desk.report.stuck)
    lines = [(desk.name("region", x.key), x, stuck[x.key]) for x in desk.report.rollup.regions]
    if len(lines) > MOST_REGIONS:
        lines.sort(key=lambda entry: -entry[1].est_amount)
        rest = lines[MOST_REGIONS - 1 :]
        whole = Line("", *(sum(getattr(x, name) for _, x, _ in rest) for name in SUMS))
        lines = [*lines[: MOST_REGIONS - 1], (desk.t("value.others"), whole, sum(n for *_, n in rest))]
    for name, line, halted in lines:
        yield Row({
            "region": name, "projects": line.projects, "est_amount": grouped(line.est_amount),
            "weighted": grouped(line.weighted_amount), "overdue": line.overdue, "stuck": halted,
        })  # fmt: skip


def _moves(desk: Desk, changes: Iterable[Change]) -> Iterator[Row]:
    """One row a kind of move, with the largest projects by name."""
    by_move: dict[Move, list[Change]] = {}
    for change in changes:
        for move in change.moves:
            by_move.setdefault(move, []).append(change)
    for move in TOLD:
        if found := sorted(by_move.get(move, ()), key=_worth, reverse=True):
            names = (_short(change.project) for change in found[:MOST_NAMES])
            yield Row({
                "move": desk.t(f"move.{move}"), "projects": len(found), "amount": grouped(sum(map(_worth, found))),
                "names": desk.t("join").join(names),
            })  # fmt: skip


def _short(project: Project) -> str:
    name = project.project_name or project.project_no or "—"
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _worth(change: Change) -> int:
    return max(change.amount_before, change.amount_after)


def _issues(desk: Desk, left: int) -> Iterator[Row]:
    """The largest candidates for a rectification plan; where there is none, the largest stuck projects.

    ``left``: rows that the other tables leave on the page.
    """
    items = [item for own in desk.report.agenda.values() for item in own]
    items.sort(key=lambda item: (not item.rectify, -(item.project.est_amount or 0)))
    for item in items[: min(MOST_ISSUES, max(FEWEST_ISSUES, left))]:
        project, worst = item.project, replace(item, reasons=item.reasons[:MOST_REASONS])
        yield Row({
            "region": desk.name("region", project.region), "project": _short(project), "reasons": reasons(desk, worst),
            "amount": grouped(project.est_amount or 0), "lead": project.project_lead or "",
        })  # fmt: skip
