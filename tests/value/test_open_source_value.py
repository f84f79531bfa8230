"""Supply and demand value of open source: the published figures, and who rebuilds, buys or does without."""

from typing import Any

import pytest
from amounts import shares
from facts import PAPER, figure
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.kernel import baseline
from mloss_econ.value import open_source_value


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


def test_price_times_use_is_billions_where_the_text_prints_trillions(store: Store) -> None:
    uses = figure(store, "census_uses") + figure(store, "web_uses")
    found = [figure(store, f"price_vector_{k}") * uses for k in ("low", "middle", "high")]
    assert_allclose(found, [0.2e9, 4.6e9, 16.5e9], rtol=3e-3)


# ---------------------------------------------------------------- the form


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


@pytest.mark.parametrize(
    ("labels", "words"),
    [({"bucket": "2"}, "no estimate 'bucket_2_global'"), ({"wages": "hi"}, "no estimate 'bucket_1_hi'")],
)
def test_an_estimate_that_was_not_published_is_refused(labels: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        paper(labels)
