"""The kind of seed that is a rule: what triggers it, which duties it imposes on whom, and what else it sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from mloss_econ.errors import nearest
from mloss_econ.evidence.kinds import Number, Seed, UnitText, check_price_year, number, price_base
from mloss_econ.units import PriceBase, generic_unit

PAYERS = ("developer", "deployer", "intermediary")
MEASURES: Mapping[str, str | None] = {
    "training compute": "FLOP",
    "capability": "FLOP",
    "cluster": "FLOP/second",
    "revenue": "money/year",
    "development cost": "money",
    "staff": "person",
    "users": "person",
    "use": None,  # in words: a listed use, a kind of product
}
UNITS = ("entity", "system", "model", "customer", "notice")


def _part(value: object) -> float:
    found = number(value)
    if not 0 <= found <= 1:
        raise ValueError(f"{found:g} is outside 0 to 1: the part of the duty that this payer bears.")
    return found


Part = Annotated[float, BeforeValidator(_part)]


class Trigger(Seed):
    """What brings somebody under a rule: a measure above a number, or a use in words."""

    measure: str
    above: Number | None = None
    unit: UnitText | None = None
    price_year: int | None = None
    words: str = ""
    clause: str = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Trigger:
        if self.measure not in MEASURES:
            raise ValueError(f"measure '{self.measure}' is not known. {nearest(self.measure, MEASURES)}")
        wanted = MEASURES[self.measure]
        if wanted is None:
            if self.above is not None or not self.words:
                raise ValueError('a trigger on use is in words: give words = "…" and no number.')
            return self
        if self.above is None or self.unit is None:
            raise ValueError(f"a trigger on {self.measure} needs above = … and unit = … ({wanted}).")
        if generic_unit(self.unit) != wanted:
            raise ValueError(f"wrong unit: a trigger on {self.measure} is in {wanted}, not in {self.unit}.")
        check_price_year(self.unit, self.price_year)
        return self


class Imposed(Seed):
    """One duty of a rule: which part of it each payer bears, once for each unit, when, and by which clause."""

    developer: Part | None = None
    deployer: Part | None = None
    intermediary: Part | None = None
    unit: str
    trigger: str
    clause: str = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Imposed:
        if not self.borne:
            raise ValueError(f"no payer. Say which part falls on whom: {', '.join(f'{p} = 1' for p in PAYERS)}.")
        if self.unit not in UNITS:
            raise ValueError(f"unit '{self.unit}' is not known. {nearest(self.unit, UNITS)}")
        return self

    @property
    def borne(self) -> dict[str, float]:
        """The part that each named payer bears."""
        return {payer: part for payer in PAYERS if (part := getattr(self, payer)) is not None}


class LeverSetting(Seed):
    """What a proposal sets one lever to, and the clause that does so; money with its unit and price year."""

    value: Number
    clause: str = Field(min_length=1)
    unit: UnitText | None = None
    price_year: int | None = None

    @model_validator(mode="after")
    def _consistent(self) -> LeverSetting:
        check_price_year(self.unit, self.price_year)
        return self

    @property
    def prices(self) -> PriceBase | None:
        """The currency and year of an amount of money."""
        return price_base(self.unit, self.price_year)


class Proposal(Seed):
    """A named rule: its triggers, the duties it imposes, and further levers by calculator; a sparse patch over the
    baseline."""

    title: str
    status: str
    reference: str
    open_source: str
    baseline: bool = False
    triggers: dict[str, Trigger] = Field(default_factory=dict)
    duties: dict[str, Imposed] = Field(default_factory=dict)
    levers: dict[str, dict[str, LeverSetting]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Proposal:
        for name, duty in self.duties.items():
            if duty.trigger not in self.triggers:
                advice = nearest(duty.trigger, self.triggers)
                raise ValueError(f"duties.{name}.trigger: there is no trigger '{duty.trigger}'. {advice}")
        nothing = not self.duties and not self.levers
        if nothing and not self.baseline:
            raise ValueError('it imposes nothing. Give [duties.NAME] or [levers."CALCULATOR"], or baseline = true.')
        if self.baseline and not nothing:
            raise ValueError("it contradicts itself: baseline = true changes nothing, yet it has duties or levers.")
        for name, trigger in self.triggers.items():
            if not self.duties and not self.levers:
                raise ValueError(f"triggers.{name}: nothing follows from it ({trigger.clause}).")
        return self
