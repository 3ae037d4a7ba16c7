"""The pictures of the Excel page: the ribbon drawn from the add-in's own customUI, the sheet of buttons, and a lead
sheet after *check* and *grade*, run by the macros themselves on the Excel of our tests. Called by ``pictures.py``.
"""

import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageDraw, ImageFont

from kamsheets.core.messages import text
from kamsheets.document.orgchart_picture import font_file
from kamsheets.jobs import excel_build
from kamsheets.jobs.excel_vba import RIBBON_NAMESPACE
from kamsheets.macros import actions, door
from kamsheets.workbook import live_check
from kamsheets.workbook.live_shell import RIBBON_PART, packed

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from macros.engine import opened  # noqa: E402

INK, PALE, RULE, TAB = "#1F2937", "#6B7280", "#C9CED6", "#1F4E79"
BUTTON, TALL, EDGE = 96, 112, 14
NOTES = {
    "zh": "示意图：由加载项里的 customUI 画出，不是 Excel 截图；图标以方框代替。",
    "en": "A drawing made from the customUI of the add-in, no screenshot of Excel; squares stand for the icons.",
}
DAY = date(2026, 6, 30)
HEADER_ROW = 3
SHOWN_ROWS = range(19, 33)
SHOWN_COLUMNS = ("B", "E", "K", "L", "M", "AE", "AH", "AI", "AK")
FINDINGS_WIDTHS = {"A": 8, "B": 9, "C": 9, "D": 9, "E": 12, "F": 100}


def ribbon(lang: str, target: Path) -> None:
    """The tab as Excel would show it, group by group, from what stands in the built add-in."""
    part = live_check.opened(excel_build.addin(lang))[RIBBON_PART]
    tab = ET.fromstring(part).find(f".//{{{RIBBON_NAMESPACE}}}tab")  # noqa: S314  our own
    if tab is None:
        raise SystemExit("the add-in has no tab")
    sizes = [max(1, len(group)) * BUTTON + EDGE for group in tab]
    image = Image.new("RGB", (sum(sizes) + EDGE, TALL + 70), "white")
    pen = ImageDraw.Draw(image)
    pen.text((EDGE, 8), tab.get("label", ""), font=face(17), fill=TAB)
    pen.line((EDGE, 33, EDGE + face(17).getlength(tab.get("label", "")), 33), fill=TAB, width=3)
    left = EDGE
    for group, wide in zip(tab, sizes, strict=True):
        for k, button in enumerate(group):
            draw_button(pen, left + k * BUTTON, button.get("label", ""))
        pen.text((left + (wide - EDGE) / 2, TALL + 28), group.get("label", ""), font=face(12), fill=PALE, anchor="mm")
        left += wide
        pen.line((left - EDGE / 2, 44, left - EDGE / 2, TALL + 34), fill=RULE)
    pen.text((EDGE, TALL + 46), NOTES[lang], font=face(12), fill=PALE)
    image.save(target, optimize=True)


def draw_button(pen: ImageDraw.ImageDraw, left: int, label: str) -> None:
    """A square for the icon, the label below on as many lines as it needs."""
    middle = left + BUTTON / 2
    pen.rounded_rectangle((middle - 18, 48, middle + 18, 84), 5, outline=TAB, width=2)
    pen.text((middle, 66), label[:1], font=face(18), fill=TAB, anchor="mm")
    lines = [label] if face(13).getlength(label) <= BUTTON - 4 else label.split(" ", 1)
    for k, line in enumerate(lines):
        pen.text((middle, 100 + 17 * k), line, font=face(13), fill=INK, anchor="mm")


def face(size: int) -> ImageFont.FreeTypeFont:
    """The Chinese font of this machine."""
    found = font_file()
    if found is None:
        raise SystemExit("no Chinese font")
    return ImageFont.truetype(found[0], size, index=found[1])


def buttons(lang: str, target: Path) -> None:
    """The workbook with buttons, whose buttons print here (they do not when it is used)."""
    parts = live_check.opened(excel_build.buttons_book(lang))
    hidden = b"<x:PrintObject>False</x:PrintObject>"
    target.write_bytes(packed({name: data.replace(hidden, b"") for name, data in parts.items()}))


def checked(leads: Path, target: Path) -> None:
    """A lead sheet after *check* and *grade*, cut to a page, and behind it the list of findings."""
    door.today = lambda: DAY
    book, _ = opened(leads)
    for name in ("check_leads", "grade_leads"):
        actions.MACROS[name](book, door.session(book, "zh"))
    made = book.impl.book
    sheet, findings = made.worksheets[0], made[text("macros.sheet.findings", "zh")]
    for other in made.worksheets:
        if other not in (sheet, findings):
            made.remove(other)
    for column in range(1, sheet.max_column + 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].hidden = letter not in SHOWN_COLUMNS
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = row not in SHOWN_ROWS
    for part in (sheet.oddFooter, sheet.oddHeader):
        part.left.text = part.center.text = part.right.text = None
    sheet.column_dimensions["AK"].width = 58
    for letter, width in FINDINGS_WIDTHS.items():
        findings.column_dimensions[letter].width = width
    findings.page_setup.orientation, findings.page_setup.fitToHeight = "landscape", 0
    findings.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.save(target)
