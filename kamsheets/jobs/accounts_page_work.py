"""客户经理 and 回顾议程: load, visits, time, internal reviews; what the quarterly review talks about."""

from collections.abc import Iterator

from kamsheets.accounts.counting import within_year
from kamsheets.accounts.deals import delivery_lacks
from kamsheets.accounts.line import Line
from kamsheets.accounts.managers import pay_in_band
from kamsheets.accounts.register import Manager
from kamsheets.accounts.visits import FLAGS, discipline
from kamsheets.jobs.accounts_desk import Desk, listed, notes
from kamsheets.workbook.write import Cell, Sheet


def managers_page(page: Sheet, desk: Desk) -> None:
    """Span of accounts, visit discipline, time by class, internal reviews; pay mix only where persons are wanted."""
    page.title(desk.t("sheet.managers"))
    page.heading(desk.t("note.spans"))
    notes(page, desk.t("note.spans_is", limit=desk.view.number("span_max")), span=6)
    columns = [
        desk.col("manager", width=34), desk.col("count", "int", total="sum"), desk.col("relations", "int", total="sum"),
        desk.col("limit", "int"), desk.col("over"), desk.col("factors", width=20),
    ]  # fmt: skip
    page.table(columns, [*_spans(desk)], table=False)
    page.heading(desk.t("note.visits"))
    bounds = {n: desk.view.number(f"{n}_minutes_max") for n in ("visit", "intro")}
    notes(page, desk.t("note.visits_is", ratio=f"{float(desk.view.rate('talk_ratio_min')):g}", **bounds), span=6)
    columns = [desk.col("manager", width=34), desk.col("visits_judged", "int", total="sum")]
    columns += [desk.col("visits_kept", "int", total="sum"), desk.col("kept_share", "pct")]
    listed(
        page, desk, [*columns, *(desk.col(f"flag_{f}", "int", total="sum") for f in FLAGS)], [*_visits(desk)], own=False
    )
    page.heading(desk.t("note.time"))
    plans = {name: f"{float(desk.view.rate(f'ordinary_{name}_share')):.0%}" for name in ("account", "time")}
    notes(page, desk.t("note.time_is", **plans), span=6)
    columns = [desk.col("class", width=34), desk.col("count", "int", total="sum"), desk.col("account_share", "pct")]
    columns += [
        desk.col("account_plan", "pct"),
        desk.col("hours", "dec", total="sum"),
        desk.col("time_share", "pct"),
        desk.col("plan", "pct"),
    ]
    times = [
        [
            desk.label("value_class", t.code),
            t.accounts,
            t.account_share,
            t.account_plan,
            t.hours,
            t.time_share,
            t.plan,
            t.excess,
        ]
        for t in desk.review.time
    ]
    page.table([*columns, desk.col("excess", "pct")], times, table=False)
    page.heading(desk.t("note.internal"))
    columns = [desk.col("review_kind", width=34), desk.col("last_held", "date"), desk.col("due_by", "date")]
    meetings = [
        [desk.label("internal_review", one.kind), desk.register.meetings.get(one.kind) or desk.t("word.never"), one.due,
         Cell(desk.t("word.overdue"), "warning") if one.overdue else desk.t("word.in_time")]
        for one in desk.review.internal
    ]  # fmt: skip
    page.table([*columns, desk.col("state")], meetings, table=False)


def pay_page(page: Sheet, desk: Desk) -> None:
    """Restricted: fixed and variable share of pay beside the policy's bands."""
    page.title(desk.t("sheet.pay"))
    page.mark_restricted()
    columns = [desk.col("manager", width=34), *(desk.col(name, "pct") for name in ("fixed", "variable"))]
    rows = [[one.name, one.fixed, one.variable, _pay(one, desk)] for one in desk.register.managers]
    listed(page, desk, [*columns, desk.col("in_band")], rows)


def _pay(one: Manager, desk: Desk) -> object:
    if one.fixed is None or one.variable is None:
        return desk.verdict(None)
    inside = pay_in_band(one.fixed, one.variable, desk.view)
    return desk.verdict(inside) if inside else Cell(desk.verdict(inside), "warning")


def _spans(desk: Desk) -> Iterator[list[object]]:
    """The better measure of a load is the number of relationships (S3): it stands beside."""
    factors = {one.name: one.factors for one in desk.register.managers}
    for name, one in desk.review.spans:
        people = sum(line.people[1] for line in desk.review.lines if line.customer.manager == name)
        over = Cell(desk.verdict(one.overloaded), "warning" if one.overloaded else "")
        yield [name, one.accounts, people, one.limit, over, desk.labels("span_factor", factors.get(name, ()))]


def _visits(desk: Desk) -> Iterator[list[object]]:
    for name, _ in desk.review.spans:
        keys = [line.customer.key for line in desk.review.lines if line.customer.manager == name]
        made = [v for key in keys for v in desk.register.visits.get(key, ()) if within_year(v.day, desk.view)]
        found = discipline(made, desk.view)
        if found.judged:
            yield [name, found.judged, found.kept, found.share, *(found.flags[flag] for flag in FLAGS)]


def agenda_page(page: Sheet, desk: Desk) -> None:
    """What the quarterly review talks about. Attitudes of people stay on the restricted pages."""
    page.title(desk.t("sheet.agenda"))
    pilots = desk.joined(desk.name(key) for key in desk.review.pilots) or desk.t("word.no_pilots")
    notes(page, desk.t("note.agenda"), desk.t("note.pilots", pilots=pilots), span=5)
    columns = [
        desk.col("account", width=34), desk.col("manager", width=16), desk.col("class", width=11),
        desk.col("subject", width=20), desk.col("why", width=50),
    ]  # fmt: skip
    listed(page, desk, columns, list(_agenda(desk)), freeze=True)


def _agenda(desk: Desk) -> Iterator[list[object]]:
    for line in desk.review.lines:
        head = [line.customer.name, line.customer.manager, desk.label("value_class", line.value_class)]
        for subject, why in subjects(line, desk):
            yield [*head, subject, why]


def subjects(line: Line, desk: Desk) -> Iterator[tuple[str, str]]:
    """(subject, why) for all that is due for an account."""
    for one in line.occasions:
        if one.overdue:
            yield desk.t(f"word.{one.kind}"), desk.t("word.since", due=one.due) if one.due else desk.t("word.never")
    if line.churn.stage:
        yield desk.t("word.churn_subject"), desk.t("word.churn", stage=line.churn.stage)
    if late := sum(one.met is False for one in line.service):
        yield desk.t("word.service"), desk.t("word.breached", n=late)
    if low := sum(answer.account == line.customer.key for answer in desk.review.low):
        yield desk.t("sheet.surveys"), desk.t("word.low", n=low)
    if open_ := sum(bool(delivery_lacks(deal)) for deal in line.deals):
        yield desk.t("word.delivery"), desk.t("word.undelivered", n=open_)
    if line.operations.skipped:
        yield desk.t("word.operations"), desk.labels("operation_step", line.operations.skipped)
