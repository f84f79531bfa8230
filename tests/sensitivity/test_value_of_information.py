"""Value of information: closed forms, laws, and the cases others get wrong."""

import numpy as np
import pytest
import toys
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import compare, simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.sensitivity import acceptability, decision, decision_from, evpi, evppi
from mloss_econ.uncertainty import uniforms
from mloss_econ.uncertainty.designs import Place

N = 2**14


def normals(*names: str, n: int = N, seed: int = 0) -> dict[str, np.ndarray]:
    from scipy.special import ndtri

    return {name: ndtri(uniforms(seed, name, n, place=Place("normals", k))) for k, name in enumerate(names)}


def two_normals(n: int = N, seed: int = 0) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    p = normals("p1", "p2", "dummy", n=n, seed=seed)
    p["p2"] = 2 * p["p2"]
    return {"nothing": 0 * p["p1"], "act": p["p1"] + p["p2"]}, p


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
    assert "it changes the decision in" in found.sentence("p1")
    assert "worth nothing here" in found.sentence("p2")


def test_a_lognormal_benefit_against_a_cost() -> None:
    """E[max(e^Z - 2, 0)] - max(E - 2, 0) = 0.5349, as an option is priced; positive in 24.4 % of draws."""
    z = normals("z", n=2**16)
    made = decision_from({"keep": 0 * z["z"], "buy": np.exp(z["z"]) - 2}, z)
    found = evpi(made)
    assert found.value.value == pytest.approx(0.5348511215358929, abs=0.005)
    assert found.best == "keep"
    assert found.changes == pytest.approx(0.24410859578558275, abs=0.001)
    options = {row.option: row for row in found.options}
    assert options["buy"].probability.value == pytest.approx(0.24410859578558275, abs=0.001)
    assert options["keep"].loss.value == pytest.approx(found.value.value, rel=1e-12)
    assert evppi(made).row("z").index == pytest.approx(0.5348511215358929, abs=0.006)


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


def test_ties_are_shared_out_and_change_nothing() -> None:
    """Two options alike share the draws; one that equals the best where x < 0 does not change the decision there."""
    x = normals("x", n=2**11)["x"]
    alike = evpi(decision_from({"one": x, "other": x + 0.0, "worse": x - 1}, {"x": x}))
    assert [row.probability.value for row in alike.options] == [0.5, 0.5, 0.0]
    assert alike.value.value == 0
    risky = np.where(x < 0, 1.0, np.where(x > 1, 2.0, 0.0))
    found = evppi(decision_from({"risky": risky, "best": np.ones_like(x)}, {"x": x}))
    assert found.best == "best"
    assert found.row("x").others["changes"].value == pytest.approx(0.1587, abs=0.03)
    assert found.row("x").index == pytest.approx(0.1587, abs=0.01)


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


def test_options_are_the_cases_of_a_comparison() -> None:
    today = baseline(pricing_out)
    cases = [today, today.but("half", fixed_cost=1e4), today.but("dear", fixed_cost=5e4)]
    options = compare(pricing_out, cases, judged_by="value_lost", n=2**11, seed=1)
    least = decision(options, best="lowest")
    found = evpi(least)
    assert found.best == "half"
    means = {row.option: row.mean.value for row in found.options}
    assert means == pytest.approx({run.case.label: run.mean("value_lost").value for run in options.runs})
    assert evppi(options).method == "Value of information"  # a comparison alone: the highest is best
    ranked = evppi(least)
    assert ranked.ceiling == pytest.approx(found.value.value, rel=1e-9)
    assert "fixed_cost" in ranked.paths  # uncertain in one of the cases
    assert all(row.judged for row in ranked.rows)
    assert max(map(len, str(ranked).splitlines())) <= 80
    assert max(map(len, str(found).splitlines())) <= 80


def test_where_cases_differ_in_an_input_what_it_is_in_each_is_known() -> None:
    from mloss_econ.uncertainty import discrete, uniform

    wide = toys.toy_case(toys.linear)
    flat = wide.but("two points", a=discrete(values=[0.0, 0.1], weights=[0.5, 0.5]), b=0.0)
    cases = [flat, wide.but("wide", a=uniform(low=0, high=1), b=0.0), wide.but("sure", a=0.3, b=0.0)]
    options = compare(toys.linear, cases, judged_by="y", own=(), n=N, seed=1)
    found = evppi(decision(options))
    assert found.row("a").index == pytest.approx(evpi(decision(options)).value.value, rel=0.05)


