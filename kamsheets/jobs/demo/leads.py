"""About three hundred leads of half a year, most alive, 120 of them become projects."""

import random
from collections import Counter
from datetime import date, timedelta

from kamsheets.jobs.demo.companies import Company, companies
from kamsheets.jobs.demo.words import Row, dice, lexicon, today

COUNT, CONVERTED = 300, 120


def leads(people: list[Row]) -> list[tuple[Row, Company]]:
    """Leads as rows of JTF-001 (F1) with their customer; the first ``CONVERTED`` were handed on to projects."""
    throw = dice("leads")
    serials: Counter[str] = Counter()
    return [(_lead(throw, k, company, people, serials), company) for k, company in enumerate(companies(COUNT))]


def team(people: list[Row], region: str, role: str) -> list[Row]:
    """The people of a region in a role."""
    return [person for person in people if person["region"] == region and person["role"] == role]


def _lead(throw: random.Random, k: int, company: Company, people: list[Row], serials: Counter[str]) -> Row:
    words = lexicon()
    converted = k < CONVERTED
    registered = today() - timedelta(days=throw.randint(250, 420) if converted else throw.randint(3, 170))
    status = "已转立项" if converted else throw.choice(("新建", "已分配", "跟进中", "跟进中", "跟进中", "搁置"))
    month = f"{registered:%Y%m}"
    serials[company.region + month] += 1
    need, unit = throw.choice(words["needs"])
    channel = throw.choice(words["channels"])
    engineer = throw.choice(team(people, company.region, "SE"))
    row: Row = {
        "lead_no": f"XS-{company.region}-{month}-{serials[company.region + month]:04d}",
        "reg_date": registered,
        "collector_type": "销售人员",
        "source_channel": channel,
        "source_detail": "老客户设备科推荐" if channel == "转介绍" else None,
        "registrant": f"{engineer['emp_id']} {engineer['name']}",
        "customer_name": company.name,
        "customer_short": company.short,
        "uscc": company.uscc,
        "ownership": company.ownership,
        "industry_code": company.industry_code,
        "industry": company.industry,
        "region": company.region,
        "province": company.province,
        "city": company.city,
        "contact_name": company.contact[0],
        "contact_dept": company.contact[1],
        "contact_title": company.contact[2],
        "contact_mobile": company.mobile,
        "contact_tel": f"{company.area_code}-6666{throw.randint(0, 9999):04d}",
        "consent_basis": throw.choice(words["consents"]),
        "need_summary": f"{need}{throw.randint(1, 9)}{unit}，{throw.choice(words['occasions'])}",
        "product_interest": need,
        "est_amount": throw.randint(12, 620) * 1_000_000,
        "est_purchase_date": registered + timedelta(days=throw.randint(120, 300)),
        "competitor": throw.choice(words["rivals"]),
        "status": status,
        "visit_count": throw.randint(0, 6),
    }
    row |= _ranks(company)
    row |= (
        {}
        if status == "新建"
        else _assignment(throw, row, engineer, team(people, company.region, "RKAM")[0], registered)
    )
    if converted and throw.random() < 0.06:
        row |= {"collector_type": "大客户总监", "registrant": "公司"}
    return row


def _ranks(company: Company) -> Row:
    if company.ranks is None:
        return {}
    return {"rank_sales": company.ranks[0], "rank_profit": company.ranks[1], "rank_source": company.rank_source}


def _assignment(throw: random.Random, row: Row, engineer: Row, manager: Row, registered: date) -> Row:
    last = min(today(), registered + timedelta(days=throw.randint(2, 60)))
    following = (
        {"next_contact_date": today() + timedelta(days=throw.randint(1, 20))} if row["status"] == "跟进中" else {}
    )
    return {
        "assigned_to": f"{engineer['emp_id']} {engineer['name']}",
        "assigned_by": f"{manager['emp_id']} {manager['name']}",
        "assigned_date": registered + timedelta(days=1),
        "last_contact_date": last,
        **following,
    }
