"""``excel install``, ``uninstall``, ``status``, ``export``: the add-in is built here and put where Excel finds it."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.errors import RefusedWriteError, UsageError
from kamsheets.core.messages import text
from kamsheets.jobs import excel_build, outputs
from kamsheets.jobs.excel_places import Places, configuration, in_folder, places
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@dataclass(frozen=True)
class Machine:
    """The user's machine, as far as an installation depends on it."""

    platform: str = sys.platform
    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    interpreter: Path = Path(sys.executable)

    def places(self, lang: str) -> Places:
        """Where the files go; raises ``UsageError`` on a system without Excel."""
        return places(self.platform, self.home, self.environment, excel_build.xlwings_version(), lang)


def install(session: Session, machine: Machine, to: Path | None = None) -> Outcome:
    """Build add-in and configuration (and the script of a Mac) and put them in place; what we put there goes.

    ``to``: a folder, to carry the files elsewhere. Raises ``XlwingsMissingError``, ``RefusedWriteError`` when
    Excel holds the add-in open, ``OutputExistsError`` for a file in ``to``.
    """
    built = excel_build.addin(session.lang)
    where = in_folder(to, excel_build.xlwings_version()) if to else machine.places(session.lang)
    force = session.force or to is None
    done = [
        _place(where.addin, built, force, session.lang),
        _place(where.conf, configuration(machine.interpreter, machine.platform).encode("utf-8"), force, session.lang),
    ]
    if where.script:
        script = (excel_build.xlwings_folder() / where.script.name).read_bytes()
        done.append(_place(where.script, script, force, session.lang))
    line = text("macros.installed", session.lang, path=where.addin)
    return Outcome(summary={"files": len(done)}, outputs=done, lines=[line])


def _place(target: Path, data: bytes, force: bool, lang: str) -> Path:
    try:
        return outputs.place(target, outputs.of(data), force=force)
    except PermissionError as error:
        raise RefusedWriteError(file=target.name, reason=text("macros.held_open", lang)) from error


def uninstall(session: Session, machine: Machine) -> Outcome:
    """Take away what ``install`` put there; raises ``RefusedWriteError`` when Excel holds the add-in open."""
    where = machine.places(session.lang)
    gone = [path for path in (where.addin, where.conf, where.script) if path and path.exists()]
    for path in gone:
        try:
            path.unlink()
        except PermissionError as error:
            raise RefusedWriteError(file=path.name, reason=text("macros.held_open", session.lang)) from error
    line = text("macros.uninstalled" if gone else "macros.nothing_installed", session.lang)
    return Outcome(summary={"removed": [str(path) for path in gone]}, lines=[line])


def status(session: Session, machine: Machine) -> Outcome:
    """What is installed, and whether it is what would be built now."""
    where = machine.places(session.lang)
    present = {"addin": where.addin, "conf": where.conf} | ({"script": where.script} if where.script else {})
    there = {name: path.exists() for name, path in present.items()}
    current = there["addin"] and where.addin.read_bytes() == excel_build.addin(session.lang)
    code = "current" if current and all(there.values()) else "stale" if any(there.values()) else "absent"
    line = text(f"macros.status.{code}", session.lang, path=where.addin)
    return Outcome(
        summary={"state": code, **there}, data={"places": {n: str(p) for n, p in present.items()}}, lines=[line]
    )


def export(session: Session, target: Path) -> Outcome:
    """A workbook with buttons; raises ``UsageError`` for a name that is not .xlsm, ``OutputExistsError``."""
    if target.suffix.lower() != ".xlsm":
        raise UsageError(reason=text("macros.export_name", session.lang))
    built = outputs.of(excel_build.buttons_book(session.lang))
    done = outputs.place(target, built, force=session.force)
    return Outcome(summary={"files": 1}, outputs=[done], lines=[text("macros.exported", session.lang)])
