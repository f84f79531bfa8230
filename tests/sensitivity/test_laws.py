"""Laws of the indices, on random functions: relabelling, rescaling, maps, dummies, sums, groups."""

from typing import Any

import numpy as np
import pytest
from brute import indices, on_grid
from functions import ISHIGAMI, PRODUCT, WEIGHTED, ThreeInputs, YOutputs, case, ishigami, product, three, weighted
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import baseline, calculator
from mloss_econ.sensitivity import (
    METHODS,
    Ranking,
    Region,
    borgonovo,
    chatterjee,
    correlation_ratio,
    morris,
    rank_correlation,
    regression,
    shapley,
    sobol,
    sobol_all,
    sobol_from,
)
from mloss_econ.uncertainty import uniform

COEFFICIENTS: dict[str, Any] = {"c": np.zeros(7)}


@calculator
def polynomial(x: ThreeInputs) -> YOutputs:
    """A random polynomial of the first two; the third plays no part."""
    c = COEFFICIENTS["c"]
    a, b = x.x1, x.x2
    return YOutputs(y=c[0] * a + c[1] * b + c[2] * a * b + c[3] * a * a + c[4] * b * b * a + c[5] + 0 * x.x3)


@calculator
def mapped(x: ThreeInputs) -> YOutputs:
    """The same, stretched, shifted and bent by a rising map."""
    return YOutputs(y=np.exp(0.3 * polynomial.function(x).y))


@calculator
def stretched(x: ThreeInputs) -> YOutputs:
    """The same, times minus eight and plus 32."""
    return YOutputs(y=-8 * polynomial.function(x).y + 32)


@calculator
def swapped(x: ThreeInputs) -> YOutputs:
    """The same with the first two inputs in each other's place."""
    return YOutputs(y=polynomial.function(ThreeInputs.model_construct(x1=x.x2, x2=x.x1, x3=x.x3)).y)


CUBE = three(uniform(low=-1, high=2))
CASES = {made.name: case(made, **CUBE) for made in (polynomial, mapped, stretched, swapped)}
coefficients = st.lists(st.integers(-3, 3), min_size=7, max_size=7).filter(lambda c: any(c[:5]))


def total(ranking: Ranking) -> dict[str, float]:
    return {row.path: row.index for row in ranking.rows}


OWN = [sobol, shapley]
GIVEN = [borgonovo, chatterjee, rank_correlation]


