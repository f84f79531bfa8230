"""The appraisal summary: what it prints, computes and refuses."""

from typing import Any

import pytest
from appraisals import EUR, USD
from numpy.testing import assert_allclose

from mloss_econ.compliance import BusinessImpact, Figure, NotEstimated, appraisal_summary, profile
from mloss_econ.errors import InputError


def summary(**more: Any) -> Any:
    given_: dict[str, Any] = {
        "benefit": Figure(60e6, 120e6, 200e6, USD),
        "cost": Figure(80e6, 100e6, 150e6, USD),
        "profile": profile("greenbook-2026"),
        "prices": USD,
        "present_value_year": 2027,
        "standing": "residents",
        "business": BusinessImpact(Figure(1e6, 4e6, 9e6, USD), Figure(-90e6, -40e6, 1e6, USD), "compliance alone"),
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
        "price year 2022, present-value year 2027",
        "Standing: residents",
        "no uplift for optimism",
        "Business: compliance alone",
        "Small and micro business assessment: not made.",
        "The low net pairs low benefit with high cost",
        "Benefit over cost: 1.20",
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
        ({"benefit": Figure(0, 0, 0, USD), "cost": Figure(0, 0, 0, USD)}, "above 0: the proposal changes nothing"),
        ({"benefit": Figure(-3, -1, 0, USD)}, "0 or more"),
        ({"standing": " "}, "standing is empty"),
        ({"bias": 2.5}, "a share from 0 to 2"),
        ({"bias": -0.1}, "a share from 0 to 2"),
        ({"net": Figure(1, 2, 3, USD)}, "net 2 is not benefit less cost, 20000000"),
        ({"prices": EUR}, "USD 2022, the form in EUR 2021"),
    ],
)
def test_a_summary_with_a_gap_is_refused(changes: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        summary(**changes)


def test_a_net_of_draws_keeps_its_own_ends() -> None:
    net = Figure(-1e6, 20e6, 60e6, USD, of_draws=True)
    made = summary(net=net)
    assert made.net == net
    assert "5th and 95th percentile of its draws" in " ".join(str(made).split())


def test_a_proposal_of_costs_alone_has_a_summary() -> None:
    made = summary(benefit=Figure(0, 0, 0, USD))
    assert (made.ratio, made.fall_of_benefit, made.rise_of_cost) == (0, None, -1)
    assert "The net would be zero if the cost were to fall by 100 %." in " ".join(str(made).split())
    free = summary(cost=Figure(0, 0, 0, USD))
    assert free.ratio is None
    assert "none, for nothing is spent" in " ".join(str(free).split())


def test_uplift_steady_beliefs_and_a_missing_business_impact_are_said() -> None:
    made = summary(bias=0.2, steady=["share rebuilt (0 to 1)"], business=NotEstimated("no business pays"))
    flat = " ".join(str(made).split())
    assert "an uplift of 20 % for optimism" in flat
    assert "keeps its sign, all else as adopted, over the range of each of: share rebuilt (0 to 1)" in flat
    assert "Business: not estimated: no business pays" in flat
    assert [r[""] for r in made.frame().records()] == ["present benefit", "present cost", "net present value"]
    assert [r[""] for r in summary().frame().records()][3:] == ["business net present value", "EANDCB, a year"]
