"""The problems of the benchmark are what they are said to be; no time is asserted."""

import numpy as np
import pytest

from benchmarks.sensitivity.ours import case, run
from benchmarks.sensitivity.problems import NAMES, OUTPUTS, evaluate, from_unit
from mloss_econ.engine import simulate


@pytest.mark.slow
@pytest.mark.parametrize("problem", NAMES)
def test_everyone_takes_the_same_function_apart(problem: str) -> None:
    today = case(problem)
    done = simulate(today, n=64, seed=1)
    x = np.stack([done.draws.inputs[name] for name in NAMES[problem]], axis=-1)
    for k, output in enumerate(OUTPUTS[problem]):
        assert done.output(output) == pytest.approx(evaluate(problem, x)[:, k], rel=1e-9)
    for k, name in enumerate(NAMES[problem]):
        quantiles = np.quantile(simulate(today, n=2**12, seed=1).draws.inputs[name], [0.1, 0.9])
        u = np.full((2, len(NAMES[problem])), 0.5)
        u[:, k] = 0.1, 0.9
        assert quantiles == pytest.approx(from_unit(problem, u)[:, k], rel=0.05)


def test_ours_gives_indices_in_the_order_of_the_inputs() -> None:
    found = run("ishigami", 2**10)["y"]
    assert found["total"] == pytest.approx([0.558, 0.442, 0.244], abs=0.03)
    assert found["first"] == pytest.approx([0.314, 0.442, 0.0], abs=0.05)
