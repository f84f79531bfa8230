"""The forms of agencies against the calculator's own nets, and what they have to hold."""

from __future__ import annotations

import datetime
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from few import few, few_rows
from numpy.testing import assert_allclose

import mloss_econ as me
from mloss_econ.compliance import (
    AccountingStatement,
    AppraisalSummary,
    BusinessImpact,
    CostGrid,
    Monetised,
    annuity,
    net_cost_to_business,
    profile,
)
from mloss_econ.engine import Run, estimate, finite
from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import GROUPS, contrast
from mloss_econ.regimes import annualised_amounts, form_net, form_of, paperwork_hours, sides, world_under
from mloss_econ.regimes.lines import COMPLIANCE, LINES, TRANSFERS

PROFILES = ("a4-2003", "a4-2023", "greenbook-2026", "eu-br")
SAMPLED = ["eu_ai_act_highrisk", "hawley_blumenthal", "deployment_liability", "outright_ban", "immunity", "licensing"]
DRAWS, MANY = 256, 2**12 + 16  # MANY: more than a block, and not a multiple of it


def key_of(chosen: str, schedule: str) -> str:
    """The output of flows that is the net of a profile at one of its schedules."""
    return f"by_profile.{chosen} {schedule}".replace(" %", "").replace(" ", "_")


@cache
def run_of(name: str, offenders: float = 0.0, rate: float = 0.03, n: int = DRAWS) -> Run[Any, Any]:
    """Few draws of a proposal."""
    case = world_under(name)
    changed = case.but("changed", offenders=offenders, discount_rate=rate)
    return me.simulate(case.with_entries(changed.entries, name), n=n, seed=3)


@cache
def change_of(name: str, offenders: float = 0.0, rate: float = 0.03, n: int = DRAWS) -> Run[Any, Any]:
    """What it changes, on the same draws."""
    return me.simulate(contrast(run_of(name, offenders, rate, n).case), n=n, seed=3)


@pytest.mark.parametrize(("chosen", "name", "offenders"), few_rows(product(PROFILES, SAMPLED, (1.0, 0.0)), 1))
def test_the_net_of_a_form_is_the_headline(chosen: str, name: str, offenders: float) -> None:
    """Draw by draw: the same world at the same discount rate, whichever weight offenders' gains have."""
    for schedule, made in profile(chosen).schedules.items():
        rate = made.rates[0]
        run, change = (of(name, offenders, rate, 256) for of in (run_of, change_of))
        size = np.abs(finite(run, "harm_remaining")) + np.abs(finite(change, "net_world"))
        net = form_net(run, chosen)[schedule]
        assert np.abs(net - finite(change, "net_world")) / size == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("name", few(SAMPLED, 1))
@pytest.mark.parametrize("region", few(["uk", "eu", "us"], 1))
@pytest.mark.parametrize("offenders", few([1.0, 0.0], 1))
def test_the_net_of_a_region_is_its_headline(name: str, region: str, offenders: float) -> None:
    run, change = (of(name, offenders, 0.035, 256) for of in (run_of, change_of))
    (net,) = form_net(run, "greenbook-2026", viewpoint=region).values()
    size = np.abs(finite(run, "harm_remaining")) + np.abs(finite(change, f"net_of.{region}"))
    assert np.abs(net - finite(change, f"net_of.{region}")) / size == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("name", few(SAMPLED, 1))
@pytest.mark.parametrize("chosen", few(PROFILES, 1))
def test_annualised_amounts_give_the_calculators_own_net_under_every_schedule(name: str, chosen: str) -> None:
    """Benefits less costs, and less stolen money (its receivers count for nothing), times the annuity."""
    run, change = run_of(name, n=MANY), change_of(name, n=MANY)
    for schedule, rows in annualised_amounts(run, chosen).items():
        net = sum((rows[line] if code == "B" else -rows[line] for line, (code, _, _) in LINES.items()), np.zeros(run.n))
        net = (net - rows["stolen"]) * rows["annuity"]
        found, size = finite(change, key_of(chosen, schedule)), np.abs(finite(run, key_of(chosen, schedule)))
        assert np.abs(net - found) / size == pytest.approx(0, abs=1e-9)
        made = sides(run, chosen)[schedule]
        assert np.abs(made.net * made.annuity - found) / size == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("name", few(SAMPLED, 2))
def test_no_side_is_below_zero_and_nothing_stands_on_both(name: str) -> None:
    """What falls is a saving, what rises a cost, draw by draw."""
    for made in sides(run_of(name), "a4-2003").values():
        for key, cost in made.costs.items():
            assert cost.min() >= 0
            assert made.benefits[key].min() >= 0
            assert not np.any(cost * made.benefits[key])


