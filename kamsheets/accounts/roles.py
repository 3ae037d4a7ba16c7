"""Buyer roles of three schemes as the four roles of the handbook (domain §6.8; S1, S3, H)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamsheets.accounts.relations import KeyPerson
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Buyer:
    """What a buyer role means in the handbook's own terms."""

    role: str | None
    """Code of ``dm_role``; None: the handbook has no such role (影响者)."""
    stance: str | None
    """Code of ``stance``: a coach (教练) is no role but stands for us."""


def buyer(code: str, view: PolicyView) -> Buyer:
    """The meaning of a code of ``buyer_role`` by its tags; raises ``ValueError`` for a code the policy lacks."""
    choice = view.choice("buyer_role", code)
    if choice is None:
        raise ValueError(f"no buyer role {code}")
    return Buyer(_tag(choice.tags, "dm_role", view), _tag(choice.tags, "stance", view))


def _tag(tags: Sequence[str], listing: str, view: PolicyView) -> str | None:
    return next((tag for tag in tags if view.choice(listing, tag)), None)


def roles_open(people: Sequence[KeyPerson], view: PolicyView) -> tuple[str, ...]:
    """Roles of the handbook nobody of an account is known to have."""
    held = {person.role for person in people}
    return tuple(choice.code for choice in view.choices["dm_role"] if choice.code not in held)
