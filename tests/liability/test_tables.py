"""Tables of costs that cannot be trusted are refused: not finite, incomplete, or lost in rounding."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from inspector import CHASE, DEVELOPER, INSPECTOR

from mloss_econ.errors import InputError
from mloss_econ.liability import Accident, Profiles, equilibria, mixed_equilibrium, pure_equilibria


@pytest.mark.parametrize("answer", [mixed_equilibrium, pure_equilibria])
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


@pytest.mark.parametrize("answer", [mixed_equilibrium, pure_equilibria])
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


@pytest.mark.parametrize(
    "answer", [mixed_equilibrium, pure_equilibria, lambda g, private, social: equilibria(g, private)]
)
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_cost_that_is_not_finite_is_refused_with_its_place(answer: Any, wrong: float) -> None:
    broken = np.array([0.0, 1.0, wrong, 3.0])
    with pytest.raises(
        InputError, match=rf"private costs of 'developer': {wrong} at profile 2 \(inspector 1, developer 0\)"
    ):
        answer(CHASE, {"inspector": INSPECTOR, "developer": broken}, np.ones(4))
    pure_equilibria(
        CHASE, {"inspector": INSPECTOR, "developer": np.where(np.isfinite(broken), broken, 1e12)}, np.ones(4)
    )


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("social cost: nan at profile 1", lambda: pure_equilibria(CHASE, PRIVATE, np.array([1.0, np.nan, 1.0, 1.0]))),
        ("social cost: inf at profile 3", lambda: mixed_equilibrium(CHASE, PRIVATE, np.array([1.0, 1.0, 1.0, np.inf]))),
        (
            r"'developer': nan at profile 1 \(inspector 0, developer 1\) of draw 2",
            lambda: pure_equilibria(
                CHASE, PRIVATE | {"developer": np.array([[0.0] * 4] * 2 + [[0, np.nan, 0, 0]])}, np.ones(4)
            ),
        ),
        ("'inspector' has no costs", lambda: pure_equilibria(CHASE, {"developer": DEVELOPER}, np.ones(4))),
        (r"'inspector': shape \(3,\)", lambda: pure_equilibria(CHASE, PRIVATE | {"inspector": np.ones(3)}, np.ones(4))),
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
