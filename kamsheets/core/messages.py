"""One catalogue of everything said to a user, in 中文 and English.

Sentences live in gettext files, one domain a room: ``core/locale/<lang>/LC_MESSAGES/<room>.po`` (edited) and ``.mo``
(made by ``scripts/messages.py``). The msgid is the code: ``LD012`` is the reason, ``LD012.fix`` the way out,
other codes are dotted lower-case names such as ``cli.leads.check.help``. Facts enter through ``str.format`` fields.
"""

import gettext
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files

from kamsheets.core.finding import Finding

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """All sentences of a language by code; raises ``ValueError`` for a language we do not speak or a doubled code."""
    if lang not in LANGUAGES:
        raise ValueError(f"no language {lang}")
    sentences: dict[str, str] = {}
    with as_file(files("kamsheets.core") / "locale" / lang / "LC_MESSAGES") as folder:
        for path in sorted(folder.glob("*.mo")):
            if path.stem == "click":  # click's own words, read by click itself
                continue
            with path.open("rb") as stream:
                entries = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
            for code, sentence in entries.items():
                if code and code in sentences:
                    raise ValueError(f"message {code} stands in two catalogues")
                if code:
                    sentences[code] = sentence
    return sentences


def text(code: str, lang: str = DEFAULT_LANGUAGE, /, **facts: object) -> str:
    """The sentence of a code with its facts filled in; raises ``KeyError`` for a code without a sentence."""
    sentence = catalogue(lang)[code]
    return sentence.format_map(facts) if facts else sentence


def has(code: str) -> bool:
    """Whether a code has a sentence."""
    return code in catalogue(DEFAULT_LANGUAGE)


def where(found: Finding) -> str:
    """The place in one phrase: ``线索.xlsx｜线索!F37``."""
    place = found.place
    spot = "!".join(part for part in (place.sheet, place.cell) if part)
    return "｜".join(part for part in (place.file, spot) if part)


def reason(found: Finding, lang: str = DEFAULT_LANGUAGE) -> str:
    """Why, and what to do: the text of a finding without its place."""
    facts = {"value": found.value, "proposed": found.proposed or "", **dict(found.facts)}
    parts = [text(found.code, lang, **facts)]
    if has(f"{found.code}.fix"):
        parts.append(text(f"{found.code}.fix", lang, **facts))
    return ("" if lang == "zh" else " ").join(parts)


def sentence(found: Finding, lang: str = DEFAULT_LANGUAGE) -> str:
    """Where, what stands there, why, what to do and which value would be right, in one line."""
    excerpt = {"zh": f"“{found.value}”", "en": f'"{found.value}"'}[lang] if found.value else ""
    why = reason(found, lang)
    if found.proposed and found.proposed not in why:
        why += ("" if lang == "zh" else " ") + text("finding.proposed", lang, proposed=found.proposed)
    parts = [where(found), excerpt, why]
    return ("：" if lang == "zh" else ": ").join(part for part in parts if part)
