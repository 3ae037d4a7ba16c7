"""The pages of the review workbook, each filled from the review alone; people appear as numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.accounts.kpi import Kpi, reached, target
from kamsheets.accounts.process import standard_process
from kamsheets.accounts.register import Register
from kamsheets.accounts.relations import matrix
from kamsheets.accounts.review import Line, Review
from kamsheets.core.messages import text
from kamsheets.core.money import round_half_up
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.charts import Chart, Series, series
from kamsheets.workbook.write import Cell, Col, Kind, Sheet


@dataclass(frozen=True)
class Desk:
    """What every page is given."""

    register: Register
    review: Review
    view: PolicyView
    lang: str

    def t(self, code: str, **facts: object) -> str:
        """A text of the room's catalogue."""
        return text(f"accounts.{code}", self.lang, **facts)

    def col(self, name: str, kind: Kind = "text", width: float | None = None, total: str = "") -> Col:
        """A column of ours, called by its name in charts."""
        return Col(self.t(f"col.{name}", year=self.review.year or ""), kind, width, name, total)

    def label(self, listing: str, code: str | None) -> str:
        """The name of a choice; empty for none."""
        choice = self.view.choice(listing, code) if code else None
        return choice.label.of(self.lang) if choice else code or ""

    def verdict(self, passed: bool | None) -> str:
        """Yes, no, open."""
        return self.t("word.open" if passed is None else "word.yes" if passed else "word.no")


def kpi_page(page: Sheet, desk: Desk) -> None:
    """All sixteen with numerator, denominator, definition and day."""
    page.title(desk.t("sheet.kpi"))
    names = ("group", "kpi", "val", "target", "num", "den")
    columns = [
        *(desk.col(name, "raw", 18) for name in names),
        desk.col("definition", width=70),
        desk.col("day", "date"),
    ]
    columns[:2] = [desk.col("group", width=12), desk.col("kpi", width=22)]
    block = page.table(columns, [_kpi(kpi, desk) for kpi in desk.review.kpis])
    page.freeze(block, 2)


def _kpi(kpi: Kpi, desk: Desk) -> list[object]:
    """Amounts in yuan with two decimals, shares as per cent: the cells hold text, each in its own measure."""
    names = [desk.t(f"group.{kpi.group}"), desk.t(f"kpi.{kpi.code}")]
    amount = kpi.unit == "money" or kpi.code == "margin"
    above = _plain(kpi.numerator / 100 if amount else kpi.numerator)
    below = _plain(Fraction(kpi.denominator, 100 if kpi.code == "margin" else 1))
    met = reached(kpi, desk.view)
    value = Cell(_value(kpi, kpi.value), "" if met is None else "good" if met else "error")
    return [*names, value, _value(kpi, target(kpi, desk.view)), above, below, desk.t(f"kpi.{kpi.code}.is"), kpi.day]


def _value(kpi: Kpi, value: Fraction | None) -> str:
    if value is None:
        return "—"
    if kpi.unit == "rate":
        return f"{_plain(value * 100)}%"
    return _plain(value / 100 if kpi.unit == "money" else value)


