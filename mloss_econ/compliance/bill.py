"""What does a proposal cost, duty by duty, and who pays?

    price once                 = out of pocket + hours * tariff * (1 + overhead)          yearly work alike
    line of a duty for a payer = share borne * units * (1 - already done)
                                 * ((1 - sunk) * once * (max(1 / annuity(rate, life), releases) + repeated) + yearly)
    fixed cost of a developer  = sum of its lines + pass-back * contracts * sum of a deployer's lines
    a developer of size S      = each line * (S / size that the duty is priced for)^(elasticity * share that grows)
    hours of a developer       = sum of its lines / (tariff * (1 + overhead))              all of it done by hand
    administrative, adjustment = sums of a payer's lines by burden; what is neither is a fee

A duty is priced for one unit: an entity, a system, a model, a customer or a notice; a payer answers for so many of
them. The share of a duty that each payer bears is the lever a proposal sets (0: the proposal does not impose it, or
another performs it). Work is done anew with each release, or at the end of its life where that comes first. The sunk
share is familiarisation: even those who then exit pay it, so it is no recurring cost. A fee goes to the state: a
transfer. The effects of duties on harm compound:

    effect of a payer's duties = 1 - product of (1 - share borne * (1 - already done) * effect)
"""

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.arrays import Array, is_zero
from mloss_econ.compliance.appraisal import annuity_factor
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import BURDENS, DUTY_KINDS, PAYERS, UNITS
from mloss_econ.kernel import (
    Count,
    CountPerYear,
    Hours,
    HoursPerYear,
    Inputs,
    Money,
    MoneyPerHour,
    MoneyPerYear,
    Named,
    Outputs,
    RatePerYear,
    Ratio,
    Share,
    Years,
    calculator,
    given,
    label,
    lever,
)
from mloss_econ.shared import Discounting, LargeBudget, SizeOfCost

SUNK = "sunk"


class Duty(Inputs):
    """One duty, and its cost to a payer that meets it in full, for one unit."""

    unit: str = label("system")
    """Unit it is priced for: entity, system, model, customer or notice."""
    kind: str = label("work")
    """Work, or a fee that goes to the state."""
    burden: str = label("adjustment")
    """Whether the work informs, documents, registers, reports (administrative), or changes a product or how it is made
    and run (adjustment). Of a fee it says nothing."""
    one_off: Money = given(0.0)
    """Cost of meeting the duty the first time, beyond its own staff's hours."""
    yearly: MoneyPerYear = given(0.0)
    """Cost of keeping it met, beyond hours."""
    hours: Hours = given(0.0)
    """Hours of staff that it takes the first time."""
    hours_yearly: HoursPerYear = given(0.0)
    """Hours of staff that keeping it met takes a year."""
    tariff: MoneyPerHour = given("compliance.tariff", positive=True)
    """Price of an hour of those who do the work, before overhead; above 0."""
    overhead: Ratio = given("compliance.overhead")
    """Rooms, equipment and management, as a share of the pay; 0 where the tariff holds them."""
    releases: RatePerYear = given(0.0, low=0)
    """Times a year that all of the work is done anew with a release."""
    repeated: RatePerYear = given(0.0, low=0)
    """Share of the work done the first time that is done again each year to keep it current (0.2: a fifth)."""
    priced_for: MoneyPerYear = given("compliance.priced_for", positive=True)
    """Yearly budget of the developer that the duty is priced for; above 0."""
    grows: Share = given(1.0)
    """How far its cost grows with the developer: 1 as compliance does at large, 0 not at all (a fee, a form)."""
    life: Years = given("compliance.life", low=0.25)
    """Years until the one-off work has to be done anew."""
    already_done: Share = given(0.0)
    """Share that would be done without the proposal (business-as-usual share)."""
    delay: Years = given(0.0)
    """Time that a release has to wait for it."""
    sunk: Share = given(0.0)
    """Share of the one-off cost that is sunk: familiarisation, paid even by those who then exit."""
    effect: Share = given(0.0)
    """Share of the harm through the payer that the duty prevents, when met in full."""
    developer: Share = lever(0.0)
    """Share that the developer of the project bears."""
    large: Share = lever(0.0)
    """Share that a developer of closed models bears."""
    deployer: Share = lever(0.0)
    """Share that each deployer of the system bears."""
    intermediary: Share = lever(0.0)
    """Share that a cloud, a host or a platform bears."""


