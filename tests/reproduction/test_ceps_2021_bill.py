"""The study behind the EU impact assessment (CEPS, ICF and Wavestone 2021): the five lines and the quality-management
system, one-off sums turned into a yearly bill."""

from typing import Any

import pytest
from numpy.testing import assert_allclose

from mloss_econ.compliance import annualise, annuity, bill
from mloss_econ.evidence import Store
from mloss_econ.kernel import Case, baseline

FACTS = ("data", "docs", "info", "oversight", "robustness")
LINES = ("data", "documents", "information", "oversight", "robustness")
CORE = LINES[:3]


def only(case: Case[Any, Any], label: str, **borne: float) -> Case[Any, Any]:
    """Some duties borne in full, nothing done before, nothing yearly but what the study says is yearly."""
    changes: dict[str, Any] = {}
    for name in case.point.duties:
        changes[f"duties.{name}.developer"] = borne.get(name, 0.0)
        changes[f"duties.{name}.already_done"] = 0.0
        changes[f"duties.{name}.repeated"] = 0.0
    return case.but(label, changes)


@pytest.fixture(scope="module")
def duties() -> Case[Any, Any]:
    return baseline(bill, prices="EUR 2021", scenario="ai_duties")


def test_the_five_lines_sum_to_29_277(store: Store) -> None:
    lines = [store.fact(f"ceps_2021.{name}").value for name in FACTS]
    assert sum(lines) == 2763 + 4390 + 3627 + 7764 + 10_733 == 29_277
    assert store.fact("ceps_2021.total").value == 29_277
    assert_allclose(29_277 / 170_000, 0.172218, atol=5e-7)


def test_the_scenario_takes_its_points_from_the_study(duties: Case[Any, Any], store: Store) -> None:
    for name, fact in zip(LINES, FACTS, strict=True):
        hours = "hours_yearly" if name == "oversight" else "hours"
        found = {key: duties.entries[f"duties.{name}.{key}"].value for key in ("tariff", "overhead", hours)}
        assert (found["tariff"], found["overhead"]) == (store.fact("ceps_2021.hourly_wage").value, 0)
        assert found[hours] * found["tariff"] == store.fact(f"ceps_2021.{fact}").value
        assert duties.entries[f"duties.{name}.one_off"].value == duties.entries[f"duties.{name}.yearly"].value == 0
        minutes = store.fact(f"ceps_2021_minutes.{name}").value
        assert minutes is not None
        assert_allclose(found[hours], minutes, atol=1 / 60)  # the study's own table of minutes, to the minute
    assert duties.entries["duties.oversight.hours"].value == 0
    assert duties.entries["duties.qms.yearly"].value == 71_400


@pytest.mark.parametrize(
    ("rate", "years", "factor"), [(0.03, 10, 8.530203), (0.07, 10, 7.023582), (0.02, 10, 8.982585)]
)
def test_annuity_factors(rate: float, years: int, factor: float) -> None:
    assert_allclose(annuity(rate, years), factor, atol=5e-7)
    assert_allclose(annuity(rate, years), sum((1 + rate) ** -t for t in range(1, years + 1)), rtol=1e-14)


def test_capital_recovery_over_ten_years() -> None:
    assert_allclose(annualise(1.0, 0.03, 10), 0.117231, atol=5e-7)
    assert_allclose(annualise(1.0, 0.07, 10), 0.142378, atol=5e-7)


def test_the_provider_core_over_three_years(duties: Case[Any, Any]) -> None:
    assert 2763 + 4390 + 3627 == 10_780
    assert round(float(annualise(10_780, 0.03, 3))) == 3_811
    core = only(duties, "core", **dict.fromkeys(CORE, 1.0))
    core = core.but("core, one-off only", {f"duties.{name}.hours_yearly": 0.0 for name in CORE})
    assert core.entries["duties.data.life"].value == 3
    expected = 10_780 / (1 / 1.03 + 1 / 1.03**2 + 1 / 1.03**3)
    assert_allclose(core.outputs().fixed_cost, expected, rtol=1e-13)
    assert round(float(core.outputs().fixed_cost)) == 3_811


@pytest.mark.parametrize(
    ("rate", "set_up", "yearly"),
    [
        (0.03, 193_000, 113_542.43),
        (0.03, 330_000, 143_457.01),
        (0.07, 193_000, 118_470.90),
        (0.07, 330_000, 151_883.93),
    ],
)
def test_a_new_quality_management_system(duties: Case[Any, Any], rate: float, set_up: float, yearly: float) -> None:
    new = only(duties, "new system", qms=1.0).but(
        "as studied", {"duties.qms.one_off": set_up, "duties.qms.life": 5.0, "discount_rate": rate}
    )
    assert_allclose(new.outputs().fixed_cost, yearly, atol=0.005)
    assert_allclose(annualise(set_up, rate, 5) + 71_400, yearly, atol=0.005)
    by_loop = set_up / sum((1 + rate) ** -t for t in range(1, 6)) + 71_400
    assert_allclose(new.outputs().by_duty["qms"], by_loop, rtol=1e-13)


def test_all_five_lines_as_yearly_sums_are_the_study_read_as_a_yearly_bill(duties: Case[Any, Any]) -> None:
    read = only(duties, "yearly", **dict.fromkeys(LINES, 1.0))
    changes: dict[str, Any] = {f"duties.{n}.{key}": 0.0 for n in LINES for key in ("hours", "hours_yearly")}
    changes |= {f"duties.{n}.yearly": v for n, v in zip(LINES, (2763, 4390, 3627, 7764, 10_733), strict=True)}
    assert_allclose(read.but("each year", changes).outputs().fixed_cost, 29_277, rtol=1e-14)


def test_what_is_done_anyway_costs_nothing_more(duties: Case[Any, Any]) -> None:
    full = only(duties, "core", **dict.fromkeys(CORE, 1.0))
    bau = full.but("anyway", {f"duties.{n}.already_done": 0.396 for n in CORE})
    assert_allclose(float(bau.outputs().fixed_cost), float(full.outputs().fixed_cost) * 0.604, rtol=1e-13)
    assert_allclose(10_780 * 0.604, 6_511.12, rtol=1e-12)


def test_the_quality_management_system_decides_not_the_five_lines(duties: Case[Any, Any]) -> None:
    lines = only(duties, "lines", **dict.fromkeys(LINES, 1.0)).outputs().fixed_cost
    system = only(duties, "system", qms=1.0).outputs().fixed_cost
    assert system > 5 * lines
