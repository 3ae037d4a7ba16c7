"""赢率 and 加权金额: how sure, per project (domain §2.2).

A probability that was typed stands, 0 % included; a blank takes the default of the stage.
"""

from fractions import Fraction

from kamsheets.core.money import Fen
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView

NEVER = Fraction(0)


def probability(project: Project, view: PolicyView) -> Fraction:
    """The win probability as a fraction of one; 0 for a project with neither a known stage nor one of its own."""
    if project.win_prob is not None:
        return project.win_prob
    stage = view.stage(project.milestone or "")
    return NEVER if stage is None else stage.win_probability


def weighted(amount: Fen, chance: Fraction) -> Fen:
    """``amount`` (never negative) times ``chance`` in fen, rounded half up once, per project.

    >>> weighted(386000000, Fraction(1, 2)), weighted(1, Fraction(1, 2)), weighted(386000000, Fraction(0))
    (193000000, 1, 0)
    """
    return (2 * amount * chance.numerator + chance.denominator) // (2 * chance.denominator)
