"""PDF of a batch through whatever is there: Word or WPS on Windows, LibreOffice elsewhere. One process a batch.

LibreOffice gets a profile of its own and, where the Chinese fonts of Windows are missing, aliases for them: without
these 宋体 becomes a Japanese face.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from kamsheets.core.errors import KamError

A_CALL = 20
"""Documents a call: a crash loses only these."""
SECONDS_A_CALL, SECONDS_A_FILE = 60, 10
_PLACES = (
    "/usr/bin/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
ALIASES = {
    ("宋体", "SimSun", "仿宋", "FangSong", "楷体", "KaiTi"): "Noto Serif CJK SC",
    ("黑体", "SimHei", "微软雅黑", "Microsoft YaHei"): "Noto Sans CJK SC",
    ("Times New Roman",): "Liberation Serif",
}


class NoConverterError(KamError):
    """Neither Word, WPS nor LibreOffice is there."""

    code = "E052"


class ConversionError(KamError):
    """A document that did not become a PDF (or .docx); ``file``."""

    code = "E053"


def soffice() -> str | None:
    """The LibreOffice program, if there is one."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).exists()), None)


def to_pdf(
    documents: Sequence[Path], folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> list[Path]:
    """A PDF beside each name in ``folder``, in order.

    Raises ``NoConverterError``, ``ConversionError``.
    """
    if not documents:
        return []
    if sys.platform == "win32" and (made := _by_office(documents, folder)):
        return made
    return convert(documents, folder, "pdf", progress)


def convert(
    documents: Sequence[Path], folder: Path, kind: str, progress: Callable[[int, int], None] = lambda done, total: None
) -> list[Path]:
    """Convert by LibreOffice to ``kind`` (pdf, docx); raises like ``to_pdf``."""
    program = soffice()
    if program is None:
        raise NoConverterError
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kam-lo-") as profile:
        for start in range(0, len(documents), A_CALL):
            _call(program, documents[start : start + A_CALL], folder, kind, Path(profile))
            progress(min(start + A_CALL, len(documents)), len(documents))
    made = [folder / f"{document.stem}.{kind}" for document in documents]
    if lost := next((document for document, path in zip(documents, made, strict=True) if not path.is_file()), None):
        raise ConversionError(file=lost.name)
    return made


def join(pdfs: Sequence[Path], target: Path) -> None:
    """One PDF of several, in their order."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for one in pdfs:
        writer.append(str(one))
    with target.open("wb") as stream:
        writer.write(stream)


def _call(program: str, documents: Sequence[Path], folder: Path, kind: str, profile: Path) -> None:
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", kind,
        "--outdir", str(folder), *map(str, documents),
    ]  # fmt: skip
    seconds = SECONDS_A_CALL + SECONDS_A_FILE * len(documents)
    environment = _environment(profile)
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=seconds, env=environment)  # noqa: S603
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ConversionError(file=documents[0].name) from error


def _environment(profile: Path) -> dict[str, str]:
    """The environment, with font aliases where fontconfig rules."""
    if sys.platform in ("win32", "darwin"):
        return dict(os.environ)
    settings = profile / "fonts.conf"
    settings.write_text(fontconfig(), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}


def fontconfig() -> str:
    """fonts.conf: the system's own, then an alias for every font the forms name and the machine may lack."""
    rules = "".join(
        f'<match target="pattern"><test qual="any" name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="append" binding="strong"><string>{other}</string></edit></match>'
        for names, other in ALIASES.items()
        for name in names
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>'
    )


def _by_office(documents: Sequence[Path], folder: Path) -> list[Path]:
    """Word, else WPS, through COM; nothing when neither answers."""
    try:
        from win32com.client import DispatchEx  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        return []
    for name in ("Word.Application", "KWPS.Application"):
        try:
            program = DispatchEx(name)
        except Exception:  # noqa: S112 - any COM failure means: not there
            continue
        try:
            return [_save_as_pdf(program, document, folder) for document in documents]
        finally:
            program.Quit()
    return []


def _save_as_pdf(program: object, document: Path, folder: Path) -> Path:
    target = folder / f"{document.stem}.pdf"
    opened = program.Documents.Open(str(document.resolve()), ReadOnly=True)  # type: ignore[attr-defined]
    try:
        opened.ExportAsFixedFormat(str(target.resolve()), 17)
    finally:
        opened.Close(False)
    return target
