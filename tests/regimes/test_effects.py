"""A proposal end to end: its ledger adds up, nothing comes of nothing, and years agree with sums project by project."""

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from alone import inputs_alone, linked_numbers
from few import few
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import ndtri

from mloss_econ.compliance import profile
from mloss_econ.engine import Run, simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import Proposal, default_store
from mloss_econ.kernel import GROUPS, Case, Ledger, Proposal as AppliedProposal, baseline, contrast, proposal
from mloss_econ.regimes import (
    STATUS_QUO,
    effects,
    effects_by_year,
    flows,
    flows_ledger,
    home_weights,
    world,
    world_under,
)
from mloss_econ.regimes.lines import LINES
from mloss_econ.regimes.yearly import years_of
from mloss_econ.value import use_value

NAMES = tuple(default_store().proposals)
SOME = ("hawley_blumenthal", "outright_ban", "joint_use", "sb1047", "immunity")


@lru_cache(maxsize=8)
def case_of(name: str) -> Case[Any, Any]:
    return world_under(name)


@lru_cache(maxsize=8)
def made_by(name: str) -> Any:
    """What a proposal changes, at the adopted point."""
    return contrast(case_of(name)).outputs()


@lru_cache(maxsize=8)
def run_of(name: str) -> Run[Any, Any]:
    """What a proposal changes, in draws."""
    case = contrast(case_of(name))
    return simulate(case.calculator, case, n=256, seed=3)


NOTHING = linked_numbers(flows) | {"use_lost": 0.0, "covered_use": 0.0, "value_lost": 0.0}  # a world without a rule


def at(**values: float) -> Any:
    """One world: what flows if all that is not given is as without a rule."""
    return flows.at({**NOTHING, **values})


def change(both: dict[str, float], **ruled: float) -> Any:
    """What flows with `ruled` less what flows without; both worlds have `both`."""
    one, other = at(**both, **ruled), at(**both)

    def less(name: str) -> Any:
        mine, theirs = getattr(one, name), getattr(other, name)
        return {k: mine[k] - theirs[k] for k in mine} if isinstance(mine, dict) else mine - theirs

    return SimpleNamespace(**{name: less(name) for name in type(one).model_fields})


names = pytest.mark.parametrize("name", few(SOME, 1))


@names
def test_the_net_by_line_is_the_net_by_group_and_transfers_cancel(name: str) -> None:
    run = run_of(name)
    ledger = effects(case_of(name), n=256, seed=3)
    whole = sum((np.abs(v) for v in ledger.by_group().values()), np.ones(run.n))
    for mine, theirs in zip(
        ledger.lines + ledger.transfers, flows_ledger(run).lines + flows_ledger(run).transfers, strict=True
    ):
        assert_allclose(mine.amount / whole, theirs.amount / whole, atol=1e-9)
    everybody = dict.fromkeys(GROUPS, 1.0)
    lines = ledger.by_line(everybody)
    size = sum((np.abs(v) for v in ledger.by_group().values()), np.ones(run.n))
    assert_allclose(lines["T"] / size, 0, atol=1e-12)
    by_line = lines["B"] - sum(lines[code] for code in "KCPAH")
    assert_allclose(by_line, sum(ledger.by_group().values()), atol=1e-9 * size.max())
    assert_allclose(ledger.net(), run.output("net_world"), atol=1e-9 * size.max())
    assert_allclose(ledger.net({"open projects": 1.0}), run.output("net_projects"), atol=1e-9 * size.max())


@names
def test_one_jurisdiction_is_the_ledger_with_its_shares(name: str) -> None:
    case = case_of(name)
    net = effects(case, n=None).net(home_weights(case))
    assert_allclose(net, float(made_by(name).net_home), rtol=1e-9)


