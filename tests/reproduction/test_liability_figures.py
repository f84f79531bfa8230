"""Worked figures of the economics of accidents, to the digits they are stated with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mloss_econ.kernel import baseline
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
    due_care,
    ex_post_choice,
    exposure,
    hand_rule,
    inverse_risk_care,
    joint_care,
    joint_care_power,
    joint_care_quadratic,
    marginal_hand_rule,
    monetary_precaution,
    residual_activity,
    root_risk_care,
    screening,
    tabulated_care,
    uncertain_standard,
    uniform_standard,
    unilateral_care,
    unilateral_care_power,
)
from mloss_econ.liability.joint_care import JointCareInputs
from mloss_econ.liability.joint_care_power import JointCarePowerInputs
from mloss_econ.liability.joint_care_quadratic import JointCareQuadraticInputs
from mloss_econ.liability.rules import RULES

EXAMPLE: dict[str, Any] = {"base_probability": 0.2, "effectiveness": 0.5, "unit_cost": 1.0, "harm": 1000.0}


def care(phi: float) -> Any:
    """The exponential example with an exposure, from a chance to be found."""
    return unilateral_care.at(**EXAMPLE, found=phi, assets=1e9)


# ---------------------------------------------------------------- menus


def test_the_driver() -> None:
    """Polinsky's three speeds: benefits 120, 80, 50 and expected harm 100, 40, 20."""
    benefit, harm = np.array([50.0, 80.0, 120.0]), np.array([20.0, 40.0, 100.0])
    assert (benefit - harm).tolist() == [30, 40, 20]
    assert int(due_care(-benefit, harm)) == 1  # strict liability: moderate
    assert int(np.argmax(benefit)) == 2  # none: rapid, net 20
    negligent = benefit - np.where(np.array([False, False, True]), harm, 0.0)
    assert negligent.tolist() == [50, 80, 20]
    assert int(np.argmax(negligent)) == 1


def test_the_numerical_exercise_with_one_over_x() -> None:
    """w = 2, p = 1/x, harm 800."""
    assert float(inverse_risk_care(800.0, 2.0)) == 20
    x = np.array([10.0, 18, 19, 20, 21, 22])
    found = tabulated_care(2 * x, 1 / x, 800.0)
    assert_allclose(found.social_cost, [100, 80.444, 80.105, 80, 80.095, 80.364], atol=6e-4)
    assert x[found.first_best] == x[found.strict] == x[found.negligence] == 20
    low = tabulated_care(2 * x, 1 / x, 800.0, standard=2)
    assert (x[low.negligence], 2 * x[low.negligence]) == (19, 38)
    more = tabulated_care(2 * x, 1 / x, 800.0, exposed=1.1)
    assert (x[more.strict], x[more.negligence]) == (21, 20)
    assert_allclose(inverse_risk_care(1.1 * 800, 2.0), 20.976, atol=6e-4)
    assert_allclose(inverse_risk_care(11 * 800, 2.0), 66.33, atol=6e-3)
    assert bool(marginal_hand_rule(2.0, -1 / 19.0**2, 800.0))
    assert not bool(marginal_hand_rule(2.0, -1 / 21.0**2, 800.0))


def test_the_exponential_exercise() -> None:
    found = unilateral_care.at(base_probability=1, effectiveness=0.25, unit_cost=1, harm=1e5, found=1, assets=1e9)
    assert_allclose(found.first_best_care, 40.5065, atol=6e-5)
    assert_allclose(found.first_best_care, 4 * np.log(25_000))
    assert_allclose(found.strict_probability, 4e-5)
    assert_allclose(found.first_best_cost, 44.5065, atol=6e-5)
    assert (float(found.complies), float(found.deterrence_loss)) == (1, 0)
    nothing = unilateral_care.at(base_probability=1, effectiveness=0.25, unit_cost=1, harm=1e5, found=0)
    assert (float(nothing.strict_care), float(nothing.strict_cost)) == (0, 1e5)


