"""Which policy is in force: ``--policy``, else policy.xlsx beside the first input, else the shipped book."""

from pathlib import Path

from kamsheets.jobs.inputs import beside
from kamsheets.policy.policy import Policy


def load(explicit: Path | None, first_input: Path | None, lang: str = "zh") -> Policy:
    """The policy of a run; raises ``PolicyError`` when the workbook is refused."""
    found = explicit or (beside(first_input) if first_input else None)
    if found is None:
        return Policy.shipped()
    raise NotImplementedError