@pytest.mark.parametrize("offenders", few([0.25, 0.0, 1.0], 1))
def test_the_statement_adds_up_and_reconciles_stolen_money(offenders: float) -> None:
    form = form_of(run_of("deployment_liability", offenders), "a4-2003")
    assert isinstance(form, AccountingStatement)
    money = [e for e in form.entries if isinstance(e, Monetised)]
    assert all(e.at[rate].primary >= 0 for e in money if e.kind != "transfer" for rate in form.profile.schedules)
    known = form.reconciliation
    assert known is not None
    assert (known.counted, known.other) == (offenders, 0.0 if offenders == 1 else 1.0)
    for rate in form.profile.schedules:
        gain = form.total("benefit", rate).primary - form.total("cost", rate).primary
        assert gain == pytest.approx(form.total("net", rate).primary, rel=1e-9)
        there = form_of(run_of("deployment_liability", known.other), "a4-2003")
        assert isinstance(there, AccountingStatement)
        assert there.total("net", rate).primary == pytest.approx(known.net[rate].primary, rel=1e-9)
        assert there.total("net", rate).low == pytest.approx(known.net[rate].low, rel=1e-9)
        stolen = annualised_amounts(run_of("deployment_liability", offenders), "a4-2003")[rate]["stolen"].mean()
        apart = known.other - known.counted
        assert known.stolen[rate].primary == pytest.approx(apart * stolen, rel=1e-9)
    named = [e.what for e in money]
    assert ("less stolen money: victims" in named) == (offenders < 1)
    assert ("stolen money" in [e.what for e in money if e.kind == "transfer"]) == (offenders > 0)


def test_the_interval_of_the_net_is_that_of_its_draws() -> None:
    form = form_of(run_of("hawley_blumenthal"), "a4-2003")
    assert isinstance(form, AccountingStatement)
    for rate, draws in form_net(run_of("hawley_blumenthal"), "a4-2003").items():
        net = form.total("net", rate)
        low, high = np.quantile(draws, (0.05, 0.95))
        assert (net.low, net.primary, net.high) == pytest.approx((low, draws.mean(), high))
        assert net.low > form.total("benefit", rate).low - form.total("cost", rate).high


def test_transfers_of_a_statement_have_parties_and_cancel() -> None:
    form = form_of(run_of("hawley_blumenthal"), "a4-2003")
    assert isinstance(form, AccountingStatement)
    transfers = [e for e in form.entries if isinstance(e, Monetised) and e.kind == "transfer"]
    assert {e.payer for e in transfers} <= set(GROUPS)
    assert 0 < len(transfers) <= len(TRANSFERS)
    size = sum(abs(e.at["3 %"].primary) for e in transfers)
    assert sum(form.balance["3 %"].values()) == pytest.approx(0, abs=1e-12 * size)


def test_lines_of_us_practice_follow_from_the_rows() -> None:
    """Compliance in the first year against the threshold, hours of paper, costs at 7 % less what is saved."""
    run = run_of("hawley_blumenthal")
    form = form_of(run, "a4-2003")
    rows = annualised_amounts(run, "a4-2003")["3 %"]
    once = [line for line in COMPLIANCE if line.endswith("familiarisation")]  # annualised: in full in the first year
    spent = sides(run, "a4-2003")["3 %"].first
    first = sum(rows[line] / spent if line in once else rows[line] for line in COMPLIANCE)
    assert np.any(rows["familiarisation"])
    mandate, paper, offset = (
        next(n for n in form.notes if n.startswith(w)) for w in ("Unfunded", "Paper", "Executive")
    )  # type: ignore[union-attr]
    assert f"{me_number(first.mean() / 1e6)} million" in mandate
    base = default_store().fact("umra.threshold")
    assert base.value == 151e6
    hours = paperwork_hours(run)
    assert me_number(hours.mean()) in paper
    made = sides(run, "a4-2003")["7 %"]
    whole = made.cost - made.costs["harm"] - made.costs["stolen"]
    saved = sum(made.benefits[n] for n, (code, _, _) in LINES.items() if code in "KCPA")
    assert f"{me_number((whole - saved).mean() / 1e6)} million" in offset


def me_number(value: float) -> str:
    """A figure as forms print it."""
    from mloss_econ.base.text import number

    return number(float(value))


@pytest.mark.parametrize("name", few(["deployment_liability", "hawley_blumenthal"], 1))
def test_the_summary_has_the_net_present_value(name: str) -> None:
    run = run_of(name)
    form = form_of(run, "greenbook-2026")
    assert isinstance(form, AppraisalSummary)
    (schedule,) = profile("greenbook-2026").schedules
    found = finite(change_of(name), key_of("greenbook-2026", schedule))
    assert form.net.primary == pytest.approx(found.mean(), rel=1e-9)
    assert (form.net.low, form.net.high) == pytest.approx(tuple(np.quantile(found, (0.05, 0.95))), rel=1e-9)
    assert form.ratio == pytest.approx(form.benefit.primary / form.cost.primary)
    assert form.standing.startswith("the world")


