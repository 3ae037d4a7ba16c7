"""The amounts a route was computed from, kept with the issued form: a change after a signature calls for a new one.

A snapshot is a line of text that Excel shows (``est_amount=3860000.00; expense_budget=42000.00``); the digest of it is
short enough to be printed on the form and compared by eye.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kamsheets.approvals.documents import Document
from kamsheets.core.money import yuan
from kamsheets.policy.view import PolicyView

_ENTRY = re.compile(r"\s*([\w.]+)=(-?\d+\.\d{2})\s*")
DIGEST_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Change:
    """An amount that differs from its snapshot; texts of two decimals, empty where it was or is not there."""

    name: str
    before: str
    now: str


def amounts(document: Document, view: PolicyView) -> dict[str, str]:
    """The amounts among a document's facts, as text of two decimals, by input."""
    facts = document.facts
    return {
        name: yuan(value)
        for name, value in sorted(facts.items())
        if isinstance(value, int) and view.inputs[name].kind == "money"
    }


def snapshot(document: Document, view: PolicyView) -> str:
    """The amounts of a document in one line."""
    return "; ".join(f"{name}={amount}" for name, amount in amounts(document, view).items())


def digest(document: Document, view: PolicyView) -> str:
    """Eight hexadecimal digits over form, subject and amounts."""
    content = f"{document.form}|{document.subject}|{snapshot(document, view)}"
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:DIGEST_LENGTH]


def changes(before: str, now: Mapping[str, str]) -> tuple[Change, ...]:
    """What differs between a snapshot and the amounts of today; what only one of them knows is no change."""
    entries = (match for part in before.split(";") if (match := _ENTRY.fullmatch(part)))
    kept = {match[1]: match[2] for match in entries}
    return tuple(Change(name, kept[name], now[name]) for name in kept if name in now and kept[name] != now[name])
