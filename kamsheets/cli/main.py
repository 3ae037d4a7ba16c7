"""The ``kamsheets`` command: groups and commands, each imported when it is called."""

import contextlib
import io
import sys
from collections.abc import Callable

import click

from kamsheets import __version__
from kamsheets.cli.frame import LazyGroup
from kamsheets.cli.language import speak, t
from kamsheets.core.memory import patient

speak()


def _demo() -> click.Command:
    from kamsheets.cli.workspace import demo

    return demo


def _init() -> click.Command:
    from kamsheets.cli.workspace import init

    return init


def _run() -> click.Command:
    from kamsheets.cli.workspace import run

    return run


def _leads() -> click.Command:
    from kamsheets.cli.leads import leads

    return leads


def _policy() -> click.Command:
    from kamsheets.cli.policy import policy

    return policy


def _pipeline() -> click.Command:
    from kamsheets.cli.pipeline import pipeline

    return pipeline


def _approvals() -> click.Command:
    from kamsheets.cli.approvals import approvals

    return approvals


def _forms() -> click.Command:
    from kamsheets.cli.forms import forms

    return forms


def _commission() -> click.Command:
    from kamsheets.cli.commission import commission

    return commission


def _accounts() -> click.Command:
    from kamsheets.cli.accounts import accounts

    return accounts


def _convert() -> click.Command:
    from kamsheets.cli.convert import convert

    return convert


def _erase() -> click.Command:
    from kamsheets.cli.erase import erase

    return erase


def _excel() -> click.Command:
    from kamsheets.cli.excel import excel

    return excel


def _doctor() -> click.Command:
    from kamsheets.cli.doctor import doctor

    return doctor


COMMANDS: dict[str, tuple[str, Callable[[], click.Command]]] = {
    "demo": ("cli.demo.help", _demo),
    "init": ("cli.init.help", _init),
    "run": ("cli.run.help", _run),
    "leads": ("cli.leads.help", _leads),
    "pipeline": ("cli.pipeline.help", _pipeline),
    "approvals": ("cli.approvals.help", _approvals),
    "forms": ("cli.forms.help", _forms),
    "commission": ("cli.commission.help", _commission),
    "accounts": ("cli.accounts.help", _accounts),
    "convert": ("cli.convert.help", _convert),
    "erase": ("cli.erase.help", _erase),
    "policy": ("cli.policy.help", _policy),
    "excel": ("cli.excel.help", _excel),
    "doctor": ("cli.doctor.help", _doctor),
}


@click.command(
    "kamsheets",
    cls=LazyGroup,
    lazy=COMMANDS,
    help=t("cli.help"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="kamsheets")
def cli() -> None:
    """All commands."""


def main() -> None:
    """Entry point of the console script."""
    patient()
    for stream in (sys.stdout, sys.stderr):
        # A pipe or file gets UTF-8 whatever the code page; a console shows '?' rather than stopping.
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(io.UnsupportedOperation):
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    cli()
