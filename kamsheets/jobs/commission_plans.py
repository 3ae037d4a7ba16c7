"""Projects of a bonus workbook, split: what the jobs, the workbook and the forms share."""

from dataclasses import dataclass

from kamsheets.commissions.checks import Case
from kamsheets.commissions.pool import Pool
from kamsheets.commissions.split import Split, split
from kamsheets.jobs.commission_read import Ledger


@dataclass(frozen=True)
class Plan:
    """One project split."""

    case: Case
    pool: Pool
    split: Split

    @property
    def names(self) -> dict[str, str]:
        """Names by employee number: as the people sheet has them, else as written beside the effort."""
        written = {effort.emp_id: effort.member for effort in self.case.efforts if effort.member}
        return written | {emp_id: one.name for emp_id, one in self.case.staff.items()}

    @property
    def overlays(self) -> list[tuple[str, str, int]]:
        """附加奖励 outside the pool: (stage, employee number, fen)."""
        return [(effort.stage, effort.emp_id, effort.overlay) for effort in self.case.efforts if effort.overlay]


def plans(ledger: Ledger) -> list[Plan]:
    """The good projects of a bonus workbook, split."""
    return [
        Plan(case, case.pool, split(case.pool.amount, case.deal, case.efforts, case.policy)) for case in ledger.cases
    ]
