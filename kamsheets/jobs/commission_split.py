"""Split commissions: the pool of each won project over stages and members, explained to the fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kamsheets.commissions.checks import Case
from kamsheets.commissions.pool import Pool, pool
from kamsheets.commissions.split import Split, split
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.commission_read import Ledger, load
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@dataclass(frozen=True)
class Plan:
    """One project split."""

    case: Case
    pool: Pool
    split: Split


def plans(ledger: Ledger) -> list[Plan]:
    """The good projects of a bonus workbook, split."""
    made = [(case, pool(case.deal, case.policy, case.received)) for case in ledger.cases]
    return [Plan(case, p, split(p.amount, case.deal, case.efforts, case.policy)) for case, p in made]


def split_commissions(files: Sequence[Path], session: Session, output: Path | None = None) -> Outcome:
    """Pools, stage and member amounts of all projects in ``files``; with ``output`` the workbook that shows them."""
    ledger = load(files, session)
    done = plans(ledger)
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


def rows(done: Sequence[Plan]) -> list[dict[str, object]]:
    """Projects as rows of ``--json`` (product.md)."""
    return [
        {
            "project_no": plan.case.deal.project_no,
            "pool": yuan(plan.pool.amount),
            "base": yuan(plan.pool.base),
            "basis": plan.pool.basis,
            "rate_mode": plan.pool.rate_mode,
            "stages": [{"stage": stage.stage, "amount": yuan(stage.amount)} for stage in plan.split.stages],
            "members": [{"emp_id": emp_id, "amount": yuan(fen)} for emp_id, fen in plan.split.members.items()],
            "cells": [
                {"stage": cell.stage, "emp_id": cell.emp_id, "amount": yuan(cell.amount)} for cell in plan.split.cells
            ],
        }
        for plan in done
    ]
