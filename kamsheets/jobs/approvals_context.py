"""What the forms of one project say of each other: leader, level and amount, and the stage's budget set at initiation.

A plan (JTF-004, JTF-005) does not repeat the amount of the project, yet its approval depends on it (domain §3.1, §3.3).
"""

from collections.abc import Mapping, Sequence

from kamsheets.approvals.papers import LEADERS
from kamsheets.forms.filled import Filled
from kamsheets.policy.view import PolicyView

SHARED = ("est_amount", "project_level", "is_difficult", "region", "project_no", "customer_name", *LEADERS)
"""What one form or the pipeline says of a project and its other forms need."""
BUDGET = "expense_rows"
LEADER_ROLE = "leader"


def context(forms: Sequence[Filled], view: PolicyView) -> dict[str, dict[str, object]]:
    """By form code, what the forms of a dossier say beside the form itself; the first that says something counts."""
    shared: dict[str, object] = {}
    for form in forms:
        for name in SHARED:
            if name in form.values:
                shared.setdefault(name, form.values[name])
    if leader := _leader(forms):
        shared.setdefault(LEADERS[-1], leader)
    budgets = _budgets([row for form in forms for row in form.tables.get(BUDGET, ())], view)
    return {form.form.code: {**shared, **budgets.get(form.form.code, {})} for form in forms}


def _leader(forms: Sequence[Filled]) -> object:
    """组长 of the team that initiation sets up."""
    rows = (row for form in forms for row in form.tables.get("team_rows", ()))
    return next((row["person"] for row in rows if row.get("role") == LEADER_ROLE and row.get("person")), None)


def _budgets(rows: Sequence[Mapping[str, object]], view: PolicyView) -> Mapping[str, dict[str, object]]:
    """By form code the budget of the stage the form belongs to; nothing where no budget was set."""
    if not rows:
        return {}
    return {
        code: {"stage_budget": sum(_fen(row.get("amount")) for row in rows if row.get("stage") == stage.code)}
        for stage in view.stages
        for code in stage.forms
    }


def _fen(value: object) -> int:
    return value if isinstance(value, int) else 0
