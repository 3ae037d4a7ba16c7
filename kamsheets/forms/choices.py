"""What the catalogue needs to know of a policy's lists: each entry has a code and a label with other spellings.

``forms`` and ``policy`` stand on one floor and do not know each other; the policy's stages, roles, regions and
choices all fit this shape, and ``jobs`` hands them over by name.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias


class Named(Protocol):
    """A name in both languages and every other accepted spelling."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class Choice(Protocol):
    """One allowed value of a list."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> Named: ...


Choices: TypeAlias = Mapping[str, Sequence[Choice]]
"""Lists by name: ``source_channel``, ``region``, ``milestone`` …"""
