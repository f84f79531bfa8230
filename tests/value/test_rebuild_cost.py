"""Basic COCOMO: what the tools print, the formula by hand, and its laws."""

import math
from typing import Any

import numpy as np
import pytest
from amounts import sizes
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, Table
from mloss_econ.kernel import baseline
from mloss_econ.value import Mode, rebuild_cost, rebuild_cost_ii
from mloss_econ.value.rebuild_cost import RebuildCostInputs


def basic(
    lines: dict[str, float], *, mode: str = "organic", developer_wage: float = 56_286, rebuild_overhead: float = 2.4
) -> Any:
    """Basic COCOMO with the tools' own pay, at the formula's effort."""
    point = baseline(rebuild_cost, scenario="code_bases").point
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
def test_separate_projects_take_less_than_one(lines: list[float], mode: str) -> None:
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
