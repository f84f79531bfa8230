"""The points: nets, independent of everything but (seed, key, row), and with an honest error bar."""

import csv
import hashlib
import math
from importlib import resources

import numpy as np
import pytest
from few import few
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from scipy.stats import qmc

from mloss_econ.errors import InputError
from mloss_econ.uncertainty import BLOCK, DESIGNS, REPLICATES, uniforms
from mloss_econ.uncertainty.designs import COLUMNS, DIGITS, PLACES, Place, directions

designs = st.sampled_from(sorted(DESIGNS))
ALL = 2 * PLACES  # dimensions of a group: for a sample, and for a second one with it
dimensions = st.integers(0, ALL - 1)


def at(dimension: int, group: str = "group") -> Place:
    return Place(group, dimension)


def unscrambled(dimension: int, count: int) -> np.ndarray:
    """The first points of one dimension, by adding direction numbers one at a time."""
    columns = [int(c) for c in directions(dimension)]
    points = np.zeros(count)
    for index in range(count):
        bits = 0
        for k in range(index.bit_length()):
            if index >> k & 1:
                bits ^= columns[k]
        points[index] = bits / 2**DIGITS
    return points


# ---------------------------------------------------------------- the points of Sobol'


def test_points_are_those_of_scipy_in_all_dimensions() -> None:
    m, count = 11, 2**11
    theirs = qmc.Sobol(ALL, scramble=False, bits=DIGITS).random_base2(m)
    gray = np.arange(count) ^ (np.arange(count) >> 1)  # SciPy counts in the order of Gray's code
    for dimension in range(ALL):
        columns = directions(dimension)
        ours = np.zeros(1, dtype=np.uint64)
        for k in range(m):
            ours = np.concatenate([ours, ours ^ columns[k]])
        assert_array_equal(ours[gray] / 2.0**DIGITS, theirs[:, dimension], err_msg=f"dimension {dimension}")


@pytest.mark.parametrize("dimension", [0, 1, 5, 200])
def test_points_are_those_of_scipy_one_at_a_time(dimension: int) -> None:
    theirs = qmc.Sobol(dimension + 1, scramble=False).random_base2(6)[:, dimension]
    assert_array_equal(unscrambled(dimension, 64)[[i ^ (i >> 1) for i in range(64)]], theirs)


@pytest.mark.parametrize("dimension", [1, 2, 9, 77, 200, 255])
def test_far_direction_numbers_follow_their_recurrence(dimension: int) -> None:
    with resources.files("mloss_econ.uncertainty").joinpath("sobol_directions.csv").open() as stream:
        rows = [[int(c) for c in row] for row in csv.reader(stream) if not row[0].startswith("#")]
    polynomial, *m = rows[dimension]
    degree = int(math.log2(polynomial))
    taps = [int(bit) for bit in format(polynomial, "b")]  # 1, a_1, ..., a_(s-1), 1
    while len(m) < COLUMNS:
        j, value = len(m), m[len(m) - degree]
        for i in range(1, degree + 1):
            value ^= (2**i * m[j - i]) * taps[i]
        m.append(value)
    shifted = [value * 2 ** (DIGITS - 1 - k) for k, value in enumerate(m)]
    assert_array_equal(directions(dimension), np.array(shifted, dtype=np.uint64))


def test_every_direction_matrix_is_unit_triangular() -> None:
    for dimension in range(ALL):
        for k, column in enumerate(directions(dimension).tolist()):
            assert column & (1 << (DIGITS - 1 - k))  # digit k is set
            assert column % (1 << (DIGITS - 1 - k)) == 0  # no digit below it


def test_there_is_an_end_to_the_dimensions() -> None:
    assert uniforms(1, "a", 4, place=at(ALL - 1)).shape == (4,)
    for bad in (ALL, -1):
        with pytest.raises(InputError, match=rf"{bad} does not exist.*256 Sobol' dimensions.*random"):
            uniforms(1, "a", 4, place=at(bad))


# ---------------------------------------------------------------- scrambling


