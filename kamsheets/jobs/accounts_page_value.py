"""价值 and 客户结构: classes, score and grid of every account; tags and needs."""

from collections.abc import Iterator
from fractions import Fraction

from kamsheets.accounts.line import Line
from kamsheets.accounts.needs import depth
from kamsheets.accounts.segments import LISTS
from kamsheets.accounts.value_model import weights
from kamsheets.jobs.accounts_desk import Desk, listed, notes
from kamsheets.workbook.charts import Chart, Series, series
from kamsheets.workbook.write import Block, Col, Sheet

DIMENSIONS = ("current", "potential", "strategic", "relation")


def value_page(page: Sheet, desk: Desk) -> None:
    """Classes beside the expected shares, the ABC curve, the value grid, and every account."""
    page.title(desk.t("sheet.value"))
    notes(page, desk.t("note.value"))
    page.heading(desk.t("note.classes"))
    columns = [
        desk.col("class", width=34),
        desk.col("count", "int", total="sum"),
        desk.col("revenue", "money", 20, "sum"),
    ]
    columns += [desk.col("share", "pct"), desk.col("expected", "pct"), desk.col("gap", "pct")]
    rows = [
        [desk.label("value_class", c.code), c.accounts, c.revenue, c.share, c.expected,
         None if c.share is None else c.share - c.expected]
        for c in desk.review.classes.lines
    ]  # fmt: skip
    page.table(columns, rows, table=False)
    row = page.row + 1
    page.gap(18)
    block = page.table(_columns(desk), list(_rows(desk)))
    page.freeze(block, 1)
    _charts(page, block, desk, row)


def _columns(desk: Desk) -> list[Col]:
    return [
        desk.col("account", width=34), desk.col("manager", width=14), desk.col("class", width=11),
        desk.col("key", width=9), desk.col("key_why", width=36), desk.col("missing", width=28),
        desk.col("rank", "int", 7), desk.col("revenue", "money", 18, "sum"), desk.col("cumulative", "pct", 11),
        desk.col("score", "dec", 9), *(desk.col(name, "dec", 11) for name in DIMENSIONS),
    ]  # fmt: skip


def _rows(desk: Desk) -> Iterator[list[object]]:
    total, so_far = sum(line.revenue for line in desk.review.lines), 0
    for rank, line in enumerate(desk.review.lines, start=1):
        so_far += line.revenue
        yield [
            line.customer.name, line.customer.manager, desk.label("value_class", line.value_class),
            desk.verdict(line.key.passed), _why(line, desk), desk.labels("value_indicator", line.value.missing),
            rank, line.revenue, Fraction(so_far, total) if total > 0 else None, line.value.score,
            *(line.value.dimensions.get(name) for name in DIMENSIONS),
        ]  # fmt: skip


def _why(line: Line, desk: Desk) -> str:
    """What keeps an account from being a key account, or what is not known."""
    if line.key.passed:
        return ""
    reached = line.key.amount_reached
    parts = [desk.t("word.amount_unknown" if reached is None else "word.amount_low")] if reached is not True else []
    if line.key.no:
        parts.append(desk.t("word.not_met", tests=desk.labels("ka_tests", line.key.no)))
    if line.key.unanswered:
        parts.append(desk.t("word.unanswered", tests=desk.labels("ka_tests", line.key.unanswered)))
    return ("；" if desk.lang == "zh" else "; ").join(parts)


def _charts(page: Sheet, block: Block, desk: Desk, row: int) -> None:
    if not desk.review.lines:
        return
    abc, across = series(block, "rank", "cumulative"), desk.t("col.rank")
    curve = Chart("line", desk.t("chart.abc"), abc, number_format="0%", width=560, category_title=across)
    page.chart(curve, row, 0)
    middle = float(desk.view.number("value_score_max") + 1) / 2
    points = [Series(desk.t("chart.grid"), "=" + block.range("current"), "=" + block.range("potential"))]
    grid = Chart(
        "scatter", desk.t("chart.grid"), points, desk.t("col.current"), desk.t("col.potential"), "0.0", width=520,
        crossing=(middle, middle),
    )  # fmt: skip
    page.chart(grid, row, 4)


def scores_page(page: Sheet, desk: Desk) -> None:
    """What each score is made of: the points of every indicator under its weight; they add up to the score."""
    page.title(desk.t("sheet.scores"))
    notes(page, desk.t(f"note.missing_{desk.view.text('value_missing')}"), desk.t("note.points"))
    weight = weights(desk.view)
    columns = [desk.col("account", width=34)]
    for code, share in weight.items():
        label = f"{desk.label('value_indicator', code)}\n{float(share):.1%}"
        columns.append(Col(label, "dec", 13, code))
    rows = [
        [line.customer.name, *(line.value.contributions.get(code) for code in weight), line.value.score]
        for line in desk.review.lines
    ]
    page.freeze(page.table([*columns, desk.col("score", "dec", 10)], rows), 1)


def structure_page(page: Sheet, desk: Desk) -> None:
    """Accounts by tag; needs by layer and phase, and the layers still open."""
    page.title(desk.t("sheet.structure"))
    for tag, found in desk.review.segments.items():
        page.heading(desk.t(f"word.tag_{tag}"))
        columns = [
            desk.col("tag", width=34),
            desk.col("count", "int", 12, "sum"),
            desk.col("revenue", "money", 20, "sum"),
        ]
        rows = [[desk.label(LISTS[tag], s.code) or desk.t("col.untagged"), s.accounts, s.revenue] for s in found]
        page.table(columns, rows, table=False)
    page.heading(desk.t("note.needs"))
    notes(page, desk.t("note.needs_is"), span=6)
    everything = [need for own in desk.register.needs.values() for need in own]
    layers, phases = depth(everything, desk.view).layers, depth(everything, desk.view).phases
    counts = [[desk.label("need_layer", code), n] for code, n in layers]
    page.table([desk.col("layer"), desk.col("needs", "int", total="sum")], counts, table=False)
    page.gap()
    codes = [choice.code for choice in desk.view.choices["need_phase"]]
    reached = [[desk.label("need_phase", code) or desk.t("col.untagged"), phases[code]] for code in (*codes, None)]
    page.table([desk.col("phase_reached"), desk.col("needs", "int", total="sum")], reached, table=False)
    page.gap()
    columns = [
        desk.col("account", width=34),
        desk.col("needs", "int"),
        desk.col("depth", "pct"),
        desk.col("gaps", width=40),
    ]
    known = [line for line in desk.review.lines if line.needs.needs]
    rows = [
        [line.customer.name, line.needs.needs, line.needs.share, desk.labels("need_layer", line.needs.gaps)]
        for line in known
    ]
    listed(page, desk, columns, rows)
