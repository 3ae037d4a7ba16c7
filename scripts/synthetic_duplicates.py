"""How well duplicates are told apart, on leads whose truth is known.

    python scripts/synthetic_duplicates.py [--customers 2000] [--seeds 5]

In the manner of febrl's generator: invented customers, each registered once; for a third of them one to three more
leads with one to four things spoiled (a slip in the name, parts swapped, place or legal form left out, brackets, full
width, traditional characters, a digit mistyped, fields missing, a short name). Among the others stand traps: brothers
of one brand in other cities, names one character apart, an agent's number and a contact's name shared by several.
Everything goes through a workbook and the real reader. A pair is found at the strong level when both leads stand in one
group; at the weak level when they are shown as a pair.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

from invented_leads import BRANDS, CITIES, Customer, customers, leads

from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.leads_batch import load
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy

Lead = dict[str, object]
Spoil = Callable[[random.Random, Lead], None]
DAY = date(2026, 6, 30)


def slip(throw: random.Random, lead: Lead) -> None:
    """One character of the name is wrong, left out, doubled, or has changed places with its neighbour."""
    name = str(lead["customer_name"])
    k = throw.randrange(len(name) // 4, max(len(name) - 4, 3))
    spoiled = (
        name[:k] + throw.choice("生伴式机科华") + name[k + 1 :],
        name[:k] + name[k + 1 :],
        name[:k] + name[k] + name[k:],
        name[:k] + name[k + 1] + name[k] + name[k + 2 :],
    )
    lead["customer_name"] = throw.choice(spoiled)


def swapped(throw: random.Random, lead: Lead) -> None:
    """Trade before brand."""
    name = str(lead["customer_name"])
    lead["customer_name"] = name[:2] + name[4:8] + name[2:4] + name[8:]


def no_place(throw: random.Random, lead: Lead) -> None:
    """The name without its city."""
    lead["customer_name"] = str(lead["customer_name"])[2:]


def no_form(throw: random.Random, lead: Lead) -> None:
    """The name without its legal form."""
    name = str(lead["customer_name"])
    for form in ("集团有限公司", "有限责任公司", "股份有限公司", "有限公司"):
        if name.endswith(form):
            lead["customer_name"] = name.removesuffix(form)
            return


def brackets(throw: random.Random, lead: Lead) -> None:
    """The city in brackets, the name in full width or with blanks."""
    name = str(lead["customer_name"])
    lead["customer_name"] = throw.choice(
        (f"{name[2:6]}({name[:2]}){name[6:]}", f"{name[:4]} {name[4:]}", f"　{name}。")
    )


def traditional(throw: random.Random, lead: Lead) -> None:
    """The name in traditional characters."""
    from opencc import OpenCC

    lead["customer_name"] = OpenCC("s2t").convert(str(lead["customer_name"]))


def short(throw: random.Random, lead: Lead) -> None:
    """Only brand and trade."""
    no_form(throw, lead)
    no_place(throw, lead)


def digit(throw: random.Random, lead: Lead) -> None:
    """One digit of the mobile is wrong."""
    number = str(lead["contact_mobile"] or "")
    if len(number) == 11:
        k = throw.randrange(3, 11)
        lead["contact_mobile"] = number[:k] + str((int(number[k]) + throw.randint(1, 9)) % 10) + number[k + 1 :]


def written(throw: random.Random, lead: Lead) -> None:
    """The mobile written in another way."""
    number = str(lead["contact_mobile"] or "")
    if len(number) == 11:
        ways = (f"+86 {number}", f"{number[:3]}-{number[3:7]}-{number[7:]}", f"86-{number}", f"{number}.0")
        lead["contact_mobile"] = throw.choice(ways)


def missing(*fields: str) -> Spoil:
    """Fields left empty."""

    def spoil(throw: random.Random, lead: Lead) -> None:
        lead.update(dict.fromkeys(fields))

    return spoil


SHAPES: dict[str, Spoil] = {
    "parts swapped": swapped,
    "place left out": no_place,
    "legal form left out": no_form,
    "short name": short,
    "brackets, blanks, full width": brackets,
}
"""Other shapes of the whole name: a lead has one at most."""
SPOILS: dict[str, Spoil] = {
    **SHAPES,
    "slip in the name": slip,
    "traditional characters": traditional,
    "digit mistyped": digit,
    "mobile written otherwise": written,
    "credit code missing": missing("uscc"),
    "mobile missing": missing("contact_mobile"),
    "contact missing": missing("contact_name"),
    "address and e-mail missing": missing("address", "contact_email"),
}


@dataclass(frozen=True)
class Sample:
    """Leads with their truth."""

    leads: Sequence[Lead]
    owners: Sequence[int]
    """Number of the customer each lead is of."""
    spoils: Sequence[tuple[str, ...]]
    """What was spoiled in each lead; nothing in an original."""


def sample(count: int, seed: int) -> Sample:
    """Originals, traps and spoiled copies, shuffled."""
    throw = random.Random(seed)  # noqa: S311  measuring, not secrets
    invented = customers(count + count // 4, seed)
    parties = invented[:count] + traps(throw, invented[:count], invented[count:])
    rows: list[tuple[Lead, int, tuple[str, ...]]] = []
    for owner, (party, lead) in enumerate(zip(parties, leads(parties, seed), strict=True)):
        original = {**lead, "contact_email": party.email, "address": party.address}
        rows.append((original, owner, ()))
        if owner < count and throw.random() < 1 / 3:
            rows += [(lead, owner, names) for lead, names in copies(throw, original)]
    throw.shuffle(rows)
    return Sample([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


def copies(throw: random.Random, original: Lead) -> list[tuple[Lead, tuple[str, ...]]]:
    """One to three more leads of a customer, with one to four things spoiled in each."""
    made = []
    for _ in range(throw.randint(1, 3)):
        lead = {**original, "lead_no": None}
        chosen = throw.sample(sorted(SPOILS), throw.randint(1, 4))
        shapes = [name for name in chosen if name in SHAPES]
        names = tuple(name for name in SPOILS if name in chosen and name not in shapes[1:])
        for name in names:
            SPOILS[name](throw, lead)
        made.append((lead, names))
    return made


def traps(throw: random.Random, parties: Sequence[Customer], fresh: Sequence[Customer]) -> list[Customer]:
    """Companies that look like others and are not: a brother elsewhere, one character apart, an agent, a namesake."""
    made = []
    for k, (other, party) in enumerate(zip(fresh, parties, strict=False)):
        home = {"city": party.city, "province": party.province, "region": party.region}
        city = throw.choice([name for name in CITIES if name != party.city])
        brand = throw.choice([ch for ch in BRANDS if ch not in party.name])
        elsewhere = {"city": city, "province": CITIES[city][0], "region": CITIES[city][2]}
        likeness: tuple[dict[str, str], ...] = (
            {"name": city + party.name[2:], "tel": party.tel, **elsewhere},
            {"name": party.name[:2] + brand + party.name[3:], **home},
            {"mobile": party.mobile, "contact": party.contact},
            {"contact": party.contact, **home},
        )
        made.append(replace(other, **likeness[k % 4]))
    return made


def workbook(leads_: Sequence[Lead], path: Path) -> Path:
    """The leads as a sheet."""
    import xlsxwriter

    form = catalogue()["F1"]
    fields = list(leads_[0])
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet("线索"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [form[field].zh for field in fields])
    for row, lead in enumerate(leads_, 1):
        for column, field in enumerate(fields):
            value = lead[field]
            if isinstance(value, date):
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
            elif value is not None:
                sheet.write(row, column, value)
    book.close()
    return path


@dataclass(frozen=True)
class Score:
    """Pairs found and missed."""

    true: int
    strong: int
    strong_wrong: int
    weak: int
    missed: Counter[str]

    @property
    def precision(self) -> float:
        """Share of strong pairs that are one customer."""
        return self.strong / (self.strong + self.strong_wrong)

    def recall(self, *, with_weak: bool = False) -> float:
        """Share of true pairs found."""
        return (self.strong + (self.weak if with_weak else 0)) / self.true


def score(made: Sample, folder: Path) -> Score:
    """What the real search finds."""
    batch = load([workbook(made.leads, folder / "leads.xlsx")], Session(Policy.shipped(), DAY))
    found = batch.duplicates
    strong = {tuple(sorted(pair)) for group in found.groups for pair in combinations(group.members, 2)}
    weak = {(pair.first, pair.second) for pair in found.weak}
    true = set(_pairs(made.owners))
    missed: Counter[str] = Counter()
    for first, second in true - strong:
        missed.update({*made.spoils[first], *made.spoils[second]})
    return Score(len(true), len(true & strong), len(strong - true), len((true - strong) & weak), missed)


def _pairs(owners: Sequence[int]) -> Iterable[tuple[int, int]]:
    members: dict[int, list[int]] = {}
    for position, owner in enumerate(owners):
        members.setdefault(owner, []).append(position)
    return (pair for several in members.values() for pair in combinations(several, 2))


def main() -> None:
    """One line a seed, then what the missed pairs had in common."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    missed: Counter[str] = Counter()
    print(f"{'seed':>5}{'leads':>8}{'pairs':>8}{'precision':>11}{'recall':>8}{'with weak':>11}")
    for seed in range(asked.seeds):
        made = sample(asked.customers, seed)
        with tempfile.TemporaryDirectory() as folder:
            got = score(made, Path(folder))
        missed += got.missed
        figures = f"{got.precision:11.4f}{got.recall():8.3f}{got.recall(with_weak=True):11.3f}"
        print(f"{seed:5}{len(made.leads):8}{got.true:8}{figures}")
    print("\nspoiled in the pairs that no group holds:")
    for name, count in missed.most_common():
        print(f"  {count:5} {name}")


if __name__ == "__main__":
    main()
