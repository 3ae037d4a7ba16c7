"""The words and the dice of the sample workspace."""

import random
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

Row = dict[str, object]
"""One invented row: field id -> typed value (amounts in fen, dates as dates, the rest as text)."""


@cache
def lexicon() -> Mapping[str, Any]:
    """All words, from ``lexicon.toml`` beside this module."""
    return tomllib.loads((files(__package__) / "lexicon.toml").read_text("utf-8"))


def dice(part: str) -> random.Random:
    """Dice of one part: the same throws on every machine, and no part disturbs another."""
    return random.Random(f"{lexicon()['seed']}-{part}")


def today() -> date:
    """The day on which the sample month is run."""
    day: date = lexicon()["as_of"]
    return day
