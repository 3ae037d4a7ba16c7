"""JTF-014 整改计划 (domain §2.16)."""

from collections.abc import Iterator

from word_forms.sheet import Sheet, hand
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        ("一、项目", "1  Project"),
        s.line("project_name", "project_no", split=(7, 22, 7, 12)),
        s.line("owner", "due", "region"),
    )
    yield s.section(("二、偏差与原因", "2  Deviation and cause"), *s.text("deviation", "cause", height=1134))
    yield s.section(("三、整改措施", "3  Measures"), *s.text("measure", height=1701))
    yield s.section(("四、验证", "4  Verification"), s.line(hand("verify_result"), split=(8, 40), height=1134))
    yield signatures(s, ("五、签批", "5  Signatures"), ("责任人", "Owner"), "owner")
