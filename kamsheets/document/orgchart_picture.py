"""The organisation chart as a PNG, for readers that skip shapes. Needs a Chinese font on the machine."""

import os
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from kamsheets.document.orgchart import BOX_HEIGHT, BOX_WIDTH, CM, Chart
from kamsheets.document.orgchart_shapes import dashed, fill

PIXELS_PER_CM = 60
FONTS = (
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/simhei.ttf",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
_FACES = 10
"""Faces a font collection may hold."""


@cache
def font_file() -> tuple[str, int] | None:
    """A file with Chinese glyphs, and its face of simplified Chinese: ``KAM_FONT`` first, then the usual places."""
    for name in (os.environ.get("KAM_FONT", ""), *FONTS):
        if name and Path(name).is_file():
            return name, _face(name)
    return None


def _face(name: str) -> int:
    from PIL import ImageFont

    if not name.endswith(".ttc"):
        return 0
    for index in range(_FACES):
        try:
            family, _ = ImageFont.truetype(name, 12, index=index).getname()
        except OSError:
            break
        if family and "SC" in family:
            return index
    return 0


def png(chart: Chart) -> bytes | None:
    """The picture, or None where the machine has no Chinese font (the shapes need none)."""
    found = font_file()
    if found is None:
        return None
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_px(chart.width) + 4, _px(chart.height) + 4), "white")
    pen = ImageDraw.Draw(picture)
    for line in chart.lines:
        pen.line([(_px(x) + 2, _px(y) + 2) for x, y in line.points], fill="#404040", width=2)
    for box in chart.boxes:
        left, top = _px(box.x) + 2, _px(box.y) + 2
        corners = (left, top, left + _px(BOX_WIDTH), top + _px(BOX_HEIGHT))
        pen.rectangle(corners, fill=f"#{fill(box)}")
        _border(pen, corners, width=5 if box.member.decides else 2, broken=dashed(box))
        _write(pen, corners, (f"{box.member.name} {box.member.sign}", *box.member.lines), found)
    made = BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(made, "PNG", optimize=True)
    return made.getvalue()


def _px(emu: int) -> int:
    return emu * PIXELS_PER_CM // CM


def _border(pen: Any, corners: tuple[int, int, int, int], *, width: int, broken: bool) -> None:
    left, top, right, bottom = corners
    if not broken:
        pen.rectangle(corners, outline="black", width=width)
        return
    for x in range(left, right, 14):
        for y in (top, bottom):
            pen.line(((x, y), (min(x + 8, right), y)), fill="black", width=width)
    for y in range(top, bottom, 14):
        for x in (left, right):
            pen.line(((x, y), (x, min(y + 8, bottom))), fill="black", width=width)


def _write(pen: Any, corners: tuple[int, int, int, int], lines: tuple[str, ...], font: tuple[str, int]) -> None:
    """Lines centred in the box, each shrunk until it fits."""
    from PIL import ImageFont

    left, top, right, bottom = corners
    height = (bottom - top - 8) // max(len(lines), 1)
    for step, line in enumerate(lines):
        size = min(22 if step == 0 else 18, height - 2)
        while size > 7 and ImageFont.truetype(font[0], size, index=font[1]).getlength(line) > right - left - 8:
            size -= 1
        face = ImageFont.truetype(font[0], size, index=font[1])
        x = left + (right - left - face.getlength(line)) / 2
        pen.text((x, top + 4 + step * height), line, fill="black", font=face)
