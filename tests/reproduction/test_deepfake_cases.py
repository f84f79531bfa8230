"""The illustrative deepfake cases, in million USD a year, and the Hand rule's trap.

Inputs: no displacement, customer checks that remove 60 %, the rest as the scenarios adopt; what the liable party
avoids falls on nobody.
"""

from typing import Any

import pytest
from numpy.testing import assert_allclose

from mloss_econ.kernel import Case, baseline
from mloss_econ.liability import Channel, Party, Precaution, cheapest_avoider
from mloss_econ.liability.parties import CheapestAvoiderInputs

MILLION = 1e6


def illustrative(scenario: str, residual: str = "nobody") -> Case[Any, Any]:
    case = baseline(cheapest_avoider, scenario=scenario, labels={"residual_bearer": residual}, prices="USD 2022")
    return case.but(
        "illustrative",
        {
            "channels.platform_made.displaced_to.open_source_made": 0.0,
            "precautions.customer_checks.effect.platform_made": 0.6,
        },
    )


def named(category: Any) -> str:
    return str(category.labels[int(category.codes)])


def test_family_fraud() -> None:
    case = illustrative("deepfake_family_fraud")
    out = case.outputs()
    assert sum(float(c.harm) for c in case.point.channels.values()) == 6.000 * MILLION
    assert named(out.least_cost_set) == "auto_review + customer_checks"
    assert_allclose(out.least_cost, 4.680 * MILLION, rtol=1e-12)
    expected = {"developer": 6.000, "platform": 4.730, "bank": 5.700, "family": 6.000}
    for party, cost in expected.items():
        assert_allclose(out.social_cost[party], cost * MILLION, rtol=1e-12)
        assert_allclose(out.regret[party], (cost - 4.730) * MILLION, rtol=1e-9, atol=1e-3)
    assert named(out.cheapest) == "platform"
    assert {party: named(c) for party, c in out.induced.items()} == {
        "developer": "none",
        "platform": "auto_review",  # a second layer is worth 0.95 * 1.44 = 1.368, less than its 1.39
        "bank": "payment_friction",
        "family": "none",
    }
    # the same by hand
    assert_allclose(0.33 + 1.39 + 4 * 0.6 * 0.4 + 2, 4.680, rtol=1e-12)
    assert_allclose(0.33 + 4 * 0.6 + 2, 4.730, rtol=1e-12)
    assert_allclose(1.5 + 6 * 0.7, 5.700, rtol=1e-12)


def test_bank_fraud() -> None:
    out = illustrative("deepfake_bank_fraud").outputs()
    assert named(out.least_cost_set) == "auto_review + bank_detection"
    assert_allclose(out.least_cost, 2.725 * MILLION, rtol=1e-12)
    expected = {"bank": 2.745, "platform": 4.725, "developer": 6.700, "customer": 6.700}
    for party, cost in expected.items():
        assert_allclose(out.social_cost[party], cost * MILLION, rtol=1e-12)
    assert named(out.cheapest) == "bank"
    assert named(out.induced["platform"]) == "auto_review + bank_detection"  # it pays the bank to detect
    assert_allclose(0.33 + 0.4 + (4 * 0.75 + 2.7) * 0.35, 2.725, rtol=1e-12)
    assert_allclose(0.4 + 6.7 * 0.35, 2.745, rtol=1e-12)
    assert_allclose(2.725 + 2.0, 4.725, rtol=1e-12)


def test_bank_fraud_when_the_bank_keeps_what_the_developer_escapes() -> None:
    out = illustrative("deepfake_bank_fraud", residual="bank").outputs()
    assert_allclose(out.social_cost["developer"], 2.745 * MILLION, rtol=1e-12)
    assert_allclose(out.social_cost["bank"], 2.745 * MILLION, rtol=1e-12)
    assert named(out.induced["developer"]) == "bank_detection"
    assert named(out.cheapest) == "tie"
    assert all(float(converged) == 1 for converged in out.converged.values())


@pytest.mark.parametrize("prices", ["EUR 2021", "GBP 2020"])
def test_the_cheapest_avoider_does_not_depend_on_the_price_base(prices: str) -> None:
    dollars = baseline(cheapest_avoider, scenario="deepfake_bank_fraud", prices="USD 2022").outputs()
    other = baseline(cheapest_avoider, scenario="deepfake_bank_fraud", prices=prices).outputs()
    ratios = [float(other.social_cost[p] / dollars.social_cost[p]) for p in dollars.social_cost]
    assert_allclose(ratios, ratios[0], rtol=1e-12)
    assert named(other.cheapest) == named(dollars.cheapest)


# ---------------------------------------------------------------- the Hand rule


def fire(*precautions: str) -> Any:
    """A harm of 100k; solar power removes it for 200k, an arrester half of it for 30k."""
    menu = {"solar": (200.0, 1.0), "arrester": (30.0, 0.5)}
    x = CheapestAvoiderInputs(
        residual_bearer="nobody",
        parties={"railway": Party(role="injurer", exposure=1.0, information=1.0, transaction_cost={})},
        precautions={
            name: Precaution(owner="railway", cost=menu[name][0], deters=0.0, effect={"fire": menu[name][1]})
            for name in precautions
        },
        channels={"fire": Channel(harm=100.0, displaced_to={})},
    )
    return cheapest_avoider(x)


def test_due_care_is_the_best_bundle_not_the_most_effective_precaution() -> None:
    out = fire("solar", "arrester")
    assert named(out.least_cost_set) == "arrester"
    assert (float(out.least_cost), float(out.social_cost["railway"])) == (80.0, 80.0)


def test_a_precaution_dearer_than_the_harm_is_not_due() -> None:
    out = fire("solar")
    assert named(out.least_cost_set) == "none"
    assert (float(out.least_cost), float(out.social_cost["railway"])) == (100.0, 100.0)


def test_without_any_precaution_the_harm_is_borne() -> None:
    out = fire()
    assert (float(out.least_cost), named(out.least_cost_set)) == (100.0, "none")
