"""One hundred and twenty initiated projects in all milestones; twenty are won, a few lost, given up or shelved."""

import random
from collections import Counter
from datetime import date, timedelta

from kamsheets.jobs.demo.companies import Company
from kamsheets.jobs.demo.leads import CONVERTED, team
from kamsheets.jobs.demo.typed import day
from kamsheets.jobs.demo.words import Row, dice, lexicon, today
from kamsheets.policy.types import Stage
from kamsheets.policy.view import PolicyView

WON, LOST, CANCELLED, SHELVED = 20, 8, 3, 4
OPEN, WIN = "进行中", "赢单"


def projects(leads: list[tuple[Row, Company]], people: list[Row], policy: PolicyView) -> list[Row]:
    """Projects as rows of the regional pipeline (F2); the lead of each is told its project number."""
    throw = dice("projects")
    serials: Counter[str] = Counter()
    rows = []
    for k, (lead, company) in enumerate(leads[:CONVERTED]):
        row = _project(throw, k, lead, company, people, policy, serials)
        lead["project_no"] = row["project_no"]
        rows.append(row)
    return rows


def _outcome(k: int) -> str:
    for name, count in ((WIN, WON), ("输单", LOST), ("客户取消", CANCELLED), ("搁置", SHELVED)):
        if k < count:
            return name
        k -= count
    return OPEN


def _project(
    throw: random.Random,
    k: int,
    lead: Row,
    company: Company,
    people: list[Row],
    policy: PolicyView,
    serials: Counter[str],
) -> Row:
    outcome, stage = _outcome(k), _stage(throw, k, policy)
    approved = day(lead["reg_date"]) + timedelta(days=throw.randint(10, 60))
    serials[company.region + str(approved.year)] += 1
    number = serials[company.region + str(approved.year)]
    row: Row = {
        "project_no": f"XM-{company.region}-{approved.year}-{number:04d}",
        "project_name": f"{company.short}{lead['product_interest']}{approved.year}",
        "customer_name": company.name,
        "region": company.region,
        "industry": company.industry,
        "lead_no": lead["lead_no"],
        "jtf002_no": f"JTF-002-{company.region}-{approved:%Y%m}-{number:03d}",
        "approved_date": approved,
        "registrant": lead["registrant"],
        "is_difficult": "是" if k % 17 == 5 else "否",
        "tender_mode": throw.choice(lexicon()["tender_modes"]),
        "competitors": lead["competitor"],
        "visit_count": throw.randint(2, 9),
        "last_meeting": today() - timedelta(days=throw.randint(0, 2)),
        "outcome": outcome,
    }
    row |= _money(throw, stage, policy)
    row |= _progress(throw, stage, approved, still_open=outcome == OPEN)
    row |= _team(throw, company.region, str(row["project_level"]), people)
    row |= _next_step(throw, row) if outcome == OPEN else _closing(throw, k, row, approved, closed=stage.closed)
    return row


def _stage(throw: random.Random, k: int, policy: PolicyView) -> Stage:
    """Open projects stand in every stage, won ones in the last or closed, the others ended somewhere on the way."""
    stages = [stage for stage in policy.stages if not stage.closed]
    closed = next(stage for stage in policy.stages if stage.closed)
    outcome = _outcome(k)
    if outcome == OPEN:
        return stages[k % len(stages)]
    if outcome == WIN:
        return closed if k % 3 == 0 else stages[-1]
    return throw.choice(stages[3:])


def _money(throw: random.Random, stage: Stage, policy: PolicyView) -> Row:
    amount = throw.choice((throw.randint(12, 49), throw.randint(50, 199), throw.randint(200, 680))) * 1_000_000
    major, small = policy.money("major_amount"), policy.money("small_amount")
    budget = amount * throw.randint(6, 24) // 1000 // 10_000 * 10_000 + 10_000
    row: Row = {
        "est_amount": amount,
        "project_level": "重大项目" if amount >= major else "小项目" if amount < small else "一般项目",
        "tax_rate": 13,
        "est_margin_pct": throw.randint(205, 340) / 10,
        "expense_budget": budget,
    }
    initiation = policy.marked("initiation")
    if initiation and stage.order >= initiation.order:  # no sales expense before initiation (H s13)
        row["expense_actual"] = budget * throw.randint(10, 90) // 100
    return row


def _progress(throw: random.Random, stage: Stage, approved: date, *, still_open: bool) -> Row:
    latest = today() - timedelta(days=throw.randint(2, 60))
    entered = latest if still_open else min(approved + timedelta(days=18 * stage.order), latest)
    return {
        "milestone": f"{stage.code} {stage.label.zh}" if stage.code not in stage.label.zh else stage.label.zh,
        "milestone_in": entered,
        "milestone_due": entered + timedelta(days=throw.randint(40, 95)),
        "est_sign_date": today() + timedelta(days=throw.randint(15, 210)),
    }


def _who(person: Row) -> str:
    return f"{person['emp_id']} {person['name']}"


def _team(throw: random.Random, region: str, level: str, people: list[Row]) -> Row:
    engineers = team(people, region, "SE")
    seniors = [person for person in engineers if person["grade"] == "高级"]
    leader = team(people, region, "RKAM")[0] if level == "重大项目" else throw.choice(seniors)
    others = throw.sample([person for person in engineers if person is not leader], 2 if level == "重大项目" else 1)
    members = [leader, *(others if level != "小项目" else [])]
    return {"project_lead": _who(leader), "members": ";".join(_who(person) for person in members)}


def _next_step(throw: random.Random, row: Row) -> Row:
    owner = throw.choice(str(row["members"]).split(";"))
    due = today() + timedelta(days=throw.randint(1, 21))
    return {"next_action": throw.choice(lexicon()["next_actions"]), "next_action_due": due, "next_action_owner": owner}


def _closing(throw: random.Random, k: int, row: Row, approved: date, *, closed: bool) -> Row:
    signed = min(approved + timedelta(days=throw.randint(90, 160)), today() - timedelta(days=20))
    ending: Row = {"est_sign_date": signed}
    if row["outcome"] == WIN:
        ending |= {
            "outcome_reason": "技术方案",
            "contract_no": f"HT-{signed.year}-{k + 101:04d}",
            "contract_amount": row["est_amount"],
            "sign_date": signed,
        }
        ending |= {"close_no": f"JTF-009-{row['region']}-{signed:%Y%m}-{k + 1:03d}"} if closed else {}
    elif row["outcome"] != "搁置":
        ending["outcome_reason"] = (
            "客户预算取消" if row["outcome"] == "客户取消" else throw.choice(lexicon()["loss_reasons"][:3])
        )
    return ending
