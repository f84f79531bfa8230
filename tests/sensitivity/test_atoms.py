"""Values that have a probability of their own: flags, counts, categories, inputs of few values or partly continuous.

Truths are sums over the classes of the inputs, written out. Every method answers them, or says that it cannot.
"""

from collections.abc import Mapping
from itertools import product as every
from typing import Any

import numpy as np
import pytest
from few import few
from functions import Number, ThreeInputs, YOutputs, case
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.compliance import cournot_asymmetric, small_entities
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, RunError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import Calculator, Case, Category, Outputs, baseline, calculator
from mloss_econ.sensitivity import (
    METHODS,
    Ranking,
    Region,
    borgonovo,
    correlation_ratio,
    decision_from,
    evppi,
    morris,
    prim,
    shapley,
    sobol,
)
from mloss_econ.sensitivity.borgonovo import held_out_sharp
from mloss_econ.sensitivity.given import bins, lumps, varies
from mloss_econ.sensitivity.resampling import STUDENT
from mloss_econ.uncertainty import Distribution, discrete, mixture, point, uniform
from mloss_econ.uncertainty.points import Discrete

UNIT = uniform(low=0, high=1)
HALF = discrete(values=[0, 1], weights=[0.5, 0.5])
RARE = discrete(values=[0, 1], weights=[0.97, 0.03])
THREE = discrete(values=[0, 1, 5], weights=[0.6, 0.3, 0.1])
PART = mixture(of=[point(value=0), uniform(low=0, high=1)], weights=[0.4, 0.6])


@calculator
def flag(x: ThreeInputs) -> YOutputs:
    """1 where the first, twice the second and the third come to more than 1.5."""
    return YOutputs(y=1.0 * np.greater(x.x1 + 2 * x.x2 + x.x3, 1.5))


@calculator
def count(x: ThreeInputs) -> YOutputs:
    """A count: whole numbers of the first and of three times the second, and one more where both are."""
    one, other = np.floor(x.x1), np.floor(3 * x.x2)
    return YOutputs(y=one + other + 1.0 * (np.greater(one, 0.5) * np.greater(other, 0.5)) + 0 * x.x3)


@calculator
def scaled(x: ThreeInputs) -> YOutputs:
    """Ranges that do not meet, one for each value of the first."""
    return YOutputs(y=np.power(10.0, x.x1) * (1 + x.x2) + 0 * x.x3)


@calculator
def parity(x: ThreeInputs) -> YOutputs:
    """Whether the first is an odd number."""
    return YOutputs(y=np.mod(x.x1, 2.0) + 0 * (x.x2 + x.x3))


@calculator
def part(x: ThreeInputs) -> YOutputs:
    """Zero in most draws, continuous in the others."""
    return YOutputs(y=np.maximum(x.x1 + x.x2 - 1.5, 0.0) + 0 * x.x3)


Grid = tuple[np.ndarray, np.ndarray]


def classes(dist: Distribution, parts: int = 60) -> Grid:
    """Values and weights of an input: those of a discrete one, or equally likely middles of a continuous part."""
    if isinstance(dist, Discrete):
        return np.array(dist.values), np.array(dist.weights)
    u = (np.arange(parts) + 0.5) / parts
    values, weights = np.unique(np.asarray(dist.quantile(u)), return_counts=True)
    return values, weights / parts


