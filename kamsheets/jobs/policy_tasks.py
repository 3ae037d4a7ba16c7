"""``policy check`` and ``policy show``: what a policy workbook says, and what holds on a day."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kamsheets.core.errors import UnreadableFileError
from kamsheets.core.finding import Finding, Severity
from kamsheets.core.messages import text
from kamsheets.core.money import grouped, yuan
from kamsheets.jobs.inputs import expand
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.policy_source import inspect
from kamsheets.jobs.session import Session
from kamsheets.policy.cells import nearest, write
from kamsheets.policy.errors import UnknownKeyError
from kamsheets.policy.types import Value


def check_policy(arguments: Sequence[str | Path], session: Session) -> Outcome:
    """All there is to say about policy workbooks, with sheet and cell; the session's own policy plays no part."""
    findings: list[Finding] = []
    failures: list[UnreadableFileError] = []
    files = expand(arguments, lang=session.lang)
    for done, path in enumerate(files, 1):
        try:
            findings += inspect(path)[1]
        except UnreadableFileError as error:
            failures.append(error)
        session.progress(done, len(files))
    refused = {found.place.file for found in findings if found.severity is Severity.ERROR}
    summary = {"files": len(files), "accepted": len(files) - len(failures) - len(refused), "refused": len(refused)}
    lines = [text("jobs.policy.checked", session.lang, **summary)]
    return Outcome(findings, summary, failures=failures, lines=lines)


def show_policy(key: str | None, session: Session) -> Outcome:
    """One key, or all keys, with value, unit, source and first day; raises ``UnknownKeyError``."""
    values = session.view.values
    if key is not None and key not in values:
        raise UnknownKeyError(key=key, near=nearest(key, {name: name for name in values}) or next(iter(values)))
    chosen = list(values.values()) if key is None else [values[key]]
    lines = [_line(value, session) for value in chosen]
    return Outcome(
        summary={"keys": len(chosen), "day": session.as_of},
        data={"values": [_row(value, session) for value in chosen]},
        lines=lines,
    )


def _row(value: Value, session: Session) -> Mapping[str, object]:
    """A value as a row of ``--json``: exact numbers as text, shares in percent, amounts with two decimals."""
    parts = value.value if isinstance(value.value, tuple) else (value.value,)
    exact = [_exact(value, part) for part in parts]
    return {
        "key": value.key,
        "name": value.label.of(session.lang),
        "value": exact if isinstance(value.value, tuple) else exact[0],
        "unit": value.unit,
        "since": value.source.since,
        "source": value.source.text,
        "reference": value.reference,
        "note": value.note.of(session.lang),
    }


def _exact(value: Value, part: object) -> object:
    kind = value.kind.removesuffix("_list")
    if kind == "money" and isinstance(part, int):
        return yuan(part)
    return str(write(kind, part)) if kind in ("rate", "dec") and part is not None else part


def _line(value: Value, session: Session) -> str:
    """A value in one line: key, name, value with unit, first day and source, note."""
    lang = session.lang
    parts = value.value if isinstance(value.value, tuple) else (value.value,)
    shown = "、".join(_spoken(value, part, session) for part in parts)
    unit = value.unit if lang == "zh" else session.policy.units.get(value.unit, value.unit)
    facts = {"key": value.key, "name": value.label.of(lang), "value": f"{shown} {unit}".strip()}
    source = text("jobs.policy.source", lang, since=value.source.since, source=value.source.text)
    note = text("jobs.policy.reference", lang) if value.reference else value.note.of(lang)
    return "  ".join(part for part in (text("jobs.policy.value", lang, **facts), source, note) if part)


def _spoken(value: Value, part: object, session: Session) -> str:
    kind = value.kind.removesuffix("_list")
    if part is None:
        return text("jobs.policy.unset", session.lang)
    if kind == "money" and isinstance(part, int):
        return grouped(part)
    if kind.startswith("ref:"):
        choices = session.view.choices[kind.removeprefix("ref:")]
        return next((choice.label.of(session.lang) for choice in choices if choice.code == part), str(part))
    if isinstance(part, bool):
        return text("jobs.policy.yes" if part else "jobs.policy.no", session.lang)
    return str(write(kind, part))
