"""The QR code of a form: ``serial|hash8``, so that paper finds its record. Scan at 200 dpi or more."""

import re
import struct
import zlib
from collections.abc import Mapping

import segno

SCALE, MASK = 8, 2
"""Pixels a module (eight pixels of one bit are a byte), and the data mask of ISO/IEC 18004."""
NAME = "kam_qr"
"""Name of the picture a template holds in its place."""


def png(serial: str, check: str) -> bytes:
    """A PNG of the code, the same bytes for the same text: one bit a pixel, so that a module is one byte wide.

    The mask is fixed: choosing among the eight takes ten times as long, and readers take any of them.
    """
    modules = segno.make(f"{serial}|{check}", error="m", micro=False, mask=MASK).matrix
    margin = b"\xff" * (len(modules) + 2)
    lines = [margin, *(b"\xff" + bytes(0 if dark else 255 for dark in line) + b"\xff" for line in modules), margin]
    pixels = b"".join((b"\0" + line) * SCALE for line in lines)
    size = len(margin) * SCALE
    head = struct.pack(">2I5B", size, size, 1, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(pixels, 6)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


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
