"""Why this route: every rule tested, whether it hit, the value that decided, the policy row and its day.

Nothing examined in the field gives this; it is what an approver asks first.
"""

from dataclasses import dataclass
from datetime import date

from kamsheets.approvals.matrix import Asked
from kamsheets.approvals.route import Route
from kamsheets.approvals.table import State, Tested
from kamsheets.approvals.wording import spelled, tested
from kamsheets.core.messages import text
from kamsheets.policy.types import Label, MatrixRow
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Compared:
    """One condition of a row and the value it was held against."""

    input: Label
    value: Label
    test: Label


@dataclass(frozen=True, slots=True)
class TraceLine:
    """How one row of the matrix fared for one document."""

    row: MatrixRow
    state: State
    role: Label
    compared: tuple[Compared, ...]
    """Of a hit every condition, of a miss the one that missed, of an open row those that are not known."""

    @property
    def since(self) -> date | None:
        """First day the row holds."""
        return self.row.source.since

    def told(self, lang: str) -> str:
        """The line as a sentence."""
        code = f"approvals.trace.{self.state}" if self.compared else "approvals.trace.always"
        facts = {"row": self.row.number, "role": self.role.of(lang), "reason": self.row.why(lang)}
        source = self.row.source.text
        return text(code, lang, source=source, since=self.since or "", tests=self.tests(lang), **facts)

    def tests(self, lang: str) -> str:
        """The conditions with the values they were held against."""
        return ("；" if lang == "zh" else "; ").join(self._condition(one, lang) for one in self.compared)

    def _condition(self, one: Compared, lang: str) -> str:
        return text(
            "approvals.trace.condition",
            lang,
            input=one.input.of(lang),
            value=one.value.of(lang),
            test=one.test.of(lang),
        )


def trace_lines(route: Route, view: PolicyView) -> tuple[TraceLine, ...]:
    """Every row of the form's tables, in the order of the matrix."""
    names = {role.code: role.label for role in view.roles}
    found = [line for fared in route.trace for line in _lines(fared, route, view, names)]
    return tuple(sorted(found, key=lambda line: line.row.number))


def _lines(fared: Tested[Asked], route: Route, view: PolicyView, names: dict[str, Label]) -> list[TraceLine]:
    rule = fared.rule
    texts = dict(rule.output.rows[0].conditions)
    shown = [(name, test) for name, test in rule.tests if fared.state is State.HIT or name in fared.inputs]
    compared = tuple(
        Compared(
            view.inputs[name].label,
            spelled(route.document.facts.get(name), view.inputs[name], view),
            tested(test, texts[name], view.inputs[name], view),
        )
        for name, test in shown
    )
    return [
        TraceLine(row, fared.state, names.get(row.role, Label(row.role, row.role)), compared)
        for row in rule.output.rows
    ]


def basis(rows: tuple[MatrixRow, ...], lang: str) -> str:
    """The short trace printed on a form: 依据 审批矩阵 第7、8行."""
    numbers = ("、" if lang == "zh" else ", ").join(str(row.number) for row in sorted(rows, key=lambda r: r.number))
    return text("approvals.basis", lang, rows=numbers)
