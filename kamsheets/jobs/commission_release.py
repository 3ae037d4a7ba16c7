"""Release commissions by receipts: what each receipt frees for each member."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.commissions.release import Line, by_receipt
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.commission_read import load
from kamsheets.jobs.commission_split import Plan, plans
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


def lines(done: Sequence[Plan]) -> list[Line]:
    """All instalments of all projects, in order of receipts."""
    return [line for plan in done for line in by_receipt(plan.split.members, plan.pool.gross, plan.case.receipts)]


def release_commissions(files: Sequence[Path], session: Session, output: Path | None = None) -> Outcome:
    """Instalments by member and receipt; with ``output`` the workbook with a statement a person."""
    ledger = load(files, session)
    done = plans(ledger)
    freed = lines(done)
    outputs = []
    if output:
        from kamsheets.jobs.commission_book import write_release
        from kamsheets.jobs.outputs import place

        outputs = [place(output, lambda path: write_release(path, done, freed, ledger, session), force=session.force)]
    total = sum(line.released for line in freed)
    summary = {**ledger.rows, "projects": len(done), "excluded": ledger.excluded, "released_total": yuan(total)}
    line = text("commission.release.line", session.lang, projects=len(done), lines=len(freed), total=grouped(total))
    return Outcome(ledger.findings, summary, {"instalments": rows(freed)}, outputs, ledger.failures, [line])


def rows(freed: Sequence[Line]) -> list[dict[str, object]]:
    """Instalments as rows of ``--json`` (product.md)."""
    return [
        {
            "project_no": line.project_no,
            "instalment": line.instalment,
            "receipt_no": line.receipt_no,
            "emp_id": line.emp_id,
            "released": yuan(line.released),
            "paid_before": yuan(line.paid_before),
            "balance": yuan(line.balance),
            "clawback": yuan(line.clawback),
        }
        for line in freed
    ]
