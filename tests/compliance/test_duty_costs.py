"""The table of what each duty costs, against the bill and the consequences; what a changed hour changes."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from few import few
from numpy.testing import assert_allclose

from mloss_econ.compliance import bill, consequences, duty_costs, pricing_out, small_entities
from mloss_econ.compliance.duty_costs import PASS_BACK
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import default_store
from mloss_econ.evidence.reading import priced
from mloss_econ.kernel import Case, baseline, model, proposal
from mloss_econ.regimes import world_under

PROPOSALS = few(sorted(default_store().proposals), 3)
HARD = ["eu_ai_act_highrisk", "hawley_blumenthal", "microsoft_tiers"]
COSTS = {
    "developer": "fixed_cost",
    "large": "large_cost",
    "deployer": "deployer_cost",
    "intermediary": "intermediary_cost",
}


@cache
def billed(name: str, prices: str = "USD 2022") -> Case[Any, Any]:
    """The bill of a proposal alone."""
    return proposal(name).apply(baseline(bill, scenario="ai_duties", prices=prices))


@pytest.mark.parametrize("name", [*HARD, *PROPOSALS])
def test_the_sums_of_the_table_are_the_bill_and_the_totals(name: str) -> None:
    case = world_under(name).but("with contracts", contracts=3.0, pass_back=0.2)
    table, y = duty_costs(case), case.outputs()
    near = {"rtol": 1e-9, "atol": 1e-9}
    for payer, cost in COSTS.items():
        assert_allclose(table.one(payer), getattr(y, cost), **near)
    assert_allclose(table.one("developer", kind=PASS_BACK), y.passed_back, **near)
    assert_allclose(table.all("developer", kind="work"), y.developers_recurring, **near)
    assert_allclose(table.all("developer", kind="fee"), y.fees_paid, **near)
    assert_allclose(table.all("developer", kind=PASS_BACK), y.passed_back_funded, **near)
    assert_allclose(table.all("large", kind="work"), y.large_recurring, **near)
    assert_allclose(table.all("large", kind="fee"), y.large_fees_paid, **near)
    for payer, many in (("deployer", "deployers"), ("intermediary", "intermediaries")):
        assert_allclose(table.all(payer, kind="work"), getattr(y, f"{many}_recurring"), **near)
        assert_allclose(table.all(payer, kind="fee"), getattr(y, f"{many}_fees_paid"), **near)
    sunk = sum(float(row.sunk) for row in table.rows if row.payer == "developer")
    assert_allclose(sunk, y.sunk_cost, **near)


@pytest.mark.parametrize("name", [*HARD, *PROPOSALS])
def test_burdens_and_fees_are_the_whole_bill(name: str) -> None:
    case = world_under(name)
    table, y = duty_costs(case), case.outputs()
    for payer, cost in COSTS.items():
        for burden in ("administrative", "adjustment"):
            assert_allclose(table.one(payer, burden=burden), getattr(y, f"{burden}_cost")[payer], rtol=1e-9, atol=1e-9)
        parts = float(y.administrative_cost[payer] + y.adjustment_cost[payer]) + table.one(payer, kind="fee")
        back = float(y.passed_back) if payer == "developer" else 0.0
        assert_allclose(parts + back, getattr(y, cost), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("path", ["hours", "tariff", "overhead", "one_off"])
def test_who_changes_a_factor_of_a_duty_changes_the_bill(path: str) -> None:
    """Ten more of each, by hand: hours and a tariff for documents, overhead, money out of pocket."""
    case = world_under("eu_ai_act_requirements", prices="EUR 2021")
    name = f"duties.documents.{path}"
    more = case.but("dearer", {name: case.entry(name).value + 10})
    row, after = (
        next(r for r in duty_costs(c).rows if (r.duty, r.payer) == ("documents", "developer")) for c in (case, more)
    )
    hours, tariff = 4_390 / 32, 32.0
    added = {"hours": 10 * tariff, "tariff": 10 * hours, "overhead": 10 * hours * tariff, "one_off": 10.0}[path]
    share = float(row.units) * (1 - 0.397) * float(row.times)
    assert_allclose(float(after.one - row.one), share * added, rtol=1e-9)
    gap = float(more.outputs().fixed_cost - case.outputs().fixed_cost)
    assert_allclose(gap, share * added, rtol=1e-9)


def test_the_provider_s_core_of_the_impact_assessment_rebuilt() -> None:
    """6,000 to 7,000 euros a system net of what is done anyway, and 100 to 500 million over all: so many systems."""
    table = duty_costs(billed("eu_ai_act_requirements", "EUR 2021"))
    core = [r for r in table.rows if r.duty in ("data", "documents", "information") and r.payer == "developer"]
    once = {r.duty: float(r.hours * r.tariff * (1 + r.overhead) + r.out_of_pocket) for r in core}
    assert_allclose([once[n] for n in ("data", "documents", "information")], (2_763, 4_390, 3_627), rtol=1e-12)
    net = sum(once[r.duty] * (1 - float(r.already_done)) for r in core)
    assert_allclose(net, 10_780 * 0.603, rtol=1e-12)
    assert 6_000 < net < 7_000
    low, high = 100e6 / 6_500, 500e6 / 6_500
    assert (round(low), round(high)) == (15_385, 76_923)
    assert_allclose((net * low, net * high), (100e6, 500e6), rtol=1e-4)
    deployers = world_under("eu_ai_act_highrisk").entry("deployers").value
    assert_allclose(deployers, (low * high) ** 0.5, rtol=0.02)


def test_authorities_of_the_impact_assessment_rebuilt() -> None:
    """13 posts in each of 27 Member States, at 55,040 euros."""
    case = world_under("eu_ai_act_highrisk", prices="EUR 2021").but(
        "as assessed", staff_cost=55_040.0, administration=0.0
    )
    assert 13 * 27 * 55_040 == 19_319_040
    assert_allclose(case.outputs().lines["supervision"], 19_319_040, rtol=1e-12)


def test_oversight_is_a_seventh_of_a_post() -> None:
    table = duty_costs(billed("eu_ai_act_highrisk", "EUR 2021"))
    (row,) = (r for r in table.rows if r.duty == "oversight")
    assert_allclose(float(row.hours_yearly * row.tariff), 7_764, rtol=1e-12)
    assert_allclose(float(row.hours_yearly) / 1_720, 1 / 7, rtol=0.02)


def test_the_bill_alone_has_the_cost_of_one_and_says_what_it_lacks() -> None:
    table = duty_costs(billed("hawley_blumenthal"))
    assert_allclose(table.one("developer"), billed("hawley_blumenthal").outputs().fixed_cost, rtol=1e-12)
    assert all(row.all is None and row.hours_of_all is None for row in table.rows)
    with pytest.raises(InputError, match="how many pay is not known"):
        table.all("developer")
    with pytest.raises(InputError, match=r"priced by compliance\.bill, which is no part of compliance\.pricing_out"):
        duty_costs(baseline(pricing_out))
    assert [r["payers"] for r in table.frame().records()] == [None] * len(table.rows)


def test_the_table_prints_and_hands_in_every_row() -> None:
    table = duty_costs(world_under("eu_ai_act_highrisk"))
    text = str(table)
    assert max(map(len, text.splitlines())) <= 80
    assert "post market" in text
    assert "eu ai act highrisk post market" not in text
    assert len(table.frame().rows) == len(table.rows)
    assert str(duty_costs(world_under("status_quo"))).startswith("Cost of duties, status_quo")


def test_a_burden_that_is_no_word_of_it_is_refused() -> None:
    case = baseline(bill, scenario="ai_duties", labels={"duties.audit.burden": "paper"})
    with pytest.raises(InputError, match=r"duties\.audit\.burden = 'paper' is not known"):
        case.outputs()


def test_small_entities_take_the_bill_and_the_projects_of_a_model() -> None:
    """Linked to the proposal's own bill; alone it takes any cost and any count."""
    joined = model(*world_parts(), small_entities, scenario="ai_duties")
    case = proposal("hawley_blumenthal").apply(baseline(joined))
    y = case.outputs()
    revenue = case.entry("revenue").value
    assert_allclose(y.ratio, y.fixed_cost / revenue, rtol=1e-12)
    assert_allclose(y.number_above_lower, y.share_above_lower * y.entities, rtol=1e-12)
    assert "fixed_cost" not in case.entries
    assert "entities" not in case.entries
    alone = small_entities.at(fixed_cost=float(y.fixed_cost), entities=float(y.entities))
    assert_allclose(alone.number_above_upper, y.number_above_upper, rtol=1e-12)
    dearer = case.but("more hours", {"duties.information.hours": 10_000.0})
    assert dearer.outputs().ratio > y.ratio


