"""What every command does alike: bad files, missing files, existing outputs, help."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kamsheets.cli.main import cli
from kamsheets.cli.report import Printer
from kamsheets.jobs.outcome import Outcome

SINGLE = ("demo", "init", "run", "forms fields", "forms reset", "forms diff", "policy show", "approvals explain")
"""Commands that do not take FILE…, or need more than that to begin."""
EXTRA = {
    "accounts review": ["-o", "{out}/a.xlsx"],
    "leads merge": ["-o", "{out}/m.xlsx"],
    "forms print": ["-o", "{out}"],
    "forms read": ["-o", "{out}/r.xlsx"],
    "convert": ["--to", "csv", "-o", "{out}"],
}


def leaves(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for child in command.list_commands(context):
        if found := command.get_command(context, child):
            yield from leaves(found, f"{name} {child}".strip())


COMMANDS = dict(leaves(cli))
ON_FILES = [
    name
    for name, command in COMMANDS.items()
    if name not in SINGLE and any(p.name == "files" and getattr(p, "required", False) for p in command.params)
]
SUFFIX = {"forms check": ".docx", "forms read": ".docx"}


def run(name: str, *arguments: str) -> "tuple[int, str]":
    done = CliRunner().invoke(cli, [*name.split(), *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def extras(name: str, folder: Path) -> list[str]:
    return [part.format(out=folder / "out") for part in EXTRA.get(name, [])]


def test_the_promised_commands_are_offered() -> None:
    promised = {
        "demo", "init", "run", "leads check", "leads grade", "leads merge", "pipeline check", "pipeline rollup",
        "approvals route", "commission split", "commission release", "forms print", "forms check", "forms fields",
        "forms read", "convert", "policy check", "policy show",
    }  # fmt: skip
    assert promised <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_tells_what_it_does(name: str) -> None:
    code, said = run(name, "--help")
    assert code == 0
    assert len(said.splitlines()) > 4


@pytest.mark.parametrize("name", ON_FILES)
@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04 broken"], ids=["empty file", "text under a workbook's name", "torn archive"]
)
def test_a_file_that_cannot_be_read_is_named_in_one_sentence(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"bad{SUFFIX.get(name, '.xlsx')}"
    path.write_bytes(content)
    code, said = run(name, str(path), *extras(name, tmp_path))
    assert code == 2, said
    assert path.name in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ON_FILES)
def test_a_file_that_is_not_there_is_said(name: str, tmp_path: Path) -> None:
    code, said = run(name, str(tmp_path / "nowhere.xlsx"), *extras(name, tmp_path))
    assert code == 2
    assert "nowhere.xlsx" in said


@pytest.mark.parametrize("name", [name for name in ON_FILES if not name.startswith("forms")])
def test_json_is_one_object_even_when_nothing_could_be_done(name: str, tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"")
    done = CliRunner().invoke(cli, [*name.split(), str(tmp_path / "bad.xlsx"), "--json", *extras(name, tmp_path)])
    answer = json.loads(done.stdout)
    assert {"findings", "summary", "failures"} <= answer.keys()
    assert answer["failures"]


def test_many_files_of_one_folder_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = [tmp_path / "forms" / f"{n}.docx" for n in range(6)]
    outcome = Outcome(outputs=[tmp_path / "report.xlsx", *made])
    Printer("zh", as_json=False, quiet=False, verbose=False).outcome(outcome)
    short = capsys.readouterr().out
    Printer("zh", as_json=False, quiet=False, verbose=True).outcome(outcome)
    full = capsys.readouterr().out
    assert (short.count("已写入"), str(made[3]) in short, str(tmp_path / "report.xlsx") in short) == (2, False, True)
    assert (full.count("已写入"), str(made[3]) in full) == (7, True)
