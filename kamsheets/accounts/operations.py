"""Sales operation as a checklist: five steps with a customer, four supports in the department (domain §6.26, S4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps an account has behind it."""

    done: tuple[tuple[str, date], ...]
    """Step and day, in the order of the steps."""
    following: str | None
    """The first step not done; None: all are."""
    skipped: tuple[str, ...]
    """Steps not done though a later one is."""


@dataclass(frozen=True, slots=True)
class Support:
    """Of how many accounts a support is in order."""

    code: str
    """Code of ``operation_support``."""
    accounts: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """None without accounts."""
        return Fraction(self.accounts, self.of) if self.of else None


def progress(done: Mapping[str, date], view: PolicyView) -> Progress:
    """Where an account stands on the policy's day; a step dated later is not done yet."""
    steps = [choice.code for choice in sorted(view.choices["operation_step"], key=lambda choice: choice.score or 0)]
    behind = [code for code in steps if code in done and done[code] <= view.day]
    left = [code for code in steps if code not in behind]
    last = max((steps.index(code) for code in behind), default=-1)
    return Progress(
        done=tuple((code, done[code]) for code in behind),
        following=left[0] if left else None,
        skipped=tuple(code for code in left if steps.index(code) < last),
    )


def supports(held: Mapping[str, int], accounts: int, view: PolicyView) -> tuple[Support, ...]:
    """The four supports with the accounts they are in order for; one nobody counted has none."""
    return tuple(
        Support(choice.code, held.get(choice.code, 0), accounts) for choice in view.choices["operation_support"]
    )
