"""The QR code of a form: ``serial|hash8``, so that paper finds its record. Scan at 200 dpi or more."""

import re
from collections.abc import Mapping
from io import BytesIO

import segno

NAME = "kam_qr"
"""Name of the picture a template holds in its place."""


def png(serial: str, check: str) -> bytes:
    """A PNG of the code, the same bytes for the same text."""
    made = BytesIO()
    segno.make(f"{serial}|{check}", error="m", micro=False).save(made, kind="png", scale=8, border=1)
    return made.getvalue()


def part(parts: Mapping[str, bytes]) -> str | None:
    """The media part behind the template's QR picture; None when an admin took it out."""
    document = parts["word/document.xml"].decode("utf-8", "replace")
    links = parts.get("word/_rels/document.xml.rels", b"").decode("utf-8", "replace")
    picture = re.search(rf'<wp:docPr[^>]*name="{NAME}".*?r:embed="([^"]+)"', document, re.DOTALL)
    if picture is None:
        return None
    link = next((m[0] for m in re.finditer(r"<Relationship [^>]*>", links) if f'Id="{picture[1]}"' in m[0]), "")
    target = re.search(r'Target="([^"]+)"', link)
    name = f"word/{target[1]}" if target else ""
    return name if name in parts else None
