"""Closed forms of care against plain searches, and the laws they must keep."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings, strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import linprog, minimize_scalar
from tests.liability.games import accidents

from mloss_econ.errors import InputError
from mloss_econ.liability import (
    Accident,
    CarefulParty,
    PowerParty,
    QuadraticParty,
    Terms,
    activity,
    bargained_cost,
    burden,
    developer_or_deployer,
    equilibria,
    ex_post_choice,
    exposure,
    hand_rule,
    joint_care,
    joint_care_power,
    joint_care_quadratic,
    marginal_hand_rule,
    monetary_precaution,
    quadratic_cost_care,
    release,
    residual_activity,
    restoring_multiplier,
    screening,
    tabulated_care,
    uncertain_standard,
    uniform_standard,
    unilateral_care,
    unilateral_care_power,
)
from mloss_econ.liability.joint_care import JointCareInputs
from mloss_econ.liability.joint_care_power import JointCarePowerInputs
from mloss_econ.liability.joint_care_quadratic import JointCareQuadraticInputs, expected_loss
from mloss_econ.liability.rules import RULES

p0s, effects, prices = st.floats(0.02, 1), st.floats(0.05, 3), st.floats(0.1, 20)
harms, parts = st.floats(5, 5000), st.floats(0.01, 1)


def search(function: Any, low: float, high: float) -> float:
    """The place of the least value: a grid, then a bounded search around it."""
    grid = np.linspace(low, high, 4001)
    best = int(np.argmin([function(v) for v in grid]))
    around = (grid[max(best - 1, 0)], grid[min(best + 1, 4000)])
    found = minimize_scalar(function, bounds=around, method="bounded", options={"xatol": 1e-12})
    ends = [*around, float(found.x)]
    return min(ends, key=function)


# ---------------------------------------------------------------- one party


@given(p0s, effects, prices, harms, parts)
def test_care_is_what_a_search_finds(p0: float, a: float, w: float, harm: float, phi: float) -> None:
    x: dict[str, Any] = {"base_probability": p0, "effectiveness": a, "unit_cost": w, "harm": harm, "assets": 1e12}
    out = unilateral_care.at(**x, found=phi)
    top = max(np.log(max(a * p0 * harm / w, 1)) / a, 1.0) * 1.5
    private = search(lambda v: w * v + phi * p0 * np.exp(-a * v) * harm, 0, top)
    social = search(lambda v: w * v + p0 * np.exp(-a * v) * harm, 0, top)
    assert_allclose(out.strict_care, private, atol=2e-4 * top)
    assert_allclose(out.first_best_cost, w * social + p0 * np.exp(-a * social) * harm, rtol=1e-9)
    due = float(out.first_best_care)
    complies = w * due <= min(w * v + phi * p0 * np.exp(-a * v) * harm for v in [private, 0.0]) * (1 + 1e-12)
    near = abs(phi - float(out.exposure_for_negligence)) < 1e-6
    assert near or bool(out.complies) == complies
    kappa = a * p0 * harm / w
    if kappa > 1 and kappa * phi > 1:
        assert_allclose(out.deterrence_loss, w / a * (1 / phi - 1 + np.log(phi)), atol=1e-9 * harm)  # P15
    if kappa * phi <= 1:
        assert float(out.strict_care) == 0  # P7: nothing below


@given(p0s, st.floats(0.1, 4), st.floats(0.1, 10), prices, harms, parts)
def test_power_law_care_is_what_a_search_finds(
    p0: float, alpha: float, q: float, w: float, harm: float, phi: float
) -> None:
    out = unilateral_care_power.at(
        base_probability=p0, alpha=alpha, scale=q, unit_cost=w, harm=harm, found=phi, assets=1e12
    )

    def left(v: float) -> float:
        return p0 * (1 + v / q) ** -alpha * harm

    top = p0 * harm / w + 1
    private = search(lambda v: w * v + phi * left(v), 0, top)
    best = search(lambda v: w * v + left(v), 0, top)
    assert_allclose(out.strict_cost, w * out.strict_care + left(float(out.strict_care)), rtol=1e-9)
    assert w * private + phi * left(private) >= w * out.strict_care + phi * left(float(out.strict_care)) - 1e-9 * harm
    assert w * best + left(best) >= float(out.first_best_cost) - 1e-9 * harm
    complies = w * float(out.first_best_care) <= w * float(out.strict_care) + phi * left(float(out.strict_care))
    near = abs(phi - float(out.exposure_for_negligence)) < 1e-6
    assert near or bool(out.complies) == complies


@given(p0s, effects, prices, harms, st.lists(parts, min_size=2, max_size=6))
def test_care_rises_with_exposure(p0: float, a: float, w: float, harm: float, phis: list[float]) -> None:
    """P7."""
    out = unilateral_care.at(
        base_probability=p0, effectiveness=a, unit_cost=w, harm=harm, assets=1e12, found=np.sort(phis)
    )
    assert (np.diff(np.broadcast_to(out.strict_care, (len(phis),))) >= 0).all()


@given(p0s, effects, prices, harms)
def test_negligence_holds_down_to_its_threshold_and_no_further(p0: float, a: float, w: float, harm: float) -> None:
    """P8, with assets."""
    x: dict[str, Any] = {"base_probability": p0, "effectiveness": a, "unit_cost": w, "harm": harm, "found": 1.0}
    needed = float(unilateral_care.at(**x, assets=harm).assets_for_negligence)
    assert float(unilateral_care.at(**x, assets=needed * (1 + 1e-9)).complies) == 1
    if needed > 0:
        assert float(unilateral_care.at(**x, assets=needed * (1 - 1e-6)).complies) == 0
        kappa = a * p0 * harm / w
        assert_allclose(needed / harm, 1 / np.e if kappa >= np.e else np.log(kappa) / kappa)


@given(st.floats(0.05, 1), harms, st.floats(0.1, 30))
def test_the_multiplier_restores_care_if_assets_reach(found: float, harm: float, reach: float) -> None:
    """P9."""
    phi = float(exposure(harm, found=found, multiplier=restoring_multiplier(found), assets=reach * harm))
    assert_allclose(phi, 1.0 if reach >= 1 / found else found * reach, rtol=1e-12)


@given(p0s, effects, harms, st.floats(0.01, 50), parts)
def test_care_at_a_quadratic_cost(p0: float, a: float, harm: float, w: float, phi: float) -> None:
    x = float(quadratic_cost_care(p0, a, w, harm, phi))
    assert_allclose(w * x, a * phi * p0 * np.exp(-a * x) * harm, rtol=1e-9)  # marginal cost is what it spares


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6), st.data(), harms, parts)
def test_a_menu_is_its_rules_played_out(chances: list[float], data: Any, harm: float, phi: float) -> None:
    """The menu against the same accident as a game with a victim who can do nothing."""
    steps = data.draw(st.lists(st.floats(0.5, 9), min_size=len(chances) - 1, max_size=len(chances) - 1))
    cost, chance = np.concatenate([[0.0], np.cumsum(steps)]), np.sort(chances)[::-1]
    out = tabulated_care(cost, chance, harm, phi)
    game = Accident.grid({"injurer": cost, "victim": [0.0]}, chance[:, None], harm, bearer="victim")
    for rule, place in (("strict", out.strict), ("negligence", out.negligence)):
        settled = RULES[rule](game, Terms(found={"injurer": phi})).settle()
        own = RULES[rule](game, Terms(found={"injurer": phi})).private("injurer")
        assert_allclose(own[int(place)], own[int(settled.best)], rtol=1e-8, atol=1e-12)


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=6), st.integers(0, 10**6), harms)
def test_exposures_from_which_a_menu_is_kept_to(chances: list[float], seed: int, harm: float) -> None:
    chance = np.sort(chances)[::-1]
    cost = np.cumsum(np.random.default_rng(seed).uniform(0.5, 0.4 * harm, len(chance)))
    first = tabulated_care(cost, chance, harm)
    for rule, needs in (("strict", first.assets_strict), ("negligence", first.assets_negligence)):
        if int(first.first_best) == 0 or not np.isfinite(needs) or float(needs) < 1e-9:
            continue
        above, below = (tabulated_care(cost, chance, harm, float(needs) / harm * f) for f in (1 + 1e-6, 1 - 1e-6))
        assert int(getattr(above, rule)) >= int(first.first_best)
        assert int(getattr(below, rule)) < int(first.first_best)


@given(p0s, effects, prices, harms, st.floats(0, 3))
def test_money_spent_on_care(p0: float, a: float, w: float, harm: float, reach: float) -> None:
    assets = reach * harm
    out = monetary_precaution.at(base_probability=p0, effectiveness=a, unit_cost=w, harm=harm, assets=assets)

    def private(v: float) -> float:
        return w * v + p0 * float(np.exp(-a * v)) * min(assets - w * v, harm)

    top = min(assets / w, np.log(max(a * p0 * harm / w, 1.0)) / a + 60 / a)
    best = search(private, 0, top) if top > 0 else 0.0
    assert private(float(out.care)) <= private(best) + 1e-9 * harm
    assert float(out.care) <= assets / w * (1 + 1e-12)
    assert float(out.excess_care) * float(out.shortfall) == 0
    assert float(out.loss) >= -1e-9 * harm


@given(st.floats(0.02, 0.9), st.floats(0.1, 2), harms, st.floats(0.05, 10), parts, st.floats(-3, 3))
@example(0.5, 0.1015625, 221.0, 0.5, 0.5, 2.0)  # a valley around the standard, narrower than a grid over all care
def test_care_under_an_uncertain_standard(
    p0: float, a: float, harm: float, sigma: float, phi: float, bias: float
) -> None:
    from scipy.special import ndtr

    out = uncertain_standard.at(
        base_probability=p0,
        effectiveness=a,
        unit_cost=1,
        harm=harm,
        found=phi,
        standard_error=sigma,
        standard_bias=bias,
    )
    middle = float(out.first_best_care) + bias

    def private(v: float) -> float:
        return v + float(ndtr((middle - v) / sigma)) * phi * p0 * float(np.exp(-a * v)) * harm

    best = search(private, 0, max(middle, 0) + 10 * sigma + 60)
    assert private(float(out.care)) <= private(best) + 1e-7 * harm


# ---------------------------------------------------------------- activity


@given(st.floats(0, 100), st.floats(0.1, 9), st.floats(0, 30), st.floats(0, 60))
def test_activity_without_liability_for_what_is_left(a: float, b: float, c: float, h: float) -> None:
    """P16: the loss is h^2 / 2b while there is any activity to be had."""
    out = activity.at(first_benefit=a, benefit_slope=b, care_cost=c, unit_harm=h)
    assert_allclose(out.first_best_welfare - out.negligence_welfare, out.loss, atol=1e-9 * (1 + a * a / b))
    if a - c - h > 0:
        assert_allclose(out.loss, h * h / (2 * b), rtol=1e-9, atol=1e-12)
    z = np.linspace(0, a / b + 1, 20001)
    assert (a - c - h) * out.first_best - b * out.first_best**2 / 2 >= ((a - c - h) * z - b * z * z / 2).max() - 1e-6


@given(st.floats(2, 40), st.floats(2, 40), st.floats(0.5, 4), st.floats(0.5, 4), st.floats(0, 1.2), st.floats(0, 1))
def test_residual_shares(a: float, c: float, b: float, d: float, h: float, s: float) -> None:
    out = residual_activity.at(
        first_benefit=a,
        benefit_slope=b,
        victim_first_benefit=c,
        victim_benefit_slope=d,
        joint_harm=h,
        injurer_share=s,
    )
    z = t = 0.0  # the two answer each other until nobody moves
    for _ in range(5000):
        z = max((a - s * h * t) / b, 0.0)
        t = max((c - (1 - s) * h * z) / d, 0.0)
    if b * d > 1.05 * s * (1 - s) * h * h:  # answering converges
        both = a * z - b * z * z / 2 + c * t - d * t * t / 2 - z * t * h
        assert_allclose(out.welfare, both, rtol=1e-6, atol=1e-6 * a * a)
    for value in (out.welfare, out.victim_bears, out.injurer_bears):
        assert value <= out.best_welfare + 1e-9 * (a * a + c * c)
    assert out.best_welfare <= out.first_best + 1e-9 * (a * a + c * c)


@settings(max_examples=4)
@given(p0s, effects, harms, st.floats(0.1, 4), st.floats(1.01, 8), parts, st.floats(0, 1.5))
def test_a_standard_for_unlike_parties(
    p0: float, a: float, harm: float, low: float, spread: float, phi: float, floor: float
) -> None:
    out = uniform_standard.at(
        base_probability=p0,
        effectiveness=a,
        harm=harm,
        lowest_unit_cost=low,
        cost_spread=spread,
        found=phi,
        floor_share=floor,
    )
    nodes, weights = np.polynomial.legendre.leggauss(400)
    w = low + (spread * low - low) * (nodes + 1) / 2

    def mean(part: float, standard: float) -> float:
        own = np.log(np.maximum(part * a * p0 * harm / w, 1.0)) / a
        x = np.maximum(own, standard)
        return float(weights @ (w * x + p0 * np.exp(-a * x) * harm)) / 2

    standard = float(out.best_standard)
    assert_allclose(out.liability, mean(phi, 0), rtol=2e-4)
    assert_allclose(out.standard, mean(0, standard), rtol=1e-9)
    assert_allclose(out.both, mean(phi, floor * standard), rtol=2e-4)
    assert out.first_best <= min(out.liability, out.standard, out.both) * (1 + 1e-9)
    assert out.best_both <= min(out.liability, out.both) * (1 + 1e-9)


# ---------------------------------------------------------------- several parties


def joint(u: list[float], phi: list[float], shares: list[float], p0: float, harm: float, **labels: str) -> Any:
    parties = {
        f"p{i}": CarefulParty(unit_cost=v, effectiveness=1.0, exposure=e, share=s)
        for i, (v, e, s) in enumerate(zip(u, phi, shares, strict=True))
    }
    words = {"technology": "total effort", "residual_bearer": "nobody"} | labels
    return joint_care(JointCareInputs(**words, base_probability=p0, harm=harm, parties=parties))


def _called(name: str) -> JointCareInputs:
    party = CarefulParty(unit_cost=1.0, effectiveness=1.0, exposure=1.0, share=0.0)
    return JointCareInputs(
        technology="best shot", residual_bearer="nobody", base_probability=0.5, harm=9.0, parties={name: party}
    )


@pytest.mark.parametrize("technology", ["total effort", "best shot", "weakest link"])
@given(st.lists(st.integers(1, 9), min_size=2, max_size=3), st.data())
def test_technologies_on_a_grid(technology: str, prices: list[int], data: Any) -> None:
    """Every equilibrium of the game on a grid of care is within its step of what the closed form says."""
    n, top, step = len(prices), 4.0, 0.25
    shares = data.draw(st.lists(st.floats(0.05, 1), min_size=n, max_size=n))
    shares = [s / sum(shares) for s in shares]
    p0, harm = 0.9, 60.0
    wanted = sorted(np.log(p0 * harm * np.array(shares) / prices))
    if technology == "total effort":  # on a grid, parties that want nearly the same are each other's substitute
        assume(wanted[-1] - wanted[-2] > 0.25)
    out = joint([float(v) for v in prices], [1.0] * n, shares, p0, harm, technology=technology)
    levels = np.arange(0, top + step / 2, step)
    grids = np.meshgrid(*[levels] * n, indexing="ij")
    reach = {
        "total effort": sum(grids),
        "best shot": np.maximum.reduce(grids),
        "weakest link": np.minimum.reduce(grids),
    }
    chance = p0 * np.exp(-reach[technology])
    cost = {f"p{i}": levels * v for i, v in enumerate(prices)}
    a = Accident.grid(cost, chance, harm, bearer="p0")
    assert out.first_best <= a.social.min() + 1e-9
    assert a.social.min() <= out.first_best + sum(prices) * step
    private = {f"p{i}": a.cost[f"p{i}"] + shares[i] * a.loss for i in range(n)}
    stable = equilibria(a.profiles, private)
    assert stable.any()
    low, high = a.social[stable].min(), a.social[stable].max()
    slack = sum(prices) * step * 2 + (np.exp(step) - 1) * float(out.equilibrium)
    assert out.equilibrium <= low + slack
    if technology == "weakest link":  # in the others a grid has more equilibria, of those nearly as keen
        assert out.worst_equilibrium >= high - slack
    assert out.equilibrium >= out.first_best - 1e-9


def test_best_shot_has_the_equilibrium_of_either_carer() -> None:
    """Two who are nearly as keen: whoever acts, the other leaves it to it; by hand."""
    out = joint([1.0, 1.2], [1.0, 1.0], [0.5, 0.5], 0.9, 60.0, technology="best shot")
    costs = [u * np.log(27 / u) + 54 / (27 / u) for u in (1.0, 1.2)]
    assert_allclose([out.equilibrium, out.worst_equilibrium], costs, rtol=1e-12)
    assert_allclose(out.probability, 0.9 / 27, rtol=1e-12)
    keen = joint([1.0, 30.0], [1.0, 1.0], [0.5, 0.5], 0.9, 60.0, technology="best shot")
    assert keen.equilibrium == keen.worst_equilibrium  # the other would never do it


def test_a_residual_bearer_who_is_named_keeps_the_whole_loss() -> None:
    full = joint([1.0, 2.0], [0.4, 1.0], [0.0, 0.0], 0.5, 100.0, residual_bearer="p1")
    part = joint([1.0, 2.0], [0.4, 0.3], [0.0, 0.0], 0.5, 100.0, residual_bearer="p1")
    assert full.naming["p1"] == part.naming["p1"]
    assert_allclose(part.naming["p1"], 2 * (np.log(25) + 1), rtol=1e-12)


@given(st.lists(st.floats(0.2, 9), min_size=2, max_size=4), st.data())
def test_naming_one_party(u: list[float], data: Any) -> None:
    """Naming one, the others idle: that party's own best answer, from a search."""
    phi = data.draw(st.lists(parts, min_size=len(u), max_size=len(u)))
    out = joint(u, phi, [0.0] * len(u), 0.5, 100.0)
    costs = []
    for v, e in zip(u, phi, strict=True):
        y = search(lambda k, v=v, e=e: v * k + e * 50 * np.exp(-k), 0, 9)
        costs.append(v * y + 50 * np.exp(-y))
    assert_allclose([float(c) for c in out.naming.values()], costs, rtol=1e-3)
    assert min(out.regret.values()) == 0
    assert_allclose(out.equilibrium, 50)  # nobody is liable