class Truth:
    """What an output is in each class of the three inputs, (k1, k2, k3), with the weights of the classes."""

    def __init__(self, made: Calculator[Any, Any], dists: Mapping[str, Distribution]) -> None:
        self.paths = list(dists)
        grids = [classes(dist) for dist in dists.values()]
        axes = np.meshgrid(*(values for values, _ in grids), indexing="ij")
        inputs: Any = ThreeInputs
        at = inputs.model_construct(**dict(zip(dists, axes, strict=True)))
        self.y: np.ndarray = np.round(np.asarray(made.function(at).y, dtype=float), 9)
        self.w: np.ndarray = np.einsum("i,j,k->ijk", *(weights for _, weights in grids))
        self.axes = axes
        self.one = [weights for _, weights in grids]
        self.middle = [np.cumsum(weights) - weights / 2 for _, weights in grids]

    def law(self) -> Grid:
        """Values of the output, and their probabilities given each class of each input: (inputs, classes, values)."""
        values, place = np.unique(self.y, return_inverse=True)
        place = place.reshape(self.y.shape)
        given_x = []
        for k, weights in enumerate(self.one):
            rows = [np.moveaxis(a, k, 0).reshape(len(weights), -1) for a in (place, self.w)]
            law = [np.bincount(p, w, len(values)) / w.sum() for p, w in zip(*rows, strict=True)]
            given_x.append(np.array(law))
        return values, np.array(given_x, dtype=object)

    def delta(self) -> list[float]:
        _, laws = self.law()
        whole = [w @ law for w, law in zip(self.one, laws, strict=True)]
        return [
            float(w @ np.abs(law - all_).sum(axis=1)) / 2 for w, law, all_ in zip(self.one, laws, whole, strict=True)
        ]

    def cramer(self) -> list[float]:
        found = []
        for w, law in zip(self.one, self.law()[1], strict=True):
            below = np.cumsum(np.asarray(law, dtype=float), axis=1)
            mean = w @ below
            weights = np.diff(mean, prepend=0)
            at_least = below - np.asarray(law, dtype=float)  # P(Y < t | X): P(Y >= t) has the same variance
            base = w @ at_least
            found.append(float((w @ (at_least - base) ** 2) @ weights / ((base * (1 - base)) @ weights)))
        return found

    def ranks(self) -> list[float]:
        values, place = np.unique(self.y, return_inverse=True)
        share = np.bincount(place.reshape(-1), self.w.reshape(-1), len(values))
        rank = (np.cumsum(share) - share / 2)[place.reshape(self.y.shape)]
        return [self.correlation(rank, np.asarray(m)) for m in self.middle_by_axis()]

    def middle_by_axis(self) -> list[np.ndarray]:
        shapes = [[-1 if j == k else 1 for j in range(3)] for k in range(3)]
        return [np.broadcast_to(m.reshape(s), self.y.shape) for m, s in zip(self.middle, shapes, strict=True)]

    def correlation(self, g: np.ndarray, h: np.ndarray) -> float:
        g, h = g - (self.w * g).sum(), h - (self.w * h).sum()
        size = (self.w * g * g).sum() * (self.w * h * h).sum()
        return float((self.w * g * h).sum() / size**0.5) if size > 0 else 0.0

    def explained(self, known: tuple[int, ...]) -> float:
        """Var(E[y | the inputs in `known`])."""
        others = tuple(k for k in range(3) if k not in known)
        mass = self.w.sum(axis=others, keepdims=True)
        mean = (self.w * self.y).sum(axis=others, keepdims=True) / mass
        return float((mass * (mean - (self.w * self.y).sum()) ** 2).sum())

    def variance_shares(self) -> dict[str, list[float]]:
        whole = self.explained((0, 1, 2))
        rest = [tuple(j for j in range(3) if j != k) for k in range(3)]
        first = [self.explained((k,)) / whole for k in range(3)]
        total = [1 - self.explained(r) / whole for r in rest]
        pairs = {(i, j): self.explained((i, j)) / whole for i, j in ((0, 1), (0, 2), (1, 2))}
        joint = [sum(v - first[a + b - k] for (a, b), v in pairs.items() if k in (a, b)) for k in range(3)]
        split = [(2 * f + p + 2 * t) / 6 for f, p, t in zip(first, joint, total, strict=True)]
        return {"first": first, "total": total, "shapley": split}


TOYS: dict[str, tuple[Calculator[Any, Any], dict[str, Distribution]]] = {
    "flag of continuous inputs": (flag, {"x1": UNIT, "x2": UNIT, "x3": UNIT}),
    "count": (count, {"x1": THREE, "x2": UNIT, "x3": UNIT}),
    "ranges apart, two values": (scaled, {"x1": HALF, "x2": UNIT, "x3": UNIT}),
    "flag of a mixed and a rare input": (flag, {"x1": PART, "x2": UNIT, "x3": RARE}),
    "all discrete": (count, {"x1": THREE, "x2": discrete(values=[0, 0.5, 0.9], weights=[0.2, 0.5, 0.3]), "x3": HALF}),
    "parity of ten": (parity, {"x1": discrete(values=list(range(10)), weights=[0.1] * 10), "x2": UNIT, "x3": HALF}),
    "zero or continuous": (part, {"x1": PART, "x2": UNIT, "x3": RARE}),
}
CASES: dict[str, tuple[Calculator[Any, Any], Case[Any, Any]]] = {
    name: (made, case(made, **dists)) for name, (made, dists) in TOYS.items()
}


