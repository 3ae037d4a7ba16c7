"""The templates of the account papers are what their script builds, in the order Word asks for."""

import pytest
from document.schema import mistakes
from word_forms import account_papers as script

from kamsheets.document import archive, properties, templates
from kamsheets.document.lint import lint

NAMES = [templates.file_name(name, lang) for name in script.DOCUMENTS for lang in ("zh", "en")]


@pytest.mark.parametrize("name", NAMES)
def test_shipped_is_built_and_valid(name):
    built = archive.read(dict(script.built())[name], "built")
    shipped = archive.read(templates.shipped_folder() / name)
    assert archive.content_digest(shipped) == archive.content_digest(built)
    wrong = {part: list(mistakes(data)) for part, data in built.items() if part.startswith("word/") and "xml" in part}
    assert {part: found for part, found in wrong.items() if found} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_check_of_templates_finds_nothing(name):
    path = templates.shipped_folder() / name
    parts = archive.read(path)
    assert lint(parts, path.name, None) == []
    assert properties.read_custom(parts[archive.CUSTOM])["kam.form"] == name.split(".")[0]
