"""What is wrong with the approval matrix as a whole, found when a policy is loaded: before it can misroute a document.

Cell by cell (types, names, keys, roles nobody holds) the policy room checks its own sheet; here stand the checks over
rows together: gaps, overlaps, rows that are never reached, rows said twice.
"""

from collections.abc import Iterator

from kamsheets.approvals.coverage import Coverage, Domain, examine
from kamsheets.approvals.matrix import Asked, groups, place_of, reader, table
from kamsheets.approvals.table import DecisionTable
from kamsheets.approvals.wording import described
from kamsheets.core.finding import Finding, finding
from kamsheets.policy.types import Input, MatrixRow
from kamsheets.policy.view import PolicyView

SHOWN_GAPS = 5
"""Gaps told of one table; more would only say the same again."""


def check_matrix(view: PolicyView) -> list[Finding]:
    """All findings on the matrix of a policy view, table by table."""
    read = reader(view)
    domains = {name: domain(entry, view) for name, entry in view.inputs.items()}
    found: list[Finding] = []
    for form, group, rows in groups(view):
        one = table(f"{form} {group}".strip(), rows, read)
        found += _of_table(one, examine(one, domains), view)
    return [*found, *_doubled(view)]


def domain(entry: Input, view: PolicyView) -> Domain:
    """The values an input can take under a policy; amounts are never negative."""
    if entry.kind == "flag":
        return Domain((False, True))
    if entry.kind == "choice":
        return Domain(tuple(choice.code for choice in view.choices[entry.choices]))
    return Domain(whole=entry.kind != "rate", minimum=0 if entry.kind == "money" else None)


def _of_table(one: DecisionTable[Asked], found: Coverage[Asked], view: PolicyView) -> Iterator[Finding]:
    first = one.rules[0].output.rows[0]
    for case in found.gaps[:SHOWN_GAPS]:
        yield finding("AP24", place_of(first), table=one.name, case=described(case, view))
    for rules, case in found.overlaps:
        rows = [row for rule in rules for row in rule.output.rows]
        yield finding("AP25", place_of(rows[-1]), table=one.name, rows=numbers(rows), case=described(case, view))
    for rule in found.unreachable:
        if not any(test.off for _, test in rule.tests):
            row = rule.output.rows[0]
            yield finding("AP26", place_of(row), table=one.name, row=row.number)


def _doubled(view: PolicyView) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], MatrixRow] = {}
    for row in view.matrix:
        key = (row.form, row.group, row.step, row.role, row.mode, row.conditions)
        if key in seen:
            yield finding("AP27", place_of(row), table=row.form, rows=numbers([seen[key], row]))
        seen.setdefault(key, row)


def numbers(rows: list[MatrixRow]) -> str:
    """Row numbers as they stand in a sentence."""
    return "、".join(str(row.number) for row in rows)
