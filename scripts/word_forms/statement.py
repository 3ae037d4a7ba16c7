"""个人奖金发放明细 (domain §2.13, §5.3): one a member, before tax."""

from collections.abc import Iterator

from word_forms.sheet import Col, Sheet
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        None,
        s.facts(
            (("工号", "Employee no."), ("工号", "emp_id")),
            (("姓名", "Name"), ("姓名", "member")),
            (("发放月份", "Month"), ("发放月份", "month")),
            split=(6, 10, 6, 10, 6, 10),
        ),
    )
    yield s.rows(
        ("发放明细（税前）", "Payments (before tax)"),
        "F10c",
        [
            Col("project_no", 6),
            Col("contract_no", 5),
            Col("instalment", 2, label=("期次", "No.")),
            Col("receipt_no", 5),
            Col("receipt_date", 5),
            Col("receipt_amount", 5),
            Col("cum_receipt_pct", 4),
            Col("plan_total", 4),
            Col("paid_before", 4),
            Col("released", 4, label=("本期应发（税前）", "Released (before tax)")),
            Col("balance", 4),
        ],
        total="released",
    )
    yield s.section(
        None,
        s.facts(
            (("本期应发合计（税前，元）", "Released in total (before tax)"), ("本期应发合计", "released_total")),
            (("大写", "In words"), ("本期应发大写", "released_in_words")),
            split=(10, 10, 5, 23),
        ),
    )
    yield s.note((
        "本表为税前金额，个人所得税由工资核算代扣代缴；"
        "本期应发 = 个人应得总额 × 累计回款比例（向下取整到分）− 累计已发，最后一笔回款结清。",
        "Amounts are before tax; payroll withholds income tax. Released = total due x share collected (rounded down to "
        "the fen) - paid before; the last receipt clears the balance.",
    )) + signatures(s, ("签字", "Signatures"), also=[("财务", "Finance"), ("本人签收", "Received by")])  # fmt: skip
