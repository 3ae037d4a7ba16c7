"""The approval matrix of a policy as decision tables: one a form and group, with the policy keys of its day filled in.

Rows with the same conditions in one table are one rule that asks for several steps, so that under UNIQUE a band may
name a director and a general manager.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kamsheets.approvals.conditions import Condition, fill
from kamsheets.approvals.hits import HitPolicy
from kamsheets.approvals.table import DecisionTable, Rule
from kamsheets.core.finding import Place
from kamsheets.policy.cells import Names, spelling
from kamsheets.policy.types import Input, MatrixRow
from kamsheets.policy.unary import parse
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule asks for: steps by (order, role, mode). Two rules ask the same whatever rows they stand in."""

    steps: tuple[tuple[int, str, str], ...]
    rows: tuple[MatrixRow, ...] = field(compare=False)


def tables(view: PolicyView) -> Mapping[str, tuple[DecisionTable[Asked], ...]]:
    """The decision tables of every form the matrix knows, in the order of their rows.

    Raises ``ValueError`` or ``KeyError`` for a row that ``check.check_matrix`` reports.
    """
    read = reader(view)
    grouped: dict[str, list[DecisionTable[Asked]]] = {}
    for form, group, rows in groups(view):
        grouped.setdefault(form, []).append(table(f"{form} {group}".strip(), rows, read))
    return {form: tuple(found) for form, found in grouped.items()}


def groups(view: PolicyView) -> list[tuple[str, str, tuple[MatrixRow, ...]]]:
    """(form, group, rows) of every table, rows in the order of the sheet."""
    by_table: dict[tuple[str, str], list[MatrixRow]] = {}
    for row in view.matrix:
        by_table.setdefault((row.form, row.group), []).append(row)
    return [(form, group, tuple(rows)) for (form, group), rows in by_table.items()]


def reader(view: PolicyView) -> Callable[[MatrixRow], tuple[tuple[str, Condition], ...]]:
    """What reads the conditions of a row: raises ``KeyError`` for an unknown input or key, ``CellError`` for a test."""
    lists = {entry.choices for entry in view.inputs.values() if entry.kind == "choice"}
    names = Names({name: {spelling(c.code): c.code for c in view.choices[name]} for name in lists})
    known: dict[tuple[str, str], Condition] = {}

    def read(row: MatrixRow) -> tuple[tuple[str, Condition], ...]:
        for condition in row.conditions:
            if condition not in known:
                name, text = condition
                known[condition] = fill(parse(text, kind(view.inputs[name]), names), lambda key: view.values[key].value)
        return tuple((condition[0], known[condition]) for condition in row.conditions)

    return read


def kind(entry: Input) -> str:
    """The kind by which conditions on an input are read."""
    return f"ref:{entry.choices}" if entry.kind == "choice" else entry.kind


def table(
    name: str, rows: tuple[MatrixRow, ...], read: Callable[[MatrixRow], tuple[tuple[str, Condition], ...]]
) -> DecisionTable[Asked]:
    """The decision table of one group of rows; raises as ``read`` does."""
    same: dict[tuple[tuple[str, str], ...], list[MatrixRow]] = {}
    for row in rows:
        same.setdefault(row.conditions, []).append(row)
    rules = (Rule(together[0].number, read(together[0]), _asked(together)) for together in same.values())
    return DecisionTable(name, HitPolicy(rows[0].hit_policy), tuple(rules))


def _asked(rows: list[MatrixRow]) -> Asked:
    return Asked(tuple((row.step, row.role, row.mode) for row in rows), tuple(rows))


def place_of(row: MatrixRow) -> Place:
    """The sheet and row a matrix row was read from; nowhere for a row of the shipped book."""
    return row.place
