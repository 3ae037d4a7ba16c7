"""``forms read``: signed or edited forms read back and compared; a person accepts, nothing is written to a register."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.document import archive, pdf, readback
from kamsheets.document.coded import coded
from kamsheets.document.compare import Line, Verdict, compare
from kamsheets.document.issued import snapshot
from kamsheets.document.readback import Returned
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
        for path in files:
            try:
                returned = readback.read(archive.read(_native(path, Path(folder)), path.name), forms)
            except KamError as error:
                failures.append(error)
                continue
            if returned is None:
                findings.append(finding("DC60", Place(path.name)))
                continue
            before = _snapshot(path, returned.serial, issued)
            if before is None:
                findings.append(finding("DC64", Place(path.name), returned.serial))
                before = _unknown(returned)
            lines = tuple(compare(returned, before, _now(before, session), session.lang))
            findings += _told(path, returned, before, lines)
            done.append(Compared(path, returned, lines))
    outputs.place(output, lambda target: write(target, done, session), force=session.force)
    counts = {verdict.value: sum(line.verdict is verdict for one in done for line in one.lines) for verdict in Verdict}
    rows = [_row(one, line) for one in done for line in one.lines if line.verdict is not Verdict.SAME]
    return Outcome(findings, {"files": len(done), **counts}, {"differences": rows}, [output], failures)


def _native(path: Path, folder: Path) -> Path:
    """The file itself, or a .docx that LibreOffice made of an .odt or .doc."""
    if path.suffix.lower() in NATIVE:
        return path
    return pdf.convert([path], folder, "docx")[0]


def _snapshot(path: Path, serial: str, issued: Path | None) -> Mapping[str, Any] | None:
    """What was issued under a serial, kept beside the printed forms."""
    name = f"{outputs.safe_name(serial)}.json" if serial else ""
    for folder in [issued] if issued else [path.resolve().parent, *path.resolve().parents[1:4]]:
        kept = folder / SNAPSHOTS / name
        if name and kept.is_file():
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
    keys = [*before["fields"], *before["tables"]]
    printing = settings(session, restricted=True)
    return snapshot(same[0].record, same[0].form, printing, same[0].code, before["number"], "", keys)


def _told(path: Path, returned: Returned, before: Mapping[str, Any], lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        if code := _CODES.get(line.verdict):
            facts = {"field": line.label, "issued": line.issued, "now": line.now or ""}
            yield finding(code, Place(path.name, "", line.label), line.returned, **facts)
    if not returned.facts.get("kam.form"):
        yield finding("DC65", Place(path.name))
    elif before.get("data_sha") and returned.facts.get("kam.data_sha") != before["data_sha"]:
        yield finding("DC66", Place(path.name), returned.serial)


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