def _plain(value: Fraction) -> str:
    """A whole number as it is, else two decimals, half up."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    hundredths = round_half_up(value * 100)
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100:,}.{abs(hundredths) % 100:02d}"


def value_page(page: Sheet, desk: Desk) -> None:
    """Classes beside the expected shares, the ABC curve, the value grid, and every account."""
    page.title(desk.t("sheet.value"))
    page.lines(desk.t("note.value"), span=6, width=90)
    page.heading(desk.t("note.classes"))
    columns = [desk.col("class"), desk.col("count", "int", total="sum"), desk.col("revenue", "money", total="sum")]
    columns += [desk.col("share", "pct"), desk.col("expected", "pct")]
    classes = [[desk.label("value_class", c.code), c.accounts, c.revenue, c.share, c.expected]
               for c in desk.review.classes.lines]  # fmt: skip
    page.table(columns, classes, table=False)
    row = page.row + 1
    page.gap(18)
    block = page.table(_value_columns(desk), list(_value_rows(desk)))
    if desk.review.lines:
        abc = series(block, "account", "cumulative")
        page.chart(Chart("line", desk.t("chart.abc"), abc, number_format="0%", width=600), row, 0)
        grid = [Series(desk.t("chart.grid"), "=" + block.range("current"), "=" + block.range("potential"))]
        across, along = desk.t("col.current"), desk.t("col.potential")
        page.chart(
            Chart(
                "scatter",
                desk.t("chart.grid"),
                grid,
                number_format="0.0",
                width=480,
                category_title=across,
                value_title=along,
            ),
            row,
            5,
        )


def _value_columns(desk: Desk) -> list[Col]:
    return [
        desk.col("account", width=36), desk.col("revenue", "money", 20, "sum"), desk.col("cumulative", "pct", 14),
        desk.col("class"), desk.col("key"), desk.col("score", "dec"), desk.col("current", "dec"),
        desk.col("potential", "dec"), desk.col("missing", width=40),
    ]  # fmt: skip


def _value_rows(desk: Desk) -> Iterator[list[object]]:
    total, so_far = sum(line.revenue for line in desk.review.lines), 0
    for line in desk.review.lines:
        so_far += line.revenue
        missing = "、".join(desk.label("value_indicator", code) for code in line.value.missing)
        yield [
            line.customer.name, line.revenue, Fraction(so_far, total) if total > 0 else None,
            desk.label("value_class", line.value_class), desk.verdict(line.key.passed), line.value.score,
            line.value.dimensions["current"], line.value.dimensions["potential"], missing,
        ]  # fmt: skip


def portfolio_page(page: Sheet, desk: Desk) -> None:
    """Profit, growth, verdict, lifetime and replacement of every account; the quadrant."""
    page.title(desk.t("sheet.portfolio"))
    page.lines(desk.t("note.portfolio"), desk.t("note.lifetime"), span=6, width=100)
    row = page.row + 1
    page.gap(18)
    columns = [
        desk.col("account", width=36), desk.col("profit", "money", 18), desk.col("rate", "pct", 12),
        desk.col("cagr", "pct", 12), desk.col("action", width=10), desk.col("lifetime", "money", 18),
        desk.col("replace_least", "money", 20), desk.col("replace_most", "money", 20), desk.col("lifecycle", width=20),
    ]  # fmt: skip
    block = page.table(columns, [_portfolio(line, desk) for line in desk.review.lines])
    actions = [line.position.action for line in desk.review.lines if line.position]
    counts = [
        [
            choice.label.of(desk.lang),
            actions.count(choice.code),
        ]
        for choice in desk.view.choices["portfolio_action"]
    ]
    page.heading(desk.t("chart.actions"))
    page.table([desk.col("action"), desk.col("count", "int", total="sum")], counts, table=False)
    if desk.review.lines:
        points = [Series(desk.t("chart.quadrant"), "=" + block.range("rate"), "=" + block.range("cagr"))]
        across, along = desk.t("col.rate"), desk.t("col.cagr")
        page.chart(
            Chart(
                "scatter",
                desk.t("chart.quadrant"),
                points,
                number_format="0%",
                category_title=across,
                value_title=along,
            ),
            row,
            0,
        )


def _portfolio(line: Line, desk: Desk) -> list[object]:
    stands = line.position
    least, most = line.replacement or (None, None)
    figures = (
        [stands.profit, stands.rate, stands.cagr, desk.label("portfolio_action", stands.action)]
        if stands
        else [None] * 4
    )
    return [line.customer.name, *figures, line.lifetime, least, most, desk.label("lifecycle", line.lifecycle)]


def relations_page(page: Sheet, desk: Desk) -> None:
    """The matrix of influence and attitude, and every account's coverage and balance."""
    page.title(desk.t("sheet.relations"))
    page.mark_restricted()
    page.heading(desk.t("chart.matrix"))
    grid = matrix([p for people in desk.register.people.values() for p in people], desk.view)
    attitudes: list[str | None] = [choice.code for choice in desk.view.choices["attitude"]]
    columns = [desk.col("level", width=30)]
    columns += [Col(desk.label("attitude", code) or desk.t("col.attitude_unknown"), "int", key=code or "unknown")
                for code in (*attitudes, None)]  # fmt: skip
    levels: list[str | None] = [choice.code for choice in desk.view.choices["influence_level"]]
    rows = [[desk.label("influence_level", level) or desk.t("col.attitude_unknown"),
             *(grid[level, attitude] for attitude in (*attitudes, None))] for level in (*levels, None)]  # fmt: skip
    block = page.table(columns, rows, table=False)
    shown = series(block, "level", *(code or "unknown" for code in (*attitudes, None)))
    page.chart(Chart("stacked", desk.t("chart.matrix"), shown, width=600))
    columns = [desk.col("account"), desk.col("covered", "int"), desk.col("people", "int"), desk.col("balance", "dec")]
    accounts = [_relation(line) for line in desk.review.lines if line.people[1]]
    page.table([*columns, desk.col("opposed")], accounts)


