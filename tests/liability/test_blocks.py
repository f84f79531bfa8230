"""A draw does not depend on the block it is computed in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mloss_econ.kernel import baseline, leaves, replace_leaves
from mloss_econ.liability import avoider_conditions, cheapest_avoider, liability_rules


@pytest.mark.parametrize("calculator", [cheapest_avoider, avoider_conditions, liability_rules], ids=lambda c: c.name)
def test_a_draw_does_not_depend_on_the_block_it_is_computed_in(calculator: Any, monkeypatch: Any) -> None:
    case = baseline(calculator, scenario="open_source_image_model")
    u = (np.arange(40) + 0.5) / 40
    drawn = {
        p: np.roll(e.dist.quantile(u), 7 * k) if e.uncertain else np.asarray(e.value)
        for k, (p, e) in enumerate(case.entries.items())
    }
    x = replace_leaves(case.point, drawn)
    whole = dict(leaves(calculator(x)))
    monkeypatch.setattr("mloss_econ.liability.blocks.CELLS", 64 * 7)
    for path, value in leaves(calculator(x)):
        one, other = (np.asarray(getattr(v, "codes", v)) for v in (value, whole[path]))
        assert one.tolist() == np.broadcast_to(other, one.shape).tolist(), path
