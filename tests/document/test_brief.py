"""The template of the weekly brief, and charts in a document."""

import pytest
from document.schema import mistakes

from kamsheets.document import archive, figures, templates

NAME = "周会简报"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shipped_template_is_what_the_script_builds(lang):
    from word_forms import brief

    shipped = templates.shipped_folder() / templates.file_name(NAME, lang)
    built = archive.read(brief.build(lang), "built")
    assert archive.content_digest(archive.read(shipped)) == archive.content_digest(built)
    wrong = {name: list(mistakes(data)) for name, data in built.items() if name.startswith("word/") and "xml" in name}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_labels_say_what_they_do_not_show():
    added = figures.attach(
        {figures.RELATIONS: b"<R></R>", figures.TYPES: b"<T></T>"}, [b'<a sz="900"/><c:showVal val="1"/>']
    )
    chart = added["word/charts/chart1.xml"]
    assert chart.startswith(b'<a sz="600"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>')
    assert b"chart1.xml" in added[figures.RELATIONS]
    assert b"/word/charts/chart1.xml" in added[figures.TYPES]
