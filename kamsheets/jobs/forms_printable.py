"""What can be printed: a record with what it is about, where it was read, and how its file will be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place
from kamsheets.document.record import Record
from kamsheets.forms.catalogue import Form


@dataclass(frozen=True)
class Printable:
    """One form of one project, region or person."""

    code: str
    """Form code, or the code of a form without one (``templates.STATEMENT``)."""
    form: Form
    record: Record
    subject: str
    """What its number is issued for: the project, the region and month, the member and month."""
    region: str
    title: str
    """For people: customer, region or person, in the file's name."""
    source: Path
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)
    """Cells of the fields."""
    number: str = ""
    """A number that stands in the form already."""
    project_no: str = ""
    faulty: bool = False
    """A cell of it could not be read: it may be printed as a draft only, the finding says which."""


@dataclass
class Harvest:
    """All printables of a run, with what is to be said of the files they come from."""

    printables: list[Printable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)

    def add(self, other: "Harvest") -> None:
        """Take over what another source gave."""
        self.printables += other.printables
        self.findings += other.findings
        self.failures += other.failures