def test_the_exercise_with_a_root() -> None:
    for harm, w, best in ((1.0, 1.0, 0.25), (3.0, 2.0, 0.5625), (4.0, 2.0, 1.0), (9.0, 2.0, 1.0)):
        assert_allclose(root_risk_care(harm, w), best)
        x = np.linspace(0, 1, 100_001)
        assert_allclose(x[np.argmin(w * x + (1 - np.sqrt(x)) * harm)], best, atol=1e-5)


def test_the_trap_in_the_hand_rule() -> None:
    """Solar power 200k that removes all of 100k, an arrester 30k that removes half."""
    cost, loss = np.array([0.0, 200.0, 30.0]), np.array([100.0, 0.0, 50.0])
    assert (cost + loss).tolist() == [100, 200, 80]
    assert int(due_care(cost, loss)) == 2
    assert not bool(hand_rule(200.0, 1.0, 100.0))  # the most effective alone: no breach
    assert bool(hand_rule(30.0, 0.5, 100.0))  # the best choice: a breach
    assert not bool(hand_rule(60.0, 0.5, 100.0))  # dearer than the 50 it would spare
    assert int(due_care(cost[:2], loss[:2])) == 0  # with solar power alone nothing is due


@pytest.mark.parametrize(
    ("base", "cost", "before", "after", "harm", "full", "strict", "fault"),
    [(10, 2, 0.001, 0.0002, 5000, (15, 13), 13, 12), (10, 2, 0.09, 0.03, 100, (19, 15), 15, 12)],
)
def test_prices_that_carry_the_harm(
    base: float, cost: float, before: float, after: float, harm: float, full: Any, strict: float, fault: float
) -> None:
    """A taxi ride and a firm's good: the price holds the harm under strict liability, and leaves it out otherwise."""
    found = tabulated_care([0.0, cost], [before, after], harm)
    assert_allclose(base + found.social_cost, full)
    assert found.strict == found.negligence == 1
    assert_allclose(base + found.social_cost[1], strict)
    assert_allclose(base + cost, fault)
    unseen = tabulated_care([0.0, cost], [before, after], harm, exposed=0.0)
    assert unseen.strict == 0
    assert_allclose(base + unseen.social_cost[0], full[0])


def test_shavells_care_table() -> None:
    found = tabulated_care([0.0, 3.0, 6.0], [0.15, 0.10, 0.08], 100.0)
    assert_allclose(found.social_cost, [15, 13, 14])
    assert found.strict == found.negligence == 1
    assert_allclose((found.assets_strict, found.assets_negligence), (60, 20))


# ---------------------------------------------------------------- one party


def test_dilution_by_exposure() -> None:
    rows = {
        1: (9.2103, 11.2103, 0, 1),
        0.8: (8.7641, 11.2641, 0.0537, 1),
        0.5: (7.8240, 11.8240, 0.6137, 1),
        0.3679: (7.2105, 12.6467, 1.4364, 1),
        0.2: (5.9915, 15.9915, 4.7811, 0),
        0.1: (4.6052, 24.6052, 13.3948, 0),
        0.02: (1.3863, 101.3863, 90.1760, 0),
        0.01: (0, 200, 188.7897, 0),
        0.003: (0, 200, 188.7897, 0),
    }
    for phi, (x, cost, excess, complies) in rows.items():
        found = care(phi)
        assert_allclose(found.strict_care, x, atol=1e-3 if phi == 0.3679 else 6e-5)
        assert_allclose(found.strict_cost, cost, atol=1e-3 if phi == 0.3679 else 6e-5)
        assert_allclose(found.deterrence_loss, excess, atol=1e-3 if phi == 0.3679 else 6e-5)
        assert float(found.complies) == complies
    assert_allclose(care(1).first_best_care, 9.210340, atol=6e-7)
    assert_allclose(care(1).strict_probability, 0.002)
    assert_allclose(care(1).first_best_cost, 11.210340, atol=6e-7)
    assert_allclose(care(1).exposure_for_negligence, 1 / np.e)


