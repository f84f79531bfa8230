"""Scenario discovery: a planted box, its figures, and what is refused."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from atoms import CASES
from functions import ThreeInputs, YOutputs, case, three

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline, calculator
from mloss_econ.sensitivity import Discovery, Region, prim
from mloss_econ.uncertainty import lognormal, uniform


@calculator
def planted(x: ThreeInputs) -> YOutputs:
    """1 in a box of the first two inputs, else 0; the third plays no part."""
    within = np.greater(x.x1, 0.3) * np.less(x.x1, 0.8) * np.greater(x.x2, 0.6)
    return YOutputs(y=1.0 * within + 0 * x.x3)


@calculator
def two_corners(x: ThreeInputs) -> YOutputs:
    """1 in a large and in a small corner, opposite one another."""
    low = np.less(x.x1, 0.4) * np.less(x.x2, 0.5)
    high = np.greater(x.x1, 0.8) * np.greater(x.x2, 0.7)
    return YOutputs(y=1.0 * (low + high) + 0 * x.x3)


CUBE = three(uniform(low=0, high=1))
RARE = Region("y", low=0.5)


def limits(found: Discovery, box: int = 0) -> dict[str, tuple[float | None, float | None]]:
    return {limit.path: (limit.low, limit.high) for limit in found.boxes[box].limits}


def test_a_planted_box_is_recovered() -> None:
    run = simulate(case(planted, **CUBE), n=2**14, seed=1)
    found = prim(run, RARE)
    box = found.boxes[0]
    assert set(limits(found)) == {"x1", "x2"}
    (low, high), (above, none) = limits(found)["x1"], limits(found)["x2"]
    assert (low, high) == (pytest.approx(0.3, abs=0.02), pytest.approx(0.8, abs=0.02))
    assert above == pytest.approx(0.6, abs=0.02)
    assert none is None
    assert box.coverage.value > 0.93
    assert box.density.value > 0.93
    assert found.base == pytest.approx(0.2, abs=0.002)
    assert box.mass == pytest.approx(0.2, abs=0.02)
    assert all(limit.p < 1e-6 for limit in box.limits)
    share = {limit.path: limit.share for limit in box.limits}
    assert share == {"x1": pytest.approx(0.5, abs=0.04), "x2": pytest.approx(0.4, abs=0.03)}
    assert max(map(len, str(found).splitlines())) <= 80


def test_a_restriction_that_does_nothing_has_a_large_p() -> None:
    run = simulate(case(planted, **CUBE), n=2**12, seed=2)
    found = prim(run, RARE, inputs=["x3", "x2"])
    useless = [limit.p for limit in found.boxes[0].limits if limit.path == "x3"]
    assert all(p > 0.01 for p in useless)
    assert next(limit.p for limit in found.boxes[0].limits if limit.path == "x2") < 1e-6


def test_figures_are_of_the_other_half_by_hand() -> None:
    run = simulate(case(planted, **CUBE), n=2**12, seed=3)
    found = prim(run, RARE)
    rows = np.arange(run.n) % 2 == 1  # the box was found in the even replicates
    box = np.ones(run.n, dtype=bool)
    for path, (low, high) in limits(found).items():
        x = run.draws.inputs[path]
        box &= (x >= (-np.inf if low is None else low)) & (x <= (np.inf if high is None else high))
    hits = run.output("y") > 0.5
    assert found.boxes[0].density.value == pytest.approx(hits[box & rows].mean())
    assert found.boxes[0].coverage.value == pytest.approx((hits & box & rows).sum() / (hits & rows).sum())
    assert found.boxes[0].mass == pytest.approx(box[rows].mean())


def test_the_trade_off_begins_with_all_and_gets_denser() -> None:
    run = simulate(case(planted, **CUBE), n=2**12, seed=1)
    curve = prim(run, RARE).curve
    assert curve[0] == (1.0, pytest.approx(0.2, abs=0.01), 0)
    assert curve[-1][1] > 0.95
    coverages = [c for c, _, _ in curve[:-1]]  # the last one may be pasted
    assert all(a >= b for a, b in pairwise(coverages))
    dense = prim(run, RARE, density=0.999).boxes[0]
    assert dense.density.value > prim(run, RARE, density=0.5).boxes[0].density.value
    assert prim(run, RARE, density=0.5).boxes[0].coverage.value > dense.coverage.value


def test_a_second_box_is_found_outside_the_first() -> None:
    run = simulate(case(two_corners, **CUBE), n=2**13, seed=1)
    found = prim(run, RARE, boxes=3)
    assert len(found.boxes) == 2
    corners = [limits(found, k)["x1"] for k in (0, 1)]
    assert {low is None for low, _ in corners} == {True, False}
    assert "Of those not yet in a box" in str(found)


def test_what_is_not_there_is_not_found() -> None:
    """An event that no input decides gets no box much denser than all draws."""
    run = simulate(case(blind, **CUBE), n=2**13, seed=1)
    found = prim(run, Region("y", high=0.2), inputs=["x1", "x2"])
    for box in found.boxes:
        assert box.density.low < found.base + 0.05


@calculator
def blind(x: ThreeInputs) -> YOutputs:
    """The third input alone."""
    return YOutputs(y=x.x3 + 0 * x.x1)


def test_units_and_marks_of_a_real_case() -> None:
    run = simulate(baseline(pricing_out, prices="USD 2022"), n=2**12, seed=3)
    found = prim(run, Region("exit_share_funded", high=0.5))
    text = str(found)
    assert "○ fixed_cost, USD 2022/year" in text
    assert "exit_share_funded up to 0.5" in " ".join(text.split())
    assert found.boxes[0].density.value > 3 * found.base


def test_what_cannot_be_discovered_is_refused() -> None:
    heavy: Any = three(lognormal(median=1, sigma=1))
    run = simulate(case(planted, **heavy), n=2**12, seed=1)
    with pytest.raises(InputError, match="only 0 of 4,096 rows have y from 9"):
        prim(run, Region("y", low=9))
    with pytest.raises(InputError, match="there is nothing to tell apart"):
        prim(run, Region("y", low=-1))
    with pytest.raises(InputError, match=r"'x9' is not an uncertain input\. Known: x1, x2, x3"):
        prim(run, RARE, inputs=["x9"])
    with pytest.raises(InputError, match="boxes = 0"):
        prim(run, RARE, boxes=0)
    with pytest.raises(InputError, match="density = 2"):
        prim(run, RARE, density=2)
    with pytest.raises(InputError, match="has no output 'z'"):
        prim(run, Region("z", low=1))


# ---------------------------------------------------------------- values of few kinds


def test_the_box_of_a_discrete_input_ends_at_its_values() -> None:
    _, of = CASES["all discrete"]
    run = simulate(of, n=2**12, seed=1)
    box = prim(run, Region("y", low=5.5)).boxes[0]  # a count of 6 or more: the first is 5, the second not 0
    assert {(limit.path, limit.low, limit.high) for limit in box.limits} == {("x1", 5.0, None), ("x2", 0.5, None)}
    assert (box.coverage.value, box.density.value) == (1, 1)
