"""The two codings of MS-OVBA: the compression of module text (2.4.1) and the veil over the project's state (2.4.3)."""

_CHUNK = 4096
_SHORTEST = 3


def compress(data: bytes) -> bytes:
    """``data`` as a compressed container: a signature byte, then chunks of 4,096 bytes."""
    return b"\x01" + b"".join(_chunk(data[k : k + _CHUNK]) for k in range(0, len(data), _CHUNK))


def _chunk(data: bytes) -> bytes:
    packed = _packed(data)
    if len(packed) > _CHUNK:
        return (0x3000 | (_CHUNK - 1)).to_bytes(2, "little") + data.ljust(_CHUNK, b"\0")
    return (0xB000 | (len(packed) - 1)).to_bytes(2, "little") + packed


def _packed(data: bytes) -> bytes:
    """Groups of eight tokens behind a byte of flags: literal bytes, and copies of what stood before."""
    seen: dict[bytes, list[int]] = {}
    out, tokens, flags = bytearray(), bytearray(), 0
    position = count = 0
    while position < len(data):
        bits = max((position - 1).bit_length(), 4) if position else 4
        offset, length = _match(data, position, seen.get(data[position : position + _SHORTEST], ()), bits)
        if length:
            token = (offset - 1) << (16 - bits) | (length - _SHORTEST)
            tokens += token.to_bytes(2, "little")
            flags |= 1 << count
        else:
            length = 1
            tokens.append(data[position])
        for k in range(position, position + length):
            seen.setdefault(data[k : k + _SHORTEST], []).append(k)
        position += length
        count += 1
        if count == 8 or position == len(data):
            out += bytes([flags]) + tokens
            tokens, flags, count = bytearray(), 0, 0
    return bytes(out)


def _match(data: bytes, position: int, earlier: "list[int] | tuple[()]", bits: int) -> tuple[int, int]:
    """(distance, length) of the longest earlier match, the nearest of equals; (0, 0) when there is none."""
    most = min((0xFFFF >> bits) + _SHORTEST, len(data) - position)
    best = (0, 0)
    for start in reversed(earlier):
        length = _SHORTEST
        while length < most and data[start + length] == data[position + length]:
            length += 1
        if length > best[1] and most >= _SHORTEST:
            best = (position - start, length)
    return best


def encrypt(data: bytes, key: int, seed: int = 0) -> bytes:
    """``data`` veiled with the project's ``key``; seed 0 asks for no filler bytes."""
    out = bytearray([seed, seed ^ 2, seed ^ key])
    plain = key
    for byte in len(data).to_bytes(4, "little") + data:
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return bytes(out)


def decompress(packed: bytes) -> bytes:
    """The bytes of a compressed container; raises ``ValueError`` for one that is damaged."""
    if packed[:1] != b"\x01":
        raise ValueError("no compressed container")
    out, position = bytearray(), 1
    while position < len(packed):
        header = int.from_bytes(packed[position : position + 2], "little")
        chunk = packed[position + 2 : position + 3 + (header & 0x0FFF)]
        position += 2 + len(chunk)
        out += _unpacked(chunk) if header & 0x8000 else chunk
    return bytes(out)


def _unpacked(chunk: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(chunk):
        flags, at = chunk[at], at + 1
        for bit in range(8):
            if at >= len(chunk):
                break
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            token, at = int.from_bytes(chunk[at : at + 2], "little"), at + 2
            shift = 16 - max((len(out) - 1).bit_length(), 4)
            start = len(out) - (token >> shift) - 1
            if start < 0:
                raise ValueError("a copy of what is not there")
            for k in range((token & (1 << shift) - 1) + _SHORTEST):
                out.append(out[start + k])
    return bytes(out)
