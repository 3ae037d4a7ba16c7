"""The shipped templates: built by script, found in three places, without a fault, valid for a strict reader."""

import io
import shutil
from pathlib import Path

import pytest
from document.samples import form_of
from document.schema import mistakes
from docx import Document

from kamsheets.core.errors import TemplateError
from kamsheets.document import archive, properties, templates
from kamsheets.document.lint import lint

SHIPPED = templates.shipped()
EXPECTED = {f"JTF-{n:03d}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14)} | {"TCM"}


def test_shipped_forms_and_the_field_list_are_what_the_script_builds() -> None:
    import build_word_templates

    built = {name: archive.content_digest(archive.read(data, name)) for name, data in build_word_templates.built()}
    folder = templates.shipped_folder()
    assert built == {
        path.name: archive.content_digest(archive.read(path)) for path in folder.glob("*.docx") if path.name in built
    }
    assert {path.name for path in SHIPPED} < built.keys()


def test_every_form_has_a_template_in_both_languages() -> None:
    assert set(templates.codes("zh")) == set(templates.codes("en")) >= EXPECTED


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_template_has_no_fault(path: Path) -> None:
    parts = archive.read(path)
    assert [
        (hit.finding.code, hit.finding.value) for hit in lint(parts, path.name, form_of(path.name.split(".")[0]))
    ] == []
    assert properties.read_custom(parts[archive.CUSTOM])["kam.form"] == path.name.split(".")[0]


def test_the_order_check_sees_what_word_refuses() -> None:
    import document.schema

    wrong = f'<w:p xmlns:w="{document.schema.W[1:-1]}"><w:r/><w:pPr><w:jc/><w:spacing/></w:pPr></w:p>'
    assert list(mistakes(wrong.encode())) == ["p: pPr is not first", "pPr: ['jc', 'spacing']"]


def test_python_docx_opens_a_template_with_its_header_and_a4_page() -> None:
    document = Document(str(templates.find("JTF-002", "zh")))
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert "表单编号" in section.header.paragraphs[0].text


def test_every_run_of_a_table_label_names_its_chinese_font() -> None:
    styles = archive.read(templates.find("JTF-002", "zh"))["word/styles.xml"].decode()
    assert "Theme" not in styles
    assert styles.count("w:eastAsia=") >= 20


def test_the_workspace_template_goes_before_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / templates.FOLDER
    own.mkdir()
    shutil.copy(templates.find("JTF-002", "zh"), own / "JTF-002.docx")
    assert templates.find("JTF-002", "zh", tmp_path) == own / "JTF-002.docx"
    assert templates.find("JTF-003", "zh", tmp_path) == templates.find("JTF-003", "zh")


def test_templates_inside_an_installed_package_go_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "kamsheets"
    (package / templates.FOLDER).mkdir(parents=True)
    monkeypatch.setattr(templates, "files", lambda name: package)
    assert templates.shipped_folder() == package / templates.FOLDER
    shutil.rmtree(package / templates.FOLDER)
    assert templates.shipped_folder() == tmp_path / templates.FOLDER


def test_a_form_without_template_is_refused_with_its_name() -> None:
    with pytest.raises(TemplateError) as refused:
        templates.find("JTF-099", "zh")
    assert refused.value.facts["file"] == "JTF-099.docx"


def test_a_comment_free_copy_opens_again() -> None:
    data = templates.find("JTF-014", "zh").read_bytes()
    assert len(Document(io.BytesIO(data)).tables) >= 5
