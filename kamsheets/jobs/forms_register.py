"""编号台账: which number every printed form has, kept in a workbook beside the forms (domain §5.1).

A number is form, region, month and a counter of three digits; it is issued once and never again, also after it was
voided. People may write into the columns 状态 and 作废原因; everything else is ours. One writer at a time (a lock).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.formats import dates
from kamsheets.forms.headers import normalise
from kamsheets.jobs import outputs
from kamsheets.workbook.read import raw
from kamsheets.workbook.write import Book, Col, Kind

FILE = "编号台账.xlsx"
ISSUED, VOID = "issued", "void"
COLUMNS = (
    "form",
    "number",
    "region",
    "subject",
    "title",
    "first",
    "last",
    "times",
    "check",
    "file",
    "state",
    "reason",
)
KINDS: Mapping[str, Kind] = {"title": "text", "reason": "text", "first": "date", "last": "date", "times": "int"}
_TAIL = re.compile(r"-(\d{3,})$")


class RegisterBusyError(KamError):
    """The register is being written by somebody else, or open in Excel; ``path``."""

    code = "E051"


@dataclass(frozen=True, slots=True)
class Entry:
    """One issued number. ``subject`` tells what it was issued for, so that the same form finds it again."""

    form: str
    number: str
    region: str
    subject: str
    title: str = ""
    first: date | None = None
    last: date | None = None
    times: int = 0
    check: str = ""
    file: str = ""
    state: str = ISSUED
    reason: str = ""


@dataclass
class Register:
    """The numbers of one output folder."""

    folder: Path
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The workbook."""
        return self.folder / FILE

    def known(self, form: str, subject: str) -> Entry | None:
        """The valid number that a form of this subject has already."""
        hits = (e for e in self.entries if e.form == form and e.subject == subject and e.state != VOID)
        return next(hits, None)

    def free(self, form: str, region: str, day: date, wanted: str = "") -> str:
        """A number nobody has: ``wanted`` (it stands in the form already) when it is free, else the next one."""
        taken = {entry.number for entry in self.entries}
        if wanted and wanted not in taken:
            return wanted
        prefix = f"{form}-{region}-{day:%Y%m}-"
        used = [int(m[1]) for number in taken if number.startswith(prefix) and (m := _TAIL.search(number))]
        return f"{prefix}{max(used, default=0) + 1:03d}"

    def enter(self, entry: Entry) -> None:
        """Put an entry in, in place of an earlier one of its number."""
        kept = [other for other in self.entries if other.number != entry.number]
        at = next((k for k, other in enumerate(self.entries) if other.number == entry.number), len(kept))
        self.entries = [*kept[:at], entry, *kept[at:]]

    def void(self, number: str, reason: str) -> None:
        """A number that was issued and holds no form."""
        entry = next(entry for entry in self.entries if entry.number == number)
        self.enter(replace(entry, state=VOID, reason=reason))

    def save(self, lang: str) -> Path:
        """Write the workbook; raises ``RegisterBusyError`` when it is open elsewhere."""
        columns = [Col(label(name, lang), KINDS.get(name, "code")) for name in COLUMNS]
        rows = [[_shown(entry, name, lang) for name in COLUMNS] for entry in self.entries]

        def write(target: Path) -> None:
            with Book(target, lang, title=label("sheet", lang)) as book:
                book.sheet(label("sheet", lang), columns, rows, title=label("sheet", lang), lines=[label("rule", lang)])

        try:
            return outputs.place(self.path, write, force=True)
        except PermissionError as error:
            raise RegisterBusyError(path=str(self.path)) from error


def label(name: str, lang: str) -> str:
    """What a column or text of the register is called."""
    return text(f"forms.register.{name}", lang)


def _shown(entry: Entry, name: str, lang: str) -> object:
    value = getattr(entry, name)
    return label(value, lang) if name == "state" else value


@contextmanager
def opened(folder: Path) -> Iterator[Register]:
    """The register of a folder, locked while it is used; raises ``RegisterBusyError``, ``UnreadableFileError``."""
    from filelock import FileLock, Timeout

    (folder / ".kam").mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".kam" / "register.lock", timeout=30):
            yield load(folder)
    except Timeout as error:
        raise RegisterBusyError(path=str(folder / FILE)) from error


def load(folder: Path) -> Register:
    """The register as it stands; empty where none was written. A doubled number is a finding."""
    register = Register(folder)
    if not register.path.is_file():
        return register
    sheet = next(iter(raw(register.path).sheets), None)
    rows = sheet.rows if sheet else ()
    head, places = _header(rows)
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {name: row[k] if k < len(row) else None for name, k in places.items()}
        if not cells.get("number"):
            continue
        entry = _entry(cells)
        if any(entry.number == other.number for other in register.entries):
            place = Place(FILE, sheet.name if sheet else "", f"{number}:{number}")
            register.findings.append(finding("DC24", place, entry.number))
        register.entries.append(entry)
    return register


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    wanted = {normalise(label(name, lang)).key: name for name in COLUMNS for lang in LANGUAGES}
    for i, row in enumerate(rows):
        found = {wanted[key]: k for k, cell in enumerate(row) if (key := normalise(str(cell or "")).key) in wanted}
        if "number" in found and "form" in found:
            return i, found
    return len(rows), {}


def _entry(cells: dict[str, object]) -> Entry:
    words = {name: "" if cells.get(name) is None else str(cells[name]).strip() for name in COLUMNS}
    void = words["state"] in {label(VOID, lang) for lang in LANGUAGES} | {VOID}
    times = int(words["times"]) if words["times"].isdigit() else 0
    first, last = (_day(cells.get(name)) for name in ("first", "last"))
    plain = {name: words[name] for name in ("form", "number", "region", "subject", "title", "check", "file", "reason")}
    return Entry(**plain, first=first, last=last, times=times, state=VOID if void else ISSUED)


def _day(cell: object) -> date | None:
    try:
        return dates.parse(cell) if cell else None
    except ValueError:
        return None