def test_the_business_impact_is_spread_from_the_start_of_the_year() -> None:
    run = run_of("eu_ai_act_highrisk")
    form = form_of(run, "greenbook-2026")
    assert isinstance(form, AppraisalSummary)
    assert isinstance(form.business, BusinessImpact)
    (rows,) = annualised_amounts(run, "greenbook-2026").values()
    assert_allclose(rows["annuity"], annuity(0.035, 10, "start"), rtol=1e-12)
    direct = sum(rows[line] for line in COMPLIANCE).mean()
    assert form.business.eandcb.primary == pytest.approx(
        float(net_cost_to_business(direct * 8.607687, 0.035, 10)), rel=1e-6
    )
    of_all = dict.fromkeys(GROUPS, 0.0)
    for line, (code, group, _) in LINES.items():
        of_all[group] += rows[line].mean() * (1 if code == "B" else -1)
    for line, (payer, receiver, _) in TRANSFERS.items():
        of_all[payer] -= rows[line].mean()
        of_all[receiver] += rows[line].mean()
    worth = sum(of_all[g] for g in ("open projects", "large developers", "deployers")) * rows["annuity"].mean()
    assert form.business.npv.primary == pytest.approx(worth, rel=1e-9)


def test_years_of_price_and_of_present_value_are_two_things() -> None:
    later = form_of(run_of("hawley_blumenthal"), "greenbook-2026", day=datetime.date(2028, 6, 1))
    assert isinstance(later, AppraisalSummary)
    assert later.present_value_year == 2028
    with pytest.raises(InputError, match=r"is more than 30 years from 2026.* Take one from 1996 to 2056"):
        form_of(run_of("hawley_blumenthal"), "greenbook-2026", present_value_year=2057)
    dated = form_of(run_of("eu_ai_act_highrisk"), "greenbook-2026")
    undated = form_of(run_of("hawley_blumenthal"), "greenbook-2026")
    asked = form_of(run_of("hawley_blumenthal"), "greenbook-2026", present_value_year=2030)
    found = [(f.prices.year, f.present_value_year) for f in (dated, undated, asked)]  # type: ignore[union-attr]
    assert [year for _, year in found] == [2027, 2026, 2030]
    assert {year for year, _ in found} == {run_of("eu_ai_act_highrisk").case.prices.year}


@pytest.mark.parametrize("year", [2020, 2031])
def test_another_present_value_year_moves_present_values_and_no_annual_amount(year: int) -> None:
    """By 3.5 % compounded year by year; a year that is given as it would be anyway changes nothing."""
    run = run_of("eu_ai_act_highrisk")  # applies in 2027
    plain, same, moved = (form_of(run, "greenbook-2026", present_value_year=y) for y in (None, 2027, year))
    assert isinstance(plain, AppraisalSummary)
    assert isinstance(moved, AppraisalSummary)
    assert str(same) == str(plain)
    grown = 1.0
    for _ in range(abs(year - 2027)):
        grown = grown * 1.035 if year > 2027 else grown / 1.035
    assert isinstance(plain.business, BusinessImpact)
    assert isinstance(moved.business, BusinessImpact)
    for before, after in (
        (plain.net, moved.net),
        (plain.cost, moved.cost),
        (plain.benefit, moved.benefit),
        (plain.business.npv, moved.business.npv),
    ):
        assert (after.low, after.primary, after.high) == pytest.approx(
            (before.low * grown, before.primary * grown, before.high * grown), rel=1e-12
        )
    assert moved.business.eandcb == plain.business.eandcb
    assert moved.zero_if() == plain.zero_if()
    assert "amounts begin in 2027" in moved.notes[0]
    assert "moved at 3.5 % a year" in moved.notes[0]


def test_optimism_bias_raises_every_cost_by_its_share() -> None:
    run = run_of("deployment_liability")
    plain, uplifted = (form_of(run, "greenbook-2026", bias=b) for b in (0.0, 0.2))
    assert isinstance(plain, AppraisalSummary)
    assert isinstance(uplifted, AppraisalSummary)
    assert uplifted.cost.primary == pytest.approx(1.2 * plain.cost.primary, rel=1e-12)
    assert uplifted.net.primary == pytest.approx(plain.net.primary - 0.2 * plain.cost.primary, rel=1e-9)
    assert "no uplift for optimism" in " ".join(str(plain).split())
    assert "an uplift of 20 % for optimism" in " ".join(str(uplifted).split())
    assert "Switching values of single inputs are without the uplift." in uplifted.notes
    assert not any(note.startswith("Switching values of single") for note in plain.notes)


