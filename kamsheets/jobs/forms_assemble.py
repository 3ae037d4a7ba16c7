"""After printing: one file for the printer (``--merge``) and PDFs (``--pdf``)."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.messages import text as say
from kamsheets.document import archive, pdf, properties
from kamsheets.document.merge import merge
from kamsheets.jobs import outputs
from kamsheets.jobs.session import Session


def assemble(
    documents: Sequence[Path], folder: Path, session: Session, to_pdf: bool, merged: bool
) -> tuple[list[Path], list[KamError]]:
    """Further files made of the documents, and what could not be made."""
    made: list[Path] = []
    failures: list[KamError] = []
    try:
        pdfs = _pdfs(documents, session) if to_pdf else []
        made += pdfs
        if merged and to_pdf:
            made.append(_joined(pdfs, folder, session))
        elif merged:
            made += _merged(documents, folder, session)
    except KamError as error:
        failures.append(error)
    return made, failures


def _pdfs(documents: Sequence[Path], session: Session) -> list[Path]:
    """A PDF beside each document."""
    with tempfile.TemporaryDirectory(prefix="kam-pdf-") as folder:
        made = pdf.to_pdf(documents, Path(folder), session.progress)
        pairs = zip(made, documents, strict=True)
        return [_moved(one, document.with_suffix(".pdf"), session) for one, document in pairs]


def _moved(source: Path, target: Path, session: Session) -> Path:
    return outputs.place(target, outputs.of(source.read_bytes()), force=session.force)


def _merged(documents: Sequence[Path], folder: Path, session: Session) -> list[Path]:
    """One file a template: documents of one template share its styles."""
    by_template: dict[tuple[str, str], list[dict[str, bytes]]] = {}
    for path in documents:
        parts = archive.read(path)
        facts = properties.read_custom(parts.get(archive.CUSTOM))
        by_template.setdefault((facts.get("kam.form", ""), facts.get("kam.tpl_sha", "")), []).append(parts)
    made = []
    for (form, _), group in by_template.items():
        target = folder / f"{outputs.safe_name(say('forms.merged', session.lang, form=form))}.docx"
        made.append(outputs.place(target, outputs.of(archive.write(merge(group))), force=session.force))
    return made


def _joined(pdfs: Sequence[Path], folder: Path, session: Session) -> Path:
    target = folder / f"{outputs.safe_name(say('forms.merged', session.lang, form=''))}.pdf"
    return outputs.place(target, lambda path: pdf.join(pdfs, path), force=session.force)
