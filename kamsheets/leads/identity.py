"""What tells one customer from another, and what a pair of leads has in common.

Rules in order: 统一社会信用代码, phone, company name with region and legal form folded, a similar name.
Blank never matches blank, and names that carry two different places (陕西…, 山西…) never match at all.
Calling a good lead a duplicate is worse than missing one: whatever could be two companies is weak.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

ALIKE = 60
"""Per cent of characters that is enough for two names when the phone is the same."""
SAME_ADDRESS = 80
"""Per cent of characters that two spellings of one address share."""
SHORTEST = 4
"""A name with fewer characters left after folding says too little to be compared loosely."""
_PRIME = 2**61 - 1
SUPPORT = 2
"""Independent facts that must agree before a merely similar name is strong."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The comparison keys of one lead; empty: not known."""

    uscc: str = ""
    phones: frozenset[str] = frozenset()
    email: str = ""
    name: str = ""
    """The full name, folded: place, core and legal form."""
    core: str = ""
    """The name without place and legal form."""
    town: str = ""
    """The place that the name begins with (江苏, 苏州)."""
    province: str = ""
    """GB/T 2260 code of the province: of the place in the name, else of the row."""
    city: str = ""
    """Of the row."""
    contact: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a pair has in common."""

    code: str
    """Of the message ``leads.evidence.<code>``."""
    strong: bool
    shown: str
    """What both have, or how much they share."""


Rule = Callable[[Identity, Identity, int], Evidence | None]
"""A rule is given two leads and from how many per cent on two names are called similar (policy)."""


def same_uscc(a: Identity, b: Identity, similar: int) -> Evidence | None:
    """One registration code is one company, whatever else differs."""
    return Evidence("uscc", True, a.uscc) if a.uscc and a.uscc == b.uscc else None


def same_phone(a: Identity, b: Identity, similar: int) -> Evidence | None:
    """A shared number is strong when the names can be one company; an agent's number serves several."""
    shared = a.phones & b.phones
    if not shared:
        return None
    one = not _two_companies(a, b) and (not a.core or not b.core or likeness(a.core, b.core) >= ALIKE)
    return Evidence("phone", one, min(shared))


def same_name(a: Identity, b: Identity, similar: int) -> Evidence | None:
    """The same registered name; once place and legal form are folded it is strong only inside one province and city."""
    if not a.core or a.core != b.core or _far_apart(a, b):
        return None
    registered = a.name == b.name and bool(a.town and b.town)
    near_by = _same(a.province, b.province) or (a.name == b.name and not (a.province and b.province))
    elsewhere = bool(a.city and b.city) and a.city != b.city
    strong = not _two_companies(a, b) and (registered or (near_by and not elsewhere))
    return Evidence("name", strong, a.core)


def similar_name(a: Identity, b: Identity, similar: int) -> Evidence | None:
    """A typing slip or swapped parts: weak alone, strong when two other facts agree."""
    if a.core == b.core or _says_little(a) or _says_little(b) or _far_apart(a, b) or _codes_clash(a, b):
        return None
    percent = likeness(a.name, b.name)
    if percent < similar:
        return None
    return Evidence("similar", not _two_companies(a, b) and support(a, b) >= SUPPORT, f"{percent}%")


RULES: tuple[Rule, ...] = (same_uscc, same_phone, same_name, similar_name)
"""In order: the first that holds names the pair."""


def evidence(a: Identity, b: Identity, similar: int) -> tuple[Evidence, ...]:
    """Everything that speaks for one customer, the best rule first; ``similar`` in per cent."""
    return tuple(found for rule in RULES if (found := rule(a, b, similar)))


def likeness(a: str, b: str) -> int:
    """Per cent of characters in place, as typed or after sorting (swapped parts), whichever is more."""
    if a == b:
        return 100
    slips = min(Levenshtein.distance(a, b), Levenshtein.distance("".join(sorted(a)), "".join(sorted(b))))
    longest = max(len(a), len(b))
    return 100 * (longest - slips) // longest


def support(a: Identity, b: Identity) -> int:
    """How many independent facts agree: contact, e-mail, a phone within one slip, address."""
    return sum(
        (
            _same(a.contact, b.contact),
            _same(a.email, b.email),
            any(near(p, q) for p in a.phones for q in b.phones),
            bool(a.address and b.address) and likeness(a.address, b.address) >= SAME_ADDRESS,
        )
    )


def near(a: str, b: str) -> bool:
    """Equal, or one digit mistyped, dropped or added."""
    return Levenshtein.distance(a, b, score_cutoff=1) <= 1


def _same(a: str, b: str) -> bool:
    return bool(a) and a == b


def _says_little(a: Identity) -> bool:
    return not a.name or len(a.core) < SHORTEST


def _codes_clash(a: Identity, b: Identity) -> bool:
    return bool(a.uscc and b.uscc) and a.uscc != b.uscc


def _far_apart(a: Identity, b: Identity) -> bool:
    """Two names that each name their place, and the places lie in different provinces."""
    return bool(a.town and b.town and a.province and b.province) and a.province != b.province


def _two_companies(a: Identity, b: Identity) -> bool:
    """Two codes, or two places in the names: two legal persons, be they of one group."""
    return _codes_clash(a, b) or (bool(a.town and b.town) and a.town != b.town)


def fingerprints(core: str) -> set[int]:
    """What two like names share: the bag of their characters as a number, whole and with each character left out.

    Names that differ by one slip, or only in the order of their parts, have one in common; others by chance never.
    """
    if len(core) < SHORTEST:
        return set()
    numbers = [_number(character) for character in core]
    whole = sum(numbers)
    return {whole, *(whole - number for number in numbers)}


@cache
def _number(character: str) -> int:
    """A large number of its own for each character, so that the sum of a bag tells it from any other bag."""
    return pow(ord(character) + 7, 11, _PRIME)