def test_switching_values_are_where_the_net_of_the_form_changes_sign() -> None:
    run = run_of("deployment_liability")
    form = form_of(run, "greenbook-2026")
    assert isinstance(form, AppraisalSummary)
    said = " ".join(form.steady) + " ".join(form.switching)
    for words in ("the weight of offenders' gains", "the share of lost use that users pool and rebuild"):
        assert words in said
    assert "the yearly harm of AI" in form.switching
    change = contrast(run.case)
    (schedule,) = form.profile.schedules
    at = [found for found in form.switching.items() if "care" in found[0]]
    for name, value in at:
        path = "deployer_care" if "downstream" in name else "developer_care"
        near = float(value.split(" and ")[0])
        nets = [
            change.but("x", {path: near * f}).outputs().by_profile[key_of(form.profile.name, schedule)[11:]]
            for f in (0.97, 1.03)
        ]
        assert np.sign(nets[0]) != np.sign(nets[1])


@pytest.mark.parametrize("name", few(["eu_ai_act_highrisk", "licensing", "microsoft_tiers"], 2))
def test_the_grid_has_every_cost_and_benefit_once(name: str) -> None:
    """Recurrent costs, one-off ones annualised, fees apart: benefits less these are the headline."""
    run = run_of(name)
    form = form_of(run, "eu-br")
    assert isinstance(form, CostGrid)
    (made,) = sides(run, "eu-br").values()
    fees = sum(made.transfers[line].mean() for line in ("fees", "large_fees", "deployers_fees", "clouds_fees"))
    once = form.cell(None, "one-off", None) * float(np.mean(made.first))
    costs = form.cell(None, "recurrent", None) - fees + once
    assert costs == pytest.approx(made.cost.mean(), rel=1e-9)
    assert sum(b.figure.primary for b in form.benefits) == pytest.approx(made.benefit.mean(), rel=1e-9)
    assert form.net is not None
    assert form.net.primary == pytest.approx(estimate(change_of(name), "net_world").value, rel=1e-9)
    assert form.cell("citizens", None, "adjustment") == form.cell("citizens", None, "administrative") == 0
    assert all(c.figure.primary >= 0 for c in form.costs)


def test_the_grid_tells_paper_from_change() -> None:
    """At one draw after another, by the duty table: shares of what deployers pay under the high-risk regime."""
    case = world_under("eu_ai_act_highrisk")
    run = me.simulate(case, n=64, seed=5)
    form = form_of(run, "eu-br")
    assert isinstance(form, CostGrid)
    shares = finite(run, "administrative_cost.deployer") / finite(run, "deployer_cost")
    paid = shares * finite(run, "deployers_recurring")
    found = sum(c.figure.primary for c in form.costs if c.kind == "administrative" and c.what.startswith("deployers"))
    assert found == pytest.approx(paid.mean(), rel=1e-9)
    assert 0 < shares.mean() < 1
    once = [c for c in form.costs if c.recurrence == "one-off"]
    assert {c.kind for c in once} == {"administrative"}
    large = next(c for c in once if c.what.startswith("large"))
    bound = finite(run, "share_bound")
    assert large.figure.primary == pytest.approx((bound * finite(run, "large_sunk_total")).mean(), rel=1e-9)


@pytest.mark.slow
def test_every_proposal_fills_every_form() -> None:
    for name in default_store().proposals:
        run = run_of(name, n=64)
        for chosen in PROFILES:
            if default_store().proposal(name).baseline and chosen == "greenbook-2026":
                continue
            text = str(form_of(run, chosen))
            assert max(map(len, text.splitlines())) <= 80, (name, chosen)
            assert "nan" not in text


def test_what_cannot_be_filled_is_said() -> None:
    with pytest.raises(InputError, match="a benefit or a cost above 0: the proposal changes nothing"):
        form_of(run_of("status_quo"), "greenbook-2026")
    with pytest.raises(InputError, match="Did you mean 'a4-2003'"):
        form_of(run_of("status_quo"), "a4-2004")
    with pytest.raises(InputError, match=r"viewpoint 'ukk' is not known to a form\. Did you mean 'uk'"):
        form_of(run_of("status_quo"), "a4-2003", viewpoint="ukk")
    with pytest.raises(InputError, match="bias and present_value_year are of an appraisal summary"):
        form_of(run_of("status_quo"), "eu-br", bias=0.2)
    with pytest.raises(InputError, match="bias and present_value_year are of an appraisal summary"):
        form_of(run_of("status_quo"), "a4-2003", bias=0.0)  # a choice, if one of none
    with pytest.raises(InputError, match="a share from 0 to 2"):
        form_of(run_of("licensing"), "greenbook-2026", bias=3.0)
    empty = form_of(run_of("status_quo"), "a4-2003")
    assert isinstance(empty, AccountingStatement)
    assert ("benefit", "monetised") in empty.blanks
    assert empty.total("net", "3 %").primary == 0
