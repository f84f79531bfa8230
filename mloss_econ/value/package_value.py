"""What would each firm save on the packages it uses: by not writing them, or by not buying them?

    effort     = alpha * eta * (lines / 1000)^beta    person-months, each
    price      = month_wage * effort                  writing it once
    supply     = sum of prices                        each written once
    demand     = sum of price * users * rebuild_fraction
    buy option = sum of users * min(price, licence)   the cheaper way

Supply and demand are replacement costs, and the buy option bounds them for a firm that could buy. Source: Hoffmann,
Nagle and Zhou (2024), equations 1 to 3; the buy option is their critics'.
"""

from collections.abc import Mapping

import numpy as np

from mloss_econ.base.arrays import Array
from mloss_econ.base.ties import below
from mloss_econ.errors import InputError
from mloss_econ.kernel import (
    Count,
    Inputs,
    Lines,
    Money,
    MoneyPerPersonMonth,
    Named,
    Outputs,
    PersonMonths,
    Ratio,
    Share,
    calculator,
    fixed,
    given,
)
from mloss_econ.value.rebuild_cost import KILO
from mloss_econ.value.shared import PackageRebuild


class Package(Inputs):
    """One package."""

    lines: Lines = given()
    """Size of the package, without comments and blank lines."""
    users: Count = given()
    """Firms that use it."""
    licence: Money = given()
    """Price to one firm of a comparable package."""


class PackageValueInputs(PackageRebuild):
    """Packages, the cost of work, and the share of users that would rebuild."""

    packages: Mapping[str, Package] = given()
    """The packages, by name."""
    month_wage: MoneyPerPersonMonth = given(
        "open_source.month_wage", positive=True, advice="A wage of 0 prices nothing."
    )
    """Cost of a developer for a month."""
    effort_factor: Ratio = fixed("open_source.effort_factor")
    """alpha: person-months for one thousand lines."""
    effort_exponent: Ratio = fixed("open_source.effort_exponent")
    """beta: by what power effort grows with size."""


class PackageValueOutputs(Outputs):
    """The values, and the price of each package."""

    supply_value: Money
    """Cost of writing every package once."""
    demand_value: Money
    """Cost of writing every package once for each user that would rebuild."""
    buy_option_value: Money
    """Cost if every user takes the cheaper of writing and buying."""
    buying_users: Share
    """Share of uses for which buying is the cheaper way."""
    effort: PersonMonths
    """Work to write every package once."""
    price: Named[Money]
    """Cost of writing each package once."""


@calculator
def package_value(x: PackageValueInputs) -> PackageValueOutputs:
    """Supply-side, demand-side and buy-option value of packages."""
    if not x.packages:
        raise InputError("packages: there is none. Name at least one with its lines, users and licence.")
    zero = 0 * x.month_wage
    effort, supply, demand, cheaper, uses, bought = zero, zero, zero, zero, zero, zero
    price: dict[str, Array] = {}
    for name, p in x.packages.items():
        work = x.effort_factor * x.effort_error * np.power(p.lines / KILO, x.effort_exponent)
        price[name] = x.month_wage * work
        effort, supply = effort + work, supply + price[name]
        demand = demand + price[name] * p.users * x.rebuild_fraction
        cheaper = cheaper + p.users * np.minimum(price[name], p.licence)
        uses, bought = uses + p.users, bought + p.users * below(p.licence, price[name])
    return PackageValueOutputs(
        supply_value=supply,
        demand_value=demand,
        buy_option_value=cheaper,
        buying_users=np.where(np.greater(uses, 0.0), bought / np.where(np.greater(uses, 0.0), uses, 1.0), 0.0),
        effort=effort,
        price=price,
    )
