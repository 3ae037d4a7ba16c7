"""Release commissions: what each receipt frees for each member, beyond what the ledger says was settled."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kamsheets.commissions import release
from kamsheets.commissions.ledger import Difference
from kamsheets.commissions.records import NOWHERE
from kamsheets.commissions.release import Line
from kamsheets.core.errors import OutputExistsError
from kamsheets.core.finding import Finding, finding
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.commission_plans import plans
from kamsheets.jobs.commission_read import Ledger, load
from kamsheets.jobs.commission_released import Release, causes, lines, released
from kamsheets.jobs.commission_split import statement_totals
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

__all__ = ["lines", "release_commissions"]


def release_commissions(
    files: Sequence[Path], session: Session, output: Path | None = None, ledger_file: Path | None = None
) -> Outcome:
    """Instalments by member and receipt; with ``output`` the workbook with statements and the ledger to keep.

    ``ledger_file``: the output of the release before, whose ledger locks what was settled.
    """
    if output and output.exists() and not session.force:
        raise OutputExistsError(path=str(output))
    ledger = load(files, session, ledger_file)
    if ledger.refused:
        return Outcome(ledger.findings, dict(ledger.rows), {"instalments": []}, (), ledger.failures)
    done = plans(ledger)
    ledger.findings += statement_totals(done, ledger)
    made = released(done, ledger, session)
    ledger.findings += unlike(made.differences)
    outputs = []
    if output:
        from kamsheets.jobs.commission_book import write_release
        from kamsheets.jobs.outputs import place

        outputs = [place(output, lambda path: write_release(path, made, ledger, session), force=session.force)]
    data = {"instalments": rows(made.lines), "differences": difference_rows(made.differences)}
    return Outcome(ledger.findings, _summary(made, ledger), data, outputs, ledger.failures, [_told(made, session.lang)])


def _summary(made: Release, ledger: Ledger) -> dict[str, object]:
    fresh = sum(line.released for line in made.lines if not line.settled)
    total = sum(line.released for line in made.lines)
    return {
        **ledger.rows,
        "projects": len(made.plans),
        "excluded": ledger.excluded,
        "released_total": yuan(total),
        "settled_total": yuan(total - fresh),
        "new_total": yuan(fresh),
        "clawback_total": yuan(sum(release.outstanding(made.lines).values())),
    }


def _told(made: Release, lang: str) -> str:
    total, new = (sum(line.released for line in made.lines if not (line.settled and new)) for new in (False, True))
    return text(
        "commission.release.line", lang, projects=len(made.plans), lines=len(made.lines), total=grouped(total),
        new=grouped(new),
    )  # fmt: skip


def unlike(found: Sequence[Difference]) -> Iterator[Finding]:
    """CM05: a settled instalment would come out otherwise today; it stays as it is."""
    for one in found:
        line = one.entry.line if one.entry else one.line
        assert line is not None, "a difference has a settled line or one of today"
        why = {"why": causes(one, "zh"), "why_en": causes(one, "en")}
        facts: dict[str, object] = {
            "project": line.project_no, "emp_id": line.emp_id, "instalment": line.instalment,
            "now": yuan(one.now), "off": yuan(one.now - one.settled),
        }  # fmt: skip
        place = one.entry.place if one.entry else NOWHERE
        yield finding("CM05", place, yuan(one.settled), None, **facts, **why)


def rows(made: Sequence[Line]) -> list[dict[str, object]]:
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
            "change": yuan(line.change),
            "reverses": line.reverses,
            "settlement": line.settled,
        }
        for line in made
    ]


def difference_rows(found: Sequence[Difference]) -> list[dict[str, object]]:
    """Settled lines that would come out otherwise, as rows of ``--json``."""
    return [
        {
            "project_no": line.project_no,
            "instalment": line.instalment,
            "receipt_no": line.receipt_no,
            "emp_id": line.emp_id,
            "settled": yuan(one.settled),
            "now": yuan(one.now),
            "causes": list(one.causes),
        }
        for one in found
        if (line := one.entry.line if one.entry else one.line)
    ]
