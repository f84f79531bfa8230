"""How much of an output is judgement: squared rank correlations, on a function whose shares are known."""

import math
from typing import Any

import numpy as np
import toys
from numpy.testing import assert_allclose
from scipy import stats

from mloss_econ.compliance import bill, pricing_out
from mloss_econ.engine import Run, dependents, judgement, rank_shares, simulate
from mloss_econ.engine.judgement_shares import ranks
from mloss_econ.kernel import baseline
from mloss_econ.uncertainty import REPLICATES, normal


def test_ranks_share_ties() -> None:
    values = np.array([3.0, 1.0, 2.0, 2.0, 2.0, 9.0])
    assert ranks(values).tolist() == stats.rankdata(values).tolist() == [5, 1, 3, 3, 3, 6]


def gaussian_linear() -> Run[Any, Any]:
    """3 a - 2 b of two standard normals, and a dummy; b and the dummy are judgement."""
    standard = {"dist": normal(mean=0, sd=1)}
    case = toys.toy_case(toys.linear, a=toys.belief(0.0, **standard), b=toys.belief(0.0, **standard, grade="judgement"))
    return simulate(case, n=2**14, seed=1)


def spearman(pearson: float) -> float:
    """The rank correlation of two normals."""
    return 6 / math.pi * math.asin(pearson / 2)


def test_rank_shares_are_squared_rank_correlations() -> None:
    run = gaussian_linear()
    shares = rank_shares(run, "y")
    assert list(shares) == ["a", "b", "dummy"]
    for path, share in shares.items():
        rho = stats.spearmanr(run.draws.inputs[path], run.output("y")).statistic
        assert_allclose(share.value, rho**2, rtol=1e-9, atol=1e-15)
        parts = [
            np.mean(standard_ranks(run.draws.inputs[path])[r::16] * standard_ranks(run.output("y"))[r::16]) ** 2
            for r in range(REPLICATES)
        ]
        assert_allclose(share.error, np.std(parts, ddof=1) / 4, rtol=1e-9)
    assert_allclose(shares["a"].value, spearman(3 / math.sqrt(13)) ** 2, atol=1e-3)
    assert_allclose(shares["b"].value, spearman(2 / math.sqrt(13)) ** 2, atol=1e-3)
    assert shares["dummy"].value < 1e-4


def standard_ranks(values: np.ndarray) -> np.ndarray:
    """Ranks with mean 0 and variance 1."""
    return stats.zscore(stats.rankdata(values))


def test_the_share_of_judgement_on_a_linear_function() -> None:
    held = judgement(gaussian_linear(), "y")
    assert (held.inputs, held.of) == (1, 2)  # the dummy, also judgement, does not matter
    a, b = (spearman(k / math.sqrt(13)) ** 2 for k in (3, 2))
    assert held.share is not None
    assert_allclose(held.share.value, b / (a + b), atol=1e-3)
    assert 0 < held.share.error < 1e-3


def test_no_judgement_and_all_judgement() -> None:
    none = judgement(simulate(toys.toy_case(toys.product), n=256, seed=1), "y")
    assert (none.inputs, none.of) == (0, 2)
    assert none.share is not None
    assert none.share.value == 0
    every = judgement(simulate(baseline(pricing_out), n=256, seed=1), "exit_share")
    assert every.inputs == every.of > 4
    assert every.share is not None
    assert_allclose(every.share.value, 1, rtol=1e-12)


def test_only_inputs_that_an_output_depends_on_count() -> None:
    """A lever at zero takes everything behind it out of the judgement."""
    case = baseline(bill, scenario="ai_duties").but("one", {"duties.qms.developer": 1.0})
    run = simulate(case, n=256, seed=1)
    assert dependents(run)["by_duty.qms"] == {f"duties.qms.{x}" for x in ("one_off", "yearly", "life", "already_done")}
    assert dependents(run)["by_duty.documents"] == frozenset()
    assert judgement(run, "fixed_cost").of == 4


def test_an_input_set_by_hand_counts_as_judgement() -> None:
    case = toys.toy_case(toys.product).but("mine", left={"kind": "uniform", "low": 1, "high": 2})
    assert judgement(simulate(case, n=64, seed=1), "y").inputs == 1
    sourced = toys.toy_case(toys.product).but("theirs", left=toys.BELIEFS["toy.right"])
    assert judgement(simulate(sourced, n=64, seed=1), "y").inputs == 0


def test_an_output_that_does_not_vary_has_no_shares() -> None:
    run = simulate(toys.toy_case(toys.flat), n=64, seed=1)
    assert judgement(run, "y").share is None
    assert all(share.value == 0 for share in rank_shares(run, "y").values())
