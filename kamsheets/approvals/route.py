"""Who signs a document, in which order, who is told, what stops it, and why (domain §3).

The order of work is that of approval engines that got it right: choose the rows, stop at a block, merge the roles, find
the people (empty? own document? away?), merge a person who would sign twice in a row. Every turn leaves a remark.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kamsheets.approvals.appoint import appoint
from kamsheets.approvals.directory import Directory
from kamsheets.approvals.documents import Document
from kamsheets.approvals.matrix import Asked, tables
from kamsheets.approvals.steps import BLOCK, IN_TURN, NOTIFY, AskedStep, adds, merged, share
from kamsheets.approvals.table import DecisionTable, Tested, evaluate
from kamsheets.approvals.together import RouteStep, together
from kamsheets.policy.types import MatrixRow
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rows of one table that contradict each other for this document; none: no row covers it."""

    table: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A document's way through the house."""

    document: Document
    steps: tuple[RouteStep, ...]
    blocks: tuple[MatrixRow, ...]
    """Rows that stop the document; then ``steps`` are only those who are told of it."""
    open: tuple[Tested[Asked], ...]
    """Rules that may change the steps, but depend on something the document does not say."""
    trace: tuple[Tested[Asked], ...]
    """Every rule tested, in the order of the matrix."""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Router:
    """Routes documents under the policy of one day; built once for a batch."""

    view: PolicyView
    tables: Mapping[str, tuple[DecisionTable[Asked], ...]]
    asks: Mapping[str, tuple[str, ...]]
    """What the matrix asks of each form."""
    directory: Directory
    _merged: dict[tuple[int, ...], tuple[AskedStep, ...]] = field(default_factory=dict, repr=False, compare=False)
    """Steps by the matrix rows they come from: many documents of a batch hit the same rows."""

    @classmethod
    def of(cls, view: PolicyView) -> "Router":
        """A router for the policy as it stands in ``view``; raises as ``matrix.tables`` does."""
        found = tables(view)
        names = {form: (name for one in each for name in one.inputs()) for form, each in found.items()}
        asks = {form: tuple(dict.fromkeys(each)) for form, each in names.items()}
        return cls(view, found, asks, Directory.of(view))

    @property
    def staffed(self) -> bool:
        """Whether there is a people sheet; without one roles are taken as written."""
        return bool(self.view.people)

    def route(self, document: Document) -> Route:
        """The route of one document."""
        rows, waiting, trace, conflicts = self._decide(document)
        blocks = tuple(row for row in rows if row.mode == BLOCK)
        asked = merged(replace(row, mode=NOTIFY) for row in blocks) if blocks else self._asked(rows)
        steps = together((step for one in asked for step in self._steps(one, document)), self.directory.roles)
        open_rules = tuple(tested for tested in waiting if not blocks and adds(tested.rule.output.rows, asked))
        return Route(document, steps, blocks, open_rules, trace, conflicts)

    def _decide(
        self, document: Document
    ) -> tuple[list[MatrixRow], list[Tested[Asked]], tuple[Tested[Asked], ...], tuple[Conflict, ...]]:
        rows: list[MatrixRow] = []
        waiting: list[Tested[Asked]] = []
        trace: list[Tested[Asked]] = []
        conflicts: list[Conflict] = []
        for table in self.tables.get(document.form, ()):
            decision = evaluate(table, document.facts)
            if decision.conflict or decision.uncovered:
                conflicts.append(Conflict(table.name, tuple(rule.number for rule in decision.conflict)))
            rows += [row for rule in decision.deciding for row in rule.output.rows]
            waiting += decision.open
            trace += decision.trace
        return rows, waiting, tuple(trace), tuple(conflicts)

    def _asked(self, rows: list[MatrixRow]) -> tuple[AskedStep, ...]:
        key = tuple(row.number for row in rows)
        if key not in self._merged:
            self._merged[key] = merged(rows)
        return self._merged[key]

    def _steps(self, asked: AskedStep, document: Document) -> list[RouteStep]:
        roles = (asked.role,)
        if not self.staffed:
            return [
                RouteStep(asked.order, asked.mode, asked.role, roles, None, asked.rows, (), asked.days, asked.refusal)
            ]
        several = 1 if asked.mode == IN_TURN else share(asked.mode)
        return [
            RouteStep(
                asked.order,
                asked.mode,
                found.role,
                roles,
                found.person,
                asked.rows,
                found.notes,
                asked.days,
                asked.refusal,
            )
            for found in appoint(asked.role, asked.mode, several, document, self.directory)
        ]
