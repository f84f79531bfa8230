"""Ratings of COCOMO II: every driver, and those it does not know."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.value import effort_multiplier, scale_factors, schedule_allowed


def test_ratings_of_every_driver(store: Store) -> None:
    assert_allclose(scale_factors(), 18.97, rtol=1e-14)
    assert effort_multiplier() == 1
    best = scale_factors(**dict.fromkeys(("PREC", "FLEX", "RESL", "TEAM", "PMAT"), "extra high"))
    worst = scale_factors(**dict.fromkeys(("PREC", "FLEX", "RESL", "TEAM", "PMAT"), "very low"))
    assert (best, round(worst, 2)) == (0, 31.62)
    table = store.table("cocomo_ii_ratings")
    drivers = sorted({str(d) for d, k in zip(table["driver"], table["kind"], strict=True) if k == "effort"})
    assert len(drivers) == 16
    for driver in drivers:
        rows = np.flatnonzero(table["driver"] == driver)
        values = [effort_multiplier(**{driver: str(table["rating"][i])}) for i in rows]
        assert values == [float(table["value"][i]) for i in rows]
        assert 1.0 in values
        assert values in (sorted(values), sorted(values, reverse=True))  # a driver pulls one way
    by_hand = 1.34 * 1.19
    assert_allclose(effort_multiplier(CPLX="very high", ACAP="low"), by_hand, rtol=1e-15)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: scale_factors(PREK="high"), "PREK is no scale driver of COCOMO II. Did you mean 'PREC'"),
        (lambda: scale_factors(RELY="high"), "RELY is no scale driver"),
        (
            lambda: effort_multiplier(SCED="very low"),
            "set the input schedule of rebuild_cost_ii to schedule",
        ),
        (lambda: schedule_allowed("extra high"), "SCED has no rating 'extra high'. It has: very low, low, nominal"),
        (lambda: effort_multiplier(DATA="very low"), "DATA has no rating 'very low'. It has: low, nominal"),
    ],
)
def test_an_unknown_rating_is_refused(call: Any, words: str) -> None:
    with pytest.raises(InputError) as error:
        call()
    assert words in str(error.value)
