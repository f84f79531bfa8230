"""Moments, counts and gaps of a run: against exact fractions, and the same bits for any division into pieces."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.engine import totals as module
from mloss_econ.engine.plan import Plan, Rows
from mloss_econ.engine.rowwise import names_of
from mloss_econ.engine.totals import Bad, Moments, Totals, work
from mloss_econ.uncertainty import REPLICATES

SMALL = 256  # rows of a leaf, here


def exact(values: Any) -> tuple[int, Fraction, Fraction]:
    """Count, mean and sum of squared deviations in whole fractions."""
    numbers = [Fraction(float(v)) for v in values]
    mean = sum(numbers, Fraction(0)) / len(numbers)
    return len(numbers), mean, sum(((x - mean) ** 2 for x in numbers), Fraction(0))


def merged(parts: list[Moments]) -> Moments:
    """One after the other into an empty one."""
    total = Moments()
    for part in parts:
        total.merge(part)
    return total


def leaves(values: np.ndarray, cuts: list[int]) -> list[Moments]:
    """The moments of pieces between some rows; each row keeps its replicate."""
    spans = zip([0, *cuts], [*cuts, len(values)], strict=True)
    return [Moments.of(values[a:b], np.arange(a, b) % REPLICATES) for a, b in spans]


def assert_exact(moments: Moments, values: np.ndarray, rtol: float) -> None:
    """Each replicate and the whole, to some digits of the spread and of the squares."""
    scale = float(np.std(values)) or 1.0
    for r in range(REPLICATES):
        count, mean, squares = exact(values[r::REPLICATES])
        assert moments.count[r] == count
        assert abs(Fraction(float(moments.mean[r])) - mean) <= Fraction(rtol * scale + 4e-16 * abs(float(mean)))
        assert_allclose(moments.squares[r], float(squares), rtol=rtol, atol=1e-300)
    count, mean, squares = exact(values)
    n, m, s = moments.whole()
    assert n == count
    assert abs(Fraction(m) - mean) <= Fraction(rtol * scale + 4e-16 * abs(float(mean)))
    assert_allclose(s, float(squares), rtol=rtol, atol=1e-300)


# ---------------------------------------------------------------- moments


@pytest.mark.parametrize("n", [64, 80, 97, 320])
def test_moments_of_one_piece_are_exact(n: int) -> None:
    values = np.exp(np.random.default_rng(n).standard_normal(n))
    assert_exact(Moments.of(values, None), values, rtol=1e-13)
    assert_exact(Moments.of(values, np.arange(n) % REPLICATES), values, rtol=1e-13)


@given(st.lists(st.integers(0, 160), max_size=4).map(sorted), st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_moments_of_any_pieces_merge_to_those_of_the_whole(cuts: list[int], center: float, spread: float) -> None:
    values = center + spread * np.random.default_rng(1).standard_normal(160)
    digits = 1e-12 + 4e-15 * abs(center) / spread
    assert_exact(merged(leaves(values, cuts)), values, rtol=digits)


def test_a_spread_of_1_around_a_billion_keeps_its_digits() -> None:
    values = 1e9 + np.random.default_rng(3).standard_normal(4096)
    moments = merged(leaves(values, [256, 1000, 1024, 4000]))
    assert_exact(moments, values, rtol=1e-7)
    naive = float((values**2).mean() - values.mean() ** 2)
    sd = math.sqrt(moments.whole()[2] / 4095)
    assert_allclose(sd, math.sqrt(float(exact(values)[2]) / 4095), rtol=1e-8)
    assert abs(naive - sd**2) > 1  # what the textbook formula makes of it


def test_a_value_that_does_not_vary_has_no_spread_wherever_it_lies() -> None:
    for value in (0.1, -1e9, 1e-300, 1e150, 1e160):
        moments = merged(leaves(np.full(1000, value), [48, 512, 700]))
        assert moments.squares.sum() <= 1000 * (4e-16 * value) ** 2
        assert_allclose(moments.whole()[1], value, rtol=1e-15)
        assert (moments.least, moments.most) == (value, value)


def test_replicates_far_apart_are_told_apart() -> None:
    values = np.arange(REPLICATES)[None, :] * 1e6 + np.random.default_rng(0).standard_normal((64, REPLICATES))
    moments = merged(leaves(values.reshape(-1), [160, 512]))
    assert_allclose(moments.mean, values.mean(axis=0), rtol=1e-14)
    assert_allclose(moments.squares, ((values - values.mean(axis=0)) ** 2).sum(axis=0), rtol=1e-7)
    assert_allclose(moments.whole()[1], values.mean(), rtol=1e-14)
    assert_allclose(moments.whole()[2], ((values - values.mean()) ** 2).sum(), rtol=1e-12)


def test_a_piece_of_nothing_changes_nothing() -> None:
    values = np.random.default_rng(0).standard_normal(64)
    one = merged(
        [Moments(), *leaves(values, []), Moments.of(np.empty(0), None), Moments.of(np.empty(0), np.empty(0, int))]
    )
    (other,) = leaves(values, [])
    for field in ("count", "mean", "squares"):
        assert_array_equal(getattr(one, field), getattr(other, field))
    assert (one.least, one.most) == (values.min(), values.max())


def test_replicates_without_rows_join_in_later() -> None:
    values = np.array([1.0, 5.0, 2.0, 4.0, 9.0])
    replicate = np.array([0, 1, 0, 1, 15])
    total = merged([Moments.of(values[:3], replicate[:3]), Moments.of(values[3:], replicate[3:])])
    assert total.count.tolist() == [2, 2, *[0] * 13, 1]
    assert total.mean[[0, 1, 15]].tolist() == [1.5, 4.5, 9.0]
    assert total.squares[[0, 1, 15]].tolist() == [0.5, 0.5, 0.0]
    assert_allclose(total.whole(), (5, 4.2, sum((values - 4.2) ** 2)), rtol=1e-14)


def test_both_ends_are_kept() -> None:
    values = np.random.default_rng(4).standard_normal(500)
    moments = merged(leaves(values, [1, 100, 499]))
    assert (moments.least, moments.most) == (values.min(), values.max())


def test_rows_by_number_and_rows_by_name_have_the_same_bits() -> None:
    values = np.random.default_rng(5).standard_normal(4096)
    by_place, by_name = Moments.of(values, None), Moments.of(values, np.arange(4096) % REPLICATES)
    assert_array_equal(by_place.count, by_name.count)
    assert_allclose(by_place.mean, by_name.mean, rtol=1e-13, atol=1e-16)
    assert_allclose(by_place.squares, by_name.squares, rtol=1e-13)


# ---------------------------------------------------------------- gaps


def rows_of(inputs: dict[str, Any], outputs: dict[str, Any]) -> Rows:
    """Rows without categories."""
    return Rows({p: np.array(v) for p, v in inputs.items()}, {p: np.array(v) for p, v in outputs.items()}, {}, {})


def test_rows_without_gaps_leave_no_trace() -> None:
    bad, good = Bad.of(rows_of({"x": [1.0, 2.0]}, {"y": [0.0, -1e308]}), 7)
    assert (bad, good) == (Bad(), None)


def test_gaps_are_counted_by_output_and_boxed_by_input() -> None:
    nan, inf = math.nan, math.inf
    rows = rows_of(
        {"x": [1.0, 5.0, 3.0, 9.0], "w": [8.0, 6.0, 7.0, 0.0]}, {"y": [0, nan, inf, 1], "z": [2, 3, -inf, 4]}
    )
    bad, good = Bad.of(rows, 100)
    assert bad.counts == {"y": 2, "z": 1}
    assert bad.rows == 2
    assert bad.first == {"row": 101.0, "x": 5.0, "w": 6.0}
    assert bad.box == {"x": (3.0, 5.0), "w": (6.0, 7.0)}
    assert good is not None
    assert good.tolist() == [True, False, False, True]


@given(st.lists(st.integers(0, 60), max_size=5).map(sorted), st.integers(0, 10**6))
def test_gaps_found_in_pieces_are_those_of_the_whole(cuts: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    inputs = {"a": rng.normal(size=60), "b": rng.normal(size=60)}
    share = rng.choice([0.0, 0.03, 0.5, 1.0])
    outputs = {"y": np.where(rng.random(60) < share, np.nan, 1.0), "z": np.where(rng.random(60) < share, np.inf, 1.0)}
    total = Bad()
    for a, b in zip([0, *cuts], [*cuts, 60], strict=True):
        if b > a:
            part = rows_of({p: v[a:b] for p, v in inputs.items()}, {p: v[a:b] for p, v in outputs.items()})
            total.merge(Bad.of(part, a)[0])
    whole = [i for i in range(60) if not all(math.isfinite(v[i]) for v in outputs.values())]
    assert total.rows == len(whole)
    assert total.counts == {
        p: sum(not math.isfinite(x) for x in v) for p, v in outputs.items() if not np.isfinite(v).all()
    }
    assert total.first == ({"row": whole[0]} | {p: v[whole[0]] for p, v in inputs.items()} if whole else {})
    assert total.box == {p: (min(v[whole]), max(v[whole])) for p, v in inputs.items() if whole}


# ---------------------------------------------------------------- totals


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves of 256 rows."""
    monkeypatch.setattr(module, "LEAF", SMALL)


