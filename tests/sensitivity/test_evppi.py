"""Value of information about one input or a few: closed forms, laws, and inputs of few values."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from normals import normals, two_normals
from numpy.testing import assert_allclose

from mloss_econ.sensitivity import decision_from, evpi, evppi
from mloss_econ.sensitivity.resampling import STUDENT

# ---------------------------------------------------------------- continuous inputs


@pytest.mark.slow
def test_a_sum_of_normals_against_nothing() -> None:
    made = decision_from(*two_normals(2**15))
    found = evpi(made)
    assert found.value.value == pytest.approx(0.8920620580763856, abs=0.004)
    assert found.value.low <= 0.8920620580763856 <= found.value.high
    each = evppi(made)
    assert each.row("p1").index == pytest.approx(0.3989422804014327, abs=0.006)
    assert each.row("p2").index == pytest.approx(0.7978845608028654, abs=0.006)
    assert each.row("dummy").whole.zero
    assert each.row("dummy").others["changes"].value == 0
    assert each.row("p2").others["changes"].value == pytest.approx(0.5, abs=0.02)
    sets = evppi(made, {"both": ["p1", "p2"], "with a dummy": ["p1", "dummy"], "one": ["p1"]}, by="splines")
    assert sets.row("both").index == pytest.approx(0.8920620580763856, abs=0.008)
    assert sets.row("with a dummy").index == pytest.approx(0.3989422804014327, abs=0.008)
    assert sets.row("one").index == pytest.approx(0.3989422804014327, abs=0.008)


@pytest.mark.parametrize("by", ["bins", "splines"])
def test_a_relation_that_bends_is_not_missed(by: str) -> None:
    """Worth p^2 - 1: a straight line finds nothing (another package's default gives 0.0005); the truth is 2 phi(1)."""
    p = normals("p1", "p2", n=2**15)
    made = decision_from({"no": 0 * p["p1"], "yes": p["p1"] ** 2 - 1}, p)
    found = evppi(made, by=by)  # type: ignore[arg-type]
    assert found.row("p1").index == pytest.approx(0.48394144903828673, abs=0.012)
    assert found.row("p2").whole.zero
    if by == "bins":
        assert "A straight line would miss most of: p1. Their relations bend." in found.notes
    assert "knowing it changes the decision in" in found.sentence("p1")
    assert "is zero here" in found.sentence("p2")


weights = st.lists(st.floats(-2, 2).map(lambda v: round(v, 2)), min_size=6, max_size=6)


@pytest.mark.slow
@settings(max_examples=4)
@given(w=weights, seed=st.integers(0, 99), shift=st.floats(-1e3, 1e3))
def test_laws(w: list[float], seed: int, shift: float) -> None:
    """0 <= EVPPI <= EVPI; a larger set is worth no less; the same added to all options changes nothing."""
    p = normals("p1", "p2", "p3", n=2**11, seed=seed)
    options = {
        "a": 0 * p["p1"],
        "b": w[0] + w[1] * p["p1"] + w[2] * p["p2"],
        "c": w[3] * p["p1"] ** 2 + w[4] * p["p2"] * p["p3"] + w[5],
    }
    made = decision_from(options, p)
    ceiling = evpi(made).value.value
    sets = {"p1": ["p1"], "p1 p2": ["p1", "p2"], "all": ["p1", "p2", "p3"]}
    single, several = evppi(made), evppi(made, sets, by="splines")
    for row in (*single.rows, *several.rows):
        assert 0 <= row.index <= ceiling + 1e-12
    for smaller, larger in (("p1", "p1 p2"), ("p1 p2", "all")):
        a, b = several.row(smaller), several.row(larger)
        noise = (a.interval[1] - a.interval[0] + b.interval[1] - b.interval[0]) / 2 + 0.05 * ceiling
        assert b.index >= a.index - noise
    random = shift * p["p1"] * p["p2"]  # the same in every option, draw by draw
    moved = decision_from({name: worth + random for name, worth in options.items()}, p)
    assert evpi(moved).value.value == pytest.approx(ceiling, rel=1e-6, abs=1e-9)
    for row in evppi(moved).rows:
        assert row.index == pytest.approx(single.row(row.path).index, rel=1e-6, abs=1e-9)


def test_what_two_inputs_are_worth_only_together() -> None:
    """Worth x y against nothing: neither alone changes the decision, both are worth E|x y| / 2 = 1 / pi."""
    p = normals("x", "y", n=2**14)
    made = decision_from({"no": 0 * p["x"], "yes": p["x"] * p["y"]}, p)
    found = evppi(made, {"both": ["x", "y"], "x": ["x"]}, by="splines")
    assert found.row("both").index == pytest.approx(1 / np.pi, abs=0.02)
    assert found.row("x").whole.zero


def test_against_a_nested_simulation() -> None:
    """Three options, one input: the inner mean by brute force over 4,000 draws at each of 400 outer values."""
    p = normals("x", "y", n=2**15)
    rng = np.random.default_rng(1)

    def worth(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.array([0 * x * y, x + 0.5 * y, 0.8 - np.exp(0.5 * x) + y])

    made = decision_from(dict(zip("abc", worth(p["x"], p["y"]), strict=True)), p)
    outer = np.sort(rng.standard_normal(400))[:, None]
    inner = worth(outer, rng.standard_normal((1, 4000))).mean(axis=2)
    fair = worth(outer, np.zeros((1, 1)))[:, :, 0]  # linear in y: the inner mean is exact at y = 0
    assert_allclose(inner, fair, atol=0.1)
    grid = np.polynomial.hermite_e.hermegauss(80)
    fine = worth(grid[0][:, None], np.zeros((1, 1)))[:, :, 0]
    density = grid[1] / grid[1].sum()
    truth = float(density @ fine.max(axis=0) - (fine @ density).max())
    assert evppi(made).row("x").index == pytest.approx(truth, abs=0.01)


# ---------------------------------------------------------------- values of few kinds


@pytest.mark.parametrize("by", ["bins", "splines"])
def test_what_a_few_valued_input_is_worth(by: Any) -> None:
    """Act where x is 0 or 3 (worth 1), not where it is 1 or 2 (worth -2): knowing it is worth half of 1."""
    rng = np.random.default_rng(0)
    x, z = rng.integers(0, 4, 2**13).astype(float), rng.random(2**13)
    act = np.where((x == 0) | (x == 3), 1.0, -2.0) + z - 0.5
    found = evppi(decision_from({"act": act, "not": 0 * act}, {"x": x, "z": z}), by=by)
    assert found.row("x").index == pytest.approx(0.5, abs=0.02)
    assert found.row("x").interval[0] - 0.01 <= 0.5 <= found.row("x").interval[1] + 0.01
    assert found.row("z").whole.zero


def test_what_a_rare_value_is_worth() -> None:
    """One draw in a hundred, in which not acting saves 50: worth 0.01 x 49 to know."""
    x = 1.0 * (np.arange(2**13) % 100 == 7)
    found = evppi(decision_from({"act": 1 - 50 * x, "not": 0 * x}, {"x": x}))
    assert found.row("x").index == pytest.approx(49 * x.mean(), abs=1e-9)


def test_the_interval_of_information_is_that_of_sixteen_replicates() -> None:
    x = np.random.default_rng(3).integers(0, 2, 2**10).astype(float)
    row = evppi(decision_from({"act": 2 * x - 1, "not": 0 * x}, {"x": x})).row("x")
    best = (2 * x - 1).mean() > 0
    gains = [(np.maximum(2 * x - 1, 0) - (2 * x - 1) * best)[r::16].mean() for r in range(16)]
    assert row.index == pytest.approx(float(np.mean(gains)), abs=1e-9)
    half = STUDENT * (sum((g - np.mean(gains)) ** 2 for g in gains) / 15) ** 0.5 / 4
    assert row.interval[1] - row.index == pytest.approx(half, rel=1e-9)
