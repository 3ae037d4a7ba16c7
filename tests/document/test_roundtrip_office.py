"""Every form opened, edited and saved by LibreOffice itself, as .docx, .odt and .doc, and read back exactly."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from document.edits import Edit
from document.test_roundtrip import CODES, back, issued

from kamsheets.document import archive, pdf
from kamsheets.document.compare import Line, Verdict, compare
from kamsheets.document.readback import MARK, TABLE_MARK

KINDS = ("docx", "odt", "doc")
SCRIPT = Path(__file__).with_name("uno_edits.py")
TABLE_OF = {"JTF-001": "F1", "TCM": "F10c"}
"""Forms without single fields: a cell of their list is edited."""


def interpreter() -> str | None:
    """A Python that can talk to LibreOffice: its own, or the system's with its bridge."""
    beside = [Path(pdf.soffice() or "").resolve().with_name(name) for name in ("python", "python3", "python.exe")]
    for found in [*map(str, beside), "/usr/bin/python3", shutil.which("python3") or ""]:
        if Path(found).is_file() and subprocess.run([found, "-c", "import uno"], capture_output=True).returncode == 0:
            return found
    return None


pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(pdf.soffice() is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(pdf.soffice() is not None and interpreter() is None, reason="no Python here can import uno"),
]


def typed(code: str) -> dict[str, str]:
    """What is typed into a form: bookmark -> text."""
    if code in TABLE_OF:
        return {TABLE_MARK + TABLE_OF[code]: "改过的格"}
    keys = Edit(issued(code)[0]).marked()
    return {MARK + key.replace(".", "__"): f"改过 & <{n}>" for n, key in enumerate(keys) if key != "form_no"}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """(code, kind) -> the edited form; .odt and .doc as LibreOffice makes .docx of them again. Two starts in all."""
    folder = tmp_path_factory.mktemp("forms")
    forms = {folder / f"{code}.docx": typed(code) for code in CODES}
    for path in forms:
        path.write_bytes(archive.write(issued(path.stem)[0]))
    plan = {"pipe": f"kam{os.getpid()}", "forms": {str(path): texts for path, texts in forms.items()}}
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    with office(folder / "profile", plan["pipe"]):
        python = interpreter()
        assert python
        subprocess.run([python, SCRIPT, folder / "plan.json"], check=True, timeout=300, capture_output=True)
    foreign = [
        (folder / f"{code}.edited.{kind}").rename(folder / f"{code}-{kind}.{kind}")
        for code in CODES
        for kind in KINDS[1:]
    ]
    again = pdf.convert(foreign, folder / "again", "docx")
    found = {(code, "docx"): folder / f"{code}.edited.docx" for code in CODES}
    return found | {(path.stem.rpartition("-")[0], path.stem.rpartition("-")[2]): path for path in again}


class office:  # noqa: N801 - reads as a verb
    """LibreOffice listening at a pipe, while the block runs."""

    def __init__(self, profile: Path, pipe: str) -> None:
        self.command = [
            str(pdf.soffice()), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ]  # fmt: skip

    def __enter__(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __exit__(self, *_: object) -> None:
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def differing(code: str, path: Path) -> Iterator[Line]:
    lines = compare(back(archive.read(path)), issued(code)[1], None, "zh")
    return (line for line in lines if line.verdict is not Verdict.SAME)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_what_was_typed_in_libreoffice_is_read_back_and_nothing_else_differs(
    code: str, kind: str, saved: dict[tuple[str, str], Path]
) -> None:
    path = saved[code, kind]
    assert back(archive.read(path)).serial == issued(code)[1]["number"]
    lines = {line.key: line for line in differing(code, path)}
    if code in TABLE_OF:
        (line,) = lines.values()
        assert (line.key.rpartition(".")[0], line.returned) == (f"{TABLE_OF[code]}.1", "改过的格")
        return
    texts = {mark.removeprefix(MARK).replace("__", "."): text for mark, text in typed(code).items()}
    assert {key: line.returned for key, line in lines.items() if key in texts} == texts
    assert lines.keys() == texts.keys()
    assert {line.layer for line in lines.values()} == {"bookmark"}
