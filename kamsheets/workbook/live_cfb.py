"""A compound file (MS-CFB, version 3) written from storages and streams: what a vbaProject.bin is packed in.

Sectors of 512 bytes in this order: header, FAT, directory, mini FAT, mini stream, streams of 4,096 bytes and more.
Streams below that lie in the mini stream in sectors of 64. No dates, no class ids: the same input gives the same bytes.
One FAT sector in the header's list of 109 describes 64 kB, so a file of 6.9 MB is the limit.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SECTOR, MINI, CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_HEADER_FATS = 109


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    colour: int = _BLACK
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ", name, len(name) + 2 if name else 0, self.kind, self.colour, self.left, self.right,
            self.child, b"", 0, 0, 0, self.start, self.size,
        )  # fmt: skip


def compound(streams: Mapping[str, bytes]) -> bytes:
    """The compound file of ``streams`` by path; ``VBA/dir`` lies in the storage ``VBA``.

    Raises ``ValueError`` for a name over 31 characters, a storage in a storage, or more than 6.9 MB.
    """
    entries = _directory(streams)
    mini, mini_fat = _mini_stream(entries)
    large = [entry for entry in entries if entry.kind == _STREAM and entry.size >= CUTOFF]
    directory_size = -(-len(entries) // 4)
    parts = [directory_size, _sectors(len(mini_fat) * 4), _sectors(len(mini)), *(_sectors(e.size) for e in large)]
    fats = _fat_sectors(sum(parts))
    starts = _starts(fats, parts)
    entries[0].start, entries[0].size = (starts[2], len(mini)) if mini else (_END, 0)
    for entry, start in zip(large, starts[3:], strict=True):
        entry.start = start
    fat = _table(fats, parts)
    body = [
        struct.pack(f"<{len(fat)}I", *fat),
        b"".join(entry.packed() for entry in entries).ljust(directory_size * SECTOR, b"\0"),
        _filled(struct.pack(f"<{len(mini_fat)}I", *mini_fat), b"\xff"),
        _filled(mini),
        *(_filled(entry.data) for entry in large),
    ]
    return _header(fats, starts[0], starts[1] if mini_fat else _END, parts[1]) + b"".join(body)


def _directory(streams: Mapping[str, bytes]) -> list[_Entry]:
    entries = [_Entry("Root Entry", _ROOT)]
    tops: dict[str, int] = {}
    inside: dict[str, list[int]] = {}
    for path, data in streams.items():
        storage, _, name = path.rpartition("/")
        if len(name) > 31 or "/" in storage:
            raise ValueError(f"no such path in a compound file of ours: {path}")
        if storage and storage not in tops:
            tops[storage] = len(entries)
            entries.append(_Entry(storage, _STORAGE, start=0))
        inside.setdefault(storage, []).append(len(entries))
        entries.append(_Entry(name, _STREAM, data, size=len(data)))
    entries[0].child = _tree(entries, [*tops.values(), *inside.get("", ())])
    for storage, number in tops.items():
        entries[number].child = _tree(entries, inside[storage])
    return entries + [_Entry("", 0, start=0, colour=_RED)] * (-len(entries) % 4)


def _tree(entries: Sequence[_Entry], numbers: list[int]) -> int:
    """A red-black tree of siblings: as level as it can be, and red where the last level is not full."""
    numbers = sorted(numbers, key=lambda k: (len(entries[k].name), entries[k].name.upper()))
    full = (len(numbers) + 1).bit_length() - 1

    def grow(some: list[int], level: int) -> int:
        if not some:
            return _FREE
        middle = len(some) // 2
        entry = entries[some[middle]]
        entry.colour = _RED if level >= full else _BLACK
        entry.left, entry.right = grow(some[:middle], level + 1), grow(some[middle + 1 :], level + 1)
        return some[middle]

    return grow(numbers, 0)


def _mini_stream(entries: Sequence[_Entry]) -> tuple[bytes, list[int]]:
    stream, table = bytearray(), list[int]()
    for entry in entries:
        if entry.kind == _STREAM and 0 < entry.size < CUTOFF:
            entry.start = len(table)
            count = -(-entry.size // MINI)
            table += _chain(entry.start, count)
            stream += entry.data.ljust(count * MINI, b"\0")
    return bytes(stream), table


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END] if count else []


def _sectors(size: int) -> int:
    return -(-size // SECTOR)


def _fat_sectors(others: int) -> int:
    """How many FAT sectors describe ``others`` and themselves (128 entries each)."""
    fats = 1
    while fats * (SECTOR // 4) < fats + others:
        fats += 1
    if fats > _HEADER_FATS:
        raise ValueError("more than 6.9 MB")
    return fats


def _starts(fats: int, parts: Sequence[int]) -> list[int]:
    return [fats + sum(parts[:k]) for k in range(len(parts))]


def _table(fats: int, parts: Sequence[int]) -> list[int]:
    fat = [_FAT] * fats
    for start, count in zip(_starts(fats, parts), parts, strict=True):
        fat += _chain(start, count)
    return fat + [_FREE] * (-len(fat) % (SECTOR // 4))


def _filled(data: bytes, filler: bytes = b"\0") -> bytes:
    return data.ljust(_sectors(len(data)) * SECTOR, filler)


def _header(fats: int, directory: int, mini_fat: int, mini_count: int) -> bytes:
    where = [*range(fats), *[_FREE] * (_HEADER_FATS - fats)]
    return struct.pack(
        "<8s16sHHHHH6sIIIIIIIII109I", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fats,
        directory, 0, CUTOFF, mini_fat, mini_count, _END, 0, *where,
    )  # fmt: skip
