"""What stops the program: one small class a mistake, which takes facts and owns its sentence.

Problems of the data are findings, never exceptions.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Self

from kamsheets.core.messages import DEFAULT_LANGUAGE, text


class KamError(Exception):
    """Base of all errors a user can cause. ``code`` names its sentence in the message catalogue."""

    code: ClassVar[str] = "E000"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def message(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """The sentence for a person, in ``lang``."""
        return text(self.code, lang, **self.facts)

    def __str__(self) -> str:
        return self.message()

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        """Errors travel home from worker processes as values; the default would pass the facts by position."""
        return partial(type(self), **self.facts), ()


class UnreadableFileError(KamError):
    """A file that cannot be read; ``file``, ``reason`` (already a sentence)."""

    code = "E001"


class OutputExistsError(KamError):
    """An output is there and ``--force`` was not given; ``path``."""

    code = "E002"


class UsageError(KamError):
    """A command called in a way it cannot serve; ``reason``."""

    code = "E003"


class PolicyError(KamError):
    """A policy that is refused; ``problems`` (one sentence or many)."""

    code = "E004"


class TemplateError(KamError):
    """A Word or Excel template that is refused; ``file``, ``reason``."""

    code = "E005"


class RefusedWriteError(KamError):
    """A user's workbook that cannot be changed without harm; ``file``, ``reason``."""

    code = "E006"
