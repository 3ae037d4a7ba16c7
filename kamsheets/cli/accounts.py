"""``kamsheets accounts``: the register of key accounts checked, scored, reviewed."""

from pathlib import Path

from kamsheets.cli.frame import files_argument, group, job_command, output_file
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
@job_command
def score(session: Session, files: list[Path]) -> Outcome:
    """The models on every account."""
    from kamsheets.jobs.accounts_score import score_accounts

    return score_accounts(files, session)


@accounts.command("review", help=t("cli.accounts.review.help"))
@files_argument
@output_file(required=True)
@job_command
def review(session: Session, files: list[Path], output: Path) -> Outcome:
    """The review workbook."""
    from kamsheets.jobs.accounts_review import review_accounts

    return review_accounts(files, session, output)
