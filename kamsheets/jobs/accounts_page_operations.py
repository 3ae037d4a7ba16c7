"""销售运作: the five steps by account, and the four supports of the department."""

from collections import Counter

from kamsheets.jobs.accounts_desk import Desk, listed, notes
from kamsheets.workbook.write import Cell, Sheet


def operations_page(page: Sheet, desk: Desk) -> None:
    """How many accounts have a step behind them, how many left one out; supports; the next step of every account."""
    page.title(desk.t("sheet.operations"))
    notes(page, desk.t("note.operations"), span=5)
    done = Counter(code for line in desk.review.lines for code, _ in line.operations.done)
    skipped = Counter(code for line in desk.review.lines for code in line.operations.skipped)
    columns = [desk.col("operation", width=34), desk.col("done_accounts", "int"), desk.col("skipped_accounts", "int")]
    ordered = sorted(desk.view.choices["operation_step"], key=lambda choice: choice.score or 0)
    page.table(columns, [[c.label.of(desk.lang), done[c.code], skipped[c.code]] for c in ordered], table=False)
    page.gap()
    columns = [desk.col("support", width=34), desk.col("in_order", "int"), desk.col("of_accounts", "int")]
    supports = [[desk.label("operation_support", s.code), s.accounts, s.of, s.share] for s in desk.review.supports]
    page.table([*columns, desk.col("in_order_share", "pct")], supports, table=False)
    page.gap()
    columns = [desk.col("account", width=34), desk.col("manager", width=16), desk.col("next_step", width=22)]
    rows = [
        [line.customer.name, line.customer.manager,
         desk.label("operation_step", line.operations.following) or desk.t("word.all_done"),
         Cell(desk.labels("operation_step", line.operations.skipped), "warning") if line.operations.skipped else ""]
        for line in desk.review.lines if line.operations.done
    ]  # fmt: skip
    listed(page, desk, [*columns, desk.col("skipped", width=30)], rows)
