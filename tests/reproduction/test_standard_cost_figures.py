"""Worked examples of the Standard Cost Model, and the cost table of the EU AI Act rebuilt to the euro."""

from typing import Any

from numpy.testing import assert_allclose

from mloss_econ.compliance import Activity, standard_cost
from mloss_econ.compliance.appraisal import annuity
from mloss_econ.compliance.standard_cost import StandardCostInputs
from mloss_econ.kernel import baseline

PLAIN: dict[str, Any] = {
    "payer": "firm",
    "overhead": 0.0,
    "out_of_pocket": 0.0,
    "entities": 1.0,
    "frequency": 1.0,
    "already_done": 0.0,
    "recurring": 1.0,
    "life": 1.0,
}
PRINTED = {"data": 2_763, "documents": 4_390, "information": 3_627, "oversight": 7_764, "robustness": 10_733}


def one(**activity: Any) -> Any:
    return standard_cost(StandardCostInputs(activities={"a": Activity(**(PLAIN | activity))}, discount_rate=0.03))


def ai_act(changes: dict[str, float] | None = None) -> Any:
    return standard_cost.at(changes or {}, scenario="ai_act_lines", prices="EUR 2021")


def test_the_manual_s_form_for_a_hundred_thousand_firms() -> None:
    out = one(time=3.0, tariff=10.0, entities=100_000.0, frequency=2.0)
    assert out.price["a"] == 30
    assert out.quantity["a"] == 200_000
    assert out.first_year_cost == out.later_cost == out.annualised_cost == 6_000_000


def test_overhead_purchases_and_what_is_done_anyway() -> None:
    out = one(time=40.0, tariff=30.0, overhead=0.25, out_of_pocket=500.0, entities=200.0, already_done=0.4)
    assert out.price["a"] == 2_000
    assert out.cost["a"] == 400_000
    assert out.burden["a"] == 240_000


def test_a_weekly_form_for_twenty_staff() -> None:
    assert one(time=6.0, tariff=600.0, entities=20.0, frequency=52.0).first_year_cost == 3_744_000


def test_hours_of_reports_on_frontier_models() -> None:
    at = standard_cost.at(scenario="frontier_reports", prices="USD 2024")
    assert_allclose(at.hours, 5_000, rtol=1e-12)
    point = baseline(standard_cost, scenario="frontier_reports", prices="USD 2024").point.activities["report"]
    assert_allclose(point.time, 333.3, atol=0.05)


def test_customer_checks_every_three_years() -> None:
    out = standard_cost.at(scenario="customer_checks", prices="USD 2023")
    assert_allclose(out.first_year_cost, 866_000, rtol=1e-12)


def test_the_five_lines_round_to_the_printed_euros() -> None:
    out = ai_act()
    assert {name: round(float(cost)) for name, cost in out.cost.items()} == PRINTED
    assert_allclose(out.first_year_cost, 29_276.80, atol=1e-9)
    assert sum(PRINTED.values()) == 29_277
    assert_allclose(out.hours, 914.906, atol=0.01)  # the printed euros over 32; the minutes give 914.900
    assert_allclose(out.first_year_cost / 170_000, 0.172218, atol=2e-6)
    assert round(float(out.first_year_cost) + 0.135 * 170_000) == 52_227


def test_provider_core_and_what_is_done_anyway() -> None:
    out = ai_act({f"activities.{name}.already_done": 0.396 for name in PRINTED})
    core = ("data", "documents", "information")
    assert sum(PRINTED[name] for name in core) == 10_780
    assert_allclose(sum(out.cost[name] for name in core), 10_780, atol=0.6)
    assert_allclose(sum(out.burden[name] for name in core), 6_511.12, atol=0.4)
    assert_allclose(10_780 * (1 - 0.396), 6_511.12, rtol=1e-12)


def test_who_pays() -> None:
    out = ai_act()
    assert {payer: round(float(cost)) for payer, cost in out.cost_of.items()} == {"provider": 21_513, "deployer": 7_764}


def test_two_readings_of_the_same_hours() -> None:
    """Four lines once in three years, or all five every year."""
    as_assessed = baseline(standard_cost, scenario="ai_act_lines", prices="EUR 2021")
    yearly = as_assessed.but("all yearly", {f"activities.{name}.recurring": 1.0 for name in PRINTED})
    one_off = sum(minutes / 60 * 32 for minutes in (5_180.5, 8_231, 6_800, 20_125))
    out, high = as_assessed.outputs(), yearly.outputs()
    assert_allclose(out.later_cost, 7_764, rtol=1e-12)
    assert_allclose(out.annualised_cost, 7_764 + one_off / float(annuity(0.03, 3)), rtol=1e-12)
    assert_allclose(out.annualised_cost, 15_369.43, atol=0.005)
    assert_allclose(high.first_year_cost, high.annualised_cost, rtol=1e-12)
    assert_allclose(high.annualised_cost, 29_276.80, rtol=1e-6)
