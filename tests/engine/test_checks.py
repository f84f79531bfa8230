"""Calls that cannot be are refused before anything is computed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from failing import Fails

from mloss_econ.engine import check_n, check_seed, simulate
from mloss_econ.errors import InputError


def refused(words: str, **given: Any) -> None:
    with pytest.raises(InputError, match=words):
        simulate(toys.toy_case(toys.product), **{"n": 64, "seed": engine_toys.SEED, "progress": None} | given)


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "too few"),
        (-5, "too few"),
        (63, "too few"),
        (-(10**30), "too few"),
        (-(10**5000), "too few"),
        (100.5, "not a whole number"),
        (1024.0, "not a whole number"),
        (float("nan"), "not a whole number"),
        (float("inf"), "not a whole number"),
        (np.float64(1024), "not a whole number"),
        (np.array(1024), "not a whole number"),
        (np.array([64, 128]), "not a whole number"),
        ([64], "not a whole number"),
        (1024 + 0j, "not a whole number"),
        (np.True_, "not a whole number"),
        (2**30, "GiB"),
        (10**18, "digits"),
        (10**40, "41 digits"),
        (10**5000, "digits"),
        (np.int32(2_000_000_000), "14 GiB"),
        (np.int64(2**63 - 1), "digits"),
        (np.uint64(2**64 - 1), "digits"),
    ],
    ids=lambda value: repr(value)[:16] if not isinstance(value, int) else f"{'-' * (value < 0)}2^{value.bit_length()}",
)
def test_an_unusable_number_of_draws_is_refused(n: Any, words: str) -> None:
    refused(words, n=n)


@pytest.mark.parametrize("n", [2**44 + 1, 10**18, 10**40, np.int64(2**63 - 1)], ids=["2^44+1", "1e18", "1e40", "int64"])
def test_a_summary_cannot_have_more_draws_than_the_design(n: Any) -> None:
    refused("more than the 17,592,186,044,416 draws", n=n, keep="summary")


def test_a_summary_may_have_more_draws_than_fit_in_memory() -> None:
    assert check_n(2**44) == 2**44


@pytest.mark.parametrize(
    ("seed", "words"),
    [
        (-1, "negative"),
        (-(10**30), "negative"),
        (np.int64(-3), "negative"),
        (0.5, "not a whole number"),
        (7.0, "not a whole number"),
        (float("nan"), "not a whole number"),
        ("7", "not a whole number"),
        (None, "not a whole number"),
        (False, "not a whole number"),
        ([7], "not a whole number"),
        (np.random.default_rng(7), "not a whole number"),
        (2**64, "seed"),
        (10**5000, "seed"),
        (-(10**5000), "seed"),
    ],
    ids=lambda value: repr(value)[:16] if not isinstance(value, int) else f"{'-' * (value < 0)}2^{value.bit_length()}",
)
def test_an_unusable_seed_is_refused(seed: Any, words: str) -> None:
    refused(words, seed=seed)


def test_whole_numbers_of_every_kind_are_whole_numbers() -> None:
    for kind in (np.int8, np.uint8, np.int16, np.int32, np.int64, np.uint64, int):
        assert check_n(kind(100), 5) == 100
        assert type(check_n(kind(100), 5)) is int
        assert check_seed(kind(100)) == 100
        assert type(check_seed(kind(100))) is int


@pytest.mark.parametrize("keep", ["all", "output", "", None, 1, ["outputs"], True])
def test_an_unknown_keep_is_refused(keep: Any) -> None:
    refused("keep = .* is not known", keep=keep)


@pytest.mark.parametrize("design", ["sobel", "", "SOBOL", None, 1, ["sobol"], {"sobol"}])
def test_an_unknown_design_is_refused(design: Any) -> None:
    refused("design = .* is not known", design=design)


@pytest.mark.parametrize("executor", [2, "threads", object(), ThreadPoolExecutor])
def test_an_executor_that_is_none_is_refused(executor: Any) -> None:
    refused("executor", executor=executor)


@pytest.mark.parametrize("progress", ["yes", 1, True])
def test_a_progress_that_cannot_be_called_is_refused_before_anything_is_computed(progress: Any) -> None:
    refused("progress", progress=progress, executor=Fails(AssertionError("computed"), None))


@pytest.mark.parametrize("checkpoint", [3, True, b"run.npz", ["run.npz"], "a\0b", ""])
def test_a_checkpoint_that_is_no_file_name_is_refused(checkpoint: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    refused("checkpoint", checkpoint=checkpoint)
