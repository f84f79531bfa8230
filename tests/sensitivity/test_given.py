"""A run as a given sample: bins of shared values, and the rows in a region."""

import numpy as np
import pytest
from functions import WEIGHTED
from hypothesis import given, strategies as st
from numpy.testing import assert_array_equal
from rankings import total

from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.sensitivity import Region, correlation_ratio
from mloss_econ.sensitivity.given import bins, lumps


def test_what_matters_within_a_region() -> None:
    """Among draws with x1 > 1 the second input explains more than elsewhere, and brute force agrees."""
    run = simulate(WEIGHTED, n=2**16, seed=1)
    x1, x2 = run.draws.inputs["x1"], run.draws.inputs["x2"]
    region = Region("y", low=2.0)
    inside = x1 + 2 * x2 >= 2
    found = correlation_ratio(run, "y", where=region)
    y = (x1 + 2 * x2)[inside]
    for path in ("x1", "x2"):
        own = run.draws.inputs[path][inside]
        order = np.argsort(own)
        means = [y[part].mean() for part in np.array_split(order, 30)]
        assert total(found)[path] == pytest.approx(np.var(means) / np.var(y), abs=0.015)
    assert f"Only the {inside.sum():,} of 65,536 rows with y from 2." in found.notes
    with pytest.raises(InputError, match="only 0 of 65,536 rows have y from 99"):
        correlation_ratio(run, "y", where=Region("y", low=99.0))


@given(st.lists(st.integers(0, 6), min_size=70, max_size=200), st.integers(2, 40))
def test_each_shared_value_has_a_bin_of_its_own_and_bins_are_in_order(values: list[int], count_: int) -> None:
    x = np.array(values, dtype=float)
    found = bins(x, count_)
    for value in lumps(x):
        assert len(set(found[x == value])) == 1
        assert set(x[found == found[x == value][0]]) == {value}
    order = np.argsort(x, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    assert set(found) == set(range(found.max() + 1))
    assert_array_equal(bins(np.exp(x), count_), found)


@pytest.mark.parametrize("limits", [(0.9, 0.1), (np.nan, np.inf), (0.0, np.nan), (np.inf, np.inf), (-np.inf, -np.inf)])
def test_a_region_in_which_nothing_can_lie_is_refused(limits: tuple[float, float]) -> None:
    with pytest.raises(InputError, match=r"a region of 'value_lost': (nothing lies|low|high)"):
        Region("value_lost", *limits)
