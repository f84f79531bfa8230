"""Joint care by three technologies: a game on a grid, known answers, and parties that are equally keen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from care import exposures, joint, search
from hypothesis import assume, given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import Accident, CarefulParty, equilibria, joint_care
from mloss_econ.liability.joint_care import JointCareInputs


@pytest.mark.parametrize("technology", ["total effort", "best shot", "weakest link"])
@given(st.lists(st.integers(1, 9), min_size=2, max_size=3), st.data())
def test_technologies_on_a_grid(technology: str, prices: list[int], data: Any) -> None:
    """Every equilibrium of the game on a grid of care is within its step of what the closed form says."""
    n, top, step = len(prices), 4.0, 0.25
    shares = data.draw(st.lists(st.floats(0.05, 1), min_size=n, max_size=n))
    shares = [s / sum(shares) for s in shares]
    p0, harm = 0.9, 60.0
    wanted = sorted(np.log(p0 * harm * np.array(shares) / prices))
    if technology == "total effort":  # on a grid, parties that want nearly the same are each other's substitute
        assume(wanted[-1] - wanted[-2] > 0.25)
    out = joint([float(v) for v in prices], [1.0] * n, shares, p0, harm, technology=technology)
    levels = np.arange(0, top + step / 2, step)
    grids = np.meshgrid(*[levels] * n, indexing="ij")
    reach = {
        "total effort": sum(grids),
        "best shot": np.maximum.reduce(grids),
        "weakest link": np.minimum.reduce(grids),
    }
    chance = p0 * np.exp(-reach[technology])
    cost = {f"p{i}": levels * v for i, v in enumerate(prices)}
    a = Accident.grid(cost, chance, harm, bearer="p0")
    assert out.first_best <= a.social.min() + 1e-9
    assert a.social.min() <= out.first_best + sum(prices) * step
    private = {f"p{i}": a.cost[f"p{i}"] + shares[i] * a.loss for i in range(n)}
    stable = equilibria(a.profiles, private)
    assert stable.any()
    low, high = a.social[stable].min(), a.social[stable].max()
    slack = sum(prices) * step * 2 + (np.exp(step) - 1) * float(out.equilibrium)
    assert out.equilibrium <= low + slack
    if technology == "weakest link":  # in the others a grid has more equilibria, of those nearly as keen
        assert out.worst_equilibrium >= high - slack
    assert out.equilibrium >= out.first_best - 1e-9


def test_best_shot_has_the_equilibrium_of_either_carer() -> None:
    """Two parties with nearly equal incentives: if either acts, the other does not; by hand."""
    out = joint([1.0, 1.2], [1.0, 1.0], [0.5, 0.5], 0.9, 60.0, technology="best shot")
    costs = [u * np.log(27 / u) + 54 / (27 / u) for u in (1.0, 1.2)]
    assert_allclose([out.equilibrium, out.worst_equilibrium], costs, rtol=1e-12)
    assert_allclose(out.probability, 0.9 / 27, rtol=1e-12)
    keen = joint([1.0, 30.0], [1.0, 1.0], [0.5, 0.5], 0.9, 60.0, technology="best shot")
    assert keen.equilibrium == keen.worst_equilibrium  # the other would never do it


def test_a_residual_bearer_who_is_named_keeps_the_whole_loss() -> None:
    full = joint([1.0, 2.0], [0.4, 1.0], [0.0, 0.0], 0.5, 100.0, residual_bearer="p1")
    partial = joint([1.0, 2.0], [0.4, 0.3], [0.0, 0.0], 0.5, 100.0, residual_bearer="p1")
    assert full.cost_if_liable["p1"] == partial.cost_if_liable["p1"]
    assert_allclose(partial.cost_if_liable["p1"], 2 * (np.log(25) + 1), rtol=1e-12)


@given(st.lists(st.floats(0.2, 9), min_size=2, max_size=4), st.data())
def test_naming_one_party(u: list[float], data: Any) -> None:
    """One party liable, the others idle: that party's own best response, from a search."""
    phi = data.draw(st.lists(exposures, min_size=len(u), max_size=len(u)))
    out = joint(u, phi, [0.0] * len(u), 0.5, 100.0)
    costs = []
    for v, e in zip(u, phi, strict=True):
        y = search(lambda k, v=v, e=e: v * k + e * 50 * np.exp(-k), 0, 9)
        costs.append(v * y + 50 * np.exp(-y))
    assert_allclose([float(c) for c in out.cost_if_liable.values()], costs, rtol=1e-3)
    assert min(out.regret.values()) == 0
    assert_allclose(out.equilibrium, 50)  # nobody is liable


# ---------------------------------------------------------------- equal but for rounding


def joint_by(technology: str, u: list[float], shares: list[float], p0: float, harm: float) -> Any:
    parties = {
        f"p{i}": CarefulParty(unit_cost=v, effectiveness=1.0, exposure=1.0, share=s)
        for i, (v, s) in enumerate(zip(u, shares, strict=True))
    }
    return joint_care(
        JointCareInputs(
            technology=technology, residual_bearer="nobody", base_probability=p0, harm=harm, parties=parties
        )
    )


def test_the_worst_weakest_link_is_no_care_where_care_is_worth_it() -> None:
    """A party that expects no care from the others takes none: all harm happens; the best is at the lowest level."""
    out = joint_by("weakest link", [1.0, 1.2], [0.5, 0.5], 0.9, 60.0)
    assert_allclose(out.worst_equilibrium, 54.0)
    assert_allclose(out.equilibrium, 2.2 * np.log(22.5) + 54 / 22.5)


def test_the_worst_weakest_link_is_full_care_where_care_is_not_worth_it() -> None:
    """Three who each pay the whole loss go on up to ln 3, for 3 ln 3 + 1; doing nothing would have cost 3."""
    out = joint_by("weakest link", [1.0, 1.0, 1.0], [1.0, 1.0, 1.0], 0.5, 6.0)
    assert_allclose(out.worst_equilibrium, 3 * np.log(3) + 1)
    assert_allclose(out.equilibrium, 3.0)


@given(
    st.lists(st.floats(0.2, 5), min_size=1, max_size=3),
    st.lists(st.floats(0.05, 1), min_size=3, max_size=3),
    st.floats(1, 100),
)
def test_equilibria_of_the_weakest_link_lie_between_best_and_worst(u: list[float], s: list[float], harm: float) -> None:
    out = joint_by("weakest link", u, s[: len(u)], 0.5, harm)
    most = min(np.log(max(0.5 * share * harm / v, 1.0)) for v, share in zip(u, s, strict=False))
    level = np.linspace(0.0, most, 200)
    cost = sum(u) * level + 0.5 * harm * np.exp(-level)
    assert_allclose(out.worst_equilibrium, cost.max())
    assert out.equilibrium <= cost.min() * (1 + 1e-12)
    assert_allclose(out.equilibrium, cost.min(), rtol=1e-3)


@pytest.mark.parametrize("unit", [0.1, 0.3, 0.7, 1.0, 1.1])
def test_of_equally_keen_parties_the_cheapest_acts_at_best_and_the_dearest_at_worst(unit: float) -> None:
    """Cost over share is the same for both, so that either may act: 10 ways to write one number."""
    out = joint_by("total effort", [unit, 3 * unit], [0.25, 0.75], 0.5, 400 * unit)
    y = np.log(0.5 * 0.25 * 400)
    assert_allclose(out.equilibrium, unit * (y + 4))
    assert_allclose(out.worst_equilibrium, unit * (3 * y + 4))
