"""JTF-010 项目奖金分配表 (domain §2.11, §4.4, §5.3): landscape, the matrix of stages and members with both sums."""

from collections.abc import Iterator

from word_forms.matrix import matrix
from word_forms.sheet import Box, Col, Sheet
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        ("一、项目、合同与口径", "1  Project, contract, basis"),
        s.line("project_no", "contract_no", "region"),
        s.line("basis", "rate_mode", "rate"),
        s.line("base_amount", "coef_project", split=(7, 17, 7, 17)),
    )
    yield s.section(
        ("二、奖金总额（税前）", "2  Pool (before tax)"),
        s.line("pool", Box("pool", ("大写金额",), ("大写", "In words")), split=(7, 9, 7, 25)),
    )
    yield s.rows(
        ("加减项", "Adjustments"),
        "adjust_rows",
        [Col("reason", 26), Col("amount", 10), Col("approver", 12)],
        only_with=True,
    )
    yield s.rows(
        ("三、阶段分配", "3  Split by stage"),
        "stage_rows",
        [Col("stage", 16), Col("weight", 8), Col("difficulty", 7), Col("effective", 7), Col("amount", 10)],
        total="weight effective amount",
        whole=True,
    )
    yield matrix(
        s,
        s.say(("分配矩阵", "member_matrix")),
        ("四、阶段 × 成员（元）", "4  Stage x member (yuan)"),
        s.say(("阶段", "Stage")),
    )
    yield s.note((
        "奖金总额 = 计提基数 × 提成比例 × 项目系数，四舍五入到分，再加减调整；按有效权重（基础权重 × 难度）分到阶段，"
        "按工作量分到成员，最大余额法，各行各列合计与总额一致到分。发放按回款比例，见个人奖金发放明细；均为税前金额。",
        "Pool = base x rate x coefficient, rounded half up to the fen, plus adjustments; split over stages by effective "
        "weight (base weight x difficulty), over members by effort, by largest remainder: all sums agree to the fen. It "
        "is released with the receipts (see the statements); all amounts are before tax.",
    )) + signatures(s, ("五、确认与审批", "5  Confirmation and approval"), ("项目负责人", "Project leader"))  # fmt: skip
