"""Hoffmann, Nagle and Zhou (2024), the value of open-source software, and Whitacre's critique.

Supply and demand cannot be rebuilt: the packages and the wages are not published. What follows from them can.
"""

from collections.abc import Callable
from typing import Any

from benchmarks.published.row import Row, fact
from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import default_store
from mloss_econ.kernel import baseline
from mloss_econ.value import (
    as_published,
    calibrated_wage,
    criticised,
    effort_of_packages,
    open_source_value,
    use_comovement,
)

PAPER = "hoffmann_nagle_zhou_2024"
OF = "value.open_source_value"
THOUSANDFOLD = "price times use is a thousand times less; the unit in the text seems to be a slip"


def figure(key: str) -> float:
    """A figure of the paper."""
    return fact(f"{PAPER}.{key}")


def efforts() -> list[float]:
    """Person-months behind the two halves, their sizes taken as lognormal."""
    form: dict[str, Any] = {"factor": figure("effort_alpha"), "exponent": figure("effort_beta"), "spread": "lognormal"}
    keys = ("packages", "lines_mean", "lines_sd")
    return [effort_of_packages(*(figure(f"{part}_{key}") for key in keys), **form) for part in ("census", "web")]


def at_mean_pay() -> float:
    """All packages once, at the mean pay of developers in the United States, in USD 2020."""
    pay = (
        fact("bls_oews_2022.developer_wage")
        * default_store().prices.convert(PriceBase("USD", 2022), PriceBase("USD", 2020)).factor
    )
    return sum(efforts()) * pay / 12


def uses() -> float:
    """Uses of all packages."""
    return figure("census_uses") + figure("web_uses")


def per_package() -> float:
    """Demand over supply, over mean use."""
    return use_comovement(
        figure("demand") / figure("supply"), uses(), figure("census_packages") + figure("web_packages")
    )


def multiple(*critiques: str) -> float:
    """The spending multiple, as published or as criticised."""
    case = as_published(baseline(open_source_value, scenario="open_source_2020", prices="USD 2020"))
    return float((criticised(case, *critiques) if critiques else case).outputs().spending_multiple)


def languages() -> float:
    """Share of supply that six languages make."""
    return sum(figure(f"supply_{n}") for n in ("go", "javascript", "java", "c", "typescript", "python")) / figure(
        "supply"
    )


def price_only(which: str) -> Callable[[], float]:
    """One price for every use."""
    return lambda: figure(f"price_vector_{which}") * uses()


ROWS = (
    Row(
        "Hoffmann et al.: spending multiple",
        f"{PAPER}.spending_multiple",
        0.05,
        multiple,
        "(3.4 + 8.8) / 3.4 is 3.588; printed as 3.5",
        OF,
    ),
    Row("Hoffmann et al.: six languages", f"{PAPER}.six_languages", 0.0005, languages),
    Row(
        "Hoffmann et al.: wage they imply",
        f"{PAPER}.implied_wage",
        5.0,
        lambda: calibrated_wage(figure("supply"), efforts()),
    ),
    Row("Hoffmann et al.: use of large packages", f"{PAPER}.use_comovement", 0.005, per_package),
    Row(
        "Hoffmann et al.: supply at United States pay",
        f"{PAPER}.supply_high_wage",
        0.005e9,
        at_mean_pay,
        "official mean pay; theirs is not printed, and their total implies about 3,100 USD a month",
    ),
    Row("Hoffmann et al.: lowest price times use", f"{PAPER}.price_only_low", 0.05e12, price_only("low"), THOUSANDFOLD),
    Row(
        "Hoffmann et al.: middle price times use",
        f"{PAPER}.price_only_middle",
        0.05e12,
        price_only("middle"),
        THOUSANDFOLD,
    ),
    Row(
        "Hoffmann et al.: highest price times use",
        f"{PAPER}.price_only_high",
        0.05e12,
        price_only("high"),
        THOUSANDFOLD,
    ),
    Row("Whitacre: multiple if all bought", "whitacre_2024.buy_option", 5e-8, lambda: multiple("buy_option"), of=OF),
)
