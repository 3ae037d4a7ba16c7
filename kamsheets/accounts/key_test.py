"""Whether a customer is a key account: the yearly amount and yes/no questions (domain §6.3, S1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class KeyTest:
    """What was found, by code of the list ``ka_tests``."""

    amount_reached: bool | None
    """More than the policy's amount; None: the amount is not known."""
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unanswered: tuple[str, ...]
    passed: bool | None
    """None: what is not known decides."""


def key_test(amount: Fen | None, answers: Mapping[str, bool | None], view: PolicyView) -> KeyTest:
    """The test of a customer that buys for ``amount`` fen a year; the amount must be exceeded, not only met.

    A policy without an amount asks the questions only. An answer nobody gave is neither yes nor no.
    """
    limit: Fen | None = view.optional_number("ka_annual_amount")
    reached = True if limit is None else None if amount is None else amount > limit
    codes = [choice.code for choice in view.choices["ka_tests"]]
    yes, no, open_ = (tuple(c for c in codes if answers.get(c) is said) for said in (True, False, None))
    needed = view.number("ka_yes_min")
    return KeyTest(reached, yes, no, open_, _verdict(reached, len(yes), len(open_), needed))


def _verdict(reached: bool | None, yes: int, unanswered: int, needed: int) -> bool | None:
    if reached is False or yes + unanswered < needed:
        return False
    return True if reached and yes >= needed else None
