"""Where a macro comes in: the workbook it is for, the day, the settings. The only place that asks the clock."""

import os
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kamsheets.approvals.route import Router
from kamsheets.core.errors import UsageError
from kamsheets.core.messages import DEFAULT_LANGUAGE, LANGUAGES, text
from kamsheets.jobs.excel_install import Machine
from kamsheets.jobs.excel_places import LANGUAGE
from kamsheets.jobs.policy_source import CONFIGURED, chosen, load
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView

if TYPE_CHECKING:
    from xlwings import Book, Range

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
    """The settings of a macro; raises ``PolicyError``, ``UnreadableFileError``."""
    return Session(load(policy_file(book), None), today(), lang)


def policy_file(book: "Book | None") -> Path | None:
    """The file of the policy for a workbook, chosen as on the command line; None: the shipped policy."""
    return chosen(None, _where(book) if book else None, os.environ.get(CONFIGURED))


def language() -> str:
    """The language of worksheet functions: KAMSHEETS_LANG, else that of the add-in, else Chinese."""
    wanted = os.environ.get("KAMSHEETS_LANG") or _configuration().get(LANGUAGE)
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


@cache
def _configuration() -> Mapping[str, str]:
    """The configuration file of the add-in; nothing on a system without Excel."""
    machine = Machine()
    with suppress(UsageError):
        return machine.settings(machine.places(DEFAULT_LANGUAGE).conf)
    return {}


@dataclass(frozen=True)
class Desk:
    """What worksheet functions work with."""

    view: PolicyView
    router: Router
    lang: str


def desk(cell: "Range | None") -> Desk:
    """The desk for a calling cell, None when no cell calls; raises ``PolicyError``, ``UnreadableFileError``."""
    path = policy_file(cell.sheet.book if cell is not None else None)
    state = path.stat() if path and path.is_file() else None
    return _desk(path, (state.st_mtime_ns, state.st_size) if state else None, today(), language())


@lru_cache(maxsize=8)
def _desk(path: Path | None, state: object, day: date, lang: str) -> Desk:
    """Made once for a state of the policy workbook and a day."""
    view = (load(path, None) if path else Policy.shipped()).as_of(day)
    return Desk(view, Router.of(view), lang)


def log_failure() -> None:
    """The traceback of what just went wrong into the log."""
    with suppress(OSError):
        LOG.parent.mkdir(parents=True, exist_ok=True)
        LOG.write_text(traceback.format_exc(), encoding="utf-8")


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
