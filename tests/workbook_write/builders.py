"""Readable looks at what was written."""

import zipfile
from pathlib import Path


def parts(path: Path) -> dict[str, bytes]:
    """All parts of a package by name."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
