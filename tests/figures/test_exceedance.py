"""An exceedance curve is that of the draws."""

from __future__ import annotations

import numpy as np
import pytest
from drawings import material, texts

from mloss_econ import figures
from mloss_econ.engine import finite


def test_an_exceedance_curve_is_that_of_the_draws() -> None:
    values = finite(material("run"), "value_lost")
    ax = figures.exceedance({"all": values}, label="x", unit="share")
    x, p = ax.lines[0].get_data()
    for at, level in zip(np.asarray(x)[::20], np.asarray(p)[::20], strict=True):
        assert np.mean(values > at) == pytest.approx(level, abs=2 / len(values) + 1e-3)
    assert f"50 % exceed {100 * np.median(values):.2g} %" in texts(ax)
