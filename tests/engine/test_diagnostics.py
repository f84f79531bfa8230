"""What a run says of its own numbers: against known tails, known errors and brute force."""

import math
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.engine import Precision, Run, diagnostics, estimate, simulate, summary
from mloss_econ.engine.summarise import _without_bad_rows
from mloss_econ.engine.summary import Estimate
from mloss_econ.errors import RunError
from mloss_econ.kernel import Outputs, calculator
from mloss_econ.uncertainty import lognormal, normal, uniform

N = 2**14


class TailOutputs(Outputs):
    """Powers of one uniform, so that each has a known tail."""

    pareto15: toys.Signed
    """Tail index 1.5: a mean, no variance."""
    pareto3: toys.Signed
    """Tail index 3."""
    pareto08: toys.Signed
    """Tail index 0.8: not even a mean."""
    below: toys.Signed
    """Tail index 1.5, to the left."""


@calculator
def tails(x: toys.LotteryInputs) -> TailOutputs:
    """Pareto: 1 / u to the power 1 / index."""
    u = np.asarray(x.ticket)
    return TailOutputs(
        pareto15=u ** (-1 / 1.5), pareto3=u ** (-1 / 3), pareto08=u ** (-1 / 0.8), below=-(u ** (-1 / 1.5))
    )


class RootOutputs(Outputs):
    """Two outputs, no numbers in different places."""

    root: toys.Signed
    """Of x less 0.5."""
    log: toys.Signed
    """Of 3.9 less x."""


@calculator
def roots(x: toys.XInputs) -> RootOutputs:
    """No number below 0.5, another beyond 3.9."""
    return RootOutputs(root=np.sqrt(x.x - 0.5) + 0 * x.other, log=np.log(3.9 - x.x))


def identity_of(dist: Any, **more: Any) -> Run[Any, Any]:
    """A run whose one output is a draw of a distribution."""
    case = toys.toy_case(toys.identity, x=toys.belief(1.0, dist))
    return simulate(case, **({"n": N, "seed": 1, "design": "random"} | more))


def tails_run(**more: Any) -> Run[Any, Any]:
    """A run of the Paretos."""
    return simulate(toys.toy_case(tails), **({"n": N, "seed": 1, "design": "random"} | more))


