"""The review workbook of ``forms read``: each difference in three versions, a column to accept it; signatures apart."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamsheets.core.messages import text as say
from kamsheets.document.compare import Verdict
from kamsheets.jobs.session import Session
from kamsheets.workbook.write import Book, Col

if TYPE_CHECKING:
    from kamsheets.jobs.forms_read import Compared

OPEN = frozenset(Verdict) - {Verdict.SAME, Verdict.ACCEPTED}
"""What a person has to look at."""
LINES = ("file", "number", "form", "field", "issued", "now", "returned", "layer", "verdict", "accept")
SIGNED = ("file", "number", "form", "role", "opinion", "name", "day")


def write(target: Path, done: Sequence["Compared"], session: Session) -> None:
    """Write the workbook."""
    lang = session.lang

    def label(name: str) -> str:
        return say(f"forms.review.{name}", lang)

    yes_no = (say("document.yes", lang), say("document.no", lang))
    columns = [Col(label(name), choices=yes_no if name == "accept" else ()) for name in LINES]
    rows = [
        (
            one.path.name, one.returned.serial, one.returned.form.label(lang), line.label, line.issued,
            "" if line.now is None else line.now,
            " ≠ ".join(filter(None, (line.returned, line.other))), label(line.layer or "none"),
            label(line.verdict.value), "",
        )
        for one in done
        for line in one.lines
        if line.verdict in OPEN
    ]  # fmt: skip
    signed = [
        (one.path.name, one.returned.serial, one.returned.form.label(lang), box.role, box.opinion, box.name, box.day)
        for one in done
        for box in one.returned.signatures
    ]
    with Book(target, lang, title=label("title"), result=True) as book:
        book.sheet(label("sheet"), columns, rows, title=label("title"), lines=[label("rule")])
        book.sheet(label("signed"), [Col(label(name)) for name in SIGNED], signed)
