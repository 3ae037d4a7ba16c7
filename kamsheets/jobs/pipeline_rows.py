"""A report as rows for ``--json`` (product.md): codes with their names, amounts as text with two decimals."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamsheets.core import messages
from kamsheets.core.money import Fen, yuan
from kamsheets.pipeline.check_money import percent
from kamsheets.pipeline.counting import BASE_CURRENCY, Excluded
from kamsheets.pipeline.movement import Change
from kamsheets.pipeline.outcomes import WON
from kamsheets.pipeline.report import Report, Snapshot
from kamsheets.pipeline.rollup import Line
from kamsheets.pipeline.stuck import Stuck
from kamsheets.pipeline.tieout import TabTie
from kamsheets.pipeline.waterfall import Waterfall
from kamsheets.policy.view import PolicyView

Row = dict[str, object]
NO_CHOICE = "CT30"
"""Code of a cell that names nothing of a closed list."""


def data(report: Report, snapshot: Snapshot, lang: str) -> dict[str, object]:
    """The further keys of the ``--json`` object."""
    names = {name: named(report.view, name, lang) for name in ("region", "milestone", "outcome")}
    sums = report.rollup
    excluded = snapshot.counted.excluded
    found: dict[str, object] = {
        "regions": [_line("region", line, names) for line in sums.regions],
        "milestones": [_line("milestone", line, names) for line in sums.milestones],
        "total": _sums(sums.total),
        "closed": [_closed(line, report, names) for line in sums.closed],
        "shelved": {"projects": sums.shelved.projects, "est_amount": yuan(sums.shelved.est_amount)},
        "tabs": [_tab(tie) for tie in report.ties],
        "excluded": [_excluded(item, lang) for item in excluded],
        "unmapped_stages": [
            {"stage": one.name, "rows": one.rows, "est_amount": yuan(one.amount)} for one in unmapped_stages(excluded)
        ],
        "stuck": [_stuck(item) for item in report.stuck],
        "win_rates": [
            {
                "basis": rate.basis,
                "won": rate.won,
                "of": rate.of,
                "rate": percent(rate.by_number) if rate.by_number is not None else None,
            }
            for rate in report.win_rates
        ],
    }
    if (moved := report.movement) is not None:
        found["changes"] = [_change(change) for change in moved.changes if change.moves]
        found["waterfall"] = _fall(moved.amount)
        found["weighted_waterfall"] = _fall(moved.weighted)
    return found


def named(view: PolicyView, listing: str, lang: str) -> Mapping[str, str]:
    """The names of a closed list by code."""
    return {choice.code: choice.label.of(lang) for choice in view.choices[listing]}


def _line(key: str, line: Line, names: Mapping[str, Mapping[str, str]]) -> Row:
    return {key: line.key, f"{key}_name": names[key].get(line.key, line.key), **_sums(line)}


def _sums(line: Line) -> Row:
    return {
        "projects": line.projects,
        "est_amount": yuan(line.est_amount),
        "weighted_amount": yuan(line.weighted_amount),
        "overdue": line.overdue,
    }


def _closed(line: Line, report: Report, names: Mapping[str, Mapping[str, str]]) -> Row:
    row: Row = {
        "outcome": line.key,
        "outcome_name": names["outcome"].get(line.key, line.key),
        "projects": line.projects,
        "est_amount": yuan(line.est_amount),
    }
    if line.key == WON:
        row["contract_amount"] = yuan(sum(p.contract_amount or 0 for p in report.projects if p.outcome == WON))
    return row


def _tab(tie: TabTie) -> Row:
    return {
        "file": tie.tab.file,
        "sheet": tie.tab.sheet,
        "regions": list(tie.regions),
        "rows_read": tie.rows_read,
        "counted": tie.counted,
        "excluded": tie.excluded,
        "blank": tie.blank,
        "est_amount": yuan(tie.counted_amount),
        "excluded_amount": yuan(tie.excluded_amount),
        "totals_row": _stated(tie),
        "agrees": tie.agrees,
    }


def _stated(tie: TabTie) -> str | None:
    return None if tie.stated is None else yuan(tie.stated.amount)


def _excluded(item: Excluded, lang: str) -> Row:
    project, why = item.project, item.finding
    return {
        "project_no": project.project_no,
        "project_name": project.project_name,
        "est_amount": _amount(project.est_amount),
        "currency": project.currency or BASE_CURRENCY,
        "file": project.tab.file,
        "sheet": project.tab.sheet,
        "row": project.row,
        "code": why.code,
        "cell": why.place.cell,
        "value": why.value,
        "reason": messages.reason(why, lang),
    }


def _amount(fen: Fen | None) -> str | None:
    return None if fen is None else yuan(fen)


class Unmapped(NamedTuple):
    """A stage name nobody mapped, with the rows and the amount (fen) that hang on it."""

    name: str
    rows: int
    amount: Fen


def unmapped_stages(excluded: Iterable[Excluded]) -> list[Unmapped]:
    """The stage names among the excluded rows that are not the policy's, in the order met."""
    found: dict[str, list[Fen]] = {}
    for item in excluded:
        why = item.finding
        if why.code == NO_CHOICE and why.place == item.project.place("milestone"):
            found.setdefault(why.value, []).append(item.amount)
    return [Unmapped(name, len(amounts), sum(amounts)) for name, amounts in found.items()]


def _stuck(item: Stuck) -> Row:
    project = item.project
    return {
        "project_no": project.project_no,
        "project_name": project.project_name,
        "region": project.region,
        "milestone": project.milestone,
        "est_amount": yuan(project.est_amount or 0),
        "reasons": [{"reason": reason, "days": days} for reason, days in item.reasons],
    }


def _change(change: Change) -> Row:
    project, before, after = change.project, change.before, change.after
    return {
        "project_no": project.project_no,
        "project_name": project.project_name,
        "region": project.region,
        "moves": [str(move) for move in change.moves],
        "milestone_before": before.milestone if before else None,
        "milestone_after": after.milestone if after else None,
        "amount_before": yuan(change.amount_before),
        "amount_after": yuan(change.amount_after),
    }


def _fall(fall: Waterfall) -> Row:
    steps = [{"step": str(step.key), "projects": step.projects, "amount": yuan(step.amount)} for step in fall.steps]
    return {"start": yuan(fall.start), "steps": steps, "end": yuan(fall.end)}
