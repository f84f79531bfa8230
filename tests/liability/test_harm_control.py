"""What is left of a harm: the equilibrium of care against best responses found by search, and duties by hand."""

from typing import Any

import numpy as np
import pytest
from alone import at_alone
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import minimize_scalar

from mloss_econ.liability import harm_control
from mloss_econ.liability.harm_control import care

BIG = 40.0  # more care than anybody takes


def best(cost: float, facing: float, harm: Any) -> float:
    """Care x that costs a party least: cost * x + facing * harm(x), by search."""
    found = minimize_scalar(
        lambda x: cost * x + facing * harm(x), bounds=(0, BIG), method="bounded", options={"xatol": 1e-10}
    )
    return 0.0 if cost * 0 + facing * harm(0.0) <= found.fun else float(found.x)


@given(
    passing=st.floats(0.1, 100),
    rest=st.floats(0.1, 100),
    costs=st.tuples(st.floats(0.05, 20), st.floats(0.05, 20)),
    facing=st.tuples(st.floats(0.05, 1), st.floats(0.05, 1)),
)
def test_care_is_the_equilibrium_that_best_responses_reach(
    passing: float, rest: float, costs: tuple[float, float], facing: tuple[float, float]
) -> None:
    mine, theirs = care(*(np.array(v) for v in (passing, rest, costs[0] / facing[0], costs[1] / facing[1])))
    x, z = 0.0, 0.0
    for _ in range(200):
        before = x, z
        x = best(costs[0], facing[0], lambda v: passing * np.exp(-v - z) + rest * np.exp(-v))  # noqa: B023
        z = best(costs[1], facing[1], lambda v: passing * np.exp(-v - x))  # noqa: B023
        if max(abs(x - before[0]), abs(z - before[1])) < 1e-9:
            break
    assert_allclose([float(mine), float(theirs)], [np.exp(-x), np.exp(-z)], rtol=2e-3, atol=1e-5)
    # nobody can save by another care, given the other's
    e, f = -np.log(float(mine)), -np.log(float(theirs))
    for other in np.linspace(0, 8, 81):
        own = costs[0] * e + facing[0] * (passing * np.exp(-e - f) + rest * np.exp(-e))
        assert own <= costs[0] * other + facing[0] * (passing * np.exp(-other - f) + rest * np.exp(-other)) + 1e-9
        own = costs[1] * f + facing[1] * passing * np.exp(-e - f)
        assert own <= costs[1] * other + facing[1] * passing * np.exp(-e - other) + 1e-9


def test_where_nobody_is_liable_nobody_takes_care() -> None:
    y = at_alone(harm_control, developer_liable=0.0, deployer_liable=0.0, complying=0.0)
    assert float(y.open_left) + float(y.closed_left) == pytest.approx(1.0, abs=1e-15)
    assert [float(v) for v in (y.open_care, y.closed_care, y.deployers_care)] == [0, 0, 0]
    assert float(y.released) == 1


def test_duties_by_hand() -> None:
    """Open harm 0.4 of all, 0.5 of it passes a downstream party. Developers' duties stop 0.5, of open models half is
    stripped: 1 - 0.25. Downstream duties stop 0.2, so 0.8 is left there; of the 0.2 * 0.5 stopped, 0.3 moves.

    open   0.4 * 0.75 * (0.5 * 0.8 + 0.5 + 0.3 * 0.1) = 0.279         closed  0.6 * 0.5 * 0.93 = 0.279
    """
    y = at_alone(
        harm_control,
        open_share=0.4,
        downstream=0.5,
        displaced=0.3,
        stripped=0.5,
        developer_effect=0.5,
        deployer_effect=0.2,
        complying=1.0,
        developer_liable=0.0,
        deployer_liable=0.0,
    )
    assert_allclose(y.open_left, 0.4 * 0.75 * 0.93, rtol=1e-12)
    assert_allclose(y.closed_left, 0.6 * 0.5 * 0.93, rtol=1e-12)
    assert_allclose(y.open_downstream_left, 0.4 * 0.75 * 0.4, rtol=1e-12)


