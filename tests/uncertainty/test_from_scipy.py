"""Distributions of scipy.stats are taken as the same distributions here, or refused with a remedy that works."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.compliance import pricing_out
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import distribution_from, empirical, mixture, point

U = np.array([0.001, 0.05, 0.5, 0.9, 0.999])
SAME = [
    stats.norm(3, 2),
    stats.norm(),
    stats.lognorm(s=1.5, scale=100),
    stats.lognorm(0.5),
    stats.uniform(2, 3),
    stats.uniform(loc=-1),
    stats.triang(0.25, 10, 40),
    stats.triang(c=0, scale=2),
    stats.beta(2, 5),
    stats.truncnorm(-1, 2.5, loc=10, scale=3),
]


@pytest.mark.parametrize("theirs", SAME, ids=lambda d: f"{d.dist.name} {d.args} {d.kwds}")
def test_the_same_quantiles_and_probabilities(theirs: Any) -> None:
    ours = distribution_from(theirs)
    assert_allclose(ours.quantile(U), theirs.ppf(U), rtol=1e-9)
    assert_allclose(ours.cdf(theirs.ppf(U)), U, rtol=1e-9)
    assert_allclose(ours.mean(), theirs.mean(), rtol=1e-9, atol=1e-12)
    assert distribution_from(ours.to_dict()) == ours


@given(st.floats(-5, 5), st.floats(0.1, 5), st.floats(-2, 0), st.floats(0.1, 2))
def test_any_truncated_normal(loc: float, scale: float, a: float, b: float) -> None:
    theirs = stats.truncnorm(a, b, loc=loc, scale=scale)
    assert_allclose(distribution_from(theirs).quantile(U), theirs.ppf(U), rtol=1e-7, atol=1e-7)


def test_a_case_and_a_mixture_take_them() -> None:
    case = baseline(pricing_out).but("scipy's", fixed_cost=stats.lognorm(s=1, scale=3e4))
    assert case.entry("fixed_cost").value == pytest.approx(3e4)
    mixed = mixture(of=[point(value=0), stats.uniform(1, 2)], weights=[0.25, 0.75])  # type: ignore[list-item]
    assert mixed.mean() == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("theirs", "method"),
    [
        (stats.gamma(2), "ppf"),
        (stats.poisson(3), "ppf"),
        (stats.lognorm(1, loc=5), "ppf"),
        (stats.beta(2, 3, scale=9), "ppf"),
        *([(stats.Normal(mu=1, sigma=2), "icdf")] if hasattr(stats, "Normal") else []),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_others_are_refused_and_the_remedy_works(theirs: Any, method: str) -> None:
    with pytest.raises(InputError, match=rf"empirical\(values=d\.{method}\(\(np\.arange\(1000\) \+ 0\.5\) / 1000\)\)"):
        distribution_from(theirs)
    data = empirical(values=getattr(theirs, method)((np.arange(1000) + 0.5) / 1000))
    assert data.mean() == pytest.approx(theirs.mean(), rel=0.01)


def test_parameters_are_checked_as_ours_are() -> None:
    with pytest.raises(InputError, match="norm: scale"):
        distribution_from(stats.norm(0, [1, 2]))
    with pytest.raises(InputError, match="sd"):
        distribution_from(stats.norm(0, -1))
    with pytest.raises(InputError, match=r"lacks its parameters.*lognorm\(\.\.\.\)"):
        distribution_from(stats.lognorm)


def test_a_pair_is_no_distribution_and_the_remedy_works() -> None:
    case = baseline(pricing_out)
    with pytest.raises(InputError, match=r"fixed_cost: dist = \(1000\.0, 9000\.0\).*between\(1000\.0, 9000\.0\)"):
        case.but("pair", fixed_cost=(1e3, 9e3))
    from mloss_econ.uncertainty import between

    assert case.but("pair", fixed_cost=between(1000.0, 9000.0)).entry("fixed_cost").value == pytest.approx(3e3)
