"""Split commissions: the pool of each won project over stages and members, explained to the fen."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kamsheets.core.finding import Finding, finding
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.commission_plans import Plan, plans
from kamsheets.jobs.commission_read import Ledger, Stated, load
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

__all__ = ["Plan", "plans", "rows", "split_commissions", "statement_totals"]


def split_commissions(files: Sequence[Path], session: Session, output: Path | None = None) -> Outcome:
    """Pools, stage and member amounts of all projects in ``files``; with ``output`` the workbook that shows them."""
    ledger = load(files, session)
    done = plans(ledger)
    ledger.findings += statement_totals(done, ledger)
    outputs = []
    if output:
        from kamsheets.jobs.commission_book import write_plans
        from kamsheets.jobs.outputs import place

        outputs = [place(output, lambda path: write_plans(path, done, ledger, session), force=session.force)]
    total = sum(plan.pool.amount for plan in done)
    summary = {**ledger.rows, "projects": len(done), "excluded": ledger.excluded, "pool_total": yuan(total)}
    line = text(
        "commission.split.line", session.lang, projects=len(done), excluded=len(ledger.excluded), total=grouped(total)
    )
    return Outcome(ledger.findings, summary, {"projects": rows(done)}, outputs, ledger.failures, [line])


def statement_totals(done: Sequence[Plan], ledger: Ledger) -> Iterator[Finding]:
    """CM08: statements handed in with the workbook add up, member by member, to what the plan gives."""
    for plan in done:
        stated: dict[str, Stated] = {one.emp_id: one for one in ledger.stated.get(plan.case.deal.project_no, ())}
        if not stated or {emp_id: one.plan for emp_id, one in stated.items()} == plan.split.members:
            continue
        members = plan.split.members
        wrong = next((one for one in stated.values() if one.plan != members.get(one.emp_id)), None)
        shown = wrong or next(iter(stated.values()))
        off = sum(one.plan for one in stated.values()) - plan.split.pool
        facts = {"project": plan.case.deal.project_no, "pool": yuan(plan.split.pool), "off": yuan(off)}
        yield finding("CM08", shown.place, yuan(shown.plan), yuan(members.get(shown.emp_id, 0)), **facts)


def rows(done: Sequence[Plan]) -> list[dict[str, object]]:
    """Projects as rows of ``--json`` (product.md)."""
    return [
        {
            "project_no": plan.case.deal.project_no,
            "pool": yuan(plan.pool.amount),
            "base": yuan(plan.pool.base),
            "basis": plan.pool.basis,
            "rate_mode": plan.pool.rate_mode,
            "by_whole": yuan(plan.pool.by_whole),
            "by_marginal": yuan(plan.pool.by_marginal),
            "policy_day": plan.case.policy.day.isoformat(),
            "source": plan.pool.source.text,
            "stages": [{"stage": stage.stage, "amount": yuan(stage.amount)} for stage in plan.split.stages],
            "members": [{"emp_id": emp_id, "amount": yuan(fen)} for emp_id, fen in plan.split.members.items()],
            "cells": [
                {"stage": cell.stage, "emp_id": cell.emp_id, "amount": yuan(cell.amount)} for cell in plan.split.cells
            ],
            "overlays": [
                {"stage": stage, "emp_id": emp_id, "amount": yuan(fen)} for stage, emp_id, fen in plan.overlays
            ],
        }
        for plan in done
    ]