def plan_of(calculator: Any, n: int, design: str = "sobol") -> Plan:
    """The plan of a toy."""
    return Plan.of(toys.toy_case(calculator), 3, design, n)


def piece(start: int, stop: int, plan: Plan, keep: str) -> Totals:
    """What a worker makes of some rows."""
    return work(start, stop, plan, keep, names_of(plan.rows(0, REPLICATES)))


def together(plan: Plan, sizes: list[int], keep: str) -> Totals:
    """Pieces of so many leaves each, one after another."""
    totals, start = Totals(0, 0, plan.n), 0
    for size in [*sizes, plan.n]:
        stop = min(start + size * SMALL, plan.n)
        if stop > start:
            totals.merge(piece(start, stop, plan, keep))
        start = stop
    return totals


def assert_same_bits(one: Totals, other: Totals) -> None:
    """Everything two totals hold."""
    assert (one.start, one.stop, one.n, one.bad) == (other.start, other.stop, other.n, other.bad)
    for mine, theirs in ((one.moments, other.moments), (one.shares, other.shares), (one.columns, other.columns)):
        assert list(mine) == list(theirs)
    for path, (moments,) in one.moments.items():
        (theirs_too,) = other.moments[path]
        for name, value in vars(moments).items():
            assert_array_equal(value, getattr(theirs_too, name))
    for path, counts in one.shares.items():
        assert_array_equal(counts, other.shares[path])
    for path, values in one.columns.items():
        assert_array_equal(values, other.columns[path])
    for path, histogram in one.histograms.items():
        for a, b in zip(histogram.packed(), other.histograms[path].packed(), strict=True):
            assert_array_equal(a, b)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("calculator", [toys.product, toys.lottery, toys.holed])
