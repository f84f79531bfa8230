"""What flows in one world, worked by hand: use, harm, work, payments and damages."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from alone import linked_numbers
from numpy.testing import assert_allclose
from proposed import case_of
from scipy.special import ndtri

from mloss_econ.regimes import STATUS_QUO, flows

NOTHING = linked_numbers(flows) | {"use_lost": 0.0, "covered_use": 0.0, "value_lost": 0.0}  # a world without a proposal


def at(**values: float) -> Any:
    """One world: what flows if all that is not given is as without a proposal."""
    return flows.at({**NOTHING, **values})


def change(both: dict[str, float], **levers: float) -> Any:
    """What flows with `levers` less what flows without; both worlds have `both`."""
    one, other = at(**both, **levers), at(**both)

    def less(name: str) -> Any:
        mine, theirs = getattr(one, name), getattr(other, name)
        return {k: mine[k] - theirs[k] for k in mine} if isinstance(mine, dict) else mine - theirs

    return SimpleNamespace(**{name: less(name) for name in type(one).model_fields})


# all use has moved on within the one year that counts
ONE_YEAR = {"turnover": 1.0, "years": 1.0, "discount_rate": 0.0}


def test_two_projects_over_two_years_worked_by_hand() -> None:
    """Use worth 100 and 60 a year. The first stays and waits half a year, the second exits and frees 10 a year. Half of
    use moves to newer releases in a year, a quarter of what is lost is replaced, nothing grows stale. No rate.

    year 1: newer releases serve 1/2; the first is out for half of the year, so half of its share is missing
        first 100 * 1/2 * 1/2 = 25, second 60 * 1/2 = 30: 55, not replaced 3/4: 41.25
    year 2: they serve 3/4; the first is out all year; second 60 * 3/4 = 45, not replaced 33.75
    familiarisation 4, in year 1; recurring compliance 3 a year, supervised for 1/10 of it; harm 200, all open, none
    of it stolen, falls with use: by 41.25/160 = 0.2578 and 33.75/160 = 0.2109, so by 51.5625 and 42.1875
    net: - 41.25 + 10 - 4 - 3 - 0.3 + 51.5625 = 13.0125 and - 33.75 + 10 - 3 - 0.3 + 42.1875 = 15.1375
    """
    both = {
        "use_value": 160.0,
        "replacement_cost": 1e9,
        "share_replaced": 0.25,
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
    levers = {"resources_freed": 10.0, "developers_recurring": 3.0, "sunk_total": 4.0}
    y = change(both, covered_use=1.0, use_lost=60 / 160, wait=0.5, **levers)
    assert_allclose(y.lines["use"], -(41.25 + 33.75) / 2, rtol=1e-12)
    assert_allclose(y.lines["freed"], -10, rtol=1e-12)
    assert_allclose(y.transfers["funding"], -10, rtol=1e-12)
    assert_allclose(y.lines["familiarisation"], 4 / 2, rtol=1e-12)
    assert_allclose(y.lines["projects_comply"], 3, rtol=1e-12)
    assert_allclose(y.lines["supervision"], 0.3, rtol=1e-12)
    assert_allclose(y.harm_avoided, (51.5625 + 42.1875) / 2, rtol=1e-12)
    assert_allclose(y.net_present_value, 13.0125 + 15.1375, rtol=1e-12)
    assert_allclose(y.net_world, (13.0125 + 15.1375) / 2, rtol=1e-12)
    assert_allclose(y.net_projects, 10 - 10 - 2 - 3, rtol=1e-12)


def test_what_users_rebuild_offenders_have_as_well() -> None:
    levers, both = {"use_lost": 0.5, "covered_use": 1.0}, {"use_value": 30e9, "share_replaced": 0.0}
    cheap = change(both | {"replacement_cost": 1e6}, **levers)
    dear = change(both | {"replacement_cost": 1e12}, **levers)
    assert_allclose(cheap.lines["use"], -1e6, rtol=1e-9)
    assert float(cheap.harm_avoided) == 0
    assert float(cheap.transfers["payments"]) == 0
    assert float(dear.harm_avoided) > 0
    assert -float(dear.lines["use"]) > 1e9


def test_a_proposal_of_one_country_is_its_share_less_what_moves() -> None:
    both, levers = {"replacement_cost": 1e12, "bought": 0.0}, {"use_lost": 0.3, "covered_use": 1.0}
    whole = change(both | {"share_bound": 1.0}, **levers)
    part = change(both | {"share_bound": 0.4, "leakage": 0.0}, **levers)
    for line in ("use", "harm"):
        assert_allclose(part.lines[line], 0.4 * whole.lines[line], rtol=1e-9)
    assert_allclose(part.net_world, 0.4 * whole.net_world, rtol=1e-9)
    leaky = change(both | {"share_bound": 0.4, "leakage": 0.5}, **levers)
    assert_allclose(at(share_bound=0.4, leakage=0.5).moved_out, 0.3, rtol=1e-12)
    assert_allclose(leaky.lines["use"], 0.4 * 0.7 * whole.lines["use"], rtol=1e-9)
    assert_allclose(leaky.lines["harm"], 0.4 * 0.7 * 0.7 * whole.lines["harm"], rtol=1e-9)  # less use, and it moves
    assert float(change(both | {"share_bound": 1.0, "leakage": 1.0}, **levers).net_world) == float(whole.net_world)


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


def test_users_buy_no_more_than_rebuilding_would_still_cost() -> None:
    """Half of use worth 100 is lost, two fifths of it is replaced: 30 is lost, 20 would be paid for substitutes. With
    rebuilding at 35 only 5 is left to pay; a large developer keeps three fifths of it."""
    both = ONE_YEAR | {"use_value": 100.0, "share_replaced": 0.4, "bought": 1.0, "price_share": 1.0, "margin": 0.6}
    levers = {"use_lost": 0.5, "covered_use": 1.0}
    tight = change(both | {"replacement_cost": 35.0}, **levers)
    assert_allclose([tight.lines["use"], tight.transfers["payments"], tight.lines["substitutes"]], [-30, 5, 2])
    wide = change(both | {"replacement_cost": 1e6}, **levers)
    assert_allclose([wide.transfers["payments"], wide.lines["substitutes"]], [20, 8])


def test_closed_developers_comply_pay_fees_and_are_supervised() -> None:
    """Two of them, half comply: each 100 a year, of it 10 fees and 5 passed back: 85 of work, 10 of fees."""
    y = change(
        {"large_developers": 2.0, "administration": 0.1, "yearly_harm": 1.0},
        complying=0.5,
        fixed_cost=100.0,
        fees=10.0,
        passed_back=5.0,
        developers_recurring=3.0,
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
    y = at(**ONE_YEAR, share_replaced=0.0, release_ratio=0.5 / 0.8)
    assert_allclose(y.use_not_replaced, 1 - 0.5 / 0.8, rtol=1e-12)
    assert float(at(**ONE_YEAR, share_replaced=0.0).use_not_replaced) == 0


def test_a_country_inside_the_bound_part_bears_its_share_of_it() -> None:
    """Half of the world is bound and a fifth of the world's producers is at home: two fifths of the 5 they pay."""
    both = {"home_cost": 0.2, "administration": 0.0}
    y = change(both | {"share_bound": 0.5}, developers_recurring=10.0)
    assert_allclose(y.net_home, -0.4 * 5, rtol=1e-12)
    whole = change(both | {"share_bound": 0.1}, developers_recurring=10.0)
    assert_allclose(whole.net_home, -1, rtol=1e-12)  # all that is bound is at home, and no more than all


def test_the_harm_of_one_world_is_that_of_the_bound_part_of_what_leaks_and_of_the_rest() -> None:
    """Harm 100 a year; today 0.9 of it is left, under the proposal 0.3 with open and 0.2 with closed models. Four
    tenths of the world are bound, half of what is suppressed leaks to the rest, so that 0.3 escapes and 0.7 is held.

    bound     0.4 * 100 * (0.7 * (0.3 + 0.2) + 0.3 * 0.9) = 24.8          unbound   0.6 * 100 * 0.9 = 54
    """
    left = {"yearly_harm": 100.0, "open_left": 0.3, "closed_left": 0.2, "left_today": 0.9, "stolen": 0.0}
    downstream = {"open_downstream_left": 0.0, "closed_downstream_left": 0.0}
    y = flows.at({**NOTHING, **left, **downstream}, share_bound=0.4, leakage=0.5)
    assert_allclose([y.lines["harm"], y.harm_remaining, y.harm_avoided], [24.8, 24.8 + 54, 100 - 78.8], rtol=1e-12)
    whole = flows.at({**NOTHING, **left, **downstream}, share_bound=1.0, leakage=0.5)
    assert_allclose(whole.harm_remaining, 50, rtol=1e-12)  # nowhere to leak to
