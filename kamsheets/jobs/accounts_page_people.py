"""关系: matrix, coverage and overdue contacts by account; by person only on restricted pages (domain §7.5, U21)."""

from kamsheets.accounts.line import Line
from kamsheets.accounts.relations import depths, matrix
from kamsheets.jobs.accounts_desk import Desk, listed, notes
from kamsheets.workbook.charts import Chart, series
from kamsheets.workbook.write import Cell, Col, Sheet


def relations_page(page: Sheet, desk: Desk) -> None:
    """Counts of people only: how influence and attitude meet, how deep relations are, who is behind with contacts."""
    page.title(desk.t("sheet.relations"))
    notes(page, desk.t("note.relations"), span=7)
    page.heading(desk.t("chart.matrix"))
    people = [person for own in desk.register.people.values() for person in own]
    grid = matrix(people, desk.view)
    attitudes: list[str | None] = [*(choice.code for choice in desk.view.choices["attitude"]), None]
    levels: list[str | None] = [*(choice.code for choice in desk.view.choices["influence_level"]), None]
    columns = [desk.col("level", width=34), *(_attitude(code, desk) for code in attitudes)]
    rows = [[_known("influence_level", one, desk), *(grid[one, code] for code in attitudes)] for one in levels]
    top = page.row
    block = page.table(columns, rows, table=False)
    page.gap()
    found = [[_known("relation_depth", code, desk), n] for code, n in depths(people, desk.view)]
    page.table([desk.col("relation_depth", width=34), desk.col("people", "int", total="sum")], found, table=False)
    drawn = series(block, "level", *(code or "unknown" for code in attitudes))
    title, value = desk.t("chart.matrix"), desk.t("col.people")
    page.chart(Chart("stacked", title, drawn, value_title=value, width=560, height=280), top, 6)
    page.row = max(page.row, top + 15)
    page.heading(desk.t("note.behind"))
    listed(page, desk, _account_columns(desk), [_account(line) for line in _behind(desk)])


def _attitude(code: str | None, desk: Desk) -> Col:
    return Col(_known("attitude", code, desk), "int", 11, code or "unknown", "sum")


def _known(listing: str, code: str | None, desk: Desk) -> str:
    return desk.label(listing, code) or desk.t("col.attitude_unknown")


def _behind(desk: Desk) -> list[Line]:
    """Those most behind first."""
    held = [line for line in desk.review.lines if line.people[1]]
    return sorted(held, key=lambda line: (-len(line.overdue), -line.revenue, line.customer.key))


def _account_columns(desk: Desk) -> list[Col]:
    names = ("people", "covered", "coverage", "overdue", "never", "longest")
    return [
        desk.col("account", width=34), desk.col("manager", width=16),
        *(desk.col(name, "pct" if name == "coverage" else "int", 11) for name in names),
    ]  # fmt: skip


def _account(line: Line) -> list[object]:
    known, people = line.people
    late = [one.overdue_days for one in line.overdue if one.overdue_days is not None]
    behind = Cell(len(line.overdue), "warning" if line.overdue else "")
    share = known / people if people else None
    return [
        line.customer.name, line.customer.manager, people, known, share, behind, len(line.overdue) - len(late),
        max(late, default=None),
    ]  # fmt: skip


def stances_page(page: Sheet, desk: Desk) -> None:
    """Restricted: balance of stances, deciders against us, roles nobody is known to have."""
    page.title(desk.t("sheet.stances"))
    page.mark_restricted()
    notes(page, desk.t("note.stances"), span=6)
    columns = [
        desk.col("account", width=34), desk.col("manager", width=16), desk.col("balance", "dec"),
        desk.col("counted", "int"), desk.col("opposed", width=24), desk.col("roles_open", width=40),
    ]  # fmt: skip
    rows = []
    for line in desk.review.lines:
        if line.people[1]:
            against = desk.joined(line.balance.opposed)
            shown = Cell(against, "error") if against else ""
            roles = desk.labels("dm_role", line.roles_open)
            held = [line.balance.value, line.balance.counted, shown, roles]
            rows.append([line.customer.name, line.customer.manager, *held])
    listed(page, desk, columns, rows, freeze=True)


def contacts_page(page: Sheet, desk: Desk) -> None:
    """Restricted: people whose contact is overdue, never contacted first, then the longest overdue."""
    page.title(desk.t("sheet.contacts"))
    page.mark_restricted()
    every = desk.joined(
        f"{choice.label.of(desk.lang)} {desk.view.number(f'contact_{choice.code}_days')}"
        for choice in desk.view.choices["influence_level"]
    )
    notes(page, desk.t("note.contacts", every=every), span=7)
    columns = [
        desk.col("manager", width=16), desk.col("account", width=34), desk.col("dm", width=8),
        desk.col("level", width=9),
        desk.col("last_contact", "date", 16), desk.col("due", "date", 16), desk.col("late", "int", 10),
    ]  # fmt: skip
    late = [(line, one) for line in desk.review.lines for one in line.overdue]
    late.sort(key=lambda pair: (pair[1].overdue_days is not None, -(pair[1].overdue_days or 0), pair[0].customer.key))
    rows = [
        [
            line.customer.manager, line.customer.name, one.person.number, desk.label("influence_level", one.level),
            one.person.last_contact or Cell(desk.t("word.never"), "warning"), one.due, one.overdue_days,
        ]
        for line, one in late
    ]  # fmt: skip
    listed(page, desk, columns, rows, freeze=True)
