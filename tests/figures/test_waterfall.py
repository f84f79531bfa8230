"""A waterfall ends where the net is; groups are drawn with what they gain."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from drawings import bars, material

from mloss_econ import figures
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError
from mloss_econ.kernel import Ledger, Line, Transfer


def test_a_waterfall_ends_where_the_net_is() -> None:
    ledger = material("ledger")
    *steps, net = bars(figures.waterfall(ledger))
    assert steps[0].get_x() == 0
    for one, other in pairwise(steps):
        assert other.get_x() == pytest.approx(one.get_x() + one.get_width())
    last = steps[-1].get_x() + steps[-1].get_width()
    assert last == pytest.approx(net.get_width()) == pytest.approx(float(np.mean(ledger.net())))


def test_groups_are_drawn_with_what_they_gain() -> None:
    ledger = material("ledger")
    widths = [b.get_width() for b in bars(figures.by_group(ledger))]
    means = [float(np.mean(v)) for v in ledger.by_group().values() if np.any(v)]
    assert widths == pytest.approx(means)


def test_a_waterfall_of_a_viewpoint_and_of_plain_numbers() -> None:
    prices = PriceBase.parse("USD 2022")
    ledger = Ledger(
        prices, "a year", (Line("B", "users", 5e6), Line("C", "deployers", 2e6)), (Transfer("users", "state", 1e6),)
    )
    assert bars(figures.waterfall(ledger))[-1].get_width() == pytest.approx(3e6)
    mine = bars(figures.waterfall(ledger, viewpoint={"users": 1.0}))
    assert mine[-1].get_width() == pytest.approx(4e6)
    with pytest.raises(InputError, match="no group gains"):
        figures.by_group(Ledger(prices, "a year"))
