"""服务与流失 and 满意度: promises kept and broken, signals with their owner, what customers say."""

from collections.abc import Iterator
from fractions import Fraction

from kamsheets.accounts.line import Line
from kamsheets.accounts.service import Deadline, Judged
from kamsheets.accounts.surveys import Csat
from kamsheets.jobs.accounts_desk import Desk, listed, notes
from kamsheets.workbook.write import Cell, Sheet, Tone

HOUR = 3600
"""Seconds."""
STAGE_TONES: dict[int, Tone] = {1: "info", 2: "warning", 3: "error", 4: "error"}


def care_page(page: Sheet, desk: Desk) -> None:
    """Service by level with its promises, the broken ones, and the accounts that may leave."""
    page.title(desk.t("sheet.care"))
    notes(page, desk.t(f"note.clock_{desk.view.text('sla_clock')}"), desk.t("note.met"))
    hours = [desk.view.items(f"sla_{name}_hours") for name in ("response", "fix")]
    columns = [
        desk.col("sla_level", width=34), *(desk.col(name, "int") for name in ("response_hours", "fix_hours")),
        *(desk.col(name, "int", total="sum") for name in ("cases", "met", "breached", "open")),
        desk.col("met_share", "pct"), desk.col("late_response", "int"), desk.col("late_solution", "int"),
    ]  # fmt: skip
    levels = [
        [desk.label("sla_level", one.code), response, fix, one.cases, one.met, one.breached, one.open, one.share,
         one.late_response, one.late_solution]
        for one, response, fix in zip(desk.review.levels, *hours, strict=True)
    ]  # fmt: skip
    page.table(columns, levels, table=False)
    page.heading(desk.t("note.breaches"))
    columns = [
        desk.col("account", width=34), desk.col("manager", width=16), desk.col("case", "code", 18),
        desk.col("sla_level", width=10), desk.col("promise", width=10), desk.col("due_time", "datetime"),
        desk.col("done_time", "datetime"), desk.col("hours_late", "dec", 12),
    ]  # fmt: skip
    listed(page, desk, columns, list(_breaches(desk)))
    page.heading(desk.t("note.churn"))
    days, repeat = desk.view.number("churn_window_days"), desk.view.number("churn_repeat")
    notes(page, desk.t("note.churn_is", days=days, repeat=repeat))
    columns = [
        desk.col("account", width=34), desk.col("manager", width=16), desk.col("churn", "int", 10),
        desk.col("signal", width=20), desk.col("signal_day", "date", 16), desk.col("complaints", "int", 12),
        desk.col("owner", width=14), desk.col("next", width=28),
    ]  # fmt: skip
    listed(page, desk, columns, list(_leaving(desk)))


def _breaches(desk: Desk) -> Iterator[list[object]]:
    for line in desk.review.lines:
        for judged in line.service:
            for promise, deadline in (("response", judged.response), ("solution", judged.solution)):
                if deadline.met is False:
                    yield _breach(line, judged, promise, deadline, desk)


def _breach(line: Line, judged: Judged, promise: str, deadline: Deadline, desk: Desk) -> list[object]:
    level, done = desk.label("sla_level", judged.case.level), deadline.done
    late = Fraction(int((done - deadline.due).total_seconds()), HOUR) if done else None
    shown = done or Cell(desk.t("word.not_done"), "error")
    return [line.customer.name, line.customer.manager, judged.case.number, level, desk.t(f"word.{promise}"),
            deadline.due, shown, late]  # fmt: skip


def _leaving(desk: Desk) -> Iterator[list[object]]:
    """The highest stage first; each signal that counts, and complaints that repeat without one."""
    held = [line for line in desk.review.lines if line.churn.stage]
    for line in sorted(held, key=lambda line: (-line.churn.stage, -line.revenue, line.customer.key)):
        stage = Cell(line.churn.stage, STAGE_TONES.get(line.churn.stage, "error"))
        head = [line.customer.name, line.customer.manager, stage]
        for one in line.churn.signals:
            kind, gap = desk.label("churn_signal", one.kind), Cell(desk.t("word.missing"), "error")
            yield [*head, kind, one.day, line.churn.repeated, one.owner or gap, one.action or gap]
        if not line.churn.signals:
            yield [*head, desk.t("word.complaints"), None, line.churn.repeated, "", ""]


def surveys_page(page: Sheet, desk: Desk) -> None:
    """NPS and CSAT with the number of answers, by account, and the answers that call for action."""
    page.title(desk.t("sheet.surveys"))
    notes(page, desk.t("note.surveys", day=desk.review.day), span=7)
    nps = desk.review.nps
    columns = [desk.col("measure", width=34), desk.col("answers", "int"), desk.col("promoters", "int")]
    columns += [desk.col("passives", "int"), desk.col("detractors", "int"), desk.col("result", "dec")]
    value = nps.value if nps.n else Cell(desk.t("word.no_answers"), "muted")
    page.table(columns, [["NPS", nps.n, nps.promoters, nps.passives, nps.detractors, value]], table=False)
    page.gap()
    columns = [desk.col("measure", width=34), desk.col("answers", "int"), desk.col("mean", "dec")]
    scales = [
        [desk.t("word.csat", highest=one.highest), one.n, one.mean, one.satisfied, one.share]
        for one in desk.review.csat
    ]
    listed(page, desk, [*columns, desk.col("satisfied", "int"), desk.col("satisfied_share", "pct")], scales, own=False)
    page.heading(desk.t("note.low"))
    low = desk.view.number("csat_low")
    notes(page, desk.t("note.low_is", low=low, passive=desk.view.number("nps_passive_min")), span=7)
    columns = [desk.col("account", width=34), desk.col("manager", width=16), desk.col("survey_day", "date", 16)]
    columns += [desk.col("nps", "int"), desk.col("csat", "int"), desk.col("csat_scale", "int")]
    answers = [
        [desk.name(a.account), desk.register.customers[a.account].manager, a.day, a.nps, a.csat, a.scale]
        for a in desk.review.low
    ]
    listed(page, desk, columns, answers)
    page.heading(desk.t("note.by_account"))
    columns = [desk.col("account", width=34), desk.col("nps_answers", "int", 16), desk.col("nps", "dec", 16)]
    columns += [desk.col("csat_answers", "int"), desk.col("satisfied_share", "pct")]
    listed(page, desk, columns, [_answered(line) for line in desk.review.lines if line.nps.n or line.csat])


def _answered(line: Line) -> list[object]:
    n, satisfied = _together(line.csat)
    return [line.customer.name, line.nps.n, line.nps.value, n, Fraction(satisfied, n) if n else None]


def _together(scales: tuple[Csat, ...]) -> tuple[int, int]:
    """(answers, satisfied) over all scales: shares may be put together, means may not."""
    return sum(one.n for one in scales), sum(one.satisfied for one in scales)
