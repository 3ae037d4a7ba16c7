"""Putting files in place: whole or not at all, never over somebody's file unasked, never outside the folder."""

import os
import re
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

from kamsheets.core.errors import KamError, OutputExistsError

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{device}{n}" for device in ("COM", "LPT") for n in range(1, 10))}
_LONGEST, _MOST_BYTES = 120, 240
"""Linux takes 255 bytes, three to a Chinese character; what is left is for the ending."""


class OutputRefusedError(KamError):
    """A file the system did not let us write: open in another program, a folder for reading only, a full disk.

    ``path``, ``reason`` (the system's words).
    """

    code = "E007"


def place(target: Path, write: Callable[[Path], None], *, force: bool = False) -> Path:
    """Let ``write`` fill a file beside ``target``, then rename it into place; returns ``target``.

    Raises ``OutputExistsError`` when ``target`` is there and ``force`` is not set, and ``OutputRefusedError``; on any
    error nothing is left behind.
    """
    if target.exists() and not force:
        raise OutputExistsError(path=str(target))
    try:
        return _placed(target, write)
    except OSError as error:
        raise OutputRefusedError(path=str(target), reason=error.strerror or str(error)) from error


def _placed(target: Path, write: Callable[[Path], None]) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=target.suffix)
    os.close(handle)
    beside = Path(name)
    try:
        write(beside)
        beside.chmod(0o644)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return target


def of(data: bytes) -> Callable[[Path], None]:
    """What ``place`` is given for bytes that are ready."""

    def write(target: Path) -> None:
        target.write_bytes(data)

    return write


def safe_name(text: str, fallback: str = "未命名") -> str:
    """``text`` as a file name that every system accepts and that cannot leave its folder.

    >>> safe_name("../../x"), safe_name("华锐: 一期?"), safe_name("con"), safe_name(" . ")
    ('_.._x', '华锐_ 一期_', '_con', '未命名')
    """
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")[:_LONGEST]
    name = name.encode("utf-8", "ignore")[:_MOST_BYTES].decode("utf-8", "ignore").rstrip(" .")
    if not name:
        return fallback
    return f"_{name}" if name.split(".")[0].upper() in _RESERVED else name