class Payer(Inputs):
    """Units that one payer answers for."""

    systems: Count = given()
    """Systems."""
    models: Count = given()
    """Models."""
    customers: Count = given()
    """Customers to be known."""
    notices: CountPerYear = given()
    """Notices a year to be acted on."""


class BillInputs(Discounting, SizeOfCost, LargeBudget):
    """The duties of a proposal, and those who may have to pay."""

    duties: Mapping[str, Duty] = given()
    """The duties, by name."""
    payers: Mapping[str, Payer] = given()
    """Developer, developer of closed models (large), deployer, intermediary: one of each."""
    contracts: Count = given("compliance.contracts")
    """Deployers who have a contract with the project."""
    pass_back: Share = given("compliance.pass_back")
    """Share of a deployer's cost that its contract passes back to the developer."""


class BillOutputs(Outputs):
    """The yearly bill of one project, of one of its deployers, and of one intermediary."""

    fixed_cost: MoneyPerYear
    """Annualised recurring compliance cost of the developer, pass-back included; it does not grow with the project."""
    sunk_cost: Money
    """Familiarisation cost of the developer: paid once, before it can decide to exit."""
    first_cost: Money
    """First cost of the developer: all one-off sums together, at the start."""
    recurrent_cost: MoneyPerYear
    """Cost of the developer in each year after that."""
    hours_needed: HoursPerYear
    """Hours that the developer's recurring compliance takes if all of it is done, or earned, by hand."""
    fees: MoneyPerYear
    """Fees in the developer's recurring cost, which go to the state."""
    passed_back: MoneyPerYear
    """Recurring cost that deployers pass back to the developer."""
    large_cost: MoneyPerYear
    """Annualised recurring compliance cost of one developer of closed models, fees included."""
    large_sunk: Money
    """Familiarisation cost of one developer of closed models."""
    deployer_sunk: Money
    """Familiarisation cost of one deployer."""
    intermediary_sunk: Money
    """Familiarisation cost of one intermediary."""
    large_fees: MoneyPerYear
    """Fees in the recurring cost of a developer of closed models."""
    deployer_fees: MoneyPerYear
    """Fees in the recurring cost of a deployer."""
    intermediary_fees: MoneyPerYear
    """Fees in the recurring cost of an intermediary."""
    large_delay: Years
    """Longest wait among the duties on a developer of closed models."""
    deployer_cost: MoneyPerYear
    """Annualised recurring compliance cost of one deployer, before it passes any back."""
    intermediary_cost: MoneyPerYear
    """Annualised recurring compliance cost of one intermediary."""
    delay: Years
    """Longest wait among the duties on the developer; they are met at the same time."""
    developer_effect: Share
    """Share of the harm it reaches that the developer's duties prevent, when met in full."""
    large_effect: Share
    """Share of the harm it reaches that the duties of a developer of closed models prevent, when met in full."""
    deployer_effect: Share
    """Share of the harm that a deployer's duties prevent, when met in full."""
    intermediary_effect: Share
    """Share of the harm that an intermediary's duties prevent, when met in full."""
    by_duty: Named[MoneyPerYear]
    """Recurring compliance cost of the developer, duty by duty."""
    administrative_cost: Named[MoneyPerYear]
    """Recurring cost of one payer of each kind that is administrative: it informs, documents, registers, reports."""
    adjustment_cost: Named[MoneyPerYear]
    """Recurring cost of one payer of each kind that changes a product, or how it is made and run."""
    administrative_sunk: Named[Money]
    """Familiarisation cost of one payer of each kind that is administrative; only developers' is ever counted."""