def test_power_law_of_risk() -> None:
    found = unilateral_care_power.at(
        base_probability=0.3, alpha=1.5, scale=2, unit_cost=1, harm=500, found=1, assets=1e9
    )
    assert_allclose(found.first_best_care, 11.227903, atol=6e-7)
    assert_allclose(found.first_best_cost, 20.046505, atol=6e-7)
    assert_allclose(found.assets_for_negligence, 500 * (1.5 / 2.5) ** 2.5)


def test_assets_of_thirty_thousand() -> None:
    assert_allclose(exposure(100_000, assets=30_000), 0.3)
    assert_allclose(exposure(1000, found=0.25, multiplier=4, assets=4000), 1)
    assert_allclose(exposure(1000, found=0.25, multiplier=4, assets=3000), 0.75)  # found * assets / harm


def test_over_care_by_the_poor() -> None:
    found = monetary_precaution.at(base_probability=0.8, effectiveness=0.02, unit_cost=1, harm=100, assets=99)
    assert_allclose(found.care, 31.5, atol=0.06)
    assert_allclose(found.first_best_care, 23.5, atol=0.06)
    assert_allclose(found.excess_care, found.care - found.first_best_care)


def test_uncertain_standards() -> None:
    expected = {0.1: 9.410, 0.5: 9.659, 1: 9.496, 2: 9.060, 4: 8.645, 8: 8.327}
    for sigma, x in expected.items():
        found = uncertain_standard.at(**EXAMPLE, found=1, standard_error=sigma)
        assert_allclose(found.care, x, atol=6e-4)
        assert float(found.too_careful) == (sigma <= 1)


# ---------------------------------------------------------------- activity


def test_activity() -> None:
    found = activity.at(first_benefit=60, benefit_slope=2, care_cost=3, unit_harm=10)
    assert (found.first_best, found.negligence) == (23.5, 28.5)
    assert (found.first_best_welfare, found.negligence_welfare, found.loss) == (552.25, 527.25, 25)


@pytest.mark.parametrize(
    ("a", "c", "b", "d", "h", "first", "zero", "half", "one", "share"),
    [
        (10, 10, 1, 1, 0.3, 76.9231, 74.5000, 75.6144, 74.5000, 0.500),
        (10, 10, 1, 1, 0.6, 62.5000, 58.0000, 59.1716, 58.0000, 0.500),
        (10, 10, 1, 3, 0.6, 53.0303, 52.6667, 51.7235, 48.6667, 0.061),
        (10, 4, 1, 1, 0.3, 50.5495, 50.5000, 49.5078, 46.7200, 0.011),
    ],
)
def test_residual_shares(
    a: float, c: float, b: float, d: float, h: float, first: float, zero: float, half: float, one: float, share: float
) -> None:
    found = residual_activity.at(
        first_benefit=a,
        victim_first_benefit=c,
        benefit_slope=b,
        victim_benefit_slope=d,
        joint_harm=h,
        injurer_share=0.5,
    )
    assert_allclose(found.first_best, first, atol=6e-5)
    assert_allclose(found.victim_bears, zero, atol=6e-5)
    assert_allclose(found.welfare, half, atol=6e-5)
    assert_allclose(found.injurer_bears, one, atol=6e-5)
    assert_allclose(found.best_share, share, atol=6e-4)


def test_the_court_that_looks_afterwards() -> None:
    rows = {
        0.25: (0.1927, 0.2000, 0.2099, 0.2188),
        0.5: (0.2917, 0.3333, 0.3600, 0.3750),
        1: (0.3333, 0.5000, 0.5556, 0.5000),
        2: (0.3333, 0.6667, 0.7500, 0.5000),
        4: (0.3333, 0.8000, 0.8889, 0.5000),
    }
    for h, expected in rows.items():
        found = ex_post_choice.at(harm=h * 1000, largest_cost=1000)
        ours = [found.first_best, found.found_ex_post, found.shared, found.liable_beforehand]
        assert_allclose(np.array(ours) / 1000, expected, atol=6e-5)
        worst = max(
            ("court", found.found_ex_post),
            ("shared", found.shared),
            ("liable beforehand", found.liable_beforehand),
            key=lambda v: v[1],
        )
        assert worst[0] == ("shared" if h >= 1 else "liable beforehand")
        assert_allclose(found.shared_one_acts / 1000, 0.5 if h >= 2 else expected[2], atol=6e-5)