@pytest.mark.parametrize("method", [sobol, shapley, morris], ids=lambda m: m.__name__)
@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_a_dummy_scores_exactly_zero_and_a_scale_changes_nothing(method: Any, c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    raw = {} if method is morris else {"scale": "raw"}
    one = method(polynomial, CASES[polynomial.name], "y", n=2**8, seed=seed, **raw)
    assert one.row("x3").whole.nothing
    other = method(stretched, CASES[stretched.name], "y", n=2**8, seed=seed, **raw)
    factor = 8.0 if method is morris else 1.0
    for row in one.rows:
        twin = other.row(row.path)
        assert_allclose(
            (twin.index, *twin.interval), factor * np.array((row.index, *row.interval)), rtol=1e-6, atol=1e-9
        )


@pytest.mark.slow
@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_names_do_not_matter(c: list[int], seed: int) -> None:
    """Exchanging two inputs of one belief exchanges their indices, up to the luck of their draws."""
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    for method in OWN:
        one = method(polynomial, CASES[polynomial.name], "y", n=2**10, seed=seed, scale="raw")
        other = method(swapped, CASES[swapped.name], "y", n=2**10, seed=seed, scale="raw")
        for path, twin in (("x1", "x2"), ("x2", "x1"), ("x3", "x3")):
            a, b = one.row(path), other.row(twin)
            slack = 2 * (a.interval[1] - a.interval[0] + b.interval[1] - b.interval[0])
            assert abs(a.index - b.index) <= slack + 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("method", GIVEN, ids=lambda m: m.__name__)
@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_a_rising_map_of_the_output_changes_nothing(method: Any, c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    runs = [simulate(made, CASES[made.name], n=2**10, seed=seed) for made in (polynomial, mapped)]
    ranks = [np.unique(run.output("y"), return_inverse=True)[1] for run in runs]
    if (ranks[0] == ranks[1]).all():  # else the map has rounded neighbours together
        one, other = (total(method(run, "y")) for run in runs)
        assert one == other


@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_shapley_shares_sum_to_one_and_lie_between_first_and_total(c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    found = shapley(polynomial, CASES[polynomial.name], "y", n=2**10, seed=seed, scale="raw")
    assert sum(row.index for row in found.rows) == pytest.approx(1.0, abs=1e-12)
    y, w = on_grid(CASES[polynomial.name], "y", ["x1", "x2"], 8)
    truth = indices(y, w)
    for k, path in enumerate(("x1", "x2")):
        row = found.row(path)
        half = 1.5 * (row.interval[1] - row.interval[0])  # about five standard errors
        assert truth["first"][k] - half - 1e-9 <= row.index <= truth["total"][k] + half + 1e-9
        assert row.index == pytest.approx(truth["shapley"][k], abs=half + 1e-9)


@settings(max_examples=10)
@given(c=coefficients, seed=st.integers(0, 99))
def test_indices_of_random_polynomials_against_brute_force(c: list[int], seed: int) -> None:
    COEFFICIENTS["c"] = np.array(c, dtype=float)
    y, w = on_grid(CASES[polynomial.name], "y", ["x1", "x2"], 8)
    truth = indices(y, w)
    found = sobol(polynomial, CASES[polynomial.name], "y", n=2**10, seed=seed, scale="raw", second=True)
    for k, path in enumerate(("x1", "x2")):
        row = found.row(path)
        assert row.index == pytest.approx(truth["total"][k], abs=2 * (row.interval[1] - row.index) + 1e-9)
        first = row.others["first"]
        assert first.value == pytest.approx(truth["first"][k], abs=2 * (first.high - first.value) + 1e-9)
    pair = next(pair for pair in found.pairs if set(pair.paths) == {"x1", "x2"})
    assert pair.index == pytest.approx(1 - truth["first"].sum(), abs=pair.interval[1] - pair.interval[0] + 1e-9)
    assert all(pair.index == 0 for pair in found.pairs if "x3" in pair.paths)


@pytest.mark.slow
def test_a_real_calculator_against_brute_force() -> None:
    """Pricing-out on a full grid of 20^4 Gauss points, nothing sampled."""
    today = baseline(pricing_out)
    paths = ["fixed_cost", "payable_share", "median_budget", "sigma"]
    y, w = on_grid(today, "priced_out_paid", paths, 20)
    truth = indices(y, w)
    runs = {
        "total": total(sobol(pricing_out, today, "priced_out_paid", n=2**13, seed=1)),
        "shapley": total(shapley(pricing_out, today, "priced_out_paid", n=2**13, seed=1)),
        "first": total(correlation_ratio(simulate(pricing_out, today, n=2**15, seed=1), "priced_out_paid")),
    }
    for name, found in runs.items():
        assert_allclose([found[path] for path in paths], truth[name], atol=0.015, err_msg=name)
        for path in set(found) - set(paths):
            assert found[path] == pytest.approx(0.0, abs=0.002)


# ---------------------------------------------------------------- groups and correlation


def test_a_group_of_all_but_one_leaves_what_the_one_does_in_total() -> None:
    groups = {"pair": ["x1", "x3"], "rest": ["x2"], "both": ["x1", "x2", "x3"]}
    found = sobol(ishigami, ISHIGAMI, "y", n=2**12, seed=1, groups=groups)
    assert found.row("pair").others["first"].value == pytest.approx(1 - 0.4424111, abs=0.02)
    assert found.row("pair").index == pytest.approx(1 - 0.4424111, abs=0.02)
    assert found.row("both").others["first"].value == pytest.approx(1, abs=0.02)
    assert found.row("both").index == pytest.approx(1, abs=0.02)


def test_groups_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InputError, match="has no input 'x9'"):
        sobol(ishigami, ISHIGAMI, "y", groups={"g": ["x9"]})
    with pytest.raises(InputError, match="Give the paths of its inputs"):
        sobol(ishigami, ISHIGAMI, "y", groups={"g": []})
    tied = WEIGHTED.correlated("tied", {("x1", "x2"): 0.5})
    with pytest.raises(InputError, match="Take all of: x1, x2"):
        sobol(weighted, tied, "y", groups={"g": ["x1", "x3"]})


def test_correlated_inputs_are_ranked_as_one() -> None:
    tied = WEIGHTED.correlated("tied", {("x1", "x3"): 0.6}, kind="normal")
    found = sobol(weighted, tied, "y", n=2**11, seed=1)
    assert set(total(found)) == {"x1 & x3", "x2"}
    assert total(found)["x1 & x3"] == pytest.approx(0.2, abs=0.01)
    assert any("correlated" in note for note in found.notes)
    assert set(total(shapley(weighted, tied, "y", n=2**10))) == {"x1 & x3", "x2"}
    with pytest.raises(InputError, match="x1 & x3 are correlated: one cannot move without the other"):
        morris(weighted, tied, "y")
    whole = WEIGHTED.correlated("tied", {("x1", "x2"): 0.6}, kind="normal")
    pair = sobol(weighted, whole, "y", n=2**11, seed=1).row("x1 & x2")  # all of it, alone as in total
    assert (pair.index, pair.others["first"].value) == (pytest.approx(1, abs=0.02), pytest.approx(1, abs=0.02))
    apart = total(correlation_ratio(simulate(weighted, tied, n=2**14, seed=1), "y"))
    assert apart["x3"] == pytest.approx(0.36 * 0.2, abs=0.01)  # through x1, with which it is correlated


def test_whether_the_output_lies_in_a_range() -> None:
    """For y = x1 + 2 x2 and y > 0, the first-order index of the indicator is that of the sign: 2/pi arcsin(r^2)."""
    found = sobol(weighted, WEIGHTED, "y", n=2**13, seed=1, within=(0.0, np.inf))
    truth = {"x1": 2 / np.pi * np.arcsin(0.2), "x2": 2 / np.pi * np.arcsin(0.8), "x3": 0.0}
    for row in found.rows:
        assert row.others["first"].value == pytest.approx(truth[row.path], abs=0.02)
    assert any("whether the output lies from 0" in note for note in found.notes)


@calculator
def banded(x: ThreeInputs) -> YOutputs:
    """1 where x1 + 2 x2 lies from -1 to 2."""
    y = weighted.function(x).y
    return YOutputs(y=1.0 * (np.greater_equal(y, -1.0) * np.less_equal(y, 2.0)))


def test_a_range_with_two_ends_is_the_indicator_of_it() -> None:
    normals = {path: entry.dist for path, entry in WEIGHTED.entries.items()}
    found = sobol(weighted, WEIGHTED, "y", n=2**10, seed=1, within=(-1.0, 2.0))
    assert total(found) == pytest.approx(
        total(sobol(banded, case(banded, **normals), "y", n=2**10, seed=1, scale="raw"))
    )


def test_what_matters_within_a_region() -> None:
    """Among draws with x1 > 1 the second input explains more than elsewhere, and brute force agrees."""
    run = simulate(weighted, WEIGHTED, n=2**16, seed=1)
    x1, x2 = run.draws.inputs["x1"], run.draws.inputs["x2"]
    region = Region("y", low=2.0)
    inside = x1 + 2 * x2 >= 2
    found = correlation_ratio(run, "y", where=region)
    y = (x1 + 2 * x2)[inside]
    for path in ("x1", "x2"):
        own = run.draws.inputs[path][inside]
        order = np.argsort(own)
        means = [y[part].mean() for part in np.array_split(order, 30)]
        assert total(found)[path] == pytest.approx(np.var(means) / np.var(y), abs=0.015)
    assert f"Only the {inside.sum():,} of 65,536 rows with y from 2." in found.notes
    with pytest.raises(InputError, match="only 0 of 65,536 rows have y from 99"):
        correlation_ratio(run, "y", where=Region("y", low=99.0))


# ---------------------------------------------------------------- nothing is silent


@calculator
def one_hole(x: ThreeInputs) -> YOutputs:
    """The first input, but not a number in about one of a thousand draws."""
    return YOutputs(y=np.where(np.greater(x.x1, 0.999), np.nan, x.x1) + x.x2)


@calculator
def constant(x: ThreeInputs) -> YOutputs:
    """Always five."""
    return YOutputs(y=5 + 0 * x.x1)


UNIT = three(uniform(low=0, high=1))


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranks and name != "tornado"])
def test_one_row_that_is_not_finite_is_refused_and_not_called_zero(name: str) -> None:
    with pytest.raises(RunError, match="not finite"):
        METHODS[name].ask(one_hole, case(one_hole, **UNIT), "y", n=2**12, seed=0)


