"""What options have in common is drawn once; what is each option's own is drawn for itself."""

from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

import mloss_econ as me
from mloss_econ.engine import compare, interval_meaning, row_of, simulate, together
from mloss_econ.engine.own import _drawn_again
from mloss_econ.errors import InputError
from mloss_econ.kernel import Case, baseline
from mloss_econ.sensitivity import METHODS, acceptability, decision, decision_from, evpi, evppi
from mloss_econ.uncertainty import between, dependence_from_matrix, uniform
from mloss_econ.value import grant_return

RANGES = ((0.30, 0.60), (0.28, 0.55), (0.26, 0.52), (0.22, 0.48), (0.18, 0.46))
LINEAR = toys.toy_case(toys.linear)


def grants() -> list[Case[Any, Any]]:
    """Five grants, each with a range of its own of what it brings; all else is known."""
    known = baseline(grant_return).but("known", value=3e10, investment=2e8)
    return [known.but(f"grant {k}", marginal_elasticity=between(*span)) for k, span in enumerate(RANGES)]


def twins(**named: Any) -> list[Case[Any, Any]]:
    """Two options, each with a uniform `a` of its own."""
    return [LINEAR.but(label, named, a=uniform(low=0, high=1)) for label in ("A", "B")]


def drawn(comparison: Any, path: str) -> list[Any]:
    return [run.draws.inputs[path] for run in comparison.runs]


def correlation(one: Any, other: Any) -> float:
    return float(stats.spearmanr(one, other).statistic)


@pytest.mark.parametrize("own", [None, ()], ids=["each grant its own", "one for all"])
def test_five_grants_by_brute_force(own: Any) -> None:
    """Probability of being best and EVPI, against NumPy's random numbers in a formula written otherwise."""
    n, rng = 2**16, np.random.default_rng(1)
    u = rng.random((len(RANGES), n))
    u = u if own is None else np.broadcast_to(u[0], u.shape)
    amount = float(baseline(grant_return).entries["grant"].value)
    returns = [
        3e10 * ((1 + amount / 2e8) ** case.entries["marginal_elasticity"].dist.quantile(row) - 1) / amount
        for case, row in zip(grants(), u, strict=True)
    ]
    best = np.argmax(returns, axis=0)
    truth = [float(np.mean(best == k)) for k in range(len(RANGES))]
    gain = float(np.max(returns, axis=0).mean() - np.mean(returns, axis=1).max())
    made = compare(grants(), judged_by="per_dollar", own=own, n=2**13, seed=7)
    found = evpi(made)
    assert_allclose([row.probability.value for row in found.options], truth, atol=0.02)
    assert_allclose([row.largest.value for row in made.rows], truth, atol=0.02)
    assert found.value.value == pytest.approx(gain, rel=0.05, abs=1e-9)
    assert sum(row.largest.value for row in made.rows) == pytest.approx(1, abs=1e-12)


def test_the_first_case_is_that_of_simulate_and_the_others_are_drawn_from_their_own_beliefs() -> None:
    cases = grants()
    made = compare(cases, judged_by="per_dollar", n=2**12, seed=3)
    assert_array_equal(made.runs[0].output("per_dollar"), simulate(cases[0], n=2**12, seed=3).output("per_dollar"))
    for one, case in zip(drawn(made, "marginal_elasticity"), cases, strict=True):
        levels = (0.05, 0.25, 0.5, 0.75, 0.95)
        assert_allclose(
            np.quantile(one, levels), case.entries["marginal_elasticity"].dist.quantile(np.array(levels)), rtol=5e-3
        )
    pairs = [(i, j) for i in range(5) for j in range(i)]
    between_them = [correlation(*(drawn(made, "marginal_elasticity")[k] for k in pair)) for pair in pairs]
    assert max(map(abs, between_them)) < 0.06
    assert max(between_them, key=abs) == pytest.approx((made.random_numbers.correlations or {})["marginal_elasticity"])


