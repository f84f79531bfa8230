"""The draws of a run: the same whatever other inputs there are, however long it is; and Latin hypercubes."""

from typing import Any

import numpy as np
import pytest
import toys
from divided import DESIGNS, KEEPS, alone, case, run
from engine_toys import MANY, bits
from few import few
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.engine import diagnostics, estimate, plan, quantiles, simulate
from mloss_econ.engine.totals import LEAF
from mloss_econ.uncertainty import BLOCK, REPLICATES

# ---------------------------------------------------------------- blocks


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 8, 16])
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("keep", KEEPS)
def test_the_size_of_a_block_is_of_no_account_to_any_design(
    monkeypatch: pytest.MonkeyPatch, keep: str, design: str, chunk: int
) -> None:
    expected = alone(keep, design)
    monkeypatch.setattr(plan, "CHUNK", chunk * BLOCK)
    assert run(None, keep, design) == expected


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [1, 3, 16])
@pytest.mark.parametrize(("keep", "design"), [("outputs", "sobol"), ("summary", "sobol"), ("outputs", "random")])
def test_the_size_of_a_block_is_of_no_account(
    monkeypatch: pytest.MonkeyPatch, keep: str, design: str, chunk: int
) -> None:
    expected = alone(keep, design)
    monkeypatch.setattr(plan, "CHUNK", chunk * BLOCK)
    assert run(None, keep, design) == expected


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize(("start", "stop"), [(0, 1), (1000, 3000), (8191, 8193), (8192, 9000), (20_000, 20_001)])
def test_any_rows_can_be_drawn_on_their_own(design: str, start: int, stop: int) -> None:
    made = plan.Plan.of(case(), 3, design, MANY)
    every, some = made.inputs(0, 25_000), made.inputs(start, stop)
    for path in every:
        assert_array_equal(some[path], every[path][start:stop])


# ---------------------------------------------------------------- other inputs, other lengths, other seeds


def drawn(name: str, design: str, n: int = 9000) -> dict[str, Any]:
    got = simulate(case(name), n=n, seed=3, design=design)
    return {**got.draws.inputs, "y": got.output("y")}


@pytest.mark.parametrize("design", DESIGNS)
def test_an_input_added_at_the_end_or_removed_there_leaves_the_others_alone(design: str) -> None:
    short, long = drawn("two", design), drawn("three", design)
    for path in short:
        assert_array_equal(short[path], long[path], err_msg=path)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("other", ["two", "three"])
def test_inputs_may_be_added_in_front_and_change_places(design: str, other: str) -> None:
    one, changed = drawn(other, design), drawn("turned", design)
    for path in one:
        assert_array_equal(one[path], changed[path], err_msg=path)


@pytest.mark.parametrize("design", ["sobol", "random"])
@pytest.mark.parametrize("n", few([65, 8193, LEAF + 1, 64, 8192, LEAF - 1, LEAF, 2 * LEAF + 17], 3))
def test_the_first_rows_of_a_longer_run_are_the_shorter_run(design: str, n: int) -> None:
    short, long = drawn("three", design, n), drawn("three", design, MANY)
    for path in short:
        assert len(short[path]) == n
        assert_array_equal(short[path], long[path][:n], err_msg=path)


def test_a_latin_hypercube_says_that_a_longer_run_is_another() -> None:
    short, long = (drawn("three", "latin_hypercube", n) for n in (1024, 2048))
    assert (short["y"] != long["y"][:1024]).any()
    got = simulate(case("three"), n=1024, seed=3, design="latin_hypercube")
    assert any("does not begin with this one" in note for note in diagnostics(got).notes)


@pytest.mark.parametrize("design", DESIGNS)
def test_zero_is_a_seed_and_so_is_a_large_number(design: str) -> None:
    seeds = [0, 1, 2**32, 2**32 + 1, 2**63, 2**64 - 1]
    runs = [simulate(toys.toy_case(toys.linear), n=64, seed=s, design=design) for s in seeds]
    assert len({bits(one)["input a"] for one in runs}) == len(seeds)
    assert [one.seed for one in runs] == seeds
    again = simulate(toys.toy_case(toys.linear), n=64, seed=np.int64(0), design=design)  # type: ignore[arg-type]
    assert bits(again) == bits(runs[0])


@pytest.mark.parametrize("design", DESIGNS)
def test_a_summary_is_of_the_same_draws_as_a_run_that_keeps_its_outputs(design: str) -> None:
    kept, summed = (simulate(case(), n=MANY, seed=3, design=design, keep=keep) for keep in KEEPS)
    mine, theirs = bits(kept), bits(summed)
    for name in ("moments y", "shares which", "bad", "input x"):
        assert mine[name] == theirs[name]
    for exact, near in zip(quantiles(kept, "y", (0.05, 0.5, 0.95)), quantiles(summed, "y", (0.05, 0.5, 0.95)),
                           strict=True):  # fmt: skip
        assert abs(near.value / exact.value - 1) < 1 / 1024


# ---------------------------------------------------------------- Latin hypercubes


@pytest.mark.parametrize("n", [64, 1000, 1024, 16 * 77, 20_000])
def test_each_replicate_of_an_input_fills_each_stratum_once(n: int) -> None:
    case = toys.toy_case(toys.linear)
    inputs = simulate(case, n=n, seed=4, design="latin_hypercube").draws.inputs
    for path, u in inputs.items():
        for r in range(REPLICATES):
            mine = u[r::REPLICATES]
            strata = np.floor(mine * len(mine)).astype(int)
            assert sorted(strata.tolist()) == list(range(len(mine))), path


def test_the_inputs_of_a_hypercube_are_not_tied_to_each_other() -> None:
    inputs = simulate(toys.toy_case(toys.linear), n=4096, seed=4, design="latin_hypercube").draws.inputs
    a, b, dummy = (inputs[p] for p in ("a", "b", "dummy"))
    for one, other in ((a, b), (a, dummy), (b, dummy)):
        assert abs(np.corrcoef(one, other)[0, 1]) < 4 / 64


def test_a_hypercube_takes_the_error_out_of_a_sum() -> None:
    case = toys.toy_case(toys.linear)
    hypercube = simulate(case, n=4096, seed=4, design="latin_hypercube")
    assert abs(estimate(hypercube, "y").value - 0.5) < 5 * estimate(hypercube, "y").error < 1e-3
    random = simulate(case, n=4096, seed=4, design="random")
    assert estimate(hypercube, "y").error < estimate(random, "y").error / 50
    assert_allclose(estimate(hypercube, "y", "sd").value, np.sqrt(13 / 12), rtol=0.05)


def test_longer_hypercubes_are_others() -> None:
    case = toys.toy_case(toys.linear)
    short, long = (simulate(case, n=n, seed=4, design="latin_hypercube").output("y") for n in (1024, 2048))
    assert (short != long[:1024]).all()