@pytest.mark.parametrize("years", [1.5, 9.25])
def test_of_a_last_year_that_is_not_whole_the_part_that_counts(years: float) -> None:
    case = case_of("sb1047").but("in part", years=years)
    short, whole = effects_by_year(case), effects_by_year(case_of("sb1047"))
    assert short.years == tuple(range(1, int(years) + 2))
    for year in short.years:
        part = min(years - year + 1, 1.0)
        assert_allclose(short.in_year(year).net(), part * whole.in_year(year).net(), rtol=1e-12)
    rate = case.entry("discount_rate").value
    y, parts = contrast(case).outputs(), [min(years - year + 1, 1.0) for year in short.years]
    assert_allclose(short.present_value(rate, 0).net(), y.net_present_value, rtol=1e-9)
    annuity = sum(part * (1 + rate) ** -year for year, part in zip(short.years, parts, strict=True))
    assert_allclose(y.net_world, y.net_present_value / annuity, rtol=1e-9)


@names
def test_years_add_up_to_the_level_amounts_under_every_profile(name: str) -> None:
    case = case_of(name)
    y, by_year = made_by(name), effects_by_year(case, from_year=2027)
    assert by_year.years == tuple(range(2027, 2037))
    rate = case.entry("discount_rate").value
    worth = by_year.present_value(rate, 2026)
    assert_allclose(worth.net(), y.net_present_value, rtol=1e-9)
    assert_allclose(y.net_world, y.net_present_value / ((1 - (1 + rate) ** -10) / rate), rtol=1e-9)
    nets = [float(by_year.in_year(t).net()) for t in by_year.years]
    for key, factor in {
        "greenbook-2026_standard": [1.035**-t for t in range(10)],  # paid at the start of the year
        "a4-2003_7": [1.07**-t for t in range(1, 11)],
        "eu-br_3": [1.03**-t for t in range(1, 11)],
    }.items():
        assert_allclose(y.by_profile[key], np.dot(nets, factor), rtol=1e-9)
    assert set(y.by_profile) == {
        f"{p}_{s}".replace(" %", "").replace(" ", "_")
        for p in ("a4-2003", "a4-2023", "greenbook-2026", "eu-br")
        for s in profile(p).schedules
    }


def test_the_status_quo_against_itself_is_exactly_zero() -> None:
    for path, values in run_of(STATUS_QUO).draws.outputs.items():
        assert_array_equal(values, 0, err_msg=path)
    assert not effects(case_of(STATUS_QUO), n=None).net()
    assert (simulate(world, case_of(STATUS_QUO), n=256, seed=3).output("harm_remaining") > 0).all()


def test_a_proposal_without_levers_changes_nothing() -> None:
    today = baseline(world)
    same = proposal(STATUS_QUO).apply(today)
    assert same.entries == today.entries
    assert same.label == STATUS_QUO
    assert same.digest() == today.digest()
    alone = baseline(world.upto("stopped_paid"))
    assert proposal(STATUS_QUO).apply(alone).entries == alone.entries


@pytest.mark.parametrize("name", few(NAMES, 8))
def test_every_proposal_goes_through_unchanged(name: str) -> None:
    y = made_by(name)
    for value in (y.net_world, y.net_home, y.net_projects, y.harm_avoided, *y.by_profile.values()):
        assert np.isfinite(value)
    assert float(case_of(name).outputs().harm_remaining) >= 0


@pytest.mark.slow
@names
def test_every_price_base_gives_the_same_real_answer(name: str) -> None:
    prices = default_store().prices
    for base in ("EUR 2022", "GBP 2022"):
        elsewhere = world_under(name, prices=base)
        there, here = contrast(elsewhere).outputs(), made_by(name)
        factor = prices.convert(case_of(name).prices, elsewhere.prices).factor
        assert_allclose(there.net_world, float(here.net_world) * factor, rtol=1e-9)
        assert_allclose(there.use_gone, here.use_gone, rtol=1e-9, atol=1e-15)


@pytest.mark.slow
@names
def test_another_year_differs_by_what_inflation_differed_between_currencies(name: str) -> None:
    """A belief is deflated in its own currency, so amounts of two currencies move a little against each other."""
    elsewhere = world_under(name, prices="USD 2019")
    there, here = contrast(elsewhere).outputs(), made_by(name)
    factor = default_store().prices.convert(case_of(name).prices, elsewhere.prices).factor
    size = sum(abs(float(v)) for v in here.groups.values())
    assert abs(float(there.net_world) - float(here.net_world) * factor) <= 0.03 * size * factor


