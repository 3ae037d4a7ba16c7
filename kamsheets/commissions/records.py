"""What a commission is computed from: the deal, the effort in its stages, the money received.

Sheets 项目奖金, 阶段工作量 and 回款 of the commission workbook (product.md; domain §2.11-2.13). Amounts are fen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kamsheets.core.finding import Place

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Deal:
    """One row of 项目奖金. None: left blank, the policy decides."""

    project_no: str
    gross: int
    """Contract amount with VAT."""
    plan_no: str = ""
    contract_no: str = ""
    vat_rate: Fraction | None = None
    basis: str | None = None
    rate: Fraction | None = None
    """A rate fixed for this deal; None: from the tiers."""
    coef: Fraction | None = None
    adjustment: int = 0
    """加减项: added to the pool after rounding."""
    adjustment_reason: str = ""
    adjustment_by: str = ""
    registrant: str = ""
    margin: int | None = None
    """合同毛利 without VAT; needed by the margin bases."""
    closed_short: bool = False
    """The deal ends below its contract: what was received is all there will be."""
    deal_date: date | None = None
    """The day whose policy holds; None: the day of the run."""
    difficulty: Mapping[str, Fraction] = field(default_factory=dict)
    """By stage code; a stage that is absent has the default, 0 was not performed."""
    place: Place = NOWHERE
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each field stands, by field id."""

    def where(self, field_id: str) -> Place:
        """The cell of a field, or the row when the sheet has no such column."""
        return self.places.get(field_id, self.place)


@dataclass(frozen=True, slots=True)
class Effort:
    """One row of 阶段工作量: what one member did in one stage."""

    project_no: str
    stage: str
    emp_id: str
    amount: Fraction
    unit: str
    """Code of the enumeration ``effort_unit``: percent, hours or points."""
    member: str = ""
    confirmed: bool | None = None
    overlay: int = 0
    """附加奖励 in fen, outside the pool."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Receipt:
    """One row of 回款; a negative amount is a refund."""

    project_no: str
    amount: int
    receipt_no: str = ""
    contract_no: str = ""
    instalment: int | None = None
    day: date | None = None
    reverses: str = ""
    """Receipt number that a refund takes back."""
    place: Place = NOWHERE
