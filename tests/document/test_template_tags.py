"""What a tag prints, read from the words around it."""

import pytest
from document.builders import parts, table

from kamsheets.document.template_tags import labelled

WIDE = table(["甲", "乙"], ["{{ note }}"]).replace(
    '</w:tcPr><w:p><w:r><w:t xml:space="preserve">{{',
    '<w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t xml:space="preserve">{{',
)


@pytest.mark.parametrize(
    ("case", "body", "expected"),
    [
        ("a paragraph has no label", "{{ title }}", [("{{ title }}", "")]),
        ("beside the label", table(["客户", "{{ name }}", "经理", "{{ manager }}"]),
         [("{{ name }}", "客户"), ("{{ manager }}", "经理")]),
        ("below the label", table(["客户", "经理"], ["{{ name }}", "{{ manager }}"]),
         [("{{ name }}", "客户"), ("{{ manager }}", "经理")]),
        ("in a loop, control rows passed over", table(["客户"], ["{%tr for row in rows %}"], ["{{ row.name }}"]),
         [("{%tr for row in rows %}", ""), ("{{ row.name }}", "客户")]),
        ("words in its own cell", table(["{{ year }} 年销售额"], ["{{ revenue }}"]),
         [("{{ year }}", "年销售额"), ("{{ revenue }}", "年销售额")]),
        ("a wider cell has nothing above it", WIDE, [("{{ note }}", "")]),
        ("twice in a table, said once", table(["甲"], ["{{ a }}"], ["{{ a }}"]), [("{{ a }}", "甲")]),
    ],
)  # fmt: skip
def test_labels(case, body, expected):
    assert list(labelled(parts(body))) == expected, case
