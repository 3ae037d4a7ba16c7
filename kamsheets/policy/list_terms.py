"""Lists of names: 枚举, 角色, 区域, 行业."""

from kamsheets.policy.listing import CODE, DAYS, NAMES, Cells, Column, Listing, label_cells, label_of, pick
from kamsheets.policy.types import Choice, Industry, Label, Member, Region, Role


def _member(cells: Cells) -> Member:
    neutral = Label(cells["neutral_zh"], cells["neutral_en"] or cells["neutral_zh"]) if cells["neutral_zh"] else None
    choice = Choice(cells["code"], label_of(cells), neutral, cells["score"], cells["tags"])
    return Member(cells["enumeration"], choice)


def _member_cells(member: Member) -> Cells:
    choice = member.choice
    neutral = {"neutral_zh": choice.neutral.zh, "neutral_en": choice.neutral.en} if choice.neutral else {}
    return {
        "enumeration": member.enumeration,
        **pick(choice, "code", "score", "tags"),
        **label_cells(choice.label),
        **neutral,
    }


CHOICES = Listing(
    "choices",
    "",
    Label("枚举", "Choices"),
    (
        Column("enumeration", "枚举", "Enumeration", "ref:enumerations", True),
        CODE,
        *NAMES,
        Column("neutral_zh", "打印用语", "Printed as (Chinese)"),
        Column("neutral_en", "打印用语英文", "Printed as (English)"),
        Column("score", "分值", "Score", "int"),
        Column("tags", "属性", "Properties", "text_list"),
        *DAYS,
    ),
    _member,
    _member_cells,
    lambda member: (member.enumeration, member.choice.code),
)
ROLES = Listing(
    "roles",
    "role",
    Label("角色", "Roles"),
    (CODE, *NAMES, Column("superior", "上级角色", "Superior role", "ref:role"), *DAYS),
    lambda cells: Role(cells["code"], label_of(cells), cells["superior"]),
    lambda role: pick(role, "code", "superior") | label_cells(role.label),
    lambda role: role.code,
)
REGIONS = Listing(
    "regions",
    "region",
    Label("区域", "Regions"),
    (
        CODE,
        *NAMES,
        Column("provinces", "省份", "Provinces", "ref:province_list"),
        Column("headquarters", "总部", "Headquarters", "flag"),
        *DAYS,
    ),
    lambda cells: Region(cells["code"], label_of(cells), cells["provinces"], bool(cells["headquarters"])),
    lambda region: pick(region, "code", "provinces", "headquarters") | label_cells(region.label),
    lambda region: region.code,
)
INDUSTRIES = Listing(
    "industries",
    "industry",
    Label("行业", "Industries"),
    (CODE, *NAMES, *DAYS),
    lambda cells: Industry(cells["code"], label_of(cells)),
    lambda industry: {"code": industry.code, **label_cells(industry.label)},
    lambda industry: industry.code,
)