@given(st.lists(st.floats(0.1, 3), min_size=2, max_size=4), st.data())
def test_power_law_equilibrium_is_one(alphas: list[float], data: Any) -> None:
    """Each party's care is its best answer to the others', and cannot be lowered below nothing; P17 at full shares."""
    n = len(alphas)
    faced = data.draw(st.lists(st.floats(0.0, 1), min_size=n, max_size=n))
    cost = data.draw(st.lists(st.floats(0.1, 30), min_size=n, max_size=n))
    p0, harm = 0.4, data.draw(harms)
    parties = {f"p{i}": PowerParty(unit_cost=cost[i], alpha=alphas[i], exposure=faced[i], share=1.0) for i in range(n)}
    out = joint_care_power(JointCarePowerInputs(base_probability=p0, harm=harm, parties=parties))
    for care, facing in ((out.care, faced), (out.first_best_care, [1.0] * n)):
        x = np.array([float(care[f"p{i}"]) for i in range(n)])
        assert (x >= 0).all()
        left = p0 * harm * np.prod((1 + x) ** -np.array(alphas))
        for i in range(n):
            slope = cost[i] - facing[i] * alphas[i] * left / (1 + x[i])
            assert slope >= -1e-8 * cost[i]
            if x[i] > 0:
                assert_allclose(slope, 0, atol=1e-8 * cost[i])
    assert out.first_best <= out.equilibrium * (1 + 1e-12)
    assert_allclose(sum(out.best_shares.values()), 1.0, rtol=1e-9)


