"""What a template asks for and nobody filled in: noted while a document is rendered, never dropped, never guessed.

A printed blank is a mistake only the reader of the paper would see. So every required value that is not there, and
every name that is unknown, is noted under its key; 正式 refuses the document and lists them all, 草稿 prints the
marker.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from jinja2 import Undefined

MARKER = re.compile("(【(?:缺：|missing: )[^】]*】)")
"""What ``note`` gives to print."""
_MARKERS = {"zh": "【缺：{}】", "en": "【missing: {}】"}


class Notes:
    """Keys of what is missing with their labels, in the order met, and the language markers are written in."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.labels: dict[str, str] = {}


_current: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def collecting(lang: str) -> Iterator[Notes]:
    """Collect what is missing in everything rendered inside."""
    notes = Notes(lang)
    token = _current.set(notes)
    try:
        yield notes
    finally:
        _current.reset(token)


def note(key: str, label: str) -> str:
    """Note ``key`` as missing and return the marker to print in its place."""
    notes = _current.get()
    if notes is not None:
        notes.labels.setdefault(key, label)
    return _MARKERS[notes.lang if notes else "zh"].format(label)


class Missing(Undefined):
    """A name the context does not hold. Printing, looping or comparing it is noted; asking for it is not."""

    __slots__ = ()

    def _note(self) -> str:
        if self._undefined_exception.__name__ == "SecurityError":
            self._fail_with_undefined_error()
        name = str(self._undefined_name)
        return note(name, name)

    def __getattr__(self, name: str) -> "Missing":
        if name.startswith("__"):
            raise AttributeError(name)
        return Missing(name=f"{self._undefined_name}.{name}", exc=self._undefined_exception)

    def __getitem__(self, name: object) -> "Missing":  # type: ignore[override]
        return Missing(name=f"{self._undefined_name}.{name}", exc=self._undefined_exception)

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        self._fail_with_undefined_error()

    def __str__(self) -> str:
        return self._note()

    def __html__(self) -> str:
        return self._note()

    def __iter__(self) -> Iterator[object]:
        self._note()
        return iter(())

    def __len__(self) -> int:
        self._note()
        return 0

    def __bool__(self) -> bool:
        if self._undefined_exception.__name__ == "SecurityError":
            self._fail_with_undefined_error()
        return False

    def __eq__(self, other: object) -> bool:
        self._note()
        return isinstance(other, Missing)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._undefined_name)

    def _false(self, _: object) -> bool:
        self._note()
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _false  # type: ignore[assignment]
    __contains__ = _false
