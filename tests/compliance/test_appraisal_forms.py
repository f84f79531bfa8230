"""Discounting against year by year, profiles as data, and the forms: what they print, add up and refuse."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import (
    Cost,
    Figure,
    InWords,
    Monetised,
    NotEstimated,
    Quantified,
    Schedule,
    accounting_statement,
    annualise,
    annuity,
    appraisal_summary,
    break_even_units,
    cost_grid,
    fall_of_benefit,
    net_cost_to_business,
    net_present_value,
    profile,
    rise_of_cost,
)
from mloss_econ.compliance.profiles import profile_of
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import Table, default_store
from mloss_econ.kernel import baseline

USD, EUR = PriceBase("USD", 2022), PriceBase("EUR", 2021)
PROFILES = ("a4-2003", "a4-2023", "greenbook-2026", "eu-br")
GREEN = profile("greenbook-2026").schedules["standard"]
rates = st.floats(0, 0.3, allow_subnormal=False)
amounts = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


# ---------------------------------------------------------------- discounting


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


@given(rates, st.floats(0.5, 60))
def test_the_start_of_the_year_is_a_year_s_interest_dearer(rate: float, years: float) -> None:
    assert_allclose(annuity(rate, years, "start"), annuity(rate, years) * (1 + rate), rtol=1e-13)
    assert_allclose(annualise(1.0, rate, years, "start") * annuity(rate, years, "start"), 1, rtol=1e-13)


def test_known_annuities() -> None:
    assert_allclose(100 * annuity(0.03, 10), 853.0202836775836, rtol=1e-12)
    assert_allclose(100 * annuity(0.03, 10, "start"), 878.6108921879112, rtol=1e-12)
    assert_allclose(annualise(1.0, np.array([0.03, 0.07]), 10, "start"), [0.113816, 0.133063], atol=5e-7)
    assert_allclose([annuity(0.035, 10, "start"), annuity(0.035, 10)], [8.6077, 8.3166], atol=5e-5)
    assert_allclose(annualise(1.0, 0.035, 10) / net_cost_to_business(1.0, 0.035, 10), 1.035, rtol=1e-13)


@pytest.mark.parametrize(
    ("rate", "present", "annual"), [(0.02, 15.77910, 1.75663), (0.03, 15.23624, 1.78615), (0.07, 13.42830, 1.91189)]
)
def test_a_stream_of_costs(rate: float, present: float, annual: float) -> None:
    stream = np.array([5.0, *[1.2] * 10])
    flat = Schedule("flat", (0.0,), (rate,), 100.0)
    assert_allclose(flat.present_value(stream), present, atol=5e-6)
    assert_allclose(flat.annualised(stream, "end"), annual, atol=5e-6)
    out = net_present_value.at(
        one_off_cost=5.0, yearly_cost=1.2, yearly_benefit=2.0, discount_rate=rate, appraisal_horizon=10.0
    )
    assert_allclose((out.present_cost, out.annual_cost), (present, annual), atol=5e-6)


def test_switching_values() -> None:
    assert_allclose((fall_of_benefit(120, 100), rise_of_cost(120, 100)), (1 / 6, 0.2), rtol=1e-14)
    assert break_even_units(9e6, 300.0) == 30_000


WORDS: tuple[Any, ...] = ("START", "middle", "", None, 1, ["end"])


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


def test_real_rates_below_0_are_taken_by_every_door() -> None:
    rate, years = -0.01, 10
    stream = {"one_off_cost": 0.0, "yearly_cost": 40.0, "yearly_benefit": 100.0}
    out = net_present_value.at(stream, discount_rate=rate, appraisal_horizon=float(years))
    worth = sum((1 + rate) ** -t for t in range(1, years + 1))
    assert_allclose([out.net_present_value, float(annuity(rate, years))], [60 * worth, worth], rtol=1e-12)
    assert_allclose(Schedule("x", (0.0,), (rate,), 20.0).factor(3.0), 0.99**-3, rtol=1e-12)


@given(st.floats(1, 1e9), st.floats(0, 1e9), st.floats(1, 1e9), rates, st.integers(1, 60))
def test_a_switching_value_makes_the_net_nothing(
    once: float, cost: float, benefit: float, rate: float, years: int
) -> None:
    x = {"one_off_cost": once, "yearly_cost": cost, "discount_rate": rate, "appraisal_horizon": float(years)}
    out = net_present_value.at(**x, yearly_benefit=benefit)
    size = float(out.present_cost + out.present_benefit)
    fallen = net_present_value.at(**x, yearly_benefit=benefit * (1 - float(out.fall_of_benefit)))
    assert abs(float(fallen.net_present_value)) <= 1e-9 * size
    level = net_present_value.at(**x, yearly_benefit=float(out.break_even_benefit))
    assert abs(float(level.net_present_value)) <= 1e-9 * size
    assert_allclose((1 + out.rise_of_cost) * out.present_cost, out.present_benefit, rtol=1e-9, atol=1e-9 * size)
    assert_allclose(out.annual_cost, out.business_cost * (1 + rate), rtol=1e-12)


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


# ---------------------------------------------------------------- the accounting statement

A4 = profile("a4-2003")
COST = Figure(1e6, 2e6, 5e6, USD)


def money(kind: Any, what: str, **more: Any) -> Monetised:
    return Monetised(kind, what, {"3 %": COST, "7 %": COST.times(1.2)}, "own run", **more)


ENTRIES = (
    money("cost", "compliance"),
    money("transfer", "fees", payer="developers", receiver="the state"),
    Quantified("cost", "projects that stop", Figure(10, 20, 50), "projects", "own run"),
    InWords("benefit", "fewer harms"),
)
BLANKS = {
    ("benefit", "monetised"): NotEstimated("nobody has valued the harm avoided"),
    ("benefit", "quantified"): NotEstimated("no count of harms exists"),
    ("cost", "in words"): NotEstimated("none is known"),
    ("transfer", "quantified"): NotEstimated("all are in money"),
    ("transfer", "in words"): NotEstimated("none is known"),
}


def statement(entries: Any = ENTRIES, **changes: Any) -> Any:
    given_: dict[str, Any] = {"profile": A4, "prices": USD, "period": "2027 to 2036", "blanks": BLANKS}
    return accounting_statement(entries, **given_ | changes)


def test_an_accounting_statement() -> None:
    made = statement()
    text = str(made)
    assert max(map(len, text.splitlines())) <= 80
    flat = " ".join(text.split())
    for words in (
        "million USD 2022 a year",
        "2027 to 2036",
        "developers to the state",
        "3 %",
        "7 %",
        "2.4",
        "not estimated: nobody has valued",
        "projects that stop: 20 (10 to 50) projects",
        "own run",
    ):
        assert words in flat, words
    assert made.total("cost", "7 %") == Figure(1.2e6, 2.4e6, 6e6, USD)
    assert made.total("benefit", "3 %") == Figure(0, 0, 0, USD)


def test_transfers_sum_to_nothing_over_parties() -> None:
    more = (*ENTRIES, money("transfer", "fines", payer="deployers", receiver="the state"))
    for balance in statement(more).balance.values():
        assert_allclose(sum(balance.values()), 0, atol=1e-6)
        assert set(balance) == {"developers", "deployers", "the state"}
    assert statement(more).balance["3 %"]["the state"] == 4e6


@pytest.mark.parametrize(
    ("entries", "changes", "words"),
    [
        (ENTRIES, {"blanks": {}}, "benefit, monetised: empty.*why it is not estimated"),
        (ENTRIES, {"blanks": BLANKS | {("cost", "monetised"): NotEstimated("x")}}, "Take one away"),
        (ENTRIES, {"period": " "}, "period is empty"),
        ((*ENTRIES, money("transfer", "gift")), {}, "from whom to whom"),
        ((*ENTRIES, money("transfer", "gift", payer="a", receiver="a")), {}, "from whom to whom"),
        ((*ENTRIES, money("cost", "x", payer="a", receiver="b")), {}, "then it is a transfer"),
        ((*ENTRIES, Monetised("cost", "x", {"3 %": COST}, "s")), {}, "figures at 3 %; a4-2003 asks for"),
        ((*ENTRIES, Monetised("cost", "x", {"3 %": COST, "7 %": COST}, "")), {}, "source is empty"),
        ((*ENTRIES, Quantified("cost", "x", COST, "", "s")), {}, "unit is empty"),
    ],
)
def test_a_statement_with_a_gap_is_refused(entries: Any, changes: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        statement(entries, **changes)


def test_mixed_price_bases_are_refused_naming_both() -> None:
    with pytest.raises(UnitError, match="it is in USD 2022, the form in EUR 2021"):
        statement(prices=EUR)
    bare = Monetised("cost", "x", {"3 %": Figure(1, 2, 3), "7 %": Figure(1, 2, 3)}, "s")
    with pytest.raises(UnitError, match="has no price base"):
        statement((*ENTRIES, bare))


@pytest.mark.parametrize("ends", [(2, 1, 3), (1, 3, 2), (1, 2, np.inf), (np.nan, 1, 2)])
def test_a_figure_out_of_order_is_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(InputError, match="low <= primary <= high"):
        Figure(*ends)
    with pytest.raises(InputError, match="say why"):
        NotEstimated(" ")
    with pytest.raises(InputError, match="below 0"):
        Figure(1, 2, 3).times(-1)


def skewed() -> Figure:
    """Four of a hundred draws are of 12.5, the others of 0: the mean, 0.5, lies above the 95th percentile."""
    return Figure.of_values(np.array([0.0] * 96 + [12.5] * 4) * 1e6, USD)


def test_a_mean_above_the_95th_percentile_is_shown_as_it_is_with_a_note() -> None:
    figure = skewed()
    assert (figure.low, figure.primary, figure.high, figure.beyond) == (0, 0.5e6, 0, True)
    assert figure.times(2.0) == Figure(0, 1e6, 0, USD, of_draws=True)
    rare = Monetised("cost", "something rare", {"3 %": figure, "7 %": figure}, "own run")
    text = str(statement((*ENTRIES, rare)))
    assert re.search(r"cost: something rare +3 % +0 +0\.5 +0\n", text)
    assert "a few draws with very large amounts carry it" in " ".join(text.split())
    assert "carry it" not in str(statement())
    assert statement((*ENTRIES, rare)).total("cost", "3 %").primary == 2.5e6


def test_no_label_is_cut_in_mid_word() -> None:
    what = "familiarisation with all that is asked for in the first year: projects, deployers and clouds"
    text = str(statement((*ENTRIES, money("cost", what))))
    assert f"cost: {what}" in " ".join(re.sub(r" [37] %.*", "", text).split())
    assert "…" not in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_a_figure_of_a_run() -> None:
    run = simulate(net_present_value, baseline(net_present_value), n=512, seed=1)
    row = run.row("annual_cost")
    figure = Figure.of(row, run.case.prices)
    assert (figure.low, figure.primary, figure.prices) == (row.p5.value, row.mean.value, USD)


# ---------------------------------------------------------------- the appraisal summary, the cost grid


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


GRID = (
    Cost("businesses", "one-off", "adjustment", Figure(1e3, 2e3, 3e3, EUR)),
    Cost("businesses", "recurrent", "administrative", Figure(4e3, 5e3, 6e3, EUR)),
    Cost("administrations", "recurrent", "administrative", Figure(1e3, 1e3, 1e3, EUR)),
    Cost("open projects", "recurrent", "adjustment", Figure(7e3, 7e3, 7e3, EUR)),
)


def test_a_cost_grid_adds_up() -> None:
    made = cost_grid(GRID, prices=EUR, groups=("open projects",))
    assert made.cell("businesses", "one-off", "adjustment") == 2e3
    assert made.cell(None, "recurrent", "administrative") == 6e3
    assert made.cell(None, "recurrent", None) == 13e3
    text = str(made)
    assert max(map(len, text.splitlines())) <= 80
    assert [line.split()[0] for line in text.splitlines()[3:]] == [
        "citizens",
        "businesses",
        "administrations",
        "open",
        "all",
    ]


def test_a_cost_grid_refuses_what_it_has_no_place_for() -> None:
    with pytest.raises(InputError, match="'open projects' is not known"):
        cost_grid(GRID, prices=EUR)
    with pytest.raises(UnitError, match="EUR 2021, the form in USD 2022"):
        cost_grid(GRID, prices=USD, groups=("open projects",))
    with pytest.raises(InputError, match="not one of its columns"):
        cost_grid([Cost("citizens", "now and then", "adjustment", Figure(1, 1, 1, EUR))], prices=EUR)  # type: ignore[arg-type]
