"""The appraisal summary: what it prints, computes and refuses."""

from typing import Any

import pytest
from appraisals import EUR, USD
from numpy.testing import assert_allclose

from mloss_econ.compliance import Figure, appraisal_summary, profile
from mloss_econ.errors import InputError


def summary(**more: Any) -> Any:
    given_: dict[str, Any] = {
        "benefit": Figure(60e6, 120e6, 200e6, USD),
        "cost": Figure(80e6, 100e6, 150e6, USD),
        "profile": profile("greenbook-2026"),
        "prices": USD,
        "base_year": 2026,
        "horizon": 10,
        "switching": {"share in scope": "12 %"},
        "not_valued": ("trust",),
    }
    return appraisal_summary(**given_ | more)


def test_an_appraisal_summary() -> None:
    made = summary()
    assert (made.net.low, made.net.primary, made.net.high) == (-90e6, 20e6, 120e6)
    assert_allclose((made.fall_of_benefit, made.rise_of_cost, made.ratio), (1 / 6, 0.2, 1.2))
    flat = " ".join(str(made).split())
    for words in (
        "prices of 2022, discounted to 2026",
        "fall by 16.7 %",
        "rise by 20 %",
        "share in scope: 12 %",
        "Not valued: trust",
        "−90",
    ):
        assert words in flat, words
    other = " ".join(str(summary(benefit=Figure(1e6, 50e6, 60e6, USD))).split())
    assert "benefit were to rise by 100 %, or the cost to fall by 50 %" in other


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"not_valued": ()}, "not_valued is empty"),
        ({"horizon": 0}, "horizon of a year"),
        ({"benefit": Figure(0, 0, 0, USD)}, "above 0"),
        ({"prices": EUR}, "USD 2022, the form in EUR 2021"),
    ],
)
def test_a_summary_with_a_gap_is_refused(changes: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        summary(**changes)