def test_together_draws_as_compare_does() -> None:
    made = compare(twins(), judged_by="y", n=512, seed=4)
    for own in (None, ("b",), ()):
        sample = together(twins(), outputs=["y"], own=own, n=512, seed=4)
        made = compare(twins(), judged_by="y", own=own, n=512, seed=4)
        assert_array_equal(sample.of("y"), [run.output("y") for run in made.runs])
        assert str(sample.random_numbers) == str(made.random_numbers)


def own_of(cases: list[Case[Any, Any]], own: Any = None) -> tuple[tuple[str, ...], ...]:
    numbers = compare(cases, judged_by="y", own=own, n=256, seed=1).random_numbers
    return numbers.common, numbers.own, numbers.single


def test_who_set_an_input_decides_whose_it_is() -> None:
    wide = uniform(low=-1, high=2)
    assert own_of(twins()) == (("b", "dummy"), ("a",), ())
    assert own_of([LINEAR, LINEAR.but("B", a=wide)]) == (("b", "dummy"), ("a",), ())
    ours = LINEAR.but("ours", a=wide)  # one world, whatever is then chosen in it
    assert own_of([ours.but("A", b=0.1), ours.but("B", b=0.2)]) == (("a", "dummy"), (), ())
    assert own_of([LINEAR, LINEAR.but("sure", a=0.5)]) == (("b", "dummy"), (), ("a",))
    store = toys.toy_store().changed({"toy.a": {"value": 0.5, "dist": {"kind": "uniform", "low": 0.2, "high": 0.8}}})
    other = baseline(toys.linear, prices="USD 2022", store=store).but("other beliefs", {})
    assert own_of([LINEAR, other]) == (("a", "b", "dummy"), (), ())
    one, two = (LINEAR.but("draft", a=uniform(low=0, high=h)).but(f"to {h}", {}) for h in (1, 2))
    assert own_of([one, two]) == (("b", "dummy"), ("a",), ())  # one label, two beliefs


def test_variants_of_one_option_share_what_is_its_own() -> None:
    a, b = twins()
    made = compare([a, a.but("A, cheaper", b=0.1), b], judged_by="y", n=256, seed=1)
    one, cheaper, other = drawn(made, "a")
    assert_array_equal(one, cheaper)
    assert abs(correlation(one, other)) < 0.25
    assert list(evppi(decision(made)).paths).count("a of A") == 1


def test_the_user_chooses() -> None:
    alike = [LINEAR, LINEAR.but("B", {}), LINEAR.but("C", {})]
    assert own_of(alike) == (("a", "b", "dummy"), (), ())
    assert own_of(alike, ["a", "dummy"]) == (("b",), ("a", "dummy"), ())
    assert own_of(twins(), ()) == (("a", "b", "dummy"), (), ())
    assert own_of(twins(), {"b"}) == (("a", "dummy"), ("b",), ())  # exactly these


@pytest.mark.parametrize(
    ("own", "words", "remedy"),
    [
        (["aa"], r"own: toys\.linear has no input 'aa'\. Did you mean 'a'", ["a"]),
        (["b"], r"own: b is certain in every case.*Leave it out", []),
        ("a", r"own = 'a': give the paths of inputs as a list, own=\['a'\]", ["a"]),
        (3, r"own = 3: give the paths of inputs as a list", None),
    ],
)
def test_a_choice_that_cannot_be_is_refused(own: Any, words: str, remedy: Any) -> None:
    with pytest.raises(InputError, match=words):
        compare(twins(b=0.5), judged_by="y", own=own, n=256, seed=1)
    with pytest.raises(InputError, match=words):
        together(twins(b=0.5), outputs=["y"], own=own, n=256, seed=1)
    compare(twins(b=0.5), judged_by="y", own=remedy, n=256, seed=1)


def test_inputs_that_rest_on_one_belief_stay_one_variable_in_each_option() -> None:
    """`first` and `second` are the same lognormal; where B sets `first` anew, both of its draws still move as one."""
    base = toys.toy_case(toys.difference)
    cases = [base, base.but("B", first=uniform(low=0, high=1))]
    made = compare(cases, judged_by="y", n=512, seed=2)
    assert made.random_numbers.own == ("first", "second")
    for run, case in zip(made.runs, cases, strict=True):
        assert correlation(run.draws.inputs["first"], run.draws.inputs["second"]) == pytest.approx(1)
        alone = simulate(case, n=512, seed=2)
        assert row_of(run, "y").p95.value == pytest.approx(row_of(alone, "y").p95.value, rel=0.1, abs=0.1)


