"""What is left of a harm: the equilibrium of care against best responses found by search, and duties by hand."""

from typing import Any

import numpy as np
import pytest
from alone import at_alone
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import minimize_scalar

from mloss_econ.liability import harm_control
from mloss_econ.liability.harm_control import Channel, care

BIG = 40.0  # more care than anybody takes


def best(cost: float, facing: float, harm: Any) -> float:
    """Care x that costs a party least: cost * x + facing * harm(x), by search."""
    found = minimize_scalar(
        lambda x: cost * x + facing * harm(x), bounds=(0, BIG), method="bounded", options={"xatol": 1e-10}
    )
    return 0.0 if cost * 0 + facing * harm(0.0) <= found.fun else float(found.x)


@given(
    passing=st.floats(0.1, 100),
    rest=st.floats(0.1, 100),
    costs=st.tuples(st.floats(0.05, 20), st.floats(0.05, 20)),
    facing=st.tuples(st.floats(0.05, 1), st.floats(0.05, 1)),
)
def test_care_is_the_equilibrium_that_best_responses_reach(
    passing: float, rest: float, costs: tuple[float, float], facing: tuple[float, float]
) -> None:
    mine, theirs = care(*(np.array(v) for v in (passing, rest, costs[0] / facing[0], costs[1] / facing[1])))
    x, z = 0.0, 0.0
    for _ in range(200):
        before = x, z
        x = best(costs[0], facing[0], lambda v: passing * np.exp(-v - z) + rest * np.exp(-v))  # noqa: B023
        z = best(costs[1], facing[1], lambda v: passing * np.exp(-v - x))  # noqa: B023
        if max(abs(x - before[0]), abs(z - before[1])) < 1e-9:
            break
    assert_allclose([float(mine), float(theirs)], [np.exp(-x), np.exp(-z)], rtol=2e-3, atol=1e-5)
    # nobody can save by another care, given the other's
    e, f = -np.log(float(mine)), -np.log(float(theirs))
    for other in np.linspace(0, 8, 81):
        own = costs[0] * e + facing[0] * (passing * np.exp(-e - f) + rest * np.exp(-e))
        assert own <= costs[0] * other + facing[0] * (passing * np.exp(-other - f) + rest * np.exp(-other)) + 1e-9
        own = costs[1] * f + facing[1] * passing * np.exp(-e - f)
        assert own <= costs[1] * other + facing[1] * passing * np.exp(-e - other) + 1e-9


LEVEL = 10e9


def one(**values: float) -> dict[str, Any]:
    """A single channel of 10 billion, by default half open, half downstream, nothing moving, reached in full."""
    plain = {"level": LEVEL, "open_share": 0.5, "downstream": 0.5, "displaced": 0.0, "displaced_open": 0.0}
    return {"channels": {"all": Channel(figure="counted", **plain | {"stolen": 0.0, "reach": 1.0} | values)}}


CHANNEL = ("level", "open_share", "downstream", "displaced", "displaced_open", "stolen", "reach")


def alone(**values: float) -> Any:
    """The outputs for one channel; what is no part of it is another input."""
    mine = {name: values.pop(name) for name in CHANNEL if name in values}
    if "complying" in values:  # all alike
        values |= {f"complying_{payer}": values["complying"] for payer in ("large", "deployers", "intermediaries")}
    return at_alone(harm_control, one(**mine), **values)


def left(y: Any, kind: str, name: str = "all", today: str = "") -> float:
    """Harm left with one kind of model, after downstream parties."""
    return float(getattr(y, f"{kind}_left{today}")[name] * getattr(y, f"{kind}_passing{today}")[name])


def test_where_nobody_is_liable_nobody_takes_care() -> None:
    y = alone(developer_liable=0.0, deployer_liable=0.0, complying=0.0)
    assert left(y, "open") + left(y, "closed") == pytest.approx(LEVEL, rel=1e-15)
    assert [float(v) for v in (y.open_care, y.closed_care, y.deployers_care)] == [0, 0, 0]
    assert float(y.released) == 1


