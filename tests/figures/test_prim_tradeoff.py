"""The box taken is marked on the trade-off."""

from __future__ import annotations

import numpy as np
import pytest
from drawings import material

from mloss_econ import figures
from mloss_econ.errors import InputError


def test_the_box_taken_is_marked_on_the_trade_off() -> None:
    found = material("prim")
    ax = figures.prim_tradeoff(found)
    marked = [line for line in ax.lines if line.get_marker() == "D"]
    assert np.asarray(marked[0].get_xdata())[0] == found.boxes[0].coverage.value
    from dataclasses import replace

    with pytest.raises(InputError, match="no box"):
        figures.prim_tradeoff(replace(found, boxes=(), curve=()))
