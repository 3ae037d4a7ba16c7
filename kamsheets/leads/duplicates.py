"""撞单: which leads are one customer, why, who registered first, and until which day that is protected.

Nothing is deleted or merged here. Strong pairs make groups; weak pairs are shown to a person, apart.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise, product

from kamsheets.leads.identity import Evidence, Identity, evidence, fingerprints

CROWD = 30
"""Leads that share a key beyond this number are compared with their neighbours only: a placeholder number, a name of
many companies."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lead as the search sees it."""

    identity: Identity
    registered: date | None
    holds: bool = True
    """Whether it can protect a customer (not one that was called invalid or a duplicate already)."""
    known: bool = False
    """Stands in the register of an earlier run: pairs of two such leads are old news."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What leads are first looked up by, one entry a lead; blank or empty where it is not known."""

    codes: Sequence[str]
    phones: Sequence[Collection[str]]
    cores: Sequence[str]
    """Names without place and legal form."""
    places: Sequence[str]
    """The place in the name: its province's code, then its own name."""

    @classmethod
    def of(cls, identities: Sequence[Identity]) -> "Keys":
        """The keys of identities that are there already."""
        places = [f"{i.province}{i.town}" if i.town and i.province else "" for i in identities]
        return cls([i.uscc for i in identities], [i.phones for i in identities], [i.core for i in identities], places)

    def apart(self, first: int, second: int) -> bool:
        """Whether two names carry places of two provinces: 陕西 and 山西 are never compared by name."""
        one, other = self.places[first][:2], self.places[second][:2]
        return bool(one and other) and one != other

    def pairs(self, block: list[int]) -> Iterable[tuple[int, int]]:
        """All pairs of a block; of a crowd only neighbours, in the order of names and their places."""
        if len(block) <= CROWD:
            return combinations(block, 2)
        return pairwise(sorted(block, key=lambda k: (self.cores[k], self.places[k], k)))


Lead = Callable[[int], Candidate]
"""The lead at a position."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads (positions, the smaller first) and what they share, best rule first."""

    first: int
    second: int
    evidence: tuple[Evidence, ...]

    @property
    def strong(self) -> bool:
        """Whether some evidence is strong."""
        return any(item.strong for item in self.evidence)


@dataclass(frozen=True, slots=True)
class Group:
    """Leads of one customer."""

    number: int
    members: tuple[int, ...]
    """Positions, by registration."""
    holder: int
    """Who registered first, or after the earlier protection had run out."""
    protected_until: date | None
    """Last protected day of the holder; None when its date is not known or the company protects nobody."""
    tie: bool
    """Two members were registered on the holder's day: a person decides."""

    @property
    def label(self) -> str:
        """The mark printed beside every member."""
        return f"D{self.number:03d}"


@dataclass(frozen=True)
class Duplicates:
    """Groups of strong pairs, and weak pairs between leads that are not in one group."""

    groups: tuple[Group, ...]
    strong: tuple[Pair, ...]
    weak: tuple[Pair, ...]

    def labels(self) -> dict[int, str]:
        """Position -> mark of its group."""
        return {member: group.label for group in self.groups for member in group.members}


def duplicates(keys: Keys, lead: Lead, protect_days: int | None, similar: int) -> Duplicates:
    """All groups and weak pairs among the leads that have ``keys``; ``lead`` gives the few that are worth a look.

    ``protect_days`` after registration a customer is free again (None: the company protects nobody); names that agree
    in ``similar`` per cent of their characters are called similar.
    """
    strong: list[Pair] = []
    weak: list[Pair] = []
    for first, second in sorted(candidates(keys)):
        one, other = lead(first), lead(second)
        if one.known and other.known:
            continue
        if found := evidence(one.identity, other.identity, similar):
            pair = Pair(first, second, found)
            (strong if pair.strong else weak).append(pair)
    components = _components(strong)
    groups = tuple(_group(n, members, lead, protect_days) for n, members in enumerate(components, 1))
    home = {member: group.number for group in groups for member in group.members}
    apart = (p for p in weak if home.get(p.first) is None or home.get(p.first) != home.get(p.second))
    return Duplicates(groups, tuple(strong), tuple(apart))


def candidates(keys: Keys) -> set[tuple[int, int]]:
    """Pairs worth comparing: one code, one phone, one name, or names that differ by a slip or in the order of parts."""
    codes, cores = _blocks(enumerate(keys.codes)), _blocks(enumerate(keys.cores))
    phones = _blocks((k, phone) for k, several in enumerate(keys.phones) for phone in several)
    pairs = {_ordered(pair) for blocks in (codes, phones) for block in blocks.values() for pair in keys.pairs(block)}
    named = [pair for block in cores.values() for pair in keys.pairs(block)]
    named += [pair for a, b in _like_names(cores) for pair in product(cores[a][:CROWD], cores[b][:CROWD])]
    pairs.update(_ordered(pair) for pair in named if not keys.apart(*pair))
    return pairs


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    return pair if pair[0] < pair[1] else (pair[1], pair[0])


def _blocks(keyed: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """Positions by key; a blank key is none."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, key in keyed:
        if key:
            found[key].append(position)
    return found


def _like_names(cores: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of different names with a fingerprint in common.

    What more than ``CROWD`` names share is a way of naming (某某精密机械), not a slip.
    """
    shared: dict[int, list[str]] = defaultdict(list)
    for core in cores:
        for fingerprint in fingerprints(core):
            shared[fingerprint].append(core)
    return {pair for names in shared.values() if 1 < len(names) <= CROWD for pair in combinations(names, 2)}


def _components(pairs: Iterable[Pair]) -> list[list[int]]:
    """Connected leads, each list and the lists in ascending order."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for pair in pairs:
        low, high = sorted((root(pair.first), root(pair.second)))
        parent[high] = low
    found: dict[int, list[int]] = defaultdict(list)
    for node in sorted(parent):
        found[root(node)].append(node)
    return list(found.values())


def _group(number: int, members: list[int], lead: Lead, protect_days: int | None) -> Group:
    registered = {member: lead(member).registered for member in members}
    ordered = sorted(members, key=lambda member: (registered[member] or date.max, member))
    protection = None if protect_days is None else timedelta(protect_days)
    holder = _holder([m for m in ordered if lead(m).holds] or ordered, registered, protection)
    day = registered[holder]
    same_day = [member for member in members if day and registered[member] == day]
    until = day + protection if day and protection is not None else None
    return Group(number, tuple(ordered), holder, until, len(same_day) > 1)


def _holder(entitled: Sequence[int], registered: Mapping[int, date | None], protection: timedelta | None) -> int:
    """The first registration, or a later one made after the protection before it had run out."""
    holder = entitled[0]
    for later in entitled[1:]:
        start, now = registered[holder], registered[later]
        if protection is not None and start and now and now > start + protection:
            holder = later
    return holder
