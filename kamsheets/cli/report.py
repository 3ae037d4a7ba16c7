"""How an outcome is shown: sentences for people, one JSON object for programs, a progress bar on the error stream."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kamsheets.core import messages
from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Severity
from kamsheets.jobs.outcome import Outcome

_SHOWN = 50
"""Findings printed without ``-v``; the rest is counted, and is in ``--json`` and the reports."""
_FILES = 5
"""Files of one folder that are named one by one without ``-v``."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def as_row(found: Finding, lang: str) -> dict[str, object]:
    """A finding as a row of ``--json`` (product.md)."""
    place = found.place
    row: dict[str, object] = {
        "code": found.code,
        "severity": found.severity.value,
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "value": found.value,
        "message": messages.reason(found, lang),
    }
    if found.proposed is not None:
        row["proposed"] = found.proposed
    return row


@dataclass(frozen=True)
class Printer:
    """Prints to standard output; what could not be done goes to standard error."""

    lang: str
    as_json: bool
    quiet: bool
    verbose: bool

    def outcome(self, outcome: Outcome) -> None:
        """Everything a job found, made and could not do."""
        if self.as_json:
            self._json(outcome)
        else:
            self._people(outcome)
        for failure in outcome.failures:
            click.secho(failure.message(self.lang), fg="red", err=True)

    def refusal(self, error: KamError) -> None:
        """The one sentence of an error that stopped the command."""
        if self.as_json:
            self._dump({"findings": [], "summary": {}, "failures": [error.message(self.lang)]})
        click.secho(error.message(self.lang), fg="red", err=True)

    def _json(self, outcome: Outcome) -> None:
        self._dump(
            {
                "findings": [as_row(found, self.lang) for found in outcome.findings],
                "summary": dict(outcome.summary),
                **outcome.data,
                "outputs": [str(path) for path in outcome.outputs],
                "failures": [failure.message(self.lang) for failure in outcome.failures],
            }
        )

    def _dump(self, value: dict[str, Any]) -> None:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def _people(self, outcome: Outcome) -> None:
        if not self.quiet:
            shown = outcome.findings if self.verbose else outcome.findings[:_SHOWN]
            for found in shown:
                label = messages.text(f"severity.{found.severity.value}", self.lang)
                click.echo(
                    click.style(f"[{label} {found.code}] ", fg=_COLOURS[found.severity])
                    + messages.sentence(found, self.lang)
                )
            if len(shown) < len(outcome.findings):
                click.echo(messages.text("cli.more_findings", self.lang, count=len(outcome.findings) - len(shown)))
        for line in outcome.lines:
            click.echo(line)
        tally = Counter(found.severity for found in outcome.findings)
        click.echo(
            messages.text(
                "cli.tally",
                self.lang,
                errors=tally[Severity.ERROR],
                warnings=tally[Severity.WARNING],
                infos=tally[Severity.INFO],
            )
        )
        for line in self._written(outcome.outputs):
            click.echo(line)

    def _written(self, outputs: Sequence[Path]) -> Iterator[str]:
        """A line a file; many files of one folder in one line."""
        folders = Counter(path.parent for path in outputs)
        for folder, count in folders.items():
            if count > _FILES and not self.verbose:
                yield messages.text("cli.wrote_many", self.lang, path=folder, count=count)
            else:
                yield from (messages.text("cli.wrote", self.lang, path=p) for p in outputs if p.parent == folder)


@contextmanager
def progress(lang: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for work over a second; nothing when piped or quiet."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from tqdm import tqdm

    with tqdm(desc=messages.text("cli.progress", lang), delay=1, leave=False, file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield step
