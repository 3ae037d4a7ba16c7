"""组合 and 终身价值: what an account earns and how it grows, what it is worth, what replacing it would cost."""

from kamsheets.accounts.line import Line
from kamsheets.jobs.accounts_desk import Desk, notes
from kamsheets.workbook.charts import Chart, Series
from kamsheets.workbook.write import Block, Cell, Col, Sheet, Tone

TONES: dict[str, Tone] = {"grow": "good", "keep": "good", "watch": "warning", "exit": "error"}


def portfolio_page(page: Sheet, desk: Desk) -> None:
    """The quadrant, how many of each verdict, every account, and the proof against the register."""
    page.title(desk.t("sheet.portfolio"))
    margins = [f"{float(desk.view.rate(f'portfolio_{name}_min')):.0%}" for name in ("profit", "growth")]
    notes(page, desk.t("note.portfolio"), desk.t("note.quadrant", profit=margins[0], growth=margins[1]))
    page.heading(desk.t("chart.actions"))
    page.table(_verdicts(desk)[0], _verdicts(desk)[1], table=False)
    row = page.row + 1
    page.gap(22)
    ranked = sorted(desk.review.lines, key=lambda line: (_order(line, desk), -line.revenue, line.customer.key))
    block = page.table(_columns(desk), [_row(line, desk) for line in ranked])
    page.freeze(block, 1)
    _quadrant(page, block, ranked, desk, row)
    page.heading(desk.t("note.proof"))
    names = ("year", "count", "revenue_all", "gross", "service_cost", "profit")
    columns = [desk.col(name, "raw" if name == "year" else "int" if name == "count" else "money") for name in names]
    years = [[y.year, y.accounts, y.revenue, y.gross_profit, y.cost_to_serve, y.profit] for y in desk.review.years]
    page.table(columns, years, table=False)
    page.gap()
    page.table([desk.col("item"), *(desk.col(n, "money") for n in ("in_register", "in_review", "gap_amount"))],
               _proof(desk), table=False)  # fmt: skip


def _order(line: Line, desk: Desk) -> int:
    codes = [choice.code for choice in desk.view.choices["portfolio_action"]]
    action = line.position.action if line.position else None
    return codes.index(action) if action in codes else len(codes)


def _verdicts(desk: Desk) -> tuple[list[Col], list[list[object]]]:
    held = [line for line in desk.review.lines if line.position]
    rows: list[list[object]] = []
    for code in (*(choice.code for choice in desk.view.choices["portfolio_action"]), None):
        own = [line.position for line in held if line.position and line.position.action == code]
        name = desk.label("portfolio_action", code) or desk.t("word.undecided")
        rows.append([name, desk.t(f"verdict.{code or 'none'}"), len(own), sum(one.profit for one in own)])
    rows[-1][2] = len(desk.review.lines) - sum(line.position.action is not None for line in held if line.position)
    columns = [desk.col("action", width=34), desk.col("verdict_is", width=26)]
    return [*columns, desk.col("count", "int", total="sum"), desk.col("profit", "money", 18, "sum")], rows


def _columns(desk: Desk) -> list[Col]:
    return [
        desk.col("account", width=34), desk.col("action", width=26), desk.col("pilot", width=10),
        desk.col("position_year", "raw", 18), desk.col("position_revenue", "money", 18, "sum"),
        desk.col("profit", "money", 18, "sum"), desk.col("rate", "pct", 10), desk.col("cagr", "pct", 10),
        desk.col("forecast_growth", "pct", 11), desk.col("axis", "int", 10), desk.col("growth_amount", "money", 16),
        desk.col("growth_by", "date"),
    ]  # fmt: skip


def _row(line: Line, desk: Desk) -> list[object]:
    stands, customer = line.position, line.customer
    figures: list[object] = [None] * 6
    if stands:
        verdict = Cell(
            desk.label("portfolio_action", stands.action) or desk.t("word.undecided"),
            TONES.get(stands.action or "", ""),
        )
        pilot = desk.t("word.yes") if customer.key in desk.review.pilots else ""
        figures = [verdict, pilot, stands.year, stands.revenue, stands.profit, stands.rate]
    grown = stands.cagr if stands else None
    return [customer.name, *figures, grown, line.forecast_growth, customer.strategic_axis, *customer.growth]


def _quadrant(page: Sheet, block: Block, ranked: list[Line], desk: Desk, row: int) -> None:
    """One series a verdict: the rows of a verdict stand together."""
    drawn = []
    for code in (choice.code for choice in desk.view.choices["portfolio_action"]):
        own = [k for k, line in enumerate(ranked) if line.position and line.position.action == code]
        if own:
            across, along = ("=" + block.range(key, own[0], own[-1]) for key in ("rate", "cagr"))
            drawn.append(Series(desk.label("portfolio_action", code), across, along))
    if drawn:
        crossing = (float(desk.view.rate("portfolio_profit_min")), float(desk.view.rate("portfolio_growth_min")))
        chart = Chart(
            "scatter", desk.t("chart.quadrant"), drawn, desk.t("col.rate"), desk.t("col.cagr"), "0%", width=860,
            height=360, crossing=crossing,
        )  # fmt: skip
        page.chart(chart, row, 0)


def _proof(desk: Desk) -> list[list[object]]:
    """The register added up by itself beside the sum of what the pages show."""
    year, lines = desk.review.year, desk.review.lines
    own = [f for figures in desk.register.figures.values() for f in figures if f.year == year]
    shown = [line.position.profit for line in lines if line.position and line.position.year == year]
    pairs = (
        ("revenue", sum(f.revenue for f in own), sum(line.revenue for line in lines)),
        ("profit", sum(f.as_year.profit for f in own), sum(shown)),
    )
    return [
        [
            desk.t(f"col.proof_{name}", year=year or "—"),
            held,
            made,
            Cell(made - held, "error" if made != held else "good"),
        ]
        for name, held, made in pairs
    ]


def lifetime_page(page: Sheet, desk: Desk) -> None:
    """Lifetime value, what is invested today, and what replacing the account would cost."""
    page.title(desk.t("sheet.lifetime"))
    rate, years = desk.view.rate("discount_rate"), desk.view.number("lifetime_years")
    least, most = desk.view.items("replacement_accounts")
    notes(page, desk.t("note.lifetime", years=years, rate=f"{float(rate):.0%}"),
          desk.t("note.replacement", least=least, most=most), span=6)  # fmt: skip
    columns = [
        desk.col("account", width=34), desk.col("lifecycle", width=20), desk.col("profit", "money", 18),
        desk.col("lifetime", "money", 18, "sum"), desk.col("invested", "money", 18, "sum"),
        *(desk.col(name, "money", 27) for name in ("replace_least", "replace_most")),
        desk.col("keep_ratio", "dec", 22),
    ]  # fmt: skip
    rows = []
    for line in desk.review.lines:
        least_cost, most_cost = line.replacement or (None, None)
        profit = line.position.profit if line.position else None
        rows.append([line.customer.name, desk.label("lifecycle", line.lifecycle), profit, line.lifetime, line.invested,
                     least_cost, most_cost, line.keep_ratio])  # fmt: skip
    page.freeze(page.table(columns, rows), 1)