@given(st.floats(1.0, 20.0), st.sampled_from(["licensing", "eu_ai_act_highrisk", "permits", "premarket_approval"]))
def test_a_dearer_rule_never_raises_the_number_of_survivors(times: float, name: str) -> None:
    case = case_of(name)
    changes = {p: e.value * times for p, e in case.entries.items() if p.endswith((".one_off", ".yearly"))}
    dearer = case.but("dearer", changes).outputs()
    assert float(dearer.stopped) >= float(case.outputs().stopped) * (1 - 1e-12)
    assert float(dearer.use_lost) >= float(case.outputs().use_lost) * (1 - 1e-12)


@given(
    use=st.lists(st.floats(1.0, 100.0), min_size=2, max_size=5),
    data=st.data(),
    wait=st.floats(0, 3),
    turnover=st.floats(0.05, 0.9),
    obsolescence=st.floats(0, 1),
    recovered=st.floats(0, 1),
)
def test_use_lost_is_the_sum_over_projects(
    use: list[float], data: Any, wait: float, turnover: float, obsolescence: float, recovered: float
) -> None:
    """Each project's own: it stops, or it comes late and stale, or it is not covered (the other way to write it)."""
    fate = [data.draw(st.sampled_from(["stops", "waits", "free"])) for _ in use]
    whole = sum(use)
    stops = sum(v for v, f in zip(use, fate, strict=True) if f == "stops") / whole
    covered = stops + sum(v for v, f in zip(use, fate, strict=True) if f == "waits") / whole
    changed = inputs_alone(flows).model_copy(
        update={
            "use_value": np.float64(whole),
            "replacement_cost": np.float64(1e12),
            "covered_use": np.float64(min(covered, 1.0)),
            "use_lost": np.float64(stops),
            "wait": np.float64(wait),
            "turnover": np.float64(turnover),
            "obsolescence": np.float64(obsolescence),
            "recovered": np.float64(recovered),
        }
    )
    for t, series in zip(range(1, 6), years_of(changed), strict=False):
        lost = 0.0
        for value, f in zip(use, fate, strict=True):
            out = 0.0 if t <= wait else min(t - wait, 1.0)  # part of the year in which it is out
            served = {"stops": 0.0, "waits": out * np.exp(-obsolescence * wait), "free": 1.0}[f]
            lost += value * (1 - recovered) * (1 - (1 - turnover) ** t) * (1 - served)
        assert_allclose(series.use, lost, rtol=1e-9, atol=1e-12)


def test_two_projects_over_two_years_worked_by_hand() -> None:
    """Use worth 100 and 60 a year. The first stays and waits half a year, the second stops and frees 10 a year. Half of
    use moves to newer releases in a year, a quarter of what is lost is replaced, nothing grows stale. No rate.

    year 1: newer releases serve 1/2; the first is out for half of the year, so half of its part is missing
        first 100 * 1/2 * 1/2 = 25, second 60 * 1/2 = 30: 55, not replaced 3/4: 41.25
    year 2: they serve 3/4; the first is out all year; second 60 * 3/4 = 45, not replaced 33.75
    finding out 4, in year 1; running work 3 a year, supervised for 1/10 of it; harm 200, all open, none of it stolen,
    falls with use: by 41.25/160 = 0.2578 and 33.75/160 = 0.2109, so by 51.5625 and 42.1875
    net: - 41.25 + 10 - 4 - 3 - 0.3 + 51.5625 = 13.0125 and - 33.75 + 10 - 3 - 0.3 + 42.1875 = 15.1375
    """
    both = {
        "use_value": 160.0,
        "replacement_cost": 1e9,
        "recovered": 0.25,
        "obsolescence": 0.0,
        "turnover": 0.5,
        "administration": 0.1,
        "yearly_harm": 200.0,
        "open_left": 1.0,
        "closed_left": 0.0,
        "closed_downstream_left": 0.0,
        "stolen": 0.0,
        "bought": 0.0,
        "years": 2.0,
        "discount_rate": 0.0,
    }
    ruled = {"resources_freed": 10.0, "developers_running": 3.0, "sunk_total": 4.0}
    y = change(both, covered_use=1.0, use_lost=60 / 160, wait=0.5, **ruled)
    assert_allclose(y.lines["use"], -(41.25 + 33.75) / 2, rtol=1e-12)
    assert_allclose(y.lines["freed"], -10, rtol=1e-12)
    assert_allclose(y.transfers["funding"], -10, rtol=1e-12)
    assert_allclose(y.lines["finding_out"], 4 / 2, rtol=1e-12)
    assert_allclose(y.lines["projects_comply"], 3, rtol=1e-12)
    assert_allclose(y.lines["supervision"], 0.3, rtol=1e-12)
    assert_allclose(y.harm_avoided, (51.5625 + 42.1875) / 2, rtol=1e-12)
    assert_allclose(y.net_present_value, 13.0125 + 15.1375, rtol=1e-12)
    assert_allclose(y.net_world, (13.0125 + 15.1375) / 2, rtol=1e-12)
    assert_allclose(y.net_projects, 10 - 10 - 2 - 3, rtol=1e-12)


