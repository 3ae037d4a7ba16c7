"""分配矩阵 and 计算说明: stages x members of every project with live sums, and how every amount came about."""

from collections.abc import Iterator
from fractions import Fraction

from kamsheets.commissions.split import CellShare, StageShare
from kamsheets.core.money import grouped
from kamsheets.jobs.commission_pages import Desk, plain
from kamsheets.jobs.commission_plans import Plan
from kamsheets.workbook.write import Block, Col, Sheet

FIXED_COLUMNS = (24, 10, 8, 11, 9)


def matrices(page: Sheet, desk: Desk) -> list[str]:
    """One block a project; the addresses of their grand totals, in the order of the plans."""
    for column, width in enumerate(FIXED_COLUMNS):
        page.widen(column, width)
    widest = max((len(plan.split.members) for plan in desk.plans), default=0)
    for column in range(widest + 1):
        page.widen(len(FIXED_COLUMNS) + column, 14)
    return [_matrix(page, desk, plan).total("total") for plan in desk.plans]


def _matrix(page: Sheet, desk: Desk, plan: Plan) -> Block:
    members = list(plan.split.members)
    deal = plan.case.deal
    heading = desk.t(
        "heading.matrix", project=deal.project_no, plan=deal.plan_no or "—", pool=grouped(plan.pool.amount)
    )
    page.heading(heading)
    whole = sum(share.effective for share in plan.split.stages)
    people = [Col(desk.who(plan, emp_id), "money", key=f"m{n}", total="sum") for n, emp_id in enumerate(members)]
    span = f"{{m0}}:{{m{len(members) - 1}}}" if members else "0"
    columns = [
        desk.col("stage", "text"),
        desk.col("weight", "int", total="sum"),
        desk.col("difficulty", "dec"),
        desk.col("effective", "dec", total="sum"),
        desk.col("share", "pct"),
        *people,
        desk.col("total", "money", total="sum", formula=f"=SUM({span})"),
    ]
    amounts = {(cell.stage, cell.emp_id): cell.amount for cell in plan.split.cells}
    rows = [
        [
            desk.stage(share.stage), share.weight, share.difficulty, share.effective,
            share.effective / whole if whole else None,
            *(amounts.get((share.stage, emp_id), 0) for emp_id in members), share.amount,
        ]
        for share in plan.split.stages
    ]  # fmt: skip
    return page.table(columns, rows, table=False, fixed=True)


def reasons(desk: Desk) -> None:
    """A line an amount: pool x share of the stage (+ fen given), x share of the effort (+ fen given)."""
    page = desk.page("reasons")
    columns = [
        desk.col("project_no", "code", 18),
        desk.col("stage", "text", 22),
        desk.col("who", "text", 14),
        desk.col("amount", "money", 14, "sum"),
        desk.col("how", "text", 112),
    ]
    rows = [row for plan in desk.plans for row in _explained(desk, plan)]
    page.freeze(page.table(columns, rows, table="reasons"), 3)


def _explained(desk: Desk, plan: Plan) -> Iterator[list[object]]:
    shares = {share.stage: share for share in plan.split.stages}
    for cell in plan.split.cells:
        how = explanation(desk, plan, shares[cell.stage], cell)
        yield [plan.case.deal.project_no, desk.stage(cell.stage), desk.who(plan, cell.emp_id), cell.amount, how]


def explanation(desk: Desk, plan: Plan, share: StageShare, cell: CellShare) -> str:
    """The line of one amount, such as 68,318.58 × 3750/11450 = 22,375.07 + 0.01；× 50/100 = 11,187.54."""
    whole = sum((one.effective for one in plan.split.stages), Fraction(0))
    floored = int(plan.split.pool * share.effective / whole)
    return desk.t(
        "how",
        pool=grouped(plan.split.pool),
        effective=plain(share.effective),
        whole=plain(whole),
        stage_floor=grouped(floored),
        stage_spare=grouped(share.amount - floored),
        stage=grouped(share.amount),
        effort=plain(cell.effort),
        of=plain(cell.of),
        floor=grouped(cell.amount - cell.spare),
        spare=grouped(cell.spare),
        amount=grouped(cell.amount),
    )


def people(desk: Desk) -> None:
    """个人汇总: what each person gets of each project."""
    page = desk.page("people")
    columns = [
        desk.col("who", "text", 16),
        desk.col("project_no", "code", 18),
        desk.col("pool", "money", 15),
        desk.col("plan_total", "money", 15, "sum"),
        desk.col("dispute", "text", 20),
        desk.col("answer", "text", 20),
        desk.col("ack", "text", 14),
    ]
    rows = [
        [desk.who(plan, emp_id), plan.case.deal.project_no, plan.pool.amount, fen, None, None, None]
        for plan in desk.plans
        for emp_id, fen in plan.split.members.items()
    ]
    page.freeze(page.table(columns, sorted(rows, key=lambda row: str(row[0])), table="people"), 1)