# Of a continuous part a grid's laws lie on different points, so there the integrals are done by hand: of the share
# above zero, E|P(Y > 0 | X) - 0.075|, and of the densities 1 or 0.6 below x - 0.5 against 0.6 (0.5 - y).
DELTA = {"zero or continuous": [(0.108375 + 0.12) / 2, (0.084375 + 0.1) / 2, 0.0]}


def deltas(name: str) -> list[float]:
    return DELTA[name] if name in DELTA else Truth(*TOYS[name]).delta()


def near(ranking: Ranking, truth: list[float], slack: float, which: str = "") -> None:
    """Within the interval (twice over) and a slack for the grid's steps; and nothing that matters is exactly 0."""
    for path, value in zip(("x1", "x2", "x3"), truth, strict=True):
        row = ranking.row(path)
        index = row.others[which] if which else row.whole
        assert abs(index.value - value) <= index.high - index.low + slack, (path, index, value)
        assert not index.nothing or abs(value) < 1e-9, (path, value)


@pytest.mark.parametrize("name", few(TOYS, 4))
def test_every_method_of_given_data_and_of_designs(name: str) -> None:
    made, of = CASES[name]
    truth = Truth(*TOYS[name])
    run = simulate(made, of, n=2**12, seed=1)
    deterministic = name == "ranges apart, two values"  # by the second input, up to the first: no cell sees that
    if not deterministic:
        near(borgonovo(run, "y"), deltas(name), 0.02)
    else:
        assert borgonovo(run, "y").row("x1").index == pytest.approx(0.5, abs=0.003)
    near(METHODS["chatterjee"].ask(made, of, "y", n=2**12, seed=1), truth.cramer(), 0.03)
    near(METHODS["rank_correlation"].ask(made, of, "y", n=2**12, seed=1), truth.ranks(), 0.01)
    shares = truth.variance_shares()
    near(correlation_ratio(run, "y", scale="raw"), shares["first"], 0.02)
    index = sobol(made, of, "y", n=2**11, seed=1, scale="raw")
    near(index, shares["total"], 0.02)
    near(index, shares["first"], 0.02, "first")
    near(shapley(made, of, "y", n=2**11, seed=1, scale="raw"), shares["shapley"], 0.02)
    slopes = METHODS["regression"].ask(made, of, "y", n=2**12, seed=1)
    near(slopes, [truth.correlation(truth.y, axis) for axis in truth.axes], 0.01)  # inputs are independent


@pytest.mark.parametrize("name", few(TOYS, 1))
@pytest.mark.parametrize("method", METHODS)
def test_every_method_answers_in_one_call(method: str, name: str) -> None:
    made, of = CASES[name]
    need = METHODS[method].needs
    cases: Any = [of, of.but("other", x2=0.3)] if "cases" in need else of
    vary = ("x1", "x2") if "vary two" in need else ("x1",)
    target = float(simulate(made, of, n=2**10, seed=1).output("y").mean())
    where = Region("y", low=target) if "where" in need else None
    answer = METHODS[method].ask(
        made, cases, "y", n=2**12, seed=1, vary=vary, target=target, where=where, effect="y", at=(2.0,)
    )
    said = str(answer)
    assert "nan" not in said.split()
    if isinstance(answer, Ranking) and method not in ("tornado", "evppi", "regression", "rank_regression"):
        assert not answer.row("x1").whole.nothing


# ---------------------------------------------------------------- Borgonovo's delta


@pytest.mark.parametrize("n", [2**8, 2**10, 2**12, 2**14])
@pytest.mark.parametrize("weights", [[0.5, 0.5], [0.9, 0.1], [0.6, 0.3, 0.1]])
def test_ranges_that_do_not_meet(n: int, weights: list[float]) -> None:
    """Half the sum of w |1 - w| and so on: 1 - sum of w^2, at every n."""
    dist = discrete(values=[0.0, 1.0, 2.0][: len(weights)], weights=weights)
    row = borgonovo(simulate(scaled, case(scaled, x1=dist, x2=UNIT, x3=UNIT), n=n, seed=7), "y").row("x1")
    truth = 1 - sum(w * w for w in weights)
    assert row.index == pytest.approx(truth, abs=0.5 / n**0.5 + 0.003)
    assert row.interval[0] - 0.5 / n**0.5 <= truth <= row.interval[1] + 0.5 / n**0.5


