"""Supply, demand, goods-market and buy-option value; what published means imply; developers' parts."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.kernel import baseline
from mloss_econ.value import (
    Package,
    calibrated_wage,
    developer_values,
    effort_of_packages,
    goods_price,
    mechanism_split,
    open_source_value,
    package_value,
    use_comovement,
)
from mloss_econ.value.package_value import PackageValueInputs

PAPER = "hoffmann_nagle_zhou_2024"


def figure(store: Store, key: str) -> float:
    value = store.fact(f"{PAPER}.{key}").value
    assert value is not None
    return value


def paper(labels: Any = None, **values: Any) -> Any:
    case = baseline(open_source_value, scenario="open_source_2020", prices="USD 2020", labels=labels)
    return (case.but("changed", values) if values else case).outputs()


# ---------------------------------------------------------------- the published figures


@pytest.mark.parametrize(
    ("wages", "supply", "demand", "uses"),
    [("low", 1.22e9, 2.59e12, 2123), ("global", 4.15e9, 8.80e12, 2120), ("high", 6.22e9, 13.18e12, 2119)],
)
def test_demand_over_supply_by_wage(wages: str, supply: float, demand: float, uses: float) -> None:
    out = paper({"wages": wages})
    assert (float(out.supply_value), float(out.demand_value)) == (supply, demand)
    assert_allclose(out.uses, uses, rtol=1e-3)


def test_the_spending_multiple(store: Store) -> None:
    stock = figure(store, "software_sales_stock") / figure(store, "prepackaged_share")
    assert_allclose(stock, 3.42e12, rtol=1e-3)
    assert_allclose(paper(software_spending=stock).spending_multiple, 3.573, rtol=2e-3)
    assert_allclose(paper().spending_multiple, 3.588, rtol=1e-4)
    assert round(float(paper().spending_multiple), 1) == 3.6  # printed as 3.5


def test_if_all_bought_instead(store: Store) -> None:
    out = paper(rebuild_fraction=0.0, buy_fraction=1.0)
    assert float(out.demand_value) == figure(store, "goods_demand") == 177e6
    assert_allclose(out.spending_multiple, 1.0000521, atol=1e-7)
    assert_allclose(out.spending_multiple, store.fact("whitacre_2024.buy_option").value, atol=1e-7)


def test_every_published_estimate(store: Store) -> None:
    out = paper()
    assert len(out.published_multiple) == 9
    assert_allclose(out.published_multiple["bucket_1_3_high"], (3.4 + 17.91) / 3.4, rtol=1e-12)
    assert float(paper({"bucket": "1_3"}).demand_value) == figure(store, "demand_buckets_1_3")
    supply = [float(paper({"bucket": b}).supply_value) for b in ("1", "1_2", "1_3")]
    assert supply == [4.15e9, 4.18e9, 6.41e9]


def test_six_languages_and_python(store: Store) -> None:
    six = [figure(store, f"supply_{name}") for name in ("go", "javascript", "java", "c", "typescript", "python")]
    assert sum(six) == 2997e6
    assert_allclose(sum(six) / figure(store, "supply"), 0.722, rtol=1e-3)
    python = store.fact(f"{PAPER}.supply_python")
    ends = [python.value * figure(store, f"supply_{w}_wage") / figure(store, "supply") for w in ("low", "high")]
    assert_allclose(ends, (python.low, python.high), rtol=0.02)


@pytest.mark.parametrize(
    ("spread", "person_months", "wage"),
    [("proportional", 1.01e6, 4100), ("equal", 1.65e6, 2520), ("lognormal", 2.01e6, 2060)],
)
def test_the_wage_that_the_published_means_imply(store: Store, spread: Any, person_months: float, wage: float) -> None:
    form = {"factor": figure(store, "effort_alpha"), "exponent": figure(store, "effort_beta"), "spread": spread}
    efforts = [
        effort_of_packages(*(figure(store, f"{part}_{key}") for key in ("packages", "lines_mean", "lines_sd")), **form)
        for part in ("census", "web")
    ]
    assert_allclose(sum(efforts), person_months, rtol=4e-3)
    assert_allclose(calibrated_wage(figure(store, "supply"), efforts), wage, rtol=4e-3)


def test_large_packages_are_used_more(store: Store) -> None:
    uses, packages = (figure(store, "census_" + k) + figure(store, "web_" + k) for k in ("uses", "packages"))
    assert_allclose(uses / packages, 1105, rtol=1e-3)
    assert_allclose(use_comovement(8.80e12 / 4.15e9, uses, packages), 1.92, rtol=2e-3)


def test_price_times_use_is_billions_where_the_text_prints_trillions(store: Store) -> None:
    uses = figure(store, "census_uses") + figure(store, "web_uses")
    found = [figure(store, f"price_vector_{k}") * uses for k in ("low", "middle", "high")]
    assert_allclose(found, [0.2e9, 4.6e9, 16.5e9], rtol=3e-3)


# ---------------------------------------------------------------- the form

shares = st.floats(0, 1)


@given(shares, shares, shares, shares, st.floats(0.01, 1), st.floats(1, 3), st.floats(0.1, 5))
def test_users_rebuild_buy_or_do_without(
    rebuild: float, buy: float, surplus: float, direct: float, learning: float, omitted: float, error: float
) -> None:
    changes = {"rebuild_fraction": rebuild, "buy_fraction": buy, "surplus_share": surplus, "direct_use": direct}
    out = paper(**changes, learning=learning, omitted=omitted, effort_error=error)
    each = 8.80e12 * error * omitted * learning * direct
    goods = 177e6 * omitted * direct
    groups = {
        "rebuild": rebuild * each,
        "buy": (1 - rebuild) * buy * goods,
        "neither": (1 - rebuild) * (1 - buy) * surplus * each,
    }
    assert_allclose(out.demand_value, sum(groups.values()), rtol=1e-12, atol=1e-3)
    assert out.demand_value <= max(each, goods) * (1 + 1e-12)
    assert_allclose((out.spending_multiple - 1) * 3.4e12, out.demand_value, rtol=1e-6, atol=1e3)
    assert_allclose(out.supply_value, 4.15e9 * error * omitted, rtol=1e-12)


def packages(*rows: tuple[float, float, float], **values: Any) -> Any:
    plain = {"month_wage": 2060.0, "rebuild_fraction": 1.0, "effort_error": 1.0}
    constants = {"effort_factor": 2.94, "effort_exponent": 1.0997}
    made = {f"p{i}": Package(lines=a, users=b, licence=c) for i, (a, b, c) in enumerate(rows)}
    return package_value(PackageValueInputs(packages=made, **{**plain, **constants, **values}))


row = st.tuples(st.floats(1, 1e7), st.floats(0, 1e5), st.floats(0, 1e5))


@given(st.lists(row, min_size=1, max_size=4), st.floats(1, 1e5), shares)
def test_packages_one_by_one(rows: Any, wage: float, rebuild: float) -> None:
    out = packages(*rows, month_wage=wage, rebuild_fraction=rebuild)
    supply = demand = cheaper = 0.0
    for lines, users, licence in rows:
        price = wage * 2.94 * math.exp(1.0997 * math.log(lines / 1000))
        supply, demand = supply + price, demand + rebuild * users * price
        for_all = sum(min(price, licence) for _ in range(int(min(users, 3))))  # firm by firm, for the first few
        if users >= 1:
            cheaper += for_all / int(min(users, 3)) * users
        else:
            cheaper += min(price, licence) * users
    assert_allclose(
        (out.supply_value, out.demand_value, out.buy_option_value), (supply, demand, cheaper), rtol=1e-10, atol=1e-200
    )
    assert_allclose(out.effort * wage, supply, rtol=1e-10)
    assert out.buy_option_value <= packages(*rows, month_wage=wage).demand_value * (1 + 1e-12)


def test_the_buy_option_firm_by_firm() -> None:
    # 1,000 lines cost 6,056 USD to write: ten firms buy at 5,000, twenty write rather than pay 9,000
    out = packages((1000.0, 10.0, 5000.0), (1000.0, 20.0, 9000.0))
    price = 2060 * 2.94
    assert_allclose(out.buy_option_value, 10 * 5000 + 20 * price, rtol=1e-14)
    assert_allclose(out.buying_users, 10 / 30, rtol=1e-14)
    assert packages((1000.0, 0.0, 1.0)).buying_users == 0
    for licence, bought in ((price, 0), (np.nextafter(price, 0), 0), (price * (1 - 1e-9), 1)):
        assert packages((1000.0, 10.0, float(licence))).buying_users == bought


def test_no_packages_and_no_wage_are_refused() -> None:
    with pytest.raises(InputError, match="packages: there is none"):
        packages()
    with pytest.raises(InputError, match="month_wage: has to be above 0"):
        packages((1.0, 1.0, 1.0), month_wage=0.0)


@pytest.mark.parametrize(
    ("labels", "words"),
    [({"bucket": "2"}, "no estimate 'bucket_2_global'"), ({"wages": "hi"}, "no estimate 'bucket_1_hi'")],
)
def test_an_estimate_that_was_not_published_is_refused(labels: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        paper(labels)


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


# ---------------------------------------------------------------- who made it


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=5), st.integers(1, 4), st.integers(0, 2**31))
def test_developers_together_made_all_of_it(values: list[float], developers: int, seed: int) -> None:
    parts = np.random.default_rng(seed).dirichlet(np.ones(developers), len(values))
    found = developer_values(values, parts)
    assert_allclose(found.sum(), sum(values), rtol=1e-9, atol=1e-6)
    by_loop = [sum(v * p[d] for v, p in zip(values, parts, strict=True)) for d in range(developers)]
    assert_allclose(found, by_loop, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize(
    ("values", "parts", "words"),
    [
        ([1.0], [[0.5, 0.4]], "shares of package 0 add up to 0.9, not to 1"),
        ([1.0, 1.0], [[1.0]], "do not fit"),
        ([-1.0], [[1.0]], "0 or more"),
        ([1.0], [[1.5, -0.5]], "0 or more"),
        ([], np.zeros((0, 2)), "do not fit"),
    ],
)
def test_shares_that_do_not_add_up_are_refused(values: Any, parts: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        developer_values(values, parts)


def test_a_split_by_mechanism_is_the_users_assumption() -> None:
    split = mechanism_split(30e9, {"standardisation": 0.5, "experimentation": 0.3, "communities": 0.2})
    assert_allclose([float(v) for v in split.values()], [15e9, 9e9, 6e9], rtol=1e-12)
    for weights in ({"a": 0.5}, {"a": 1.5, "b": -0.5}, {}, {"a": np.nan, "b": 1.0}, {"a": 1.0, "b": np.nan}):
        with pytest.raises(InputError, match="not to 1"):
            mechanism_split(1.0, weights)
