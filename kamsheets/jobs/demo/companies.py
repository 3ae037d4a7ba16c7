"""Invented customers: a registered name, a valid 统一社会信用代码, a place, a contact and, for most, two rankings."""

import random
from dataclasses import dataclass

from stdnum.cn import uscc

from kamsheets.jobs.demo.words import dice, lexicon

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Company:
    """A customer as its lead sheet would know it."""

    name: str
    short: str
    uscc: str
    region: str
    province: str
    city: str
    area_code: str
    industry: str
    industry_code: str
    rank_source: str
    ranks: tuple[int, int] | None
    ownership: str
    contact: tuple[str, str, str]
    """Name, department, title."""
    mobile: str


def companies(count: int) -> list[Company]:
    """``count`` different customers, spread over the regions by their number of places."""
    throw = dice("companies")
    spots = [(region, place) for region, places in lexicon()["places"].items() for place in places]
    found: dict[str, Company] = {}
    while len(found) < count:
        region, place = spots[len(found) % len(spots)]
        company = _company(throw, len(found), region, place)
        found.setdefault(company.name, company)
    return list(found.values())


def _company(throw: random.Random, serial: int, region: str, place: list[str]) -> Company:
    words = lexicon()
    province, city, area_code, division = place
    industry = throw.choice(words["industries"])
    brand, trade = throw.choice(words["brands"]), throw.choice(industry["trade"])
    rank = throw.choice((throw.randint(2, 20), throw.randint(21, 50), throw.randint(51, 200), throw.randint(201, 400)))
    department, title = throw.choice(words["contact_titles"])
    return Company(
        name=f"{city.removesuffix('市')}{brand}{trade}{throw.choice(('有限公司', '股份有限公司', '有限公司'))}",
        short=f"{brand}{trade}"[:8],
        uscc=valid_uscc(division, serial),
        region=region,
        province=province,
        city=city,
        area_code=area_code,
        industry=industry["name"],
        industry_code=industry["code"],
        rank_source=industry["source"],
        ranks=(rank, max(1, rank + throw.randint(-1, 9))) if throw.random() < 0.85 else None,
        ownership=throw.choice(words["ownerships"]),
        contact=(throw.choice(words["surnames"]) + throw.choice(("工", "经理", "主任")), department, title),
        mobile=f"139{throw.randint(0, 9)}000{throw.randint(0, 9999):04d}",
    )


def valid_uscc(division: str, serial: int) -> str:
    """A made-up code with right check digits (GB 32100-2015): enterprise 91, a division, a marked organisation code."""
    body = f"MAK{serial:05d}"
    total = sum(weight * _ALPHABET.index(ch) for weight, ch in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    check = "0123456789X0"[(11 - total % 11) % 11]
    number = f"91{division}{body}{check}"
    return number + uscc.calc_check_digit(number)