def test_a_flag_of_two_continuous_inputs() -> None:
    """E|P(Y = 1 | X) - P(Y = 1)| of y = 1 where x1 + x2 > 1.5: 1/8 is the share, and the mean distance is 7 / 64."""

    @calculator
    def corner(x: ThreeInputs) -> YOutputs:
        """A corner of the square."""
        return YOutputs(y=1.0 * np.greater(x.x1 + x.x2, 1.5) + 0 * x.x3)

    u = (np.arange(10**5) + 0.5) / 10**5
    exact = float(np.abs(np.maximum(u - 0.5, 0) - 0.125).mean())
    found = borgonovo(simulate(corner, case(corner, x1=UNIT, x2=UNIT, x3=HALF), n=2**13, seed=1), "y")
    for path in ("x1", "x2"):
        assert found.row(path).index == pytest.approx(exact, abs=0.004)
    assert found.row("x3").index == pytest.approx(0, abs=0.005)


def test_a_flag_of_a_real_calculator() -> None:
    """From 2^18 draws in 256 classes of each input, by E|P(Y = 1 | X) - P(Y = 1)|."""
    found = borgonovo(simulate(small_entities, baseline(small_entities), n=2**12, seed=7), "flagged")
    assert found.paths[:2] == ("revenue", "fixed_cost")
    for path, truth in (("revenue", 0.279), ("fixed_cost", 0.163)):
        low, high = found.row(path).interval
        assert low < truth < high
        assert found.row(path).index == pytest.approx(truth, abs=0.006)
    assert "Exactly 0" not in str(found)


@pytest.mark.slow
@pytest.mark.parametrize("name", TOYS)
def test_intervals_of_delta_cover(name: str) -> None:
    made, of = CASES[name]
    truth = deltas(name)
    matters = [k for k in range(3) if name != "ranges apart, two values" or k != 1]
    found = [borgonovo(simulate(made, of, n=2**11, seed=s, design="random"), "y") for s in range(60)]
    for k in matters:
        rows = [ranking.row(f"x{k + 1}") for ranking in found]
        slack = 0.004  # of the grid behind the truth
        held = [row.interval[0] - slack <= truth[k] <= row.interval[1] + slack for row in rows]
        assert np.mean(held) > 0.9 - 3 * (0.09 / 60) ** 0.5, (k, truth[k])
        assert np.mean([row.index for row in rows]) == pytest.approx(truth[k], abs=0.015)


# ---------------------------------------------------------------- bins


@given(st.lists(st.integers(0, 6), min_size=70, max_size=200), st.integers(2, 40))
def test_each_shared_value_has_a_bin_of_its_own_and_bins_are_in_order(values: list[int], count_: int) -> None:
    x = np.array(values, dtype=float)
    found = bins(x, count_)
    for value in lumps(x):
        assert len(set(found[x == value])) == 1
        assert set(x[found == found[x == value][0]]) == {value}
    order = np.argsort(x, kind="stable")
    assert (np.diff(found[order]) >= 0).all()
    assert set(found) == set(range(found.max() + 1))
    assert_array_equal(bins(np.exp(x), count_), found)


def test_a_rare_value_that_holds_all_of_the_variance() -> None:
    """One draw in two hundred: it shared its bin with the rest, and the ratio was 0 instead of 1."""
    x = discrete(values=[0, 1], weights=[0.995, 0.005])
    of = case(parity, x1=x, x2=UNIT, x3=UNIT)
    run = simulate(parity, of, n=2**12, seed=1)
    assert correlation_ratio(run, "y").row("x1").index == pytest.approx(1, abs=1e-3)
    assert borgonovo(run, "y").row("x1").index == pytest.approx(2 * 0.995 * 0.005, abs=0.003)
    assert borgonovo(run, "y").row("x1").interval[0] > 0


