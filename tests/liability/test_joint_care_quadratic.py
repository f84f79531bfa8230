"""Joint care at a quadratic cost: an equilibrium, shares that no others beat, and rows of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from care import harms, p0s
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import QuadraticParty, joint_care_quadratic
from mloss_econ.liability.joint_care_quadratic import JointCareQuadraticInputs, expected_harm


@given(st.lists(st.floats(0.1, 2), min_size=1, max_size=4), st.data())
def test_quadratic_equilibrium_is_one(gains: list[float], data: Any) -> None:
    """Marginal cost meets what is spared, for those who act; the equation is solved for any set of those."""
    n = len(gains)
    first = data.draw(st.lists(st.floats(0, 20), min_size=n, max_size=n))
    steep = data.draw(st.lists(st.floats(0.1, 9), min_size=n, max_size=n))
    faced = data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
    p0, harm = data.draw(p0s), data.draw(harms)
    parties = {
        f"p{i}": QuadraticParty(
            first_cost=first[i], steepness=steep[i], effectiveness=gains[i], exposure=faced[i], share=1.0
        )
        for i in range(n)
    }
    out = joint_care_quadratic(JointCareQuadraticInputs(base_probability=p0, harm=harm, parties=parties))
    x = np.array([float(out.care[f"p{i}"]) for i in range(n)])
    assert (x >= 0).all()
    p = p0 * np.exp(-np.array(gains) @ x)
    assert_allclose(out.probability, p, rtol=1e-9)
    for i in range(n):
        slope = first[i] + steep[i] * x[i] - faced[i] * gains[i] * p * harm
        assert slope >= -1e-7 * (first[i] + steep[i])
        if x[i] > 0:
            assert_allclose(slope, 0, atol=1e-7 * (first[i] + steep[i] * (1 + x[i])))
    spent = sum(f * v + k * v * v / 2 for f, k, v in zip(first, steep, x, strict=True))
    assert_allclose(out.equilibrium, spent + p * harm, rtol=1e-9)
    assert out.first_best <= out.equilibrium * (1 + 1e-12)


@pytest.mark.slow
@given(st.lists(st.floats(0.1, 2), min_size=2, max_size=3), st.integers(0, 10**6))
def test_best_shares_at_quadratic_cost_beat_others(gains: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)

    def of(shares: Any) -> Any:
        parties = {
            f"p{i}": QuadraticParty(first_cost=0.0, steepness=1.0, effectiveness=a, exposure=1.0, share=float(s))
            for i, (a, s) in enumerate(zip(gains, shares, strict=True))
        }
        return joint_care_quadratic(JointCareQuadraticInputs(base_probability=0.3, harm=800.0, parties=parties))

    best = of(np.ones(len(gains)) / len(gains))
    assert_allclose(sum(best.best_shares.values()), 1.0, rtol=1e-9)
    for _ in range(12):
        assert best.best_shared <= of(rng.dirichlet(np.ones(len(gains)))).equilibrium * (1 + 1e-9)


@pytest.mark.parametrize(
    ("third", "shares", "cost"),
    [
        (0.05, (0.62696, 0.37304, 0.0), 25.98526),  # without the third: sqrt(.06) does, the square of .05 does not
        (0.06**0.5, (0.53295, 0.23352, 0.23352), 25.38505),
    ],
)
def test_a_party_that_can_do_next_to_nothing_bears_nothing(
    third: float, shares: tuple[float, ...], cost: float
) -> None:
    """Known answers, and a grid over all shares that finds none cheaper."""
    able = dict(zip("abc", ((0.5, 1.0), (0.3, 1.5), (third, 1.0)), strict=True))

    def of(wanted: Any) -> Any:
        parties = {
            n: QuadraticParty(first_cost=0.0, steepness=k, effectiveness=a, exposure=1.0, share=s)
            for (n, (a, k)), s in zip(able.items(), wanted, strict=True)
        }
        return joint_care_quadratic(JointCareQuadraticInputs(base_probability=0.2, harm=1000.0, parties=parties))

    best = of([1.0, 0.0, 0.0])
    assert_allclose([best.best_shares[n] for n in "abc"], shares, atol=2e-5)
    assert_allclose(best.best_shared, cost, rtol=1e-5)
    one, two = np.meshgrid(np.linspace(0, 1, 101), np.linspace(0, 1, 101))
    inside = one + two <= 1 + 1e-12
    one, two = one[inside], two[inside]
    grid = of([one, two, np.maximum(1 - one - two, 0)]).equilibrium
    assert best.best_shared <= grid.min() * (1 + 1e-9)
    assert grid.min() <= best.best_shared * 1.001


@given(st.integers(0, 2**32 - 1))
def test_a_row_does_not_depend_on_its_block(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bare = rng.uniform(0.1, 1e5, 500)
    gain = [rng.uniform(0, 5, 500) for _ in range(3)]
    hurdle = [rng.uniform(0, 5, 500) for _ in range(3)]
    whole = expected_harm(bare, gain, hurdle)
    cut = slice(137, 244)
    assert (expected_harm(bare[cut], [g[cut] for g in gain], [h[cut] for h in hurdle]) == whole[cut]).all()
    residue = np.log(whole) + sum(np.maximum(g * whole - h, 0) for g, h in zip(gain, hurdle, strict=True))
    assert_allclose(residue, np.log(bare), atol=1e-9)
