"""Invented leads of invented customers, for measuring: the same seed gives the same leads."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from kamsheets.formats import provinces, uscc

BRANDS = "华锐明德恒力金宏瑞达新科远东安泰鼎盛博创凯捷信诚联众兴业永丰嘉禾天元宇航振邦光启腾龙海川立群"
TRADES = (
    "车身部件", "精密机械", "钢结构", "汽车零部件", "工程机械", "压力容器", "电力设备", "轨道装备", "船舶重工",
    "锅炉制造", "农业机械", "矿山设备", "石化装备", "起重机械", "铝业科技", "模具制造", "桥梁钢构", "暖通设备",
    "机床附件", "储罐工程",
)  # fmt: skip
CITIES = {
    "苏州": ("江苏", "0512", "HD"), "无锡": ("江苏", "0510", "HD"), "宁波": ("浙江", "0574", "HD"),
    "济南": ("山东", "0531", "HD"), "佛山": ("广东", "0757", "HN"), "东莞": ("广东", "0769", "HN"),
    "长沙": ("湖南", "0731", "HZ"), "武汉": ("湖北", "027", "HZ"), "成都": ("四川", "028", "XN"),
    "重庆": ("重庆", "023", "XN"), "西安": ("陕西", "029", "XB"), "太原": ("山西", "0351", "HB"),
    "天津": ("天津", "022", "HB"), "沈阳": ("辽宁", "024", "DB"), "长春": ("吉林", "0431", "DB"),
}  # fmt: skip
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静强磊军洋勇艳杰娟涛明超兰霞平刚"
NEEDS = ("机器人弧焊线", "激光焊接工作站", "点焊机器人", "自动埋弧焊设备", "搅拌摩擦焊机", "焊接变位机")
PARKS, REASONS = ("经开区", "高新区", "工业园"), ("扩产", "改造", "新建")
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
TODAY = date(2026, 6, 30)


@dataclass(frozen=True)
class Customer:
    """One invented company and the person to talk to."""

    name: str
    uscc: str
    city: str
    province: str
    region: str
    contact: str
    mobile: str
    tel: str
    email: str
    address: str


def customers(count: int, seed: int = 1) -> list[Customer]:
    """Companies with names, codes and numbers of their own; brothers of one brand in several cities are among them."""
    throw = random.Random(seed)  # noqa: S311  measuring, not secrets
    brands = [a + b for a, b in product(BRANDS, BRANDS) if a != b]
    names = list(product(CITIES, brands, TRADES))
    chosen = throw.sample(names, count)
    return [_customer(throw, k, *name) for k, name in enumerate(chosen)]


def _customer(throw: random.Random, k: int, city: str, brand: str, trade: str) -> Customer:
    province, area, region = CITIES[city]
    organisation = "MA" + "".join(throw.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=6))
    body = (
        f"91{provinces.code(province)}{throw.randint(1000, 9999)}{organisation}{uscc.organisation_check(organisation)}"
    )
    return Customer(
        f"{city}{brand}{trade}{throw.choice(FORMS)}",
        body + uscc.check(body),
        city,
        province,
        region,
        throw.choice(SURNAMES) + "".join(throw.choices(GIVEN, k=2)),
        f"1{throw.choice('3578')}{throw.randint(0, 9)}{k:08d}",
        f"{area}-{throw.randint(20000000, 89999999)}",
        f"sales{k}@example.com",
        f"{city}市{throw.choice(PARKS)}{throw.choice(BRANDS)}{throw.choice(BRANDS)}路{throw.randint(1, 999)}号",
    )


def leads(parties: list[Customer], seed: int = 2) -> Iterator[dict[str, object]]:
    """One sound lead a customer, in the fields of JTF-001."""
    throw, serials = random.Random(seed), Counter[str]()  # noqa: S311
    for k, party in enumerate(parties):
        registered = TODAY - timedelta(days=throw.randint(1, 1500))
        month = f"XS-{party.region}-{registered:%Y%m}"
        serials[month] += 1
        rank = throw.randint(1, 400)
        yield {
            "lead_no": f"{month}-{serials[month]:04d}",
            "reg_date": registered,
            "collector_type": "销售人员",
            "source_channel": throw.choice(("展会", "官网/网络询价", "招标公告", "老客户")),
            "registrant": f"E{throw.randint(1, 60):03d}",
            "customer_name": party.name,
            "uscc": party.uscc,
            "industry": "汽车制造业",
            "region": party.region,
            "province": party.province,
            "city": party.city,
            "contact_name": party.contact,
            "contact_mobile": party.mobile,
            "consent_basis": "名片交换已告知",
            "rank_sales": rank,
            "rank_profit": rank + throw.randint(0, 30),
            "rank_source": "行业协会2025百强",
            "need_summary": f"{throw.choice(NEEDS)}{throw.randint(1, 9)}台，{throw.choice(REASONS)}{k % 5000}号线",
            "est_amount": throw.randint(100_000, 9_000_000),
            "status": throw.choice(("新建", "搁置", "无效")),
        }
