"""``excel install``, ``uninstall``, ``status``, ``export``: the add-in is built here and put where Excel finds it."""

import locale
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.errors import RefusedWriteError, UsageError
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.jobs import excel_build, outputs
from kamsheets.jobs.excel_places import (
    LANGUAGE,
    LOG_FILE,
    OWN_FOLDER,
    SCRIPT,
    SCRIPT_NAME,
    WINDOWS,
    Places,
    configuration,
    entries,
    in_folder,
    places,
)
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@dataclass(frozen=True)
class Machine:
    """The user's machine, as far as an installation depends on it."""

    platform: str = sys.platform
    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    interpreter: Path = Path(sys.executable)
    code_page: str = field(default_factory=locale.getencoding)
    """In which VBA reads text files on Windows: 中文 Windows has GBK."""

    def places(self, lang: str) -> Places:
        """Where the files go; raises ``UsageError`` on a system without Excel."""
        return places(self.platform, self.home, self.environment, excel_build.xlwings_version(), lang)

    @property
    def encoding(self) -> str:
        """Of the configuration file."""
        return self.code_page if self.platform == WINDOWS else "utf-8"

    def settings(self, conf: Path) -> dict[str, str]:
        """The configuration that is installed; nothing when there is none or it cannot be read."""
        with suppress(OSError):
            return entries(conf.read_text(self.encoding, errors="replace")) or {}
        return {}


def language(machine: Machine) -> str | None:
    """The language of the add-in that is installed: an upgrade keeps it."""
    found = machine.settings(machine.places("zh").conf).get(LANGUAGE)
    return found if found in LANGUAGES else None


def install(session: Session, machine: Machine, to: Path | None = None, ribbon: str | None = None) -> Outcome:
    """Build add-in and configuration (and the script of a Mac) and put them in place; what we put there goes.

    ``to``: a folder, to carry the files elsewhere. ``ribbon``: its language, else the session's.

    Raises ``XlwingsMissingError``, ``RefusedWriteError`` when Excel holds the add-in open, ``OutputExistsError`` for
    a file in ``to``, ``UsageError`` for an interpreter whose path VBA cannot read.
    """
    spoken = ribbon or session.lang
    built = excel_build.addin(spoken)
    where = in_folder(to, excel_build.xlwings_version()) if to else machine.places(session.lang)
    before = None if to else _own_script(machine, where)
    script = where.script if to or before == where.script or not _there(where.script) else None
    theirs = excel_build.applescript() if script else b""
    conf = _encoded(machine, spoken, script.name if script else None, carried=to is not None)
    force = session.force or to is None
    done = [_place(where.addin, built, force, session.lang), _place(where.conf, conf, force, session.lang)]
    if script:
        done.append(_place(script, theirs, force, session.lang))
    if before and before != where.script:
        before.unlink(missing_ok=True)
    line = text(
        "macros.carry" if to else "macros.installed", session.lang, path=where.addin, tab=text("macros.tab", spoken)
    )
    return Outcome(summary={"files": len(done)}, outputs=done, lines=[line])


def _there(path: Path | None) -> bool:
    return path is not None and path.exists()


def _own_script(machine: Machine, where: Places) -> Path | None:
    """The script that we put in place; one that was there before us belongs to somebody who may need it after us."""
    name = machine.settings(where.conf).get(SCRIPT, "")
    return where.script.with_name(name) if where.script and SCRIPT_NAME.fullmatch(name) else None


def _encoded(machine: Machine, lang: str, script: str | None, *, carried: bool) -> bytes:
    words = configuration(machine.platform, machine.interpreter, lang, script, carried=carried)
    try:
        return words.encode(machine.encoding)
    except UnicodeEncodeError as error:
        raise UsageError(reason=text("macros.python_path", lang, path=machine.interpreter)) from error


def _place(target: Path, data: bytes, force: bool, lang: str) -> Path:
    try:
        return outputs.place(target, outputs.of(data), force=force)
    except outputs.OutputRefusedError as error:
        raise RefusedWriteError(file=target.name, reason=text("macros.held_open", lang)) from error


def uninstall(session: Session, machine: Machine) -> Outcome:
    """Take away what ``install`` put there, and the log of the macros; the add-in first.

    Raises ``RefusedWriteError`` when Excel holds the add-in open: then all is as it was.
    """
    where = machine.places(session.lang)
    own = machine.home / OWN_FOLDER
    ours = [where.addin, where.conf, own / LOG_FILE]
    ours += [script] if (script := _own_script(machine, where)) else []
    gone = [path for path in ours if path.exists()]
    for path in gone:
        try:
            path.unlink()
        except PermissionError as error:
            raise RefusedWriteError(file=path.name, reason=text("macros.held_open", session.lang)) from error
    with suppress(OSError):
        own.rmdir()
    line = text("macros.uninstalled" if gone else "macros.nothing_installed", session.lang)
    return Outcome(summary={"removed": [str(path) for path in gone]}, lines=[line])


def status(session: Session, machine: Machine) -> Outcome:
    """What is installed, and whether it is what would be built now."""
    where = machine.places(session.lang)
    present = {"addin": where.addin, "conf": where.conf} | ({"script": where.script} if where.script else {})
    there = {name: path.exists() for name, path in present.items()}
    package = where.addin.read_bytes() if there["addin"] else b""
    current = all(there.values()) and excel_build.is_current(package)
    code = "current" if current else "stale" if there["addin"] or there["conf"] else "absent"
    line = text(f"macros.status.{code}", session.lang, path=where.addin)
    built = excel_build.read_built_from(package) if package else None
    return Outcome(
        summary={"state": code, **there, "built_from": built},
        data={"places": {name: str(path) for name, path in present.items()}},
        lines=[line],
    )


def export(session: Session, target: Path) -> Outcome:
    """A workbook with buttons; raises ``UsageError`` for a name that is not .xlsm, ``OutputExistsError``."""
    if target.suffix.lower() != ".xlsm":
        raise UsageError(reason=text("macros.export_name", session.lang))
    built = outputs.of(excel_build.buttons_book(session.lang))
    done = outputs.place(target, built, force=session.force)
    return Outcome(summary={"files": 1}, outputs=[done], lines=[text("macros.exported", session.lang)])
