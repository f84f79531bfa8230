"""A proposal as a seed: from when and where it binds, whom it covers, which duties it imposes, what harm it reaches.

A numeric trigger is stated once: the lever of coverage follows from it. Every other number of a proposal that the
model asks for is a field with its clause (see FIELDS), or a lever by calculator.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from mloss_econ.base.renamed import CALCULATORS
from mloss_econ.base.units import PriceBase, generic_unit
from mloss_econ.errors import nearest, quoted
from mloss_econ.evidence.kinds import (
    Clause,
    Flag,
    MisplacedError,
    Number,
    Seed,
    UnitText,
    Year,
    check_price_year,
    number,
    price_base,
)

PAYERS = ("developer", "large", "deployer", "intermediary")
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
LEVERS = {  # by measure, the lever that follows from a trigger
    "training compute": "compute_trigger",
    "capability": "capability_trigger",
    "cluster": "cluster_trigger",
    "development cost": "cost_trigger",
    "revenue": "revenue_trigger",
    "staff": "staff_trigger",
}
SHARES = ("open_scope", "closed_scope")
FIELDS = (*SHARES, "deployers", "intermediaries", "staff", "fine")  # each the lever of its name
PAYER_FIELDS = {  # by payer, the field that says how many of them, or which share, a proposal covers
    "developer": "open_scope",
    "large": "closed_scope",
    "deployer": "deployers",
    "intermediary": "intermediaries",
}
COUNTED = {"deployer": "deployers", "intermediary": "intermediaries"}  # payers of whom a proposal gives the number
CHANNELS = "channels"  # the input that holds the channels of harm
JURISDICTIONS = "jurisdictions"  # the table of places that a proposal binds
BOUND = ("regions", "rest_bound")  # levers that follow from the jurisdiction
FIRST_YEAR, LAST_YEAR = 1900, 2076  # of a date: none earlier, none beyond 50 years after the seeds' baseline date
UNITS = ("entity", "system", "model", "customer", "notice")
DUTIES_SCENARIO = "ai_duties"  # that prices duties; those that a proposal prices itself join it
DUTY_KINDS = ("work", "fee")
BURDENS = ("administrative", "adjustment")  # what work for a duty is: informing and documenting, or changing something
COSTS = ("hours", "hours_yearly", "one_off", "yearly")
PRICED_WORDS = ("unit", "kind", "burden", "why")
PRICED_UNITS = {  # the numbers of a duty that a proposal prices itself, and their units
    "one_off": "money",
    "yearly": "money/year",
    "hours": "hour",
    "hours_yearly": "hour/year",
    "tariff": "money/hour",
    "overhead": "ratio",
    "releases": "ratio/year",
    "repeated": "ratio/year",
    "life": "year",
    "already_done": "share",
    "delay": "year",
    "sunk": "share",
    "effect": "share",
    "priced_for": "money/year",
    "grows": "share",
}
PRICED = (*PRICED_WORDS, *PRICED_UNITS)  # what such a duty may say


def own_duty(proposal: str, duty: str) -> str:
    """The name, in the scenario of duties, of one that a proposal prices itself."""
    return f"{proposal}_{duty}"


def example_of(unit: str) -> str:
    """A unit as it is written, money with its year.

    >>> print(example_of("money/hour"))
    "USD/hour" and price_year = …
    """
    return f'"{unit.replace("money", "USD")}"' + (" and price_year = …" if unit.startswith("money") else "")


def _part(value: object) -> float:
    found = number(value)
    if not 0 <= found <= 1:
        raise ValueError(f"{found:g} is outside 0 to 1: it is the share of the duty that this payer bears.")
    return found


Part = Annotated[float, BeforeValidator(_part)]


def _day(value: object) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(f"{value} is outside {FIRST_YEAR} to {LAST_YEAR}. Correct the year.")
        return value
    said = str(value) if isinstance(value, (datetime.datetime, datetime.time)) else quoted(value)
    raise ValueError(f"{said} is not a date. Write year-month-day without quotes, for example 2026-08-02.")


Day = Annotated[datetime.date, BeforeValidator(_day)]


class Trigger(Seed):
    """What brings somebody under a proposal: a measure above a number, or a use in words; `within` names a further
    trigger that has to be met too."""

    measure: str
    above: Number | None = None
    unit: UnitText | None = None
    price_year: Year | None = None
    words: str = ""
    within: str = ""
    clause: Clause

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
        if self.above <= 0:
            raise ValueError(
                f"above = {self.above:g} lets nobody out. Correct the number; where all are covered, say it in words: "
                'measure = "use" and words = "…".'
            )
        if generic_unit(self.unit) != wanted:
            problem = f"wrong unit: a trigger on {self.measure} is in {wanted}, not in {self.unit}"
            raise ValueError(f"{problem}. Write unit = {example_of(wanted)}.")
        check_price_year(self.unit, self.price_year)
        return self

    @property
    def prices(self) -> PriceBase | None:
        """The currency and year of an amount of money."""
        return price_base(self.unit, self.price_year)


class Imposed(Seed):
    """One duty of a proposal: which share of it each payer bears, once for each unit, when, and by which clause.

    A developer of closed models (`large`) bears what an open project does, unless it says otherwise.
    """

    developer: Part | None = None
    large: Part | None = None
    deployer: Part | None = None
    intermediary: Part | None = None
    unit: str
    trigger: str
    clause: Clause

    @model_validator(mode="after")
    def _consistent(self) -> Imposed:
        if not self.borne:
            raise ValueError(f"no payer. Say which share falls on whom: {', '.join(f'{p} = 1' for p in PAYERS)}.")
        if not any(self.borne.values()):
            raise ValueError("nobody bears a share of it. Give a payer more than 0, or leave the duty out.")
        if self.unit not in UNITS:
            raise ValueError(f"unit '{self.unit}' is not known. {nearest(self.unit, UNITS)}")
        return self

    @property
    def borne(self) -> dict[str, float]:
        """The share that each payer bears."""
        given = {payer: part for payer in PAYERS if (part := getattr(self, payer)) is not None}
        return ({"large": given["developer"]} if "developer" in given else {}) | given


class LeverSetting(Seed):
    """What a proposal sets one lever to, and the clause that does so; money with its unit and price year."""

    value: Number
    clause: Clause
    unit: UnitText | None = None
    price_year: Year | None = None

    @model_validator(mode="after")
    def _consistent(self) -> LeverSetting:
        check_price_year(self.unit, self.price_year)
        return self

    @property
    def prices(self) -> PriceBase | None:
        """The currency and year of an amount of money."""
        return price_base(self.unit, self.price_year)


class Since(Seed):
    """The day from which a proposal applies, and the clause that says so."""

    value: Day
    clause: Clause


class ProposalSeed(Seed):
    """A proposal: its text, date and jurisdiction, its triggers and duties, whom and which harm it reaches, and further
    levers by calculator; a sparse patch over the baseline."""

    title: str
    status: str
    reference: str
    open_source: str
    date: Day
    jurisdiction: str
    confirmed: Flag = True
    in_force: Since | None = None
    baseline: Flag = False
    open_scope: LeverSetting | None = None
    closed_scope: LeverSetting | None = None
    deployers: LeverSetting | None = None
    intermediaries: LeverSetting | None = None
    staff: LeverSetting | None = None
    fine: LeverSetting | None = None
    harm_reach: dict[str, LeverSetting] = Field(default_factory=dict)
    triggers: dict[str, Trigger] = Field(default_factory=dict)
    duties: dict[str, Imposed] = Field(default_factory=dict)
    levers: dict[str, dict[str, LeverSetting]] = Field(default_factory=dict)
    own: tuple[str, ...] = ()  # duties that it prices itself

    needed: ClassVar[Mapping[str, str]] = {
        "date": "A proposal needs it: the day it was adopted, signed, introduced or published, date = 2026-08-02.",
        "jurisdiction": 'A proposal needs it: a row of the table jurisdictions, such as jurisdiction = "world".',
    }

    def in_baseline(self, day: datetime.date) -> bool:
        """Whether it already applied on a day, so that it belongs to the law as it stands."""
        return not self.baseline and self.in_force is not None and self.in_force.value <= day

    @property
    def settings(self) -> dict[str, LeverSetting]:
        """The levers that follow from its fields and triggers, by dotted path: not those of its duties, of its
        jurisdiction and of `levers`."""
        found = {name: setting for name in FIELDS if (setting := getattr(self, name)) is not None}
        found |= {f"{CHANNELS}.{name}.reach": setting for name, setting in self.harm_reach.items()}
        for measure, trigger in self._coverage().items():
            assert trigger.above is not None
            made = LeverSetting(
                value=trigger.above, clause=trigger.clause, unit=trigger.unit, price_year=trigger.price_year
            )
            found[LEVERS[measure]] = made
        return found

    @property
    def without_effect(self) -> dict[str, str]:
        """What it states and no result depends on, by path in its file, with the reason: a trigger's number that sets
        no lever, payers without a duty, a fine on nobody, no harm that it reaches."""
        found: dict[str, str] = {}
        carried = self._coverage().values()
        for name, trigger in self.triggers.items():
            if trigger.above is None or trigger in carried:
                continue
            users = [n for n, duty in self.duties.items() if name in (duty.trigger, *self._within(duty.trigger))]
            payers = {payer for n in users for payer, borne in self.duties[n].borne.items() if borne}
            if users:
                fields = [f"[{field}]" for payer, field in PAYER_FIELDS.items() if payer in payers]
                why = f"who meets it is not computed, but said in {' and '.join(fields)}"
            else:
                why = "no duty refers to it"
            found[f"triggers.{name}"] = why
        for payer, field in COUNTED.items():
            count = getattr(self, field)
            if count is not None and count.value and not any(payer in duty.borne for duty in self.duties.values()):
                found[field] = "no duty falls on them"
        if self.fine is not None and not self.duties:
            found["fine"] = "without a duty nobody infringes one"
        if not self.baseline and not any(setting.value for setting in self.harm_reach.values()):
            found["harm_reach"] = "no channel of harm is reached, so none of it is prevented"
        return found

    def _within(self, name: str) -> Iterator[str]:
        """The triggers that a trigger stands within."""
        while name := self.triggers[name].within:
            yield name

    @property
    def carried(self) -> dict[str, str]:
        """By lever of coverage, the trigger that sets it, by path in its file."""
        names = {id(trigger): name for name, trigger in self.triggers.items()}
        return {LEVERS[measure]: f"triggers.{names[id(one)]}" for measure, one in self._coverage().items()}

    @model_validator(mode="after")
    def _consistent(self) -> ProposalSeed:
        self._check_names()
        nothing = not self.duties and not self.levers
        if nothing and not self.baseline:
            raise ValueError('it imposes nothing. Give [duties.NAME] or [levers."CALCULATOR"], or baseline = true.')
        if self.baseline and not (nothing and not self.triggers and not self.harm_reach):
            problem = "it contradicts itself: baseline = true changes nothing, yet it has duties or levers."
            raise MisplacedError("baseline", f"{problem} Leave it out, or leave them out.")
        if self.in_force is not None and self.in_force.value < self.date:
            raise MisplacedError(
                "in_force.value",
                f"{self.in_force.value} is before date = {self.date}. Correct one of them: date is the day it was "
                "adopted, signed, introduced or published, in_force the day from which it applies.",
            )
        self._check_levers()
        self._check_fields()
        for payer, name in COUNTED.items():
            falls = [duty for duty, imposed in self.duties.items() if payer in imposed.borne]
            if getattr(self, name) is None and falls:
                raise MisplacedError(
                    f"duties.{falls[0]}.{payer}",
                    f"duties fall on {name}, and how many there are is not said. "
                    f'Add [{name}] with value = … and clause = "…".',
                )
            if falls and getattr(self, name).value == 0:
                raise MisplacedError(
                    f"{name}.value",
                    f"there are none, yet [duties.{falls[0]}] falls on them, and would prevent harm at no cost. Say "
                    f"how many there are, or leave {payer} out of the duty.",
                )
        for name in self.triggers:
            self._test(name)
        self._coverage()
        return self

    def _check_levers(self) -> None:
        """Refuse a lever that repeats what another place of the file says."""
        said: dict[str, str] = {}
        for calculator, settings in self.levers.items():
            if not settings:
                raise MisplacedError(f"levers.{calculator}", "it sets no lever. Leave it out.")
            for lever, setting in settings.items():
                at = f"levers.{calculator}.{lever}"
                if calculator == COVERAGE and lever in LEVERS.values():
                    measure = next(m for m, name in LEVERS.items() if name == lever)
                    raise MisplacedError(
                        at,
                        f"{setting.value:g}: a trigger is stated once. Leave it out here, and give [triggers.NAME] "
                        f'with measure = "{measure}" and above = {setting.value:g}.',
                    )
                start, *rest = lever.split(".")
                if lever in FIELDS or (start == CHANNELS and rest[1:] == ["reach"]):
                    place = lever if lever in FIELDS else f"harm_reach.{rest[0]}"
                    raise MisplacedError(at, f"this has a place of its own. Leave it out here, and give [{place}].")
                if start in BOUND:
                    problem = "where a proposal binds follows from its jurisdiction"
                    own = f"a place of your own is a row of the table {JURISDICTIONS}"
                    raise MisplacedError(at, f"{problem}. Leave it out here, and correct jurisdiction; {own}.")
                if said.setdefault(lever, calculator) != calculator:
                    raise MisplacedError(at, f'is set by [levers."{said[lever]}"] too. Leave one of them out.')
                if start == "duties" and len(rest) == 2 and rest[1] in getattr(self.duties.get(rest[0]), "borne", ()):
                    raise MisplacedError(at, f"is said by [duties.{rest[0]}] too. Leave one of them out.")

    def _check_fields(self) -> None:
        """Refuse a share outside 0 to 1, a number below 0, and a fine that is no amount of money."""
        shares = {name: getattr(self, name) for name in SHARES}
        shares |= {f"harm_reach.{name}": setting for name, setting in self.harm_reach.items()}
        for name, setting in {**shares, **{name: getattr(self, name) for name in FIELDS if name not in SHARES}}.items():
            most = 1.0 if name in shares else math.inf
            if setting is not None and not 0 <= setting.value <= most:
                span = "outside 0 to 1: it is a share" if name in shares else "below 0"
                raise MisplacedError(f"{name}.value", f"{setting.value:g} is {span}. Correct the number.")
            if setting is not None and name in COUNTED.values() and not setting.value.is_integer():
                raise MisplacedError(
                    f"{name}.value", f"{setting.value:g} is not a whole number: it is how many there are."
                )
        if self.fine is not None and (self.fine.unit is None or generic_unit(self.fine.unit) != "money"):
            problem = "a fine is an amount of money" + ("" if self.fine.unit is None else f", not {self.fine.unit}")
            raise MisplacedError(
                "fine.unit" if self.fine.unit else "fine", f'{problem}. Write unit = "USD" and price_year = ….'
            )

    def _check_names(self) -> None:
        """Refuse a trigger or a calculator that is not there."""
        for name, duty in self.duties.items():
            if duty.trigger not in self.triggers:
                advice = nearest(duty.trigger, self.triggers)
                raise MisplacedError(f"duties.{name}.trigger", f"there is no trigger '{duty.trigger}'. {advice}")
        for name, trigger in self.triggers.items():
            if trigger.within and trigger.within not in self.triggers:
                advice = nearest(trigger.within, self.triggers)
                raise MisplacedError(f"triggers.{name}.within", f"there is no trigger '{trigger.within}'. {advice}")
        for name in CALCULATORS.keys() & self.levers.keys():
            raise MisplacedError(f"levers.{name}", f"it is now called '{CALCULATORS[name]}'.")

    def _test(self, name: str) -> dict[str, Trigger]:
        """The numeric triggers that have to be met together, by measure: one, and those it stands within."""
        found: dict[str, Trigger] = {}
        seen: list[str] = []
        while name:
            if name in seen:
                chain = " within ".join([*seen[seen.index(name) :], name])
                raise MisplacedError(
                    f"triggers.{seen[-1]}.within", f"it stands within itself ({chain}). Leave it out of one of them."
                )
            seen.append(name)
            trigger = self.triggers[name]
            if trigger.above is not None:
                if trigger.measure in found:
                    raise MisplacedError(
                        f"triggers.{seen[0]}.within",
                        f"{trigger.measure} is tested twice, by {' within '.join(seen)}. Keep the higher number alone.",
                    )
                found[trigger.measure] = trigger
            name = trigger.within
        return found

    def _coverage(self) -> dict[str, Trigger]:
        """By measure, the trigger that brings open projects under the proposal.

        It is that of their duties, which must be the same for all of them; where there are no duties, all triggers.
        """
        on = {duty.trigger: name for name, duty in self.duties.items() if duty.developer}
        tests = {name: self._test(name) for name in (on or (() if self.duties else self.triggers))}
        found: dict[str, Trigger] = {}
        for name, test in tests.items():
            for measure, trigger in test.items():
                if measure not in LEVERS:
                    raise MisplacedError(
                        f"triggers.{name}.measure",
                        f"how many developers have {measure} above a number is not known, so all would be counted as "
                        f"covered. Use another measure ({', '.join(LEVERS)}), or say it in words.",
                    )
                if not on and found.get(measure, trigger) != trigger:
                    raise MisplacedError(
                        f"triggers.{name}",
                        f"another trigger gives {measure} too, and no duty says which one decides. Keep one of them.",
                    )
                found[measure] = trigger
        for name, test in tests.items():
            missing = [trigger for measure, trigger in found.items() if on and test.get(measure) != trigger]
            if missing:
                raise MisplacedError(
                    f"duties.{on[name]}.trigger",
                    f"it falls on other developers than the rest, for its trigger '{name}' does not hold "
                    f"'{missing[0].measure} above {missing[0].above:g}' as another does. One test decides which open "
                    "projects are covered: for a duty of larger firms alone write large = 1 in place of developer, or "
                    'join the triggers: within = "…".',
                )
        return found
