"""A Lorenz curve and its Gini coefficient, by brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

from mloss_econ import figures
from mloss_econ.errors import InputError


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=40).filter(lambda v: sum(v) > 1e-3))
def test_the_gini_coefficient_by_brute_force(amounts: list[float]) -> None:
    ax = figures.lorenz({"x": amounts}, of="x", among="y")
    n, total = len(amounts), sum(amounts)
    gini = sum(abs(a - b) for a in amounts for b in amounts) / (2 * n * total)
    (said,) = [t.get_text() for t in ax.texts if "Gini" in t.get_text()]
    assert float(said.split()[-1]) == pytest.approx(gini, abs=0.0051)
    curve = np.asarray(ax.lines[1].get_ydata())
    assert curve[0] == 0
    assert curve[-1] == pytest.approx(1)
    assert (np.diff(curve) >= -1e-12).all()


@pytest.mark.parametrize("bad", [[], [-1.0, 2.0], [0.0, 0.0], [float("nan"), 1.0], [[1.0, 2.0]]])
def test_what_has_no_lorenz_curve(bad: Any) -> None:
    with pytest.raises(InputError, match="Lorenz"):
        figures.lorenz({"x": bad}, of="x", among="y")