def is_one_point_a_cell(points: np.ndarray, m: int) -> bool:
    return len(set(np.floor(points * 2**m).astype(int).tolist())) == len(points) == 2**m


@settings(max_examples=12)
@given(st.integers(0, 2**63), st.text(max_size=20), dimensions)
def test_each_scrambling_puts_one_point_in_every_cell(seed: int, key: str, dimension: int) -> None:
    points = uniforms(seed, key, BLOCK, place=at(dimension))
    for replicate in range(REPLICATES):
        mine = points[replicate::REPLICATES]
        for m in range(10):
            assert is_one_point_a_cell(mine[: 2**m], m)
        assert is_one_point_a_cell(mine[256:512], 8)
    block = uniforms(seed, key, BLOCK, place=at(dimension), start=5 * BLOCK)  # and so does every later block
    assert is_one_point_a_cell(block[::REPLICATES], 9)


@pytest.mark.parametrize("dimension", [0, 1, 40, 250])
def test_nets_hold_across_blocks(dimension: int) -> None:
    points = uniforms(3, "budget", 2**16, place=at(dimension))
    for replicate in range(REPLICATES):
        for m in (10, 11, 12):
            assert is_one_point_a_cell(points[replicate::REPLICATES][: 2**m], m)


def elementary_counts(x: np.ndarray, y: np.ndarray, a: int, b: int) -> np.ndarray:
    cells = np.floor(x * 2**a).astype(int) * 2**b + np.floor(y * 2**b).astype(int)
    return np.bincount(cells, minlength=2 ** (a + b))


def quality(x: np.ndarray, y: np.ndarray) -> int:
    """The t of a (t, m, 2)-net: every elementary interval of area 2^(t - m) holds exactly 2^t points."""
    m = int(math.log2(len(x)))
    for t in range(m + 1):
        if all((elementary_counts(x, y, a, m - t - a) == 2**t).all() for a in range(m - t + 1)):
            return t
    raise AssertionError("no net at all")


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (3, 4), (0, 9), (7, 30), (100, 101)])
def test_pairs_of_dimensions_are_spread_as_well_as_unscrambled_ones(pair: tuple[int, int]) -> None:
    m = 9
    theirs = qmc.Sobol(max(pair) + 1, scramble=False).random_base2(m)[:, pair]
    expected = quality(theirs[:, 0], theirs[:, 1])
    x, y = (uniforms(11, f"input {d}", 2**m * REPLICATES, place=at(d)) for d in pair)
    for replicate in (0, 5, 15):
        assert quality(x[replicate::REPLICATES], y[replicate::REPLICATES]) == expected
    assert pair != (0, 1) or expected == 0  # the first two dimensions are as good as can be


def test_random_pairs_are_not_nets() -> None:
    x, y = (uniforms(11, f"input {d}", 2**9 * REPLICATES, design="random") for d in (0, 1))
    assert quality(x[::REPLICATES], y[::REPLICATES]) > 4


def test_the_sixteen_scramblings_differ() -> None:
    points = uniforms(1, "a", BLOCK).reshape(-1, REPLICATES)
    assert len({tuple(column) for column in points.T.tolist()}) == REPLICATES
    assert len(set(points[0].tolist())) == REPLICATES  # even their first points


# ---------------------------------------------------------------- what a row depends on


@given(designs, st.integers(0, 5), st.sampled_from(["a", "b.c"]), st.integers(0, 3 * BLOCK), st.integers(1, BLOCK))
def test_any_slice_is_that_of_the_whole(design: str, seed: int, key: str, start: int, rows: int) -> None:
    whole = uniforms(seed, key, 4 * BLOCK, design=design, place=at(3))
    part = uniforms(seed, key, rows, design=design, place=at(3), start=start, n=4 * BLOCK)
    assert_array_equal(part, whole[start : start + rows])


