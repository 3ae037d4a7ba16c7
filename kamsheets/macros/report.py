"""What a macro hands back: one sentence for the person, and what it found."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamsheets.core.finding import Finding


@dataclass(frozen=True)
class Report:
    """The end of a macro."""

    line: str
    findings: Sequence[Finding] = ()
