"""客户项目, 标准流程 and 交付价值: deals beside reference values, the six stages, delivery, what customers gained."""

from collections import Counter
from collections.abc import Iterator

from kamsheets.accounts.benchmarks import Compared
from kamsheets.accounts.deals import Deal, beside_reference, delivery_lacks, standard_stage
from kamsheets.accounts.process import standard_process
from kamsheets.jobs.accounts_desk import Desk, listed, notes
from kamsheets.workbook.write import Cell, Col, Sheet

REFERENCES = ("bench_deciders", "bench_cycle_days", "bench_rivals")


def deals_page(page: Sheet, desk: Desk) -> None:
    """Win and loss with reasons, the funnel, and every deal beside the bands, which are reference values only."""
    page.title(desk.t("sheet.deals"))
    notes(page, desk.t("note.reference"), *_register_references(desk))
    found = desk.review.win_loss
    page.heading(desk.t("note.win_loss"))
    names = ("won", "lost", "others", "running")
    columns = [*(desk.col(name, "int", 20 if name == "won" else None) for name in names)]
    columns += [desk.col("win_rate", "pct"), desk.col("median_days", "dec")]
    page.table(columns, [[*(getattr(found, name) for name in names), found.rate, found.median_days]], table=False)
    page.gap()
    columns = [desk.col("outcome", width=34), desk.col("reason"), desk.col("deals", "int", total="sum")]
    reasons = [
        [desk.label("outcome", outcome), desk.label("outcome_reason", why) or desk.t("col.untagged"), n]
        for (outcome, why), n in found.reasons
    ]
    listed(page, desk, columns, reasons, own=False)
    page.heading(desk.t("note.funnel"))
    columns = [desk.col("milestone", width=34), desk.col("entered", "int"), desk.col("advanced", "int")]
    steps = [[_milestone(s.milestone, desk), s.entered, s.advanced, s.rate] for s in desk.review.funnel]
    page.table([*columns, desk.col("conversion", "pct")], steps, table=False)
    page.heading(desk.t("note.deals"))
    listed(page, desk, _columns(desk), [_row(d, desk) for line in desk.review.lines for d in line.deals])


def _register_references(desk: Desk) -> Iterator[str]:
    """Years of cooperation and the worth of a key account beside the unsourced figures."""
    years = next(kpi.value for kpi in desk.review.kpis if kpi.code == "years")
    for key, value in (("bench_relation_years", years), ("bench_value_multiple", desk.review.value_multiple)):
        reference = desk.view.get(key)
        said = "—" if value is None else f"{float(value):.1f}"
        wanted = f"{float(desk.view.rate(key)):.1f}"
        yield desk.t(f"note.{key}", value=said, reference=wanted, source=reference.source.text)


def _columns(desk: Desk) -> list[Col]:
    return [
        desk.col("account", width=34), desk.col("project_no", "code", 20), desk.col("milestone", width=18),
        desk.col("stage", width=14), desk.col("outcome", width=14), desk.col("deciders", "int", 10),
        desk.col("days", "int", 10), desk.col("rivals", "int", 10), desk.col("beside", width=48),
    ]  # fmt: skip


def _row(deal: Deal, desk: Desk) -> list[object]:
    outside = [one for one in beside_reference(deal, desk.view) if one.outside]
    return [
        desk.name(deal.account), deal.number, _milestone(deal.milestone, desk),
        desk.label("standard_stage", standard_stage(deal, desk.view)), desk.label("outcome", deal.outcome),
        deal.deciders, deal.days, deal.rivals, desk.joined(_beside(one, desk) for one in outside),
    ]  # fmt: skip


def _beside(one: Compared, desk: Desk) -> str:
    return desk.t(f"word.{one.key}", value=one.value, low=one.low, high=one.high)


def _milestone(code: str, desk: Desk) -> str:
    stage = desk.view.stage(code)
    return f"{code} {stage.label.of(desk.lang)}" if stage and stage.label.of(desk.lang) != code else code


def process_page(page: Sheet, desk: Desk) -> None:
    """The six stages with key nodes and milestones, and the delivery after signing."""
    page.title(desk.t("sheet.process"))
    notes(page, desk.t("note.process"), span=6)
    deals = [deal for line in desk.review.lines for deal in line.deals]
    ended = {choice.code for choice in desk.view.choices["outcome"] if choice.tags}
    held = Counter(standard_stage(deal, desk.view) for deal in deals if _under_way(deal, ended))
    columns = [desk.col("stage", width=34), desk.col("node", width=26), desk.col("milestones", width=44)]
    rows = [
        [one.stage.label.of(desk.lang), one.node.label.of(desk.lang) if one.node else "",
         desk.joined(_milestone(m.code, desk) for m in one.milestones), held[one.stage.code]]
        for one in standard_process(desk.view)
    ]  # fmt: skip
    page.table([*columns, desk.col("under_way", "int", 16, "sum")], rows, table=False)
    page.heading(desk.t("note.delivery"))
    columns = [desk.col("account", width=34), desk.col("project_no", "code", 26), desk.col("lacks", width=44)]
    columns += [desk.col(name, "date", 16) for name in ("signed", "accepted", "closed")]
    listed(page, desk, columns, list(_deliveries(deals, desk)))


def _under_way(deal: Deal, ended: set[str]) -> bool:
    """Running, or signed and not yet closed."""
    return bool(delivery_lacks(deal)) or (deal.outcome not in ended and not deal.signed)


def _deliveries(deals: list[Deal], desk: Desk) -> Iterator[list[object]]:
    for deal in deals:
        if lacks := delivery_lacks(deal):
            missing = Cell(desk.joined(desk.t(f"word.lacks_{name}") for name in lacks), "warning")
            yield [desk.name(deal.account), deal.number, missing, deal.signed, deal.accepted, deal.closed]


def delivered_page(page: Sheet, desk: Desk) -> None:
    """What customers confirmed, apart from what we estimate."""
    page.title(desk.t("sheet.delivered"))
    notes(page, desk.t("note.delivered"), span=5)
    columns = [desk.col("account", width=34), *(desk.col(n, "money", 20, "sum") for n in ("confirmed", "estimated"))]
    held = [line for line in desk.review.lines if any(line.delivered)]
    listed(page, desk, columns, [[line.customer.name, *line.delivered] for line in held])
    page.heading(desk.t("note.savings"))
    columns = [
        desk.col("account", width=34), desk.col("saved_on", "date"), desk.col("saving", "money"),
        desk.col("is_confirmed"), desk.col("evidence", "code", 20), desk.col("saved_item", width=44),
    ]  # fmt: skip
    lines = [one for line in desk.review.lines for one in desk.register.savings.get(line.customer.key, ())]
    rows = [[desk.name(s.account), s.day, s.amount, desk.verdict(s.confirmed), s.evidence, s.item] for s in lines]
    listed(page, desk, columns, rows)