@calculator
def bill(x: BillInputs) -> BillOutputs:
    """The yearly compliance bill of a developer, a developer of closed models, a deployer and an intermediary."""
    _check(x)
    zero = 0 * x.discount_rate
    by_duty: dict[str, Array] = {}
    none: dict[str, Array] = {payer: zero for payer in PAYERS}  # noqa: C420  # keys are any text
    sums, sunk, fees, delay = dict(none), dict(none), dict(none), dict(none)
    left: dict[str, Array] = {payer: 1.0 + zero for payer in PAYERS}  # noqa: C420  # keys are any text
    first, recurrent, hours = zero, zero, zero
    burdens = {burden: dict(none) for burden in (*BURDENS, SUNK)}
    for name, d in x.duties.items():
        bearers = [payer for payer in x.payers if not is_zero(getattr(d, payer))]
        if not bearers:
            by_duty[name] = zero
            continue
        hour = d.tariff * (1 + d.overhead)
        once = (1 - d.already_done) * (d.one_off + d.hours * hour)
        kept = (1 - d.already_done) * (d.yearly + d.hours_yearly * hour)
        recurring = once * times_a_year(d, x.discount_rate) + kept
        larger = size_of(d, x)
        for payer in bearers:
            whose = x.payers[payer]
            size = larger if payer == "large" else 1.0
            units = getattr(d, payer) * units_of(whose, d.unit) * size
            sums[payer] = sums[payer] + units * recurring
            if d.kind == "work":
                burdens[d.burden][payer] = burdens[d.burden][payer] + units * recurring
                if d.burden == "administrative":
                    burdens[SUNK][payer] = burdens[SUNK][payer] + units * once * d.sunk
            left[payer] = left[payer] * (1 - getattr(d, payer) * (1 - d.already_done) * d.effect)
            if d.kind == "fee":
                fees[payer] = fees[payer] + units * recurring
            delay[payer] = np.maximum(delay[payer], np.greater(getattr(d, payer), 0.0) * d.delay)
            sunk[payer] = sunk[payer] + units * once * d.sunk
        mine = d.developer * units_of(x.payers["developer"], d.unit)
        by_duty[name] = mine * recurring
        hours = hours + by_duty[name] / hour
        first = first + mine * once
        recurrent = recurrent + mine * (once * (1 - d.sunk) * (d.releases + d.repeated) + kept)
    passed_back = x.pass_back * x.contracts * sums["deployer"]
    return BillOutputs(
        fixed_cost=sums["developer"] + passed_back,
        sunk_cost=sunk["developer"],
        first_cost=first,
        recurrent_cost=recurrent + passed_back,
        hours_needed=hours,
        fees=fees["developer"],
        passed_back=passed_back,
        large_cost=sums["large"],
        large_sunk=sunk["large"],
        deployer_sunk=sunk["deployer"],
        intermediary_sunk=sunk["intermediary"],
        large_fees=fees["large"],
        large_delay=delay["large"],
        deployer_fees=fees["deployer"],
        intermediary_fees=fees["intermediary"],
        deployer_cost=sums["deployer"],
        intermediary_cost=sums["intermediary"],
        delay=delay["developer"],
        developer_effect=1 - left["developer"],
        large_effect=1 - left["large"],
        deployer_effect=1 - left["deployer"],
        intermediary_effect=1 - left["intermediary"],
        by_duty=by_duty,
        administrative_cost=burdens["administrative"],
        adjustment_cost=burdens["adjustment"],
        administrative_sunk=burdens[SUNK],
    )


def times_a_year(d: Duty, discount_rate: Array) -> Array:
    """Times a year that the work done the first time is paid for anew, what is familiarisation left out: spread over
    its life or done with each release, whichever is more, and what is repeated each year."""
    anew = np.maximum(1 / annuity_factor(discount_rate, d.life), d.releases)
    return (1 - d.sunk) * (anew + d.repeated)


def size_of(d: Duty, x: BillInputs) -> Array:
    """Cost of a duty to a developer of closed models, over what it is priced at."""
    factor: Array = np.power(x.large_budget / d.priced_for, x.scale_elasticity * d.grows)
    return factor


def units_of(payer: Payer, unit: str) -> Array | float:
    """How many units of a duty a payer answers for."""
    return 1.0 if unit == "entity" else getattr(payer, f"{unit}s")


def _check(x: BillInputs) -> None:
    """Refuse names that stand for nothing; structure, so the same for every draw."""
    if set(x.payers) != set(PAYERS):
        raise InputError(f"payers are {', '.join(x.payers) or 'none'}; a bill needs {', '.join(PAYERS)}.")
    for name, duty in x.duties.items():
        named = ((duty.unit, UNITS, "unit"), (duty.kind, DUTY_KINDS, "kind"), (duty.burden, BURDENS, "burden"))
        for word, known, what in named:
            if word not in known:
                raise InputError(f"duties.{name}.{what} = '{word}' is not known. {nearest(word, known)}")
