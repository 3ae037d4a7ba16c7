"""Many forms in one file: a section each, with its own header, footer, QR code and page numbers."""

from document.builders import text_of
from document.samples import form_of, printing, record
from document.schema import mistakes
from lxml import etree

from kamsheets.document import archive, templates
from kamsheets.document.archive import DOCUMENT, W
from kamsheets.document.fill import Filler, Issue
from kamsheets.document.merge import merge

NUMBERS = [f"JTF-014-HD-202606-{n:03d}" for n in (1, 2, 3)]


def merged(*, duplex: bool = False) -> dict[str, bytes]:
    filler = Filler(templates.find("JTF-014", "zh"), form_of("JTF-014"), printing())
    documents = [archive.read(filler.fill(record("JTF-014"), Issue(number)).data, number) for number in NUMBERS]
    return merge(documents, duplex=duplex)


def sections(parts: dict[str, bytes]) -> list[etree._Element]:
    return list(etree.fromstring(parts[DOCUMENT]).iter(f"{{{W}}}sectPr"))


def test_each_record_is_a_section_with_its_own_footer_and_page_numbers() -> None:
    parts = merged()
    links = {link.get("Id"): link.get("Target") for link in etree.fromstring(parts["word/_rels/document.xml.rels"])}
    found = []
    for section in sections(parts):
        reference = section.find(f"{{{W}}}footerReference")
        link = reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        found.append(text_of(parts[f"word/{links[link]}"]))
        assert section.find(f"{{{W}}}pgNumType").get(f"{{{W}}}start") == "1"
    assert [number in footer for number, footer in zip(NUMBERS, found, strict=True)] == [True] * 3
    assert b" SECTIONPAGES " in parts[f"word/{links[link]}"]
    assert b" NUMPAGES " not in parts[f"word/{links[link]}"]
    assert "共 … 页" in text_of(parts[f"word/{links[link]}"]).replace("\n", "")


def test_all_parts_are_declared_valid_and_nothing_is_doubled() -> None:
    parts = merged()
    declared = {node.get("PartName") for node in etree.fromstring(parts["[Content_Types].xml"])}
    made = {f"/{name}" for name in parts if name.startswith(("word/header", "word/footer"))}
    assert made <= declared
    found = {
        name: list(mistakes(data)) for name, data in parts.items() if name.startswith("word/") and name.endswith("xml")
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    root = etree.fromstring(parts[DOCUMENT])
    names = [node.get(f"{{{W}}}name") for node in root.iter(f"{{{W}}}bookmarkStart")]
    numbers = [node.get(f"{{{W}}}id") for node in root.iter(f"{{{W}}}bookmarkStart")]
    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)


def test_every_record_keeps_its_own_qr_code() -> None:
    parts = merged()
    assert len({data for name, data in parts.items() if name.startswith("word/media/")}) == 3


def test_for_both_sides_each_record_begins_on_a_right_hand_page() -> None:
    kinds = [section.find(f"{{{W}}}type").get(f"{{{W}}}val") for section in sections(merged(duplex=True))]
    assert kinds == ["oddPage"] * 3
