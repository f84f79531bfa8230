"""Joint care under a power law: an equilibrium, shares that no others beat, and rows of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
from care import harms
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import PowerParty, joint_care_power
from mloss_econ.liability.joint_care_power import JointCarePowerInputs


@given(st.lists(st.floats(0.1, 3), min_size=2, max_size=4), st.data())
def test_power_law_equilibrium_is_one(alphas: list[float], data: Any) -> None:
    """Each party's care is its best response to the others', and is never below 0; P17 at full shares."""
    n = len(alphas)
    faced = data.draw(st.lists(st.floats(0.0, 1), min_size=n, max_size=n))
    cost = data.draw(st.lists(st.floats(0.1, 30), min_size=n, max_size=n))
    p0, harm = 0.4, data.draw(harms)
    parties = {f"p{i}": PowerParty(unit_cost=cost[i], alpha=alphas[i], exposure=faced[i], share=1.0) for i in range(n)}
    out = joint_care_power(JointCarePowerInputs(base_probability=p0, harm=harm, parties=parties))
    for care, facing in ((out.care, faced), (out.first_best_care, [1.0] * n)):
        x = np.array([float(care[f"p{i}"]) for i in range(n)])
        assert (x >= 0).all()
        left = p0 * harm * np.prod((1 + x) ** -np.array(alphas))
        for i in range(n):
            slope = cost[i] - facing[i] * alphas[i] * left / (1 + x[i])
            assert slope >= -1e-8 * cost[i]
            if x[i] > 0:
                assert_allclose(slope, 0, atol=1e-8 * cost[i])
    assert out.first_best <= out.equilibrium * (1 + 1e-12)
    assert_allclose(sum(out.best_shares.values()), 1.0, rtol=1e-9)


@given(st.lists(st.floats(0.3, 2), min_size=2, max_size=3), st.integers(0, 10**6))
def test_best_shares_of_a_power_law_beat_others(alphas: list[float], seed: int) -> None:
    """Where all act, no split of the loss does better."""
    rng = np.random.default_rng(seed)

    def of(shares: Any) -> Any:
        parties = {
            f"p{i}": PowerParty(unit_cost=0.01, alpha=a, exposure=1.0, share=float(s))
            for i, (a, s) in enumerate(zip(alphas, shares, strict=True))
        }
        return joint_care_power(JointCarePowerInputs(base_probability=0.9, harm=1e5, parties=parties))

    best = of(np.ones(len(alphas)) / len(alphas))
    for _ in range(12):
        assert best.best_shared <= of(rng.dirichlet(np.ones(len(alphas)))).equilibrium * (1 + 1e-9)


def test_best_shares_do_not_depend_on_the_block() -> None:
    """An iteration that stops row by row: a row alone has the same bits as among others that need longer."""
    rng = np.random.default_rng(3)
    alpha = {f"p{i}": rng.uniform(0.05, 4, 300) for i in range(3)}
    parties = {n: PowerParty(unit_cost=1.0, alpha=a, exposure=1.0, share=0.3) for n, a in alpha.items()}
    whole = joint_care_power(JointCarePowerInputs(base_probability=0.5, harm=1000.0, parties=parties))
    for row in (0, 17, 299):
        one = {n: PowerParty(unit_cost=1.0, alpha=a[row], exposure=1.0, share=0.3) for n, a in alpha.items()}
        alone = joint_care_power(JointCarePowerInputs(base_probability=0.5, harm=1000.0, parties=one))
        assert [float(v) for v in alone.best_shares.values()] == [float(v[row]) for v in whole.best_shares.values()]
