"""Workbooks that we made to be looked at: known by a word in their properties, so that a folder with them goes on."""

import zipfile
import zlib
from pathlib import Path
from typing import Final

MARK: Final = "kamsheets-result"
"""The category of such a workbook, as its properties show it."""
_PROPERTIES: Final = "docProps/core.xml"
_ENOUGH: Final = 65_536
"""Bytes of the properties looked at."""


def is_result(path: Path) -> bool:
    """Whether a file is a result of ours; False for whatever cannot be looked into."""
    if path.suffix.lower() != ".xlsx":
        return False
    try:
        with zipfile.ZipFile(path) as package, package.open(_PROPERTIES) as part:
            return MARK.encode() in part.read(_ENOUGH)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return False
