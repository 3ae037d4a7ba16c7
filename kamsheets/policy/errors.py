"""Errors of looking a policy up; a policy that contradicts itself is ``core.errors.PolicyError``."""

from kamsheets.core.errors import KamError


class NoValueError(KamError):
    """A key has no value yet on the day asked for; ``key``, ``name``, ``day``, ``first`` (its first day)."""

    code = "policy.no_value"


class UnknownKeyError(KamError):
    """A key the policy does not know; ``key``, ``near`` (keys that look like it, may be empty)."""

    code = "policy.unknown_key"