def test_values_that_differ_in_too_few_rows() -> None:
    replicate = np.arange(64) % 16
    assert not varies(np.ones(64), replicate)
    assert not varies(np.equal(replicate, 3).astype(np.float64), replicate)
    assert not varies(np.not_equal(replicate, 0).astype(np.float64), replicate)
    assert varies(np.less(replicate, 2).astype(np.float64), replicate)
    rare = case(count, x1=discrete(values=[0, 1], weights=[0.9995, 0.0005]), x2=UNIT, x3=UNIT)
    for name, method in METHODS.items():
        if not method.ranks or name == "tornado":
            continue
        if "regression" in name:
            with pytest.raises(InputError, match=r"x1 does not vary in these rows.* Take a larger n, or rank_corr"):
                method.ask(count, rare, "y", n=2**9, seed=1)
            continue
        answer = method.ask(count, rare, "y", n=2**9, seed=1, target=0.5)
        assert answer.unseen == ("x1",), name
        assert "Not known: x1." in str(answer)
        assert "x1" not in str(answer).partition("Exactly 0")[2].partition("Not known")[0]
        assert any("Not known: x1" in note for note in answer.frame().notes)
    moved = case(flag, x1=discrete(values=[0, 1], weights=[0.9995, 0.0005]), x2=UNIT, x3=UNIT)
    for ask in (sobol, shapley):  # no other index is 0
        assert ask(flag, moved, "y", n=2**9, seed=1).unseen == ("x1",)
    free = case(flag, x1=UNIT, x2=UNIT, x3=UNIT)
    second, first = np.sort(np.asarray(simulate(flag, free, n=2**9, seed=1).draws.inputs["x1"]))[-2:]

    @calculator
    def one_row(x: ThreeInputs) -> YOutputs:
        """1 in a single row of this run."""
        return YOutputs(y=1.0 * np.greater(x.x1, (first + second) / 2) + 0 * (x.x2 + x.x3))

    for name in ("rank_correlation", "regression", "borgonovo", "chatterjee", "correlation_ratio"):
        with pytest.raises(RunError, match=r"'y' has one value in all but 1 of 512 rows .* Run with a larger n"):
            METHODS[name].ask(one_row, case(one_row, x1=UNIT, x2=UNIT, x3=UNIT), "y", n=2**9, seed=1)


@pytest.mark.parametrize("method", [sobol, shapley], ids=lambda m: m.__name__)
def test_a_flag_that_is_up_in_a_row_or_two_has_no_error_bar(method: Any) -> None:
    """A resample without those rows has no variance: the interval was not a number."""

    @calculator
    def rare(x: ThreeInputs) -> YOutputs:
        """Up in one draw of ten thousand."""
        return YOutputs(y=1.0 * np.greater(x.x1, 0.9999) + 0 * (x.x2 + x.x3))

    of = case(rare, x1=UNIT, x2=UNIT, x3=UNIT)
    said = []
    for seed in range(12):
        try:
            row = method(rare, of, "y", n=2**11, seed=seed).rows[0]
            assert np.isfinite(row.interval).all()
        except RunError as error:
            said.append(str(error))
    assert any("in so few rows of 'baseline' that no error bar can be had. Take a larger n" in text for text in said)
    assert method(rare, of, "y", n=2**17, seed=0).row("x1").index == pytest.approx(1, abs=0.01)


# ---------------------------------------------------------------- the others


def test_elementary_effects_of_equally_likely_values_are_their_range() -> None:
    @calculator
    def plus(x: ThreeInputs) -> YOutputs:
        """The sum."""
        return YOutputs(y=x.x1 + x.x2 + x.x3)

    many = discrete(values=[0, 0.5, 1], weights=[1 / 3] * 3)
    of = case(plus, x1=HALF, x2=many, x3=UNIT)
    found = METHODS["morris"].ask(plus, of, "y", n=2**11, seed=1)
    for path in ("x1", "x2", "x3"):
        assert found.row(path).index == pytest.approx(1, abs=0.03)
    assert found.row("x1").others["spread"].value == pytest.approx(1, abs=0.01)
    with pytest.raises(InputError, match=r"a value of x1 has a probability of its own.* Leave levels out"):
        morris(plus, of, "y", levels=4)


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


def test_the_box_of_a_discrete_input_ends_at_its_values() -> None:
    made, of = CASES["all discrete"]
    run = simulate(made, of, n=2**12, seed=1)
    box = prim(run, Region("y", low=5.5)).boxes[0]  # a count of 6 or more: the first is 5, the second not 0
    assert {(limit.path, limit.low, limit.high) for limit in box.limits} == {("x1", 5.0, None), ("x2", 0.5, None)}
    assert (box.coverage.value, box.density.value) == (1, 1)