# ---------------------------------------------------------------- correlated inputs


def tied(label: str, pairs: dict[tuple[str, str], float]) -> Case[Any, Any]:
    return LINEAR.correlated("tied", pairs, kind="normal").but(label, a=uniform(low=0, high=1))


@pytest.mark.parametrize("rest", ["b", "dummy"])
def test_what_is_correlated_with_an_own_input_stays_common_and_correlated(rest: str) -> None:
    """a comes first in the order; the common input keeps its draws, and each option's a is drawn given it."""
    cases = [tied(label, {("a", rest): 0.8}) for label in ("A", "B", "C")]
    made = compare(cases, judged_by="y", n=2**13, seed=1)
    alone = simulate(cases[0], n=2**13, seed=1)
    for path in ("a", "b", "dummy"):
        assert_array_equal(drawn(made, path)[0], alone.draws.inputs[path])
    assert_array_equal(drawn(made, rest)[1], alone.draws.inputs[rest])
    score = [stats.norm.ppf(v) for v in drawn(made, "a")]
    common = stats.norm.ppf(drawn(made, rest)[0])
    for one in score:
        assert np.corrcoef(one, common)[0, 1] == pytest.approx(0.8, abs=0.01)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert np.corrcoef(score[i], score[j])[0, 1] == pytest.approx(0.64, abs=0.02)
        left = [v - 0.8 * common for v in (score[i], score[j])]
        assert np.corrcoef(left)[0, 1] == pytest.approx(0, abs=0.04)
    assert made.random_numbers.own == ("a",)
    assert "Correlated as stated: toy.a of B" not in interval_meaning(made.runs[0])
    assert " of B" in interval_meaning(made.runs[1])
    assert {"a of A", "a of B", "a of C", rest} <= set(evppi(decision(made)).paths)


def test_a_whole_group_may_be_own() -> None:
    cases = [tied(label, {("a", "b"): 0.8}) for label in ("A", "B")]
    made = compare(cases, judged_by="y", own=["a", "b"], n=2**12, seed=1)
    for run in made.runs:
        assert correlation(run.draws.inputs["a"], run.draws.inputs["b"]) == pytest.approx(0.786, abs=0.02)
    for path in ("a", "b"):
        assert abs(correlation(*drawn(made, path))) < 0.05


def test_cases_correlated_differently_do_not_say_that_they_draw_alike() -> None:
    cases = [LINEAR, LINEAR.correlated("tied", {("a", "b"): 0.5})]
    made = compare(cases, judged_by="y", n=2**12, seed=1)
    assert (made.random_numbers.common, made.random_numbers.own) == (("a", "dummy"), ("b",))
    assert (made.random_numbers.correlations or {})["b"] == pytest.approx(correlation(*drawn(made, "b")))
    with pytest.raises(InputError, match="correlated differently"):
        decision(made)


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 5), st.data())
def test_the_joint_correlations_are_what_was_asked(seed: int, size: int, data: Any) -> None:
    """Old and new names each have the stated matrix with the rest, and given the rest they are independent."""
    loads = np.random.default_rng(seed).normal(size=(size, size + 2))
    cov = loads @ loads.T
    matrix = cov / np.sqrt(np.outer(np.diag(cov), np.diag(cov)))
    names = [f"k{i}" for i in range(size)]
    stated = dependence_from_matrix(names, matrix, kind="normal")
    again = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    made = _drawn_again(stated, {name: f"{name}'" for name in again})
    joint, at = np.array(made.matrix), {name: i for i, name in enumerate(made.names)}
    new = [at[f"{name}'" if name in again else name] for name in names]
    old = [at[name] for name in names]
    assert_allclose(joint[np.ix_(new, new)], matrix, atol=1e-12)
    assert_allclose(joint[np.ix_(old, old)], matrix, atol=1e-12)
    assert made.lower[:size] == stated.lower
    rest = [at[name] for name in names if name not in again]
    both = [i for i in range(len(joint)) if i not in rest]
    partial = joint[np.ix_(both, both)]
    if rest:
        across = joint[np.ix_(both, rest)]
        partial = partial - across @ np.linalg.solve(joint[np.ix_(rest, rest)], across.T)
    half = len(both) // 2
    assert_allclose(partial[:half, half:], 0, atol=1e-8)


