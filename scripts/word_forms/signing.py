"""Signature blocks: who prepares the form, every step of its route two abreast, others who sign. All blank."""

from collections.abc import Iterator, Sequence

from word_forms.ooxml import Cell, Row, para, run
from word_forms.sheet import GREY, PAIR, Sheet, Text

HERE = ("签字：____________　　日期：　　　　年　　月　　日", "Signature: ____________    Date: ____-__-__")
NARROW = ("签字：______　日期：　　　年　　月　　日", "Signature: __________  Date: ____-__-__")
ROOM = 1077
"""19 mm: a signature, a date and a word of reason."""


def signatures(s: Sheet, title: Text, first: Text | None = None, signer: str = "", also: Sequence[Text] = ()) -> str:
    """The table of them."""
    return s.table(rows(s, title, first, signer, also))


def rows(s: Sheet, title: Text, first: Text | None = None, signer: str = "", also: Sequence[Text] = ()) -> list[Row]:
    """Its rows. An odd last step gets the whole width, as leaders do on public forms (domain §5.2)."""
    left, right = PAIR
    steps = f"{s.say(left)}, {s.say(right)} in {s.system('签批')}|{s.say(('成对', 'pairs'))}"
    return [
        s.bar(title),
        *([_plain(s, [(first, signer)])] if first else []),
        s.control(f"{{%tr for {steps} %}}"),
        s.control(f"{{%tr if {s.say(right)}.{s.say(ROLE)} %}}"),
        Row([*_step(s, left, 2), *_step(s, right, 2)], ROOM),
        s.control("{%tr else %}"),
        Row([*_step(s, left, 1)], ROOM),
        s.control("{%tr endif %}"),
        s.control("{%tr endfor %}"),
        *([_plain(s, [(who, "") for who in also])] if also else []),
    ]


ROLE, PERSON, BOXES, NOTE = ("岗位", "role"), ("姓名", "person"), ("选项", "boxes"), ("说明", "note")


def _plain(s: Sheet, people: Sequence[tuple[Text, str]]) -> Row:
    """Somebody who signs without an opinion: who, and the field that names the person. Kept with the row below."""
    width, cells = s.grid.units // len(people), []
    for who, signer in people:
        person = para(s.expr(s.name(signer)), "KamCentre") if signer else ""
        label = Cell(para(run(s.say(who)), "KamSigner") + person, _label(s, len(people)), GREY)
        cells += [label, Cell(_line(s, HERE), width - label.units, align="bottom")]
    return Row(cells, 454)


def _step(s: Sheet, step: Text, abreast: int) -> Iterator[Cell]:
    """A step of the route: role and person, boxes to tick, the reason, the line to sign on."""
    role, person, ticks, note = (f"{s.say(step)}.{s.say(word)}" for word in (ROLE, PERSON, BOXES, NOTE))
    label = para(s.expr(role), "KamRole") + s.only(person, para(s.expr(person, ("括号",)), "KamCentre"))
    box = para(s.expr(ticks), "KamOpinion") + s.only(note, para(s.expr(note), "KamNote"))
    yield Cell(label, _label(s, abreast), GREY)
    sign = _line(s, HERE if abreast == 1 else NARROW)
    yield Cell(box + sign, s.grid.units // abreast - _label(s, abreast), align="bottom")


def _label(s: Sheet, abreast: int) -> int:
    return s.grid.units * (9 if abreast == 1 else 6) // 48


def _line(s: Sheet, text: Text) -> str:
    return para(run(s.say(text)), "KamSign")