def world_parts() -> tuple[Any, ...]:
    """The parts of the world up to the consequences."""
    from mloss_econ.regimes import world

    return world.upto(consequences).parts


PRICE: dict[str, Any] = {
    "unit": "entity",
    "kind": "work",
    "burden": "administrative",
    "one_off": {"value": 1, "unit": "USD", "price_year": 2022, "why": "a test"},
}


def test_a_proposal_s_own_duty_has_a_burden_and_a_fee_has_none() -> None:
    assert priced({"report": PRICE}, "mine.toml")["report"]["burden"] == "administrative"
    said = {key: value for key, value in PRICE.items() if key != "burden"}
    assert "burden" not in priced({"report": said}, "mine.toml")["report"]
    with pytest.raises(SeedError, match=r"prices\.report\.burden.*'paper' is no burden of this duty\. Use administra"):
        priced({"report": PRICE | {"burden": "paper"}}, "mine.toml")
    with pytest.raises(SeedError, match="A fee has none: leave it out"):
        priced({"report": PRICE | {"kind": "fee"}}, "mine.toml")


def test_every_duty_of_work_in_the_library_says_its_burden() -> None:
    duties = default_store().scenarios["ai_duties"].tree["duties"]
    assert {name for name, duty in duties.items() if duty["kind"] == "work" and "burden" not in duty} == set()
    assert {name for name, duty in duties.items() if duty["kind"] == "fee" and "burden" in duty} == set()
