"""Developer or deployer: what a search finds, and the break-even number of deployments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from care import harms, search
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.liability import developer_or_deployer


@pytest.mark.parametrize(("deployments", "cheaper"), [(9, 0), (10, 0), (11, 1)])
def test_the_developer_is_cheaper_where_there_are_enough_deployments(deployments: int, cheaper: int) -> None:
    """One unit of its care costs ten times a deployer's, and is paid once."""
    out = developer_or_deployer.at(
        deployments=deployments,
        deployment_probability=0.5,
        deployment_harm=1e4,
        developer_unit_cost=100.0,
        developer_effectiveness=1.0,
        stripped=0.0,
        developer_exposure=1.0,
        deployer_unit_cost=10.0,
        deployer_effectiveness=1.0,
        deployer_exposure=1.0,
    )
    assert (out.threshold_deployments, out.developer_cheaper) == (10, cheaper)


@given(st.floats(1, 10_000), st.floats(0.001, 1), harms, st.floats(0.1, 1e4), st.floats(0.1, 100), st.floats(0, 0.99))
def test_developer_or_deployer(m: float, p0: float, harm: float, wd: float, wk: float, diluted: float) -> None:
    same: dict[str, Any] = {
        "deployment_probability": p0,
        "deployment_harm": harm,
        "developer_unit_cost": wd,
        "developer_effectiveness": 1.0,
        "stripped": diluted,
        "deployer_unit_cost": wk,
        "deployer_effectiveness": 1.0,
    }
    out = developer_or_deployer.at(deployments=m, **same, developer_exposure=1.0, deployer_exposure=1.0)
    whole = m * p0 * harm
    a = 1 - diluted
    top = np.log(max(whole, 1.0)) / a + 5
    by_developer = search(lambda v: wd * v + whole * np.exp(-a * v), 0, top)
    by_deployer = search(lambda v: m * wk * v + whole * np.exp(-v), 0, top)
    assert_allclose(out.cost_if_developer_liable, wd * by_developer + whole * np.exp(-a * by_developer), rtol=1e-3)
    assert_allclose(out.cost_if_deployers_liable, m * wk * by_deployer + whole * np.exp(-by_deployer), rtol=1e-3)
    if abs(out.cost_if_developer_liable - out.cost_if_deployers_liable) > 1e-9 * out.cost_if_deployers_liable:
        assert out.developer_cheaper == (out.cost_if_developer_liable < out.cost_if_deployers_liable)
    if out.cost_if_developer_liable < out.cost_if_deployers_liable * (1 - 1e-9):
        assert m > out.threshold_deployments * (1 - 1e-9)
    assert_allclose(out.first_best, min(out.cost_if_developer_liable, out.cost_if_deployers_liable), rtol=1e-9)
    at_edge = float(out.largest_stripped)
    if 0 < at_edge < 0.99:
        edge = same | {"stripped": at_edge}
        even = developer_or_deployer.at(deployments=m, **edge, developer_exposure=1.0, deployer_exposure=1.0)
        assert_allclose(even.cost_if_developer_liable, even.cost_if_deployers_liable, rtol=1e-9)
