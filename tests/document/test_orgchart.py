"""The organisation chart: everybody once, superiors above, circles and strangers named, no two boxes on one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kamsheets.document import orgchart_picture, orgchart_shapes
from kamsheets.document.orgchart import BOX_HEIGHT, BOX_WIDTH, PAGE_HEIGHT, PAGE_WIDTH, Chart, Member, chart


def people(*pairs: tuple[str, str]) -> list[Member]:
    return [Member(number, f"人{number}", reports_to=boss) for number, boss in pairs]


def places(drawn: Chart) -> dict[str, tuple[int, int]]:
    return {box.member.id: (box.x, box.y) for box in drawn.boxes}


def test_a_superior_stands_above_and_between_his_people() -> None:
    at = places(chart(people(("1", ""), ("2", "1"), ("3", "1"))))
    assert at["1"][1] < at["2"][1] == at["3"][1]
    assert at["2"][0] < at["1"][0] < at["3"][0]
    assert at["1"][0] - at["2"][0] == at["3"][0] - at["1"][0]


def test_a_superior_nobody_knows_is_named_and_the_person_stands_on_top() -> None:
    drawn = chart(people(("1", ""), ("2", "9")))
    assert drawn.unknown == (("人2", "9"),)
    assert places(drawn)["2"][1] == 0


def test_a_circle_is_named_and_broken() -> None:
    drawn = chart(people(("1", "3"), ("2", "1"), ("3", "2"), ("4", "1")))
    assert [set(circle) for circle in drawn.circles] == [{"人1", "人2", "人3"}]
    assert len(drawn.boxes) == 4


def test_who_reports_to_himself_is_a_circle_of_one() -> None:
    assert chart(people(("1", "1"))).circles == (("人1",),)


def test_a_wide_chart_hangs_its_leaves_before_it_shrinks() -> None:
    drawn = chart(people(("0", ""), *((str(n), "0") for n in range(1, 13))))
    assert drawn.scale >= 85
    assert len({x for x, _ in places(drawn).values()}) == 3


@pytest.mark.parametrize(
    ("bosses", "least"), [([0] * 40, 75), ([(n - 1) // 3 for n in range(1, 40)], 45), (list(range(14)), 55)]
)
def test_a_chart_fits_the_page_both_ways(bosses: list[int], least: int) -> None:
    drawn = chart(people(("0", ""), *((str(n), str(boss)) for n, boss in enumerate(bosses, start=1))))
    assert drawn.scale >= least
    assert drawn.width * drawn.scale // 100 <= PAGE_WIDTH
    assert drawn.height * drawn.scale // 100 <= PAGE_HEIGHT


@given(st.lists(st.integers(-1, 14), min_size=1, max_size=15))
def test_everybody_is_drawn_once_and_no_boxes_overlap(bosses: list[int]) -> None:
    drawn = chart(people(*((str(n), "" if boss < 0 else str(boss)) for n, boss in enumerate(bosses))))
    at = list(places(drawn).values())
    assert len(at) == len(bosses) == len(set(at))
    for k, (x, y) in enumerate(at):
        assert all(abs(x - a) >= BOX_WIDTH or abs(y - b) >= BOX_HEIGHT for a, b in at[k + 1 :])
        assert 0 <= x <= drawn.width - BOX_WIDTH


def test_the_stance_is_a_sign_and_a_border_not_only_a_colour() -> None:
    signs = [Member("1", "甲", score=score).sign for score in (2, 1, 0, -1, -2, None)]
    assert signs == ["＋＋", "＋", "＝", "－", "－－", "？"]
    against = chart([Member("1", "甲", score=-1, decides=True)])
    shapes = orgchart_shapes.paragraph(against, None, "图")
    assert 'prstDash val="dash"' in shapes
    assert f'<a:ln w="{orgchart_shapes.THICK}">' in shapes


def test_hostile_names_are_text_in_the_shapes() -> None:
    drawn = chart([Member("1", '<w:r/>"&', ("R&D",))])
    root = etree.fromstring(orgchart_shapes.paragraph(drawn, "rId9", "图"))
    assert '<w:r/>"& ？' in "".join(root.itertext())


def test_the_picture_is_made_where_a_font_is_and_left_out_where_none_is(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    drawn = chart(people(("1", ""), ("2", "1")))
    if orgchart_picture.font_file():
        assert (orgchart_picture.png(drawn) or b"")[:8] == b"\x89PNG\r\n\x1a\n"
    monkeypatch.setattr(orgchart_picture, "font_file", lambda: None)
    assert orgchart_picture.png(drawn) is None
