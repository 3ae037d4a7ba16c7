"""Which policy is in force: ``--policy``, policy.xlsx beside the first input, KAMSHEETS_POLICY, the shipped book."""

from pathlib import Path

from kamsheets.approvals.check import check_matrix
from kamsheets.core.finding import Finding, Severity, worst
from kamsheets.jobs.fields import unknown_headers
from kamsheets.jobs.inputs import beside
from kamsheets.jobs.policy_tables import policy_tables
from kamsheets.policy.checks import change_days
from kamsheets.policy.errors import RefusedPolicyError
from kamsheets.policy.policy import Policy
from kamsheets.policy.workbook import examine

CONFIGURED = "KAMSHEETS_POLICY"
"""The environment variable that names the policy of a company, for workbooks without one beside them."""


def chosen(explicit: Path | None, first_input: Path | None, configured: str | None) -> Path | None:
    """The file of the policy of a run; None: the shipped book. ``configured``: what the environment says."""
    found = explicit or (beside(first_input) if first_input else None)
    return found or (Path(configured) if configured else None)


def load(explicit: Path | None, first_input: Path | None, configured: str | None = None) -> Policy:
    """The policy of a run; raises ``PolicyError`` when the workbook is refused, ``UnreadableFileError``."""
    found = chosen(explicit, first_input, configured)
    if found is None:
        return Policy.shipped()
    policy, findings = inspect(found)
    if worst(findings) is Severity.ERROR:
        raise RefusedPolicyError(findings=tuple(findings))
    return policy


def inspect(path: Path) -> tuple[Policy, list[Finding]]:
    """The policy of a workbook as far as it can be read, and everything there is to say about it.

    The approval matrix is examined on every day on which the policy changes, once the rest of it holds together.
    Raises ``UnreadableFileError``.
    """
    shipped = Policy.shipped()
    tables, findings = policy_tables(path, shipped)
    policy, problems = examine(shipped, tables)
    findings += [*problems, *unknown_headers(policy.headers)]
    if worst(findings) is not Severity.ERROR:
        found = [one for day in change_days(policy) for one in check_matrix(policy.as_of(day))]
        findings += {(one.code, one.place, one.value): one for one in reversed(found)}.values()
    return policy, sorted(findings, key=Finding.sort_key)
