"""Discounting by the rules of agencies: against year by year, as data, and what they refuse."""

from typing import Any

import numpy as np
import pytest
from appraisals import USD, rates
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import Schedule, annuity, profile
from mloss_econ.compliance.profiles import profile_of
from mloss_econ.errors import InputError
from mloss_econ.evidence import Table, default_store

PROFILES = ("a4-2003", "a4-2023", "greenbook-2026", "eu-br")
GREEN = profile("greenbook-2026").schedules["standard"]
amounts = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)
WORDS: tuple[Any, ...] = ("START", "middle", "", None, 1, ["end"])


@pytest.mark.parametrize(
    ("year", "factor"),
    [(30, 0.356278), (31, 0.345901), (75, 0.094214), (76, 0.091916), (100, 0.050818), (125, 0.027411)],
)
def test_the_green_book_factors(year: int, factor: float) -> None:
    assert_allclose(GREEN.factor(year), factor, atol=5e-7)
    slow = 1.0
    for t in range(1, year + 1):
        slow /= 1.035 if t <= 30 else 1.03 if t <= 75 else 1.025
    assert_allclose(GREEN.factor(year), slow, rtol=1e-12)


def test_the_last_steps_too() -> None:
    for year, rate in ((126, 0.02), (200, 0.02), (201, 0.015), (300, 0.015), (301, 0.01), (499, 0.01)):
        assert_allclose(GREEN.factor(year - 1) / GREEN.factor(year), 1 + rate, rtol=1e-12)


@pytest.mark.parametrize("name", PROFILES)
def test_factors_fall_and_begin_at_one(name: str) -> None:
    found = profile(name)
    assert all((found.title, found.status))
    for schedule in found.schedules.values():
        factors = schedule.factor(np.arange(0, schedule.reach + 0.5, 0.5))
        assert factors[0] == 1
        assert (np.diff(factors) < 0).all()
    expected = {"a4-2003": [0.03, 0.07], "a4-2023": [0.02], "greenbook-2026": [0.035], "eu-br": [0.03]}
    assert [s.rates[0] for s in found.schedules.values()] == expected[name]


@given(amounts, rates)
def test_one_rate_is_a_schedule_of_one_step(stream: list[float], rate: float) -> None:
    schedule = Schedule("flat", (0.0,), (rate,), 100.0)
    by_loop = sum(a / (1 + rate) ** t for t, a in enumerate(stream))
    assert_allclose(schedule.present_value(np.array(stream)), by_loop, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("timing", ["end", "start"])
@given(stream=amounts)
def test_annualise_then_discount_is_the_identity(timing: Any, stream: list[float]) -> None:
    level = float(GREEN.annualised(np.array(stream), timing))
    paid = np.zeros(len(stream))
    paid[1:] = level
    if timing == "start":
        paid = np.roll(paid, -1)
    assert_allclose(GREEN.present_value(paid), GREEN.present_value(np.array(stream)), rtol=1e-9, atol=1e-6)


def with_timing(word: str) -> Any:
    """A profile whose row says when in the year a payment falls."""
    known, rates_of = (default_store().table(name) for name in ("appraisal_profiles", "discount_rates"))
    timings = np.array([word if name == "a4-2003" else "end" for name in known["profile"]])
    return profile_of(Table(known.name, {**known.columns, "timing": timings}), rates_of, "a4-2003")


@pytest.mark.parametrize(("timing", "level"), [("end", 100.0), ("mid", 98.53293), ("start", 97.08738)])
def test_the_same_worth_paid_earlier_is_less_a_year(timing: Any, level: float) -> None:
    schedule = with_timing(timing).schedules["3 %"]
    stream = np.array([0.0] + 10 * [100.0])
    assert_allclose(schedule.annualised(stream, timing), level, rtol=1e-6)
    worth = sum(100 * 1.03**-t for t in range(1, 11))
    assert_allclose(worth / annuity(0.03, 10, timing), level, rtol=1e-6)
    early = {"end": 0, "mid": 0.5, "start": 1}[timing]
    paid = [level * 1.03 ** -(t - early) for t in range(1, 11)]
    assert_allclose(sum(paid), worth, rtol=1e-6)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: profile("a4-2004"), "no appraisal profile 'a4-2004'.*Did you mean 'a4-2003'"),
        (lambda: profile("a4-2023").schedules["2 %"].factor(60.0), "reaches from year 0 to 50; asked for 60"),
        (lambda: GREEN.factor(-1.0), "reaches from year 0"),
        (lambda: Schedule("x", (0.0, 5.0, 5.0), (0.1, 0.1, 0.1), 9.0), "begin with year 0 and rise"),
        (lambda: Schedule("x", (1.0,), (0.1,), 9.0), "begin with year 0"),
        (lambda: Schedule("x", (0.0,), (-1.0,), 9.0), "rate above -1"),
        (lambda: Schedule("x", (0.0,), (), 9.0), "each step needs a rate"),
        (lambda: annuity(0.03, 10, "middle"), "'end' or 'start' of the year, or 'mid'"),  # type: ignore[arg-type]
        *((lambda word=word: GREEN.annualised(np.ones(3), word), "write 'end' or 'start'") for word in WORDS),
        (lambda: with_timing("Start"), "table 'appraisal_profiles', profile 'a4-2003': timing = 'Start': write 'end'"),
        (lambda: Schedule("x", (0.0, 5.0), (3.5, 3.0), 9.0), "a rate of 3.5 is 350 % a year.*for 3.5 % write 0.035"),
        (lambda: GREEN.annualised(np.array([1.0]), "end"), "at least one year"),
        (lambda: default_store().prices.convert(USD, PriceBase("USD", 1950)), "1950"),
    ],
)
def test_what_cannot_be_discounted_is_refused(make: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        make()
