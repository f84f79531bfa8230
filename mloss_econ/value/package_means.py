"""What the published means of a study of packages imply: a wage, and how value and use move together.

    effort of a mean package = alpha * E[k^beta], k in thousands of lines
      proportional  mean(k)                    if effort grew with size alone
      equal         mean(k)^beta               if all packages had one size
      lognormal     mean(k)^beta * (1 + cv^2)^(beta * (beta - 1) / 2)
    wage a person-month = supply-side value / (packages * mean effort)
    comovement          = (demand / supply) / (uses / packages)

Comovement above 1: large packages are used more, so demand cannot be rebuilt from means. Source: Hoffmann, Nagle and
Zhou (2024), tables 1 and 2, equation 3; the arithmetic is ours.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mloss_econ.errors import InputError, nearest
from mloss_econ.value.rebuild_cost import KILO

Spread = Literal["proportional", "equal", "lognormal"]
SPREADS: tuple[Spread, ...] = ("proportional", "equal", "lognormal")


def effort_of_packages(
    packages: float, mean_lines: float, sd_lines: float, *, factor: float, exponent: float, spread: Spread
) -> float:
    """Person-months to write that many packages once, from the mean and standard deviation of their size.

    Raises InputError for an unknown spread, or what is not above 0.
    """
    if spread not in SPREADS:
        raise InputError(f"spread = {spread!r} is not known. {nearest(str(spread), SPREADS)}")
    if not (factor > 0 and exponent > 0):
        raise InputError(f"factor = {factor:g}, exponent = {exponent:g}: both have to be above 0.")
    if not (packages > 0 and mean_lines > 0 and sd_lines >= 0):
        raise InputError(f"{packages:g} packages of {mean_lines:g} lines (sd {sd_lines:g}): all have to be above 0.")
    k = mean_lines / KILO
    if spread == "proportional":
        return packages * factor * k
    widened = (1 + (sd_lines / mean_lines) ** 2) ** (exponent * (exponent - 1) / 2) if spread == "lognormal" else 1.0
    return float(packages * factor * k**exponent * widened)


def calibrated_wage(supply_value: float, efforts: Sequence[float]) -> float:
    """Wage of a person-month at which these efforts come to the published value. Raises InputError for an
    effort below 0, no work at all, or a value not above 0."""
    total = float(np.sum(efforts))
    if not total > 0 or min(efforts) < 0:
        raise InputError("efforts add up to nothing, or one is below 0: there is no work to price.")
    if not supply_value > 0:
        raise InputError(f"the published value is {supply_value:g}: it has to be above 0.")
    return supply_value / total


def use_comovement(demand_over_supply: float, uses: float, packages: float) -> float:
    """Comovement of size and use: above 1 if larger packages are used more, 1 if the two are unrelated."""
    if not (uses > 0 and packages > 0 and demand_over_supply > 0):
        raise InputError(
            f"{uses:g} uses of {packages:g} packages, demand {demand_over_supply:g} times supply: all have to be above "
            "0."
        )
    return demand_over_supply / (uses / packages)


def goods_price(supply_price: float, basket_supply: float, basket_price: float) -> float:
    """Price of a package on a market for goods, from a basket of comparable ones: P = V / V_basket * P_basket."""
    if not (basket_supply > 0 and basket_price >= 0 and supply_price >= 0):
        raise InputError("the basket's supply-side value has to be above 0, and prices must not be below 0.")
    return supply_price / basket_supply * basket_price