def hill(values: np.ndarray) -> tuple[float, float]:
    """Hill's estimate and its error from the largest root of n distances from the median, one logarithm at a time."""
    middle = sorted(values.tolist())
    n = len(middle)
    median = middle[n // 2] if n % 2 else (middle[n // 2 - 1] + middle[n // 2]) / 2
    distance = sorted((abs(v - median) for v in middle), reverse=True)
    k = math.isqrt(n)
    mean = math.fsum(math.log(d) - math.log(distance[k]) for d in distance[:k]) / k
    return 1 / mean, 1 / mean / math.sqrt(k)


# ---------------------------------------------------------------- tails


@pytest.mark.parametrize("n", [2**12, 2**13 + 5])
@pytest.mark.parametrize("design", ["sobol", "random", "latin_hypercube"])
def test_the_tail_index_is_hills_estimate(n: int, design: str) -> None:
    run = tails_run(n=n, design=design)
    for path, precision in diagnostics(run).precision.items():
        index, error = hill(run.output(path))
        assert precision.tail is not None
        assert_allclose((precision.tail.value, precision.tail.error), (index, error), rtol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_a_known_tail_index_is_found_within_its_error(seed: int) -> None:
    precision = diagnostics(tails_run(seed=seed, n=2**16)).precision
    for path, index in (("pareto15", 1.5), ("pareto3", 3.0), ("pareto08", 0.8), ("below", 1.5)):
        tail = precision[path].tail
        assert tail is not None
        assert abs(tail.value - index) < 4 * tail.error + 0.05 * index  # a shift by the median bends the tail a little
        assert_allclose(tail.error, tail.value / 16, rtol=1e-12)


def test_a_summary_gives_nearly_the_same_tail() -> None:
    for full, brief in (
        (tails_run(), tails_run(keep="summary")),
        (identity_of(normal(mean=5, sd=1)), identity_of(normal(mean=5, sd=1), keep="summary")),
    ):
        for path, precision in diagnostics(full).precision.items():
            other = diagnostics(brief).precision[path]
            assert precision.tail is not None
            assert other.tail is not None
            assert_allclose(other.tail.value, precision.tail.value, rtol=4e-3)
            assert (other.se, other.effective, other.digits, other.largest) == (
                precision.se,
                precision.effective,
                precision.digits,
                precision.largest,
            )
            assert other.converged == precision.converged


@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("design", ["sobol", "random", "latin_hypercube"])
@pytest.mark.parametrize("seed", range(3))
def test_light_tails_are_not_flagged(keep: Any, design: str, seed: int) -> None:
    for dist in (normal(mean=0, sd=1), lognormal(median=1, sigma=0.5), uniform(low=-1, high=3)):
        run = identity_of(dist, keep=keep, design=design, seed=seed)
        assert diagnostics(run).precision["y"].converged
        assert not any("not converged" in note for note in diagnostics(run).notes)


@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("design", ["sobol", "random", "latin_hypercube"])
def test_tails_too_heavy_for_a_variance_are_flagged(keep: Any, design: str) -> None:
    run = tails_run(keep=keep, design=design)
    flagged = {path for path, p in diagnostics(run).precision.items() if not p.converged}
    assert flagged - {"pareto3"} == {"pareto15", "pareto08", "below"}  # of index 3, one draw can still carry a tenth
    for path in ("pareto15", "pareto08", "below"):
        (note,) = [n for n in diagnostics(run).notes if f"'{path}'" in n]
        assert note.startswith("not converged: the mean of")
        assert "below 2" in note


@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("seed", range(3))
def test_a_lognormal_of_sigma_3_is_flagged(keep: Any, seed: int) -> None:
    run = identity_of(lognormal(median=1, sigma=3), keep=keep, seed=seed)
    assert not diagnostics(run).precision["y"].converged
    assert any(note.startswith("not converged: the mean of 'y'") for note in diagnostics(run).notes)


def test_nothing_is_said_of_the_tail_of_a_short_run() -> None:
    precision = diagnostics(tails_run(n=4095)).precision["pareto08"]
    assert precision.tail is None
    assert precision.converged
    assert diagnostics(tails_run(n=4096)).precision["pareto08"].tail is not None


def test_an_output_that_takes_few_values_has_no_tail_index() -> None:
    run = simulate(toys.toy_case(toys.lottery), n=N, seed=1)
    assert diagnostics(run).precision["prize"].tail is None
    flat = diagnostics(simulate(toys.toy_case(toys.flat), n=N, seed=1)).precision["y"]
    assert (flat.tail, flat.se, flat.largest, flat.effective) == (None, 0.0, 0.0, math.inf)
    assert flat.converged


@pytest.mark.parametrize(
    ("tail", "largest", "n", "converged"),
    [
        (Estimate(1.7, 0.1), 0.01, 10_000, False),
        (Estimate(1.85, 0.1), 0.01, 10_000, True),
        (Estimate(5.0, 0.1), 0.26, 10_000, False),
        (Estimate(5.0, 0.1), 0.1, 10_000, True),
        (None, 0.5, 4095, True),
        (None, 0.5, 4096, False),
    ],
)
def test_the_rule_is_the_one_stated(tail: Estimate | None, largest: float, n: int, converged: bool) -> None:
    assert Precision(1.0, 1.0, 1, tail, largest, n).converged == converged


# ---------------------------------------------------------------- precision of the mean


@given(st.integers(0, 10**6), st.sampled_from([64, 100, 1024]))
@settings(max_examples=10)
def test_precision_is_what_brute_force_gives(seed: int, n: int) -> None:
    run = simulate(toys.toy_case(toys.product), n=n, seed=seed)
    y = run.output("y")
    precision = diagnostics(run).precision["y"]
    mean = math.fsum(y) / n
    deviations = [(v - mean) ** 2 for v in y]
    variance = math.fsum(deviations) / (n - 1)
    se = np.std([y[r::16].mean() for r in range(16)], ddof=1) / 4
    assert_allclose(precision.se, se, rtol=1e-9)
    assert_allclose(precision.effective, variance / se**2, rtol=1e-8)
    assert_allclose(precision.largest, max(deviations) / math.fsum(deviations), rtol=1e-9)
    assert precision.n == n


def test_random_draws_are_worth_what_they_are() -> None:
    worth = [diagnostics(identity_of(normal(mean=0, sd=1), seed=s, n=1024)).precision["y"].effective for s in range(60)]
    # n / effective is chi squared with 15 degrees of freedom, over 15
    assert stats.kstest([15 * 1024 / w for w in worth], stats.chi2(15).cdf).pvalue > 1e-3


def test_balanced_points_are_worth_far_more_for_a_smooth_output() -> None:
    for toy, gain in ((toys.linear, 1000), (toys.product, 20), (toys.parabola, 1000)):
        for seed in range(3):
            run = simulate(toys.toy_case(toy), n=2**13, seed=seed)
            assert diagnostics(run).precision["y"].effective > gain * 2**13


def test_digits_are_those_the_error_supports() -> None:
    for design in ("sobol", "random"):
        for seed in range(5):
            run = simulate(toys.toy_case(toys.product), n=1024, seed=seed, design=design)
            mean, digits = estimate(run, "y"), diagnostics(run).precision["y"].digits
            last = 10.0 ** (math.floor(math.log10(mean.value)) - digits + 1)  # worth of the last digit
            assert 2 * mean.error <= last
            assert 2 * mean.error > last / 10


def test_the_whole_mean_of_a_certain_output_is_supported() -> None:
    precision = diagnostics(simulate(toys.toy_case(toys.flat), n=64, seed=1)).precision["y"]
    assert (precision.digits, precision.effective) == (15, math.inf)


# ---------------------------------------------------------------- rows that are not finite


@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("n", [64, 2000])
def test_bad_rows_lie_where_brute_force_finds_them(keep: Any, n: int) -> None:
    run = simulate(toys.toy_case(roots), n=n, seed=2, keep=keep)
    inputs = dict(run.draws.inputs)
    x = inputs["x"]
    bad = [i for i in range(n) if x[i] < 0.5 or x[i] >= 3.9]
    told = diagnostics(run)
    assert told.nonfinite == {"root": int((x < 0.5).sum()), "log": int((x >= 3.9).sum())}
    assert told.first_bad == {"row": bad[0]} | {p: v[bad[0]] for p, v in inputs.items()}
    assert told.where_bad == {p: (v[bad].min(), v[bad].max()) for p, v in inputs.items()}
    assert told.precision == {}


def test_precision_of_what_is_left_leaves_bad_rows_out() -> None:
    whole = simulate(toys.toy_case(roots), n=2000, seed=2)
    left = diagnostics(_without_bad_rows(whole))
    x = whole.draws.inputs["x"]
    good = np.flatnonzero((x >= 0.5) & (x < 3.9))
    y = np.sqrt(x[good] - 0.5)
    deviations = (y - y.mean()) ** 2
    assert_allclose(left.precision["root"].largest, deviations.max() / deviations.sum(), rtol=1e-9)
    parts = [y[good % 16 == r].mean() for r in range(16)]
    assert_allclose(left.precision["root"].se, np.std(parts, ddof=1) / 4, rtol=1e-9)
    assert left.precision["root"].n == len(good)


def test_a_sentence_says_where_they_lie() -> None:
    with pytest.raises(RunError, match=r"of 64 rows of 'root'.*; all lie at x from "):
        summary(simulate(toys.toy_case(roots), n=64, seed=2))


# ---------------------------------------------------------------- notes


def notes(**more: Any) -> str:
    """What a run has to say."""
    arguments: dict[str, Any] = {"n": 64, "seed": 1} | more
    return " ".join(diagnostics(simulate(toys.toy_case(toys.linear), **arguments)).notes)


def test_nothing_is_said_of_a_balanced_run() -> None:
    assert [notes(n=n) for n in (64, 128, 1024, 16 * 2**8)] == [""] * 4
    assert notes(n=100, design="random") == ""


@pytest.mark.parametrize(
    ("n", "below", "above"), [(65, 64, 128), (100, 64, 128), (1023, 512, 1024), (1025, 1024, 2048), (1536, 1024, 2048)]
)
def test_an_unbalanced_run_names_the_nearest_balanced_ones(n: int, below: int, above: int) -> None:
    text = notes(n=n)
    assert f"n = {n} is not 16 times a power of two" in text
    assert f"{below:,}" in text
    assert f"{above:,}" in text


def test_a_hypercube_says_that_its_rows_depend_on_n() -> None:
    assert "the rows depend on n" in notes(design="latin_hypercube")
    assert "power of two" not in notes(design="latin_hypercube", n=100)


def test_a_summary_says_what_its_quantiles_are_good_to() -> None:
    assert "1/1024" in notes(keep="summary")
    assert "1/1024" not in notes()
