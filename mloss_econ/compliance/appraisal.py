"""Discounting: present values, equivalent annual amounts and switching values.

annuity factor  = (1 - (1 + rate)^-years) / rate                payments at year ends; years when rate = 0
                = years * exprel(-years * f) / exprel(f)        f = ln(1 + rate), exprel(x) = (e^x - 1) / x
                  times (1 + rate) for payments at the start of the year, its square root in the middle
present value   = sum over years t of amount_t * factor(t)      factor: see `Schedule.factor`
switching value = (B - C) / B fall of the benefit, (B - C) / C rise of the cost, at which the net is zero
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from scipy.special import exprel

from mloss_econ.base.arrays import Array, check_within, together
from mloss_econ.errors import InputError
from mloss_econ.kernel import Quantity

Real = Array | float
Timing = Literal["end", "mid", "start"]
BEFORE_THE_END: Mapping[Timing, float] = {"end": 0.0, "mid": 0.5, "start": 1.0}


class NetRatio(Quantity, unit="ratio"):
    """A pure number that may be negative: a switching value, a change."""


def before_the_end(timing: Timing) -> float:
    """How much of a year before its end a payment falls. Raises InputError for another word than end, mid and start.

    >>> before_the_end("mid")
    0.5
    """
    if not isinstance(timing, str) or timing not in BEFORE_THE_END:
        raise InputError(f"timing = {timing!r}: write 'end' or 'start' of the year, or 'mid' for its middle.")
    return BEFORE_THE_END[timing]


def annuity(rate: Real, years: Real, timing: Timing = "end") -> Array:
    """Present value of one unit a year over `years` (> 0) at a yearly `rate` (> -1, at most 1); shapes broadcast.

    `timing` says whether a payment falls at the end of its year, at the start or in the middle ("mid"). Raises
    InputError for another word, and for a rate or years out of these bounds.

    >>> round(float(annuity(0.03, 10)), 6), float(annuity(0.0, 5)), round(float(annuity(0.035, 10, "start")), 4)
    (8.530203, 5.0, 8.6077)
    """
    rate, years = together(rate=rate, years=years)
    check_within(rate, "rate", above=-1, most=1, advice="A rate is a fraction: write 0.035 for 3.5 %.")
    check_within(years, "years", above=0)
    earlier = before_the_end(timing)
    factor = annuity_factor(rate, years)
    return factor * np.power(1 + rate, earlier) if earlier else factor


def annuity_factor(rate: Array, years: Array) -> Array:
    """Annuity factor of payments at the end of the year, for a rate and years that were checked before."""
    force = np.log1p(rate)
    return years * exprel(-years * force) / exprel(force)


def annualise(present_value: Real, rate: Real, years: Real, timing: Timing = "end") -> Array:
    """Equivalent annual amount over `years`: the yearly amount whose present value this is.

    >>> round(float(annualise(193_000, 0.03, 5)) + 71_400, 2)
    113542.43
    """
    present_value, rate, years = together(present_value=present_value, rate=rate, years=years)
    return present_value / annuity(rate, years, timing)


def net_cost_to_business(present_cost: Real, rate: Real, years: Real) -> Array:
    """Equivalent annual net direct cost to business: spread from the start of the year, as in the United Kingdom.

    >>> round(float(net_cost_to_business(8.6077, 0.035, 10)), 4)
    1.0
    """
    present_cost, rate, years = together(present_cost=present_cost, rate=rate, years=years)
    return annualise(present_cost, rate, years, "start")


def fall_of_benefit(benefit: Real, cost: Real) -> Array:
    """Switching value of the benefit: share by which it has to fall for the net to be zero; negative if it has to rise.

    >>> round(float(fall_of_benefit(120, 100)), 5)
    0.16667
    """
    benefit, cost = together(benefit=benefit, cost=cost)
    return np.asarray(1 - cost / benefit)


def rise_of_cost(benefit: Real, cost: Real) -> Array:
    """Switching value of the cost: share by which it has to rise for the net to be zero; negative if it has to fall.

    >>> round(float(rise_of_cost(120, 100)), 5)
    0.2
    """
    benefit, cost = together(benefit=benefit, cost=cost)
    return np.asarray(benefit / cost - 1)


def break_even_units(present_cost: Real, present_value_of_unit: Real) -> Array:
    """Break-even number of units of a benefit that cannot be valued in money.

    >>> float(break_even_units(9e6, 300.0))
    30000.0
    """
    present_cost, present_value_of_unit = together(
        present_cost=present_cost, present_value_of_unit=present_value_of_unit
    )
    return np.asarray(present_cost / present_value_of_unit)
