"""Sampling error of contributions: stated bands, a loop, and what the beliefs say."""

from typing import Any

import numpy as np
import pytest
from facts import WAGE
from numpy.testing import assert_allclose

from mloss_econ.engine import row_of, simulate
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, Table
from mloss_econ.kernel import baseline
from mloss_econ.value import bootstrap, contribution_cost


@pytest.fixture(scope="module")
def drawn(store: Store) -> Any:
    return bootstrap(
        store.table("mloss_repositories"),
        store.table("reference_repository_commits"),
        wage=WAGE,
        n=20_000,
        seed=20220801,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("basis", "mean", "low", "high"),
    [  # million USD: mean and 95 %, as stated for the public sample
        ("contributors", 233.6, 192, 283),
        ("commits_pytorch", 301.5, 199, 446),
        ("commits_tensorflow", 124.0, 76, 191),
    ],
)
def test_the_stated_bands(drawn: Any, basis: str, mean: float, low: float, high: float) -> None:
    assert drawn.cost[basis].shape == (20_000,)
    assert_allclose(drawn.cost[basis].mean() / 1e6, mean, rtol=0.006)
    found = np.array(drawn.interval(basis)) / 1e6
    assert_allclose(found, (low, high), rtol=0.02)


def test_the_bootstrap_agrees_with_a_loop(store: Store, drawn: Any) -> None:
    sample, contributions = store.table("mloss_repositories"), store.table("reference_repository_commits")
    generator = np.random.default_rng(7)
    rows = contributions["repository"] == "tensorflow/tensorflow"
    each = np.repeat(contributions["commits"][rows], contributions["contributor_periods"][rows].astype(int))
    assert len(each) == 275
    costs = []
    for _ in range(2_000):
        picked = generator.integers(0, 139, 139)
        pace = generator.choice(each, len(each)).mean()
        costs.append(WAGE / (26 * pace) * sample["commits"][picked].sum() / 5 * 26)
    found = np.quantile(costs, [0.05, 0.5, 0.95])
    assert_allclose(np.quantile(drawn.cost["commits_tensorflow"], [0.05, 0.5, 0.95]), found, rtol=0.05)


@pytest.mark.slow
def test_the_bootstrap_is_deterministic_in_its_seed(store: Store, drawn: Any) -> None:
    tables = store.table("mloss_repositories"), store.table("reference_repository_commits")
    again = bootstrap(*tables, wage=WAGE, n=20_000, seed=20220801)
    other = bootstrap(*tables, wage=WAGE, n=20_000, seed=1)
    for basis in drawn.cost:
        assert np.array_equal(again.cost[basis], drawn.cost[basis])
        assert not np.array_equal(other.cost[basis], drawn.cost[basis])


def test_the_beliefs_say_what_the_bootstrap_says(store: Store, drawn: Any) -> None:
    ends = store.belief("value.sampling_error").dist.quantile(np.array([0.05, 0.95]))
    assert_allclose(ends, np.quantile(drawn.contributors / 779, [0.05, 0.95]), rtol=0.015)
    pace = drawn.relative_pace["commits_pytorch"] / ((23_429 / 3_895) / (314 / 66))
    ends = store.belief("value.pace_error").dist.quantile(np.array([0.05, 0.95]))
    assert_allclose(ends, np.quantile(pace, [0.05, 0.95]), rtol=0.015)
    case = baseline(contribution_cost).but("published wage", wage=WAGE)
    row = row_of(simulate(case, n=2**13, seed=1), "investment")
    assert_allclose((row.p5.value, row.p95.value), drawn.interval("commits_pytorch", 0.9), rtol=0.04)


@pytest.mark.parametrize("bad", [{"wage": 0.0}, {"periods_sampled": 0.0}, {"n": 0}])
def test_a_bootstrap_of_nothing_is_refused(store: Store, bad: Any) -> None:
    tables = store.table("mloss_repositories"), store.table("reference_repository_commits")
    with pytest.raises(InputError, match="above 0"):
        bootstrap(*tables, **{"wage": WAGE, "seed": 1, **bad})
    with pytest.raises(InputError, match="'pytorch/pytorch' is not in table"):
        bootstrap(tables[0], Table("other", {c: v[-3:] for c, v in tables[1].columns.items()}), wage=WAGE, seed=1)
