"""The signature block of a form: one row a signer, in order, with empty boxes only (domain §3.2 rule 5, §7.9)."""

from dataclasses import dataclass

from kamsheets.approvals.notes import Note
from kamsheets.approvals.route import Route
from kamsheets.approvals.steps import signs
from kamsheets.approvals.together import RouteStep
from kamsheets.approvals.trace import basis
from kamsheets.core.messages import text
from kamsheets.policy.types import Label, Role

ON_BEHALF = frozenset({"delegated", "own", "vacant", "unnamed", "away", "short"})
"""Remarks that are printed under the signer: he signs in somebody's stead."""


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One box of the block."""

    role_label: str
    """Role that signs, in the language of the form."""
    person: str
    """Name of the signer; empty where the policy has no people sheet."""
    on_behalf_of: str
    """代李四 2026-03-01 至 2026-03-10, 上级代审 …; empty: for himself."""
    mode: str
    """Code of the enumeration ``approval_mode``."""
    step: int
    basis: str
    """依据 审批矩阵 第n行."""


def signature_block(route: Route, roles: tuple[Role, ...], lang: str = "zh") -> tuple[SignatureRow, ...]:
    """The boxes to sign; nothing while a block stops the document. ``roles`` give the names, in ``lang``."""
    return () if route.blocks else _rows([step for step in route.steps if signs(step.mode)], roles, lang)


def copies(route: Route, roles: tuple[Role, ...], lang: str = "zh") -> tuple[SignatureRow, ...]:
    """Those who are told of the document (知会, 抄送), for the foot of the form."""
    return _rows([step for step in route.steps if not signs(step.mode)], roles, lang)


def _rows(steps: list[RouteStep], roles: tuple[Role, ...], lang: str) -> tuple[SignatureRow, ...]:
    names = {role.code: role.label for role in roles}
    return tuple(
        SignatureRow(
            names.get(step.role, Label(step.role, step.role)).of(lang),
            step.person.name if step.person else "",
            in_stead(step.notes, lang),
            step.mode,
            step.step,
            basis(step.rows, lang),
        )
        for step in steps
    )


def in_stead(notes: tuple[Note, ...], lang: str) -> str:
    """For whom, and why, somebody else signs; empty when nobody does."""
    said = [note.told(lang) for note in notes if note.code in ON_BEHALF]
    moved = any(note.code != "delegated" for note in notes if note.code in ON_BEHALF)
    heading = [text("approvals.by_superior", lang)] if moved else []
    return ("；" if lang == "zh" else "; ").join([*heading, *said])
