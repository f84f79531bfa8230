"""COCOMO: published outputs of the tools, the formula by hand, and its laws."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, Table
from mloss_econ.kernel import Case, baseline
from mloss_econ.value import Mode, effort_multiplier, rebuild_cost, rebuild_cost_ii, scale_factors, schedule_allowed
from mloss_econ.value.rebuild_cost import RebuildCostInputs

sizes = st.floats(1, 1e8)


def basic(
    lines: dict[str, float], *, mode: str = "organic", developer_wage: float = 56_286, rebuild_overhead: float = 2.4
) -> Any:
    """Basic COCOMO with the tools' own pay, at the formula's effort."""
    point = rebuild_cost.inputs(scenario="code_bases")
    return rebuild_cost(
        RebuildCostInputs(
            code_lines=lines,
            modes=point.modes,
            mode=mode,
            adjustment=1.0,
            developer_wage=developer_wage,
            rebuild_overhead=rebuild_overhead,
        )
    )


@pytest.mark.parametrize(
    ("lines", "effort", "months", "people", "cost", "tolerance"),
    [
        (66_028, 195.40, 18.56, 10.53, 2_199_663, 3e-4),  # SLOCCount on Wicket
        (9_781, 26.31, 8.66, 3.04, 296_172, 1e-3),
        (345_920, None, 35.93, 30.95, 12_518_897, 1e-4),  # scc's README
        (100_000, None, None, None, 3_401_274.03, 1e-8),  # scc's precision test
    ],
)
def test_what_the_tools_print(lines: float, effort: Any, months: Any, people: Any, cost: Any, tolerance: float) -> None:
    out = basic({"it": lines})
    found = (out.effort, out.months["it"], out.people["it"], out.cost)
    for ours, printed in zip(found, (effort, months, people, cost), strict=True):
        if printed is not None:
            assert_allclose(ours, printed, rtol=tolerance)


@pytest.mark.parametrize(
    ("lines", "wage", "cost", "tolerance"),
    [
        (26, 56_000, 582.31, 1e-5),
        (77_873, 56_000, 2_602_469, 1e-6),
        (190_252, 12 * 4690, 6_681_762, 1e-6),  # whole-number division of the yearly pay
        (345_920, 12 * 4690, 12_517_562, 1e-6),
    ],
)
def test_costs_at_other_pay(lines: float, wage: float, cost: float, tolerance: float) -> None:
    assert_allclose(basic({"it": lines}, developer_wage=wage).cost, cost, rtol=tolerance)


def test_redis_takes_28_months_and_21_people() -> None:
    out = basic({"redis": 190_252})
    assert (round(float(out.months["redis"]), 2), round(float(out.people["redis"]), 2)) == (28.31, 20.97)


def test_three_modes(store: Store) -> None:
    efforts = [basic({"it": 537}, mode=m).effort for m in ("organic", "semi-detached", "embedded")]
    assert_allclose(efforts, [1.249350, 1.495176, 1.707150], rtol=1e-6)
    assert_allclose(basic({"it": 537}).months["it"], 2.7207, rtol=1e-4)
    mode = Mode.of(store.table("cocomo_modes"), "embedded")
    assert (mode.a, mode.b, mode.c, mode.d) == (3.6, 1.20, 2.5, 0.32)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), sizes, min_size=1))
def test_the_formula_by_hand(lines: dict[str, float]) -> None:
    out = basic(lines, developer_wage=60_000, rebuild_overhead=2.0)
    efforts = {n: 2.4 * math.pow(size / 1000, 1.05) for n, size in lines.items()}
    assert_allclose(out.effort, sum(efforts.values()), rtol=1e-12)
    assert_allclose(out.cost, sum(efforts.values()) * 10_000, rtol=1e-12)
    for name, effort in efforts.items():
        months = 2.5 * math.exp(0.38 * math.log(effort))
        assert_allclose(out.months[name], months, rtol=1e-12)
        assert_allclose(out.people[name], effort / months, rtol=1e-12)
        assert_allclose(out.costs[name], effort * 10_000, rtol=1e-12)


@given(st.lists(sizes, min_size=2, max_size=4), st.sampled_from(["organic", "semi-detached", "embedded"]))
def test_parts_take_less_than_the_whole(lines: list[float], mode: str) -> None:
    out = basic({f"part {i}": size for i, size in enumerate(lines)}, mode=mode)
    assert out.cost < out.cost_as_one
    one = basic({"whole": math.fsum(lines)}, mode=mode)
    assert_allclose(one.cost, out.cost_as_one, rtol=1e-12)
    assert_allclose(one.cost, one.cost_as_one, rtol=1e-12)


def test_no_lines_take_nothing() -> None:
    out = basic({"empty": 0.0, "full": 1000.0})
    assert (out.months["empty"], out.people["empty"], out.costs["empty"]) == (0, 0, 0)
    assert_allclose(out.effort, 2.4, rtol=1e-15)
    nothing = rebuild_cost_ii.at({"code_lines.redis": 0.0}, scenario="code_bases")
    assert (nothing.months["redis"], nothing.people["redis"], nothing.efforts["redis"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mode": "organik"}, "mode = 'organik' is not known. Did you mean 'organic'"),
        ({"developer_wage": 0.0}, "developer_wage: has to be above 0"),
        ({"lines": {}}, "there is no code base"),
        ({"lines": {"it": -1.0}}, "outside the bounds"),
    ],
)
def test_what_cannot_be_costed_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as error:
        basic(**{"lines": {"it": 1.0}, **change})
    assert words in str(error.value), str(error.value)


# ---------------------------------------------------------------- COCOMO II


def second(lines: float, **values: Any) -> Any:
    case: Case[Any, Any] = baseline(rebuild_cost_ii, scenario="code_bases")
    others = {f"code_lines.{name}": 0.0 for name in ("wicket", "larger")}
    return case.but(
        "nominal", {"code_lines.redis": lines, "adjustment": 1.0, "scale_factors": 18.97, **others, **values}
    ).outputs()


def test_a_hundred_thousand_lines_all_nominal() -> None:
    out = second(100_000)
    assert_allclose((out.effort, out.months["redis"]), (465.3153, 25.87317), rtol=1e-6)
    assert_allclose(out.exponent, 1.0997, rtol=1e-15)


def test_a_thousand_lines_take_the_factor_itself() -> None:
    assert_allclose(second(1000).effort, 2.94, rtol=1e-15)
    assert_allclose(second(1000, scale_factors=5.0).effort, 2.94, rtol=1e-15)


@given(sizes, st.floats(0, 31), st.floats(0.1, 10))
def test_the_second_formula_by_hand(lines: float, scale: float, multiplier: float) -> None:
    out = second(lines, scale_factors=scale, adjustment=multiplier)
    exponent = 0.91 + scale / 100
    effort = 2.94 * multiplier * math.exp(exponent * math.log(lines / 1000))
    months = 3.67 * effort ** (0.28 + 0.2 * (exponent - 0.91))
    assert_allclose(
        (out.effort, out.months["redis"], out.people["redis"]), (effort, months, effort / months), rtol=1e-11
    )
    paid = second(lines, scale_factors=scale, adjustment=multiplier, developer_wage=24_000.0, rebuild_overhead=3.0)
    assert_allclose(paid.cost, effort * 6_000, rtol=1e-11)


@pytest.mark.parametrize(
    ("rating", "effort", "months", "people"),
    [
        ("very low", 665.4, 19.40, 34.29),
        ("low", 530.5, 21.99, 24.12),
        ("nominal", 465.3, 25.87, 17.98),
        ("high", 465.3, 33.64, 13.83),
        ("very high", 465.3, 41.40, 11.24),
    ],
)
def test_less_time_takes_less_time_and_more_work(rating: str, effort: float, months: float, people: float) -> None:
    out = second(100_000, schedule=schedule_allowed(rating))
    assert_allclose((out.effort, out.months["redis"], out.people["redis"]), (effort, months, people), rtol=5e-4)


def test_haste_between_two_ratings_lies_between_them() -> None:
    nominal = float(second(100_000).effort)
    for schedule, multiplier in ((0.75, 1.43), (0.8, 1.285), (0.85, 1.14), (0.925, 1.07), (1.0, 1.0), (1.45, 1.0)):
        out = second(100_000, schedule=schedule)
        assert_allclose(out.effort, nominal * multiplier, rtol=1e-12)
        assert_allclose(out.people["redis"] * out.months["redis"], out.effort, rtol=1e-12)
    with pytest.raises(InputError, match=r"schedule: 0\.5 is outside"):
        second(1000, schedule=0.5)


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


def test_a_month_of_a_federal_developer(store: Store) -> None:
    hourly, days, hours = (store.fact(f"code_gov.{key}").value for key in ("hourly", "days", "hours"))
    assert None not in (hourly, days, hours)
    assert np.prod([hourly, days, hours]) == store.fact("code_gov.rate").value == 7296
    out = basic({"it": 1000.0}, developer_wage=12 * 7296, rebuild_overhead=1.0)
    assert_allclose(out.cost, 2.4 * 7296, rtol=1e-14)


def test_a_table_of_modes_of_ones_own() -> None:
    mine = Table(
        "mine",
        {"mode": np.array(["m"])}
        | {c: np.array([1.0]) for c in ("effort_factor", "effort_exponent", "schedule_factor", "schedule_exponent")},
    )
    assert Mode.of(mine, "m").effort(5000.0) == 5