@pytest.mark.parametrize("name", ["sobol", "shapley", "borgonovo", "chatterjee", "correlation_ratio", "regression"])
def test_what_does_not_vary_is_refused(name: str) -> None:
    with pytest.raises(RunError, match="does not vary"):
        METHODS[name].ask(constant, case(constant, **UNIT), "y", n=2**10, seed=0)


@pytest.mark.parametrize("design", ["random", "sobol", "latin_hypercube"])
def test_a_design_never_turns_the_indices_around(design: str) -> None:
    """Rows of a Latin hypercube given to another package's Sobol' analysis came back as first order 0, total 1."""
    found = sobol(ishigami, ISHIGAMI, "y", n=2**12, seed=0, design=design)
    assert total(found)["x1"] == pytest.approx(0.558, abs=0.06)
    run = simulate(ishigami, ISHIGAMI, n=2**14, seed=0, design=design)
    ratio = total(correlation_ratio(run, "y"))
    assert_allclose([ratio["x1"], ratio["x2"], ratio["x3"]], [0.314, 0.442, 0.0], atol=0.02)


def test_bad_requests_are_refused() -> None:
    with pytest.raises(InputError, match=r"design = 'sobl' is not known\. Did you mean 'sobol'"):
        sobol(ishigami, ISHIGAMI, "y", design="sobl")
    with pytest.raises(InputError, match="n = 10 is too few"):
        sobol(ishigami, ISHIGAMI, "y", n=10)
    with pytest.raises(InputError, match=r"scale = 'lgo' is not known\. Did you mean 'log'"):
        sobol(ishigami, ISHIGAMI, "y", scale="lgo")
    with pytest.raises(RunError, match="above 0 in every row"):
        sobol(ishigami, ISHIGAMI, "y", scale="log")
    with pytest.raises(RunError, match="above 0 in every row"):
        shapley(ishigami, ISHIGAMI, "y", scale="log")
    with pytest.raises(InputError, match="has no output 'yy'"):
        sobol(ishigami, ISHIGAMI, "yy")
    with pytest.raises(InputError, match="first = 'janon'"):
        sobol(ishigami, ISHIGAMI, "y", first="janon")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="resamples = 3"):
        sobol(ishigami, ISHIGAMI, "y", resamples=3)
    with pytest.raises(InputError, match="levels = 3 is not an even"):
        morris(ishigami, ISHIGAMI, "y", levels=3)
    with pytest.raises(InputError, match="has no end on one side"):
        morris(weighted, WEIGHTED, "y", levels=4)
    certain = ISHIGAMI.but("certain", x1=1.0, x2=1.0, x3=1.0)
    with pytest.raises(InputError, match="nothing is uncertain"):
        sobol(ishigami, certain, "y")
    with pytest.raises(InputError, match="200 rows are too few"):
        chatterjee(simulate(ishigami, ISHIGAMI, n=200, seed=0), "y")
    with pytest.raises(RunError, match="kept a summary"):
        chatterjee(simulate(ishigami, ISHIGAMI, n=2**10, seed=0, keep="summary"), "y")
    tied = WEIGHTED.correlated("tied", {("x1", "x3"): 1 - 1e-9}, kind="normal")
    with pytest.raises(InputError, match="follow from others"):
        regression(simulate(weighted, tied, n=2**10, seed=0), "y")