def test_what_users_rebuild_offenders_have_as_well() -> None:
    ruled, both = {"use_lost": 0.5, "covered_use": 1.0}, {"use_value": 30e9, "recovered": 0.0}
    cheap = change(both | {"replacement_cost": 1e6}, **ruled)
    dear = change(both | {"replacement_cost": 1e12}, **ruled)
    assert_allclose(cheap.lines["use"], -1e6, rtol=1e-9)
    assert float(cheap.harm_avoided) == 0
    assert float(cheap.transfers["payments"]) == 0
    assert float(dear.harm_avoided) > 0
    assert -float(dear.lines["use"]) > 1e9


def test_a_rule_of_one_country_is_its_share_less_what_moves() -> None:
    both, ruled = {"replacement_cost": 1e12, "bought": 0.0}, {"use_lost": 0.3, "covered_use": 1.0}
    whole = change(both | {"bound": 1.0}, **ruled)
    part = change(both | {"bound": 0.4, "leakage": 0.0}, **ruled)
    for line in ("use", "harm"):
        assert_allclose(part.lines[line], 0.4 * whole.lines[line], rtol=1e-9)
    assert_allclose(part.net_world, 0.4 * whole.net_world, rtol=1e-9)
    leaky = change(both | {"bound": 0.4, "leakage": 0.5}, **ruled)
    assert_allclose(at(bound=0.4, leakage=0.5).moved_out, 0.3, rtol=1e-12)
    assert_allclose(leaky.lines["use"], 0.4 * 0.7 * whole.lines["use"], rtol=1e-9)
    assert_allclose(leaky.lines["harm"], 0.4 * 0.7 * 0.7 * whole.lines["harm"], rtol=1e-9)  # less use, and it moves
    assert float(change(both | {"bound": 1.0, "leakage": 1.0}, **ruled).net_world) == float(whole.net_world)


def test_effects_of_a_rule_of_one_country_are_its_share_of_those_of_all() -> None:
    """Without leakage; what is bound is the same part in both worlds, so all else cancels."""
    case = case_of("licensing").but("no leak", leakage=0.0)
    whole, part = (effects(case.but(f"bound {b}", bound=b), n=64, seed=1) for b in (1.0, 0.4))
    size = sum((np.abs(v) for v in whole.by_group().values()), np.ones(64))
    for one, other in zip(part.lines, whole.lines, strict=True):
        assert (one.code, one.group) == (other.code, other.group)
        assert_allclose(np.asarray(one.amount) / size, 0.4 * np.asarray(other.amount) / size, rtol=1e-9, atol=1e-12)


