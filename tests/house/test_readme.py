"""README says what is true: generated parts are fresh, its commands are the ones CI runs, its pictures exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


def test_generated_parts_are_fresh() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts" / "readme.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", READMES)
def test_ci_runs_the_test_command_of_readme(name: str) -> None:
    command = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/python scripts/check.py"
    assert command in (ROOT / name).read_text("utf-8")
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("name", READMES)
def test_every_picture_is_there(name: str) -> None:
    shown = re.findall(r"\]\((\.github/[^)]+)\)", (ROOT / name).read_text("utf-8"))
    assert shown
    assert [path for path in shown if not (ROOT / path).is_file()] == []


def test_both_readmes_have_the_same_parts() -> None:
    parts = [re.findall(r"^##? |<!-- \w+ -->|!\[", (ROOT / name).read_text("utf-8"), re.MULTILINE) for name in READMES]
    assert parts[0] == parts[1]
