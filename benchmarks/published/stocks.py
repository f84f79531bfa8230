"""Stocks of open source: Korkmaz and others (2024), with the depreciation of the US Bureau of Economic Analysis."""

from benchmarks.published.row import Row, fact
from mloss_econ.value import stock_and_flow


def stock() -> float:
    """From their investment, the rate for software of one's own, and growth of a fifth a year."""
    return float(stock_and_flow.at(depreciation=fact("bea_depreciation.own_account")).stock_years) * fact(
        "korkmaz_2024.investment"
    )


ROWS = (
    Row(
        "Korkmaz et al.: net stock",
        "korkmaz_2024.stock",
        0.05e9,
        stock,
        "their rates were not retrieved; ours supposes growth of 20 % a year, and 16 % gives theirs",
        "value.stock_and_flow",
    ),
)
