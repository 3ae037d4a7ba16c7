"""Compile the message catalogues (.po -> .mo) with Babel, or check that they are compiled and complete.

python scripts/messages.py            compile all
python scripts/messages.py --check    exit 1 when a .mo is stale or a code lacks a language
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import mofile, pofile

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Fixed dates, so that the same .po gives the same .mo."""
LOCALE = Path(__file__).resolve().parent.parent / "kamsheets" / "core" / "locale"


def compiled(source: Path) -> bytes:
    """The .mo bytes of one .po; raises ``ValueError`` for a code said twice or left empty."""
    with source.open("rb") as stream:
        catalog = pofile.read_po(stream, abort_invalid=True)
    catalog.creation_date = catalog.revision_date = EPOCH
    ids = [message.id for message in catalog if message.id]
    text = source.read_text("utf-8")
    for code in ids:
        if text.count(f'msgid "{code}"\n') > 1:
            raise ValueError(f"{source}: {code} stands twice")
    if empty := [message.id for message in catalog if message.id and not message.string]:
        raise ValueError(f"{source}: no text for {empty}")
    target = io.BytesIO()
    mofile.write_mo(target, catalog)
    return target.getvalue()


def ids(source: Path) -> set[str]:
    """All codes of one .po."""
    with source.open("rb") as stream:
        return {str(message.id) for message in pofile.read_po(stream) if message.id}


def main() -> int:
    """Compile or check; the number of problems decides the exit code."""
    check = "--check" in sys.argv[1:]
    problems = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target, fresh = source.with_suffix(".mo"), compiled(source)
        twin = LOCALE / ("en" if "zh" in source.parts else "zh") / "LC_MESSAGES" / source.name
        if not twin.exists() or (missing := ids(source) - ids(twin)):
            problems.append(f"{twin}: lacks {sorted(missing) if twin.exists() else 'the whole file'}")
        if not target.exists() or target.read_bytes() != fresh:
            if check:
                problems.append(f"{target} is stale: run scripts/messages.py")
            else:
                target.write_bytes(fresh)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
