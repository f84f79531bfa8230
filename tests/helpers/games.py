"""Tabulated accidents, random ones and one by hand, and equilibria found the slow way."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from mloss_econ.liability import Accident


@st.composite
def accidents(draw: Any, *, parties: int = 2, most_levels: int = 4, bearer: bool = True) -> Accident:
    """Games with 2 to `most_levels` levels a party, whole costs and a loss of its own at every profile."""
    names = [f"p{i}" for i in range(parties)]
    levels = [draw(st.integers(2, most_levels)) for _ in names]
    seed = draw(st.integers(0, 2**32 - 1))
    return random_accident(np.random.default_rng(seed), names, levels, names[-1] if bearer else "")


def random_accident(rng: np.random.Generator, names: list[str], levels: list[int], bearer: str) -> Accident:
    """Care costs rise with the level and the loss falls with each, strictly: nobody is careful for nothing."""
    cost = {
        n: np.concatenate([[0.0], np.cumsum(rng.uniform(1, 12, k - 1))]) for n, k in zip(names, levels, strict=True)
    }
    loss = rng.uniform(0.02, 1.0, size=levels)
    for axis in range(len(levels)):
        loss = np.flip(np.maximum.accumulate(np.flip(loss, axis), axis), axis)  # falls, or stays, with care
    for axis, k in enumerate(levels):
        shape = [1] * len(levels)
        shape[axis] = k
        loss = loss * (1 - 0.02 * np.arange(k)).reshape(shape)
    return Accident.grid(cost, loss / loss.max(), rng.uniform(10, 90), bearer=bearer)


def profiles_of(a: Accident) -> list[tuple[int, ...]]:
    """All profiles as tuples of levels, in the order of the tables."""
    return list(product(*(range(int(d.max()) + 1) for d in a.profiles.digits)))


def slow_equilibria(a: Accident, private: dict[str, Any]) -> list[tuple[int, ...]]:
    """The pure equilibria, by trying every move of every party."""
    profiles = profiles_of(a)
    number = {profile: k for k, profile in enumerate(profiles)}
    found = []
    for profile in profiles:
        stays = True
        for i, party in enumerate(a.profiles.parties):
            here = float(private[party][number[profile]])
            for level in range(int(a.profiles.digits[i].max()) + 1):
                moved = (*profile[:i], level, *profile[i + 1 :])
                there = float(private[party][number[moved]])
                if there < here - 1e-9 * abs(there):
                    stays = False
        if stays:
            found.append(profile)
    return found


def alternative(bearer: str = "victim") -> Accident:
    """Either party alone suffices."""
    return Accident.grid({"injurer": [0, 8], "victim": [0, 5]}, [[1, 0], [0, 0]], 20, bearer=bearer)