def test_duties_by_hand() -> None:
    """Open harm 0.4 of all, 0.5 of it passes a downstream party. Developers' duties stop 0.5, of open models half is
    stripped: 1 - 0.25. Downstream duties stop 0.2, so 0.8 is left there; of the 0.2 * 0.5 stopped, 0.3 moves.

    open   0.4 * 0.75 * (0.5 * 0.8 + 0.5 + 0.3 * 0.1) = 0.279         closed  0.6 * 0.5 * 0.93 = 0.279
    """
    y = alone(
        open_share=0.4,
        displaced=0.3,
        stripped=0.5,
        developer_effect=0.5,
        large_effect=0.5,
        deployer_effect=0.2,
        complying=1.0,
        developer_liable=0.0,
        deployer_liable=0.0,
    )
    assert_allclose(left(y, "open"), LEVEL * 0.4 * 0.75 * 0.93, rtol=1e-12)
    assert_allclose(left(y, "closed"), LEVEL * 0.6 * 0.5 * 0.93, rtol=1e-12)


def test_what_is_kept_off_closed_models_turns_up_with_open_ones() -> None:
    """Closed harm 0.6; duties stop half of it, 0.3, and half of that comes back as open harm, 0.15, of which the
    safeguards of open models leave 0.75 and those downstream let 0.9 through: 0.15 * 0.75 * 0.9 beside the rest."""
    x = {"open_share": 0.4, "stripped": 0.5, "developer_effect": 0.5, "large_effect": 0.5, "deployer_effect": 0.2}
    law = {"complying": 1.0, "developer_liable": 0.0, "deployer_liable": 0.0}
    stay, move = (alone(**x, **law, displaced_open=d) for d in (0.0, 0.5))
    assert_allclose(left(move, "open") - left(stay, "open"), LEVEL * 0.15 * 0.75 * 0.9, rtol=1e-12)
    assert_allclose(left(move, "closed"), left(stay, "closed"), rtol=1e-15)
    # if there were no closed models at all, half of what is left with them would move too
    assert_allclose(move.moving_open["all"], 0.5 * 0.75 * float(move.closed_left["all"]), rtol=1e-12)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_displacement_leaves_more_harm_and_none_leaves_least(
    d: float, e: float, effect: float, care: float
) -> None:
    low, high = sorted((d, e))
    x = {"large_effect": effect, "developer_liable": care}
    less, more = (alone(**x, displaced_open=v) for v in (low, high))
    total = [left(y, "open") + left(y, "closed") for y in (less, more)]
    assert total[0] <= total[1] * (1 + 1e-12)
    assert total[1] <= LEVEL * (1 + 1e-12)


