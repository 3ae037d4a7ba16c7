"""Hours by value class beside the accounts they go to (domain §6.25, S4; only ordinary accounts have a plan)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a manager gave to accounts of a class, up to ``day``."""

    manager: str
    day: date
    value_class: str
    hours: Fraction


@dataclass(frozen=True, slots=True)
class TimeShare:
    """A class: its part of the accounts and of the time, and what was planned."""

    code: str
    accounts: int
    account_share: Fraction | None
    hours: Fraction
    time_share: Fraction | None
    account_plan: Fraction | None
    """Share of the accounts that was planned; None: the source gives none for the class."""
    plan: Fraction | None
    """Share of the time that was planned."""

    @property
    def excess(self) -> Fraction | None:
        """Time above the plan (below: negative); None without plan or hours."""
        return None if self.plan is None or self.time_share is None else self.time_share - self.plan


def time_use(hours: Sequence[Hours], accounts: Mapping[str, int], view: PolicyView) -> tuple[TimeShare, ...]:
    """All classes in order; the last class of the policy holds the ordinary accounts (普通客户)."""
    codes = [choice.code for choice in view.choices["value_class"]]
    spent = {code: sum((one.hours for one in hours if one.value_class == code), Fraction()) for code in codes}
    whole, count = sum(spent.values(), Fraction()), sum(accounts.values())
    return tuple(
        TimeShare(
            code=code,
            accounts=accounts.get(code, 0),
            account_share=Fraction(accounts.get(code, 0), count) if count else None,
            hours=spent[code],
            time_share=spent[code] / whole if whole else None,
            account_plan=view.rate("ordinary_account_share") if code == codes[-1] else None,
            plan=view.rate("ordinary_time_share") if code == codes[-1] else None,
        )
        for code in codes
    )
