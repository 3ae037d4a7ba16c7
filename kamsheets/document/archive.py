"""The .docx package: read with limits, written so that equal parts give equal bytes (ECMA-376 part 2, PKWARE APPNOTE).

Entries are sorted, carry the first day zip knows (1980-01-01) and no system of origin. A ``Shell`` keeps the parts of a
template packed, so that a batch packs only what differs from one document to the next.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kamsheets.core.errors import UnreadableFileError
from kamsheets.core.messages import DEFAULT_LANGUAGE, text

MOST_INFLATED = 256 << 20
"""Bytes of all parts together; a form with pictures is far below 10 MB."""
MOST_ENTRIES = 5_000
MOST_RATIO = 300
RATIO_FROM = 8 << 20
CUSTOM = "docProps/custom.xml"
DOCUMENT = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
"""Namespace of WordprocessingML."""

_FIRST_DAY = 0x21
"""1980-01-01 as zip writes days."""
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")


class UnreadableDocumentError(UnreadableFileError):
    """A Word file that is refused; ``file``, and ``why``: the message code of the reason."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(file=file, why=why)

    def message(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """The sentence for a person, in ``lang``."""
        return text(self.code, lang, file=self.facts["file"], reason=text(str(self.facts["why"]), lang))


def read(source: Path | bytes, name: str = "") -> dict[str, bytes]:
    """All parts by name.

    Raises ``UnreadableDocumentError`` for what is no Word package, damaged, encrypted, unreasonably large, or declares
    entities.
    """
    file = name or (source.name if isinstance(source, Path) else "")
    try:
        data = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(file, "document.read.denied") from error
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableDocumentError(file, "document.read.old_or_encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_size(entries, file)
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise UnreadableDocumentError(file, "document.read.damaged") from error
    if len(parts) < len(entries):
        raise UnreadableDocumentError(file, "document.read.damaged")  # two parts of one name: readers would disagree
    if any(
        b"<!DOCTYPE" in part or b"<!ENTITY" in part for name, part in parts.items() if name.endswith((".xml", ".rels"))
    ):
        raise UnreadableDocumentError(file, "document.read.entities")
    return parts


def _check_size(entries: Iterable[zipfile.ZipInfo], file: str) -> None:
    sizes = [(entry.file_size, entry.compress_size) for entry in entries]
    too_much = len(sizes) > MOST_ENTRIES or sum(size for size, _ in sizes) > MOST_INFLATED
    if too_much or any(size > max(RATIO_FROM, MOST_RATIO * packed) for size, packed in sizes):
        raise UnreadableDocumentError(file, "document.read.bomb")


def content_digest(parts: Mapping[str, bytes]) -> str:
    """SHA-256 over names and SHA-256 of all parts but the custom properties, which hold this digest.

    Compares documents, where whole files cannot be compared: packing differs between builds of zlib.
    """
    whole = hashlib.sha256()
    for name in sorted(parts):
        if name != CUSTOM:
            whole.update(f"{name}\0{hashlib.sha256(parts[name]).hexdigest()}\n".encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    packed: bytes
    size: int
    crc: int

    @classmethod
    def of(cls, name: str, data: bytes) -> "_Entry":
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        return cls(name.encode(), packer.compress(data) + packer.flush(), len(data), zlib.crc32(data))

    @property
    def facts(self) -> tuple[int, ...]:
        """What the local and the central header both say, from flags (UTF-8 names) to the length of the name."""
        return (0x800, 8, 0, _FIRST_DAY, self.crc, len(self.packed), self.size, len(self.name))


class Shell:
    """The parts of a template, packed once."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._entries = {name: _Entry.of(name, data) for name, data in parts.items()}

    def build(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with some parts put in place of, or beside, the template's own."""
        entries = self._entries | {name: _Entry.of(name, data) for name, data in changed.items()}
        body, directory, offset = [], [], 0
        for name in sorted(entries):
            entry = entries[name]
            local = _LOCAL.pack(b"PK\x03\x04", 20, *entry.facts, 0) + entry.name + entry.packed
            directory.append(_CENTRAL.pack(b"PK\x01\x02", 20, 20, *entry.facts, 0, 0, 0, 0, 0, offset) + entry.name)
            body.append(local)
            offset += len(local)
        index = b"".join(directory)
        end = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(index), offset, 0)
        return b"".join(body) + index + end


def write(parts: Mapping[str, bytes]) -> bytes:
    """The package of ``parts``, the same bytes for the same parts."""
    return Shell({}).build(parts)
