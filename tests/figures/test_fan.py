"""A fan holds so many draws, and the names of its lines stand apart."""

from __future__ import annotations

import numpy as np
import pytest
from drawings import YEARS, check_labels, material

from mloss_econ import figures
from mloss_econ.errors import InputError


def test_names_of_lines_that_end_together_stand_apart() -> None:
    ends = np.concatenate([np.full(800, 1.0), np.full(200, 9.0)]) * 1e9
    draws = np.linspace(0, 1, 10) * ends[:, None] + np.random.default_rng(0).normal(0, 1e6, (1000, 10))
    ax = figures.fan(YEARS, draws, label="Most together, some far away", unit="USD 2022")
    check_labels(ax)
    assert [t.get_text() for t in ax.texts] == ["5 %", "25 %", "median", "75 %", "95 %"]


def test_a_fan_holds_so_many_draws() -> None:
    draws = material("draws")
    ax = figures.fan(YEARS, draws, label="x")
    assert np.asarray(ax.lines[0].get_ydata()) == pytest.approx(np.median(draws, axis=0))
    with pytest.raises(InputError, match="one row a draw"):
        figures.fan(YEARS[:3], draws, label="x")
