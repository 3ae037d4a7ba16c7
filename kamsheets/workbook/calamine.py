"""python-calamine on a lead: whatever it raises is one exception."""

from collections.abc import Callable
from typing import TypeVar

from kamsheets.core.errors import KamError

T = TypeVar("T")


class CalamineFailedError(Exception):
    """calamine could not read what it was given."""


def tame(call: Callable[[], T]) -> T:
    """The result of ``call``; raises ``CalamineFailedError`` for any error of calamine, a panic of its Rust too."""
    try:
        return call()
    except KamError:
        raise
    except Exception as error:
        raise CalamineFailedError from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # pyo3's; it cannot be imported
            raise CalamineFailedError from error
        raise