# ---------------------------------------------------------------- what it is worth to know, and what is said


def test_knowing_one_options_own_input_is_a_row_of_its_own() -> None:
    """y = 3 a_k - 2 b, a_k uniform: EVPI 3 (2/3 - 1/2), EVPPI of one a 3 (5/8 - 1/2), of b nothing."""
    made = decision(compare(twins(), judged_by="y", n=2**14, seed=1))
    found = evppi(made)
    assert set(found.paths) == {"a of A", "a of B", "b", "dummy"}
    assert evpi(made).value.value == pytest.approx(1 / 2, abs=0.01)
    assert [found.row(f"a of {k}").index for k in "AB"] == pytest.approx([3 / 8, 3 / 8], abs=0.01)
    assert found.row("b").index == pytest.approx(0, abs=1e-3)
    both = evppi(made, {"both": ["a of A", "a of B"]})
    assert both.row("both").index == pytest.approx(1 / 2, abs=0.02)
    with pytest.raises(InputError, match=r"'a' is not an uncertain input of this decision.*a of A"):
        evppi(made, {"a": ["a"]})
    one = evppi(decision(compare(twins(), judged_by="y", own=(), n=512, seed=1)))
    assert set(one.paths) == {"a", "b", "dummy"}


def test_a_method_by_name_lets_the_user_choose_too() -> None:
    for own, value in ((None, 1 / 2), ((), 0.0)):
        found = METHODS["evpi"].ask(twins(), "y", own=own, n=2**12)
        assert found.value.value == pytest.approx(value, abs=0.02)


def test_every_answer_says_what_options_have_in_common() -> None:
    made = me.compare(twins(), judged_by="y", n=2**12, seed=1)
    said = str(made.random_numbers)
    size = f"{(made.random_numbers.correlations or {})['a']:.2g}".replace("-", "−")
    assert said == (
        "Common random numbers: 2 inputs are drawn once for all options. Each option's own: a (largest rank "
        f"correlation between options {size})."
    )
    asked = decision(made)
    curve = acceptability(made, effect="y", cost="y", at=[2.0])
    for result in (made, evpi(asked), evppi(asked), curve):
        assert said in " ".join(str(result).split())
        assert said in result.frame().notes
        assert max(map(len, str(result).splitlines())) <= 80
    alike = compare(twins(), judged_by="y", own=(), n=512, seed=1)
    assert str(alike.random_numbers) == "Common random numbers: 3 inputs are drawn once for all options."
    sure = twins(b=0.1, dummy=0.2)
    assert str(compare(sure, judged_by="y", n=512, seed=1).random_numbers).startswith(
        "No input is drawn once for all options. Each option's own: a"
    )
    none = [LINEAR.but(k, a=v, b=0.0, dummy=0.0) for k, v in (("A", 0.1), ("B", 0.2))]
    assert str(compare(none, judged_by="y", n=256, seed=1).random_numbers) == "No input is uncertain."


def test_a_decision_from_a_run_has_everything_in_common_and_one_from_arrays_cannot_tell() -> None:
    run = simulate(LINEAR, n=512, seed=1)
    assert "3 inputs are drawn once for all options" in " ".join(str(evpi(decision(run, "y"))).split())
    a, b = np.random.default_rng(1).random((2, 512))
    made = decision_from({"one": a, "other": -a + 0.1 * b}, {"a": a})
    assert made.common == (
        "The worths are taken as given: which inputs the options have in common is not known. The largest rank "
        f"correlation between their worths is −{abs(correlation(a, -a + 0.1 * b)):.2g}."
    )
    assert made.common in " ".join(str(evpi(made)).split())
    assert decision_from({"no": 0 * a, "yes": a}, {}).common.endswith("is not known.")
