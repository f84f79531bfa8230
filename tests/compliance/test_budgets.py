"""Every spread of budgets against its own sample, numerical integration, and its inverse."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import integrate, stats

from mloss_econ.compliance import EmpiricalBudgets, LognormalBudgets, ParetoBudgets, TruncatedParetoBudgets, shrunk
from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store

F = np.float64
FORMS: dict[str, tuple[Any, Any]] = {  # ours, and SciPy's
    "lognormal": (LognormalBudgets(F(50_000), F(1.2)), stats.lognorm(1.2, scale=50_000)),
    "pareto": (ParetoBudgets(F(20_000), F(2.6)), stats.pareto(2.6, scale=20_000)),
    "truncated": (TruncatedParetoBudgets(F(1e3), F(1e6), F(0.8)), stats.truncpareto(0.8, 1e3, scale=1e3)),
    "truncated, Zipf": (TruncatedParetoBudgets(F(1e3), F(1e6), F(1.0)), stats.truncpareto(1.0, 1e3, scale=1e3)),
}
SAMPLE = EmpiricalBudgets.of(default_store().table("mloss_repositories"), "commits", F(50_000))
forms = pytest.mark.parametrize("form", FORMS)
every = pytest.mark.parametrize("budgets", [*(f[0] for f in FORMS.values()), SAMPLE], ids=[*FORMS, "sample"])
fractions = st.floats(0.001, 0.999)
powers = st.sampled_from([0.0, 0.3, 1.0, 1.4])


@forms
@pytest.mark.parametrize(
    "power", [0.4, pytest.param(0.0, marks=pytest.mark.slow), pytest.param(1.0, marks=pytest.mark.slow)]
)
def test_part_below_is_an_integral(form: str, power: float) -> None:
    ours, theirs = FORMS[form]
    for part in (0.1, 0.6, 0.97):
        x = theirs.ppf(part)

        def held(a: float, b: float) -> float:
            return float(integrate.quad(lambda q: theirs.ppf(q) ** power, a, b, epsrel=1e-10, limit=400)[0])

        below, above = held(0, part), sum(held(a, b) for a, b in ((part, 0.99), (0.99, 0.99999), (0.99999, 1)))
        assert_allclose(ours.share_below(x, power), below / (below + above), rtol=2e-4)
    assert_allclose(ours.mean(), theirs.mean(), rtol=1e-9)


@every
@given(part=fractions, power=powers)
def test_the_inverse_of_the_inverse_is_the_identity(budgets: Any, part: float, power: float) -> None:
    size = budgets.size_at(part, power)
    if isinstance(budgets, EmpiricalBudgets):  # steps: the largest size that loses no more
        assert budgets.share_below(size, power) <= part + 1e-9
        larger = [s * 50_000 for s in budgets.sizes if s * 50_000 > size * (1 + 1e-9)]
        assert not larger or budgets.share_below(larger[0], power) > part
    else:
        assert_allclose(budgets.share_below(size, power), part, rtol=1e-7)
        assert_allclose(budgets.size_at(budgets.share_below(size, power), power), size, rtol=1e-6)


@every
@given(a=st.floats(1, 1e8), b=st.floats(1, 1e8), power=st.floats(0, 3))
def test_parts_are_parts_and_rise(budgets: Any, a: float, b: float, power: float) -> None:
    low, high = (budgets.share_below(x, power) for x in sorted((a, b)))
    assert 0 <= low <= high <= 1 + 1e-12
    assert budgets.share_below(a, power) >= budgets.share_below(a, power + 0.5) - 1e-12  # the large weigh more


@every
def test_nothing_lies_below_nothing_and_all_below_everything(budgets: Any) -> None:
    assert budgets.share_below(0.0, 0.5) == 0
    assert_allclose(budgets.share_below(np.inf, 0.5), 1, rtol=1e-12)


def test_a_truncated_pareto_tends_to_the_pareto() -> None:
    whole = ParetoBudgets(F(1e3), F(1.6))
    far = TruncatedParetoBudgets(F(1e3), F(1e16), F(1.6))
    x = np.geomspace(1e3, 1e7, 9)
    for power in (0.0, 0.5, 1.0):
        assert_allclose(far.share_below(x, power), whole.share_below(x, power), rtol=2e-7)
    assert_allclose(far.mean(), whole.mean(), rtol=1e-6)


@given(st.floats(-1e-6, 1e-6), st.floats(0.01, 0.99))
def test_it_is_smooth_where_power_meets_the_exponent(off: float, part: float) -> None:
    at, near = (TruncatedParetoBudgets(F(1e3), F(1e8), F(1.0 + d)) for d in (0.0, off))
    x = 1e3 * 1e5**part
    assert_allclose(near.share_below(x, 1.0), at.share_below(x, 1.0), atol=2e-5)
    assert_allclose(at.share_below(x, 1.0), part, rtol=1e-12)
    assert_allclose(near.size_at(part, 1.0), at.size_at(part, 1.0), rtol=2e-4)


def test_where_the_largest_hold_everything_no_part_is_below() -> None:
    assert ParetoBudgets(F(1e3), F(1.2)).share_below(1e9, 1.5) == 0


@every
@given(threshold=st.floats(2e3, 1e5), wider=st.floats(1.01, 20))
def test_shrinking_loses_what_lies_above_the_threshold(budgets: Any, threshold: float, wider: float) -> None:
    """Project by project: a fine sample of the spread stands for the spread."""
    upper = threshold * wider
    q = (np.arange(200_000) + 0.5) / 200_000
    if isinstance(budgets, EmpiricalBudgets):
        sizes = np.repeat(np.array(budgets.sizes) * 50_000, np.array(budgets.counts, dtype=int))
        inside = (sizes >= threshold) & (sizes < upper)
        assert_allclose(
            shrunk(budgets, threshold, upper), (sizes - threshold)[inside].sum() / sizes.sum(), rtol=1e-9, atol=1e-12
        )
        return
    sizes = budgets.size_at(q, 0.0)
    inside = (sizes >= threshold) & (sizes < upper)
    exact = (sizes - threshold)[inside].mean() * inside.mean() if inside.any() else 0.0
    assert_allclose(shrunk(budgets, threshold, upper), exact / budgets.mean(), rtol=1e-2, atol=2e-5)


def test_a_sample_without_sizes_is_refused() -> None:
    from mloss_econ.evidence import Table

    with pytest.raises(InputError, match="no size above 0"):
        EmpiricalBudgets.of(Table("empty", {"commits": np.zeros(3)}), "commits", F(1))
    with pytest.raises(InputError, match=r"column 'commits', row 2: -3 is no size"):
        EmpiricalBudgets.of(Table("below", {"commits": np.array([1.0, -3.0])}), "commits", F(1))
    with pytest.raises(InputError, match=r"column 'commits'.*text"):
        EmpiricalBudgets.of(Table("text", {"commits": np.array(["1", "2"])}), "commits", F(1))


def test_what_is_no_size_is_below_nothing() -> None:
    """Not a number was taken for a size of 0."""
    assert np.isnan(LognormalBudgets(1.0, 1.0).share_below(np.array([np.nan, 1.0, 0.0]), 0.0)).tolist() == [
        True,
        False,
        False,
    ]
