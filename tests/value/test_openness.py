"""Openness as a score, its ladder, and the balance of utility and control."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from amounts import shares
from hypothesis import example, given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, Table
from mloss_econ.kernel import baseline
from mloss_econ.value import Component, openness
from mloss_econ.value.openness import OpennessInputs

BOXES = ("access", "licence", "building")
component = st.tuples(shares, shares, shares, st.floats(0, 5))


def system(store: Store, *rows: tuple[float, float, float, float], **values: Any) -> Any:
    point = baseline(openness, scenario="open_system", prices="USD 2022").point
    plain = {
        n: getattr(point, n)
        for n in ("utility_power", "harm_power", "openness_benefit", "openness_harm", "step", "gradient")
    }
    made = {f"c{i}": Component(access=a, licence=b, building=c, weight=w) for i, (a, b, c, w) in enumerate(rows)}
    return openness(OpennessInputs(components=made, **{**plain, **values}))


@given(rows=st.lists(component, min_size=1, max_size=5))
def test_the_score_by_hand(store: Store, rows: Any) -> None:
    out = system(store, *rows)
    whole = sum(w for *_, w in rows)
    weights = [w / whole if whole else 1 / len(rows) for *_, w in rows]
    score = sum(weight * sum(boxes) / 3 for weight, (*boxes, _) in zip(weights, rows, strict=True))
    assert_allclose(out.openness, score, atol=1e-12)
    assert_allclose(np.mean([float(v) for v in out.by_box.values()]), score, atol=1e-9)  # three boxes, counted alike
    for i, box in enumerate(BOXES):
        assert_allclose(out.by_box[box], sum(w * r[i] for w, r in zip(weights, rows, strict=True)), atol=1e-9)
    ladder = store.table("access_gradient")
    level = max(i for i, least in enumerate(ladder["openness"]) if least <= float(out.openness))
    assert int(out.level.codes) == level


@given(rows=st.lists(component, min_size=1, max_size=5), which=st.integers(0, 4), box=st.integers(0, 2), up=shares)
def test_opening_anything_further_never_closes_it(store: Store, rows: Any, which: int, box: int, up: float) -> None:
    which = min(which, len(rows) - 1)
    more = [list(r) for r in rows]
    more[which][box] = max(more[which][box], up)
    before, after = system(store, *rows), system(store, *map(tuple, more))  # type: ignore[arg-type]
    assert after.openness >= before.openness - 1e-12
    assert after.utility >= before.utility - 1e-9
    assert after.control <= before.control + 1e-9


def test_both_ends_of_the_ladder(store: Store) -> None:
    closed, opened = (system(store, (v, v, v, 1.0)) for v in (0.0, 1.0))
    assert (closed.openness, closed.utility, closed.control) == (0, 0, 1)
    assert (opened.openness, opened.utility, opened.control) == (1, 1, 0)
    labels = closed.level.labels
    assert (labels[int(closed.level.codes)], labels[int(opened.level.codes)]) == ("fully closed", "fully open")


def test_a_step_of_the_ladder_begins_at_its_score(store: Store) -> None:
    for score, level in ((0.75, "fully open"), (0.75 - 1e-9, "weights and code")):
        out = system(store, (score, score, score, 1.0))
        assert out.level.labels[int(out.level.codes)] == level


@given(rows=st.lists(st.tuples(*[st.integers(0, 10)] * 3, st.integers(1, 9)), min_size=1, max_size=3))
@example(rows=[(1, 1, 1, 2), (7, 7, 7, 1)])  # 0.29999999999999993 by machine
def test_a_step_is_reached_by_the_exact_score(store: Store, rows: Any) -> None:
    """Tenths, added up without rounding: a score that makes a step of the ladder does so however it is summed."""
    out = system(store, *((a / 10, b / 10, c / 10, w / 10) for a, b, c, w in rows))
    score = Fraction(sum((a + b + c) * w for a, b, c, w in rows), 30 * sum(row[3] for row in rows))
    ladder = [
        Fraction(str(v))
        for v in baseline(openness, scenario="open_system", prices="USD 2022").point.gradient["openness"]
    ]
    assert int(out.level.codes) == sum(score >= least for least in ladder[1:])


@given(score=shares, a=st.floats(0.1, 3), b=st.floats(0.1, 5))
def test_utility_and_control_by_hand(store: Store, score: float, a: float, b: float) -> None:
    out = system(store, (score, score, score, 1.0), utility_power=a, harm_power=b)
    assert_allclose((out.utility, out.control), (score**a, 1 - score**b), atol=1e-9)
    more = min(score + 0.1, 1)
    assert_allclose((out.utility_gain, out.control_loss), (more**a - score**a, more**b - score**b), atol=1e-9)
    assert_allclose(out.net_value, 1e6 * score**a - 5e5 * score**b, atol=1)


def test_the_three_systems_stand_in_order_on_the_ladder() -> None:
    found = [
        baseline(openness, scenario=s, prices="USD 2022").outputs()
        for s in ("interface_system", "open_weights_system", "open_system")
    ]
    scores = [float(out.openness) for out in found]
    assert scores == sorted(scores)
    levels = [out.level.labels[int(out.level.codes)] for out in found]
    assert levels == ["programming interface", "weights to download", "fully open"]


@given(a=st.floats(0.1, 3), b=st.floats(0.1, 5), benefit=st.floats(1, 1e9), harm=st.floats(1, 1e9))
def test_the_best_openness_beats_every_other(store: Store, a: float, b: float, benefit: float, harm: float) -> None:
    out = system(
        store, (0.5, 0.5, 0.5, 1.0), utility_power=a, harm_power=b, openness_benefit=benefit, openness_harm=harm
    )
    grid = np.linspace(0, 1, 20_001)
    nets = benefit * grid**a - harm * grid**b
    slack = 1e-9 * (benefit + harm)
    assert out.best_net_value >= nets.max() - slack
    assert out.best_net_value >= out.net_value - slack
    best = float(out.best_openness)
    assert_allclose(out.best_net_value, benefit * best**a - harm * best**b, atol=slack)


def test_what_cannot_be_scored_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="components: there is none"):
        system(store)
    for scores in ([0.0, 0.5, 0.5], [0.1, 0.5], []):
        ladder = Table("ladder", {"level": np.array([str(s) for s in scores]), "openness": np.array(scores)})
        with pytest.raises(InputError, match="openness has to rise from 0"):
            system(store, (0.5, 0.5, 0.5, 1.0), gradient=ladder)
    with pytest.raises(InputError, match="outside the bounds"):
        system(store, (1.5, 0.5, 0.5, 1.0))
