"""What every command shares: common options, the session, the printing of an outcome, the exit code."""

import functools
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from kamsheets.cli import report
from kamsheets.cli.language import LANG, t
from kamsheets.core.errors import KamError, UsageError
from kamsheets.jobs.inputs import WORKBOOKS, inputs, passed_over
from kamsheets.jobs.outcome import Outcome

F = TypeVar("F", bound=Callable[..., Any])
Job = Callable[..., Outcome]
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it: 128 and the number of the signal."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that ``--help`` starts at once.

    ``lazy`` maps a name to (message code of its one-line help, function that imports and returns the command).
    """

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, Callable[[], click.Command]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table, which is the order of the month."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        return self.lazy[cmd_name][1]() if cmd_name in self.lazy else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """One line a command, from the message catalogue, importing none of them."""
        with formatter.section(t("cli.commands")):
            formatter.write_dl([(name, t(code)) for name, (code, _) in self.lazy.items()])


def group(name: str) -> Callable[[Callable[[], None]], click.Group]:
    """A command group whose help is the message ``cli.<name>.help``."""
    return click.group(name, help=t(f"cli.{name}.help"), short_help=t(f"cli.{name}.help"))


def files_of(*suffixes: str, required: bool = True) -> Callable[[F], F]:
    """A ``FILE…`` argument: files, folders or patterns, expanded to files with these suffixes, as ``files``."""

    def decorate(function: F) -> F:
        function.__dict__["file_suffixes"] = suffixes
        return click.argument("files", nargs=-1, required=required, metavar="FILE…")(function)

    return decorate


def files_argument(function: F) -> F:
    """A ``FILE…`` argument of workbooks, as ``files: list[Path]``."""
    return files_of(*WORKBOOKS)(function)


def output_file(*, required: bool = False) -> Callable[[F], F]:
    """``-o OUT``: the file to write, as ``output: Path | None``."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        required=required,
        help=t("cli.option.output"),
    )


def output_folder(*, required: bool = False) -> Callable[[F], F]:
    """``-o DIR``: the folder to write into, as ``output: Path | None``."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        required=required,
        help=t("cli.option.folder"),
    )


_COMMON: tuple[Callable[[F], F], ...] = (
    click.option("--policy", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=t("cli.option.policy")),
    click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help=t("cli.option.as_of")),
    click.option("--lang", type=click.Choice(["zh", "en"]), help=t("cli.option.lang")),
    click.option("--json", "as_json", is_flag=True, help=t("cli.option.json")),
    click.option("--jobs", "workers", type=click.IntRange(min=1), help=t("cli.option.jobs")),
    click.option("--scheduler", metavar="tcp://HOST:PORT", help=t("cli.option.scheduler")),
    click.option("--force", is_flag=True, help=t("cli.option.force")),
    click.option("-q", "--quiet", is_flag=True, help=t("cli.option.quiet")),
    click.option("-v", "--verbose", is_flag=True, help=t("cli.option.verbose")),
)


def job_command(function: Job) -> Callable[..., None]:
    """Turn ``function(session, …) -> Outcome`` into a command body: common options in, outcome and exit code out.

    ``files``, when present, arrive expanded. A ``KamError`` becomes one sentence and exit code 2.
    """

    @functools.wraps(function)
    def body(
        policy: Path | None, as_of: datetime | None, lang: str | None, as_json: bool, workers: int | None,
        scheduler: str | None, force: bool, quiet: bool, verbose: bool, **arguments: Any,
    ) -> None:  # fmt: skip
        language = lang or LANG
        show = report.Printer(language, as_json, quiet, verbose)
        ours: list[Path] = []
        try:
            if arguments.get("files"):
                suffixes = body.__dict__.get("file_suffixes", WORKBOOKS)
                arguments["files"], ours = inputs(arguments["files"], suffixes, language)
            first = _first_input(arguments)
            with _session(
                policy,
                first,
                as_of.date() if as_of else date.today(),
                language,
                force,
                workers,
                scheduler,
                quiet,
            ) as session:
                outcome = function(session, **arguments)
        except KamError as error:
            show.refusal(error)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo(t("cli.interrupted"), err=True)
            sys.exit(INTERRUPTED)
        except Exception:
            if os.environ.get("KAMSHEETS_DEBUG"):
                raise
            _unexpected(language)
        outcome = replace(outcome, findings=[*outcome.findings, *passed_over(ours)])
        show.outcome(outcome)
        sys.exit(outcome.exit_code)

    for option in reversed(_COMMON):
        option(body)
    return body


def _first_input(arguments: Mapping[str, Any]) -> Path | None:
    if arguments.get("files"):
        return Path(arguments["files"][0])
    folder = arguments.get("folder")
    return folder if isinstance(folder, Path) else None


@contextmanager
def _session(
    policy: Path | None, first: Path | None, as_of: date, lang: str, force: bool, workers: int | None,
    scheduler: str | None, quiet: bool,
) -> Iterator[Any]:  # fmt: skip
    from kamsheets.jobs.policy_source import CONFIGURED, load
    from kamsheets.jobs.session import Session
    from kamsheets.jobs.workers import executor

    with executor(workers, scheduler) as pool, report.progress(lang, quiet) as bar:
        yield Session(load(policy, first, os.environ.get(CONFIGURED)), as_of, lang, force, pool, bar)


def _unexpected(lang: str) -> NoReturn:
    """A mistake of ours: the traceback goes to a file, the person gets one sentence."""
    log = Path(tempfile.gettempdir()) / "kamsheets-error.log"
    log.write_text(traceback.format_exc(), encoding="utf-8")
    click.echo(t("cli.unexpected", log=log), err=True)
    sys.exit(2)


def refuse(code: str, **facts: object) -> NoReturn:
    """Stop with a usage sentence (exit code 2)."""
    raise UsageError(reason=t(code, **facts))