def test_acting_or_not_and_outputs_as_options() -> None:
    run = simulate(toys.linear, toys.toy_case(toys.linear), n=N, seed=1)
    made = decision(run, "y", target=0.5)
    assert made.options == ("act", "do not act")
    assert "y above 0.5, baseline" in str(evpi(made))
    assert evpi(made).value.value > 0
    assert evppi(made).row("dummy").index == pytest.approx(0, abs=0.01)
    low = decision(run, "y", target=0.5, best="lowest")
    assert low.judged_by == "y below 0.5"
    assert_allclose(low.worth[0], -made.worth[0])
    assert evppi(made, {"a and b": ["a", "b"]}).row("a and b").index == pytest.approx(evpi(made).value.value, rel=0.05)


def test_what_makes_no_decision_is_refused() -> None:
    run = simulate(toys.linear, toys.toy_case(toys.linear), n=512, seed=1)
    with pytest.raises(InputError, match="which outputs of the run"):
        decision(run)
    with pytest.raises(InputError, match="best = 'most'"):
        decision(run, "y", best="most")  # type: ignore[arg-type]
    worth, inputs = two_normals(512)
    with pytest.raises(InputError, match=r"input 'p1' has shape \(511,\), the options have 512 draws"):
        decision_from(worth, inputs | {"p1": inputs["p1"][:-1]})
    with pytest.raises(InputError, match="one number a draw; the shapes are"):
        decision_from(worth | {"act": worth["act"][:-1]}, inputs)
    with pytest.raises(InputError, match="'act' is not finite in 1 of 512 draws, first in row 3"):
        decision_from(worth | {"act": np.where(np.arange(512) == 3, np.nan, worth["act"])}, inputs)
    with pytest.raises(InputError, match="input 'p1' is not finite"):
        decision_from(worth, inputs | {"p1": np.full(512, np.inf)})
    with pytest.raises(InputError, match="two options or more"):
        decision_from({"act": worth["act"]}, inputs)
    with pytest.raises(InputError, match="too few for an error bar"):
        decision_from({k: v[:100] for k, v in worth.items()}, {})
    made = decision_from(worth, inputs)
    with pytest.raises(InputError, match=r"'p3' is not an uncertain input of this decision\. Known: dummy, p1, p2"):
        evppi(made, {"x": ["p3"]})
    with pytest.raises(InputError, match="none of them empty"):
        evppi(made, {"x": []})
    with pytest.raises(InputError, match="bins are for one"):
        evppi(made, {"x": ["p1", "p2"]}, by="bins")
    with pytest.raises(InputError, match="by = 'line'"):
        evppi(made, by="line")  # type: ignore[arg-type]
    tied = toys.toy_case(toys.linear).correlated("tied", {("a", "b"): 0.5})
    loose = compare(toys.linear, [toys.toy_case(toys.linear), tied], judged_by="y", n=512, seed=1)
    with pytest.raises(InputError, match="correlated differently"):
        decision(loose)


def test_acceptability_and_expected_loss() -> None:
    """Two projects: at a low value of a unit the cheap one is to be chosen, at a high value the dear one; the loss of
    the one to choose is the EVPI at that value."""
    today = baseline(pricing_out)
    options = compare(
        pricing_out, [today, today.but("dear", median_budget=200_000.0)], judged_by="priced_out", n=2**11, seed=1
    )
    found = acceptability(options, effect="cutoff", cost="cutoff", at=[0.5, 1.0, 2.0])
    assert_allclose(found.probability.sum(axis=1), 1.0)
    assert_allclose(found.loss.min(axis=1), 0.0, atol=1e-9)  # one draws' worth in both: always a tie
    curve = acceptability(options, effect="priced_out", cost="value_lost", at=[0.0, 1.0, 10.0])
    for k, value in enumerate(curve.at):
        worth = [value * run.output("priced_out") - run.output("value_lost") for run in options.runs]
        gain = np.max(worth, axis=0)
        for j, own in enumerate(worth):
            assert curve.loss[k, j] == pytest.approx(float(np.mean(gain - own)), rel=1e-9, abs=1e-12)
            assert curve.probability[k, j] == pytest.approx(float(np.mean(own == gain)), abs=1e-12)
        assert curve.frontier[k] == options.runs[int(np.argmax([w.mean() for w in worth]))].case.label
    assert max(map(len, str(curve).splitlines())) <= 80
    with pytest.raises(InputError, match="as a list of numbers"):
        acceptability(options, effect="priced_out", cost="value_lost", at=[])
