"""What is all widely used open-source software worth, to those who would rebuild, buy, or do without?

    supply         = published supply * effort error * omitted
    rebuilt by all = published demand * effort error * omitted
                     * learning * direct use
    bought by all  = published goods-market value * omitted * direct use
    others         = 1 - rebuild
    demand         = rebuilt by all * (rebuild + others * (1 - buy) * surplus)
                     + bought by all * others * buy
    multiple       = (software spending + demand) / software spending

As published everybody rebuilds: 4.15 billion and 8.80 trillion USD of 2020, a multiple of 3.59 (printed as 3.5). If
all buy instead it is 177 million and 1.00005. The estimates are given for three buckets of languages and three wages;
the study prints neither its wages nor enough to rebuild demand from means (`calibrated_wage`, `use_comovement`).
Replacement cost is not what users gain. Source: Hoffmann, Nagle and Zhou (2024); the switches are their critics'.
"""

from collections.abc import Mapping

from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Inputs, Money, Named, Outputs, Ratio, Share, at_most, calculator, given, label
from mloss_econ.value.shared import PackageRebuild


class PublishedEstimate(Inputs):
    """The published values for one bucket of languages and one wage."""

    supply: Money = given(positive=True)
    """Cost of writing every package once."""
    demand: Money = given()
    """Cost of writing every package once for every firm that uses it."""
    goods: Money = given()
    """Value of every use at the price of a comparable good."""


class OpenSourceValueInputs(PackageRebuild):
    """Published estimates, and the changes that critics ask for."""

    estimates: Mapping[str, PublishedEstimate] = given()
    """The published estimates, by bucket and wage."""
    bucket: str = label("1")
    """Languages counted: 1 the leading ten, 1_2 more, 1_3 all."""
    wages: str = label("global")
    """low (India), global (a mix of 30 countries), high (United States)."""
    software_spending: Money = given("open_source.software_spending", positive=True)
    """Spending on software, as a stock of three years."""
    buy_fraction: Share = given("open_source.buy_fraction")
    """Share of the other users that would buy."""
    surplus_share: Share = given("open_source.surplus_share")
    """Gain of users who would do without, over the cost of a rebuild."""
    learning: Ratio = given("open_source.learning")
    """Effort left when a firm that rebuilds several packages learns."""
    direct_use: Share = given("open_source.direct_use")
    """Share of uses that are direct, not inside another package."""
    omitted: Ratio = given("open_source.omitted", low=1)
    """All open source over the open source counted."""


class OpenSourceValueOutputs(Outputs):
    """Supply value, demand value, and their effect on spending."""

    supply_value: Money
    """Cost of writing every package once."""
    demand_value: Money
    """Costs that users avoid, by rebuilding, buying or doing without."""
    rebuilt_by_all: Money
    """Demand value if every user rebuilt."""
    goods_value: Money
    """Demand value if every user bought."""
    spending_multiple: Ratio
    """Spending without open source over spending with it."""
    uses: Ratio
    """Demand over supply as published: uses for each package, weighed by size."""
    published_multiple: Named[Ratio]
    """Spending multiple of each published estimate, everybody rebuilding."""


@calculator
def open_source_value(x: OpenSourceValueInputs) -> OpenSourceValueOutputs:
    """Supply-side and demand-side value of open source, as published and as criticised."""
    name = f"bucket_{x.bucket}_{x.wages}"
    if name not in x.estimates:
        raise InputError(
            f"there is no estimate '{name}' (bucket '{x.bucket}', wages '{x.wages}'). {nearest(name, x.estimates)}"
        )
    chosen = x.estimates[name]
    for which, e in x.estimates.items():
        once, by_all = f"estimates.{which}.supply", f"estimates.{which}.demand"
        at_most({once: e.supply}, {by_all: e.demand}, "Each package has a user: correct one of the two.")
    counted = x.effort_error * x.omitted
    rebuilt = chosen.demand * counted * x.learning * x.direct_use
    goods = chosen.goods * x.omitted * x.direct_use
    others = 1 - x.rebuild_fraction
    demand = (
        rebuilt * (x.rebuild_fraction + others * (1 - x.buy_fraction) * x.surplus_share)
        + goods * others * x.buy_fraction
    )
    return OpenSourceValueOutputs(
        supply_value=chosen.supply * counted,
        demand_value=demand,
        rebuilt_by_all=rebuilt,
        goods_value=goods,
        spending_multiple=(x.software_spending + demand) / x.software_spending,
        uses=chosen.demand / chosen.supply,
        published_multiple={n: (x.software_spending + e.demand) / x.software_spending for n, e in x.estimates.items()},
    )
