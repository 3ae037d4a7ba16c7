"""What lies in the folder of a month: each file by the sheets it holds, whatever it is called."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.forms.rows import find_header
from kamsheets.jobs import forms_dossier
from kamsheets.jobs.fields import catalogue_under
from kamsheets.policy.cells import spelling
from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView
from kamsheets.policy.workbook import sheet_columns
from kamsheets.workbook.rawbook import RawBook
from kamsheets.workbook.read import raw

LEADS, PIPELINE, BONUS, ACCOUNTS = "F1", "F2", ("F10a", "F10b", "F10d"), "F16a"


@dataclass
class Folder:
    """Files by what they are for; a file may serve several steps."""

    leads: list[Path] = field(default_factory=list)
    pipeline: list[Path] = field(default_factory=list)
    bonus: list[Path] = field(default_factory=list)
    dossiers: list[Path] = field(default_factory=list)
    accounts: list[Path] = field(default_factory=list)
    """Registers of key accounts: not of the month, they are reviewed by the quarter."""
    others: list[Path] = field(default_factory=list)
    """Files no step has a use for; they are named."""
    failures: list[KamError] = field(default_factory=list)

    @property
    def papers(self) -> list[Path]:
        """Files that documents to be signed come from, each once."""
        return list(dict.fromkeys([*self.pipeline, *self.bonus, *self.dossiers]))


def sort_out(files: Sequence[Path], view: PolicyView) -> Folder:
    """The files of a month; a policy workbook is in force already and is passed over."""
    found = Folder()
    for path in files:
        try:
            book = raw(path)
        except KamError as error:
            found.failures.append(error)
            continue
        if not is_policy(book):
            _sort(found, path, book, view)
    return found


def _sort(found: Folder, path: Path, book: RawBook, view: PolicyView) -> None:
    known = catalogue_under(view).lists()
    headers = [find_header(sheet.rows, known, sheet.name) for sheet in book.sheets]
    kinds = {header.form.id for header in headers if header}
    uses = [
        (found.leads, LEADS in kinds),
        (found.pipeline, PIPELINE in kinds),
        (found.bonus, bool(kinds.intersection(BONUS))),
        (found.accounts, ACCOUNTS in kinds),
        (found.dossiers, kinds <= forms_dossier.LISTS and forms_dossier.read(book, view) is not None),
    ]
    for group, serves in uses:
        if serves:
            group.append(path)
    if not any(serves for _, serves in uses):
        found.others.append(path)


def is_policy(book: RawBook) -> bool:
    """Whether a workbook is a company's policy, by the names of its sheets."""
    return len(_policy_sheets().intersection(spelling(sheet.name) for sheet in book.sheets)) > 1


@cache
def _policy_sheets() -> frozenset[str]:
    return frozenset(spelling(name) for name in sheet_columns(Policy.shipped()))
