"""Forms by the code they are printed under: the JTF codes, and the statement that has none."""

from kamsheets.document.templates import STATEMENT
from kamsheets.forms.catalogue import Catalogue, Form, form_code

PAYMENTS = "F10c"


def coded(known: Catalogue) -> dict[str, Form]:
    """Every printable form of a catalogue by its code; of two sheets with one code the form of labels and values."""
    forms = sorted(known.values(), key=lambda form: form.kind == "block")
    return {form.code: form for form in forms if form.code} | {STATEMENT: known[PAYMENTS]}


def named(code: str, known: Catalogue) -> Form | None:
    """The form of a code in any spelling."""
    return coded(known).get(form_code(code)) or coded(known).get(code.strip().upper())
