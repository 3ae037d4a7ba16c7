"""``forms check``: everything that would make a template print the wrong thing, before it prints anything.

docxtpl leaves most of these in the document, or drops text in silence; here each is named with its place, the tag and
the tag that was meant. Rules are functions over one paragraph, or over the sequence of tags.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from jinja2 import TemplateSyntaxError

from kamsheets.core.finding import Finding, Place, finding
from kamsheets.document.environment import Environment
from kamsheets.document.lint_names import Names, unknown
from kamsheets.document.lint_spots import TAG, Spot, spots
from kamsheets.forms.catalogue import Form

FULL_WIDTH = str.maketrans("｛｝％｜（），：．＝＜＞＋－＊／【】［］＃", "{}%|(),:.=<>+-*/[][]#")
_BRACES = re.compile(r"[｛{]\s*[｛{％%].*?[％%｝}]\s*[｝}]")
_SINGLE = re.compile(r"(?<![{｛%#])[{｛]\s*([^\W\d]\w*)\s*[}｝](?![}｝])")
_SPACED = re.compile(r"\{%(-?)\s*(tr|tc|p|r)\s*(for|if|else|elif|endfor|endif|set)\b")
_RIGHT = re.compile(r"\{%-?(tr|tc|p|r) (for|if|else|elif|endfor|endif|set)\b")
_CALL = re.compile(r"([^\W\d]\w*)\(([^()'\"]*)\)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’")
_STATEMENT = re.compile(r"\{%-?\s*(tr|tc|p|r)?\s*(\w+)(.*?)-?%\}", re.DOTALL)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_OPENS = {"for": "endfor", "if": "endif"}
_CALLABLE = frozenset({"range", "cycle", "changed"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mistake at a paragraph: code, the tag as it stands, the tag as meant, further facts."""

    code: str
    tag: str
    meant: str | None = None
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding and the paragraph it belongs to."""

    finding: Finding
    spot: Spot


def lint(parts: Mapping[str, bytes], file: str, form: Form | None, lang: str = "zh") -> list[Hit]:
    """All mistakes of a template, in the order of the document; ``form`` None: names are not checked."""
    paragraphs = list(spots(parts, lang))
    found = [(spot, wrong) for spot in paragraphs for rule in RULES for wrong in rule(spot)]
    found += _structure(paragraphs)
    found += [(spot, wrong) for spot, wrong in _names(paragraphs, form)] if form else []
    order = {id(spot): k for k, spot in enumerate(paragraphs)}
    found.sort(key=lambda pair: order[id(pair[0])])
    return [Hit(_finding(file, spot, wrong), spot) for spot, wrong in found]


def _finding(file: str, spot: Spot, wrong: Wrong) -> Finding:
    return finding(wrong.code, Place(file, spot.part, spot.label), wrong.tag, wrong.meant, **dict(wrong.facts))


def full_width_braces(spot: Spot) -> Iterator[Wrong]:
    """｛｛ 客户 ｝｝ is left in the document."""
    for found in _BRACES.finditer(spot.text):
        if re.search("[｛｝％]", found[0]):
            yield Wrong("DC30", found[0], _plain(found[0]))


def single_brace(spot: Spot) -> Iterator[Wrong]:
    """{客户} is left in the document."""
    for found in _SINGLE.finditer(TAG.sub("", spot.text)):
        yield Wrong("DC31", found[0], f"{{{{ {found[1]} }}}}")


def full_width_signs(spot: Spot) -> Iterator[Wrong]:
    """｜（， inside a tag are no signs of the language."""
    for tag in spot.tags:
        if re.search("[｜（），：．＝＜＞＋＊／［］]", _QUOTED.sub("", tag)) and not tag.startswith("{#"):
            yield Wrong("DC32", tag, _plain(tag))


def spacing(spot: Spot) -> Iterator[Wrong]:
    """{% tr for and {%trfor are unknown tags."""
    for tag in spot.tags:
        if _SPACED.match(tag) and not _RIGHT.match(tag):
            yield Wrong("DC33", tag, _SPACED.sub(r"{%\1\2 \3", tag, count=1))


def calls(spot: Spot) -> Iterator[Wrong]:
    """{{ 预计金额(元) }} is read as a call."""
    for tag in spot.tags:
        for found in _CALL.finditer(_QUOTED.sub("''", tag)):
            before = tag[: tag.find(found[0])].rstrip()
            if found[1] not in _CALLABLE and not before.endswith(("|", ".")):
                yield Wrong("DC35", tag, tag.replace(found[0], f"f['{found[0]}']"))


def unsafe(spot: Spot) -> Iterator[Wrong]:
    """Names with underscores in front lead into the program: refused."""
    for tag in spot.tags:
        if re.search(r"[.\['\"]_", tag):
            yield Wrong("DC36", tag)


def syntax(spot: Spot) -> Iterator[Wrong]:
    """What Jinja cannot read, and filters that are not on the list."""
    for tag in spot.tags:
        if any(True for rule in (full_width_signs, spacing) for wrong in rule(spot) if wrong.tag == tag):
            continue
        try:
            ENVIRONMENT.from_string(_alone(tag))
        except TemplateSyntaxError as error:
            yield Wrong("DC34", tag, None, (("reason", str(error.message)),))


def leftovers(spot: Spot) -> Iterator[Wrong]:
    """A tag that opens and does not close in its paragraph, and 编号{#1} that begins a comment."""
    rest = TAG.sub("", spot.text)
    if found := re.search(r"\{#.*", rest):
        yield Wrong("DC40", found[0][:40], found[0][:40].replace("{#", "{ #"))
    if found := re.search(r"\{\{.*|\{%.*|.*?(?:\}\}|%\})", rest):
        yield Wrong("DC41", found[0][-40:])


def row_with_more(spot: Spot) -> Iterator[Wrong]:
    """{%tr …%} takes the whole row away, {%tc …%} the cell, {%p …%} the paragraph, and whatever else is in it."""
    for tag in spot.tags:
        if found := re.match(r"\{[{%](tr|tc|p) ", tag):
            around = {"tr": spot.row_text, "tc": spot.cell_text, "p": spot.text}[found[1]]
            if more := around.replace(tag, "", 1).strip():
                yield Wrong("DC39", tag, None, (("what", found[1]), ("more", more[:30])))


def deleted(spot: Spot) -> Iterator[Wrong]:
    """A tag in a tracked deletion is still run by Word's other readers: accept the changes first."""
    for tag in TAG.findall(spot.deleted):
        yield Wrong("DC42", tag)


RULES: tuple[Callable[[Spot], Iterator[Wrong]], ...] = (
    full_width_braces, single_brace, full_width_signs, spacing, calls, unsafe, syntax, leftovers, row_with_more,
    deleted,
)  # fmt: skip
ENVIRONMENT = Environment()


def _plain(tag: str) -> str:
    """The tag with half-width signs and one space inside its braces."""
    text = tag.translate(FULL_WIDTH)
    left, right = ("{%", "%}") if "%" in text[:3] else ("{{", "}}")
    inside = re.sub(r"^\s*\{\s*[{%]\s*|\s*[%}]\s*\}\s*$", "", text)
    return f"{left} {inside} {right}"


def _alone(tag: str) -> str:
    """A tag as a template of its own, its curly quotes straightened as docxtpl does."""
    tag = tag.translate(_STRAIGHT)
    found = _STATEMENT.fullmatch(tag)
    if not found:
        return re.sub(r"^\{\{(tr|tc|p|r) ", "{{ ", tag)
    word = found[2]
    plain = f"{{% {word}{found[3]}%}}"
    if word in _OPENS:
        return f"{plain}{{% {_OPENS[word]} %}}"
    if word in ("else", "elif"):
        return f"{{% if x %}}{plain}{{% endif %}}"
    if word in _OPENS.values():
        opening = {"endfor": "{% for x in y %}", "endif": "{% if x %}"}[word]
        return opening + plain
    return "" if word in ("colspan", "cellbg", "vm", "hm") else plain


def _structure(paragraphs: Iterable[Spot]) -> Iterator[tuple[Spot, Wrong]]:
    """Loops and conditions must close where they open: in the cell, the row, the table or the part they stand in."""
    for _, group in groupby(paragraphs, key=lambda spot: spot.part):
        stack: list[tuple[Spot, str, str, str]] = []
        for spot, tag in [(one, tag) for one in group for tag in one.tags]:
            found = _STATEMENT.fullmatch(tag)
            scope, word = (found[1] or "", found[2]) if found else ("", "")
            if word in _OPENS:
                stack.append((spot, tag, scope, word))
            elif word in _OPENS.values() and (not stack or _OPENS[stack[-1][3]] != word):
                yield spot, Wrong("DC38", tag)
            elif word in _OPENS.values():
                opened, first, at, _ = stack.pop()
                if not _same(opened, spot, at) or at != scope:
                    yield opened, Wrong("DC37", f"{first} … {tag}")
        yield from ((opened, Wrong("DC38", tag)) for opened, tag, *_ in stack)


def _same(first: Spot, last: Spot, scope: str) -> bool:
    if scope == "tr":
        return first.table == last.table
    if scope == "tc":
        return first.row == last.row
    return first.cell == last.cell


def _names(paragraphs: Sequence[Spot], form: Form) -> Iterator[tuple[Spot, Wrong]]:
    names = Names(form)
    for spot in paragraphs:
        for tag in spot.tags:
            for word, nearest in unknown(_alone(tag), tag, names, ENVIRONMENT):
                yield spot, Wrong("DC43", tag, tag.replace(word, nearest) if nearest else None, (("name", word),))
