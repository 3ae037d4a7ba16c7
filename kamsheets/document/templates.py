"""Which template a form is printed by: the company's own in its workspace first, then the shipped one."""

from importlib.resources import files
from pathlib import Path

from kamsheets.core.errors import TemplateError
from kamsheets.core.messages import text

FOLDER = "word_templates"
STATEMENT = "TCM"
"""The personal commission statement has no JTF code."""


def file_name(code: str, lang: str = "zh") -> str:
    """``JTF-002.docx``, ``JTF-002.en.docx``."""
    return f"{code}.docx" if lang == "zh" else f"{code}.{lang}.docx"


def shipped_folder() -> Path:
    """The templates of the installed package; of the checkout where it runs from one."""
    inside = Path(str(files("kamsheets"))) / FOLDER
    return inside if inside.is_dir() else inside.parent.parent / FOLDER


def documents() -> list[Path]:
    """All that is shipped: templates of forms, the weekly brief, the list of fields."""
    return sorted(shipped_folder().glob("*.docx"))


def shipped(lang: str | None = None) -> list[Path]:
    """The shipped templates of forms, of one language or of both."""
    forms = [path for path in documents() if path.name.split(".")[0].isascii()]
    return [path for path in forms if lang is None or path.name.endswith(".en.docx") == (lang == "en")]


def find(code: str, lang: str, workspace: Path | None = None) -> Path:
    """The template of a form; raises ``TemplateError`` when there is none."""
    name = file_name(code, lang)
    for folder in ([workspace / FOLDER] if workspace else []) + [shipped_folder()]:
        if (folder / name).is_file():
            return folder / name
    raise TemplateError(file=name, reason=text("document.template.none", lang, code=code))


def codes(lang: str = "zh") -> list[str]:
    """Codes of all forms there is a template for."""
    return [path.name.split(".")[0] for path in shipped(lang)]
