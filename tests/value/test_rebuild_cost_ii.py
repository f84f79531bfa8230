"""COCOMO II: published outputs, the formula by hand, and haste."""

import math
from typing import Any

import pytest
from amounts import sizes
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, baseline
from mloss_econ.value import rebuild_cost_ii, schedule_allowed


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
    out = second(lines, scale_factors=scale, adjustment=multiplier, developer_wage=24_000.0, rebuild_overhead=3.0)
    assert_allclose(out.cost, effort * 6_000, rtol=1e-11)


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
