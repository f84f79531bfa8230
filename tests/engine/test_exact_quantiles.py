"""Exact quantiles of many draws: those of numpy to the bit, whatever was counted first."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.engine import exact_quantiles as module
from mloss_econ.engine.exact_quantiles import quantiles
from mloss_econ.uncertainty import REPLICATES

LEVELS = [0.0, 1e-9, 0.001, 0.05, 0.25, 1 / 3, 0.5, 0.5001, 0.75, 0.95, 0.999, 1 - 1e-9, 1.0]


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred draws are many, and are gone through 64 at a time."""
    monkeypatch.setattr(module, "FEW", 100)
    monkeypatch.setattr(module, "SPAN", 64)


def samples() -> dict[str, np.ndarray]:
    """Draws of every kind, more than a hundred each."""
    rng = np.random.default_rng(11)
    n = 1600
    z = rng.standard_normal(n)
    return {
        "normal": z,
        "lognormal": np.exp(2 * z),
        "negative": -np.exp(z),
        "an uneven number": z[:1237],
        "one more than few": z[:101],
        "constant": np.full(n, 3.7),
        "constant, negative": np.full(n, -3.7),
        "all 0": np.zeros(n),
        "two values": np.where(z > 0, 1.0, 2.0),
        "ties": np.round(z, 1) + 0.0,
        "ties within one bin": 1 + np.floor(4 * rng.random(n)) * 1e-9,
        "all within one bin": 1 + rng.random(n) * 1e-6,
        "rising": np.arange(n) * 1.0,
        "falling": -np.arange(n) * 1.0,
        "many orders of magnitude": np.sign(z) * np.exp(90 * rng.random(n)),
        "subnormal": z * 1e-311,
        "zeros among others": np.where(z > 0.3, np.exp(z), 0.0),
        "zeros of both signs": rng.choice([0.0, -0.0], n),
        "zeros of both signs among others": rng.choice([0.0, -0.0, -0.0, 5.0, 6.0, -3.0], n),
        "few zeros of both signs, more above": np.concatenate([rng.choice([0.0, -0.0], 300), rng.random(1000)]),
    }


SAMPLES = samples()


@pytest.mark.parametrize("name", SAMPLES)
def test_all_values_together_are_those_of_numpy_to_the_bit(name: str) -> None:
    values = SAMPLES[name]
    assert_array_equal(quantiles(values, LEVELS)[0], np.quantile(values, LEVELS))


@pytest.mark.parametrize("name", SAMPLES)
def test_one_level_at_a_time_is_the_same(name: str) -> None:
    values = SAMPLES[name]
    for level in LEVELS[::3]:
        assert quantiles(values, [level])[0].tolist() == [np.quantile(values, level)]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_replicates_are_good_to_1_in_1024(name: str) -> None:
    values = SAMPLES[name]
    parts = quantiles(values, [0.05, 0.5, 0.95])[1]
    assert parts.shape == (3, REPLICATES)
    for r in range(REPLICATES):
        mine = np.sort(values[r::REPLICATES])
        for level, found in zip((0.05, 0.5, 0.95), parts[:, r], strict=True):
            at = level * (len(mine) - 1)
            near = np.abs(mine[[int(at), min(int(at) + 1, len(mine) - 1)]]).max()
            assert abs(found - np.quantile(mine, level)) <= near / 1024 + 2.3e-308


@given(
    st.lists(st.floats(-1e100, 1e100), min_size=101, max_size=140),
    st.lists(st.floats(0, 1), min_size=1, max_size=5),
)
@settings(max_examples=25)
def test_any_numbers_at_any_levels(numbers: list[float], levels: list[float]) -> None:
    values = np.array(numbers)
    assert_array_equal(quantiles(values, levels)[0], np.quantile(values, levels))


@pytest.mark.parametrize("seed", range(12))
def test_zeros_of_both_signs_are_one_number(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.choice([-1.0, -0.0, 0.0, 5e-324, 1.0, 1.0 + 1e-12][seed % 3 :], int(rng.integers(101, 400)))
    assert_array_equal(quantiles(values, LEVELS)[0], np.quantile(values, LEVELS))


@pytest.mark.parametrize("hands", [1, 2, 3, 64])
def test_the_number_of_processors_is_of_no_account(hands: int, monkeypatch: pytest.MonkeyPatch) -> None:
    values = SAMPLES["lognormal"]
    whole, parts = quantiles(values, LEVELS)
    monkeypatch.setattr("os.cpu_count", lambda: hands)
    for serial in (10**9, 0):
        monkeypatch.setattr(module, "SERIAL", serial)
        for mine, theirs in zip(quantiles(values, LEVELS), (whole, parts), strict=True):
            assert_array_equal(mine, theirs)


def test_the_order_of_rows_within_a_replicate_is_of_no_account() -> None:
    values = SAMPLES["normal"].reshape(-1, REPLICATES)
    shuffled = np.random.default_rng(1).permutation(values, axis=0)
    for mine, theirs in zip(
        quantiles(shuffled.reshape(-1), LEVELS), quantiles(values.reshape(-1), LEVELS), strict=True
    ):
        assert_array_equal(mine, theirs)


def test_values_are_left_as_they_are() -> None:
    values = SAMPLES["normal"].copy()
    values.flags.writeable = False
    quantiles(values, LEVELS)
    assert_array_equal(values, SAMPLES["normal"])


def test_no_levels_are_no_quantiles() -> None:
    whole, _ = quantiles(SAMPLES["normal"], [])
    assert whole.shape == (0,)


@pytest.mark.parametrize("n", [64, 96, 97, 100])
@pytest.mark.parametrize("serial", [0, 10**9])
def test_few_are_exact_in_every_replicate(n: int, serial: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SERIAL", serial)
    values = SAMPLES["lognormal"][:n]
    whole, parts = quantiles(values, LEVELS)
    assert_array_equal(whole, np.quantile(values, LEVELS))
    assert parts.shape == (len(LEVELS), REPLICATES)
    for r in range(REPLICATES):
        assert_array_equal(parts[:, r], np.quantile(values[r::REPLICATES], LEVELS))


def test_with_the_limits_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    values = np.random.default_rng(0).standard_normal(module.FEW + 17)
    whole, parts = quantiles(values, [0.05, 0.5, 1.0])
    assert_array_equal(whole, np.quantile(values, [0.05, 0.5, 1.0]))
    assert_allclose(parts[0, 3], np.quantile(values[3::REPLICATES], 0.05), rtol=1 / 1024)
