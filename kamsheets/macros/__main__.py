"""``python -m kamsheets.macros ACTION``: a macro from outside Excel, which may not start programs everywhere."""

import argparse
import sys
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.messages import DEFAULT_LANGUAGE
from kamsheets.macros import door
from kamsheets.macros.actions import MACROS
from kamsheets.macros.runner import perform


def main() -> int:
    """0: done; 2: the macro failed, or there is no such workbook."""
    parser = argparse.ArgumentParser(prog="kamsheets.macros")
    parser.add_argument("action", choices=MACROS)
    parser.add_argument("--book")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--lang", default=DEFAULT_LANGUAGE)
    given = parser.parse_args()
    try:
        report = perform(given.action, door.attach(given.book, given.file, given.lang), given.lang)
    except KamError as error:
        sys.stderr.write(error.message(given.lang) + "\n")
        return 2
    if report is None:
        return 2
    sys.stdout.write(report.line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
