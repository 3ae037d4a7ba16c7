"""The pictures of README: the demo's real output, through LibreOffice and pdftoppm.

python scripts/pictures.py        makes .github/pictures/*.png anew (needs soffice, pdftoppm, a CJK font)
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pictures_excel
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".github" / "pictures"
DPI, _WIDE_DPI = 64, 100
_COLOURS = 64


def main() -> None:
    """Run the month, render, keep the first pages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run("demo", work / "demo", "-q")
        month = next((work / "demo").glob("月度结果_*"))
        rollup, split = work / "rollup.xlsx", work / "split.xlsx"
        leads = sorted((work / "demo").glob("线索_*"))
        run("pipeline", "rollup", work / "demo" / "区域项目台账.xlsx", *leads, "-o", rollup)
        run("commission", "split", work / "demo" / "奖金分配.xlsx", "-o", split)
        forms, papers = month / "表单", work / "papers"
        accounts = ("accounts", "review", work / "demo" / "大客户档案.xlsx", "-o", work / "review.xlsx")
        run(*accounts, "--papers", papers, "--pipeline", work / "demo" / "区域项目台账.xlsx")
        checked, buttons = work / "checked.xlsx", work / "buttons.xlsm"
        pictures_excel.checked(work / "demo" / "线索_东北.xlsx", checked)
        buttons_en = work / "buttons.en.xlsm"
        pictures_excel.buttons("zh", buttons)
        pictures_excel.buttons("en", buttons_en)
        pictures_excel.ribbon("zh", PICTURES / "excel-ribbon.png")
        pictures_excel.ribbon("en", PICTURES / "excel-ribbon.en.png")
        sources = {
            "report": (next(month.glob("月度报告_*.xlsx")), 2),
            "rollup": (rollup, 1),
            "commission": (split, 1),
            "jtf-001": (next(forms.glob("JTF-001-HD*")), 1),
            "jtf-002": (next(forms.glob("JTF-002-HD*")), 1),
            "jtf-009": (next(forms.glob("JTF-009-*")), 1),
            "one-pager": (min(papers.glob("客户一页纸_*")), 1),
            "agenda": (next(papers.glob("季度回顾议程_*")), 1),
            "excel-findings": (checked, 2),
            "excel-buttons": (buttons, 1),
            "excel-buttons.en": (buttons_en, 1),
        }
        for name, (source, page) in sources.items():
            picture(source, page, PICTURES / f"{name}.png", work)
        picture(checked, 1, PICTURES / "excel-checked.png", work, _WIDE_DPI)


def run(*arguments: object) -> None:
    """One command of kamsheets; findings are expected, failures are not."""
    environment = {**os.environ, "KAMSHEETS_LANG": "zh"}
    command = [sys.executable, "-m", "kamsheets", *map(str, arguments)]
    if arguments[0] != "demo":
        command += ["--as-of", "2026-06-30"]
    done = subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    if done.returncode > 1:
        raise SystemExit(f"{command} failed")


def picture(source: Path, page: int, target: Path, work: Path, dpi: int = DPI) -> None:
    """One page of a workbook or document as a small picture without its margins."""
    plain = work / f"{target.stem}{source.suffix}"
    plain.write_bytes(source.read_bytes())
    office = ["soffice", f"-env:UserInstallation=file://{work}/office", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(work), str(plain)], check=True, stdout=subprocess.DEVNULL)
    pages = ["-r", str(dpi), "-f", str(page), "-l", str(page), "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *pages, str(plain.with_suffix(".pdf")), str(work / target.stem)], check=True)
    with Image.open(work / f"{target.stem}.png") as image:
        grey = ImageOps.invert(image.convert("L"))
        left, top, right, bottom = grey.getbbox() or (0, 0, *image.size)
        shown = image.crop((max(0, left - 8), max(0, top - 8), right + 8, bottom + 8))
        shown.quantize(_COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main()
