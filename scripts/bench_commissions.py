"""Commissions: projects of 8 stages and 6 members from records to cells and instalments, on one core; grows in step.

Beside it stands what a careful script does by hand: ``Decimal`` quantised down, the fen left over handed
out by sorting. It has no checks, no tiers by date and no explanations; it is the least that comes
out right.
"""

import random
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench import Figure, timed

PROJECTS, MEMBERS, RECEIPTS = 10_000, 6, 4
DAY = date(2026, 6, 30)
CENT = Decimal("0.01")
RATES = (
    (Decimal(6_000_000), "0.03"),
    (Decimal(4_000_000), "0.025"),
    (Decimal(2_000_000), "0.02"),
    (Decimal(0), "0.015"),
)
WEIGHTS = (500, 500, 500, 2000, 2500, 2000, 1000, 1000)


def projects(count: int) -> list[tuple[int, list[str], list[list[int]]]]:
    """(contract in fen, difficulty by stage, percent by stage and member) of invented projects."""
    chance = random.Random(6)  # noqa: S311  invented, not secret
    made = []
    for _ in range(count):
        shares = []
        for _ in WEIGHTS:
            cuts = sorted(chance.sample(range(1, 100), MEMBERS - 1))
            shares.append([b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)])
        levels = [chance.choice(("0.8", "1.0", "1.2", "1.5")) for _ in WEIGHTS]
        made.append((chance.randrange(10_000_00, 9_000_000_00), levels, shares))
    return made


def cases(count: int) -> list[Any]:
    """The same projects as the job hands them to the rules."""
    from kamsheets.commissions.checks import Case
    from kamsheets.commissions.records import Deal, Effort, Receipt
    from kamsheets.policy.policy import Policy

    policy = Policy.shipped().as_of(DAY)
    stages = [stage.code for stage in policy.stages if not stage.closed]
    made = []
    for n, (gross, levels, shares) in enumerate(projects(count)):
        name = f"P{n}"
        deal = Deal(name, gross, difficulty={s: Fraction(level) for s, level in zip(stages, levels, strict=True)})
        efforts = [
            Effort(name, stage, f"E{m}", Fraction(share), "percent", confirmed=True)
            for stage, row in zip(stages, shares, strict=True)
            for m, share in enumerate(row)
        ]
        part = gross // RECEIPTS
        paid = [Receipt(name, part, f"R{k}", instalment=k) for k in range(RECEIPTS - 1)]
        paid.append(Receipt(name, gross - part * (RECEIPTS - 1), "R9", instalment=9))
        made.append(Case(deal, efforts, paid, policy))
    return made


def ours(count: int, *, check: bool) -> int:
    """Pools, matrices and instalments, with or without the checks; the fen released."""
    from kamsheets.commissions import checks
    from kamsheets.commissions.release import by_receipt
    from kamsheets.commissions.split import split

    total = 0
    for case in cases(count):
        if check:
            checks.check(case)
        made = split(case.pool.amount, case.deal, case.efforts, case.policy)
        total += sum(line.released for line in by_receipt(made.members, case.deal.gross, case.receipts))
    return total


def by_hand(count: int) -> int:
    """The same with ``Decimal`` in yuan; the fen released."""
    total = Decimal(0)
    for gross_fen, levels, shares in projects(count):
        gross = Decimal(gross_fen) / 100
        net = (gross / Decimal("1.13")).quantize(CENT, ROUND_HALF_UP)
        rate = next(Decimal(rate) for bound, rate in RATES if gross >= bound)
        pool = (net * rate).quantize(CENT, ROUND_HALF_UP)
        members = [Decimal(0)] * MEMBERS
        weights = [weight * Decimal(level) for weight, level in zip(WEIGHTS, levels, strict=True)]
        for amount, row in zip(_handed_out(pool, weights), shares, strict=True):
            for m, part in enumerate(_handed_out(amount, [Decimal(share) for share in row])):
                members[m] += part
        part = Decimal(gross_fen // RECEIPTS) / 100
        for plan in members:
            paid = Decimal(0)
            for k in range(1, RECEIPTS):
                due = (plan * part * k / gross).quantize(CENT, ROUND_DOWN)
                total += due - paid
                paid = due
            total += plan - paid
    return int(total * 100)


def _handed_out(amount: Decimal, weights: list[Decimal]) -> list[Decimal]:
    whole = sum(weights)
    exact = [amount * weight / whole for weight in weights]
    parts = [share.quantize(CENT, ROUND_DOWN) for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], -weights[i], i))
    for i in order[: int((amount - sum(parts)) / CENT)]:
        parts[i] += CENT
    return parts


def book(folder: Path, count: int) -> Path:
    """A bonus workbook of that many projects."""
    import xlsxwriter

    path = folder / f"bonus{count}.xlsx"
    out = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    deals, efforts = out.add_worksheet("项目奖金"), out.add_worksheet("阶段工作量")
    deals.write_row(0, 0, ["项目编号", "合同金额（含税）", "税率", *(f"难度M{n}" for n in range(1, 9))])
    efforts.write_row(0, 0, ["项目编号", "阶段", "工号", "姓名", "计量方式", "工作量", "本人确认"])
    at = 0
    for n, (gross, levels, shares) in enumerate(projects(count), start=1):
        name = f"XM-HD-2026-{n:05d}"
        deals.write_row(n, 0, [name, gross / 100, "13%", *map(float, levels)])
        for s, row in enumerate(shares, start=1):
            for m, share in enumerate(row):
                at += 1
                efforts.write_row(at, 0, [name, f"M{s}", f"E{m:03d}", f"员{m}", "百分比", share, "是"])
    out.close()
    return path


def job(path: Path) -> int:
    """The command itself without an output: read, type, check, split."""
    from kamsheets.jobs.commission_split import split_commissions
    from kamsheets.jobs.session import Session
    from kamsheets.policy.policy import Policy

    outcome = split_commissions([path], Session(Policy.shipped(), DAY))
    return len(outcome.findings)


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """Both ways on all projects; then ours on a quarter, a half, all and twice as many; then the command."""
    group = f"commissions: {PROJECTS:,} projects x 8 stages x {MEMBERS} members x {RECEIPTS} receipts"
    yield timed(group, "a Decimal loop by hand", by_hand, PROJECTS)
    yield timed(group, "kamsheets, split and release", split_only, PROJECTS)
    yield timed(group, "kamsheets, checks as well", checked, PROJECTS)
    for count in (PROJECTS // 4, PROJECTS // 2, PROJECTS, 2 * PROJECTS):
        yield timed("commissions: grows in step", f"{count:,} projects", checked, count, repeat=2)
    for count in (PROJECTS // 4, PROJECTS):
        yield timed("commission split FILE", f"{count:,} projects", job, book(folder, count), repeat=1)


def split_only(count: int) -> int:
    """Without the checks."""
    return ours(count, check=False)


def checked(count: int) -> int:
    """With the checks."""
    return ours(count, check=True)
