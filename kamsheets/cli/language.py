"""The language of a run, known before any command is built: ``--lang``, else KAMSHEETS_LANG, else Chinese."""

import gettext
import os
import sys
from collections.abc import Sequence
from importlib.resources import files

from kamsheets.core.messages import DEFAULT_LANGUAGE, LANGUAGES, text


def chosen(arguments: Sequence[str], environment: str | None) -> str:
    """The language that the arguments or the environment ask for; anything unknown is the default.

    >>> chosen(["leads", "check", "--lang", "en"], None), chosen(["--lang=en"], "zh"), chosen([], "fr")
    ('en', 'en', 'zh')
    """
    wanted = environment or DEFAULT_LANGUAGE
    for position, argument in enumerate(arguments):
        if argument == "--lang":
            wanted = "".join(arguments[position + 1 : position + 2])
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE


LANG = chosen(sys.argv[1:], os.environ.get("KAMSHEETS_LANG"))


def t(code: str, /, **facts: object) -> str:
    """A sentence of the command line, in the language of the run."""
    return text(code, LANG, **facts)


def speak() -> None:
    """Let click's own words (Usage, Options, Missing argument …) come from our catalogue."""
    os.environ["LANGUAGE"] = LANG
    gettext.bindtextdomain("click", str(files("kamsheets.core") / "locale"))
    gettext.textdomain("click")
