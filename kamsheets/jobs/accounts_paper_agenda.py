"""季度回顾议程: what the meeting has to decide, topic by topic, with owner and date; attitudes of people stay out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime

from kamsheets.accounts.deals import delivery_lacks
from kamsheets.accounts.kpi import light, target
from kamsheets.accounts.line import Line
from kamsheets.accounts.register import Answer
from kamsheets.accounts.service import Judged
from kamsheets.core.money import grouped
from kamsheets.jobs import accounts_paper_shown as shown
from kamsheets.jobs.accounts_paper_desk import Cells, PaperDesk
from kamsheets.jobs.accounts_paper_page import lamp

MOST_ROWS = 12
"""Rows of a topic; a meeting gets no further, and what is more is counted and stands in the workbook."""


def context(desk: PaperDesk) -> Mapping[str, object]:
    """What the template may print: texts, KPI off target, and topics with their rows."""
    topics = [(name, list(rows(desk))) for name, rows in TOPICS.items()]
    quiet = [desk.t(f"paper.topic.{name}") for name, rows in topics if not rows]
    return {
        "title": desk.t("paper.agenda"),
        "source": desk.t(
            "paper.agenda_source",
            day=desk.review.day,
            accounts=len(desk.review.lines),
            year=desk.review.year or shown.NOTHING,
            revenue=grouped(sum(line.revenue for line in desk.review.lines)),
        ),
        "kpis": list(_kpis(desk)),
        "kpis_met": desk.t("paper.kpis_met", **_met(desk)),
        "pilots": _pilots(desk),
        "topics": [_topic(desk, name, rows) for name, rows in topics if rows],
        "quiet": desk.joined(quiet),
        "note": desk.t("paper.agenda_note"),
        "footer": desk.t("paper.footer", day=desk.review.day),
    }


def _topic(desk: PaperDesk, name: str, rows: list[Cells]) -> Cells:
    title = desk.t("paper.topic_n", topic=desk.t(f"paper.topic.{name}"), n=len(rows))
    shown_rows = rows[:MOST_ROWS]
    if more := len(rows) - len(shown_rows):
        shown_rows.append(
            {"account": desk.t("paper.more_in_book", n=more), "class": "", "why": "", "owner": "", "due": ""}
        )
    return {"title": title, "rows": shown_rows}


def _met(desk: PaperDesk) -> dict[str, int]:
    """How many KPI show which light, and how many none."""
    held = [light(kpi, desk.view) for kpi in desk.review.kpis]
    colours = {name: held.count(name) for name in ("green", "amber", "red")}
    return {"of": len(held), **colours, "rest": held.count(None)}


def _pilots(desk: PaperDesk) -> str:
    return desk.t("note.pilots", pilots=desk.joined(map(desk.name, desk.review.pilots)) or desk.t("word.no_pilots"))


def _kpis(desk: PaperDesk) -> Iterator[Cells]:
    for kpi in desk.review.kpis:
        if light(kpi, desk.view) in ("amber", "red"):
            yield {
                "name": desk.t(f"kpi.{kpi.code}"), "value": shown.kpi_value(kpi, kpi.value),
                "target": shown.kpi_value(kpi, target(kpi, desk.view)), "light": lamp(desk, kpi),
                "ratio": shown.kpi_ratio(kpi), "definition": desk.t(f"kpi.{kpi.code}.is"),
            }  # fmt: skip


def _row(desk: PaperDesk, line: Line, why: str, owner: str = "", due: str = "") -> Cells:
    """An item; its owner is the account manager where nobody else is named."""
    return {
        "account": line.customer.name, "class": desk.label("value_class", line.value_class), "why": why,
        "owner": owner or line.customer.manager or shown.NOTHING, "due": due or shown.NOTHING,
    }  # fmt: skip


def churning(desk: PaperDesk) -> Iterator[Cells]:
    """Accounts with a churn stage, the highest first; the latest signal brings owner and action."""
    found = [line for line in desk.review.lines if line.churn.stage]
    for line in sorted(found, key=lambda line: -line.churn.stage):
        stage = desk.t("word.churn", stage=line.churn.stage)
        if not line.churn.signals:
            facts = {"n": line.churn.repeated, "days": desk.view.number("churn_window_days")}
            yield _row(desk, line, shown.clauses([stage, desk.t("paper.complaints", **facts)], desk.lang))
            continue
        last = line.churn.signals[0]
        said = [stage, desk.label("churn_signal", last.kind), last.action]
        yield _row(desk, line, shown.clauses(said, desk.lang), last.owner, shown.day(last.day))


def breached(desk: PaperDesk) -> Iterator[Cells]:
    """Broken service agreements: the not yet solved first, then the latest."""
    found = [(line, one) for line in desk.review.lines for one in line.service if one.met is False]
    found.sort(key=lambda pair: _due(pair[1]), reverse=True)
    for line, one in sorted(found, key=lambda pair: pair[1].case.solved is not None):
        yield _row(desk, line, _broken(desk, one), due=shown.day(_due(one)))


def _broken(desk: PaperDesk, one: Judged) -> str:
    kind = desk.t("paper.no_response" if one.response.met is False else "paper.no_solution")
    state = desk.t("paper.unsolved" if one.case.solved is None else "paper.solved_late")
    return desk.t("paper.broken", number=one.case.number, level=one.case.level, kind=kind, state=state)


def _due(one: Judged) -> datetime:
    return one.response.due if one.response.met is False else one.solution.due


def overdue_contacts(desk: PaperDesk) -> Iterator[Cells]:
    """Accounts with key people to be contacted: how many, and since when."""
    for line in desk.review.lines:
        if line.overdue:
            dues = [late.due for late in line.overdue if late.due]
            never = sum(late.due is None for late in line.overdue)
            why = desk.t("paper.contacts_late", n=len(line.overdue))
            if never:
                why += desk.t("paper.contacts_never", n=never)
            yield _row(desk, line, why, due=shown.day(min(dues, default=None)))


def overdue_occasions(desk: PaperDesk) -> Iterator[Cells]:
    """Accounts whose visit, review or strategy talk is overdue."""
    for line in desk.review.lines:
        if late := [one for one in line.occasions if one.overdue]:
            dues = [one.due for one in late if one.due]
            said = (
                f"{desk.t(f'word.{one.kind}')} {shown.day(one.due) if one.due else desk.t('word.never')}"
                for one in late
            )
            yield _row(desk, line, desk.joined(said), due=shown.day(min(dues, default=None)))


def low_answers(desk: PaperDesk) -> Iterator[Cells]:
    """Accounts whose answers of twelve months call for action, by the latest."""
    held: dict[str, list[Answer]] = {}
    for answer in desk.review.low:
        held.setdefault(answer.account, []).append(answer)
    for key, own in held.items():
        yield _row(desk, desk.lines[key], desk.t("word.low", n=len(own)), due=shown.day(max(a.day for a in own)))


def undelivered(desk: PaperDesk) -> Iterator[Cells]:
    """Signed projects without acceptance or close-out, the longest signed first."""
    found = [(line, deal) for line in desk.review.lines for deal in line.deals if delivery_lacks(deal)]
    for line, deal in sorted(found, key=lambda pair: pair[1].signed or date.max):
        lacks = desk.joined(desk.t(f"word.lacks_{name}") for name in delivery_lacks(deal))
        why = desk.t("paper.undelivered", number=deal.number, name=deal.name, lacks=lacks)
        yield _row(desk, line, why, due=shown.day(deal.signed))


def skipped_steps(desk: PaperDesk) -> Iterator[Cells]:
    """Accounts with a step of the sales operation left out."""
    for line in desk.review.lines:
        if line.operations.skipped:
            yield _row(desk, line, desk.labels("operation_step", line.operations.skipped))


def changed_class(desk: PaperDesk) -> Iterator[Cells]:
    """Accounts of another value class than a year ago."""
    for change in desk.changes:
        before, now = (desk.label("value_class", code) for code in (change.before, change.now))
        facts = {"revenue_before": grouped(change.revenue_before), "revenue": grouped(change.revenue)}
        yield _row(desk, desk.lines[change.account], desk.t("paper.changed", before=before, now=now, **facts))


TOPICS: Mapping[str, Callable[[PaperDesk], Iterable[Cells]]] = {
    "churn": churning,
    "breached": breached,
    "low": low_answers,
    "undelivered": undelivered,
    "class": changed_class,
    "contacts": overdue_contacts,
    "occasions": overdue_occasions,
    "steps": skipped_steps,
}
"""In the order of the agenda, the most urgent first."""
