"""Gini, Lorenz and top shares, against people written out one by one."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.errors import InputError
from mloss_econ.evidence import Store, Table
from mloss_econ.kernel import baseline
from mloss_econ.value import concentration, lorenz

groups = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 8)), min_size=1, max_size=6).filter(
    lambda rows: any(size for size, _ in rows)
)


def made(rows: Any) -> Table:
    sizes, counts = zip(*rows, strict=True)
    return Table("made", {"size": np.array(sizes, dtype=float), "count": np.array(counts, dtype=float)})


def measured(table: Table, fraction: float = 0.05, counts: str = "count", sizes: str = "size") -> Any:
    case = baseline(concentration).restructured(
        "mine", tables={"size_table": table}, labels={"sizes": sizes, "counts": counts}
    )
    return case.but("fraction", top_fraction=fraction).outputs()


def people(rows: Any) -> Any:
    return np.sort(np.repeat([s for s, _ in rows], [n for _, n in rows]))[::-1].astype(float)


def test_the_published_sample(store: Store) -> None:
    out = concentration.at()
    assert_allclose(out.gini, 0.6971, rtol=1e-4)
    assert_allclose((out.top_share_down, out.top_share_up), (0.4328, 0.4345), rtol=2e-4)
    assert_allclose(out.top_number, 0.05 * 2166)
    assert out.top_share_down < out.top_share < out.top_share_up
    assert_allclose(out.gini, store.fact("contribution_sample_2022.gini").value, rtol=1e-3)
    stated = {0.01: 0.209, 0.10: 0.576, 0.20: 0.736}
    for fraction, share in stated.items():
        assert_allclose(concentration.at(top_fraction=fraction).top_share_up, share, atol=1.5e-3)


def test_the_ten_largest_repositories(store: Store) -> None:
    sample = store.table("mloss_repositories")
    out = measured(sample, 10 / 139, counts="", sizes="commits")
    commits = sorted(sample["commits"], reverse=True)
    assert_allclose(out.top_share, sum(commits[:10]) / sum(commits), rtol=1e-9)
    assert_allclose(out.top_share, 0.379, atol=5e-4)


@given(groups, st.floats(0, 1))
def test_one_by_one(rows: Any, fraction: float) -> None:
    each, out = people(rows), measured(made(rows), fraction)
    gaps = np.abs(each[:, None] - each[None, :]).mean()  # half the relative mean difference
    assert_allclose(out.gini, gaps / (2 * each.mean()), atol=1e-12)
    top = fraction * len(each)
    whole = each.sum()
    down, up = int(np.floor(top + 1e-9)), int(np.ceil(top - 1e-9))
    assert_allclose(out.top_share_down, each[:down].sum() / whole, atol=1e-12)
    assert_allclose(out.top_share_up, each[:up].sum() / whole, atol=1e-12)
    between = each[:down].sum() + (top - down) * (each[down] if down < len(each) and top > down else 0)
    assert_allclose(out.top_share, between / whole, atol=1e-8)


@given(groups, st.floats(0.1, 100), st.integers(2, 5), st.floats(0.01, 1))
def test_neither_the_unit_nor_a_copy_of_everybody_matters(rows: Any, unit: float, copies: int, fraction: float) -> None:
    one = measured(made(rows), fraction)
    scaled = measured(made([(s * unit, n) for s, n in rows]), fraction)
    many = measured(made([(s, n * copies) for s, n in rows]), fraction)
    for other in (scaled, many):
        assert_allclose((other.gini, other.top_share), (one.gini, one.top_share), atol=1e-9)


@given(groups)
def test_the_lorenz_curve_rises_ever_faster_from_0_to_1(rows: Any) -> None:
    table, at = made(rows), np.linspace(0, 1, 21)
    curve = lorenz(table, "size", "count", at=at)
    assert_allclose(curve[[0, -1]], [0, 1], atol=1e-12)
    assert np.all(np.diff(curve) >= -1e-12)
    assert np.all(np.diff(curve, 2) >= -1e-9)
    fine = lorenz(table, "size", "count", at=np.arange(len(people(rows)) + 1) / len(people(rows)))
    area = np.sum((fine[1:] + fine[:-1]) / 2) / len(people(rows))
    assert_allclose(1 - 2 * area, measured(table).gini, atol=1e-9)


def test_all_alike_and_one_with_all() -> None:
    assert_allclose(measured(made([(3, 10)])).gini, 0, atol=1e-15)
    assert_allclose(measured(made([(0, 99), (5, 1)])).gini, 0.99, atol=1e-12)


@pytest.mark.parametrize(
    ("rows", "words"),
    [([(0, 5)], "it is all 0"), ([(-1, 5), (2, 1)], "is not a count of 0 or more"), ([(1, -5)], "is not a count")],
)
def test_a_table_without_shares_is_refused(rows: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        measured(made(rows))


def test_an_empty_table_and_a_missing_column_are_refused() -> None:
    with pytest.raises(InputError, match="has no rows"):
        measured(Table("made", {"size": np.array([]), "count": np.array([])}))
    with pytest.raises(InputError, match="no column 'siz'"):
        measured(made([(1, 1)]), sizes="siz")