def test_a_standard_for_unlike_parties() -> None:
    same: dict[str, Any] = {
        "base_probability": 0.2,
        "effectiveness": 0.5,
        "harm": 1000.0,
        "lowest_unit_cost": 0.5,
        "cost_spread": 4.0,
    }
    for phi, expected in {1: 13.2990, 0.5: 14.0661, 0.3: 16.1224, 0.2: 19.2754}.items():
        found = uniform_standard.at(**same, found=phi)
        assert_allclose(found.liability, expected, atol=6e-5)
        assert_allclose(found.standard, 13.4551, atol=6e-5)
        assert_allclose(found.best_standard, 8.7641, atol=6e-5)
        assert_allclose(found.first_best, 13.2990, atol=6e-5)
    for phi, expected in {0.3: 13.7239, 0.2: 13.7344}.items():
        assert_allclose(uniform_standard.at(**same, found=phi, floor_share=0.9).both, expected, atol=6e-5)
    found = uniform_standard.at(**same, found=0.7, floor_share=8.35 / (2 * np.log(80)))
    assert_allclose(found.both, 13.3713, atol=6e-5)
    assert_allclose(found.liability, 13.4787, atol=6e-5)
    assert found.best_both <= found.both + 1e-12
    assert found.best_both < min(found.liability, found.standard)


# ---------------------------------------------------------------- several parties


def total_effort(share: float) -> Any:
    def party(w: float, a: float, s: float) -> CarefulParty:
        return CarefulParty(unit_cost=w, effectiveness=a, exposure=1.0, share=s)

    parties = {"one": party(1, 0.5, share), "two": party(2, 0.8, 1 - share)}
    return joint_care(
        JointCareInputs(
            technology="total effort", residual_bearer="nobody", base_probability=0.2, harm=1000, parties=parties
        )
    )


def test_shares_where_one_hour_is_as_good_as_another() -> None:
    expected = {0: 13.4551, 0.2: 13.5222, 0.4: 13.8447, 0.444: 13.9840, 0.45: 12.0578, 0.6: 11.5220, 0.8: 11.2641}
    for share, cost in expected.items():
        assert_allclose(total_effort(share).equilibrium, cost, atol=6e-5)
    assert_allclose(total_effort(1).equilibrium, 11.2103, atol=6e-5)
    assert_allclose(total_effort(1).first_best, 11.2103, atol=6e-5)
    assert total_effort(4 / 9 - 1e-9).equilibrium > total_effort(4 / 9 + 1e-9).equilibrium + 1.8


def test_five_parties() -> None:
    case = baseline(joint_care, scenario="model_supply_chain", prices="USD 2022")
    out = case.outputs()
    expected = {"developer": 65.966, "platform": 14.441, "bank": 20.427, "user": 75.694, "victim": 56.052}
    for name, cost in expected.items():
        assert_allclose(out.cost_if_liable[name], cost, atol=6e-4)
    assert out.cheapest.labels[int(out.cheapest.codes)] == "platform"
    full = case.but("all pay", {f"parties.{name}.exposure": 1.0 for name in expected}).outputs()
    assert_allclose(full.cost_if_liable["developer"], 9.606, atol=6e-4)
    assert full.cheapest.labels[int(full.cheapest.codes)] == "developer"
    victim = baseline(
        joint_care, scenario="model_supply_chain", labels={"residual_bearer": "victim"}, prices="USD 2022"
    ).outputs()
    assert_allclose(victim.cost_if_liable["developer"], 56.054, atol=6e-4)
    assert_allclose(victim.cost_if_liable["user"], 56.065, atol=6e-4)


def quadratic(shares: dict[str, float]) -> Any:
    table = {"x": (0.5, 1.0), "y": (0.3, 1.5)}
    parties = {
        n: QuadraticParty(first_cost=0.0, steepness=w, effectiveness=a, exposure=1.0, share=shares[n])
        for n, (a, w) in table.items()
    }
    return joint_care_quadratic(JointCareQuadraticInputs(base_probability=0.2, harm=1000, parties=parties))


