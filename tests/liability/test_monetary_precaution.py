"""Money spent on care, which cannot be paid in damages: what a search finds."""

from __future__ import annotations

import numpy as np
from care import effects, harms, p0s, prices, search
from hypothesis import given, strategies as st

from mloss_econ.liability import monetary_precaution


@given(p0s, effects, prices, harms, st.floats(0, 3))
def test_money_spent_on_care(p0: float, a: float, w: float, harm: float, reach: float) -> None:
    assets = reach * harm
    out = monetary_precaution.at(base_probability=p0, effectiveness=a, unit_cost=w, harm=harm, assets=assets)

    def private(v: float) -> float:
        return w * v + p0 * float(np.exp(-a * v)) * min(assets - w * v, harm)

    top = min(assets / w, np.log(max(a * p0 * harm / w, 1.0)) / a + 60 / a)
    best = search(private, 0, top) if top > 0 else 0.0
    assert private(float(out.care)) <= private(best) + 1e-9 * harm
    assert float(out.care) <= assets / w * (1 + 1e-12)
    assert float(out.excess_care) * float(out.shortfall) == 0
    assert float(out.loss) >= -1e-9 * harm
