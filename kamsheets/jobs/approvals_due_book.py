"""The follow-up as a workbook: what waits for whom and until when, and every step of every form under way."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kamsheets.approvals.followup import OPINIONS, PENDING, Followed
from kamsheets.approvals.steps import signs
from kamsheets.core.messages import text
from kamsheets.jobs.approvals_book import Names, columns
from kamsheets.jobs.session import Session
from kamsheets.workbook.write import Book, Cell


def write(path: Path, followed: Sequence[Followed], changed: Mapping[str, object], session: Session) -> None:
    """Two sheets: 待签 by person and deadline, 在办表单 by form; ``changed`` are the forms to be signed again."""
    lang = session.lang
    names = Names.of(session)
    states = {choice.code: choice.label.of(lang) for choice in session.view.choices["step_state"]}
    with Book(path, lang, title=text("approvals.sheet.waiting", lang)) as book:
        title = text("approvals.sheet.waiting", lang)
        heads = columns(lang, "person", "emp_id", "due", "late", "form_no", "form", "subject", "step", "role", "sent")
        said = [text("approvals.line.waiting", lang, day=session.as_of)]
        book.sheet(
            title, heads, list(_waiting(followed, names)), title=title, lines=said, table="waiting", freeze_columns=2
        )
        title = text("approvals.sheet.forms", lang)
        heads = columns(
            lang,
            "form_no",
            "form",
            "subject",
            "step",
            "role",
            "person",
            "state",
            "again",
            "sent",
            "due",
            "late",
            "signed",
        )
        rows = list(_all(followed, changed, names, states, lang))
        said = [text("approvals.line.forms", lang)]
        book.sheet(title, heads, rows, title=title, lines=said, table="forms", freeze_columns=2)


def _waiting(followed: Sequence[Followed], names: Names) -> Iterator[list[object]]:
    """Whose turn it is, the latest first."""
    turns = [step for step in followed if step.state == PENDING and signs(step.entry.mode)]
    for step in sorted(turns, key=lambda step: (-step.late, step.due is None, step.due, step.entry.who)):
        entry = step.entry
        tone = "error" if step.late else ""
        late: object = Cell(step.late, "error") if step.late else None
        who = [entry.who, entry.person or None, Cell(step.due, tone), late]  # type: ignore[arg-type]
        role = names.roles.get(entry.role, entry.role)
        yield [*who, entry.form_no or None, names.form(entry.form), entry.subject, entry.step, role, step.sent]


def _all(
    followed: Sequence[Followed], changed: Mapping[str, object], names: Names, states: Mapping[str, str], lang: str
) -> Iterator[list[object]]:
    for step in followed:
        entry = step.entry
        again = entry.key in changed and entry.state in OPINIONS
        yield [
            entry.form_no or None,
            names.form(entry.form),
            entry.subject,
            entry.step,
            names.roles.get(entry.role, entry.role),
            entry.name or None,
            states.get(step.state, step.state),
            Cell(text("writing.yes", lang), "error") if again else None,
            step.sent,
            step.due,
            Cell(step.late, "error") if step.late else None,
            entry.signed,
        ]
