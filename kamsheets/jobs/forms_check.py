"""``forms check``: Word templates examined before they print anything; findings as Word comments in a copy."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.document import archive, properties
from kamsheets.document.coded import named
from kamsheets.document.comments import commented
from kamsheets.document.lint import lint
from kamsheets.forms.catalogue import Form
from kamsheets.jobs import outputs
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


def check_templates(files: Sequence[Path], session: Session, output: Path | None = None) -> Outcome:
    """Examine ``files``; into the folder ``output`` goes a copy of each with its findings as comments."""
    findings: list[Finding] = []
    failures: list[KamError] = []
    written: list[Path] = []
    for path in files:
        try:
            parts = archive.read(path)
            if properties.read_custom(parts.get(archive.CUSTOM)).get(properties.KIND) == properties.REFERENCE:
                continue
            hits = lint(parts, path.name, form_of(path, parts, session), session.lang)
            findings += [hit.finding for hit in hits] or [finding("DC44", Place(path.name))]
            if output and hits:
                copy = commented(path.read_bytes(), hits, session.lang)
                written.append(outputs.place(output / path.name, outputs.of(copy), force=session.force))
        except KamError as error:
            failures.append(error)
    return Outcome(findings, {"templates": len(files)}, outputs=written, failures=failures)


def form_of(path: Path, parts: dict[str, bytes], session: Session) -> Form | None:
    """The form a template belongs to: by its properties, else by its file name."""
    known = catalogue_under(session.view)
    own = properties.read_custom(parts.get(archive.CUSTOM)).get("kam.form", "")
    return named(own, known) or named(path.name.split(".")[0], known)
