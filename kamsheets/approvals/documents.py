"""What is routed: one form of one project, with the facts its approval depends on and the cells they stand in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kamsheets.approvals.conditions import Value
from kamsheets.core.finding import Place


@dataclass(frozen=True, slots=True)
class Document:
    """A form to be signed, or the row of a register that stands for it."""

    form: str
    """Form code such as JTF-002."""
    subject: str
    """What the document is about: the project number, or the lead number before there is a project."""
    region: str | None = None
    facts: Mapping[str, Value | None] = field(default_factory=dict)
    """Inputs of the approval matrix by name: fen, ``Fraction``, int, bool or code; a missing one is not known."""
    submitters: tuple[str, ...] = ()
    """Employee numbers of those whose document it is: none of them may approve it (domain §3.2 rule 3)."""
    named: Mapping[str, str] = field(default_factory=dict)
    """Employee numbers by role that the document itself names, such as the leader of this project's team."""
    number: str = ""
    """编号 of the issued form; empty before it is printed."""
    place: Place = field(default=Place())
    """The row or block it was read from."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Cells of the facts that have one."""

    def place_of(self, name: str) -> Place:
        """The cell of a fact; the whole document when the fact has no cell of its own."""
        return self.places.get(name, self.place)
