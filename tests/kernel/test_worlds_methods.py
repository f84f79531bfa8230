"""Every sensitivity method takes a contrast of worlds."""

from typing import Any

import numpy as np
import pytest
from laws import COST, GAIN, net, under
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.engine import compare, simulate, together
from mloss_econ.kernel import Case, contrast
from mloss_econ.sensitivity import METHODS, Region, break_even, bridge, evpi, evppi, prim, sobol, switching, tornado

VAR_X, VAR_COST = 16 / 12, 4 * np.exp(0.25) * (np.exp(0.25) - 1)  # uniform from 0 to 4; lognormal, median 2, sigma 0.5


@pytest.fixture(scope="module")
def policy() -> Case[Any, Any]:
    return contrast(under(0.75), under(0.5))


def test_ranking_what_a_policy_adds(policy: Case[Any, Any]) -> None:
    """Linear in x and cost, so variances add."""
    gain, cost = GAIN**2 * VAR_X, COST**2 * VAR_COST
    found = sobol(policy, "net", n=2**12, seed=1)
    assert_allclose(found.row("x").index, gain / (gain + cost), atol=0.02)
    assert_allclose(found.row("cost").index, cost / (gain + cost), atol=0.03)
    assert abs(found.row("wage").index) < 0.02
    rows = {row.path: row for row in tornado(policy, "net").rows}
    ends = GAIN * np.array([0.2, 3.8]) - COST * 2
    assert_allclose([rows["x"].output_low, rows["x"].output_high], ends, rtol=1e-9)
    assert not any(path.endswith("knob") for path in rows)  # choices


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranks])
def test_every_method_that_ranks_takes_a_contrast(policy: Case[Any, Any], name: str) -> None:
    ranking = METHODS[name].ask(policy, "net", n=2**10, seed=0, target=0.0)
    assert {row.path for row in ranking.rows[:2]} == {"x", "cost"}


def test_where_a_policy_breaks_even(policy: Case[Any, Any]) -> None:
    """GAIN x = COST cost: at x = 1.6 where the cost is 2, at a cost of 2.5 where x is 2."""
    found = break_even(policy, vary="x", output="net", target=0.0)
    assert_allclose([c.value for c in found.crossings], [COST * 2 / GAIN], rtol=1e-9)
    rows = {row.path: row for row in switching(policy, "net", target=0.0).rows}
    assert_allclose([rows["x"].value, rows["cost"].value], [1.6, 2.5], rtol=1e-9)
    assert set(rows) == {"x", "cost"}


def test_break_even_over_a_lever_moves_the_policys_alone(policy: Case[Any, Any]) -> None:
    """2 k^2 - 2 k = 2 * 0.25 - 2 * 0.5: at k = 0.5, as the other is; the other law stays."""
    found = break_even(policy, vary="knob", output="net", target=0.0)
    assert_allclose([c.value for c in found.crossings], [0.5], atol=1e-6)
    theirs = break_even(policy, vary="against.knob", output="net", target=0.0)
    assert_allclose(sorted(c.value for c in theirs.crossings), [0.25, 0.75], atol=1e-6)  # x^2 - x is the same at both
    mild = contrast(under(0.75), under(0.0))  # 2 k^2 - 2 k = 0 at the ends alone
    ends = [c.value for c in break_even(mild, vary="knob", output="net", target=-0.375).crossings]
    assert_allclose(sorted(ends), [0.25, 0.75], atol=1e-6)


def test_the_value_of_knowing_between_two_contrasts() -> None:
    """Against one status quo: the options are two laws, and nothing."""
    quo = under(0.25, "quo")
    cases = [contrast(under(k), quo) for k in (0.75, 0.5)]
    options = compare(cases, judged_by="net", n=2**12, seed=1)
    x, cost = (options.runs[0].draws.inputs[p] for p in ("x", "cost"))
    worth = np.array([net(k, x, cost) - net(0.25, x, cost) for k in (0.75, 0.5)])
    for run, by_hand in zip(options.runs, worth, strict=True):
        assert_allclose(run.output("net"), by_hand, rtol=1e-9, atol=1e-12)
    perfect = worth.max(axis=0).mean() - worth.mean(axis=1).max()
    assert_allclose(evpi(options).value.value, perfect, rtol=1e-9)
    known = {row.path: row.index for row in evppi(options).rows}
    assert 0 <= known["x"] <= perfect * 1.01
    assert known["x"] > known["cost"] > known["wage"] - 1e-3
    sample = together(cases, outputs=["net"], n=2**12, seed=1)
    assert_array_equal(sample.of("net"), [run.output("net") for run in options.runs])


def test_what_moves_a_contrast_is_taken_apart(policy: Case[Any, Any]) -> None:
    other = policy.but("another world", x=3.0, cost=1.0)
    found = bridge(policy, other, "net")
    parts = {row.path: row.part for row in found.rows}
    assert_allclose([parts["x"], parts["cost"]], [GAIN, COST], rtol=1e-9)
    stricter = contrast(under(1.0), under(0.5))
    (row,) = bridge(policy, stricter, "net").rows
    assert row.path == "knob"
    assert_allclose(row.part, net(1.0, 2, 2) - net(0.75, 2, 2), rtol=1e-9)


def test_where_a_policy_loses(policy: Case[Any, Any]) -> None:
    run = simulate(policy, n=2**12, seed=1)
    found = prim(run, Region("net", high=0.0))
    assert {limit.path for box in found.boxes for limit in box.limits} <= {"x", "cost"}
    assert found.boxes[0].density.value > np.mean(run.output("net") <= 0)
