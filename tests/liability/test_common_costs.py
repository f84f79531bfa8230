"""What a party bears whatever it does moves nobody, and neither does the unit its costs are in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from tests.few import few

from mloss_econ.errors import InputError
from mloss_econ.liability import (
    Accident,
    Channel,
    Party,
    Precaution,
    Profiles,
    cheapest_avoider,
    equilibria,
    least_cost_set,
    liability_rules,
    mixed_equilibrium,
    settle,
)
from mloss_econ.liability.parties import CheapestAvoiderInputs

CHASE = Profiles.grid({"inspector": 2, "developer": 2})
INSPECTOR, DEVELOPER = np.array([0.0, 100.0, 100.0, 0.0]), np.array([100.0, 0.0, 0.0, 100.0])


@st.composite
def games(draw: Any) -> tuple[Profiles, dict[str, Any], Any]:
    """Whole numbers with ties, for two parties of two or three levels."""
    profiles = Profiles.grid({"ann": draw(st.integers(2, 3)), "bob": draw(st.integers(2, 3))})
    whole = st.lists(st.integers(0, 9), min_size=len(profiles), max_size=len(profiles)).map(
        lambda v: np.array(v, float)
    )
    return profiles, {p: draw(whole) for p in profiles.parties}, draw(whole)


def by_trying(profiles: Profiles, private: dict[str, Any]) -> list[bool]:
    """Whether nobody saves by moving alone, from the whole numbers themselves."""
    stable = []
    for here in range(len(profiles)):
        stays = True
        for i, party in enumerate(profiles.parties):
            for there in range(len(profiles)):
                alone = all(profiles.digits[j, there] == profiles.digits[j, here] for j in (0, 1) if j != i)
                stays = stays and not (alone and private[party][there] < private[party][here])
        stable.append(stays)
    return stable


@pytest.mark.parametrize("common", [0.0, 1e6, 1e8, 1e12, -1e8])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e9])
def test_a_common_cost_moves_nobody(common: float, unit: float) -> None:
    private = {"inspector": INSPECTOR + common, "developer": (DEVELOPER + common) * unit}
    social = INSPECTOR + DEVELOPER + common
    found = mixed_equilibrium(CHASE, private, social)
    assert_allclose([*found.chances["inspector"], *found.chances["developer"]], 0.5, atol=1e-4)
    assert (found.found, found.social_cost) == (1, pytest.approx(100 + common, abs=1e-3))
    assert found.gain <= 1e-4 * max(unit, 1.0)
    assert settle(CHASE, private, social).count == 0


@given(games(), st.sampled_from([-(10**9), -7, 10**6, 10**9]), st.lists(st.integers(-(10**8), 10**8), min_size=3))
def test_pure_equilibria_are_those_of_the_whole_numbers(game: Any, common: int, other: list[int]) -> None:
    """For any cost that the party itself does not change, one that depends on what the others do among them."""
    profiles, private, social = game
    stable = by_trying(profiles, private)
    shifted = {"ann": private["ann"] + np.array(other)[profiles.digits[1]], "bob": private["bob"] + common}
    for tables in (private, shifted, {p: 0.1 * t for p, t in private.items()}):
        assert equilibria(profiles, tables).tolist() == stable
        found = settle(profiles, tables, social + common)
        assert found.count == sum(stable)
        if any(stable):
            least, most = (int(f(social[stable])) for f in (np.min, np.max))
            assert found.best == np.flatnonzero(stable & (social == least))[0]
            assert found.worst == np.flatnonzero(stable & (social == most))[0]


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
    assert settle(profiles, private, private["inspector"]).count == 0
    found = mixed_equilibrium(profiles, private, private["inspector"])
    assert found.found == 1
    assert_allclose(found.chances["inspector"], [0.5, 0.5, 0.0], atol=1e-6)
    assert_allclose(found.chances["developer"], [0.5, 0.5], atol=1e-6)


def test_costs_equal_but_for_rounding_tie() -> None:
    profiles = Profiles.grid({"ann": 2, "bob": 1})
    social = np.array([3 * 0.1, 0.3])
    for costs in (social, social[::-1]):
        private = {"ann": costs, "bob": np.zeros(2)}
        found = settle(profiles, private, costs)
        assert (found.count, found.best, found.worst) == (2, 0, 0)
        assert mixed_equilibrium(profiles, private, costs).chances["ann"].tolist() == [1, 0]


@pytest.mark.parametrize("answer", [mixed_equilibrium, settle])
def test_differences_lost_in_rounding_are_said_to_be(answer: Any) -> None:
    tables = {"inspector": INSPECTOR + 1e16, "developer": DEVELOPER}
    with pytest.raises(InputError, match=r"'inspector' of about 1e\+16.* by 100 at most, which is rounding. Leave out"):
        answer(CHASE, tables, np.ones(4))
    found = answer(CHASE, tables | {"inspector": tables["inspector"] - 1e16}, np.ones(4))  # as the message says
    assert getattr(found, "count", 0) == 0
    for level in (1e18, 1e20):
        with pytest.raises(InputError, match="which is rounding"):
            answer(CHASE, {"inspector": INSPECTOR + level, "developer": DEVELOPER}, np.ones(4))
    with pytest.raises(InputError, match="which is rounding"):
        Accident.grid({"ann": [1e16, 1e16 + 100], "bob": [0, 1]}, np.full((2, 2), 0.5), 1.0, bearer="bob")


@pytest.mark.parametrize("answer", [mixed_equilibrium, settle])
def test_a_small_saving_is_not_lost_behind_a_large_one(answer: Any) -> None:
    """A stake of 1,000 outlives a common cost of 10^15, one of 3 does not: it was taken for a tie."""
    profiles = Profiles.grid({"ann": 2, "bob": 2})
    private = {"ann": np.array([3.0, 0.0, 0.0, 1000.0]), "bob": np.array([0.0, 3.0, 0.0, 1000.0])}
    found = answer(profiles, {p: t + 1e12 for p, t in private.items()}, np.ones(4))
    assert getattr(found, "count", 1) == 1
    with pytest.raises(InputError, match=r"'ann' of about 1e\+15: moves change them by 3 at most, which is rounding"):
        answer(profiles, private | {"ann": private["ann"] + 1e15}, np.ones(4))
    for level in (1e15, -1e15):
        with pytest.raises(InputError, match="by 1 at most, which is rounding"):  # all that is at stake for bob
            answer(profiles, private | {"bob": np.array([0.0, 1.0, 0.0, 1.0]) + level}, np.ones(4))
    noise = private | {"ann": np.array([0.1 + 0.2, 0.0, 0.3, 1000.0])}
    assert getattr(answer(profiles, noise, np.ones(4)), "count", 2) == 2  # that is a tie


@pytest.mark.parametrize("answer", [mixed_equilibrium, settle, lambda g, private, social: equilibria(g, private)])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_cost_that_is_not_finite_is_refused_with_its_place(answer: Any, wrong: float) -> None:
    broken = np.array([0.0, 1.0, wrong, 3.0])
    with pytest.raises(
        InputError, match=rf"private costs of 'developer': {wrong} at profile 2 \(inspector 1, developer 0\)"
    ):
        answer(CHASE, {"inspector": INSPECTOR, "developer": broken}, np.ones(4))
    settle(CHASE, {"inspector": INSPECTOR, "developer": np.where(np.isfinite(broken), broken, 1e12)}, np.ones(4))


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("social cost: nan at profile 1", lambda: settle(CHASE, PRIVATE, np.array([1.0, np.nan, 1.0, 1.0]))),
        ("social cost: inf at profile 3", lambda: mixed_equilibrium(CHASE, PRIVATE, np.array([1.0, 1.0, 1.0, np.inf]))),
        (
            r"'developer': nan at profile 1 \(inspector 0, developer 1\) of draw 2",
            lambda: settle(CHASE, PRIVATE | {"developer": np.array([[0.0] * 4] * 2 + [[0, np.nan, 0, 0]])}, np.ones(4)),
        ),
        ("'inspector' has no costs", lambda: settle(CHASE, {"developer": DEVELOPER}, np.ones(4))),
        (r"'inspector': shape \(3,\)", lambda: settle(CHASE, PRIVATE | {"inspector": np.ones(3)}, np.ones(4))),
        ("cost of care of 'ann': nan at profile 2", lambda: grid(cost=np.nan)),
        ("expected loss: nan at profile 0", lambda: grid(harm=np.nan)),
        ("loss as 'ann' sees it: inf", lambda: Accident(CHASE, PRIVATE, np.ones(4), "", {"ann": np.full(4, np.inf)})),
    ],
)
def test_what_is_refused(words: str, make: Any) -> None:
    with pytest.raises(InputError, match=words):
        make()


PRIVATE = {"inspector": INSPECTOR, "developer": DEVELOPER}


def grid(cost: float = 1.0, harm: float = 9.0) -> Accident:
    return Accident.grid({"ann": [0, cost], "bob": [0, 1]}, np.full((2, 2), 0.5), harm, bearer="bob")


# ---------------------------------------------------------------- who avoids most cheaply


def scene(background: float, unit: float = 1.0) -> CheapestAvoiderInputs:
    """Two parties, each with one precaution against harm; of another harm that nobody can touch there is a lot."""
    return CheapestAvoiderInputs(
        residual_bearer="nobody",
        parties={p: Party(role="injurer", exposure=1.0, information=1.0, arranging={}) for p in ("ann", "bob")},
        precautions={
            "lock": Precaution(owner="ann", cost=10.0 * unit, deters=0.0, effect={"theft": 0.9}),
            "watch": Precaution(owner="bob", cost=11.0 * unit, deters=0.0, effect={"theft": 0.9}),
        },
        channels={
            "theft": Channel(harm=100.0 * unit, displaced_to={}),
            "storms": Channel(harm=background, displaced_to={}),
        },
    )


@pytest.mark.parametrize("background", [0.0, 1e6, 1e9, 1e12])
def test_a_harm_that_nobody_can_touch_makes_no_tie(background: float) -> None:
    out = cheapest_avoider(scene(background))
    assert out.cheapest.labels[int(out.cheapest.codes)] == "ann"
    assert [float(v) for v in out.is_cheapest.values()] == [1, 0]
    assert out.least_cost_set.labels[int(out.least_cost_set.codes)] == "lock"
    rules = liability_rules(scene(background))
    assert [float(rules.is_best[f"strict_{p}"]) for p in ("ann", "bob")] == [1, 0]
    assert_array_equal([float(v) for v in rules.unsettled.values()], 0)


@pytest.mark.parametrize("background", [0.0, 1e9, 1e11])
@pytest.mark.parametrize("dear", [0.0, 1e12])
def test_the_programme_looks_at_what_a_set_can_change(background: float, dear: float) -> None:
    rng = np.random.default_rng(4)
    cost = {f"p{k}": float(c) for k, c in enumerate(rng.uniform(1, 40, 6))} | ({"dear": dear} if dear else {})
    effect = {n: {"a": float(rng.uniform(0, 0.6)), "b": float(rng.uniform(0, 0.6))} for n in cost}
    harm = {"a": 60.0, "b": 80.0} | ({"storms": background} if background else {})
    slow = least_cost_set(cost, effect, harm, method="enumeration")
    quick = least_cost_set(cost, effect, harm, method="mixed-integer programme")
    assert quick.precautions == slow.precautions
    assert quick.cost == pytest.approx(slow.cost, rel=1e-12)
    assert quick.bound <= quick.cost
