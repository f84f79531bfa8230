"""Games without an equilibrium in pure care, and games with several; what a party bears anyway moves nobody."""

from __future__ import annotations

import numpy as np
import pytest
from few import few
from games import accidents
from hypothesis import given, settings, strategies as st
from inspector import CHASE, DEVELOPER, INSPECTION, INSPECTOR, chase
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.liability import Accident, Profiles, mixed_equilibrium, pure_equilibria


@pytest.mark.parametrize(("cost", "fine", "saved"), [(2.0, 10.0, 3.0), (1.0, 4.0, 1.0), (5.0, 8.0, 7.0)])
def test_inspector_and_firm(cost: float, fine: float, saved: float) -> None:
    """Mixed by hand: the firm cheats with probability cost / fine, the inspector looks with saved / fine."""
    private = chase(cost, fine, saved)
    social = private["inspector"] + private["firm"]
    pure = pure_equilibria(INSPECTION, private, social)
    assert pure.count == 0
    found = mixed_equilibrium(INSPECTION, private, social)
    assert_allclose(found.chances["firm"], [1 - cost / fine, cost / fine], atol=1e-5)
    assert_allclose(found.chances["inspector"], [1 - saved / fine, saved / fine], atol=1e-5)
    assert found.gain < 1e-5
    assert found.found == 1
    look, cheat = saved / fine, cost / fine  # nobody there: saved; caught: the fine; looking costs
    expected = look * cost + (1 - look) * cheat * fine + (1 - cheat) * saved + cheat * look * fine
    assert_allclose(found.social_cost, expected, rtol=1e-5)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(accidents(parties=2, most_levels=3), st.integers(0, 1000))
def test_nobody_can_save_in_what_is_found(a: Accident, seed: int) -> None:
    rng = np.random.default_rng(seed)
    private = {p: a.cost[p] + rng.uniform(0, 1, len(a.profiles)) * a.loss for p in a.profiles.parties}
    found = mixed_equilibrium(a.profiles, private, a.social, seed=seed)
    for i, party in enumerate(a.profiles.parties):
        other = a.profiles.parties[1 - i]
        means = [
            float(found.chances[other] @ private[party][a.profiles.digits[i] == level])
            for level in range(int(a.profiles.digits[i].max()) + 1)
        ]
        expected = float(found.chances[party] @ np.array(means))
        assert expected <= min(means) + 1e-6 * float(np.abs(private[party]).max())


@pytest.mark.slow
def test_three_parties() -> None:
    """Each wants to differ from the next: only chance settles it."""
    profiles = Profiles.grid({"ann": 2, "bob": 2, "cay": 2})
    a, b, c = profiles.digits
    private = {"ann": 1.0 * (a == b), "bob": 1.0 * (b == c), "cay": 1.0 * (c != a)}
    found = mixed_equilibrium(profiles, private, private["ann"] + private["bob"] + private["cay"])
    assert found.gain < 1e-6


@pytest.mark.slow
def test_every_game_of_two_or_three_has_one() -> None:
    """Games of plain random numbers, many without a pure equilibrium."""
    rng = np.random.default_rng(11)
    without = 0
    for k in range(60):
        sizes = {"ann": 3, "bob": 3} if k % 3 else {"ann": 2, "bob": 2, "cay": 2}
        profiles = Profiles.grid(sizes)
        private = {p: rng.uniform(0, 1, len(profiles)) for p in sizes}
        pure = pure_equilibria(profiles, private, np.ones(len(profiles)))
        found = mixed_equilibrium(profiles, private, np.ones(len(profiles)), seed=k)
        assert found.gain <= 1e-6
        assert found.found >= int(pure.count)
        assert found.found % 2 == 1 or len(sizes) > 2  # an odd number, but for ties (Wilson 1971)
        without += int(pure.count) == 0
    assert without > 8


def test_the_game_that_another_method_missed() -> None:
    profiles = Profiles.grid({"p0": 2, "p1": 3})
    private = {
        "p0": np.array([17.79635202, 19.89897146, 53.17275526, 9.58864643, 42.6667564, 50.08789904]),
        "p1": np.array([12.78210453, 15.41992422, 31.77148126, 43.82790274, 48.47744457, 23.4184668]),
    }
    found = mixed_equilibrium(profiles, private, private["p0"] + private["p1"])
    assert found.found == 1
    assert_allclose(found.chances["p0"], [0, 1])  # least squares on the gains stuck near this pure equilibrium
    assert_allclose(found.chances["p1"], [0, 0, 1])


def test_a_large_game_is_refused() -> None:
    profiles = Profiles.grid({"ann": 8, "bob": 8})
    with pytest.raises(InputError, match="65,025 choices of levels"):
        mixed_equilibrium(profiles, {p: np.zeros(64) for p in profiles.parties}, np.zeros(64))


def test_a_batch_is_refused() -> None:
    with pytest.raises(InputError, match="one game at a time"):
        mixed_equilibrium(INSPECTION, {p: np.zeros((3, 4)) for p in INSPECTION.parties}, np.zeros((3, 4)))


# ---------------------------------------------------------------- what moves nobody


@pytest.mark.parametrize("common", [0.0, 1e6, 1e8, 1e12, -1e8])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e9])
def test_a_common_cost_moves_nobody(common: float, unit: float) -> None:
    private = {"inspector": INSPECTOR + common, "developer": (DEVELOPER + common) * unit}
    social = INSPECTOR + DEVELOPER + common
    found = mixed_equilibrium(CHASE, private, social)
    assert_allclose([*found.chances["inspector"], *found.chances["developer"]], 0.5, atol=1e-4)
    assert (found.found, found.social_cost) == (1, pytest.approx(100 + common, abs=1e-3))
    assert found.gain <= 1e-4 * max(unit, 1.0)
    assert pure_equilibria(CHASE, private, social).count == 0


@pytest.mark.parametrize("seed", few(range(12), 2))
def test_mixed_equilibria_are_those_without_the_common_cost(seed: int) -> None:
    """Games of plain random numbers, without ties."""
    rng = np.random.default_rng(seed)
    profiles = Profiles.grid({"ann": 2 + seed % 2, "bob": 2 + seed % 3 // 2})
    private = {p: rng.uniform(0, 1, len(profiles)) for p in profiles.parties}
    social = rng.uniform(0, 1, len(profiles))
    plain = mixed_equilibrium(profiles, private, social)
    moved = {"ann": private["ann"] + 1e7, "bob": 3e5 * private["bob"]}
    found = mixed_equilibrium(profiles, moved, social - 1e7)
    assert found.found == plain.found
    assert_allclose(found.social_cost + 1e7, plain.social_cost, atol=1e-5)
    for party in profiles.parties:
        assert_allclose(found.chances[party], plain.chances[party], atol=1e-5)


@pytest.mark.parametrize("far", few([1e12, 1e9, 1e15], 1))
def test_a_level_too_dear_for_anybody_changes_nothing(far: float) -> None:
    profiles = Profiles.grid({"inspector": 3, "developer": 2})
    private = {"inspector": np.array([*INSPECTOR, far, far]), "developer": np.array([*DEVELOPER, 0.0, 0.0])}
    assert pure_equilibria(profiles, private, private["inspector"]).count == 0
    found = mixed_equilibrium(profiles, private, private["inspector"])
    assert found.found == 1
    assert_allclose(found.chances["inspector"], [0.5, 0.5, 0.0], atol=1e-6)
    assert_allclose(found.chances["developer"], [0.5, 0.5], atol=1e-6)
