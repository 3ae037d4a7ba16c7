"""``forms read``: signed or edited forms read back and compared; a person accepts, nothing is written to a register."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import LANGUAGES
from kamsheets.document import archive, pdf, readback, templates
from kamsheets.document.coded import coded
from kamsheets.document.compare import Line, Verdict, compare
from kamsheets.document.issued import snapshot
from kamsheets.document.readback import Returned
from kamsheets.forms.catalogue import Form
from kamsheets.jobs import outputs
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.forms_collect import collect
from kamsheets.jobs.forms_print import SNAPSHOTS, settings
from kamsheets.jobs.forms_read_book import write
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

DOCUMENTS = (".docx", ".docm", ".odt", ".doc")
NATIVE = (".docx", ".docm")
_CODES = {Verdict.LOCKED: "DC61", Verdict.CONFLICT: "DC62", Verdict.LOST: "DC63"}


class NoFormError(KamError):
    """A document that is none of the forms; ``file``."""

    code = "E054"


@dataclass(frozen=True)
class Compared:
    """One returned file with its comparison."""

    path: Path
    returned: Returned
    lines: tuple[Line, ...]


def read_forms(files: Sequence[Path], session: Session, output: Path, issued: Path | None = None) -> Outcome:
    """Compare returned ``files`` with what was issued and with the dossiers they came from; writes the review workbook.

    ``issued``: folder of the printed forms; without it they are looked for in the folders of the files and above.
    """
    forms = coded(catalogue_under(session.view))
    findings: list[Finding] = []
    failures: list[KamError] = []
    done: list[Compared] = []
    with tempfile.TemporaryDirectory(prefix="kam-read-") as folder:
        for path, native in _natives(files, Path(folder)):
            try:
                returned = _returned(path, native, forms)
            except KamError as error:
                failures.append(error)
                continue
            before = _snapshot(path, returned.serial, issued)
            if before is None:
                findings.append(finding("DC64", Place(path.name), returned.serial))
                before = _unknown(returned)
            lines = tuple(compare(returned, before, _now(before, session), session.lang))
            findings += _told(path, returned, before, lines)
            done.append(Compared(path, returned, lines))
    if done:
        outputs.place(output, lambda target: write(target, done, session), force=session.force)
    counts = {verdict.value: sum(line.verdict is verdict for one in done for line in one.lines) for verdict in Verdict}
    rows = [_row(one, line) for one in done for line in one.lines if line.verdict is not Verdict.SAME]
    made = [output] if done else []
    return Outcome(findings, {"files": len(done), **counts}, {"differences": rows}, made, failures)


def _returned(path: Path, native: Path | KamError, forms: Mapping[str, Form]) -> Returned:
    """What a file says; raises ``KamError`` for what cannot be read or is no form."""
    if isinstance(native, KamError):
        raise native
    found = readback.read(archive.read(native, path.name), forms)
    if found is None:
        raise NoFormError(file=path.name)
    return found


def _natives(files: Sequence[Path], folder: Path) -> Iterator[tuple[Path, Path | KamError]]:
    """Every file as .docx: itself, or what LibreOffice made of an .odt or .doc, in one process where all go well."""
    foreign = {path: folder / f"{n}{path.suffix}" for n, path in enumerate(files) if path.suffix.lower() not in NATIVE}
    for path, copy in foreign.items():
        shutil.copyfile(path, copy)
    made: Mapping[Path, Path | KamError]
    try:
        made = dict(zip(foreign, pdf.convert(list(foreign.values()), folder, "docx"), strict=True)) if foreign else {}
    except KamError:
        made = {path: _alone(path, copy, folder) for path, copy in foreign.items()}
    for path in files:
        yield path, made.get(path, path)


def _alone(path: Path, copy: Path, folder: Path) -> Path | KamError:
    try:
        return pdf.convert([copy], folder, "docx")[0]
    except pdf.ConversionError:
        return pdf.ConversionError(file=path.name)
    except KamError as error:
        return error


def _snapshot(path: Path, serial: str, issued: Path | None) -> Mapping[str, Any] | None:
    """What was issued under a serial, kept beside the printed forms."""
    name = f"{outputs.safe_name(serial)}.json" if serial else ""
    for folder in [issued] if issued else [path.resolve().parent, *path.resolve().parents[1:4]]:
        kept = folder / SNAPSHOTS / name
        if name and kept.is_file():
            with suppress(ValueError):  # damaged: as good as none
                found: Mapping[str, Any] = json.loads(kept.read_text("utf-8"))
                return found
    return None


def _unknown(returned: Returned) -> dict[str, Any]:
    """A form nobody issued, or whose snapshot is gone: all its values are new."""
    fields = {key: {"text": "", "locked": False} for key in returned.fields}
    return {"fields": fields, "tables": {key: [] for key in returned.tables}, "form_id": returned.form.id}


def _now(before: Mapping[str, Any], session: Session) -> Mapping[str, Any] | None:
    """The same form as its dossier says today; None when the dossier is not where it was."""
    source = Path(before.get("source") or "")
    if not source.is_file():
        return None
    found = collect([source], replace(session, progress=lambda done, total: None), [before["form"]])
    same = [one for one in found.printables if one.subject == before.get("subject")]
    if not same:
        return None
    shown = before.get("matrices", {})
    keys = [*before["fields"], *before["tables"], *shown, *(f"{name}.matrix" for name in shown)]
    printing = settings(session, restricted=True)
    return snapshot(same[0].record, same[0].form, printing, same[0].code, before["number"], "", keys)


def _told(path: Path, returned: Returned, before: Mapping[str, Any], lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        place = Place(path.name, "", line.label)
        if line.other:
            yield finding("DC68", place, line.returned, field=line.label, other=line.other)
        elif code := _CODES.get(line.verdict):
            facts = {"field": line.label, "issued": line.issued, "now": line.now or ""}
            yield finding(code, place, line.returned, **facts)
    if not returned.facts.get("kam.form"):
        yield finding("DC65", Place(path.name))
    elif before.get("data_sha") and returned.facts.get("kam.data_sha") != before["data_sha"]:
        yield finding("DC66", Place(path.name), returned.serial)
    template = returned.facts.get("kam.tpl_sha")
    if template and template not in _templates(returned.facts["kam.form"], before):
        yield finding("DC67", Place(path.name))


def _templates(code: str, before: Mapping[str, Any]) -> set[str]:
    """Content digests of the template a form was issued by; of the shipped ones where nothing is known of it."""
    if issued := before.get("tpl_sha"):
        return {issued}
    return {archive.content_digest(archive.read(templates.find(code, lang))) for lang in LANGUAGES}


def _row(one: Compared, line: Line) -> dict[str, object]:
    return {
        "file": one.path.name,
        "form_no": one.returned.serial,
        "field": line.key,
        "issued": line.issued,
        "now": line.now,
        "returned": line.returned,
        "verdict": line.verdict.value,
    }
