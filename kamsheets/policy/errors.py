"""Errors of looking a policy up, and of a policy workbook that is refused."""

from kamsheets.core.errors import KamError, PolicyError
from kamsheets.core.finding import Finding, Severity
from kamsheets.core.messages import DEFAULT_LANGUAGE, sentence, text


class NoValueError(KamError):
    """A key has no value yet on the day asked for; ``key``, ``name``, ``day``, ``first`` (its first day)."""

    code = "policy.no_value"


class UnknownKeyError(KamError):
    """A key the policy does not know; ``key``, ``near`` (the key that looks most like it)."""

    code = "policy.unknown_key"


class RefusedPolicyError(PolicyError):
    """A policy workbook with errors; ``findings`` holds all that was found, in reading order."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found in the workbook."""
        found: tuple[Finding, ...] = self.facts["findings"]  # type: ignore[assignment]
        return found

    def message(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """One sentence a problem, with sheet and cell."""
        errors = (sentence(one, lang) for one in self.findings if one.severity is Severity.ERROR)
        return text(self.code, lang, problems="".join(f"\n  {line}" for line in errors))
