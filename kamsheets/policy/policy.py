"""The policy with all its days: the shipped book, overridden by a company's workbook; ``as_of`` gives a day's view."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, cast

from kamsheets.core.finding import Place
from kamsheets.policy.book import load
from kamsheets.policy.dated import Dated, in_force
from kamsheets.policy.decisions import Decisions
from kamsheets.policy.errors import NoValueError
from kamsheets.policy.list_process import GRADES, STAGES, TIERS
from kamsheets.policy.list_terms import CHOICES, INDUSTRIES, REGIONS, ROLES
from kamsheets.policy.listing import Listing
from kamsheets.policy.types import (
    Choice,
    Delegation,
    Grade,
    Label,
    Member,
    Source,
    Stage,
    Value,
)
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True)
class Policy(Decisions):
    """Everything a company decided, and how it stands on a day."""

    @staticmethod
    @cache
    def shipped() -> "Policy":
        """The defaults of the book that comes with the package."""
        return Policy(**vars(load()))

    def as_of(self, day: date) -> PolicyView:
        """The policy as it stands on ``day``; raises ``NoValueError`` (key, day) before a key's first date."""
        values = {key: self.value(key, day) for key in self.keys}
        stages = tuple(sorted(self._on(STAGES, day), key=lambda stage: stage.order))
        return PolicyView(
            day=day,
            values=values | _derived(stages, self.stages),
            stages=stages,
            roles=self._on(ROLES, day),
            grades=_grades(self._on(GRADES, day), values),
            regions=self._on(REGIONS, day),
            industries=self._on(INDUSTRIES, day),
            choices=self._choices(day),
            tiers=tuple(sorted(self._on(TIERS, day), key=lambda tier: (tier.scale, tier.lower))),
            matrix=tuple(row.item for row in in_force(self.matrix, day, lambda row: row.number)),
            people=tuple(row.item for row in self.people),
            delegations=tuple(map(self._deputised, self.delegations)),
            holidays={row.item.day: row.item.works for row in self.holidays},
            headers=tuple(row.item for row in self.headers),
            inputs=self.inputs,
        )

    def value(self, key: str, day: date) -> Value:
        """The value of one key on ``day``; raises ``NoValueError`` before its first date."""
        known, row = self.keys[key], self._row(key, day)
        source = Source(row.source, row.since)
        note = Label(row.note, row.note) if row.note else known.note
        return Value(key, row.item, known.unit, source, known.label, known.kind, known.reference, note)

    def place(self, key: str, day: date) -> Place:
        """The cell, or the entry of the book, that holds the value of a key on ``day``."""
        return self._row(key, day).origin.place("value")

    def _row(self, key: str, day: date) -> Dated[object]:
        dated = self.values[key]
        row = next((row for row in reversed(dated) if row.on(day)), None)
        if row is None:
            raise NoValueError(key=key, name=self.keys[key].label.zh, day=day, first=dated[0].since)
        return row

    def _on(self, listing: Listing, day: date) -> tuple[Any, ...]:
        return tuple(row.item for row in in_force(getattr(self, listing.name), day, listing.key))

    def _deputised(self, row: Dated[Delegation]) -> Delegation:
        """An absence that names no deputy goes to the person's standing one, if there is one."""
        away = row.item
        standing = next((p.item.delegate_id for p in self.people if p.item.emp_id == away.delegator), None)
        return away if away.delegate or not standing else replace(away, delegate=standing, kind="delegation")

    def _choices(self, day: date) -> Mapping[str, tuple[Choice, ...]]:
        members: tuple[Member, ...] = self._on(CHOICES, day)
        return {
            name: tuple(member.choice for member in members if member.enumeration == name) for name in self.enumerations
        }


def _derived(stages: tuple[Stage, ...], rows: tuple[Dated[Stage], ...]) -> dict[str, Value]:
    """Values that a list holds but people ask for as a key: the weights of the sheet 阶段."""
    weights = tuple(stage.commission_weight for stage in stages if not stage.closed)
    began = {row.item.code: row for row in rows if row.item in stages}
    latest = max(began.values(), key=lambda row: row.since, default=None)
    source = Source(latest.source, latest.since) if latest else Source("P")
    return {
        "stage_weights": Value(
            "stage_weights", weights, "万分比", source, Label("阶段权重", "Stage weights"), "int_list"
        )
    }


def _grades(grades: tuple[Grade, ...], values: Mapping[str, Value]) -> tuple[Grade, ...]:
    """Best first, bounds filled in from their keys; a pair whose split is unset is one grade named by it (A/B)."""
    merged: list[Grade] = []
    unsplit: list[Grade] = []
    for grade in sorted(grades, key=lambda grade: grade.order):
        bound = values[grade.bound_key].value if grade.bound_key else grade.max_rank
        if grade.bound_key and bound is None and grade.pair:
            unsplit.append(grade)
            continue
        merged.append(_joined([*unsplit, replace(grade, max_rank=cast("int | None", bound))]))
        unsplit = []
    return tuple(merged)


def _joined(pair: list[Grade]) -> Grade:
    *better, last = pair
    if not better:
        return last
    names = [name for grade in pair for name in (grade.code, grade.label.zh, grade.label.en, *grade.label.aliases)]
    label = Label(last.pair, last.pair, tuple(dict.fromkeys(names)))
    return replace(last, code=last.pair, order=better[0].order, label=label)