def test_the_ledger_holds_what_follows_for_projects_deployers_and_the_state() -> None:
    """A licence with a fee, of which deployers and clouds pay a part; transfers reach both sides and leave the net
    alone."""
    today = baseline(world)
    ruled = {"deployers": 100.0, "intermediaries": 3.0, "pass_back": 0.2}
    case = proposal("licensing").apply(today).but("with deployers", ruled)
    level, ledger = simulate(world, case, n=64, seed=2), effects(case, n=64, seed=2)
    assert (level.output("fees_paid") > 0).any()
    for line, group, path in (
        ("projects_comply", "open projects", "developers_running"),
        ("deployers_comply", "deployers", "deployers_running"),
        ("clouds_comply", "large developers", "intermediaries_running"),
    ):
        assert_allclose(level.output(f"lines.{line}"), level.output(path), rtol=1e-12)
        (found,) = (one for one in ledger.lines if (one.group, one.note) == (group, LINES[line][2]))
        assert_allclose(found.amount, level.output(path), rtol=1e-12)
    for transfer, path in (("fees", "fees_paid"), ("passed_back", "passed_back_paid")):
        assert_allclose(level.output(f"transfers.{transfer}"), level.output(path), rtol=1e-12)
    without = Ledger(ledger.prices, ledger.kind, ledger.lines)
    moved = sum((np.abs(t.amount) for t in ledger.transfers), np.ones(64))
    weights = dict.fromkeys(GROUPS, 1.0)
    assert_allclose(ledger.net(weights) / moved, without.net(weights) / moved, atol=1e-9)


@pytest.mark.slow
def test_increments_of_overlapping_rules_add_up() -> None:
    """One step at a time: the second rule over the first, and the first over nothing, are both over nothing."""
    today = baseline(world)
    first = proposal("eu_ai_act_requirements").apply(today)
    both = proposal("eu_ai_act_highrisk").apply(first)
    steps = effects(both, against=first, n=64, seed=2).net() + effects(first, against=today, n=64, seed=2).net()
    whole = effects(both, against=today, n=64, seed=2).net()
    assert_allclose(steps, whole, rtol=1e-9, atol=1e-9 * np.abs(whole).max())
    assert not effects(both, against=both, n=64, seed=2).net().any()


@pytest.mark.slow
def test_effects_against_another_proposal_are_the_difference_of_both() -> None:
    one, other = case_of("licensing"), case_of("risk_tiers")
    found = effects(one, against=other, n=64, seed=1)
    apart = effects(one, n=64, seed=1).net() - effects(other, n=64, seed=1).net()
    assert_allclose(found.net(), apart, rtol=1e-9, atol=1e-9 * np.abs(apart).max())
    with pytest.raises(InputError, match=r"differ in yearly_harm, which is no lever"):
        effects(one, against=other.but("less harm", yearly_harm=1e9), n=64)


def test_offenders_count_only_where_one_says_so() -> None:
    case = case_of("sb1047")
    counted = case.but("their gains count", offenders=1.0)
    ledger = effects(case, n=None)
    everybody = dict.fromkeys(GROUPS, 1.0)
    y, as_adopted = contrast(counted).outputs(), made_by("sb1047")
    assert_allclose(y.net_world, ledger.net(everybody), rtol=1e-9)
    assert_allclose(as_adopted.net_world, ledger.net(), rtol=1e-9)
    assert float(y.net_world) < float(as_adopted.net_world)


def test_enforcement_and_fines_are_levers() -> None:
    case = case_of("licensing")
    assert float(case.but("nobody", enforcement=0.0).outputs().harm_avoided) < float(case.outputs().harm_avoided)
    strict = case.but("strict", enforcement=100.0).outputs()
    assert float(strict.complying) > 0.99
    assert float(strict.lines["projects_comply"]) > float(case.outputs().lines["projects_comply"])
    fined = case.but("fined", expected_fine=1e5)
    y = contrast(fined).outputs()
    assert_allclose(y.transfers["fines"], 1e5 * fined.outputs().not_complying, rtol=1e-12)
    assert_allclose(y.net_world, made_by("licensing").net_world, rtol=1e-12)  # a transfer


