"""Sixty people: one regional manager, one market developer and sales engineers a region, and headquarters."""

import random
from datetime import date, timedelta

from kamsheets.jobs.demo.words import Row, dice, lexicon, today

HEADCOUNT = 60
# The team of the published worked example (domain §4.4) keeps its names and numbers.
EXAMPLE = {
    "E002": ("林晓", "SE", "高级"),
    "E003": ("王强", "SE", "普通"),
    "E004": ("赵敏", "SE", "普通"),
    "E010": ("何敏", "RKAM", "经理"),
}
EXAMPLE_REGION = "HD"


def staff() -> list[Row]:
    """People as rows of the sheet 人员 (F11), in order of employee number."""
    people = [*_headquarters(), *_regions()]
    return sorted(people, key=lambda row: str(row["emp_id"]))


def _headquarters() -> list[Row]:
    throw = dice("headquarters")
    rows, number = [], 21
    for post in lexicon()["headquarters"]:
        emp_id = post.get("emp_id") or f"E{number:03d}"
        number += "emp_id" not in post
        name = post.get("name") or _name(throw)
        rows.append(_person(emp_id, name, post["dept"], "ZB", post["role"], post["grade"], throw.randint(900, 4000)))
    director = next(row for row in rows if row["role"] == "KAD")["emp_id"]
    for row in rows:
        row["manager_id"] = None if row["role"] == "GM" else director if row["role"] in ("MIA", "BID") else _boss(rows)
    return rows


def _boss(rows: list[Row]) -> object:
    return next(row for row in rows if row["role"] == "GM")["emp_id"]


def _regions() -> list[Row]:
    throw = dice("regions")
    rows: list[Row] = []
    number = 101
    regions = list(lexicon()["places"])
    engineers = HEADCOUNT - len(lexicon()["headquarters"]) - 2 * len(regions)
    for position, region in enumerate(regions):
        count = engineers // len(regions) + (position < engineers % len(regions))
        posts = [("RKAM", "经理"), ("MD", "普通"), *[("SE", "高级" if k % 2 == 0 else "普通") for k in range(count)]]
        fixed = dict(EXAMPLE) if region == EXAMPLE_REGION else {}
        manager: object = None
        for role, grade in posts:
            known = next(
                (
                    emp_id
                    for emp_id, (_, its_role, its_grade) in fixed.items()
                    if (its_role, its_grade) == (role, grade)
                ),
                None,
            )
            emp_id = known or f"E{number:03d}"
            number += known is None
            name = fixed.pop(known)[0] if known else _name(throw)
            row = _person(emp_id, name, "大客户管理部", region, role, grade, throw.randint(500, 3500))
            manager = manager or emp_id
            row["manager_id"] = "E020" if role == "RKAM" else manager
            rows.append(row)
    return rows


def _name(throw: random.Random) -> str:
    words = lexicon()
    return str(throw.choice(words["surnames"])) + str(throw.choice(words["given"]))


def _person(emp_id: str, name: str, dept: str, region: str, role: str, grade: str, days: int) -> Row:
    hired: date = today() - timedelta(days=days + 400)
    return {
        "emp_id": emp_id,
        "name": name,
        "dept": dept,
        "region": region,
        "role": role,
        "grade": grade,
        "hire_date": hired,
    }
