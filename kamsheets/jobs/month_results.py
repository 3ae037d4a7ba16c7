"""Where the results of a month lie, and those of the month before: the months of one folder follow on each other."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kamsheets.core.messages import LANGUAGES, text
from kamsheets.jobs import forms_register

KEPT = (forms_register.FILE, Path(forms_register.GIVEN).parent.name)
"""What printing needs of an earlier run: issued numbers and what was issued."""


@dataclass(frozen=True)
class Results:
    """The result folder of one month, its names in one language."""

    folder: Path
    month: str
    """Year and month, ``2026-06``."""
    lang: str

    @property
    def report(self) -> Path:
        """The report workbook."""
        return self._path("month.report")

    @property
    def forms(self) -> Path:
        """The printed forms."""
        return self._path("month.forms")

    @property
    def graded(self) -> Path:
        """The lead sheets with their grades."""
        return self._path("month.details") / text("month.file.leads", self.lang)

    def file(self, name: str) -> Path:
        """What a step writes: rollup, brief, routes, split, release."""
        return self._path("month.details") / text(f"month.file.{name}", self.lang, month=self.month)

    def _path(self, code: str) -> Path:
        return self.folder / text(code, self.lang, month=self.month)


def earlier(folder: Path, day: date) -> Results | None:
    """The results in ``folder`` of the latest month before ``day``, in whatever language they were made."""
    before = [one for lang in LANGUAGES for one in _all(folder, lang) if one.month < f"{day:%Y-%m}"]
    return max(before, key=lambda one: one.month, default=None)


def _all(folder: Path, lang: str) -> Iterator[Results]:
    shape = re.escape(text("month.folder", lang, month="@")).replace("@", r"(\d{4}-\d{2})")
    for child in sorted(folder.iterdir()):
        named = re.fullmatch(shape, child.name)
        if named and child.is_dir():
            yield Results(child, named[1], lang)


def keep_numbers(old: Path, new: Path) -> None:
    """Issued numbers go over into the new folder of forms: a form printed again keeps its number, none is reused."""
    for path in (old / name for name in KEPT):
        if path.is_dir():
            shutil.copytree(path, new / path.name)
        elif path.exists():
            new.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / path.name)