def own_design(n: int = 2**10) -> dict[str, Any]:
    """Ishigami's function on random samples, written out."""
    rng = np.random.default_rng(0)
    a, b = (rng.uniform(-np.pi, np.pi, (n, 3)) for _ in range(2))

    def y(x: np.ndarray) -> np.ndarray:
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    def mixed(one: np.ndarray, other: np.ndarray) -> dict[str, np.ndarray]:
        swapped = {}
        for k in range(3):
            x = one.copy()
            x[:, k] = other[:, k]
            swapped[f"x{k + 1}"] = y(x)
        return swapped

    return {"a": y(a), "b": y(b), "swapped": mixed(a, b), "back": mixed(b, a)}


def test_outputs_computed_elsewhere() -> None:
    design = own_design(2**13)
    found = sobol_from(**design)
    for path, truth in {"x1": 0.5575888, "x2": 0.4424111, "x3": 0.2436837}.items():
        row = found.row(path)
        assert row.index == pytest.approx(truth, abs=2 * (row.interval[1] - row.index))
    assert found.pairs[0].paths == ("x1", "x3")
    assert found.pairs[0].index == pytest.approx(0.2437, abs=0.04)
    alone = sobol_from(design["a"], design["b"], design["swapped"])
    assert alone.pairs == ()
    by_hand = np.mean((design["a"] - design["swapped"]["x2"]) ** 2) / 2
    both = np.concatenate([design["a"], design["b"]])
    assert alone.row("x2").index == pytest.approx(by_hand / both.var(), rel=1e-9)
    by_hand = np.mean((design["b"] - both.mean()) * (design["swapped"]["x2"] - design["a"])) / both.var()
    assert alone.row("x2").others["first"].value == pytest.approx(by_hand, rel=1e-9)


