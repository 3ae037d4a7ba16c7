"""What a job hands back to its door: findings, figures, rows for ``--json``, files written, files that failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Severity, worst


@dataclass(frozen=True)
class Outcome:
    """The result of a job."""

    findings: Sequence[Finding] = ()
    summary: Mapping[str, object] = field(default_factory=dict)
    """Named figures; amounts already as text with two decimals."""
    data: Mapping[str, object] = field(default_factory=dict)
    """Further keys of the ``--json`` object (product.md)."""
    outputs: Sequence[Path] = ()
    failures: Sequence[KamError] = ()
    """Files that could not be done; the batch went on past them."""
    lines: Sequence[str] = ()
    """What to tell a person, in the session's language."""

    @property
    def exit_code(self) -> int:
        """0 done; 1 done with error-level findings; 2 something could not be done."""
        if self.failures:
            return 2
        return 1 if worst(self.findings) is Severity.ERROR else 0