class Kinds(Outputs):
    """A number and a category."""

    y: Number
    """The number."""
    kind: Category
    """What it is called."""


@calculator
def kinds(x: ThreeInputs) -> Kinds:
    """High or low."""
    high = 1.0 * np.greater(x.x1, 0.5)
    return Kinds(y=high, kind=Category(high, ("low", "high")))


@pytest.mark.parametrize("name", ["borgonovo", "chatterjee", "sobol", "morris", "rank_regression", "evppi"])
def test_a_category_is_refused_by_its_name_and_its_indicator_is_welcome(name: str) -> None:
    of = case(kinds, x1=UNIT, x2=UNIT, x3=UNIT)
    with pytest.raises(
        InputError, match=r"'kind' of .* is a category \(low, high\), and a number is needed here\. Give"
    ):
        METHODS[name].ask(kinds, of, "kind", n=2**9, target=0.5)
    assert METHODS[name].ask(kinds, of, "y", n=2**9, target=0.5).row("x1").index > 0.2


def test_all_pairs_of_few_values_by_brute_force() -> None:
    """Delta between every kind of discrete input and output of a table, each probability written down."""
    rng = np.random.default_rng(5)
    table = rng.dirichlet(np.ones(4), size=3)  # P(y | x)
    w = np.array([0.5, 0.3, 0.2])
    truth = float(sum(w[i] * abs(table[i, j] - w @ table[:, j]) for i, j in every(range(3), range(4)))) / 2
    edges = np.cumsum(table, axis=1)[:, :-1]

    @calculator
    def drawn(x: ThreeInputs) -> YOutputs:
        """A value by its probabilities, given the first."""
        of: Any = sum(
            (np.equal(x.x1, float(i)) * np.greater(x.x2, edge)) for i, row in enumerate(edges) for edge in row
        )
        return YOutputs(y=1.0 * of + 0 * x.x3)

    of = case(drawn, x1=discrete(values=[0, 1, 2], weights=w.tolist()), x2=UNIT, x3=UNIT)
    found = borgonovo(simulate(drawn, of, n=2**13, seed=2), "y")
    assert found.row("x1").index == pytest.approx(truth, abs=0.012)
    assert_allclose(found.row("x3").index, 0, atol=0.02)


def test_the_choice_of_a_smoothing_pushes_no_distance_below_zero() -> None:
    """Tables of two independent variables, one of them a flag: the distance is 0 on average, and far below it never."""
    rng = np.random.default_rng(4)
    tables = rng.multinomial(64, np.outer(np.full(64, 1 / 64), [0.43, 0.57]).ravel(), size=(100, 16))
    found = np.array([held_out_sharp(table.reshape(16, 64, 2).astype(float))[0] for table in tables])
    assert abs(found.mean()) < 0.007
    assert found.min() > -0.06


def test_a_flag_is_not_given_a_distance_below_zero_beyond_its_error() -> None:
    name = next(s.name for s in default_store().scenarios.values() if cournot_asymmetric.name in s.calculators)
    run = simulate(cournot_asymmetric, baseline(cournot_asymmetric, scenario=name), n=2**10, seed=7)
    row = borgonovo(run, "stays.open_company").row("rule_unit_cost")
    assert row.index > -0.1
    assert row.whole.zero  # 0.012 by 2^18 draws


def test_a_continuous_output_of_which_a_few_rows_are_alike_is_continuous() -> None:
    """As where a share is cut at 1 in a draw or two: the cells are as many as without, and so is the answer."""
    tied = case(rounded_at_the_top, x1=UNIT, x2=UNIT, x3=UNIT)
    runs = [simulate(rounded_at_the_top, tied, n=256, seed=seed) for seed in range(24)]
    alike = [run for run in runs if (run.draws.outputs["y"] == 0.99).sum() in (2, 3)]
    assert len(alike) > 8
    for run in alike:
        found = {row.path: row for row in borgonovo(run, "y").rows}
        assert found["x1"].index > 0.6
        low, high = found["x3"].interval
        assert low <= 0.05
        assert high >= -0.05


@calculator
def rounded_at_the_top(x: ThreeInputs) -> YOutputs:
    """The first, cut near its top."""
    return YOutputs(y=np.minimum(x.x1 + 0 * x.x2 + 0 * x.x3, 0.99))
