"""The lower half of a one-pager: people and contacts, service, satisfaction, churn signals, projects, next steps."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from kamsheets.accounts.line import Line
from kamsheets.accounts.relations import contact_due, matrix
from kamsheets.accounts.service import Judged
from kamsheets.jobs import accounts_paper_shown as shown
from kamsheets.jobs.accounts_paper_desk import Cells, PaperDesk
from kamsheets.pipeline.project import Project

MOST_CASES, MOST_SIGNALS, MOST_PROJECTS, MOST_CONTACTS = 3, 3, 5, 4
"""Rows that leave a usual account on one page; what is more is counted in a row of its own."""


def people(desk: PaperDesk, line: Line) -> Cells:
    """How many key people, how many known, how many contacts overdue; who and how they stand only when restricted."""
    known, every = line.people
    contacts = [day for day in desk.register.contacts.get(line.customer.key, ()) if day <= desk.review.day]
    held = desk.register.people.get(line.customer.key, ())
    dues = [due.due for person in held if (due := contact_due(person, desk.view)) and due.due]
    return {
        "people": str(every),
        "known": f"{known} / {every}",
        "overdue": str(len(line.overdue)),
        "last_contact": shown.day(max(contacts, default=None)),
        "next_contact": shown.day(min(dues, default=None)),
        **(_attitudes(desk, line) if desk.restricted and every else {"attitudes": [], "levels": [], "contacts": []}),
    }


def _attitudes(desk: PaperDesk, line: Line) -> Cells:
    grid = matrix(desk.register.people[line.customer.key], desk.view)
    unknown = desk.t("col.attitude_unknown")
    attitudes: list[str | None] = [*(c.code for c in desk.view.choices["attitude"]), None]
    levels: list[str | None] = [c.code for c in desk.view.choices["influence_level"]]
    if any(grid[None, attitude] for attitude in attitudes):
        levels.append(None)
    return {
        "attitudes": [desk.label("attitude", code) or unknown for code in attitudes],
        "levels": [
            {"name": desk.label("influence_level", level) or unknown,
             "counts": [str(grid[level, attitude]) for attitude in attitudes]}
            for level in levels
        ],
        "contacts": list(_contacts(desk, line)),
        "balance": shown.number(line.balance.value),
        "opposed": desk.joined(line.balance.opposed) or shown.NOTHING,
        "roles_open": desk.labels("dm_role", line.roles_open) or shown.NOTHING,
    }  # fmt: skip


def _contacts(desk: PaperDesk, line: Line) -> Iterator[Cells]:
    for late in line.overdue[:MOST_CONTACTS]:
        level = desk.label("influence_level", late.level)
        days = shown.NOTHING if late.overdue_days is None else str(late.overdue_days)
        due = shown.day(late.due) if late.due else desk.t("word.never")
        yield {"number": late.person.number, "level": level, "due": due, "days": days}
    if (more := len(line.overdue) - MOST_CONTACTS) > 0:
        yield {"number": desk.t("paper.more", n=more), "level": "", "due": "", "days": ""}


def service(desk: PaperDesk, line: Line) -> Cells:
    """Agreements kept and broken, what is not solved yet with its deadline, and what the customer answered."""
    kept = {name: sum(one.met is met for one in line.service) for name, met in _MET}
    open_ = [one for one in line.service if one.case.solved is None]
    open_.sort(key=lambda one: (one.met is not False, one.case.reported, one.case.number))
    rows = [_case(desk, one) for one in open_[:MOST_CASES]]
    if len(open_) > MOST_CASES:
        rows.append(dict.fromkeys(("level", "reported", "due", "state"), ""))
        rows[-1]["number"] = desk.t("paper.more", n=len(open_) - MOST_CASES)
    return {**{name: str(n) for name, n in kept.items()}, "cases": rows, **_satisfaction(desk, line)}


_MET = (("kept", True), ("broken", False), ("pending", None))


def _case(desk: PaperDesk, one: Judged) -> Cells:
    """The promise that is open: the response first, then the solution."""
    promise = one.solution if one.case.responded else one.response
    kind = desk.t("word.solution" if one.case.responded else "word.response")
    return {
        "number": one.case.number, "level": desk.label("sla_level", one.case.level),
        "reported": shown.day(one.case.reported), "due": f"{kind} {shown.day(promise.due)}",
        "state": desk.t("paper.late" if one.met is False else "paper.running"),
    }  # fmt: skip


def _satisfaction(desk: PaperDesk, line: Line) -> Cells:
    """NPS, and the satisfied share over all scales, each with the number of answers behind it."""
    n, satisfied = sum(one.n for one in line.csat), sum(one.satisfied for one in line.csat)
    share = shown.percent(Fraction(satisfied, n) if n else None)
    return {
        "nps": desk.t("paper.with_n", value=shown.number(line.nps.value), n=line.nps.n),
        "csat": desk.t("paper.with_n", value=share, n=n),
    }


def signals(desk: PaperDesk, line: Line) -> Iterator[Cells]:
    """Signals within the window, the latest first, with owner and action; complaints that count are said too."""
    lost = line.churn
    for one in lost.signals[:MOST_SIGNALS]:
        name = desk.label("churn_signal", one.kind)
        yield {"day": shown.day(one.day), "signal": name, "owner": one.owner or shown.NOTHING,
               "action": one.action or shown.NOTHING}  # fmt: skip
    others = []
    if (more := len(lost.signals) - MOST_SIGNALS) > 0:
        others.append(desk.t("paper.more", n=more))
    if lost.repeated:
        others.append(desk.t("paper.complaints", n=lost.repeated, days=desk.view.number("churn_window_days")))
    if not lost.signals and not others:
        others.append(desk.t("paper.no_signal", days=desk.view.number("churn_window_days")))
    for text in others:
        yield {"day": "", "signal": text, "owner": "", "action": ""}


def projects(desk: PaperDesk, line: Line) -> Iterator[Cells]:
    """Open projects of the pipeline, the largest first, then their total; nothing without a pipeline."""
    if desk.projects is None:
        return
    own = sorted(
        desk.projects.get(line.customer.key, ()), key=lambda one: (-(one.est_amount or 0), one.project_no or "")
    )
    yield from (_project(desk, one) for one in own[:MOST_PROJECTS])
    if rest := own[MOST_PROJECTS:]:
        yield _summed(desk.t("paper.more", n=len(rest)), rest)
    yield _summed(desk.t("paper.projects", n=len(own)), own)


def _project(desk: PaperDesk, one: Project) -> Cells:
    stage = desk.label("milestone", one.milestone)
    return {
        "number": one.project_no or shown.NOTHING, "name": one.project_name or shown.NOTHING,
        "stage": stage if stage.startswith(one.milestone or "") else f"{one.milestone} {stage}",
        "amount": shown.money(one.est_amount), "sign": shown.day(one.est_sign_date),
    }  # fmt: skip


def _summed(name: str, own: Iterable[Project]) -> Cells:
    amount = shown.money(sum(one.est_amount or 0 for one in own))
    return {"number": "", "name": name, "stage": "", "amount": amount, "sign": ""}


def steps(desk: PaperDesk, line: Line) -> Iterator[Cells]:
    """Visit, review and strategy talk: whose they are, when they are due, whether they are late."""
    for one in line.occasions:
        late = "word.overdue" if one.overdue else "word.in_time"
        yield {
            "what": desk.t(f"word.{one.kind}"), "owner": line.customer.manager or shown.NOTHING,
            "due": shown.day(one.due) if one.due else desk.t("word.never"), "state": desk.t(late),
        }  # fmt: skip
