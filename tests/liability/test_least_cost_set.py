"""The mixed-integer programme against trying every set."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

from mloss_econ.errors import InputError
from mloss_econ.liability import least_cost_set

shares = st.floats(0, 1).map(lambda v: round(v, 3))


@given(st.integers(1, 7), st.integers(1, 3), st.data())
def test_the_programme_finds_what_enumeration_finds(count: int, channels: int, data: Any) -> None:
    cost = {f"p{k}": data.draw(st.floats(0, 20).map(lambda v: round(v, 2))) for k in range(count)}
    harm = {f"h{k}": data.draw(st.floats(0, 60).map(lambda v: round(v, 2))) for k in range(channels)}
    effect = {n: {h: data.draw(shares) for h in harm} for n in cost}
    slow = least_cost_set(cost, effect, harm, method="enumeration")
    quick = least_cost_set(cost, effect, harm, method="mixed-integer programme")
    assert quick.cost == pytest.approx(slow.cost, rel=1e-5, abs=1e-5 * (sum(cost.values()) + sum(harm.values())))
    assert quick.bound <= slow.cost + 2e-6 * (sum(cost.values()) + sum(harm.values()))
    spent = sum(cost[n] for n in quick.precautions)
    left = sum(v * np.prod([1 - effect[n][h] for n in quick.precautions]) for h, v in harm.items())
    assert quick.cost == pytest.approx(spent + left, rel=1e-12, abs=1e-12)


def test_beyond_twenty_the_programme_runs_and_says_so() -> None:
    rng = np.random.default_rng(1)
    cost = {f"p{k}": float(c) for k, c in enumerate(rng.uniform(0.2, 3, 26))}
    effect = {n: {"door": float(rng.uniform(0, 0.4))} for n in cost}
    found = least_cost_set(cost, effect, {"door": 30.0})
    assert found.method == "mixed-integer programme"
    assert found.cost - found.bound <= 2e-6 * found.cost
    # with one channel the sets that matter are few: compare with a search that swaps and drops
    taken = set(found.precautions)

    def total(chosen: set[str]) -> float:
        return sum(cost[n] for n in chosen) + 30.0 * float(np.prod([1 - effect[n]["door"] for n in chosen]))

    assert found.cost == pytest.approx(total(taken))
    for name in cost:
        assert total(taken ^ {name}) >= found.cost - 1e-5
        for other in cost:
            assert total(taken ^ {name, other}) >= found.cost - 1e-5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (({"a": 1.0}, {"a": {"door": 0.5}}, {}), "no harm is given for the channel 'door'"),
        (({"a": 1.0}, {"b": {"door": 0.5}}, {"door": 3.0}), "a precaution without a cost"),
        (({"a": 1.0}, {"a": {"door": 1.5}}, {"door": 3.0}), "1.5 is outside 0 to 1"),
        (({"a": -1.0}, {}, {"door": 3.0}), "below 0"),
        (({}, {}, {}), "at least one channel"),
    ],
)
def test_bad_input(arguments: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        least_cost_set(*arguments)


def test_too_many_to_enumerate_is_said() -> None:
    with pytest.raises(InputError, match="21 precautions; at most 20"):
        least_cost_set({f"p{k}": 1.0 for k in range(21)}, {}, {"door": 1.0}, method="enumeration")


def test_without_precautions_the_harm_is_left() -> None:
    found = least_cost_set({}, {}, {"door": 3.0, "yard": 4.0})
    assert (found.precautions, found.cost) == ((), 7.0)


# ---------------------------------------------------------------- what moves nobody


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
