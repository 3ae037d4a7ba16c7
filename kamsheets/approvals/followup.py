"""Following up issued forms: whose turn it is, until when, what is late, what stopped, what must be signed again.

States are those of the enumeration ``step_state``: 不需要 is not 同意, and a step is 待签 only when all before it are
done. 一票否决 ends a form at the first refusal, 等全部意见 waits until the whole step has spoken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kamsheets.approvals.calendar import due, late
from kamsheets.approvals.steps import VETO, share, signs
from kamsheets.core.finding import Place

NOT_STARTED, PENDING, NOT_NEEDED = "not_started", "pending", "not_needed"
AGREE, CONDITIONAL, DISAGREE, RESUBMIT = "agree", "conditional", "disagree", "resubmit"
SIGNED = frozenset({AGREE, CONDITIONAL})
REFUSED = frozenset({DISAGREE, RESUBMIT})
OPINIONS = SIGNED | REFUSED


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register: a step of an issued form, as it stands in the sheet."""

    form_no: str
    form: str
    subject: str
    issued: date | None
    step: int
    role: str
    person: str
    """Employee number of who is to sign; empty where the route names a role only."""
    name: str
    mode: str = "approve"
    days: int | None = None
    refusal: str = VETO
    state: str | None = None
    """As typed; None: blank."""
    signed: date | None = None
    signer: str = ""
    """Who signed in fact, where it was somebody else."""
    closure: str = ""
    """有条件同意: what became of the condition."""
    closed: date | None = None
    snapshot: str = ""
    place: Place = field(default=Place())
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """Person, or role where no person is named."""
        return self.name or self.person or self.role

    @property
    def key(self) -> str:
        """What tells one issued form from another: its number, or form and subject before it has one."""
        return self.form_no or f"{self.form} {self.subject}"

    def place_of(self, name: str) -> Place:
        """The cell of a column of this line."""
        return self.places.get(name, self.place)


@dataclass(frozen=True, slots=True)
class Followed:
    """A step with its state today."""

    entry: Entry
    state: str
    sent: date | None = None
    """When it came to this step."""
    due: date | None = None
    late: int = 0
    """Days over the deadline while it waits."""
    early: bool = False
    """Signed before the steps in front of it were done."""
    stops: bool = False
    """Its refusal ends the form."""


def follow(entries: Iterable[Entry], today: date, holidays: Mapping[date, bool], days: int) -> list[Followed]:
    """Every step of a register with its state on ``today``; ``days`` holds where the matrix names no deadline."""
    forms: dict[str, list[Entry]] = {}
    for entry in entries:
        forms.setdefault(entry.key, []).append(entry)
    return [followed for form in forms.values() for followed in _form(form, today, holidays, days)]


def _form(entries: list[Entry], today: date, holidays: Mapping[date, bool], days: int) -> list[Followed]:
    found: list[Followed] = []
    sent = next((entry.issued for entry in entries if entry.issued), None)
    waiting = stopped = False
    for group in _groups(entries):
        ending = _stopping(group)
        done = _done(group)
        turn = not (waiting or stopped)
        for entry in group:
            state = _state(entry, turn and not ending, any(entry in part and _agreed(part) for part in _parts(group)))
            last = due(sent, days if entry.days is None else entry.days, holidays) if turn and sent else None
            found.append(
                Followed(
                    entry,
                    state,
                    sent if turn else None,
                    last,
                    late(last, today, holidays) if last and state == PENDING and signs(entry.mode) else 0,
                    early=waiting and entry.state in OPINIONS,
                    stops=entry in ending,
                )
            )
        stopped = stopped or bool(ending)
        waiting = waiting or not done
        sent = max((e.signed for e in group if e.signed), default=sent)
    return found


def _groups(entries: list[Entry]) -> list[list[Entry]]:
    steps: dict[int, list[Entry]] = {}
    for entry in entries:
        steps.setdefault(entry.step, []).append(entry)
    return [steps[number] for number in sorted(steps)]


def _state(entry: Entry, turn: bool, settled: bool) -> str:
    """What is typed where it is an opinion, else what follows from the steps before; ``settled``: others sufficed."""
    if entry.state in OPINIONS or entry.state == NOT_NEEDED:
        return str(entry.state)
    if settled and share(entry.mode) is not None:
        return NOT_NEEDED
    return PENDING if turn else NOT_STARTED


def _done(group: Sequence[Entry]) -> bool:
    """Whether a step has all the signatures it needs; being told (知会) holds nothing up."""
    return all(_agreed(part) for part in _parts(group))


def _agreed(part: Sequence[Entry]) -> bool:
    agreed = sum(entry.state in SIGNED for entry in part)
    needed = share(part[0].mode)
    return agreed == len(part) if needed is None else agreed >= needed


def _parts(group: Sequence[Entry]) -> list[list[Entry]]:
    """The signers of a step, those of one 或签 or n/m together."""
    parts: dict[object, list[Entry]] = {}
    for i, entry in enumerate(group):
        if signs(entry.mode) and entry.state != NOT_NEEDED:
            key = i if share(entry.mode) is None else (entry.mode, entry.role)
            parts.setdefault(key, []).append(entry)
    return list(parts.values())


def _stopping(group: Sequence[Entry]) -> list[Entry]:
    """The refusals that end the form at this step: a veto at once, others when nobody's opinion is out any more."""
    refused = [entry for entry in group if entry.state in REFUSED]
    if not refused or _done(group):
        return []
    if any(entry.refusal == VETO for entry in refused):
        return refused
    return refused if all(entry.state in OPINIONS for part in _parts(group) for entry in part) else []
