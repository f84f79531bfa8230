"""A benefit of this year comes from the work of many: what does the stock cost, and what is the ratio then?

    stock         K_t = (1 - d) K_{t-1} + (1 - d/2) I_t      perpetual inventory
    steady growth K   = I * (1 - d/2) * (1 + g) / (g + d)
    user cost         = K * (r + d)                          interest and wear

New work is half a year old at the end of its year; investment has always grown by g. Three ratios are
shown; no one of them is the right one:

    flow over flow        B / I
    flow over user cost   B / (K (r + d))
    present values        PV(B) / (K + PV(I) - PV(K at the end))

The last takes over today's stock, adds to it for the horizon, and hands over what is left of it. Value and investment
grow alike; a year's amounts fall at its start, the stock is handed over at the end of the last year.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, check_within, numbers
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import (
    Case,
    I,
    Money,
    MoneyPerYear,
    Numeric,
    O,
    Outputs,
    RatePerYear,
    Ratio,
    Years,
    at_most,
    calculator,
    given,
)
from mloss_econ.value.attributed_value import YEARS
from mloss_econ.value.shared import AnnualValue, GrowingInvestment


class StockAndFlowInputs(GrowingInvestment, AnnualValue):
    """Value and investment of a year, how investment grew, how fast work wears out."""

    past_growth: RatePerYear = given("value.past_growth", low=0.0)
    """Yearly growth of investment up to now."""
    depreciation: RatePerYear = given("value.depreciation", low=0.01, high=1.0)
    """Share of the stock that wears out in a year."""


class StockAndFlowOutputs(Outputs):
    """Stock, its yearly cost, and the three ratios."""

    stock: Money
    """Stock left of all past work, at the end of the year."""
    stock_years: Years
    """The stock over a year's investment."""
    user_cost: MoneyPerYear
    """Interest on the stock and its wear."""
    stock_charge: Ratio
    """User cost over a year's investment."""
    half_life: Years
    """Years until half of a year's work is worn out."""
    ratio_flow: Ratio
    """A year's value over a year's investment."""
    ratio_user_cost: Ratio
    """A year's value over the user cost of the stock."""
    ratio_present: Ratio
    """Present value of benefits over that of costs."""


RATE = "It is a share: write 0.33 for 33 %."
DEPRECIATION: Mapping[str, str] = {
    "own-account": "value.depreciation",
    "custom": "value.depreciation_custom",
    "prepackaged": "value.depreciation_prepackaged",
    "research": "value.depreciation_research",
}


def depreciating_as(case: Case[I, O], kind: str) -> Case[I, O]:
    """A case with a `depreciation` at the rate of one kind of software; open source is like own-account.

    Raises InputError for an unknown kind, or a case that has no depreciation.
    """
    if kind not in DEPRECIATION:
        raise InputError(f"kind '{kind}' is not known. {nearest(kind, DEPRECIATION)}")
    return case.but(f"depreciating as {kind}", depreciation=case.store.belief(DEPRECIATION[kind]))


def half_life(depreciation: Numeric) -> Array:
    """Years until half is worn out, at a geometric rate between 0 and 1 (exclusive). Raises InputError for another.

    >>> round(float(half_life(0.33)), 3), round(float(half_life(0.55)), 3)
    (1.731, 0.868)
    """
    depreciation = numbers(depreciation, "depreciation")
    check_within(depreciation, "depreciation", above=0, below=1, advice=RATE)
    return np.asarray(np.log(0.5) / np.log1p(-depreciation))


def perpetual_inventory(
    investment: npt.ArrayLike, depreciation: Numeric, *, opening: Numeric = 0.0, new: str = "half a year"
) -> Array:
    """The stock at the end of each year from investment by year (last axis). Leading axes broadcast.

    `new` says how much new work has worn by the end of its year: "half a year" or "nothing". Raises InputError for no
    years, a negative investment or opening stock, a rate outside 0 to 1.
    """
    spent, rate = numbers(investment, "investment"), numbers(depreciation, "depreciation")
    stock = numbers(opening, "opening")
    if spent.ndim == 0 or spent.shape[-1] == 0 or not np.all(np.isfinite(spent) & (spent >= 0)):
        raise InputError("investment: give one amount for each year, 0 or more, at least one year.")
    if not np.all((rate >= 0) & (rate <= 1)) or not np.all(stock >= 0):
        raise InputError("depreciation has to lie between 0 and 1, and the opening stock must not be negative.")
    if new not in ("half a year", "nothing"):
        raise InputError(f"new = '{new}'. Write 'half a year' or 'nothing'.")
    kept = 1 - rate / 2 if new == "half a year" else 1.0
    levels = []
    for year in range(spent.shape[-1]):
        stock = (1 - rate) * stock + kept * spent[..., year]
        levels.append(stock)
    return np.stack(np.broadcast_arrays(*levels), axis=-1)


@calculator
def stock_and_flow(x: StockAndFlowInputs) -> StockAndFlowOutputs:
    """Stock, user cost and three benefit-cost ratios."""
    never_worn = "The stock would cost nothing a year, or less: raise the discount rate or the depreciation."
    at_most({"-discount_rate": -x.discount_rate}, {"depreciation": x.depreciation * (1 - 1e-6)}, never_worn)
    left, years = 1 - x.depreciation, x.horizon
    new = 1 - x.depreciation / 2
    stock_years = new * (1 + x.past_growth) / (x.past_growth + x.depreciation)
    charge = stock_years * (x.discount_rate + x.depreciation)
    step = (1 + x.growth) / (1 + x.discount_rate)
    counted = np.minimum(np.maximum(years[..., None] - YEARS, 0.0), 1.0)
    whole, rest = np.less_equal(YEARS + 1, years[..., None]), years - np.floor(years)
    sum_of_flows = np.add.reduce(np.power(step[..., None], YEARS) * counted, axis=-1)
    ages = np.maximum(years[..., None] - 1 - YEARS, 0.0)  # years from the end of year t to the end of the last
    added = np.power(1 + x.growth[..., None], YEARS) * np.power(left[..., None], ages) * whole
    begun = (
        rest * (1 - x.depreciation * rest / 2) * np.power(1 + x.growth, np.floor(years))
    )  # worn for half of its time
    at_end = stock_years * np.power(left, years) + new * np.add.reduce(added, axis=-1) + begun
    handed_over, taken = at_end / np.power(1 + x.discount_rate, years), stock_years + sum_of_flows
    dearer = "Waiting would make the stock dearer than all that is spent on it: raise the discount rate."
    at_most({"present value of the stock at the end": handed_over}, {"that of stock and work": taken}, dearer)
    costs = taken - handed_over
    ratio = x.value / x.investment
    return StockAndFlowOutputs(
        stock=stock_years * x.investment,
        stock_years=stock_years,
        user_cost=charge * x.investment,
        stock_charge=charge,
        half_life=np.log(0.5) / np.log(left),
        ratio_flow=ratio,
        ratio_user_cost=ratio / charge,
        ratio_present=ratio * sum_of_flows / costs,
    )
