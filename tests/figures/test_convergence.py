"""Convergence ends at the mean of the run."""

from __future__ import annotations

import numpy as np
import pytest
from drawings import material

import mloss_econ as me
from mloss_econ import figures
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import estimate
from mloss_econ.errors import InputError


def test_convergence_ends_at_the_mean_of_the_run() -> None:
    run = material("run")
    ax = figures.convergence(run, "value_lost")
    assert np.asarray(ax.lines[0].get_ydata())[-1] == pytest.approx(estimate(run, "value_lost").value)
    few = me.simulate(me.baseline(pricing_out), n=128, seed=7)
    with pytest.raises(InputError, match="too few"):
        figures.convergence(few, "value_lost")