@given(st.lists(st.floats(0.3, 2), min_size=2, max_size=3), st.integers(0, 10**6))
def test_best_shares_of_a_power_law_beat_others(alphas: list[float], seed: int) -> None:
    """Where all act, no split of the loss does better."""
    rng = np.random.default_rng(seed)

    def of(shares: Any) -> Any:
        parties = {
            f"p{i}": PowerParty(unit_cost=0.01, alpha=a, exposure=1.0, share=float(s))
            for i, (a, s) in enumerate(zip(alphas, shares, strict=True))
        }
        return joint_care_power(JointCarePowerInputs(base_probability=0.9, harm=1e5, parties=parties))

    best = of(np.ones(len(alphas)) / len(alphas))
    for _ in range(12):
        assert best.best_shared <= of(rng.dirichlet(np.ones(len(alphas)))).equilibrium * (1 + 1e-9)


@given(st.lists(st.floats(0.1, 2), min_size=1, max_size=4), st.data())
def test_quadratic_equilibrium_is_one(gains: list[float], data: Any) -> None:
    """Marginal cost meets what is spared, for those who act; the equation is solved for any set of those."""
    n = len(gains)
    first = data.draw(st.lists(st.floats(0, 20), min_size=n, max_size=n))
    steep = data.draw(st.lists(st.floats(0.1, 9), min_size=n, max_size=n))
    faced = data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
    p0, harm = data.draw(p0s), data.draw(harms)
    parties = {
        f"p{i}": QuadraticParty(
            first_cost=first[i], steepness=steep[i], effectiveness=gains[i], exposure=faced[i], share=1.0
        )
        for i in range(n)
    }
    out = joint_care_quadratic(JointCareQuadraticInputs(base_probability=p0, harm=harm, parties=parties))
    x = np.array([float(out.care[f"p{i}"]) for i in range(n)])
    assert (x >= 0).all()
    p = p0 * np.exp(-np.array(gains) @ x)
    assert_allclose(out.probability, p, rtol=1e-9)
    for i in range(n):
        slope = first[i] + steep[i] * x[i] - faced[i] * gains[i] * p * harm
        assert slope >= -1e-7 * (first[i] + steep[i])
        if x[i] > 0:
            assert_allclose(slope, 0, atol=1e-7 * (first[i] + steep[i] * (1 + x[i])))
    spent = sum(f * v + k * v * v / 2 for f, k, v in zip(first, steep, x, strict=True))
    assert_allclose(out.equilibrium, spent + p * harm, rtol=1e-9)
    assert out.first_best <= out.equilibrium * (1 + 1e-12)


