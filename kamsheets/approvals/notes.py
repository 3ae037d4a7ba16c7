"""Remarks on a step of a route: why this person and not another. Values with codes; worded when they are shown."""

from dataclasses import dataclass
from datetime import timedelta

from kamsheets.core.messages import text
from kamsheets.policy.types import Delegation, Label, Person


@dataclass(frozen=True, slots=True)
class Note:
    """A remark: ``approvals.note.<code>`` in the catalogue, with its facts (labels go in whole, for both languages)."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    def told(self, lang: str) -> str:
        """The remark in ``lang``."""
        return text(f"approvals.note.{self.code}", lang, **dict(self.facts))

    def fact(self, name: str) -> object:
        """One of its facts; raises ``KeyError``."""
        return dict(self.facts)[name]


def note(code: str, **facts: object) -> Note:
    """A remark of a code with its facts."""
    return Note(code, tuple(facts.items()))


def delegated(delegation: Delegation, delegator: Person, delegate: Person) -> Note:
    """张三（代李四 2026-03-01 至 2026-03-10）: the last day shown is the last on which the delegation holds."""
    return note(
        "delegated",
        delegator=delegator.name,
        delegate=delegate.name,
        start=delegation.start,
        last=delegation.until - timedelta(days=1),
    )


def joined(labels: tuple[Label, ...]) -> Label:
    """Several names as one, in both languages."""
    return Label("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))