def test_a_ledger_by_year_is_of_a_world() -> None:
    said = r"a ledger is of a case of a model of regimes\.flows, not of value\.use_value\. Take baseline\(world\)"
    with pytest.raises(InputError, match=said):
        effects_by_year(baseline(use_value))
    assert effects_by_year(baseline(world)).years == tuple(range(1, 11))


def test_concentration_is_that_of_the_budgets_that_are_left() -> None:
    """Against two hundred thousand budgets, by their place in the distribution."""
    u = (np.arange(200_000) + 0.5) / 200_000
    budgets = 50_000 * np.exp(1.2 * ndtri(u))
    left = budgets[(budgets >= 300_000) | (budgets < 20_000)]
    lost = 1 - left.sum() / budgets.sum()
    before, after = ((b**2).sum() / b.sum() ** 2 for b in (budgets, left))
    y = at(cutoff=300_000.0, exempt_below=20_000.0, median_budget=50_000.0, sigma=1.2, value_lost=lost, in_scope=1.0)
    assert_allclose(y.concentration, after / before, rtol=2e-3)
    assert float(case_of(STATUS_QUO).outputs().concentration) == 1
    assert float(case_of("outright_ban").outputs().concentration) == 0
    assert float(case_of("licensing").outputs().concentration) > 1


def test_a_proposal_that_contradicts_itself_is_refused() -> None:
    said = {"title": "A", "status": "", "reference": "", "open_source": ""}
    lever = {"liability.harm_control": {"deployer_liable": {"value": 0, "clause": "1"}}}
    with pytest.raises(ValueError, match="contradicts itself: baseline = true changes nothing"):
        Proposal.model_validate(said | {"baseline": True, "levers": lever})
    with pytest.raises(ValueError, match="it imposes nothing"):
        Proposal.model_validate(said)


def test_a_proposal_that_sets_an_uncertainty_is_refused() -> None:
    said = {"title": "A", "status": "", "reference": "", "open_source": ""}
    sets = {
        "liability.harm_control": {"yearly_harm": {"value": 1, "clause": "1", "unit": "USD/year", "price_year": 2022}}
    }
    rule = AppliedProposal("mine", Proposal.model_validate(said | {"levers": sets}))
    with pytest.raises(InputError, match="sets yearly_harm, which is a given, not a lever"):
        rule.apply(case_of(STATUS_QUO))


# all use has moved on within the one year that counts
ONE_YEAR = {"turnover": 1.0, "years": 1.0, "discount_rate": 0.0}


def test_users_buy_no_more_than_rebuilding_would_still_cost() -> None:
    """Half of use worth 100 goes, two fifths of it is replaced: 30 is lost, 20 would be paid for substitutes. With
    rebuilding at 35 only 5 is left to pay; a large developer keeps three fifths of it."""
    both = ONE_YEAR | {"use_value": 100.0, "recovered": 0.4, "bought": 1.0, "price_share": 1.0, "margin": 0.6}
    ruled = {"use_lost": 0.5, "covered_use": 1.0}
    tight = change(both | {"replacement_cost": 35.0}, **ruled)
    assert_allclose([tight.lines["use"], tight.transfers["payments"], tight.lines["substitutes"]], [-30, 5, 2])
    wide = change(both | {"replacement_cost": 1e6}, **ruled)
    assert_allclose([wide.transfers["payments"], wide.lines["substitutes"]], [20, 8])


def test_closed_developers_comply_pay_fees_and_are_supervised() -> None:
    """Two of them, half comply: each 100 a year, of it 10 fees and 5 passed back: 85 of work, 10 of fees."""
    y = change(
        {"large_developers": 2.0, "administration": 0.1, "yearly_harm": 1.0},
        complying=0.5,
        fixed_cost=100.0,
        fees=10.0,
        passed_back=5.0,
        developers_running=3.0,
    )
    assert_allclose([y.lines["large_comply"], y.transfers["large_fees"]], [85, 10], rtol=1e-12)
    assert_allclose(y.lines["supervision"], 0.1 * (85 + 3), rtol=1e-12)
    assert_allclose(y.groups["large developers"], -95, rtol=1e-12)
    assert_allclose(y.net_world, -85 - 3 - 8.8, rtol=1e-12)  # fees are transfers


