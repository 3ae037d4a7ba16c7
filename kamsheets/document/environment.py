"""The one place where templates become code: sandboxed, escaping, with a short list of filters and a short range.

Templates come by mail. Measured against plain docxtpl: ``{{ cycler.__init__.__globals__.os.popen('…') }}`` runs there
and is refused here, ``R&D 中心`` loses its ``&D`` there and is whole here.
"""

from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kamsheets.document.filters import white_list
from kamsheets.document.missing import Missing

MOST_ROUNDS = 1_000
"""A template may count this far; rows of data are not counted but looped over."""
_TESTS = ("defined", "undefined", "none", "odd", "even", "in", "eq", "ne", "==", "!=", "divisibleby")


class Environment(ImmutableSandboxedEnvironment):
    """Jinja with the settings every template of ours is rendered by."""

    intercepted_binops = frozenset(["**", "*"])

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=Missing, finalize=_shown)
        self.filters = dict(white_list())
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {"range": _short_range}

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Powers and repeated texts could fill the memory with three characters of template: refused."""
        if operator == "**" or not all(isinstance(side, int | float) for side in (left, right)):
            raise SecurityError(f"{operator}")
        return self.binop_table[operator](left, right)

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing of the data is called; ``range`` and what Jinja itself brings is."""
        return obj is _short_range or getattr(obj, "__module__", "").startswith("jinja2.")


def _shown(value: object) -> object:
    return "" if value is None else value


def _short_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MOST_ROUNDS:
        raise OverflowError(f"range {len(numbers)} > {MOST_ROUNDS}")
    return numbers
