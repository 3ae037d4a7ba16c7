"""The five stages of an account's life (domain §6.24, S4)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides the stage."""

    contacted: bool
    project_open: bool
    ordered: bool
    orders_grow: bool
    churn_stage: int


def lifecycle(standing: Standing) -> str:
    """Code of the list ``lifecycle``; the first rule that holds decides, churn before all."""
    if standing.churn_stage >= 1:
        return "recover"
    if standing.ordered:
        return "deepen" if standing.orders_grow else "maintain"
    return "engage" if standing.contacted or standing.project_open else "identify"