def test_an_open_developer_pays_no_more_than_it_has() -> None:
    y = at_alone(harm_control, yearly_harm=10e9, developer_assets=100e6, developer_exposure=0.3, developer_liable=1.0)
    assert_allclose(y.open_facing, 0.01, rtol=1e-12)
    rich = at_alone(harm_control, yearly_harm=10e9, developer_assets=1e12, developer_exposure=0.3, developer_liable=1.0)
    assert_allclose(rich.open_facing, 0.3, rtol=1e-12)
    assert float(rich.released) < float(y.released) < 1


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_duty_or_liability_leaves_no_more_harm_where_nothing_moves(a: float, b: float, c: float) -> None:
    low, high = sorted((a, b))
    for lever in ("developer_effect", "deployer_effect"):
        less = at_alone(harm_control, **{lever: low}, displaced=0.0, deployer_liable=c, developer_liable=c)
        more = at_alone(harm_control, **{lever: high}, displaced=0.0, deployer_liable=c, developer_liable=c)
        assert float(more.open_left + more.closed_left) <= float(less.open_left + less.closed_left) * (1 + 1e-9) + 1e-12
    less, more = (at_alone(harm_control, deployer_liable=v, developer_liable=0.0, displaced=0.0) for v in (low, high))
    assert float(more.closed_left) <= float(less.closed_left) * (1 + 1e-12)


def test_scope_by_risk_and_coverage_by_hand() -> None:
    """A scope of a quarter finds half of the harm (0.25^0.5); of open use half is covered, and nothing is stripped.

    open    0.4 * (1 - 0.5 * 0.5 * 0.8) = 0.32     closed  0.6 * (1 - 0.5 * 0.8) = 0.36
    """
    y = at_alone(
        harm_control,
        open_share=0.4,
        downstream=0.0,
        stripped=0.0,
        developer_effect=0.8,
        covered_use=0.5,
        in_scope=0.25,
        targeting=0.5,
        complying=1.0,
        developer_liable=0.0,
        deployer_liable=0.0,
    )
    assert_allclose([y.open_left, y.closed_left], [0.32, 0.36], rtol=1e-12)


def test_care_for_open_models_is_dearer_by_what_is_stripped() -> None:
    """Harm 100, all open, none downstream; care 10, half stripped, so 20; facing a half: 20 / 50 = 0.4 is left."""
    y = at_alone(
        harm_control,
        yearly_harm=100.0,
        open_share=1.0,
        downstream=0.0,
        stripped=0.5,
        developer_care=10.0,
        developer_exposure=0.5,
        developer_assets=1e6,
        developer_liable=1.0,
        deployer_liable=0.0,
    )
    assert_allclose(y.open_left, 0.4, rtol=1e-12)
    assert_allclose(y.open_care, -20 * np.log(0.4), rtol=1e-12)


def test_releases_and_harm_are_calibrated_to_the_law_as_it_stands() -> None:
    """Today's two quantities are those of a world in which nobody has duties and liability is as it is today."""
    law = {"developer_liable_today": 0.4, "deployer_liable_today": 0.3, "developer_assets": 1e12}
    today = at_alone(harm_control, **law, developer_liable=0.4, deployer_liable=0.3, complying=0.0)
    after = at_alone(harm_control, **law, developer_liable=1.0, deployer_liable=0.0)
    assert 0 < float(after.released) < float(today.released) < 1
    assert_allclose(after.release_ratio, after.released / today.released, rtol=1e-12)
    assert_allclose(after.left_today, today.open_left + today.closed_left, rtol=1e-12)
    assert_allclose([today.release_ratio, today.left_today], [1, today.open_left + today.closed_left], rtol=1e-12)
