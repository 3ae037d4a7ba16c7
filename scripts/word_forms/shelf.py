"""The shipped templates in word_templates/: written, or compared with what the scripts build now."""

import sys
from collections.abc import Iterable
from pathlib import Path

from kamsheets.document import archive

FOLDER = Path(__file__).resolve().parents[2] / "word_templates"


def keep(built: Iterable[tuple[str, bytes]]) -> int:
    """Writes the templates that differ and names them; with ``--check`` only names them, exit code 1 for any."""
    stale = []
    for name, data in built:
        target = FOLDER / name
        fresh = archive.content_digest(archive.read(data, name))
        if not target.exists() or archive.content_digest(archive.read(target)) != fresh:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                target.write_bytes(data)
    print("\n".join(stale))
    return 1 if stale and "--check" in sys.argv[1:] else 0
