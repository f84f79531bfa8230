"""What does a rule cost, duty by duty, and who pays?

    line of a duty for a payer = part borne * units * (1 - already done)
                                 * ((1 - sunk) * one-off * (1 / annuity(rate, life) + repeated) + yearly)
    fixed cost of a developer  = sum of its lines + pass-back * contracts * sum of a deployer's lines

A duty is priced for one unit: an entity, a system, a model, a customer or a notice; a payer answers for so many of
them. How far each payer bears a duty is the lever a proposal sets (0: the rule does not impose it, or another performs
it). What is sunk - finding out what the rule wants - is paid even by those who then stop, so it is no running cost.
A fee goes to the state: a transfer. What duties do against harm compounds:

    effect of a payer's duties = 1 - product of (1 - part borne * (1 - already done) * effect)
"""

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.compliance.appraisal import annuity_factor
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import PAYERS, UNITS
from mloss_econ.kernel import (
    Count,
    CountPerYear,
    Inputs,
    Money,
    MoneyPerYear,
    Named,
    Outputs,
    RatePerYear,
    Share,
    Years,
    calculator,
    given,
    label,
    lever,
)
from mloss_econ.shared import Discounting

KINDS = ("work", "fee")


class Duty(Inputs):
    """One duty, and what it costs somebody who has to meet it in full, for one unit."""

    unit: str = label("system")
    """What it is priced for: entity, system, model, customer or notice."""
    kind: str = label("work")
    """Work, or a fee that goes to the state."""
    one_off: Money = given()
    """Cost of meeting the duty the first time."""
    yearly: MoneyPerYear = given()
    """Cost of keeping it met."""
    repeated: RatePerYear = given(low=0)
    """How often a year the one-off work is done again, in whole or in part (0.2: a fifth of it each year)."""
    life: Years = given(low=0.25)
    """Years until the one-off work has to be done anew."""
    already_done: Share = given()
    """Part that would be done without the rule (business-as-usual share)."""
    delay: Years = given()
    """How long a release has to wait for it."""
    sunk: Share = given()
    """Part of the one-off sum that is paid even by those who then stop."""
    effect: Share = given()
    """Part of the harm coming about through whoever meets it that it stops, met in full."""
    developer: Share = lever(0.0)
    """Part that falls on the developer of the project."""
    deployer: Share = lever(0.0)
    """Part that falls on each deployer of the system."""
    intermediary: Share = lever(0.0)
    """Part that falls on a cloud, a host or a platform."""


class Payer(Inputs):
    """What one payer answers for."""

    systems: Count = given()
    """Systems."""
    models: Count = given()
    """Models."""
    customers: Count = given()
    """Customers to be known."""
    notices: CountPerYear = given()
    """Notices a year to be acted on."""


class BillInputs(Discounting):
    """The duties of a rule, and those who may have to pay."""

    duties: Mapping[str, Duty] = given()
    """The duties, by name."""
    payers: Mapping[str, Payer] = given()
    """Developer, deployer, intermediary: one of each."""
    contracts: Count = given("compliance.contracts")
    """Deployers who have a contract with the project."""
    pass_back: Share = given("compliance.pass_back")
    """Part of a deployer's cost that its contract passes back to the developer."""


class BillOutputs(Outputs):
    """The yearly bill of one project, of one of its deployers, and of one intermediary."""

    fixed_cost: MoneyPerYear
    """Annualised running cost of the developer, with what is passed back; it does not grow with the project."""
    sunk_cost: Money
    """What the developer pays once before it can decide to stop."""
    first_cost: Money
    """What the developer pays at the start, all one-off sums together."""
    recurrent_cost: MoneyPerYear
    """What the developer pays each year after that."""
    fees: MoneyPerYear
    """Part of the developer's running cost that goes to the state."""
    passed_back: MoneyPerYear
    """Part of the developer's running cost that its deployers pass back."""
    deployer_cost: MoneyPerYear
    """Annualised running cost of one deployer, before it passes any back."""
    intermediary_cost: MoneyPerYear
    """Annualised running cost of one intermediary."""
    delay: Years
    """Longest wait among the duties on the developer; they are met side by side."""
    developer_effect: Share
    """Part of the harm it reaches that the developer's duties stop, met in full."""
    deployer_effect: Share
    """The same of a deployer's duties."""
    intermediary_effect: Share
    """The same of an intermediary's duties."""
    by_duty: Named[MoneyPerYear]
    """The developer's running cost, duty by duty."""


@calculator
def bill(x: BillInputs) -> BillOutputs:
    """The yearly compliance bill of a developer, a deployer and an intermediary."""
    _check(x)
    zero = 0 * x.discount_rate
    by_duty: dict[str, Array] = {}
    sums: dict[str, Array] = {payer: zero for payer in PAYERS}  # noqa: C420  # keys are any text
    spared: dict[str, Array] = dict.fromkeys(PAYERS, 1.0 + zero)
    sunk, first, recurrent, fees, delay = zero, zero, zero, zero, zero
    for name, d in x.duties.items():
        once = (1 - d.already_done) * d.one_off
        again = (1 - d.already_done) * (d.one_off * (1 - d.sunk) * d.repeated + d.yearly)
        running = once * (1 - d.sunk) / annuity_factor(x.discount_rate, d.life) + again
        for payer, whose in x.payers.items():
            sums[payer] = sums[payer] + getattr(d, payer) * _units(whose, d.unit) * running
            spared[payer] = spared[payer] * (1 - getattr(d, payer) * (1 - d.already_done) * d.effect)
        mine = d.developer * _units(x.payers["developer"], d.unit)
        by_duty[name] = mine * running
        sunk, first, recurrent = sunk + mine * once * d.sunk, first + mine * once, recurrent + mine * again
        fees = fees + (by_duty[name] if d.kind == "fee" else zero)
        delay = np.maximum(delay, np.greater(d.developer, 0.0) * d.delay)
    passed_back = x.pass_back * x.contracts * sums["deployer"]
    return BillOutputs(
        fixed_cost=sums["developer"] + passed_back,
        sunk_cost=sunk,
        first_cost=first,
        recurrent_cost=recurrent + passed_back,
        fees=fees,
        passed_back=passed_back,
        deployer_cost=sums["deployer"],
        intermediary_cost=sums["intermediary"],
        delay=delay,
        developer_effect=1 - spared["developer"],
        deployer_effect=1 - spared["deployer"],
        intermediary_effect=1 - spared["intermediary"],
        by_duty=by_duty,
    )


def _units(payer: Payer, unit: str) -> Array | float:
    """How many units of a duty a payer answers for."""
    return 1.0 if unit == "entity" else getattr(payer, f"{unit}s")


def _check(x: BillInputs) -> None:
    """Refuse names that stand for nothing; structure, so the same for every draw."""
    if set(x.payers) != set(PAYERS):
        raise InputError(f"payers are {', '.join(x.payers) or 'none'}; a bill needs {', '.join(PAYERS)}.")
    for name, duty in x.duties.items():
        for word, known, what in ((duty.unit, UNITS, "unit"), (duty.kind, KINDS, "kind")):
            if word not in known:
                raise InputError(f"duties.{name}.{what} = '{word}' is not known. {nearest(word, known)}")
