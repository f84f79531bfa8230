"""A proposal as a seed: what triggers it, which duties it imposes on whom, and what else it sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from mloss_econ.base.renamed import CALCULATORS
from mloss_econ.base.units import PriceBase, generic_unit
from mloss_econ.errors import nearest
from mloss_econ.evidence.kinds import Number, Seed, UnitText, check_price_year, number, price_base

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
COVERAGE = "compliance.coverage"  # whose levers say which developers a trigger brings under a proposal
LEVERS = {  # by measure, the lever that holds the number
    "training compute": "compute_trigger",
    "capability": "capability_trigger",
    "cluster": "cluster_trigger",
    "development cost": "cost_trigger",
    "revenue": "revenue_trigger",
    "staff": "staff_trigger",
}
UNITS = ("entity", "system", "model", "customer", "notice")


def _part(value: object) -> float:
    found = number(value)
    if not 0 <= found <= 1:
        raise ValueError(f"{found:g} is outside 0 to 1: it is the share of the duty that this payer bears.")
    return found


Part = Annotated[float, BeforeValidator(_part)]


class Trigger(Seed):
    """What brings somebody under a proposal: a measure above a number, or a use in words."""

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

    @property
    def prices(self) -> PriceBase | None:
        """The currency and year of an amount of money."""
        return price_base(self.unit, self.price_year)


class Imposed(Seed):
    """One duty of a proposal: which share of it each payer bears, once for each unit, when, and by which clause."""

    developer: Part | None = None
    deployer: Part | None = None
    intermediary: Part | None = None
    unit: str
    trigger: str
    clause: str = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Imposed:
        if not self.borne:
            raise ValueError(f"no payer. Say which share falls on whom: {', '.join(f'{p} = 1' for p in PAYERS)}.")
        if self.unit not in UNITS:
            raise ValueError(f"unit '{self.unit}' is not known. {nearest(self.unit, UNITS)}")
        return self

    @property
    def borne(self) -> dict[str, float]:
        """The share that each payer bears."""
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


class ProposalSeed(Seed):
    """A proposal: its triggers, the duties it imposes, and further levers by calculator; a sparse patch over the
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
    def _consistent(self) -> ProposalSeed:
        for name, duty in self.duties.items():
            if duty.trigger not in self.triggers:
                advice = nearest(duty.trigger, self.triggers)
                raise ValueError(f"duties.{name}.trigger: there is no trigger '{duty.trigger}'. {advice}")
        for name in CALCULATORS.keys() & self.levers.keys():
            raise ValueError(f"levers.\"{name}\": it is now called '{CALCULATORS[name]}'.")
        nothing = not self.duties and not self.levers
        if nothing and not self.baseline:
            raise ValueError('it imposes nothing. Give [duties.NAME] or [levers."CALCULATOR"], or baseline = true.')
        if self.baseline and not nothing:
            raise ValueError("it contradicts itself: baseline = true changes nothing, yet it has duties or levers.")
        for name, trigger in self.triggers.items():
            if not self.duties and not self.levers:
                raise ValueError(f"triggers.{name}: nothing follows from it ({trigger.clause}).")
            self._check_wired(name, trigger)
        self._check_stated()
        return self

    def _check_wired(self, name: str, trigger: Trigger) -> None:
        """Refuse a number that brings developers under a proposal, but that no lever of coverage holds."""
        on = [payer for duty in self.duties.values() if duty.trigger == name for payer in duty.borne]
        if trigger.above is None or (on and "developer" not in on):
            return
        if trigger.measure not in LEVERS:
            raise ValueError(
                f"triggers.{name}: how many developers have {trigger.measure} above a number is not known, so all "
                f"would be counted as covered. Use another measure ({', '.join(LEVERS)}), or say it in words."
            )
        lever, found = LEVERS[trigger.measure], self.levers.get(COVERAGE, {}).get(LEVERS[trigger.measure])
        base = f', unit = "{trigger.unit}", price_year = {trigger.price_year}' if trigger.price_year else ""
        line = f'{lever} = {{ value = {trigger.above:g}{base}, clause = "{trigger.clause}" }}'
        if found is None:
            raise ValueError(
                f"triggers.{name}: nothing holds its number, so every developer would be counted as covered. "
                f'Add to [levers."{COVERAGE}"]: {line}'
            )
        stated, held = (trigger.above, trigger.prices), (found.value, found.prices)
        if stated != held and trigger.measure not in self._twice:
            held_in = f" in {found.prices or 'no unit and price year'}" if trigger.price_year else ""
            raise ValueError(
                f'triggers.{name}: above = {trigger.above:g}, but levers."{COVERAGE}".{lever} holds '
                f"{found.value:g}{held_in}. "
                f"Give both the same number, unit and price year: {line}"
            )

    @property
    def _twice(self) -> list[str]:
        """Measures of two triggers: the lever holds one of them."""
        measures = [trigger.measure for trigger in self.triggers.values()]
        return [measure for measure in measures if measures.count(measure) > 1]

    def _check_stated(self) -> None:
        """Refuse a lever of coverage that holds a number which no trigger states."""
        for lever, setting in self.levers.get(COVERAGE, {}).items():
            measures = [measure for measure, name in LEVERS.items() if name == lever and setting.value]
            for measure in measures:
                stated = [t.above for t in self.triggers.values() if t.measure == measure]
                if setting.value not in stated:
                    raise ValueError(
                        f'levers."{COVERAGE}".{lever} = {setting.value:g}: no trigger states it. '
                        f'Add a trigger with measure = "{measure}" and above = {setting.value:g}.'
                    )
