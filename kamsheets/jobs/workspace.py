"""``init``: blank workbooks and the policy, for a company that starts."""

import shutil
from functools import partial
from pathlib import Path

from kamsheets.core.messages import text
from kamsheets.jobs import excel_build
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.outputs import of, place
from kamsheets.jobs.session import Session
from kamsheets.workbook import template_books, templates


def init_workspace(folder: Path, session: Session, *, macros: bool = False) -> Outcome:
    """The blank workbooks in ``folder``; in English they are made anew, in Chinese the shipped ones are copied.

    ``macros``: a workbook with buttons beside them.

    Raises ``OutputExistsError`` before anything is written when one of them is there already.
    """
    names = list(template_books.BOOKS)
    targets = {name: folder / f"{name}.xlsx" for name in names}
    for target in targets.values():
        _refuse(target, session)
    buttons = folder / f"{text('macros.buttons.file', session.lang)}.xlsm"
    if macros:
        _refuse(buttons, session)
    for name, target in targets.items():
        place(target, partial(_make, name, session), force=session.force)
    made = list(targets.values())
    if macros:
        made.append(place(buttons, of(excel_build.buttons_book(session.lang)), force=session.force))
    lines = [text("workspace.init.line", session.lang, count=len(made), folder=folder)]
    return Outcome(summary={"files": len(made)}, outputs=made, lines=lines)


def _refuse(target: Path, session: Session) -> None:
    from kamsheets.core.errors import OutputExistsError

    if target.exists() and not session.force:
        raise OutputExistsError(path=str(target))


def _make(name: str, session: Session, target: Path) -> None:
    if session.lang == "zh":
        shutil.copyfile(templates.find(name), target)
    else:
        template_books.build(name, target, session.policy, session.lang)
