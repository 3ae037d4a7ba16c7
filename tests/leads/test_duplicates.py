"""撞单: who is one customer and who is not, by whom and until when it is protected."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.leads.duplicates import Candidate, Duplicates, Keys, candidates, duplicates
from kamsheets.leads.identity import Identity, evidence

A1, A2 = "91320500MA6KAM0195", "91440300MA5DEM880U"
DAY = date(2026, 3, 1)
SIMILAR = 90
WHOLE = Identity(
    A1, frozenset({"13900005678"}), "zhou@example.com", "苏州华锐车身部件有限公司", "华锐车身部件", "苏州", "32",
    "周明", "苏州工业园区星龙街1号",
)  # fmt: skip


def named(name: str, core: str, town: str = "", province: str = "", **more: object) -> Identity:
    return Identity(name=name, core=core, town=town, province=province, **more)  # type: ignore[arg-type]


SUZHOU = named("苏州华锐车身部件有限公司", "华锐车身部件", "苏州", "32")
WUXI = named("无锡华锐车身部件有限公司", "华锐车身部件", "无锡", "32")
SHORT = named("华锐车身部件", "华锐车身部件", "", "32")
SHORT_ELSEWHERE = named("华锐车身部件", "华锐车身部件", "", "44")
SHAANXI = named("陕西恒力焊接装备有限公司", "恒力焊接装备", "陕西", "61")
SHANXI = named("山西恒力焊接装备有限公司", "恒力焊接装备", "山西", "14")
SLIP = named("苏州华锐车生部件有限公司", "华锐车生部件", "苏州", "32")
SWAPPED = named("苏州车身部件华锐有限公司", "车身部件华锐", "苏州", "32")


def with_(identity: Identity, **changes: object) -> Identity:
    from dataclasses import replace

    return replace(identity, **changes)  # type: ignore[arg-type]


PHONE = {"phones": frozenset({"13900005678"})}
ZHOU = {"contact": "周明"}
NEAR = {"phones": frozenset({"13900005679"})}


@pytest.mark.parametrize(
    ("sentence", "a", "b", "expected"),
    [
        ("one code is one company", Identity(uscc=A1, core="甲乙丙丁"), Identity(uscc=A1, core="戊己庚辛"), "uscc+"),
        ("two codes are two companies", with_(SUZHOU, uscc=A1), with_(SUZHOU, uscc=A2), "name-"),
        ("blank never matches blank", Identity(), Identity(), ""),
        ("one phone and one name", with_(SHORT, **PHONE), with_(SUZHOU, **PHONE), "phone+ name+"),
        ("one phone, a similar name", with_(SLIP, **PHONE), with_(SUZHOU, **PHONE), "phone+ similar-"),
        ("one phone, no name on one side", Identity(**PHONE), with_(SUZHOU, **PHONE), "phone+"),  # type: ignore[arg-type]
        ("an agent's phone serves two companies", with_(SHAANXI, **PHONE), with_(SUZHOU, **PHONE), "phone-"),
        ("one phone, two codes", with_(SUZHOU, uscc=A1, **PHONE), with_(SUZHOU, uscc=A2, **PHONE), "phone- name-"),
        ("the registered name, whatever the province of the plant", SUZHOU, with_(SUZHOU, province="32"), "name+"),
        ("the name without place and form, same province", SHORT, SUZHOU, "name+"),
        ("the name without place, another province", SHORT_ELSEWHERE, SUZHOU, "name-"),
        ("a short name alone, two provinces", SHORT, SHORT_ELSEWHERE, "name-"),
        ("a short name alone, province not known", with_(SHORT, province=""), with_(SHORT, province=""), "name+"),
        ("the name without place, two cities", with_(SHORT, city="苏州"), with_(SUZHOU, city="无锡"), "name-"),
        ("the registered name, whatever the cities", with_(SUZHOU, city="苏州"), with_(SUZHOU, city="昆山"), "name+"),
        ("two towns of one province are two companies", SUZHOU, WUXI, "name-"),
        ("陕西 and 山西 never match", SHAANXI, SHANXI, ""),
        ("陕西 and 山西 with one phone are only shown", with_(SHAANXI, **PHONE), with_(SHANXI, **PHONE), "phone-"),
        ("陕西 in the name and 山西 in the row", SHAANXI, named("恒力焊接装备", "恒力焊接装备", "", "14"), "name-"),
        ("a slip of one character", SUZHOU, SLIP, "similar-"),
        ("swapped parts", SUZHOU, SWAPPED, "similar-"),
        ("a slip, contact and phone agree", with_(SUZHOU, **ZHOU, **PHONE), with_(SLIP, **ZHOU, **NEAR), "similar+"),
        ("a slip and only the contact agrees", with_(SUZHOU, **ZHOU), with_(SLIP, **ZHOU), "similar-"),
        ("another company", SUZHOU, named("苏州明德机床有限公司", "明德机床", "苏州", "32"), ""),
        ("too short to compare loosely", named("华锐", "华锐"), named("华瑞", "华瑞"), ""),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_what_a_pair_has_in_common(sentence: str, a: Identity, b: Identity, expected: str) -> None:
    marks = {True: "+", False: "-"}
    for left, right in ((a, b), (b, a)):
        assert " ".join(f"{e.code}{marks[e.strong]}" for e in evidence(left, right, SIMILAR)) == expected, sentence


def found(*leads: tuple[Identity, int | None] | Candidate, protect: int = 180) -> Duplicates:
    given_ = [
        lead if isinstance(lead, Candidate)
        else Candidate(lead[0], None if lead[1] is None else DAY + timedelta(lead[1]))
        for lead in leads
    ]  # fmt: skip
    return search(given_, protect)


def search(leads: list[Candidate], protect: int = 180) -> Duplicates:
    return duplicates(Keys.of([lead.identity for lead in leads]), leads.__getitem__, protect, SIMILAR)


def test_the_first_registration_holds_the_customer_until_the_last_protected_day() -> None:
    (group,) = found((SHORT, 5), (SUZHOU, 0), (WHOLE, 9)).groups
    assert (group.members, group.holder, group.tie) == ((1, 0, 2), 1, False)
    assert group.protected_until == DAY + timedelta(180)


@pytest.mark.parametrize(("gap", "holder"), [(180, 0), (181, 1)])
def test_a_registration_after_the_protection_has_run_out_takes_over(gap: int, holder: int) -> None:
    (group,) = found((SUZHOU, 0), (SUZHOU, gap)).groups
    assert group.holder == holder


def test_a_lead_called_invalid_protects_nobody() -> None:
    (group,) = found(Candidate(SUZHOU, DAY, holds=False), (SUZHOU, 9)).groups
    assert (group.holder, group.members) == (1, (0, 1))


def test_two_registrations_on_one_day_are_for_a_person_to_decide() -> None:
    (group,) = found((SUZHOU, 0), (SUZHOU, 0)).groups
    assert group.tie


def test_without_a_date_nothing_is_protected() -> None:
    (group,) = found((SUZHOU, None), (SUZHOU, None)).groups
    assert (group.holder, group.protected_until) == (0, None)


def test_strong_pairs_chain_into_one_group_and_weak_pairs_stay_apart() -> None:
    chain = found(
        (Identity(uscc=A1, core="甲乙丙丁"), 0), (Identity(uscc=A1, phones=frozenset({"1"}), core="甲乙丙丁"), 1),
        (Identity(phones=frozenset({"1"}), core="甲乙丙丁戊"), 2), (SUZHOU, 3), (WUXI, 4),
    )  # fmt: skip
    assert [group.members for group in chain.groups] == [(0, 1, 2)]
    assert [(pair.first, pair.second) for pair in chain.weak] == [(3, 4)]
    assert chain.labels() == {0: "D001", 1: "D001", 2: "D001"}


def test_a_weak_pair_inside_a_group_is_not_shown_twice() -> None:
    result = found((with_(SUZHOU, uscc=A1), 0), (with_(SLIP, uscc=A1), 1), (SLIP, 2))
    assert [group.members for group in result.groups] == [(0, 1, 2)]
    assert result.weak == ()


def test_two_leads_of_last_months_register_are_old_news() -> None:
    old = Candidate(SUZHOU, DAY, known=True)
    assert found(old, old).groups == ()
    (group,) = found(old, (SUZHOU, 9)).groups
    assert group.members == (0, 1)


def test_a_placeholder_number_shared_by_hundreds_is_not_compared_all_with_all() -> None:
    crowd = [Identity(phones=frozenset({"13800000000"})) for _ in range(200)]
    assert len(candidates(Keys.of(crowd))) == 199


def test_a_name_of_many_companies_is_still_compared_inside_each_town() -> None:
    towns = ("苏州", "无锡", "常州", "南通", "扬州")
    crowd = [named(f"{town}华锐机械有限公司", "华锐机械", town, "32") for _ in range(8) for town in towns]
    (first, *_) = groups = search([Candidate(lead, DAY) for lead in crowd]).groups
    assert (len(groups), first.members) == (5, tuple(range(0, 40, 5)))


identities = st.builds(
    Identity,
    uscc=st.sampled_from(["", A1, A2]),
    phones=st.frozensets(st.sampled_from(["13900005678", "13900005679", "05126660000"]), max_size=2),
    email=st.sampled_from(["", "a@example.com"]),
    name=st.sampled_from(["", "苏州华锐车身部件有限公司", "华锐车身部件"]),
    core=st.sampled_from(["", "华锐", "华锐车身部件", "华锐车生部件", "恒力焊接装备"]),
    town=st.sampled_from(["", "苏州", "无锡", "陕西", "山西"]),
    province=st.sampled_from(["", "32", "61", "14"]),
    contact=st.sampled_from(["", "周明", "周工"]),
    address=st.sampled_from(["", "星龙街1号", "星龙街1号院"]),
)


@given(identities, identities)
def test_evidence_does_not_depend_on_the_order_of_the_pair(a: Identity, b: Identity) -> None:
    assert evidence(a, b, SIMILAR) == evidence(b, a, SIMILAR)


@given(identities)
def test_a_lead_with_nothing_in_it_matches_nothing(a: Identity) -> None:
    assert evidence(a, Identity(), SIMILAR) == ()


@given(st.lists(identities, max_size=12))
def test_blocking_loses_no_pair_that_code_phone_or_name_would_join(leads: list[Identity]) -> None:
    compared = candidates(Keys.of(leads))
    for first, second in combinations(range(len(leads)), 2):
        if any(item.code != "similar" for item in evidence(leads[first], leads[second], SIMILAR)):
            assert (first, second) in compared


@given(st.lists(identities, max_size=12))
def test_every_lead_is_in_one_group_at_most_and_every_strong_pair_inside_one(leads: list[Identity]) -> None:
    result = search([Candidate(lead, DAY) for lead in leads])
    members = [member for group in result.groups for member in group.members]
    assert len(members) == len(set(members))
    home = result.labels()
    assert all(home[pair.first] == home[pair.second] for pair in result.strong)
