"""Which policy is in force: ``--policy``, else policy.xlsx beside the first input, else the shipped book."""

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


def load(explicit: Path | None, first_input: Path | None) -> Policy:
    """The policy of a run; raises ``PolicyError`` when the workbook is refused, ``UnreadableFileError``."""
    found = explicit or (beside(first_input) if first_input else None)
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
