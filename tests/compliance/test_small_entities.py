"""The tests for small entities, against entities counted one by one and the practice written as a table."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.compliance import size_standard, small_entities
from mloss_econ.compliance.small_entities import PRESUMED
from mloss_econ.errors import InputError

costs = st.floats(1, 1e6)
medians = st.floats(1e4, 1e7)
spreads = st.floats(0.3, 3)


def presumed(rows: list[tuple[float, float]]) -> str:
    """The practice as a table: (number, share) at the lower and the upper flag."""
    answers = []
    for flag, (number, share) in zip(("lower", "upper"), rows, strict=True):
        if number < 100:
            answers.append(0)
        elif number < 1_000 and share < 0.2:
            answers.append(0 if flag == "lower" else 1)
        else:
            answers.append(1 if flag == "lower" else 2)
    return PRESUMED[max(answers)]


@given(costs, medians, spreads, st.integers(0, 5000), st.floats(1e6, 1e8))
def test_parts_are_those_of_a_cut_distribution(
    cost: float, median: float, spread: float, entities: int, limit: float
) -> None:
    out = small_entities.at(
        fixed_cost=cost,
        median_revenue=median,
        revenue_sigma=spread,
        entities=float(entities),
        size_standard=limit,
    )
    revenues = stats.lognorm(s=spread, scale=median)
    rows = []
    for test, share, number in (
        (0.01, out.share_above_lower, out.number_above_lower),
        (0.03, out.share_above_upper, out.number_above_upper),
    ):
        expected = revenues.cdf(min(cost / test, limit)) / revenues.cdf(limit)
        assert_allclose(share, expected, rtol=1e-7, atol=1e-200)
        assert_allclose(number, expected * entities, rtol=1e-7, atol=1e-200)
        rows.append((float(number), float(share)))
    assert out.presumption.labels[int(out.presumption.codes)] == presumed(rows)


def test_counted_one_by_one() -> None:
    """Equally likely entities, each with its own revenue."""
    revenues = stats.lognorm(s=1.5, scale=400_000)
    limit, count, cost = 5e6, 2_000, 20_000.0
    sizes = revenues.ppf((np.arange(count) + 0.5) / count * revenues.cdf(limit))
    out = small_entities.at(
        fixed_cost=cost,
        median_revenue=400_000.0,
        revenue_sigma=1.5,
        size_standard=limit,
        entities=float(count),
    )
    flagged = sum(cost / size >= 0.01 for size in sizes)
    heavy = sum(cost / size >= 0.03 for size in sizes)
    assert abs(out.number_above_lower - flagged) <= 1
    assert abs(out.number_above_upper - heavy) <= 1


@given(costs, costs, medians, st.floats(1, 1e4), st.floats(1, 1e9))
def test_a_higher_cost_never_flags_less(a: float, b: float, median: float, entities: float, revenue: float) -> None:
    low, high = (
        small_entities.at(fixed_cost=c, median_revenue=median, entities=entities, revenue=revenue)
        for c in sorted((a, b))
    )
    for name in ("ratio", "flagged", "flagged_heavy", "share_above_lower", "share_above_upper"):
        assert getattr(low, name) <= getattr(high, name)
    assert low.presumption.codes <= high.presumption.codes
    for out in (low, high):
        assert out.share_above_upper <= out.share_above_lower
        assert out.flagged_heavy <= out.flagged
        assert_allclose(out.revenue_at_lower, 3 * out.revenue_at_upper, rtol=1e-12)
        assert out.flagged == (revenue <= out.revenue_at_lower)


@pytest.mark.parametrize(
    ("entities", "cost", "answer"),
    [
        (99, 1e6, "presumed none"),
        (100, 1e6, "presumed significant"),
        (5_000, 1.0, "presumed none"),
        (1_000, 600.0, "uncertain"),
    ],
)
def test_presumptions(entities: float, cost: float, answer: str) -> None:
    world = {"median_revenue": 100_000.0, "revenue_sigma": 1.0, "size_standard": 1e6}
    out = small_entities.at(fixed_cost=cost, entities=float(entities), **world)
    assert PRESUMED[int(out.presumption.codes)] == answer


@pytest.mark.parametrize("price", [1.0, 1.1, 1.3, 0.7])
def test_a_cost_that_is_just_the_test_of_revenue_is_flagged(price: float) -> None:
    """One and three per cent, in any prices."""
    for cost, flags in ((300.0, (1, 0)), (900.0, (1, 1)), (300 - 1e-6, (0, 0)), (900 - 1e-6, (1, 0))):
        out = small_entities.at(fixed_cost=cost * price, revenue=30_000 * price, lower_test=0.01, upper_test=0.03)
        assert (out.flagged, out.flagged_heavy) == flags


def test_no_cost_flags_nobody_and_everybody_is_flagged_beyond_the_standard() -> None:
    out = small_entities.at(fixed_cost=0.0)
    assert out.ratio == out.flagged == out.number_above_lower == 0
    assert out.presumption.codes == 0
    assert small_entities.at(fixed_cost=1e7).share_above_lower == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fixed_cost": -1.0}, "fixed_cost: -1 is outside"),
        ({"substantial_share": 1.5}, "substantial_share: 1.5 is outside the bounds 0 to 1"),
        ({"lower_test": 0.0}, "lower_test: 0 is outside the bounds 1e-06 to 1"),
    ],
)
def test_bad_input(change: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        small_entities.at(change)


def test_an_unknown_industry() -> None:
    with pytest.raises(InputError, match="no size standard for NAICS code '999999': the table has 513210"):
        size_standard("999999")
