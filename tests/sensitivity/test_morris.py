"""Elementary effects: the mean over all steps of a grid, slopes, and inputs of few values."""

import numpy as np
import pytest
from atoms import HALF, UNIT
from functions import G_THREE, ISHIGAMI, ThreeInputs, YOutputs, case
from rankings import close, total

from mloss_econ.errors import InputError
from mloss_econ.kernel import calculator
from mloss_econ.sensitivity import METHODS, morris
from mloss_econ.uncertainty import discrete

# ---------------------------------------------------------------- known answers


def test_ishigami_elementary_effects_on_four_levels() -> None:
    """The mean over all steps of the grid, one by one, against the sampled one."""
    grid = np.pi * (2 * np.arange(4) / 3 - 1)

    def y(x1: float, x2: float, x3: float) -> float:
        return float(np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1))

    truth = {}
    for k, path in enumerate(("x1", "x2", "x3")):
        steps = []
        for i in range(4):
            for j in range(4):
                for low in range(2):
                    at = [grid[i], grid[j]]
                    ends = [y(*at[:k], grid[m], *at[k:]) for m in (low, low + 2)]
                    steps.append(abs(ends[1] - ends[0]) / (2 / 3))
        truth[path] = float(np.mean(steps))
    close(truth, {"x1": 7.70405, "x2": 7.875, "x3": 6.24880}, 1e-4)
    found = morris(ISHIGAMI, "y", n=2**11, seed=1, levels=4)
    close(total(found), truth, 0.12)
    assert total(found)["x2"] == pytest.approx(7.875, abs=1e-9)  # the same step wherever it starts


def test_the_linear_effects_are_the_slopes_over_the_whole_range() -> None:
    found = morris(G_THREE, "y", n=2**11, seed=1)
    assert [row.path for row in found.rows] == ["x1", "x2", "x3"]
    assert all(row.others["spread"].value > 0 for row in found.rows)


# ---------------------------------------------------------------- values of few kinds


def test_elementary_effects_of_equally_likely_values_are_their_range() -> None:
    @calculator
    def plus(x: ThreeInputs) -> YOutputs:
        """The sum."""
        return YOutputs(y=x.x1 + x.x2 + x.x3)

    many = discrete(values=[0, 0.5, 1], weights=[1 / 3] * 3)
    of = case(plus, x1=HALF, x2=many, x3=UNIT)
    found = METHODS["morris"].ask(of, "y", n=2**11, seed=1)
    for path in ("x1", "x2", "x3"):
        assert found.row(path).index == pytest.approx(1, abs=0.03)
    assert found.row("x1").others["spread"].value == pytest.approx(1, abs=0.01)
    with pytest.raises(InputError, match=r"a value of x1 has a probability of its own.* Leave levels out"):
        morris(of, "y", levels=4)
