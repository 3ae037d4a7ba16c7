"""Release commissions: what each receipt frees for each member, beyond what the ledger says was settled."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kamsheets.commissions import release, three_part
from kamsheets.commissions.ledger import Difference, Entry, append, differences
from kamsheets.commissions.records import NOWHERE
from kamsheets.commissions.release import Line, Step
from kamsheets.core.errors import OutputExistsError
from kamsheets.core.finding import Finding, finding
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.commission_read import Ledger, LedgerRefusedError, load
from kamsheets.jobs.commission_split import Plan, plans, statement_totals
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

THREE_PART = "three_part"


@dataclass(frozen=True)
class Release:
    """What there is to pay: all lines, what was settled otherwise than it would be today, and the ledger to keep."""

    plans: Sequence[Plan]
    lines: Sequence[Line]
    differences: Sequence[Difference]
    entries: Sequence[Entry]
    """The ledger after this release."""


def lines(done: Sequence[Plan], settled: Sequence[Entry] = ()) -> list[Line]:
    """All instalments of all projects, in order of receipts; those of ``settled`` as they were settled."""
    by_project = _by_project(settled)
    return [line for plan in done for line in _lines(plan, by_project.get(plan.case.deal.project_no, []))]


def steps(plan: Plan) -> list[Step]:
    """What changes the sums due of a project, by the payout mode of its policy."""
    case = plan.case
    if case.policy.text("payout_mode") == THREE_PART:
        until = case.as_of or case.policy.day
        return three_part.steps(plan.split.members, plan.pool.gross, case.receipts, case.policy, until)
    return release.steps(plan.split.members, plan.pool.gross, case.receipts)


def _lines(plan: Plan, settled: Sequence[Entry]) -> list[Line]:
    made, case = steps(plan), plan.case
    if settled and case.deal.closed_short:
        made = [*made, release.closing(made, case.deal.project_no, case.as_of)]
    locked = [entry.line for entry in settled]
    paid = release.pay(made, plan.split.members, plan.pool.gross, locked)
    return [line for line in paid if line.settled or line.receipt_no or line.part or line.released or line.clawback]


def _by_project(settled: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in settled:
        found[entry.line.project_no].append(entry)
    return found


def released(done: Sequence[Plan], ledger: Ledger, session: Session) -> Release:
    """Everything a release says, from plans and ledger."""
    made = lines(done, ledger.settled)
    by_project = _by_project(ledger.settled)
    off = [
        one
        for plan in done
        if (settled := by_project.get(plan.case.deal.project_no))
        for one in differences(settled, _lines(plan, []))
    ]
    names = {(plan.case.deal.project_no, emp_id): name for plan in done for emp_id, name in plan.names.items()}
    new = [(line, names.get((line.project_no, line.emp_id), "")) for line in made if not line.settled]
    return Release(done, made, off, append(ledger.settled, new, session.as_of))


def release_commissions(
    files: Sequence[Path], session: Session, output: Path | None = None, ledger_file: Path | None = None
) -> Outcome:
    """Instalments by member and receipt; with ``output`` the workbook with statements and the ledger to keep.

    ``ledger_file``: the output of the release before, whose ledger locks what was settled.
    """
    if output and output.exists() and not session.force:
        raise OutputExistsError(path=str(output))
    ledger = load(files, session, ledger_file)
    if any(isinstance(failure, LedgerRefusedError) for failure in ledger.failures):
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


def causes(one: Difference, lang: str) -> str:
    """What changed since a line was settled, in words."""
    return text("commission.list", lang).join(text(f"commission.cause.{cause}", lang) for cause in one.causes)


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
