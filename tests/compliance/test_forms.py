"""What the forms are made of: a figure of a run, and figures that are refused."""

import numpy as np
import pytest
from appraisals import USD

from mloss_econ.compliance import Figure, NotEstimated, net_present_value
from mloss_econ.engine import row_of, simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline


@pytest.mark.parametrize("ends", [(2, 1, 3), (1, 3, 2), (1, 2, np.inf), (np.nan, 1, 2)])
def test_a_figure_out_of_order_is_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(InputError, match="low <= primary <= high"):
        Figure(*ends)
    with pytest.raises(InputError, match="say why"):
        NotEstimated(" ")
    with pytest.raises(InputError, match="below 0"):
        Figure(1, 2, 3).times(-1)


def test_a_figure_of_a_run() -> None:
    run = simulate(baseline(net_present_value, prices="USD 2022"), n=512, seed=1)
    row = row_of(run, "annual_cost")
    figure = Figure.of(row, run.case.prices)
    assert (figure.low, figure.primary, figure.prices) == (row.p5.value, row.mean.value, USD)
