"""Pure equilibria by trying every move; without one, the profile least worth leaving."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, strategies as st
from inspector import INSPECTION, chase

from mloss_econ.liability import Profiles, equilibria, mixed_equilibrium, pure_equilibria


def test_without_a_pure_equilibrium_the_profile_least_worth_leaving_stands_for_it() -> None:
    private = chase(2.0, 10.0, 3.0)
    gains = [max(0, 0), 8.0, 7.0, 2.0]  # by hand: not inspect/honest: the firm saves 3 by cheating
    gains[0] = 3.0
    pure = pure_equilibria(INSPECTION, private, private["inspector"] + private["firm"])
    assert INSPECTION.gain(private).tolist() == [3.0, 8.0, 2.0, 7.0]
    assert int(pure.best) == int(pure.worst) == 2


# ---------------------------------------------------------------- what moves nobody


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


@given(games(), st.sampled_from([-(10**9), -7, 10**6, 10**9]), st.lists(st.integers(-(10**8), 10**8), min_size=3))
def test_pure_equilibria_are_those_of_the_whole_numbers(game: Any, common: int, other: list[int]) -> None:
    """For any cost that the party itself does not change, one that depends on what the others do among them."""
    profiles, private, social = game
    stable = by_trying(profiles, private)
    shifted = {"ann": private["ann"] + np.array(other)[profiles.digits[1]], "bob": private["bob"] + common}
    for tables in (private, shifted, {p: 0.1 * t for p, t in private.items()}):
        assert equilibria(profiles, tables).tolist() == stable
        found = pure_equilibria(profiles, tables, social + common)
        assert found.count == sum(stable)
        if any(stable):
            least, most = (int(f(social[stable])) for f in (np.min, np.max))
            assert found.best == np.flatnonzero(stable & (social == least))[0]
            assert found.worst == np.flatnonzero(stable & (social == most))[0]


def test_costs_equal_but_for_rounding_tie() -> None:
    profiles = Profiles.grid({"ann": 2, "bob": 1})
    social = np.array([3 * 0.1, 0.3])
    for costs in (social, social[::-1]):
        private = {"ann": costs, "bob": np.zeros(2)}
        found = pure_equilibria(profiles, private, costs)
        assert (found.count, found.best, found.worst) == (2, 0, 0)
        assert mixed_equilibrium(profiles, private, costs).chances["ann"].tolist() == [1, 0]
