"""What a person has to do about forms under way: remind, close a condition, sign again, correct the register."""

from collections.abc import Iterable, Iterator, Mapping

from kamsheets.approvals.followup import CONDITIONAL, OPINIONS, SIGNED, Entry, Followed
from kamsheets.approvals.notes import joined
from kamsheets.approvals.snapshot import Change, changes
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.policy.types import Label
from kamsheets.policy.view import PolicyView


def followup_findings(followed: Iterable[Followed], view: PolicyView) -> list[Finding]:
    """All findings on a register, in its order."""
    steps = list(followed)
    found = [finding("AP46", Place())] if steps and not view.holidays else []
    return found + [problem for step in steps for problem in _of(step, view)]


def _of(step: Followed, view: PolicyView) -> Iterator[Finding]:
    entry = step.entry
    facts: dict[str, object] = {"form_no": entry.key, "step": entry.step, "who": entry.who}
    if step.late:
        yield finding("AP40", entry.place, "", None, late=step.late, due=step.due, **facts)
    if entry.state == CONDITIONAL and not (entry.closure and entry.closed):
        yield finding("AP42", entry.place_of("closure"), entry.closure, None, **facts)
    if step.early:
        yield finding("AP43", entry.place_of("signed"), entry.signed, None, **facts)
    if entry.state in OPINIONS and entry.signed is None:
        yield finding("AP44", entry.place_of("signed"), "", None, **facts)
    if step.stops:
        labels = {choice.code: choice.label for choice in view.choices["step_state"]}
        yield finding("AP45", entry.place, "", None, opinion=labels[str(entry.state)], **facts)
    if entry.signer and not _is(entry.signer, entry):
        yield finding("AP47", entry.place_of("signer"), "", None, signer=entry.signer, **facts)


def _is(signer: str, entry: Entry) -> bool:
    """Whether the name or number typed as signer is that of the person routed."""
    return any(part and part in [*signer.split(), signer] for part in (entry.person, entry.name))


def stale(entries: Iterable[Entry], now: Mapping[tuple[str, str], Mapping[str, str]]) -> dict[str, tuple[Change, ...]]:
    """Issued forms with a signature whose amounts are different ``now``, by ``Entry.key``.

    ``now`` holds the amounts of today's documents by (form, subject), as ``snapshot.amounts`` gives them.
    """
    found: dict[str, tuple[Change, ...]] = {}
    for entry in entries:
        if entry.state in SIGNED and (entry.form, entry.subject) in now:
            changed = changes(entry.snapshot, now[entry.form, entry.subject])
            if changed:
                found[entry.key] = changed
    return found


def stale_findings(
    entries: Iterable[Entry], changed: Mapping[str, tuple[Change, ...]], view: PolicyView
) -> list[Finding]:
    """One finding a form that must be signed again, at its first signature."""
    found: dict[str, Finding] = {}
    for entry in entries:
        if entry.key in changed and entry.key not in found and entry.state in SIGNED:
            told = joined(tuple(_told(change, view) for change in changed[entry.key]))
            found[entry.key] = finding("AP41", entry.place, "", None, form_no=entry.key, changes=told)
    return list(found.values())


def _told(change: Change, view: PolicyView) -> Label:
    entry = view.inputs.get(change.name)
    name = entry.label if entry else Label(change.name, change.name)
    return Label(f"{name.zh} {change.before} → {change.now}", f"{name.en} {change.before} → {change.now}")