def test_a_design_of_the_wrong_shape_is_refused() -> None:
    """Rows that another package divides among the inputs as it pleases are refused here."""
    design = own_design()
    short = {**design["swapped"], "x2": design["swapped"]["x2"][:-1]}
    with pytest.raises(InputError, match=r"swapped\['x2'\] has shape \(1023,\), a has \(1024,\)"):
        sobol_from(design["a"], design["b"], short)
    with pytest.raises(InputError, match=r"a has shape \(2, 512\)"):
        sobol_from(design["a"].reshape(2, 512), design["b"], design["swapped"])
    with pytest.raises(InputError, match="Give the same, in order"):
        sobol_from(design["a"], design["b"], design["swapped"], back={"x1": design["a"]})
    holed = np.where(np.arange(1024) == 7, np.nan, design["b"])
    with pytest.raises(InputError, match="b is not finite in 1 of 1,024 rows, the first of them 7"):
        sobol_from(design["a"], holed, design["swapped"])
    with pytest.raises(InputError, match="8 rows and 1 inputs"):
        sobol_from(design["a"][:8], design["b"][:8], {"x1": design["a"][:8]})
    flat = np.ones(100)
    with pytest.raises(InputError, match="does not vary"):
        sobol_from(flat, flat, {"x1": flat})


def test_seed_zero_is_a_seed() -> None:
    one, again, other = (sobol(ishigami, ISHIGAMI, "y", n=2**8, seed=s) for s in (0, 0, 1))
    assert one == again
    assert one != other


def test_a_longer_design_begins_with_the_rows_of_a_run() -> None:
    from mloss_econ.sensitivity.factors import factors
    from mloss_econ.sensitivity.pick_freeze import design_of

    design = design_of(ishigami, ISHIGAMI, ["y"], factors(ISHIGAMI), n=2**8, seed=5, design="sobol")
    a, b = design.samples(0, 2**8)
    run = simulate(ishigami, ISHIGAMI, n=2**8, seed=5)
    for path, values in run.draws.inputs.items():
        assert_allclose(a[path], values, rtol=0)
        assert abs(np.corrcoef(a[path], b[path])[0, 1]) < 0.1
        assert abs(np.corrcoef(b[path], b["x1"])[0, 1]) < 0.1 or path == "x1"


def test_memory_and_blocks_do_not_change_the_indices(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    whole = sobol(ishigami, ISHIGAMI, "y", n=3000, seed=5, second=True)
    home = sys.modules["mloss_econ.sensitivity.pick_freeze"]
    monkeypatch.setattr(home, "ROWS", 100)
    pieces = sobol(ishigami, ISHIGAMI, "y", n=3000, seed=5, second=True)
    for row in whole.rows:
        assert pieces.row(row.path).index == pytest.approx(row.index, rel=1e-12)
        assert pieces.row(row.path).interval == pytest.approx(row.interval, rel=1e-9)
    monkeypatch.setattr(home, "BLOCKS", 64)
    fewer = sobol(ishigami, ISHIGAMI, "y", n=3000, seed=5, second=True)
    for row in whole.rows:
        assert fewer.row(row.path).index == pytest.approx(row.index, rel=1e-12)


def test_heavy_tails_meet_a_row_that_is_not_positive() -> None:
    """Where a later row has no logarithm, the scale is the raw one, and said."""
    heavy = sobol_all(product, PRODUCT, n=2**8, seed=3)
    assert any("logarithm" in note for note in heavy["y"].notes)
    found = sobol(late, case(late, **UNIT), "y", n=2**14, seed=0)
    assert "Scale: the output itself." in found.notes
    assert "Scale: the output itself." in shapley(late, case(late, **UNIT), "y", n=2**14, seed=0).notes
    with pytest.raises(RunError, match="above 0 in every row"):
        sobol(late, case(late, **UNIT), "y", n=2**14, seed=0, scale="log")


@calculator
def late(x: ThreeInputs) -> YOutputs:
    """Heavy-tailed and positive, but for about one draw of ten thousand."""
    return YOutputs(y=np.where(np.less(x.x1, 0.0001), -1.0, np.exp(6 * x.x2) * x.x1))
