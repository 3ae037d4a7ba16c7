"""发放计划, 部门月报, 应扣回, 差异, 结算台账 and a statement sheet a person."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from kamsheets.commissions.ledger import START, Difference, Entry
from kamsheets.commissions.release import Line, outstanding
from kamsheets.core.money import grouped
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs import commission_records
from kamsheets.jobs.commission_pages import SPAN, WIDTH, Desk
from kamsheets.jobs.commission_read import LEDGER
from kamsheets.jobs.commission_released import Release, causes
from kamsheets.workbook.form_columns import column
from kamsheets.workbook.write import Block, Cell, Col, Formula, Sheet


def month(line: Line) -> str:
    """The month a line belongs to: that of the day its money arrived."""
    return f"{line.day:%Y-%m}" if line.day else ""


def names(desk: Desk, made: Release) -> dict[str, str]:
    """Names by employee number over all projects and the ledger."""
    settled = {entry.line.emp_id: entry.member for entry in made.entries if entry.member}
    return settled | {emp_id: name for plan in desk.plans for emp_id, name in plan.names.items()}


def plan_page(desk: Desk, made: Release) -> Block:
    """发放计划: every member at every receipt."""
    page = desk.page("release")
    known = names(desk, made)
    columns = [
        desk.col("month", "code", 9),
        desk.col("project_no", "code", 18),
        desk.col("instalment", "int", 6),
        desk.col("receipt_no", "code", 16),
        desk.col("receipt_date", "date", 15),
        desk.col("receipt_amount", "money", 15),
        desk.col("collected", "pct", 10),
        desk.col("emp_id", "code", 9),
        desk.col("name", "text", 10),
        desk.col("plan_total", "money", 14),
        desk.col("released", "money", 14, "sum"),
        desk.col("paid_before", "money", 14),
        desk.col("balance", "money", 14, formula="=MAX(0,ROUND({plan_total}-{paid_before}-{released},2))"),
        desk.col("clawback", "money", 12),
        desk.col("remark", "text", 24),
    ]
    rows: list[list[object]] = [
        [
            month(line), line.project_no, line.instalment, line.receipt_no, line.day, line.receipt, _collected(line),
            line.emp_id, known.get(line.emp_id), line.plan, line.released, line.paid_before, line.balance,
            Cell(line.clawback, "warning" if line.clawback else ""), remark(desk, line),
        ]
        for line in made.lines
    ]  # fmt: skip
    block = page.table(columns, rows, table="release")
    page.freeze(block, 2)
    return block


def _collected(line: Line) -> Fraction | None:
    return Fraction(line.received, line.contract) if line.contract else None


def remark(desk: Desk, line: Line) -> str:
    """What is to be said of a line: settled, what it takes back, by when it is to be paid."""
    said = [
        desk.t("remark.settled", settlement=line.settled) if line.settled else "",
        desk.t("remark.reverses", receipt=line.reverses, amount=grouped(line.change)) if line.reverses else "",
        desk.t("remark.clawback") if line.clawback else "",
        desk.t("remark.pay_by", day=line.pay_by) if line.pay_by and line.released else "",
        "" if line.receipt_no or line.part else desk.t("remark.closing"),
    ]
    return "；".join(filter(None, said))


def months(desk: Desk, made: Release, detail: Block) -> None:
    """部门月报: by month and person, summed live over 发放计划; then by person over all months."""
    page = desk.page("months")
    known = names(desk, made)
    found: dict[tuple[str, str], int] = {}
    for line in made.lines:
        key = (month(line), line.emp_id)
        found[key] = found.get(key, 0) + line.released
    released, who, when = (detail.range(key) for key in ("released", "emp_id", "month"))
    columns = [
        desk.col("month", "code", 10),
        desk.col("emp_id", "code", 12),
        desk.col("name", "text", 14),
        desk.col("released", "money", 16, "sum", formula=f"=SUMIFS({released},{who},{{emp_id}},{when},{{month}})"),
    ]
    page.heading(desk.t("heading.by_month"))
    page.table(
        columns, [[when, emp, known.get(emp), fen] for (when, emp), fen in sorted(found.items())], table="months"
    )
    _by_person(desk, page, made, detail, known)


def _by_person(desk: Desk, page: Sheet, made: Release, detail: Block, known: dict[str, str]) -> None:
    owed = outstanding(made.lines)
    everybody = sorted({line.emp_id for line in made.lines})
    totals = {emp_id: sum(line.released for line in made.lines if line.emp_id == emp_id) for emp_id in everybody}
    back = {emp_id: sum(fen for (_, who), fen in owed.items() if who == emp_id) for emp_id in everybody}
    columns = [
        desk.col("emp_id", "code"),
        desk.col("name", "text"),
        desk.col("clawback", "money", total="sum"),
        desk.col(
            "released",
            "money",
            total="sum",
            formula=f"=SUMIFS({detail.range('released')},{detail.range('emp_id')},{{emp_id}})",
        ),
    ]
    page.heading(desk.t("heading.by_person"))
    rows = [[emp_id, known.get(emp_id), back[emp_id], totals[emp_id]] for emp_id in everybody]
    page.table(columns, rows, table=False, fixed=True)


def clawbacks(desk: Desk, made: Release) -> None:
    """应扣回: what was paid beyond what is due; the sheet is there only when there is any."""
    owed = outstanding(made.lines)
    if not owed:
        return
    known = names(desk, made)
    latest = {(line.project_no, line.emp_id): line for line in made.lines}
    page = desk.page("clawbacks")
    columns = [
        desk.col("project_no", "code", 18),
        desk.col("emp_id", "code", 10),
        desk.col("name", "text", 12),
        desk.col("receipt_no", "code", 16),
        desk.col("reverses", "code", 16),
        desk.col("clawback", "money", 15, "sum"),
        desk.col("basis_written", "text", 24),
        desk.col("schedule", "text", 24),
        desk.col("ack", "text", 14),
    ]
    rows = [
        [project, emp_id, known.get(emp_id), latest[project, emp_id].receipt_no, latest[project, emp_id].reverses, fen,
         None, None, None]
        for (project, emp_id), fen in owed.items()
    ]  # fmt: skip
    page.freeze(page.table(columns, rows, table="clawbacks"))


def difference_page(desk: Desk, found: Sequence[Difference]) -> None:
    """差异: settled lines that would come out otherwise; the sheet is there only when there are any."""
    if not found:
        return
    page = desk.page("differences")
    columns = [
        desk.col("project_no", "code", 18),
        desk.col("instalment", "int", 7),
        desk.col("receipt_no", "code", 16),
        desk.col("emp_id", "code", 10),
        desk.col("settlement", "code", 18),
        desk.col("settled", "money", 15, "sum"),
        desk.col("now", "money", 15, "sum"),
        desk.col("difference", "money", 15, "sum", formula="={now}-{settled}"),
        desk.col("cause", "text", 36),
        desk.col("explained", "text", 30),
    ]
    page.freeze(page.table(columns, [row for one in found for row in _difference(desk, one)], table="differences"))


def _difference(desk: Desk, one: Difference) -> list[list[object]]:
    line = one.entry.line if one.entry else one.line
    if line is None:
        return []
    about: list[object] = [line.project_no, line.instalment, line.receipt_no, line.emp_id]
    settlement = one.entry.line.settled if one.entry else ""
    return [[*about, settlement, one.settled, one.now, one.now - one.settled, causes(one, desk.lang), None]]


def ledger_page(desk: Desk, entries: Sequence[Entry]) -> None:
    """结算台账: read back by the next release; the totals row repeats the last code."""
    form = catalogue()[LEDGER]
    page = desk.book.page(form.label(desk.lang))
    page.title(form.label(desk.lang))
    page.lines(desk.t("note.ledger"), span=SPAN, width=WIDTH)
    last = entries[-1].code if entries else START
    totals: dict[str, str | Formula] = {"released": "sum", "code": Formula(f'="{last}"', last)}
    columns = [
        replace(column(f, desk.view, desk.lang), required=False, choices=(), hint="", total=totals.get(f.id, ""))
        for f in form.fields
    ]
    rows = [[row[f.id] for f in form.fields] for row in map(commission_records.row, entries)]
    page.freeze(page.table(columns, rows, table="ledger"))


def statements(desk: Desk, made: Release) -> None:
    """A sheet a person: every instalment, what was paid before, what is open, room for a dispute and the signature."""
    known = names(desk, made)
    numbers = {_at(entry.line): entry.statement_no for entry in made.entries}
    by_person: dict[str, list[Line]] = {}
    for line in made.lines:
        by_person.setdefault(line.emp_id, []).append(line)
    contracts = {plan.case.deal.project_no: plan.case.deal.contract_no for plan in desk.plans}
    for emp_id, own in sorted(by_person.items()):
        who = f"{emp_id} {known.get(emp_id, '')}".strip()
        page = desk.book.page(who)
        page.title(desk.t("title.statement", who=who))
        page.lines(desk.t("note.statement"), span=SPAN, width=WIDTH)
        rows: list[list[object]] = [
            [
                numbers.get(_at(line)), line.project_no,
                contracts.get(line.project_no), line.instalment, line.receipt_no, line.day, line.receipt,
                _collected(line), line.plan, line.released, line.paid_before, line.balance, remark(desk, line), None,
                None,
            ]
            for line in own
        ]  # fmt: skip
        page.freeze(page.table(_statement(desk), rows, table=False))
        page.gap()
        page.lines(desk.t("sign"), span=SPAN, width=WIDTH)


def _at(line: Line) -> tuple[str, int, str, int, str]:
    return line.project_no, line.instalment, *line.key, line.emp_id


def _statement(desk: Desk) -> list[Col]:
    balance = "=MAX(0,ROUND({plan_total}-{paid_before}-{released},2))"
    return [
        desk.col("statement_no", "code", 21),
        desk.col("project_no", "code", 18),
        desk.col("contract_no", "code", 14),
        desk.col("instalment", "int", 6),
        desk.col("receipt_no", "code", 15),
        desk.col("receipt_date", "date", 15),
        desk.col("receipt_amount", "money", 15),
        desk.col("collected", "pct", 10),
        desk.col("plan_total", "money", 14),
        desk.col("released", "money", 14, "sum"),
        desk.col("paid_before", "money", 14),
        desk.col("balance", "money", 14, formula=balance),
        desk.col("remark", "text", 22),
        desk.col("dispute", "text", 18),
        desk.col("answer", "text", 18),
    ]
