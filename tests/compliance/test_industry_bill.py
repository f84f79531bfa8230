"""The bill of an industry and of a small firm against adding them up, and the figures of the dispute of 2021."""

from typing import Any

import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import cdi_2021, ceps_2021, industry_bill
from mloss_econ.evidence import default_store

fractions = st.floats(0, 1).map(lambda v: round(v, 6))


@given(st.floats(1e6, 1e12), fractions, fractions, fractions, st.floats(-0.5, 1))
def test_the_industry_year_by_year(spending: float, overhead: float, scope: float, done: float, growth: float) -> None:
    out = industry_bill.at(
        ai_spending=spending, overhead_share=overhead, spending_in_scope=scope, already_done=done, market_growth=growth
    )
    whole, year = 0.0, spending
    for _ in range(5):
        whole += year * overhead * scope * (1 - done)
        year /= 1 + growth
    assert_allclose(out.five_year_cost, whole, rtol=1e-9)
    assert_allclose(out.industry_cost, spending * overhead * scope * (1 - done), rtol=1e-12)


@given(st.integers(1, 20), fractions, fractions)
def test_firm_by_firm(products: int, missing: float, at_once: float) -> None:
    x: dict[str, Any] = {"qms_set_up": 100_000.0, "qms_upkeep": 10_000.0, "qms_life": 4.0, "discount_rate": 0.0}
    once = industry_bill.at(**x, products=float(products), qms_missing=missing, at_once=at_once).firm_cost
    each = industry_bill.at(**x, products=float(products), qms_missing=missing, at_once=at_once, per_product=1.0)
    one = missing * (at_once * 100_000 + (1 - at_once) * 25_000 + 10_000)
    assert_allclose(once, one, rtol=1e-12, atol=1e-9)
    assert_allclose(each.firm_cost, products * one, rtol=1e-12, atol=1e-9)


def test_one_side() -> None:
    out = cdi_2021().outputs()
    assert_allclose(out.industry_cost, 10.9e9, rtol=1e-12)
    assert_allclose(cdi_2021().entry("ai_spending").value, 64.118e9, rtol=1e-5)
    assert_allclose(out.firm_cost, 401_400, rtol=1e-12)
    assert_allclose(out.profit_lost, 0.4014, rtol=1e-12)


@pytest.mark.parametrize(("scope", "cost"), [(0.05, 0.545e9), (0.10, 1.09e9), (0.15, 1.635e9)])
def test_the_other_side_with_scope_alone(scope: float, cost: float) -> None:
    assert_allclose(cdi_2021().but("scope", spending_in_scope=scope).outputs().industry_cost, cost, rtol=1e-12)


def test_the_other_side_whole() -> None:
    case = ceps_2021()
    out = case.outputs()
    assert_allclose(out.industry_cost, 1.09e9 * (1 - 0.397), rtol=1e-12)
    assert out.firm_cost < 0.2 * cdi_2021().outputs().firm_cost
    assert case.prices == cdi_2021().prices


def test_the_cases_take_their_numbers_from_the_facts() -> None:
    store = default_store()
    assert cdi_2021(store=store).entry("qms_set_up").value == store.fact("ceps_2021.qms_setup").high
    assert ceps_2021(store=store).entry("spending_in_scope").value == store.fact("ceps_reply_2021.scope").value