@pytest.mark.slow
@given(st.lists(st.floats(0.1, 2), min_size=2, max_size=3), st.integers(0, 10**6))
def test_best_shares_at_quadratic_cost_beat_others(gains: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)

    def of(shares: Any) -> Any:
        parties = {
            f"p{i}": QuadraticParty(first_cost=0.0, steepness=1.0, effectiveness=a, exposure=1.0, share=float(s))
            for i, (a, s) in enumerate(zip(gains, shares, strict=True))
        }
        return joint_care_quadratic(JointCareQuadraticInputs(base_probability=0.3, harm=800.0, parties=parties))

    best = of(np.ones(len(gains)) / len(gains))
    assert_allclose(sum(best.best_shares.values()), 1.0, rtol=1e-9)
    for _ in range(12):
        assert best.best_shared <= of(rng.dirichlet(np.ones(len(gains)))).equilibrium * (1 + 1e-9)


@pytest.mark.parametrize(
    ("third", "shares", "cost"),
    [
        (0.05, (0.62696, 0.37304, 0.0), 25.98526),  # without the third: sqrt(.06) does, the square of .05 does not
        (0.06**0.5, (0.53295, 0.23352, 0.23352), 25.38505),
    ],
)
def test_a_party_that_can_do_next_to_nothing_bears_nothing(
    third: float, shares: tuple[float, ...], cost: float
) -> None:
    """Known answers, and a grid over all shares that finds none cheaper."""
    able = dict(zip("abc", ((0.5, 1.0), (0.3, 1.5), (third, 1.0)), strict=True))

    def of(wanted: Any) -> Any:
        parties = {
            n: QuadraticParty(first_cost=0.0, steepness=k, effectiveness=a, exposure=1.0, share=s)
            for (n, (a, k)), s in zip(able.items(), wanted, strict=True)
        }
        return joint_care_quadratic(JointCareQuadraticInputs(base_probability=0.2, harm=1000.0, parties=parties))

    best = of([1.0, 0.0, 0.0])
    assert_allclose([best.best_shares[n] for n in "abc"], shares, atol=2e-5)
    assert_allclose(best.best_shared, cost, rtol=1e-5)
    one, two = np.meshgrid(np.linspace(0, 1, 101), np.linspace(0, 1, 101))
    inside = one + two <= 1 + 1e-12
    one, two = one[inside], two[inside]
    grid = of([one, two, np.maximum(1 - one - two, 0)]).equilibrium
    assert best.best_shared <= grid.min() * (1 + 1e-9)
    assert grid.min() <= best.best_shared * 1.001


