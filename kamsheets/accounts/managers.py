"""Account managers: one person under several spellings, pay mix, span of accounts (domain §6.22, 6.23; S3)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from kamsheets.policy.view import PolicyView

_NUMBERED = re.compile(r"([A-Za-z]*\d+)\s*(\D.*)")
"""Employee number and name."""


@dataclass(frozen=True, slots=True)
class Span:
    """Accounts a manager holds beside the limit."""

    accounts: int
    limit: int
    overloaded: bool


def one_spelling(names: Iterable[str]) -> dict[str, str]:
    """Every spelling with the fullest one of the same person: E003 and 王强 are E003 王强.

    A number or name that two people share stays as it is written.
    """
    written = set(names)
    full: dict[str, set[str]] = defaultdict(set)
    for name in written:
        for part in found.groups() if (found := _NUMBERED.fullmatch(name)) else ():
            full[part].add(name)
    return {name: next(iter(full[name])) if len(full[name]) == 1 else name for name in written}


def pay_in_band(fixed: Fraction, variable: Fraction, view: PolicyView) -> bool:
    """Whether both shares lie in their bands, bounds included, and make up the whole."""
    (f_low, f_high), (v_low, v_high) = (
        cast("tuple[Fraction, Fraction]", view.items(f"pay_{n}")) for n in ("fixed", "variable")
    )
    return fixed + variable == 1 and f_low <= fixed <= f_high and v_low <= variable <= v_high


def span(accounts: int, factors: Collection[str], view: PolicyView) -> Span:
    """The limit is the policy's, less the penalty of each factor (``span_factor``), never under the policy's least."""
    penalty = {choice.code: choice.score or 0 for choice in view.choices["span_factor"]}
    limit = max(view.number("span_min"), view.number("span_max") - sum(penalty[code] for code in set(factors)))
    return Span(accounts, limit, accounts > limit)