def _relation(line: Line) -> list[object]:
    opposed = "、".join(line.balance.opposed)
    return [line.customer.name, *line.people, line.balance.value, Cell(opposed, "error") if opposed else ""]


def contacts_page(page: Sheet, desk: Desk) -> None:
    """People whose contact is overdue, the longest first."""
    page.title(desk.t("sheet.contacts"))
    page.mark_restricted()
    columns = [
        desk.col("account", width=34),
        desk.col("manager"),
        desk.col("dm"),
        desk.col("level"),
        desk.col("due", "date"),
    ]
    rows = [
        [line.customer.name, line.customer.manager, late.person.number, desk.label("influence_level", late.level),
         late.due or desk.t("word.never"), late.overdue_days]
        for line in desk.review.lines for late in line.overdue
    ]  # fmt: skip
    page.freeze(page.table([*columns, desk.col("late", "int")], rows))


def care_page(page: Sheet, desk: Desk) -> None:
    """Service met and breached, churn with owner and next action, and the load of the managers."""
    page.title(desk.t("sheet.care"))
    names = ("met", "breached", "open")
    columns = [desk.col("account", width=34), *(desk.col(name, "int", total="sum") for name in names)]
    columns += [desk.col("churn", "int"), desk.col("owner"), desk.col("next", width=34)]
    page.table(columns, [_care(line) for line in desk.review.lines if line.service or line.churn.stage])
    page.heading(desk.t("note.spans"))
    columns = [desk.col("manager"), desk.col("count", "int", total="sum"), desk.col("limit", "int"), desk.col("over")]
    spans = [[name, s.accounts, s.limit, Cell(desk.verdict(s.overloaded), "warning" if s.overloaded else "")]
             for name, s in desk.review.spans]  # fmt: skip
    page.table(columns, spans, table=False)


def _care(line: Line) -> list[object]:
    judged = [sum(one.met is met for one in line.service) for met in (True, False, None)]
    last = line.churn.signals[0] if line.churn.signals else None
    stage = Cell(line.churn.stage, "warning" if line.churn.stage else "")
    return [line.customer.name, *judged, stage, last.owner if last else "", last.action if last else ""]


def agenda_page(page: Sheet, desk: Desk) -> None:
    """What the quarterly review talks about. Attitudes of people stay on the restricted page."""
    page.title(desk.t("sheet.agenda"))
    columns = [desk.col("account", width=34), desk.col("manager"), desk.col("class"), desk.col("subject", width=20)]
    page.freeze(page.table([*columns, desk.col("why", width=40)], list(_agenda(desk))))


def _agenda(desk: Desk) -> Iterator[list[object]]:
    for line in desk.review.lines:
        head = [line.customer.name, line.customer.manager, desk.label("value_class", line.value_class)]
        for subject, why in _subjects(line, desk):
            yield [*head, subject, why]


def _subjects(line: Line, desk: Desk) -> Iterator[tuple[str, str]]:
    for one in line.occasions:
        if one.overdue:
            yield desk.t(f"word.{one.kind}"), desk.t("word.since", due=one.due) if one.due else desk.t("word.never")
    if line.churn.stage:
        yield desk.t("sheet.care"), desk.t("word.churn", stage=line.churn.stage)
    if late := sum(one.met is False for one in line.service):
        yield desk.t("sheet.care"), desk.t("word.breached", n=late)


def process_page(page: Sheet, desk: Desk) -> None:
    """The six-stage standard process beside the company's milestones."""
    page.title(desk.t("sheet.process"))
    columns = [desk.col("stage", width=20), desk.col("node", width=30), desk.col("milestones", width=60)]
    rows: Sequence[Sequence[object]] = [
        [one.stage.label.of(desk.lang), one.node.label.of(desk.lang) if one.node else "",
         "、".join(f"{m.code} {m.label.of(desk.lang)}" for m in one.milestones)]
        for one in standard_process(desk.view)
    ]  # fmt: skip
    page.table(columns, rows)
