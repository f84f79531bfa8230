"""The conditions of the doctrine: three terms that sum to the gap."""

from __future__ import annotations

from hypothesis import given
from numpy.testing import assert_allclose
from scenarios import Scenario, as_inputs, scenarios

from mloss_econ.kernel import baseline
from mloss_econ.liability import avoider_conditions, cheapest_avoider


@given(scenarios())
def test_the_three_terms_sum_to_the_gap(s: Scenario) -> None:
    x = as_inputs(s)
    terms, avoider = avoider_conditions(x), cheapest_avoider(x)
    for party in s["parties"]:
        gap = float(avoider.social_cost[party] - avoider.least_cost)
        assert_allclose(terms.gap[party], gap, atol=1e-9)
        total = terms.knowledge[party] + terms.position[party] + terms.inducement[party]
        assert_allclose(total, gap, atol=1e-9)


@given(scenarios())
def test_a_condition_that_holds_explains_nothing(s: Scenario) -> None:
    s["residual"] = "nobody"
    for name, party in s["parties"].items():
        party |= {"information": 1, "transaction_cost": {other: 0 for other in s["parties"] if other != name}}
    terms = avoider_conditions(as_inputs(s))
    for party in s["parties"]:
        assert float(terms.knowledge[party]) == float(terms.inducement[party]) == 0
        assert_allclose(terms.position[party], terms.gap[party], atol=1e-12)


def test_conditions_in_family_fraud() -> None:
    """Family fraud: the family knows half and can reach nobody at a price worth paying; the platform falls short by
    the loss it escapes. Illustrative inputs."""
    case = baseline(
        avoider_conditions, scenario="deepfake_family_fraud", labels={"residual_bearer": "nobody"}, prices="USD 2022"
    )
    out = case.but(
        "illustrative",
        {
            "channels.platform_made.displaced_to.open_source_made": 0.0,
            "precautions.customer_checks.effect.platform_made": 0.6,
        },
    ).outputs()
    assert_allclose(out.gap["platform"], 0.05e6, rtol=1e-9)  # 4.730 less 4.680
    assert_allclose(out.position["platform"], 0.05e6, rtol=1e-9)  # at exposure 1 it would take the second layer
    assert float(out.knowledge["platform"]) == 0
    assert_allclose(out.gap["family"], 1.32e6, rtol=1e-9)
    assert float(out.inducement["family"]) > 0.5 * float(out.gap["family"])
