"""Accounts by sector, phase and kind of decision: tags beside the value class (domain §6.5, S1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView

LISTS = {"sector": "account_sector", "phase": "account_phase", "decision": "decision_type"}
"""The list of the policy that a tag is taken from."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What an account is tagged with; None: nobody did."""

    sector: str | None = None
    phase: str | None = None
    decision: str | None = None


NO_TAGS = Tags()


@dataclass(frozen=True, slots=True)
class Segment:
    """The accounts of one tag; ``code`` None: those without."""

    code: str | None
    accounts: int
    revenue: Fen


def segments(accounts: Sequence[tuple[Tags, Fen]], tag: str, view: PolicyView) -> tuple[Segment, ...]:
    """Accounts and revenue by the codes of a tag's list, those without last; they add up to all accounts."""
    codes: list[str | None] = [choice.code for choice in view.choices[LISTS[tag]]]
    held: dict[str | None, list[Fen]] = {code: [] for code in (*codes, None)}
    for tags, revenue in accounts:
        held[getattr(tags, tag)].append(revenue)
    return tuple(Segment(code, len(own), sum(own)) for code, own in held.items())