def test_shares_where_care_gets_dearer() -> None:
    out = quadratic({"x": 0.5, "y": 0.5})
    assert_allclose(out.equilibrium, 26.39356, atol=6e-6)
    assert_allclose(quadratic({"x": 1.0, "y": 0.0}).equilibrium, 27.81295, atol=6e-6)
    assert_allclose(quadratic({"x": 0.0, "y": 1.0}).equilibrium, 59.96434, atol=6e-6)
    assert_allclose((out.best_shares["x"], out.best_shares["y"]), (0.62696, 0.37304), atol=6e-6)
    assert_allclose(out.best_shared, 25.98526, atol=6e-6)
    assert_allclose(out.first_best, 24.47055, atol=6e-6)
    assert_allclose((out.first_best_care["x"], out.first_best_care["y"]), (4.87324, 1.94930), atol=6e-6)


def test_alike_parties_share_alike_and_three_parties() -> None:
    def of(table: dict[str, tuple[float, float]]) -> Any:
        parties = {
            n: QuadraticParty(first_cost=0.0, steepness=w, effectiveness=a, exposure=1.0, share=0.0)
            for n, (a, w) in table.items()
        }
        return joint_care_quadratic(JointCareQuadraticInputs(base_probability=0.2, harm=1000, parties=parties))

    alike = of({"x": (0.5, 1.0), "y": (0.5, 1.0)})
    assert_allclose(alike.best_shares["x"], 0.5)
    assert_allclose(alike.best_shared, 19.62825, atol=6e-6)
    three = of({"x": (0.5, 1.0), "y": (np.sqrt(0.12), 1.0), "z": (np.sqrt(0.08), 1.0)})
    assert_allclose([three.best_shares[n] for n in "xyz"], [0.45517, 0.33175, 0.21308], atol=6e-6)
    assert_allclose(three.best_shared, 22.98335, atol=6e-6)


def power(alpha: dict[str, float], shares: dict[str, float], p0: float = 0.3, harm: float = 800.0) -> Any:
    parties = {n: PowerParty(unit_cost=1.0, alpha=a, exposure=1.0, share=shares[n]) for n, a in alpha.items()}
    return joint_care_power(JointCarePowerInputs(base_probability=p0, harm=harm, parties=parties))


def test_shares_for_a_power_law() -> None:
    alpha = {"x": 1.2, "y": 0.6}
    out = power(alpha, {"x": 0.5, "y": 0.5})
    assert_allclose(out.best_shares["x"], 0.546700, atol=6e-7)
    assert_allclose(out.best_shared, 19.618027, atol=6e-7)
    assert_allclose(out.equilibrium, 19.67467, atol=6e-6)
    assert_allclose(power(alpha, {"x": 2 / 3, "y": 1 / 3}).equilibrium, 19.99974, atol=6e-6)
    assert_allclose(power(alpha, {"x": 1.0, "y": 0.0}).equilibrium, 23.05177, atol=6e-6)
    assert_allclose(power(alpha, {"x": 0.0, "y": 1.0}).equilibrium, 58.55871, atol=6e-6)
    assert_allclose(out.first_best, 18.456799, atol=6e-7)
    assert_allclose((out.first_best_care["x"], out.first_best_care["y"]), (7.767199, 3.383600), atol=6e-7)
    odds = np.sqrt((1.2 / 2.2) / (0.6 / 1.6))
    assert_allclose(out.best_shares["x"] / out.best_shares["y"], odds, rtol=1e-10)


def test_three_parties_with_a_residual_bearer() -> None:
    """The optimum of the three-party power law; with two at due care the third's own best answer is its due care."""
    alpha = {"x": 0.8, "y": 0.5, "z": 0.7}
    out = power(alpha, {"x": 0.4, "y": 0.3, "z": 0.3}, harm=2000.0)
    assert_allclose([out.first_best_care[n] for n in "xyz"], [7.735717, 4.459823, 6.643752], atol=6e-7)
    assert_allclose(out.first_best, 29.758937, atol=6e-7)
    assert_allclose([out.best_shares[n] for n in "xyz"], [0.36024, 0.29692, 0.34284], atol=6e-6)
    assert_allclose(out.best_shared, 34.78006, atol=6e-6)
    left = 600 * (1 + 7.735717) ** -0.8 * (1 + 4.459823) ** -0.5
    z = np.linspace(0, 20, 2_000_001)
    assert_allclose(z[np.argmin(z + left * (1 + z) ** -0.7)], 6.643752, atol=2e-5)


