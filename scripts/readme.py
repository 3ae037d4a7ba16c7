"""The parts of README that the code knows better: commands, finding codes, buttons and functions in Excel.

python scripts/readme.py            rewrites them in README.md and README.zh-CN.md
python scripts/readme.py --check    exit 1 when they are stale
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from kamsheets.core import messages
from kamsheets.core.finding import severities
from kamsheets.jobs.excel_actions import ACTIONS, FUNCTIONS

ROOT = Path(__file__).resolve().parent.parent
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
_FIELD = re.compile(r"\{(\w+)[^}]*\}")

_TREE = """
import click, json, sys
from kamsheets.cli.main import cli

def usage(name, command):
    context = click.Context(command, info_name=name)
    if isinstance(command, click.Group):
        children = [(child, command.get_command(context, child)) for child in command.list_commands(context)]
        return [row for child, below in children for row in usage(f"{name} {child}", below)]
    common = {"policy", "as_of", "lang", "as_json", "workers", "scheduler", "force", "quiet", "verbose"}
    own = [p for p in command.params if p.name not in common]
    words = [p.make_metavar(context) if isinstance(p, click.Argument) else f"[{p.opts[-1]}]" for p in own]
    return [[" ".join([name, *words]), command.help or ""]]

sys.stdout.write(json.dumps(usage("kamsheets", cli), ensure_ascii=False))
"""


def commands(lang: str) -> str:
    """All commands with their own options and one line of help."""
    import json

    environment = {**os.environ, "KAMSHEETS_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", _TREE], env=environment, capture_output=True, check=True)
    head = {"en": "| command | what it does |", "zh": "| 命令 | 用途 |"}[lang]
    rows = [f"| `{line.replace('|', chr(92) + '|')}` | {said} |" for line, said in json.loads(done.stdout)]
    return "\n".join([head, "|---|---|", *rows])


def codes(lang: str) -> str:
    """All finding codes with severity and reason."""
    head = {"en": "| code | severity | reason |", "zh": "| 代码 | 级别 | 原因 |"}[lang]
    rows = [
        f"| {code} | {messages.text(f'severity.{severity}', lang)} | {_reason(code, lang)} |"
        for code, severity in sorted(severities().items())
    ]
    return "\n".join([head, "|---|---|---|", *rows])


def buttons(lang: str) -> str:
    """What can be pressed in Excel, by group of the ribbon."""
    head = {"en": "| group | button | what it does |", "zh": "| 组 | 按钮 | 用途 |"}[lang]
    rows = [f"| {one.group_label(lang)} | {one.label(lang)} | {one.help(lang)} |" for one in ACTIONS]
    return "\n".join([head, "|---|---|---|", *rows])


def functions(lang: str) -> str:
    """The worksheet functions with their arguments."""
    head = {"en": "| function | what it gives |", "zh": "| 函数 | 用途 |"}[lang]
    rows = [f"| `={one.name}({', '.join(one.arguments)})` | {one.help(lang)} |" for one in FUNCTIONS]
    return "\n".join([head, "|---|---|", *rows])


def _reason(code: str, lang: str) -> str:
    """The sentence with its facts as names, so that it reads as a pattern."""
    return (
        _FIELD.sub(lambda found: f"‹{found[1].removesuffix('_en')}›", messages.catalogue(lang)[code])
        .replace("|", "\\|")
        .replace("\n", " ")
    )


def fresh(text: str, lang: str) -> str:
    """The README with its generated parts made anew."""
    parts = {"commands": commands, "codes": codes, "actions": buttons, "functions": functions}
    for name, make in parts.items():
        made = make(lang)
        part = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = part.sub(lambda found, made=made: f"{found[1]}{made}\n{found[2]}", text)
    return text


def main() -> int:
    """Write or check."""
    stale = []
    for lang, path in READMES.items():
        text = path.read_text("utf-8")
        if (made := fresh(text, lang)) != text:
            stale.append(path.name)
            if "--check" not in sys.argv[1:]:
                path.write_text(made, encoding="utf-8")
    if "--check" in sys.argv[1:] and stale:
        print(f"stale: {', '.join(stale)} - run scripts/readme.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
