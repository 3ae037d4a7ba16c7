"""``forms reset`` and ``forms diff``: the company's own templates beside the shipped ones."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.errors import KamError, UsageError
from kamsheets.core.messages import text as say
from kamsheets.document import archive, templates
from kamsheets.document.lint_spots import spots
from kamsheets.jobs import outputs
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


def reset_templates(codes: Sequence[str], folder: Path, session: Session) -> Outcome:
    """Put the shipped templates (``codes``: only these) into ``word_templates`` of a workspace, to edit them there.

    An edited one is replaced only with ``force``, and kept as ``NAME.bak``.
    """
    written: list[Path] = []
    failures: list[KamError] = []
    for source in _chosen(codes, session):
        target = folder / templates.FOLDER / source.name
        try:
            if target.is_file() and session.force and not same(source, target):
                outputs.place(target.with_name(f"{target.name}.bak"), outputs.of(target.read_bytes()), force=True)
            if not (target.is_file() and same(source, target)):
                written.append(outputs.place(target, outputs.of(source.read_bytes()), force=session.force))
        except KamError as error:
            failures.append(error)
    return Outcome(summary={"written": len(written)}, outputs=written, failures=failures)


def diff_templates(codes: Sequence[str], folder: Path, session: Session) -> Outcome:
    """What a workspace's templates say otherwise than the shipped ones, paragraph by paragraph."""
    lines: list[str] = []
    changed = 0
    for source in _chosen(codes, session):
        own = folder / templates.FOLDER / source.name
        if not own.is_file():
            continue
        found = differences(source, own, session.lang)
        changed += bool(found) or not same(source, own)
        lines += [own.name, *(f"  {line}" for line in found or [_verdict(source, own, session)])]
    return Outcome(summary={"changed": changed}, lines=lines or [say("forms.diff.none", session.lang)])


def _verdict(source: Path, own: Path, session: Session) -> str:
    return say("forms.diff.same" if same(source, own) else "forms.diff.looks", session.lang)


def same(source: Path, own: Path) -> bool:
    """Whether two templates hold the same parts."""
    return archive.content_digest(archive.read(source)) == archive.content_digest(archive.read(own))


def differences(source: Path, own: Path, lang: str) -> list[str]:
    """Lines with - (shipped) and + (own), with their places."""
    before, after = (
        [f"{spot.part} {spot.label}：{spot.text}" for spot in spots(archive.read(path), lang) if spot.text.strip()]
        for path in (source, own)
    )
    return [line for line in difflib.ndiff(before, after) if line[:2] in ("- ", "+ ")]


def _chosen(codes: Sequence[str], session: Session) -> list[Path]:
    """The shipped templates of these codes, in both languages; raises ``UsageError`` for an unknown code."""
    known = templates.documents()
    if not codes:
        return known
    wanted = {code.strip().upper() for code in codes}
    if strange := wanted - {path.name.split(".")[0] for path in known}:
        names = ", ".join(dict.fromkeys(path.name.split(".")[0] for path in known))
        raise UsageError(reason=say("forms.fields.unknown", session.lang, code=", ".join(sorted(strange)), known=names))
    return [path for path in known if path.name.split(".")[0] in wanted]
