"""Where a macro comes in: the workbook it is for, the day, the settings. The only place that asks the clock."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kamsheets.core.errors import UsageError
from kamsheets.core.messages import DEFAULT_LANGUAGE, text
from kamsheets.jobs.policy_source import load
from kamsheets.jobs.session import Session

if TYPE_CHECKING:
    from xlwings import Book

LOG = Path.home() / ".kamsheets" / "macros.log"
"""Where the details of a failure go."""


def today() -> date:
    """The day of the run."""
    return date.today()


def caller() -> "Book":
    """The workbook whose button or ribbon started this process."""
    import xlwings

    return xlwings.Book.caller()


def attach(name: str | None, path: Path | None, lang: str = DEFAULT_LANGUAGE) -> "Book":
    """An open workbook by its name, a file opened in Excel, or the active workbook.

    Raises ``UsageError`` when Excel does not run or has no such workbook.
    """
    import xlwings

    try:
        if path is not None:
            return xlwings.Book(str(path))
        if name is not None:
            return xlwings.books[name]
        book = xlwings.books.active
    except (KeyError, xlwings.XlwingsError, AttributeError) as error:
        raise _no_book(name or path, lang) from error
    if book is None:
        raise _no_book(None, lang)
    return book


def _no_book(wanted: str | Path | None, lang: str) -> UsageError:
    code = "macros.no_book" if wanted else "macros.no_active"
    return UsageError(reason=text(code, lang, name=wanted))


def session(book: "Book", lang: str = DEFAULT_LANGUAGE) -> Session:
    """The settings of a macro: the policy.xlsx beside the workbook, else the shipped policy. Raises ``PolicyError``."""
    return Session(load(None, _where(book)), today(), lang)


def folder(book: "Book") -> Path | None:
    """The folder of the workbook, None for one that was never saved or lies in the cloud."""
    path = _where(book)
    return path.parent if path else None


def _where(book: "Book") -> Path | None:
    """The workbook's file, when it lies on a disk; one in the cloud has an address instead of a folder."""
    with suppress(OSError, ValueError):
        path = Path(book.fullname)
        if path.is_absolute() and path.parent.is_dir():
            return path
    return None
