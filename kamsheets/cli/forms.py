"""``kamsheets forms``: JTF forms printed, their templates checked, returned forms read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kamsheets.cli.frame import files_argument, files_of, group, job_command, output_file, output_folder
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

F = TypeVar("F", bound=Callable[..., Any])


@group("forms")
def forms() -> None:
    """JTF forms."""


@forms.command("print", help=t("cli.forms.print.help"))
@files_argument
@click.option("--form", "codes", multiple=True, metavar="JTF-002", help=t("cli.forms.option.form"))
@output_folder(required=True)
@click.option("--pdf", is_flag=True, help=t("cli.forms.option.pdf"))
@click.option("--merge", is_flag=True, help=t("cli.forms.option.merge"))
@click.option("--draft", is_flag=True, help=t("cli.forms.option.draft"))
@click.option("--restricted", is_flag=True, help=t("cli.forms.option.restricted"))
@job_command
def print_(
    session: Session,
    files: list[Path],
    codes: tuple[str, ...],
    output: Path,
    pdf: bool,
    merge: bool,
    draft: bool,
    restricted: bool,
) -> Outcome:
    """Print forms."""
    from kamsheets.jobs.forms_print import How, print_forms

    how = How(output, pdf, merge, draft, restricted, workspace=files[0].parent)
    return print_forms(files, session, how, codes)


@forms.command("check", help=t("cli.forms.check.help"))
@files_of(".docx")
@click.option("--comments", type=click.Path(path_type=Path, file_okay=False), help=t("cli.forms.option.comments"))
@job_command
def check(session: Session, files: list[Path], comments: Path | None) -> Outcome:
    """Examine templates."""
    from kamsheets.jobs.forms_check import check_templates

    return check_templates(files, session, comments)


@forms.command("fields", help=t("cli.forms.fields.help"))
@click.argument("code", metavar="JTF-002")
@job_command
def fields(session: Session, code: str) -> Outcome:
    """Names of a form."""
    from kamsheets.jobs.forms_fields import list_fields

    return list_fields(code, session)


@forms.command("read", help=t("cli.forms.read.help"))
@files_of(".docx", ".docm", ".odt", ".doc")
@output_file(required=True)
@click.option("--issued", type=click.Path(path_type=Path, file_okay=False), help=t("cli.forms.option.issued"))
@job_command
def read(session: Session, files: list[Path], output: Path, issued: Path | None) -> Outcome:
    """Read forms back."""
    from kamsheets.jobs.forms_read import read_forms

    return read_forms(files, session, output, issued)


def _workspace() -> Callable[[F], F]:
    """``--in DIR``: the workspace, by default where one stands."""
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option("--in", "workspace", type=kind, default=Path(), help=t("cli.forms.option.workspace"))


@forms.command("reset", help=t("cli.forms.reset.help"))
@click.argument("codes", nargs=-1, metavar="[JTF-002]…")
@_workspace()
@job_command
def reset(session: Session, codes: tuple[str, ...], workspace: Path) -> Outcome:
    """Bring the shipped templates back."""
    from kamsheets.jobs.forms_templates import reset_templates

    return reset_templates(codes, workspace, session)


@forms.command("diff", help=t("cli.forms.diff.help"))
@click.argument("codes", nargs=-1, metavar="[JTF-002]…")
@_workspace()
@job_command
def diff(session: Session, codes: tuple[str, ...], workspace: Path) -> Outcome:
    """Compare with the shipped templates."""
    from kamsheets.jobs.forms_templates import diff_templates

    return diff_templates(codes, workspace, session)
