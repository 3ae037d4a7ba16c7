"""A deal beside the reference values of the companion text, which name no source (domain §6.11)."""

from dataclasses import dataclass
from typing import cast

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside its reference band. A note, never a result."""

    key: str
    """Policy key of the band."""
    value: int
    low: int
    high: int

    @property
    def outside(self) -> bool:
        """Whether the figure lies outside the band; its bounds lie inside."""
        return not self.low <= self.value <= self.high


def compare(deciders: int | None, days: int | None, rivals: int | None, view: PolicyView) -> tuple[Compared, ...]:
    """What is known of a deal beside the bands; what is not known is left out."""
    given = {"bench_deciders": deciders, "bench_cycle_days": days, "bench_rivals": rivals}
    return tuple(
        Compared(key, value, *cast("tuple[int, int]", view.items(key)))
        for key, value in given.items()
        if value is not None
    )
