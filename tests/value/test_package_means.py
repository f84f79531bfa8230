"""What published means imply: effort, wage, use and price."""

from typing import Any

import numpy as np
import pytest
from facts import figure
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.value import calibrated_wage, effort_of_packages, goods_price, use_comovement


@pytest.mark.parametrize(
    ("spread", "person_months", "wage"),
    [("proportional", 1.01e6, 4100), ("equal", 1.65e6, 2520), ("lognormal", 2.01e6, 2060)],
)
def test_the_wage_that_the_published_means_imply(store: Store, spread: Any, person_months: float, wage: float) -> None:
    form = {"factor": figure(store, "effort_alpha"), "exponent": figure(store, "effort_beta"), "spread": spread}
    efforts = [
        effort_of_packages(
            *(figure(store, f"{sample}_{key}") for key in ("packages", "lines_mean", "lines_sd")), **form
        )
        for sample in ("census", "web")
    ]
    assert_allclose(sum(efforts), person_months, rtol=4e-3)
    assert_allclose(calibrated_wage(figure(store, "supply"), efforts), wage, rtol=4e-3)


def test_large_packages_are_used_more(store: Store) -> None:
    uses, packages = (figure(store, "census_" + k) + figure(store, "web_" + k) for k in ("uses", "packages"))
    assert_allclose(uses / packages, 1105, rtol=1e-3)
    assert_allclose(use_comovement(8.80e12 / 4.15e9, uses, packages), 1.92, rtol=2e-3)


@given(st.floats(1, 1e4), st.floats(1, 1e6), st.floats(0, 1e6), st.floats(1, 1.5))
def test_spread_adds_effort_when_scale_does(packages: float, mean: float, sd: float, exponent: float) -> None:
    def of(spread: Any) -> float:
        return effort_of_packages(packages, mean, sd, factor=2.94, exponent=exponent, spread=spread)

    assert of("lognormal") >= of("equal") * (1 - 1e-12)
    assert_allclose(of("proportional"), packages * 2.94 * mean / 1000, rtol=1e-12)


def test_effort_of_lognormal_sizes_by_simulation() -> None:
    mean, sd = 142.2, 400.0
    spread = np.sqrt(np.log(1 + (sd / mean) ** 2))
    draws = np.random.default_rng(1).normal(np.log(mean) - spread**2 / 2, spread, 1_000_000)
    found = effort_of_packages(1, mean * 1000, sd * 1000, factor=2.94, exponent=1.0997, spread="lognormal")
    assert_allclose(found, 2.94 * np.exp(1.0997 * draws).mean(), rtol=0.01)


@pytest.mark.parametrize(
    "call",
    [
        lambda: effort_of_packages(0, 1, 1, factor=1, exponent=1, spread="equal"),
        lambda: calibrated_wage(1.0, [0.0]),
        lambda: use_comovement(1.0, 0.0, 1.0),
        lambda: goods_price(1.0, 0.0, 1.0),
    ],
)
def test_means_of_nothing_are_refused(call: Any) -> None:
    with pytest.raises(InputError, match=r"above 0|nothing"):
        call()


def test_a_price_from_a_basket() -> None:
    assert goods_price(10.0, 40.0, 100.0) == 25