def test_shares_for_precautions_taken_or_not() -> None:
    bicycle = [80.0, 50.0, 65.0 - 15.0, 10.0]  # expected loss by set: none, driver, cyclist, both
    assert_allclose(burden([30.0, 15.0], [80.0, 30.0, 50.0, 10.0])[3], 1.5)
    assert bicycle[0] == 80
    assert_allclose(burden([8.0, 5.0], [20.0, 20.0, 20.0, 0.0])[3], 0.65)
    assert_allclose([8 / 20, 5 / 20], [0.4, 0.25])


# ---------------------------------------------------------------- developers, deployers, users


@pytest.mark.parametrize(
    ("diluted", "phi", "developer", "threshold"),
    [(0.0, 1.0, 84_378, 400), (0.9, 1.0, 383_258, 4000), (0.0, 0.01, 500_000, 400)],
)
def test_developer_or_deployer(diluted: float, phi: float, developer: float, threshold: float) -> None:
    out = developer_or_deployer.at(
        deployments=1000,
        deployment_probability=0.01,
        deployment_harm=50_000,
        developer_unit_cost=20_000,
        developer_effectiveness=1,
        stripped=diluted,
        developer_exposure=phi,
        deployer_unit_cost=50,
        deployer_effectiveness=1,
        deployer_exposure=0.95,
    )
    assert_allclose(out.cost_if_developer_liable, developer, atol=0.6)
    assert_allclose(out.cost_if_deployers_liable, 165_196, atol=0.6)
    assert_allclose(out.threshold_deployments, threshold)
    assert_allclose(out.largest_stripped, 0.6)
    assert float(out.developer_cheaper) == (developer < 165_196)


@pytest.mark.parametrize(("tpr", "fpr", "gain"), [(0.9, 0.05, 13.15), (0.6, 0.02, 8.50)])
def test_screening_unknown_users(tpr: float, fpr: float, gain: float) -> None:
    out = screening.at(
        harmful_share=0.002,
        user_harm=8000,
        honest_benefit=5,
        screening_cost=1,
        true_positive=tpr,
        false_positive=fpr,
    )
    assert_allclose(out.net_gain, gain, atol=6e-3)
    free = screening.at(
        harmful_share=0.002, user_harm=8000, honest_benefit=5, screening_cost=0, true_positive=0.4, false_positive=0.2
    )
    assert (0.4 / 0.2 > 0.998 * 5 / (0.002 * 8000)) == bool(free.pays)


@pytest.mark.parametrize(("b", "r", "share"), [(0, 100, 1.0125), (500, 100, 0.95), (100, 100, 1.0)])
def test_the_right_share_for_a_platform(b: float, r: float, share: float) -> None:
    out = screening.at(
        user_harm=8000, counted_benefit=b, user_margin=r, effort_cost=1e9, platform_share=min(share, 1.0)
    )
    assert_allclose(out.best_share, share)
    if share <= 1:
        assert_allclose(out.effort, out.best_effort)


def test_bargains_over_the_bicycle() -> None:
    a = Accident.grid({"driver": [0, 30], "cyclist": [0, 15]}, [[0.08, 0.05], [0.03, 0.01]], 1000, bearer="cyclist")
    rules = [RULES[name](a, Terms()).pure_equilibria() for name in ("no_liability", "strict")]
    alone = np.array([float(a.social[s.best]) for s in rules])
    assert alone.tolist() == [65, 60]
    for agreement, expected in {0: [55, 55], 3: [58, 58], 7: [62, 60], 12: [65, 60]}.items():
        assert bargained_cost(alone, float(a.social.min()), agreement).tolist() == expected
