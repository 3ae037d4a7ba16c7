"""The steps after the tags, done to the text: the same as docxtpl's on the tree, and nothing broken passes."""

import pytest
from document.builders import engine, table
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.document import aftersteps
from kamsheets.document.archive import DOCUMENT, W
from kamsheets.document.engine import FillError

LOOSE = 'w:loose="1"'
RESOLVE = DocxTemplate.__new__(DocxTemplate).resolve_listing


def cells(*texts: str, columns: int | None = None, looks: str = "") -> str:
    """A table of one row."""
    row = "".join(f"<w:tc><w:tcPr>{looks}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in texts)
    grid = '<w:gridCol w:w="10"/>' * (columns or len(texts))
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid><w:tr>{row}</w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("why", "source", "loose"),
    [
        ("values in cells", cells("{{ a }}", "{% if b %}x{% endif %}"), False),
        ("rows repeated", cells("a", "b").replace("<w:tr>", "{% for r in x %}<w:tr>") + "{% endfor %}", False),
        ("a loop over cells", cells("a", "b").replace("<w:tc>", "{% for r in x %}<w:tc>", 1), True),
        ("a loop that begins in one cell and ends in another", cells("{% for r in x %}a", "b{% endfor %}"), True),
        ("a span that is filled in", cells("a", looks='<w:gridSpan w:val="{{ n }}"/>'), True),
        ("fewer cells than columns", cells("a", "b", columns=3), True),
        ("a cell over two columns", cells("a", looks='<w:gridSpan w:val="2"/>', columns=2), False),
    ],
)
def test_the_tables_that_may_come_out_wider_are_seen_in_the_template(why: str, source: str, loose: bool) -> None:
    assert (LOOSE in aftersteps.with_loose_marked(source)) is loose, why


def test_a_table_within_a_table_is_seen() -> None:
    inner = cells("x")
    assert aftersteps.nested(cells("a").replace("<w:p>", f"{inner}<w:p>", 1))
    assert not aftersteps.nested(inner + inner)


PIECES = st.text(st.sampled_from("ab\t\n\a\f"), max_size=6)
PARAGRAPHS = st.lists(st.lists(PIECES, max_size=3), max_size=5)


@given(PARAGRAPHS, st.booleans())
def test_lines_come_out_as_docxtpl_makes_them(paragraphs: list[list[str]], boxed: bool) -> None:
    looks, box = "<w:pPr><w:jc/></w:pPr>", "<w:txbxContent><w:p/></w:txbxContent>" if boxed else ""
    runs = ["".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>" for text in texts) for texts in paragraphs]
    text = "<w:body>" + box + "".join(f"<w:p>{looks}{inside}</w:p>" for inside in runs) + "</w:body>"
    assert aftersteps.with_lines(text, RESOLVE) == RESOLVE(text)


def test_pictures_are_numbered_in_their_order() -> None:
    text = '<wp:docPr id="7" name="a"/><wp:docPr name="b" id="7"/>'
    assert aftersteps.with_ids(text) == '<wp:docPr id="1001" name="a"/><wp:docPr name="b" id="1002"/>'


@pytest.mark.parametrize("broken", ["<w:t>", "<w:t>a</w:r>", "<a b=c/>", "<a>\x01</a>", ""])
def test_what_is_no_xml_does_not_pass(broken: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        aftersteps.check(broken)


def test_markup_broken_in_a_wide_table_is_an_error_and_not_a_lost_cell() -> None:
    body = table(["{%tc for c in cs %}", "{{ c }}", "{%tc endfor %}"])
    raw = type("Raw", (), {"__html__": lambda self: "<w:r>"})()
    assert b"<w:tc>" in engine(body).render({"cs": ["x"]})[DOCUMENT]
    with pytest.raises(FillError):
        engine(body).render({"cs": [raw]})


def test_a_widened_table_keeps_its_neighbours_and_names_no_namespace_twice() -> None:
    body = [table(["{%tc for c in cs %}", "{{ c }}", "{%tc endfor %}"]), "后文"]
    made = engine(*body).render({"cs": list("甲乙丙丁")}, fitted=True)[DOCUMENT].decode()
    assert made.count(f'xmlns:w="{W}"') == 1
    assert made.count("<w:gridCol ") == made.count("<w:tc>") == 4
    assert LOOSE not in made
    assert "后文" in made


@pytest.mark.parametrize(
    "inner", [table(["{{ x }}", "y"]), table(["{%tc for c in cs %}", "{{ c }}", "{%tc endfor %}"]), table(["a"], ["b"])]
)
@pytest.mark.parametrize("inside", [False, True])
def test_tables_come_out_as_docxtpl_makes_them(inner: str, inside: bool) -> None:
    body = table(["甲", "乙"]).replace("<w:p>", f"{inner}<w:p>", 1) if inside else inner
    assert engine(body, "{{ x }}").agrees({"x": "一\n二\a三", "cs": list("甲乙丙丁")})
