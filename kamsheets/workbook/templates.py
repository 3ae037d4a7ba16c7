"""Where the blank workbooks are: in the installed package, or beside the checkout it runs from."""

from pathlib import Path
from typing import Final

import kamsheets
from kamsheets.core.errors import TemplateError
from kamsheets.core.messages import DEFAULT_LANGUAGE, text

FOLDER: Final = "workbook_templates"


class MissingTemplateError(TemplateError):
    """A template that is in neither place; ``file``."""

    def message(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """The sentence for a person, in ``lang``."""
        return text(self.code, lang, file=self.facts["file"], reason=text("template.missing", lang))


def find(name: str, package: Path | None = None) -> Path:
    """The path of the template ``name`` (such as ``lead_register``); raises ``MissingTemplateError``.

    A wheel carries the folder inside the package; in an editable install it stands beside it.
    """
    inside = package or Path(kamsheets.__file__).parent
    for folder in (inside / FOLDER, inside.parent / FOLDER):
        if (path := folder / f"{name}.xlsx").is_file():
            return path
    raise MissingTemplateError(file=f"{name}.xlsx")
