"""What adapting a model costs, with and without its base."""

from typing import Any

import numpy as np
from amounts import money
from facts import fact
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.evidence import Store
from mloss_econ.value import adaptation_cost


@given(money, money, money, st.floats(1, 1e6), money)
def test_adapting_with_and_without_its_base(
    compute: float, data: float, base: float, adapters: float, closed: float
) -> None:
    out = adaptation_cost.at(
        compute_cost=compute, data_cost=data, base_training=base, adapters=adapters, closed_training=closed
    )
    everything = adapters * (compute + data) + base  # what all adapters and the base's maker spend
    assert_allclose(out.with_base * adapters, everything, rtol=1e-9)
    assert_allclose(out.times_dearer * out.adapting, closed, rtol=1e-12)
    assert out.times_dearer_with_base <= out.times_dearer


def test_the_memo_and_the_notes(store: Store) -> None:
    memo = fact(store, "mloss_policy_paper.open_adaptation_closed") / fact(store, "mloss_policy_paper.open_adaptation")
    assert memo == 100_000  # five orders of magnitude, leaving out the data and the base
    out = adaptation_cost.at(
        compute_cost=100.0, data_cost=500.0, closed_training=10e6, base_training=1.51e6, adapters=1.0
    )
    assert_allclose(out.times_dearer, 10e6 / 600, rtol=1e-12)
    assert float(out.times_dearer_with_base) < 10  # one who pays for the base alone gains less than one order


def test_mixed_draws(store: Store) -> None:
    out: Any = adaptation_cost.at(adapters=np.array([1.0, 10.0, 1000.0]))
    assert np.all(np.diff(out.times_dearer_with_base) > 0)
