"""The pool of a bonus plan, as ``commission split`` computes it, for the threshold of its approval (domain §3.3)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import cast

from kamsheets.commissions.pool import pool
from kamsheets.commissions.records import Deal
from kamsheets.core.table import Table
from kamsheets.forms.catalogue import Form
from kamsheets.forms.choices import Choices
from kamsheets.forms.typed import typed
from kamsheets.policy.policy import Policy

RECEIPTS = "F10d"
FIELDS = (
    "contract_amount", "tax_rate", "basis", "rate", "coef_project", "adjustment", "gross_margin", "closed_short",
    "deal_date",
)  # fmt: skip
"""Columns of the bonus sheet that a pool is made of."""


@dataclass(frozen=True)
class Bonus:
    """What pools are computed with: the policy of each deal's day, and the money received by project."""

    policy: Policy
    day: date
    received: Mapping[str, int] = field(default_factory=dict)

    def facts(self, values: Mapping[str, object]) -> dict[str, object]:
        """Pool and share adjusted by hand of a row; nothing where the amounts do not say."""
        gross = values.get("contract_amount")
        if not isinstance(gross, int):
            return {}
        project = str(values.get("project_no") or "")
        adjustment = cast("int | None", values.get("adjustment")) or 0
        coef = cast("Fraction | Decimal | None", values.get("coef_project"))
        deal = Deal(
            project,
            gross,
            vat_rate=cast("Fraction | None", values.get("tax_rate")),
            basis=cast("str | None", values.get("basis")),
            rate=cast("Fraction | None", values.get("rate")),
            coef=None if coef is None else Fraction(coef),
            adjustment=adjustment,
            margin=cast("int | None", values.get("gross_margin")),
            closed_short=bool(values.get("closed_short")),
        )
        view = self.policy.as_of(cast("date | None", values.get("deal_date")) or self.day)
        try:
            made = pool(deal, view, self.received.get(project, 0))
        except ValueError:  # a margin basis without a margin: the commission check says so
            return {}
        by_hand = Fraction(abs(adjustment), made.earned) if made.earned else Fraction(adjustment != 0)
        return {"pool": made.amount, "manual_adjust_ratio": by_hand}


def received(tables: Iterable[tuple[Form, Table]], choices: Choices) -> Mapping[str, int]:
    """Fen received by project, from the receipts among the tables of a file."""
    total: Counter[str] = Counter()
    for form, table in tables:
        if form.id == RECEIPTS:
            found = typed(table, form, choices)
            for i in found.accepted:
                total[str(found.values["project_no"][i])] += cast(int, found.values["receipt_amount"][i])
    return total
