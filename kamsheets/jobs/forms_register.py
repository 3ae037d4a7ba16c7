"""编号台账: which number every printed form has, kept in a workbook beside the forms (domain §5.1).

A number is form, region, month and a counter of three digits; it is issued once and never again, also after it was
voided. People may write into the columns 状态 and 作废原因; everything else is ours. One writer at a time (a lock).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from kamsheets.core.errors import KamError, UnreadableFileError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import DEFAULT_LANGUAGE, LANGUAGES, text
from kamsheets.formats import dates
from kamsheets.forms.headers import normalise
from kamsheets.jobs import outputs
from kamsheets.workbook.read import raw
from kamsheets.workbook.write import Book, Col, Kind

FILE = "编号台账.xlsx"
GIVEN = ".kam/numbers.json"
"""Every number given out: what the register lost is not given out again."""
TOLD = 8
"""Deleted numbers named; the others are counted."""
LOCK, LOCK_SECONDS = ".kam/register.lock", 30
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
_COUNTED = re.compile(r"(.+-)(\d{3,})")


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
    findings: list[Finding] = field(default_factory=list)
    issued: set[str] = field(default_factory=set)
    """Every number that was ever given out, also those whose row somebody deleted."""
    _rows: dict[str, Entry] = field(default_factory=dict)
    _doubled: list[Entry] = field(default_factory=list)
    """Rows with a number that another row has: kept, and not used."""
    _before: dict[str, Entry] = field(default_factory=dict)
    """Entries that this run has changed, as they were."""
    _last: dict[str, int] = field(default_factory=dict)
    """The highest counter by what stands before it."""

    def __post_init__(self) -> None:
        for number in self.issued:
            self._count(number)

    @property
    def entries(self) -> list[Entry]:
        """All rows, in the order of the sheet."""
        return [*self._rows.values(), *self._doubled]

    @property
    def path(self) -> Path:
        """The workbook."""
        return self.folder / FILE

    @cached_property
    def _subjects(self) -> dict[tuple[str, str], str]:
        """Form and subject -> valid number; the first when a hand gave it two."""
        valid = [entry for entry in self._rows.values() if entry.state != VOID]
        return {(entry.form, entry.subject): entry.number for entry in reversed(valid)}

    def known(self, form: str, subject: str) -> Entry | None:
        """The valid number that a form of this subject has already."""
        number = self._subjects.get((form, subject))
        return self._rows[number] if number else None

    def free(self, form: str, region: str, day: date, wanted: str = "") -> str:
        """A number nobody has: ``wanted`` (it stands in the form already) when it is free, else the next one."""
        if wanted and wanted not in self.issued:
            return wanted
        prefix = f"{form}-{region}-{day:%Y%m}-"
        return f"{prefix}{self._last.get(prefix, 0) + 1:03d}"

    def enter(self, entry: Entry) -> None:
        """Put an entry in, in place of an earlier one of its number."""
        if entry.number in self._rows:
            self._before.setdefault(entry.number, self._rows[entry.number])
        self._put(entry)

    def read(self, entry: Entry) -> bool:
        """Take a row over as it stands in the sheet; False when its number stood there before."""
        if entry.number in self._rows:
            self._doubled.append(entry)
            return False
        self._put(entry)
        return True

    def _put(self, entry: Entry) -> None:
        self._rows[entry.number] = entry
        self.issued.add(entry.number)
        self._count(entry.number)
        self.__dict__.pop("_subjects", None)

    def _count(self, number: str) -> None:
        if found := _COUNTED.fullmatch(number):
            self._last[found[1]] = max(self._last.get(found[1], 0), int(found[2]))

    def void(self, number: str, reason: str) -> None:
        """A number that was issued and holds no form."""
        self.enter(replace(self._rows[number], state=VOID, reason=reason))

    def take_back(self, number: str, reason: str) -> None:
        """A print that came to nothing: the entry is as before this run, or void when it was the first."""
        if number in self._before:
            self.enter(self._before[number])
        else:
            self.void(number, reason)

    def save(self, lang: str) -> Path:
        """Write the workbook; raises ``RegisterBusyError`` when it is open elsewhere."""
        columns = [Col(label(name, lang), KINDS.get(name, "code")) for name in COLUMNS]
        rows = [[_shown(entry, name, lang) for name in COLUMNS] for entry in self.entries]

        def write(target: Path) -> None:
            with Book(target, lang, title=label("sheet", lang)) as book:
                book.sheet(label("sheet", lang), columns, rows, title=label("sheet", lang), lines=[label("rule", lang)])

        given = json.dumps(sorted(self.issued), ensure_ascii=False, indent=0).encode()
        try:
            outputs.place(self.folder / GIVEN, outputs.of(given), force=True)
            return outputs.place(self.path, write, force=True)
        except outputs.OutputRefusedError as error:
            raise RegisterBusyError(path=str(self.path)) from error


def label(name: str, lang: str) -> str:
    """What a column or text of the register is called."""
    return text(f"forms.register.{name}", lang)


def _shown(entry: Entry, name: str, lang: str) -> object:
    value = getattr(entry, name)
    return label(value, lang) if name == "state" else value


@contextmanager
def opened(folder: Path) -> Iterator[Register]:
    """The register of a folder, locked while it is used.

    Raises ``RegisterBusyError``, ``UnreadableFileError``, ``outputs.OutputRefusedError``.
    """
    from filelock import FileLock, Timeout

    path = folder / LOCK
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise RegisterBusyError(path=str(folder / FILE)) from error
    except OSError as error:
        raise outputs.OutputRefusedError(path=str(folder), reason=error.strerror or str(error)) from error
    try:
        yield load(folder)
    finally:
        lock.release()


def load(folder: Path) -> Register:
    """The register as it stands; empty where none was written. A doubled or deleted number is a finding."""
    register = Register(folder, issued=_given(folder / GIVEN))
    sheet = next(iter(raw(register.path).sheets), None) if register.path.is_file() else None
    _read(register, sheet.name if sheet else "", sheet.rows if sheet else ())
    if deleted := sorted(register.issued.difference(entry.number for entry in register.entries)):
        place = Place(FILE, sheet.name if sheet else "")
        register.findings.append(finding("DC26", place, _some(deleted), count=len(deleted)))
    return register


def _given(path: Path) -> set[str]:
    try:
        return set(json.loads(path.read_text("utf-8"))) if path.is_file() else set()
    except ValueError as error:
        raise UnreadableFileError(file=str(path), reason=label("damaged", DEFAULT_LANGUAGE)) from error


def _some(numbers: Sequence[str]) -> str:
    return "、".join(numbers[:TOLD]) + (" …" if len(numbers) > TOLD else "")


def _read(register: Register, sheet: str, rows: Sequence[Sequence[object]]) -> None:
    head, places = _header(rows)
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {name: row[k] if k < len(row) else None for name, k in places.items()}
        if not cells.get("number"):
            continue
        entry = _entry(cells)
        if not register.read(entry):
            register.findings.append(finding("DC24", Place(FILE, sheet, f"{number}:{number}"), entry.number))


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
