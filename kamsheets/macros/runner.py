"""Runs a macro: owns the workbook, shows progress, ends with one sentence; details of a failure go to the log."""

from typing import TYPE_CHECKING

from kamsheets.core.errors import KamError
from kamsheets.core.messages import DEFAULT_LANGUAGE, text
from kamsheets.macros import door
from kamsheets.macros.actions import MACROS
from kamsheets.macros.report import Report

if TYPE_CHECKING:
    from xlwings import Book

EXCEL_REFUSES = frozenset({"com_error", "CommandError"})
"""What pywin32 and appscript raise when Excel says no: protected sheet, cell being edited, dialog that is open."""


def run(action: str, lang: str = DEFAULT_LANGUAGE) -> None:
    """What the VBA of the add-in calls: the macro ``action`` on the workbook in front, in the add-in's language."""
    perform(action, door.caller(), lang)


def perform(action: str, book: "Book", lang: str) -> Report | None:
    """The macro ``action`` on ``book``, with one sentence at the end; None when it failed."""
    app = book.app
    app.status_bar = text("macros.said.working", lang, action=text(f"macros.{action}", lang))
    app.screen_updating = False
    try:
        report = MACROS[action](book, door.session(book, lang))
    except KamError as error:
        _say(book, error.message(lang), lang)
        return None
    except Exception as error:
        door.log_failure()
        refused = type(error).__name__ in EXCEL_REFUSES
        _say(book, text("macros.said.refused" if refused else "macros.said.failed", lang, log=door.LOG), lang)
        return None
    finally:
        app.screen_updating = True
        app.status_bar = False
    if report.line:
        _say(book, report.line, lang)
    return report


def _say(book: "Book", words: str, lang: str) -> None:
    book.app.alert(words, title=text("macros.tab", lang))