def test_damages_are_a_change_and_cost_claims_and_insurance() -> None:
    """Of a harm of 100 open developers pay a fifth, a tenth before: 10 more, and 0.5 + 0.4 * 0.5 of it for claims."""
    both = {
        "yearly_harm": 100.0,
        "open_left": 1.0,
        "closed_left": 0.0,
        "closed_downstream_left": 0.0,
        "claim_cost": 0.5,
        "insured": 0.4,
        "loading": 0.5,
    }
    one, other = at(**both, open_facing=0.2), at(**both, open_facing=0.1)
    assert_allclose(one.transfers["developers_damages"] - other.transfers["developers_damages"], 10, rtol=1e-12)
    assert_allclose(one.lines["developers_claims"] - other.lines["developers_claims"], 7, rtol=1e-12)
    assert_allclose(one.groups["victims"] - other.groups["victims"], 10, rtol=1e-12)
    nets = [one.net_projects - other.net_projects, one.net_world - other.net_world]
    assert_allclose(nets, [-17, -7], rtol=1e-12)


def test_what_is_held_back_is_against_what_is_released_today() -> None:
    y = at(**ONE_YEAR, recovered=0.0, release_ratio=0.5 / 0.8)
    assert_allclose(y.use_gone, 1 - 0.5 / 0.8, rtol=1e-12)
    assert float(at(**ONE_YEAR, recovered=0.0).use_gone) == 0


def test_a_country_inside_the_bound_part_bears_its_share_of_it() -> None:
    """Half of the world is bound and a fifth of the world's producers is at home: two fifths of the 5 they pay."""
    both = {"home_cost": 0.2, "administration": 0.0}
    y = change(both | {"bound": 0.5}, developers_running=10.0)
    assert_allclose(y.net_home, -0.4 * 5, rtol=1e-12)
    whole = change(both | {"bound": 0.1}, developers_running=10.0)
    assert_allclose(whole.net_home, -1, rtol=1e-12)  # all that is bound is at home, and no more than all


def test_a_ledger_says_whose_it_is() -> None:
    """Against the status quo the usual title, against another proposal both names; a contrast is two worlds already."""
    one, other = world_under("licensing"), world_under("risk_tiers")
    assert str(effects(one, n=None)).startswith("Policy minus baseline, ")
    assert str(effects(one, other, n=None)).startswith("licensing minus risk_tiers, flows a year")
    assert effects_by_year(one, other).frame().title.startswith("licensing minus risk_tiers, ")
    for ledger in (effects, effects_by_year):
        with pytest.raises(InputError, match=r"'licensing less status_quo' is of more than one world.*against="):
            ledger(contrast(one))


def test_the_harm_of_one_world_is_that_of_the_bound_part_of_what_leaks_and_of_the_rest() -> None:
    """Harm 100 a year; today 0.9 of it is left, under the proposal 0.3 with open and 0.2 with closed models. Four
    tenths of the world are bound, half of what is stopped leaks to the rest, so that 0.3 escapes and 0.7 is held.

    bound     0.4 * 100 * (0.7 * (0.3 + 0.2) + 0.3 * 0.9) = 24.8          unbound   0.6 * 100 * 0.9 = 54
    """
    left = {"yearly_harm": 100.0, "open_left": 0.3, "closed_left": 0.2, "left_today": 0.9, "stolen": 0.0}
    downstream = {"open_downstream_left": 0.0, "closed_downstream_left": 0.0}
    y = flows.at({**NOTHING, **left, **downstream}, bound=0.4, leakage=0.5)
    assert_allclose([y.lines["harm"], y.harm_remaining, y.harm_avoided], [24.8, 24.8 + 54, 100 - 78.8], rtol=1e-12)
    whole = flows.at({**NOTHING, **left, **downstream}, bound=1.0, leakage=0.5)
    assert_allclose(whole.harm_remaining, 50, rtol=1e-12)  # nowhere to leak to
