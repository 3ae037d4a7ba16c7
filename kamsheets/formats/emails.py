"""电子邮箱: an e-mail address, checked for shape only (RFC 5321/5322 by ``email-validator``, no name lookup).

>>> parse("Zhou@Example.com ")
'zhou@example.com'
>>> is_valid("zhou@example")
False
"""

import re
from typing import NoReturn

from kamsheets.formats import text as texts

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_+\-]*(?:\.[a-z0-9_+\-]+)*@(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+[a-z]{2,18}")
_WRAPPED = re.compile(r"^(?:mailto:|.*<)?\s*(.*?)\s*>?\s*[.,;]?$", re.IGNORECASE | re.DOTALL)


class EmailError(ValueError):
    """Not an e-mail address. ``proposed`` is the address that was probably meant, or None."""

    def __init__(self, proposed: str | None = None) -> None:
        super().__init__("email")
        self.proposed = proposed


def parse(text: str) -> str:
    """The address in lower case; raises ``EmailError``.

    Blanks around, full-width signs, ``mailto:`` and ``<…>`` are taken off; a blank inside is proposed away only.
    """
    address = texts.folded(text).lower()
    if _PLAIN.fullmatch(address):
        return address
    found = _WRAPPED.match(address)
    inner = found[1] if found else address
    return _checked(inner) or _refused(inner)


def _refused(address: str) -> NoReturn:
    squeezed = re.sub(r"\s+", "", address)
    raise EmailError(_checked(squeezed) if squeezed != address else None)


def _checked(address: str) -> str | None:
    """The address in its usual form (IDNA dots folded), or None."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def is_valid(text: str) -> bool:
    """Whether ``text`` is one address."""
    try:
        parse(text)
    except EmailError:
        return False
    return True


def mask(text: str) -> str:
    """An address for shared prints.

    >>> mask("zhou.min@example.com")
    'z***@example.com'
    """
    name, at, domain = text.strip().partition("@")
    return f"{name[:1]}***{at}{domain}" if at else "***"