@given(st.integers(0, 2**32 - 1))
def test_a_row_does_not_depend_on_its_block(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bare = rng.uniform(0.1, 1e5, 500)
    gain = [rng.uniform(0, 5, 500) for _ in range(3)]
    hurdle = [rng.uniform(0, 5, 500) for _ in range(3)]
    whole = expected_loss(bare, gain, hurdle)
    cut = slice(137, 244)
    assert (expected_loss(bare[cut], [g[cut] for g in gain], [h[cut] for h in hurdle]) == whole[cut]).all()
    residue = np.log(whole) + sum(np.maximum(g * whole - h, 0) for g, h in zip(gain, hurdle, strict=True))
    assert_allclose(residue, np.log(bare), atol=1e-9)


def test_best_shares_do_not_depend_on_the_block() -> None:
    """An iteration that stops row by row: a row alone has the same bits as among others that need longer."""
    rng = np.random.default_rng(3)
    alpha = {f"p{i}": rng.uniform(0.05, 4, 300) for i in range(3)}
    parties = {n: PowerParty(unit_cost=1.0, alpha=a, exposure=1.0, share=0.3) for n, a in alpha.items()}
    whole = joint_care_power(JointCarePowerInputs(base_probability=0.5, harm=1000.0, parties=parties))
    for row in (0, 17, 299):
        one = {n: PowerParty(unit_cost=1.0, alpha=a[row], exposure=1.0, share=0.3) for n, a in alpha.items()}
        alone = joint_care_power(JointCarePowerInputs(base_probability=0.5, harm=1000.0, parties=one))
        assert [float(v) for v in alone.best_shares.values()] == [float(v[row]) for v in whole.best_shares.values()]


@given(accidents(parties=3, most_levels=2))
def test_shares_exist_exactly_where_the_burden_is_at_most_one(a: Accident) -> None:
    """P19, with a linear programme: shares that make every member act, outsiders none, summing to at most 1."""
    cost = np.array([a.cost[p].max() for p in a.profiles.parties])
    order = [int("".join(str(s >> k & 1) for k in range(3)), 2) for s in range(8)]  # sets to profiles
    loss = a.loss[order]
    found = burden(cost, loss)
    for s in range(8):
        members = [k for k in range(3) if s >> k & 1]
        saves = [loss[s & ~(1 << k)] - loss[s] for k in members]
        if any(v <= 0 for v in saves):
            assert found[s] == np.inf
            continue
        if not members or abs(found[s] - 1) < 1e-9:
            continue
        rows = -np.diag(saves) if members else np.zeros((0, 0))
        solved = linprog(np.ones(len(members)), A_ub=rows, b_ub=-cost[members], bounds=(0, None))
        assert_allclose(solved.fun, found[s], rtol=1e-7)


# ---------------------------------------------------------------- bargains


@given(accidents(parties=3, most_levels=3), st.floats(0, 100))
def test_with_free_bargains_every_rule_costs_the_same(a: Accident, agreement: float) -> None:
    """P10; with a price on the agreement never more than without a bargain."""
    least = float(a.social.min())
    alone = np.array([float(a.social[RULES[r](a, Terms(residual="p0")).settle().worst]) for r in RULES])
    assert_allclose(bargained_cost(alone, least, 0.0), least)
    assert (bargained_cost(alone, least, agreement) <= alone + 1e-12).all()


@given(st.floats(0.01, 4), st.floats(1, 1e6))
def test_naming_one_of_two_whose_costs_are_private(h: float, largest: float) -> None:
    """The named party avoids where its cost, uniform from 0 to the largest, is below the harm."""
    out = ex_post_choice.at(harm=h * largest, largest_cost=largest)
    cost = (np.arange(20_000) + 0.5) / 20_000
    assert_allclose(out.named, largest * np.minimum(cost, h).mean(), rtol=1e-4)
    assert_allclose(out.first_best, largest * np.minimum(1 - np.sqrt(1 - cost), h).mean(), rtol=1e-3)  # the cheaper
    assert out.naming_wins == (out.named < out.found_ex_post)


# ---------------------------------------------------------------- developers, deployers, users


@pytest.mark.parametrize(("deployments", "cheaper"), [(9, 0), (10, 0), (11, 1)])
def test_the_developer_is_cheaper_where_there_are_enough_deployments(deployments: int, cheaper: int) -> None:
    """One unit of its care costs ten times a deployer's, and is paid once."""
    out = developer_or_deployer.at(
        deployments=deployments,
        deployment_probability=0.5,
        deployment_harm=1e4,
        developer_unit_cost=100.0,
        developer_effectiveness=1.0,
        stripped=0.0,
        developer_exposure=1.0,
        deployer_unit_cost=10.0,
        deployer_effectiveness=1.0,
        deployer_exposure=1.0,
    )
    assert (out.threshold_deployments, out.developer_cheaper) == (10, cheaper)


@pytest.mark.parametrize("calculator", [unilateral_care, unilateral_care_power, uncertain_standard, uniform_standard])
def test_a_harm_of_a_tenth_of_a_cent_is_the_least(calculator: Any) -> None:
    calculator.at(harm=1e-3)
    with pytest.raises(InputError, match="harm"):
        calculator.at(harm=0.9e-3)


@given(st.floats(1, 10_000), st.floats(0.001, 1), harms, st.floats(0.1, 1e4), st.floats(0.1, 100), st.floats(0, 0.99))
def test_developer_or_deployer(m: float, p0: float, harm: float, wd: float, wk: float, diluted: float) -> None:
    same: dict[str, Any] = {
        "deployment_probability": p0,
        "deployment_harm": harm,
        "developer_unit_cost": wd,
        "developer_effectiveness": 1.0,
        "stripped": diluted,
        "deployer_unit_cost": wk,
        "deployer_effectiveness": 1.0,
    }
    out = developer_or_deployer.at(deployments=m, **same, developer_exposure=1.0, deployer_exposure=1.0)
    whole = m * p0 * harm
    a = 1 - diluted
    top = np.log(max(whole, 1.0)) / a + 5
    by_developer = search(lambda v: wd * v + whole * np.exp(-a * v), 0, top)
    by_deployer = search(lambda v: m * wk * v + whole * np.exp(-v), 0, top)
    assert_allclose(out.naming_developer, wd * by_developer + whole * np.exp(-a * by_developer), rtol=1e-3)
    assert_allclose(out.naming_deployers, m * wk * by_deployer + whole * np.exp(-by_deployer), rtol=1e-3)
    if abs(out.naming_developer - out.naming_deployers) > 1e-9 * out.naming_deployers:
        assert out.developer_cheaper == (out.naming_developer < out.naming_deployers)
    if out.naming_developer < out.naming_deployers * (1 - 1e-9):
        assert m > out.threshold_deployments * (1 - 1e-9)
    assert_allclose(out.first_best, min(out.naming_developer, out.naming_deployers), rtol=1e-9)
    at_edge = float(out.largest_stripped)
    if 0 < at_edge < 0.99:
        edge = same | {"stripped": at_edge}
        even = developer_or_deployer.at(deployments=m, **edge, developer_exposure=1.0, deployer_exposure=1.0)
        assert_allclose(even.naming_developer, even.naming_deployers, rtol=1e-9)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_both_errors_of_release(private: float, external: float, harm: float, phi: float) -> None:
    out = release.at(private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=phi)
    assert float(out.chilled) * float(out.let_through) == 0
    assert float(out.released) == (private >= phi * harm)
    net = private + external - harm
    reached = net if out.released else 0.0
    assert_allclose(max(net, 0) - reached, out.chilled_loss + out.let_through_loss, atol=1e-12)
    free = release.at(private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=0.0)
    assert float(free.chilled) == 0
    assert_allclose(free.let_through_loss, out.loss_without_liability)
    edge = float(out.largest_harmless_exposure)
    at_edge = release.at(
        private_benefit=private, external_benefit=external, release_harm=harm, developer_exposure=max(edge - 1e-12, 0)
    )
    assert float(at_edge.released) == 1


@given(st.floats(0.0001, 0.5), harms, st.floats(0, 100), st.floats(0, 5), st.floats(0, 1), st.floats(0, 1))
def test_screening(share: float, harm: float, benefit: float, cost: float, tpr: float, fpr: float) -> None:
    same: dict[str, Any] = {
        "user_harm": harm,
        "honest_benefit": benefit,
        "screening_cost": cost,
        "true_positive": tpr,
        "false_positive": fpr,
    }
    out = screening.at(harmful_share=share, **same)
    users = 1_000_000.0  # counted out: what is spared, what is lost, what is paid
    counted = users * share * tpr * harm - users * (1 - share) * fpr * benefit - users * cost
    assert_allclose(out.net_gain * users, counted, rtol=1e-9, atol=1e-3)
    needed = float(out.harmful_share_needed)
    if 1e-9 < needed < 0.999:
        edge = screening.at(harmful_share=needed, **same)
        assert_allclose(edge.net_gain, 0, atol=1e-9 * (harm + benefit + cost))


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("outside 0 to 1", lambda: hand_rule(1.0, 1.2, 5.0)),
        ("outside 0 to 1", lambda: hand_rule(1.0, np.nan, 5.0)),
        ("loss: nan is not finite", lambda: hand_rule(1.0, 0.2, [5.0, np.nan])),
        ("harm: nan is not finite", lambda: marginal_hand_rule(1.0, -0.2, np.nan)),
        ("not finite", lambda: __import__("mloss_econ.liability", fromlist=["due_care"]).due_care([np.inf], [1.0])),
        ("found: 1.5 is outside 0 to 1", lambda: exposure(10.0, found=1.5)),
        ("a harm above 0", lambda: exposure(0.0)),
        ("never found", lambda: restoring_multiplier(0.0)),
        ("outside 0 to 1", lambda: tabulated_care([0.0, 1.0], [0.5, -0.1], 10.0)),
        ("rise from left to right", lambda: tabulated_care([1.0, 0.0], [0.5, 0.1], 10.0)),
        ("cannot be met", lambda: tabulated_care([0.0, 1.0], [0.5, 0.1], 10.0, standard=2)),
        ("technology = 'team'", lambda: joint([1.0], [1.0], [1.0], 0.5, 10.0, technology="team")),
        ("residual_bearer = 'p7'", lambda: joint([1.0], [1.0], [1.0], 0.5, 10.0, residual_bearer="p7")),
        ("the name of an answer", lambda: joint_care(_called("tie"))),
        ("at least one party", lambda: joint([], [], [], 0.5, 10.0)),
        ("costs less than the least", lambda: bargained_cost(5.0, 6.0, 1.0)),
        ("a cost below 0", lambda: bargained_cost(7.0, 6.0, -1.0)),
        ("2 parties have 4 sets", lambda: burden([1.0, 2.0], [1.0, 2.0])),
        ("base_probability: 1.2 is outside", lambda: unilateral_care.at(base_probability=1.2)),
    ],
)
def test_bad_input(words: str, make: Any) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert words in str(error.value)


def test_the_marginal_test_is_even_at_due_care() -> None:
    due = np.log(100) / 0.5
    slope = -0.5 * 0.2 * np.exp(-0.5 * due)
    assert_allclose(1.0, -slope * 1000)
    assert bool(marginal_hand_rule(1.0, slope * 1.01, 1000))
    assert not bool(marginal_hand_rule(1.0, slope * 0.99, 1000))