@pytest.mark.parametrize("design", ["sobol", "random"])
@pytest.mark.parametrize("rows", [1, 15, 16, 17, 100, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_a_longer_run_begins_with_the_shorter(design: str, rows: int) -> None:
    whole = uniforms(2, "k", 3 * BLOCK, design=design)
    part = uniforms(2, "k", rows, design=design)
    assert part.shape == (rows,)
    assert_array_equal(part, whole[:rows])


@pytest.mark.parametrize("design", DESIGNS)
def test_no_rows_are_no_points(design: str) -> None:
    assert uniforms(2, "k", 0, design=design).shape == (0,)


@pytest.mark.parametrize("design", DESIGNS)
def test_seed_key_and_nothing_else_decide(design: str) -> None:
    base = uniforms(0, "projects.sigma", 1000, design=design, place=at(4))
    assert_array_equal(uniforms(0, "projects.sigma", 1000, design=design, place=at(4)), base)
    for seed, key in [(1, "projects.sigma"), (2**40, "projects.sigma"), (0, "projects.sigm"), (0, "")]:
        other = uniforms(seed, key, 1000, design=design, place=at(4))
        assert not np.isclose(other, base).any() or (np.isclose(other, base).mean() < 0.01)


def test_a_seed_and_a_key_do_not_run_together() -> None:
    assert not np.array_equal(uniforms(1, "2.x", 100, design="random"), uniforms(12, ".x", 100, design="random"))
    assert not np.array_equal(uniforms(1, "2.x", 100), uniforms(12, ".x", 100))


def test_the_place_matters_under_sobol_only() -> None:
    assert_array_equal(uniforms(1, "a", 500, design="random", place=at(9)), uniforms(1, "a", 500, design="random"))
    assert not np.array_equal(uniforms(1, "a", 500, place=at(9)), uniforms(1, "a", 500, place=at(8)))
    assert not np.array_equal(uniforms(1, "a", 500, place=at(9)), uniforms(1, "a", 500, place=at(9, "other")))
    assert_array_equal(uniforms(1, "a", 500), uniforms(1, "a", 500, place=at(0, "a")))  # a group of its own


# A seed is a promise: these rows may change only with a changed contract and a new major version.
PROMISED = {
    "sobol": ["0x1.c18ea0f0b3744p-3", "0x1.c1ebe73703da3p-1", "0x1.4711e953eed40p-7", "0x1.f5d0095f4e179p-1"],
    "random": ["0x1.3c843ccd76679p-1", "0x1.fe7673e6be441p-1", "0x1.54397b4419f64p-3", "0x1.4c099f501dc19p-1"],
    "latin_hypercube": ["0x1.bf96836cd37bfp-1", "0x1.98c7414fd4e30p-2", "0x1.8a1a6e421ce1dp-1", "0x1.e36d8abd2fdeep-4"],
}


@pytest.mark.parametrize("design", DESIGNS)
def test_promised_points_stay_what_they_are(design: str) -> None:
    points = uniforms(7, "projects.median_budget", 20001, design=design, place=at(3))
    assert [points[i].hex() for i in (0, 1, 2, 20000)] == PROMISED[design]
    assert (BLOCK, REPLICATES) == (8192, 16)


@pytest.mark.parametrize("design", DESIGNS)
def test_points_are_uniform_and_never_an_end(design: str) -> None:
    for dimension, seed in [(0, 0), (1, 1), (5, 99)]:
        points = uniforms(seed, "u", 2**16, design=design, place=at(dimension))
        assert (points > 0).all()
        assert (points < 1).all()
        assert points.dtype == np.float64
        assert stats.kstest(points, "uniform").pvalue > 1e-3
        assert len(np.unique(points)) == len(points)


def test_no_bits_can_give_an_end_of_the_interval() -> None:
    from mloss_econ.uncertainty.designs import ONE, _to_unit

    lowest, highest = _to_unit(np.array([0, 2**DIGITS - 1], dtype=np.uint64) | ONE)
    assert 0 < lowest < 1e-15
    assert 1 - 1e-15 < highest < 1


def correlations(columns: list[np.ndarray]) -> np.ndarray:
    return np.asarray(np.corrcoef(columns)[np.triu_indices(len(columns), 1)])


@pytest.mark.parametrize("design", DESIGNS)
def test_different_keys_are_uncorrelated(design: str) -> None:
    columns = [uniforms(5, f"key {d}", 2**14, design=design, place=at(d)) for d in range(24)]
    assert np.abs(correlations(columns)).max() < 5 / np.sqrt(2**14)


@pytest.mark.slow
@pytest.mark.parametrize("n", few([2**10, 2**14, 2**12, 2**16], 2))
@pytest.mark.parametrize("same", [True, False], ids=["same dimension", "other dimensions"])
def test_keys_of_different_groups_are_as_independent_as_random_draws(n: int, same: bool) -> None:
    places = [at(0 if same else d, f"group {d}") for d in range(40)]
    found = correlations([uniforms(5, f"key {d}", n, place=place) for d, place in enumerate(places)]) * np.sqrt(n)
    assert 0.9 < np.sqrt(np.mean(found**2)) < 1.1  # 780 pairs: 1 to within 0.025 for random draws
    assert np.abs(found).max() < 5


def test_one_group_of_beliefs_is_more_even_than_random_draws() -> None:
    columns = [uniforms(5, f"key {d}", 2**14, place=at(d)) for d in range(PLACES)]
    found = correlations(columns) * np.sqrt(2**14)
    assert np.sqrt(np.mean(found**2)) < 0.4
    assert np.abs(found).max() < 10  # a pair of dimensions that share a digit stands out; none is at .19 or .6


def test_without_groups_keys_of_one_dimension_would_be_correlated() -> None:
    columns = [uniforms(5, f"key {d}", 2**14, place=at(3)) for d in range(24)]
    assert np.sqrt(np.mean(correlations(columns) ** 2)) > 0.1  # why a place holds one belief


def test_neighbouring_seeds_are_uncorrelated() -> None:
    for design in DESIGNS:
        columns = [uniforms(s, "key", 2**14, design=design, place=at(0)) for s in range(12)]
        correlations = np.corrcoef(columns)[np.triu_indices(12, 1)]
        limit = 5 / np.sqrt(2**14) if design == "random" else 5 / np.sqrt(REPLICATES)
        assert np.abs(correlations).max() < limit
        assert abs(correlations.mean()) < limit / 4


@pytest.mark.parametrize("bad", ["Sobol", "halton", "", "lhs"])
def test_an_unknown_design_is_refused_with_those_there_are(bad: str) -> None:
    with pytest.raises(InputError, match="sobol"):
        uniforms(1, "a", 10, design=bad)


# ---------------------------------------------------------------- the error bar


def smooth(points: list[np.ndarray]) -> np.ndarray:
    """A smooth function of four points; its mean is 1."""
    result = np.ones_like(points[0])
    for weight, u in zip((1.0, 0.5, 0.25, 0.125), points, strict=True):
        result = result * (1 + weight * (u * u - 1 / 3))
    return result


def replicated(design: str, seed: int, n: int) -> tuple[float, float]:
    """The mean over all rows and its standard error from the sixteen interleaved parts."""
    y = smooth([uniforms(seed, f"x{d}", n, design=design, place=at(d)) for d in range(4)])
    parts = [y[r::REPLICATES].mean() for r in range(REPLICATES)]
    return float(y.mean()), float(np.std(parts, ddof=1) / 4)


@pytest.mark.slow
@pytest.mark.parametrize("design", few(DESIGNS, 1))
def test_means_are_unbiased_and_standard_errors_honest(design: str) -> None:
    runs = 200
    estimates, errors = np.transpose([replicated(design, seed, 512) for seed in range(runs)])
    within = np.abs(estimates - 1) < stats.t(REPLICATES - 1).ppf(0.95) * errors
    assert 0.84 < within.mean() < 0.96  # 90 % intended; 200 runs
    assert abs(estimates.mean() - 1) < 4 * estimates.std(ddof=1) / math.sqrt(runs)
    assert_allclose(np.sqrt(np.mean(errors**2)), estimates.std(ddof=1), rtol=0.2)


def test_scrambled_points_err_far_less_than_random_ones() -> None:
    errors = {d: np.std([replicated(d, s, 4096)[0] for s in range(40)]) for d in DESIGNS}
    assert errors["sobol"] < errors["random"] / 10


# ---------------------------------------------------------------- latin hypercubes


@pytest.mark.parametrize("n", [1, 16, 17, 64, 1000, 16 * 999, 3 * BLOCK + 5])
def test_each_hypercube_visits_each_of_its_strata_once(n: int) -> None:
    points = uniforms(3, "a", n, design="latin_hypercube")
    for replicate in range(min(REPLICATES, n)):
        mine = points[replicate::REPLICATES]
        assert_array_equal(np.sort(np.floor(mine * len(mine))), np.arange(len(mine)))


def test_strata_depend_on_n_as_documented() -> None:
    assert not np.isclose(
        uniforms(3, "a", 100, design="latin_hypercube"), uniforms(3, "a", 101, design="latin_hypercube")[:100]
    ).all()


@pytest.mark.slow
def test_every_order_of_the_strata_is_as_likely_as_any_other() -> None:
    points = [uniforms(seed, "a", 4 * REPLICATES, design="latin_hypercube") for seed in range(200)]
    orders = [tuple(np.argsort(p[r::REPLICATES]).tolist()) for p in points for r in range(REPLICATES)]
    counts = np.unique([hash(o) for o in orders], return_counts=True)[1]
    assert len(counts) == 24
    assert stats.chisquare(counts).pvalue > 1e-3


def test_hypercubes_take_the_additive_part_out_of_the_error() -> None:
    def mean(design: str, seed: int) -> float:
        a, b = (uniforms(seed, key, 1024, design=design) for key in "ab")
        return float((a**2 + np.exp(b) + 0.1 * a * b).mean())

    spread = {d: np.std([mean(d, s) for s in range(40)]) for d in ("random", "latin_hypercube")}
    assert spread["latin_hypercube"] < spread["random"] / 10  # what is left is the small product


def test_random_points_are_the_plain_generator() -> None:
    # The documented construction: SFC64 seeded with a hash of seed, key, the word random and the block's number.
    digest = hashlib.sha256(b"9\0k\0random\0001").digest()
    generator = np.random.SFC64(np.random.SeedSequence(int.from_bytes(digest, "little")))
    expected = (generator.random_raw(BLOCK) >> np.uint64(12)).astype(float) / 2.0**52 + 2.0**-53
    assert_array_equal(uniforms(9, "k", BLOCK, design="random", start=BLOCK), expected)


@pytest.mark.parametrize("bit", [19, 20, 24, 30])  # of a block's number: rows from 2^32 on
def test_rows_far_out_are_the_next_points_of_the_sequence_and_no_repetition(bit: int) -> None:
    """In the first Sobol' dimension bit k of a point's number is digit k + 1 of the point; scrambling changes only the
    digits below."""
    near = uniforms(3, "key", BLOCK, place=at(0)).reshape(-1, REPLICATES)
    far = uniforms(3, "key", BLOCK, place=at(0), start=BLOCK << bit).reshape(-1, REPLICATES)
    digits = [np.floor(np.sort(points, axis=0) * 2.0**DIGITS).astype(np.int64) for points in (near, far)]
    changed = digits[0] ^ digits[1]
    assert set((changed >> (DIGITS - 1 - (bit + 9))).ravel().tolist()) == {1}


@pytest.mark.parametrize("design", sorted(DESIGNS))
def test_rows_beyond_all_are_refused(design: str) -> None:
    last = uniforms(3, "key", 1, design=design, start=REPLICATES * 2**COLUMNS - 1)
    assert 0 < last[0] < 1
    with pytest.raises(InputError, match="a design has rows 0 to 17,592,186,044,416; beyond, it repeats"):
        uniforms(3, "key", 2, design=design, start=REPLICATES * 2**COLUMNS - 1)
