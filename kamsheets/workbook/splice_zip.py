"""A zip rewritten so that every entry nobody touched keeps its packed bytes, order, time and attributes.

Source: PKWARE APPNOTE 6.3.10, §4.3 (local headers 4.3.7, central directory 4.3.12, end record 4.3.16).
"""

import struct
import zlib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_DEFLATED: Final = 8
_UTF8: Final = 0x800
_DOS_EPOCH: Final = (1 << 5) | 1
"""1 January 1980, the day that Office writes for every part."""
_LEVEL: Final = 4
"""Half the time of the usual 6 for a file a tenth larger."""


class UnusualZipError(ValueError):
    """A zip this module will not rewrite: zip64, something before it, or a damaged directory."""


@dataclass(frozen=True, slots=True)
class _Record:
    name: str
    fields: tuple[int, ...]
    """The central header after its signature, as numbers."""
    tail: bytes
    """Name, extra field and comment."""

    @property
    def offset(self) -> int:
        return self.fields[-1]


def rewritten(data: bytes, changed: Mapping[str, bytes], added: Mapping[str, bytes], dropped: Container[str]) -> bytes:
    """The archive ``data`` with the parts of ``changed`` in place, those of ``added`` at its end, ``dropped`` left out.

    Names are compared as written. Raises ``UnusualZipError``.
    """
    records, start, comment = _directory(data)
    ends = _ends(records, start)
    body, directory, at = [], [], 0
    for record in records:
        if record.name in dropped:
            continue
        if record.name in changed:
            entry, central = _entry(record.tail[: record.fields[9]], changed[record.name], at, record)
        else:
            entry = data[record.offset : ends[record.offset]]
            central = _CENTRAL.pack(b"PK\x01\x02", *record.fields[:-1], at) + record.tail
        body.append(entry)
        directory.append(central)
        at += len(entry)
    for name, content in added.items():
        entry, central = _entry(name.encode(), content, at, None)
        body.append(entry)
        directory.append(central)
        at += len(entry)
    listed = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(listed), at, len(comment))
    return b"".join([*body, listed, end, comment])


def _directory(data: bytes) -> tuple[list[_Record], int, bytes]:
    """All records in directory order, where the directory starts, and the archive's comment."""
    spot = data.rfind(b"PK\x05\x06")
    if spot < 0 or spot + _END.size > len(data):
        raise UnusualZipError("no end record")
    _, disk, first_disk, here, count, size, start, comment_size = _END.unpack_from(data, spot)
    if disk or first_disk or here != count or count == 0xFFFF or start == 0xFFFFFFFF or start + size != spot:
        raise UnusualZipError("zip64, several disks, or bytes before the archive")
    records, at = [], start
    for _ in range(count):
        signature, *fields = _CENTRAL.unpack_from(data, at)
        if signature != b"PK\x01\x02" or 0xFFFFFFFF in fields[7:9]:
            raise UnusualZipError("damaged directory")
        length = sum(fields[9:12])
        tail = data[at + _CENTRAL.size : at + _CENTRAL.size + length]
        name = tail[: fields[9]].decode("utf-8" if fields[2] & _UTF8 else "cp437")
        records.append(_Record(name, tuple(fields), tail))
        at += _CENTRAL.size + length
    return records, start, data[spot + _END.size : spot + _END.size + comment_size]


def _ends(records: list[_Record], start: int) -> dict[int, int]:
    """Where each local entry ends: where the next one begins."""
    offsets = sorted(record.offset for record in records)
    if len(set(offsets)) != len(offsets) or (offsets and offsets[-1] >= start):
        raise UnusualZipError("entries overlap")
    return dict(zip(offsets, [*offsets[1:], start], strict=True))


def _entry(name: bytes, content: bytes, at: int, old: _Record | None) -> tuple[bytes, bytes]:
    """Local entry and directory record of new content; times and attributes as the old record had them."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    made_by, flags, time, day = (20, 0 if name.isascii() else _UTF8, 0, _DOS_EPOCH)
    internal, external = 0, 0
    if old:
        made_by, flags, time, day = old.fields[0], old.fields[2] & _UTF8, old.fields[4], old.fields[5]
        internal, external = old.fields[13], old.fields[14]
    sizes = (zlib.crc32(content), len(packed), len(content), len(name))
    local = _LOCAL.pack(b"PK\x03\x04", 20, flags, _DEFLATED, time, day, *sizes, 0)
    central = _CENTRAL.pack(
        b"PK\x01\x02", made_by, 20, flags, _DEFLATED, time, day, *sizes, 0, 0, 0, internal, external, at
    )
    return b"".join([local, name, packed]), central + name
