"""Use lost in each year is the sum over projects."""

from typing import Any

import numpy as np
from alone import inputs_alone
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.regimes import flows
from mloss_econ.regimes.yearly import years_of


@given(
    use=st.lists(st.floats(1.0, 100.0), min_size=2, max_size=5),
    data=st.data(),
    wait=st.floats(0, 3),
    turnover=st.floats(0.05, 0.9),
    obsolescence=st.floats(0, 1),
    share_replaced=st.floats(0, 1),
)
def test_use_lost_is_the_sum_over_projects(
    use: list[float], data: Any, wait: float, turnover: float, obsolescence: float, share_replaced: float
) -> None:
    """Each project's own: it stops, or it comes late and stale, or it is not covered (the other way to write it)."""
    fate = [data.draw(st.sampled_from(["stops", "waits", "free"])) for _ in use]
    whole = sum(use)
    stops = sum(v for v, f in zip(use, fate, strict=True) if f == "stops") / whole
    covered = stops + sum(v for v, f in zip(use, fate, strict=True) if f == "waits") / whole
    changed = inputs_alone(flows).model_copy(
        update={
            "use_value": np.float64(whole),
            "share_rebuilt": np.float64(0.0),
            "covered_use": np.float64(min(covered, 1.0)),
            "use_lost": np.float64(stops),
            "wait": np.float64(wait),
            "turnover": np.float64(turnover),
            "obsolescence": np.float64(obsolescence),
            "share_replaced": np.float64(share_replaced),
        }
    )
    for t, series in zip(range(1, 6), years_of(changed), strict=False):
        lost = 0.0
        for value, f in zip(use, fate, strict=True):
            out = 0.0 if t <= wait else min(t - wait, 1.0)  # share of the year in which it is out
            served = {"stops": 0.0, "waits": out * np.exp(-obsolescence * wait), "free": 1.0}[f]
            lost += value * (1 - share_replaced) * (1 - (1 - turnover) ** t) * (1 - served)
        assert_allclose(series.use, lost, rtol=1e-9, atol=1e-12)