@given(
    st.floats(0.01, 0.99),
    st.fixed_dictionaries({name: st.floats(0, 1) for name in CHANNEL[1:]}),
    st.fixed_dictionaries({k: st.floats(0, 1) for k in ("developer_effect", "large_effect", "deployer_effect")}),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_channel_split_in_two_is_the_same_harm(
    share: float, channel: dict[str, float], effects: dict[str, float], developer: float, deployer: float
) -> None:
    """Harm has no natural units: two channels alike in all but size make what one makes."""
    x = effects | {"developer_liable": developer, "deployer_liable": deployer}
    whole = at_alone(harm_control, one(**channel), **x)
    parts = {
        name: Channel(figure="counted", **channel, level=LEVEL * part)
        for name, part in (("a", share), ("b", 1 - share))
    }
    split = at_alone(harm_control, {"channels": parts}, **x)
    for kind in ("open", "closed"):
        both = left(split, kind, "a") + left(split, kind, "b")
        assert_allclose(both, left(whole, kind), rtol=1e-9, atol=1e-3)
    for name in ("open_damages", "closed_damages", "deployers_care", "open_care", "closed_care", "release_ratio"):
        assert_allclose(getattr(split, name), getattr(whole, name), rtol=1e-9, atol=1e-3)


def test_a_proposal_does_nothing_in_a_channel_that_it_does_not_reach() -> None:
    effects = {"developer_effect": 0.5, "large_effect": 0.5, "deployer_effect": 0.3}
    y = alone(reach=0.0, developer_liable=1.0, deployer_liable=1.0, complying=1.0, **effects)
    for kind in ("open", "closed"):
        assert_allclose(left(y, kind), left(y, kind, today="_today"), rtol=1e-15)
    assert (y.closed_damages, y.deployers_care) == (y.closed_damages_today, y.deployers_care_today)
    half = alone(reach=0.5, stripped=0.0, developer_liable=0.0, deployer_liable=0.0, complying=1.0, **effects)
    assert_allclose(left(half, "closed"), LEVEL * 0.5 * (1 - 0.25) * (0.5 * (1 - 0.15) + 0.5), rtol=1e-12)


def test_an_open_developer_pays_no_more_than_it_has() -> None:
    x = {
        "developer_exposure": 0.3,
        "developer_liable": 1.0,
        "deployer_liable": 0.0,
        "complying": 0.0,
        "open_share": 1.0,
    }
    poor, rich = (alone(**x, developer_assets=a, developer_care=100.0) for a in (100e6, 1e12))
    assert_allclose([poor.open_damages, rich.open_damages], [100e6, 0.3 * LEVEL], rtol=1e-12)
    assert float(rich.released) < float(poor.released) < 1


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_duty_or_liability_leaves_no_more_harm_where_nothing_moves(a: float, b: float, c: float) -> None:
    low, high = sorted((a, b))

    def whole(**x: float) -> float:
        y = alone(**x)
        return left(y, "open") + left(y, "closed")

    for effect in ("developer_effect", "large_effect", "deployer_effect"):
        less, more = (whole(**{effect: v}, deployer_liable=c, developer_liable=c) for v in (low, high))
        assert more <= less * (1 + 1e-9) + 1e-2
    less, more = (left(alone(deployer_liable=v, developer_liable=0.0), "closed") for v in (low, high))
    assert more <= less * (1 + 1e-12)


def test_coverage_by_hand() -> None:
    """Half of the channel is reached; of open use half is covered, and nothing is stripped.

    open    0.4 * (1 - 0.5 * 0.5 * 0.8) = 0.32     closed  0.6 * (1 - 0.5 * 0.8) = 0.36
    """
    y = alone(
        open_share=0.4,
        downstream=0.0,
        reach=0.5,
        stripped=0.0,
        developer_effect=0.8,
        large_effect=0.8,
        covered_use=0.5,
        complying=1.0,
        developer_liable=0.0,
        deployer_liable=0.0,
    )
    assert_allclose([left(y, "open"), left(y, "closed")], [LEVEL * 0.32, LEVEL * 0.36], rtol=1e-12)


def test_care_for_open_models_is_dearer_by_what_is_stripped() -> None:
    """Harm 100, all open, none downstream; care a tenth of it, half stripped, so 20; facing a half: 20 / 50 = 0.4 is
    left, which costs 20 ln(2.5)."""
    y = alone(
        level=100.0,
        open_share=1.0,
        downstream=0.0,
        stripped=0.5,
        developer_care=0.1,
        developer_exposure=0.5,
        developer_assets=1e6,
        developer_liable=1.0,
        deployer_liable=0.0,
    )
    assert_allclose(left(y, "open"), 40.0, rtol=1e-12)
    assert_allclose(y.open_care, -20 * np.log(0.4), rtol=1e-12)


def test_releases_and_harm_are_calibrated_to_the_law_as_it_stands() -> None:
    """Today's two quantities are those of a world in which nobody has duties and liability is as it is today."""
    law = {"developer_liable_today": 0.4, "deployer_liable_today": 0.3, "developer_assets": 1e12}
    today = alone(**law, developer_liable=0.4, deployer_liable=0.3, complying=0.0)
    after = alone(**law, developer_liable=1.0, deployer_liable=0.0)
    assert 0 < float(after.released) < float(today.released) < 1
    assert_allclose(after.release_ratio, after.released / today.released, rtol=1e-12)
    for kind in ("open", "closed"):
        assert_allclose(left(after, kind, today="_today"), left(today, kind), rtol=1e-12)
    assert_allclose(after.closed_damages_today, today.closed_damages, rtol=1e-12)
    assert float(today.release_ratio) == 1


def test_a_channel_without_a_figure_adds_no_harm_and_no_care() -> None:
    counted = at_alone(harm_control, one(), developer_liable=1.0, deployer_liable=1.0)
    more = one()["channels"] | {"unknown": Channel(**one()["channels"]["all"].model_dump() | {"level": 0.0})}
    y = at_alone(harm_control, {"channels": more}, developer_liable=1.0, deployer_liable=1.0)
    assert (y.closed_care, y.open_damages) == (counted.closed_care, counted.open_damages)
    assert left(y, "open", "unknown") == left(y, "closed", "unknown") == 0