@pytest.mark.parametrize("n", [2048, 1999])
def test_any_grouping_of_leaves_gives_the_same_bits(calculator: Any, keep: str, n: int) -> None:
    plan = plan_of(calculator, n)
    whole = together(plan, [8], keep)
    for sizes in ([1] * 8, [3, 1, 2], [1, 7], [5, 3]):
        assert_same_bits(together(plan, sizes, keep), whole)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("n", [2048, 1999])
def test_totals_are_those_of_the_draws(n: int) -> None:
    totals = together(plan_of(toys.product, n), [1, 2, 1], "outputs")
    (moments,) = totals.moments["y"]
    y = totals.columns["y"]
    assert len(y) == n
    assert_exact(moments, y, rtol=1e-12)
    assert (moments.least, moments.most) == (y.min(), y.max())


@pytest.mark.usefixtures("small")
def test_rows_with_gaps_are_left_out_of_moments_and_shares() -> None:
    plan = plan_of(toys.holed, 2000)
    for keep in ("outputs", "summary"):
        totals = together(plan, [2, 1, 1], keep)
        x = plan.inputs(0, 2000)["x"]
        (moments,) = totals.moments["y"]
        for r in range(REPLICATES):
            mine = [v for v in x[r::REPLICATES] if v <= 3]
            assert moments.count[r] == len(mine)
            assert_allclose(moments.mean[r], math.fsum(mine) / len(mine), rtol=1e-14)
            assert_allclose(moments.squares[r], float(exact(mine)[2]), rtol=1e-12)
        assert totals.bad.rows == (x > 3).sum()


@pytest.mark.usefixtures("small")
def test_shares_count_every_row_by_label_and_replicate() -> None:
    totals = together(plan_of(toys.lottery, 2000), [1, 4, 1], "outputs")
    codes = totals.columns["which"]
    for code in range(3):
        for r in range(REPLICATES):
            assert totals.shares["which"][code, r] == sum(c == code for c in codes[r::REPLICATES].tolist())


@pytest.mark.usefixtures("small")
def test_rows_must_follow_each_other() -> None:
    plan = plan_of(toys.product, 1024)
    totals = Totals(0, 0, 1024)
    totals.merge(piece(0, SMALL, plan, "outputs"))
    for start in (0, 2 * SMALL):
        with pytest.raises(AssertionError, match=f"rows {start} cannot follow rows to {SMALL}"):
            totals.merge(piece(start, start + SMALL, plan, "outputs"))


@pytest.mark.usefixtures("small")
def test_room_is_made_without_a_change_and_the_run_goes_on() -> None:
    long = plan_of(toys.product, 2048)
    short = plan_of(toys.product, 1024)
    totals = together(short, [4], "outputs").grown(2048)
    assert (totals.stop, totals.n, len(totals.columns["y"])) == (1024, 2048, 2048)
    totals.merge(piece(1024, 2048, long, "outputs"))
    assert_same_bits(totals, together(long, [8], "outputs"))


def test_the_chunks_a_leaf_is_computed_in_are_of_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(toys.product, 1000)
    whole = piece(0, 1000, plan, "summary")
    monkeypatch.setattr("mloss_econ.engine.plan.CHUNK", 96)
    again = piece(0, 1000, plan, "summary")
    for a, b in zip(whole.packed["y"], again.packed["y"], strict=True):
        assert_array_equal(a, b)
    for name, value in vars(whole.moments["y"][0]).items():
        assert_array_equal(value, getattr(again.moments["y"][0], name))
