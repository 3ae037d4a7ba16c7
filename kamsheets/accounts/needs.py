"""How deep an account's needs are known: layers reached, gaps, phases (domain §6.10, S1). Business needs only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Need:
    """A need by its codes of ``need_layer`` and ``need_phase``; no phase: nobody placed it."""

    account: str
    layer: str
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Depth:
    """The needs of an account, or of all."""

    layers: tuple[tuple[str, int], ...]
    """Needs by layer, in the policy's order."""
    phases: Counter[str | None]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Layers without a need."""
        return tuple(code for code, count in self.layers if not count)

    @property
    def needs(self) -> int:
        """All of them."""
        return sum(count for _, count in self.layers)

    @property
    def share(self) -> Fraction | None:
        """Layers reached of all layers; None when no need is known at all."""
        return 1 - Fraction(len(self.gaps), len(self.layers)) if self.needs else None


def depth(needs: Sequence[Need], view: PolicyView) -> Depth:
    """Needs counted by layer and phase."""
    held = Counter(need.layer for need in needs)
    layers = tuple((choice.code, held[choice.code]) for choice in view.choices["need_layer"])
    return Depth(layers, Counter(need.phase for need in needs))
