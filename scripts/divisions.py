"""Rebuild kamsheets/formats/divisions.py: the cities of each province, from the division table of python-stdnum.

python scripts/divisions.py            write it
python scripts/divisions.py --check    exit 1 when the shipped file differs
"""

import re
import sys
from importlib.resources import files
from pathlib import Path
from textwrap import wrap

TARGET = Path(__file__).resolve().parent.parent / "kamsheets" / "formats" / "divisions.py"
PEOPLES = re.compile(
    "(朝鲜族|土家族|苗族|布依族|侗族|藏族|羌族|彝族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|哈萨克|柯尔克孜)+自治州"
)
TAKEN = {"海南", "市辖", "省直辖县级行政单位"}
BY_HAND = {"71": ["台北市", "新北市", "桃园市", "台中市", "台南市", "高雄市", "新竹市", "基隆市", "嘉义市"]}
HEAD = '''"""行政区划: the cities of each province that stand in company names and addresses.

Made by scripts/divisions.py from ``stdnum/cn/loc.dat`` (GB/T 2260, by way of Wikipedia); the cities of 台湾 by hand.
An entry is the full name, and behind ``|`` a usual short one where dropping 市, 地区 or 盟 is not enough.
"""

CITIES = {
'''


def cities() -> dict[str, list[str]]:
    """Full names by province code, prefectures first, then cities at county level."""
    found: dict[str, list[str]] = {code: list(names) for code, names in BY_HAND.items()}
    province = ""
    for line in (files("stdnum.cn") / "loc.dat").read_text("utf-8").splitlines():
        if top := re.match(r'(\d\d) province="', line):
            province = top[1]
        elif (entry := re.match(r'\s+(\d{4}) county="(.+)"', line)) and (name := current(entry[2])):
            prefecture = entry[1].endswith("00")
            if prefecture or (name.endswith("市") and int(entry[1][2:]) > 80) or entry[1].startswith("90"):
                found.setdefault(province, []).append(name)
    return {code: list(dict.fromkeys(names)) for code, names in sorted(found.items())}


def current(spans: str) -> str:
    """The name that is in force, with its short form; empty for a name that has ended."""
    last = spans.split(",")[-1]
    if re.match(r"\[\d*-\d+\]", last):
        return ""
    name = re.sub(r"^\[.*?\]", "", last)
    short = PEOPLES.sub("", name)
    usable = name.endswith(("市", "地区", "盟", "自治州")) and short not in TAKEN and "辖" not in name and len(name) > 1
    return (name if short == name else f"{name}|{short}") if usable else ""


def source() -> str:
    """The module's text."""
    lines = []
    for code, names in cities().items():
        pieces = wrap(" ".join(names), 50, break_long_words=False, break_on_hyphens=False)
        if len(pieces) == 1:
            lines.append(f'    "{code}": "{pieces[0]}",')
            continue
        lines.append(f'    "{code}": (')
        lines += [f'        "{piece} "' for piece in pieces[:-1]] + [f'        "{pieces[-1]}"', "    ),"]
    return HEAD + "\n".join(lines) + "\n}\n"


def main() -> int:
    """Write or check."""
    if "--check" in sys.argv[1:]:
        return int(TARGET.read_text("utf-8") != source())
    TARGET.write_text(source(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
