"""What every page of the commission workbook is given, and the pages about pools: 总览, 奖金依据 and their kin."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.core import messages
from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.core.money import grouped
from kamsheets.formats import rmb
from kamsheets.formats.percents import points
from kamsheets.jobs.commission_plans import Plan
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.write import Block, Book, Cell, Col, Formula, Kind, Sheet, Tone

SPAN, WIDTH = 8, 130
TONES: dict[str, Tone] = {"error": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True)
class Desk:
    """The desk on which the pages are written."""

    book: Book
    plans: Sequence[Plan]
    view: PolicyView

    @property
    def lang(self) -> str:
        """Language of the workbook."""
        return self.book.lang

    def t(self, code: str, **facts: object) -> str:
        """A text of the room's catalogue."""
        return text(f"commission.{code}", self.lang, **facts)

    def col(
        self, name: str, kind: Kind = "text", width: float | None = None, total: str = "", formula: str = ""
    ) -> Col:
        """A column whose header is the text ``commission.col.<name>``."""
        return Col(self.t(f"col.{name}"), kind, width, name, total, formula=formula)

    def page(self, name: str, **facts: object) -> Sheet:
        """A sheet with its title and the lines that explain it."""
        page = self.book.page(self.t(f"sheet.{name}"))
        page.title(self.t(f"sheet.{name}"))
        page.lines(self.t(f"note.{name}", **facts), span=SPAN, width=WIDTH)
        return page

    def name(self, listing: str, code: str) -> str:
        """The name of a code of a closed list."""
        names = {one.code: one.label.of(self.lang) for one in self.view.choices.get(listing, ())}
        return names.get(code, code)

    def stage(self, code: str) -> str:
        """A stage with its code: M5 技术突破."""
        stage = self.view.stage(code)
        return f"{code} {stage.label.of(self.lang)}" if stage else code

    def who(self, plan: Plan, emp_id: str) -> str:
        """E010 何敏."""
        name = plan.names.get(emp_id, "")
        return f"{emp_id} {name}" if name and name != emp_id else emp_id


def plain(value: Fraction) -> str:
    """A number as short as it is exact; what has no finite decimal stands as a fraction."""
    hundredths = value * 100
    if hundredths.denominator != 1:
        return str(value)
    whole, rest = divmod(hundredths.numerator, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def overview(page: Sheet, desk: Desk, totals: Sequence[str]) -> Block:
    """A line a project: how its pool came about, and that the matrix gives out all of it (live)."""
    columns = [
        desk.col("project_no", "code", 18),
        desk.col("contract_amount", "money", 16, "sum"),
        desk.col("net", "money", 16, "sum"),
        desk.col("basis", "text", 14),
        desk.col("base", "money", 16, "sum"),
        desk.col("rate_mode", "text", 11),
        desk.col("rate", "pct", 8),
        desk.col("coef", "dec", 8),
        desk.col("earned", "money", 15, "sum"),
        desk.col("adjustment", "money", 13, "sum"),
        desk.col("pool", "money", 15, "sum"),
        desk.col("given", "money", 15, "sum"),
        desk.col("off", "money", 9, formula="=ROUND({pool}-{given},2)"),
    ]
    rows = [_pool(desk, plan, total) for plan, total in zip(desk.plans, totals, strict=True)]
    block = page.table(columns, rows, table="pools")
    page.freeze(block, 1)
    return block


def _pool(desk: Desk, plan: Plan, total: str) -> list[object]:
    pool, deal = plan.pool, plan.case.deal
    given = sum(plan.split.members.values())
    return [
        deal.project_no,
        pool.gross,
        pool.net,
        desk.name("basis", pool.basis),
        pool.base,
        desk.name("rate_mode", pool.rate_mode),
        pool.rate,
        pool.coef,
        pool.earned,
        pool.adjustment,
        pool.amount,
        Formula(f"={total}", given),
        pool.amount - given,
    ]


def grounds(desk: Desk) -> None:
    """What the figures of the overview rest on: tax, slices, adjustments, both readings of the tiers, source, day."""
    page = desk.page("grounds")
    columns = [
        desk.col("project_no", "code", 18),
        desk.col("plan_no", "code", 24),
        desk.col("contract_no", "code", 15),
        desk.col("vat_rate", "pct", 8),
        desk.col("tax", "money", 14),
        desk.col("slices", "text", 30),
        desk.col("by_whole", "money", 14),
        desk.col("by_marginal", "money", 14),
        desk.col("reason", "text", 22),
        desk.col("approver", "text", 12),
        desk.col("policy_day", "date", 15),
        desk.col("source", "text", 16),
        desk.col("upper", "text", 38),
    ]
    page.freeze(page.table(columns, [_ground(desk, plan) for plan in desk.plans], table="grounds"), 1)


def _ground(desk: Desk, plan: Plan) -> list[object]:
    pool, deal = plan.pool, plan.case.deal
    slices = "；".join(f"{grouped(part)} × {points(rate)}%" for part, rate in pool.slices)
    short = desk.t("closed_short", amount=grouped(plan.case.received)) if deal.closed_short else ""
    return [
        deal.project_no,
        deal.plan_no,
        deal.contract_no,
        pool.vat_rate,
        pool.tax,
        "；".join(filter(None, [slices, short])),
        pool.by_whole,
        pool.by_marginal,
        deal.adjustment_reason,
        deal.adjustment_by,
        plan.case.policy.day,
        pool.source.text,
        rmb.upper(pool.amount),
    ]


def overlays(desk: Desk) -> None:
    """附加奖励: awards outside the pool; the sheet is there only when there are any."""
    rows = [
        [plan.case.deal.project_no, desk.stage(stage), desk.who(plan, emp_id), fen]
        for plan in desk.plans
        for stage, emp_id, fen in plan.overlays
    ]
    if rows:
        page = desk.page("overlays")
        columns = [
            desk.col("project_no", "code", 18),
            desk.col("stage", "text", 24),
            desk.col("who", "text", 16),
            desk.col("overlay", "money", 15, "sum"),
        ]
        page.freeze(page.table(columns, rows, table="overlays"))


def problems(desk: Desk, findings: Sequence[Finding]) -> None:
    """Everything found while reading and computing, with its cell."""
    page = desk.page("problems")
    columns = [
        desk.col("severity", "text", 9),
        desk.col("code", "code", 8),
        desk.col("file", "text", 22),
        desk.col("cell", "text", 20),
        desk.col("value", "text", 20),
        desk.col("why", "text", 80),
    ]
    rows = [
        [
            Cell(text(f"severity.{one.severity}", desk.lang), TONES[one.severity]), one.code, one.place.file,
            "!".join(filter(None, [one.place.sheet, one.place.cell])), one.value, messages.reason(one, desk.lang),
        ]
        for one in findings
    ]  # fmt: skip
    page.freeze(page.table(columns, rows, table="problems"))
