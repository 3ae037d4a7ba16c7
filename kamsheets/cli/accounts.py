"""``kamsheets accounts``: the register of key accounts checked, scored, reviewed."""

from pathlib import Path

import click

from kamsheets.cli.frame import files_argument, group, job_command, output_file, refuse
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@group("accounts")
def accounts() -> None:
    """Key accounts."""


@accounts.command("check", help=t("cli.accounts.check.help"))
@files_argument
@job_command
def check(session: Session, files: list[Path]) -> Outcome:
    """Findings by cell."""
    from kamsheets.jobs.accounts_check import check_accounts

    return check_accounts(files, session)


@accounts.command("score", help=t("cli.accounts.score.help"))
@files_argument
@click.option("--restricted", is_flag=True, help=t("cli.accounts.option.restricted"))
@job_command
def score(session: Session, files: list[Path], restricted: bool) -> Outcome:
    """The models on every account."""
    from kamsheets.jobs.accounts_score import score_accounts

    return score_accounts(files, session, restricted=restricted)


@accounts.command("review", help=t("cli.accounts.review.help"))
@files_argument
@output_file(required=True)
@click.option("--papers", type=click.Path(path_type=Path, file_okay=False), help=t("cli.accounts.option.papers"))
@click.option(
    "--pipeline", type=click.Path(path_type=Path, exists=True), multiple=True, help=t("cli.accounts.option.pipeline")
)
@click.option("--pdf", is_flag=True, help=t("cli.forms.option.pdf"))
@click.option("--merge", is_flag=True, help=t("cli.forms.option.merge"))
@click.option("--restricted", is_flag=True, help=t("cli.accounts.option.restricted"))
@job_command
def review(
    session: Session,
    files: list[Path],
    output: Path,
    papers: Path | None,
    pipeline: tuple[Path, ...],
    pdf: bool,
    merge: bool,
    restricted: bool,
) -> Outcome:
    """The review workbook, and the papers."""
    from kamsheets.jobs.accounts_papers import How
    from kamsheets.jobs.accounts_review import review_accounts
    from kamsheets.jobs.inputs import expand

    given = {"--pipeline": pipeline, "--pdf": pdf, "--merge": merge}
    if papers is None and (alone := [name for name, value in given.items() if value]):
        refuse("cli.accounts.option.needs_papers", option="、".join(alone))
    how = How(papers, files[0].parent, pdf, merge, restricted) if papers else None
    regions = expand(pipeline, lang=session.lang)
    return review_accounts(files, session, output, how, regions, restricted=restricted)
