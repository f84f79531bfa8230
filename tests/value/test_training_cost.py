"""What training costs, rented and owned: published figures, and hour by hour."""

from amounts import money
from facts import TRAINING_PRICES as PRICES, fact
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import training_run
from mloss_econ.evidence import Store
from mloss_econ.kernel import baseline
from mloss_econ.value import chip_hours, growth_from_magnitudes, training_cost


def test_the_rent_of_gpt3(store: Store) -> None:
    hours, hour = fact(store, "cottier_2024.gpt3_hours"), fact(store, "cottier_2024.gpt3_hour")
    out = training_cost.at(chip_hours=hours, chip_hour=hour, prices=PRICES)
    assert_allclose(out.rented, 4_336_473, rtol=1e-6)
    assert_allclose(out.rented, fact(store, "cottier_2024.gpt3_cloud"), rtol=2e-4)
    assert_allclose(4_336_473 / fact(store, "cottier_2024.gpt3_amortised"), 2.0, atol=0.03)
    assert_allclose(fact(store, "cottier_2024.gpt3_hardware") / 4_336_473, 56, atol=0.5)


SYNTHETIC = {
    "chip_hours": 1e6,
    "chip_price": 25_000.0,
    "progress": 0.14,
    "interconnect_share": 0.19,
    "chip_power": 0.4,
    "server_power": 2.03125,
    "power_use": 0.75,
    "facility_overhead": 1.1,
    "electricity": 0.0832,
}


def test_a_million_hours_of_owned_machines() -> None:
    out = training_cost.at(SYNTHETIC, prices=PRICES)
    items = (float(out.chips), float(out.linking), float(out.energy))
    assert_allclose(items, (919_353, 215_651, 55_770), rtol=1e-5)
    assert_allclose(out.owned, 1_190_774, rtol=1e-6)
    assert_allclose(out.owned, sum(items), rtol=1e-15)


def test_worth_lost_to_progress_hour_by_hour() -> None:
    # a chip loses worth as others get better: over one hour, out of many in a year
    yearly = float(growth_from_magnitudes(0.14))
    one_hour = 25_000 * (1 - (1 + yearly) ** (-1 / 8766))
    assert_allclose(training_cost.at(SYNTHETIC, prices=PRICES).chips, 1e6 * one_hour, rtol=1e-4)


def test_the_chip_price_that_gives_the_published_amortised_cost(store: Store) -> None:
    out = training_cost.at(chip_price=12_700.0, electricity=0.0832, prices=PRICES)
    assert_allclose(out.owned, fact(store, "cottier_2024.gpt3_amortised"), rtol=0.05)


@given(money, st.floats(0.1, 10))
def test_cost_is_proportional_to_hours(hours: float, factor: float) -> None:
    one, more = (training_cost.at(chip_hours=h) for h in (hours, hours * factor))
    for name in ("rented", "owned", "energy"):
        assert_allclose(getattr(more, name), factor * getattr(one, name), rtol=1e-12)


def test_hours_from_computing_agree_with_the_other_subject() -> None:
    theirs = training_run.at(parameters=405e9, tokens=15.6e12)
    x = baseline(training_run).point
    assert_allclose(chip_hours(6 * 405e9 * 15.6e12, x.peak, x.utilisation), theirs.gpu_hours, rtol=1e-12)
