"""What every job is given by its door: the policy, the day, the language, the workers, and how to treat outputs."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True)
class Session:
    """The settings of one run."""

    policy: Policy
    as_of: date
    lang: str = "zh"
    force: bool = False
    executor: Executor | None = None
    """None: one after another, in this process."""
    progress: Callable[[int, int], None] = lambda done, total: None
    """Called with (done, total) while a batch goes on."""

    @cached_property
    def view(self) -> PolicyView:
        """The policy on the session's day."""
        return self.policy.as_of(self.as_of)
