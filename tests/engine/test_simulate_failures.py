"""What goes wrong in a calculator is said: which row, which inputs; and how much memory a run takes."""

import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from engine_toys import MANY, started
from failing import KEEPS, deadly, run
from few import few

from mloss_econ.engine import finite, simulate
from mloss_econ.errors import MlossEconError, RunError
from mloss_econ.kernel import Calculator
from mloss_econ.uncertainty import lognormal


@pytest.fixture(params=["none", "threads", "processes"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor | None]:
    if request.param == "none":
        yield None
    else:
        with {"threads": ThreadPoolExecutor, "processes": ProcessPoolExecutor}[request.param](2) as pool:
            yield pool


# ---------------------------------------------------------------- a calculator that fails


@pytest.mark.parametrize("keep", KEEPS)
def test_a_calculator_that_fails_is_reported_with_the_row_and_its_inputs(executor: Executor | None, keep: str) -> None:
    row, case = deadly("raises")
    draws = simulate(toys.toy_case(engine_toys.usual), n=MANY, seed=engine_toys.SEED).draws.inputs
    limit = case.entries["limit"].value
    assert np.flatnonzero(draws["x"] > limit)[0] == row  # by brute force
    with pytest.raises(RunError) as error:
        run("raises", keep=keep, executor=executor)
    assert str(error.value) == (
        f"engine_toys.raises failed: ValueError: beyond the limit. The first row it fails at is {row:,}, "
        f"at x = {draws['x'][row]:.6g}, other = {draws['other'][row]:.6g}."
    )


@pytest.mark.parametrize("design", ["random", "latin_hypercube"])
def test_the_row_is_the_first_of_many_that_fail(design: str) -> None:
    made = engine_toys.raises
    case = toys.toy_case(made)
    draws = simulate(case, n=9000, seed=engine_toys.SEED, design=design).draws.inputs
    for limit in np.sort(draws["x"])[-40::4]:
        rows = np.flatnonzero(draws["x"] > limit)
        if rows[0] < 64:
            continue  # seen by the pilot
        with pytest.raises(RunError, match=f"first row it fails at is {rows[0]:,}, at x = "):
            simulate(case.but("limited", limit=float(limit)), n=9000, seed=engine_toys.SEED, design=design)


def test_a_failure_in_the_first_rows_is_reported_by_row_too() -> None:
    made = engine_toys.raises
    draws = simulate(toys.toy_case(made), n=64, seed=engine_toys.SEED).draws.inputs
    limit = float(np.sort(draws["x"])[-2])
    with pytest.raises(
        RunError, match=f"first row it fails at is {draws['x'].argmax()}, at x = {draws['x'].max():.6g}"
    ):
        simulate(toys.toy_case(made).but("limited", limit=limit), n=MANY, seed=engine_toys.SEED)


def test_a_failure_without_uncertain_inputs_blames_the_constants() -> None:
    made = engine_toys.raises
    certain = toys.toy_case(made).but("certain", x=3.0, other=0.5, limit=2.0)
    with pytest.raises(RunError, match="row it fails at is 0, at its constants"):
        simulate(certain, n=64, seed=engine_toys.SEED)


def test_a_failure_of_many_rows_together_says_so() -> None:
    def function(x: toys.XInputs) -> toys.YOutputs:
        if np.size(x.x) > 5000:
            raise MemoryError("too many")
        return toys.YOutputs(y=1.0 * x.x)

    made = Calculator(function, toys.XInputs, toys.YOutputs, "toys.narrow", "")
    with pytest.raises(RunError, match=r"toys\.narrow failed: MemoryError.*rows 0 to 8,999 together, for none of them"):
        simulate(toys.toy_case(made), n=9000, seed=engine_toys.SEED)


def test_an_error_that_cannot_be_sent_from_a_worker_is_reported_all_the_same(executor: Executor | None) -> None:
    row, _ = deadly("raises_awkwardly")
    with pytest.raises(RunError, match=rf"AwkwardError: beyond the limit\. The first row it fails at is {row:,}, at"):
        run("raises_awkwardly", executor=executor)


@pytest.mark.parametrize("name", ["raises_of_ours", "raises_of_seeds"])
def test_an_error_of_our_own_kind_raised_by_a_calculator_is_reported_by_row(
    executor: Executor | None, name: str
) -> None:
    row, _ = deadly(name)
    with pytest.raises(RunError, match=rf"engine_toys\.{name} failed: .*(outside the bounds|no such year).*{row:,}"):
        run(name, executor=executor)


def test_the_cause_of_a_failure_can_be_looked_into() -> None:
    with pytest.raises(RunError) as error:
        run("raises")
    assert isinstance(error.value.__cause__, ValueError)


# ---------------------------------------------------------------- outputs of another kind


@pytest.mark.parametrize("keep", few(KEEPS, 1))
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("odd_shape", r"engine_toys\.odd_shape: output 'y' has shape \(\d+,\) .*one number a draw"),
        ("odd_type", r"engine_toys\.odd_type: output 'y' has shape .* complex128 .*one number a draw"),
        ("odd_code", r"engine_toys\.odd_code.*'which'"),
        ("negative_code", r"engine_toys\.negative_code.*'which'"),
        ("half_code", r"engine_toys\.half_code.*'which'"),
    ],
)
def test_an_output_that_changes_its_kind_in_the_middle_is_refused(
    executor: Executor | None, name: str, words: str, keep: str
) -> None:
    with pytest.raises(MlossEconError, match=words):
        run(name, keep=keep, executor=executor)


STRANGE: dict[str, Any] = {
    "objects": lambda x: np.full(np.shape(x), None),
    "text": lambda x: np.asarray(x).astype(str),
    "complex": lambda x: x * 1j,
    "times": lambda x: np.asarray(x).astype("timedelta64[s]"),
    "records": lambda x: np.zeros(np.shape(x), dtype=[("a", float)]),
    "one too many": lambda x: np.append(x, 1.0),
    "one too few": lambda x: np.atleast_1d(x)[1:],
    "a column": lambda x: np.asarray(x)[..., None],
    "a row": lambda x: np.asarray(x)[None],
    "draws last": lambda x: np.stack([x, x]),
    "draws first": lambda x: np.stack([x, x], axis=-1),
    "only one": lambda x: np.atleast_1d(x)[:1],
    "none": lambda x: None,
    "a list of lists": lambda x: [[1.0], [2.0, 3.0]],
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("checked", [True, False])
def test_an_output_that_is_not_one_number_a_draw_is_refused_by_name(name: str, checked: bool) -> None:
    made = toys.YOutputs if checked else toys.YOutputs.model_construct
    function = Calculator(lambda x: made(y=STRANGE[name](x.x)), toys.XInputs, toys.YOutputs, "toys.strange", "")
    with pytest.raises(MlossEconError, match=r"(toys\.strange|YOutputs).*y"):
        simulate(toys.toy_case(function), n=64, seed=engine_toys.SEED)


def test_numbers_in_objects_are_an_output_as_good_as_any() -> None:
    def function(x: Any) -> Any:
        return toys.YOutputs(y=np.asarray(x.x, dtype=object))

    boxed = Calculator(function, toys.XInputs, toys.YOutputs, "toys.boxed", "")
    run = simulate(toys.toy_case(boxed), n=64, seed=engine_toys.SEED)
    assert finite(run, "y").dtype == np.float64
    made = toys.YOutputs.model_construct
    unchecked = Calculator(lambda x: made(y=np.asarray(x.x, dtype="O")), toys.XInputs, toys.YOutputs, "toys.b", "")
    with pytest.raises(MlossEconError, match=r"toys\.b.*y"):
        simulate(toys.toy_case(unchecked), n=64, seed=engine_toys.SEED)


RETURNED: dict[str, Any] = {
    "nothing": lambda x: None,
    "a number": lambda x: x.x,
    "a dictionary": lambda x: {"y": x.x},
    "its inputs": lambda x: x,
    "other outputs": lambda x: toys.DownOutputs(effect=x.x),
    "outputs without a value": lambda x: toys.YOutputs.model_construct(),
}


@pytest.mark.parametrize("name", RETURNED)
def test_a_calculator_that_does_not_return_its_outputs_is_refused_by_name(name: str) -> None:
    made = Calculator(RETURNED[name], toys.XInputs, toys.YOutputs, "toys.strange", "")
    with pytest.raises(MlossEconError, match=r"toys\.strange"):
        simulate(toys.toy_case(made), n=64, seed=engine_toys.SEED)


# ---------------------------------------------------------------- memory


MEMORY = r"""
import re, sys, toys
from mloss_econ.engine import simulate
n, keep = int(sys.argv[1]), sys.argv[2]
simulate(toys.toy_case(toys.product), n=n, seed=1, keep=keep)
status = open("/proc/self/status").read()  # ru_maxrss would be that of the process it was started from
print(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)
"""


def peak(n: int, keep: str) -> int:
    """MB that a process has held at most."""
    out, err = started(MEMORY, str(n), keep).communicate()
    return int(out or pytest.fail(err))


linux = pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")


@linux
@pytest.mark.slow
def test_the_memory_of_a_summary_does_not_grow_with_the_run() -> None:
    small, large = peak(2**20, "summary"), peak(2**24, "summary")
    assert large - small < 24, f"{small} MB, {large} MB"


@linux
@pytest.mark.slow
def test_the_memory_of_kept_outputs_grows_by_eight_bytes_a_draw() -> None:
    small, large = peak(2**21, "outputs"), peak(2**24, "outputs")
    grown = 8 * (2**24 - 2**21) / 2**20
    assert grown * 0.8 < large - small < grown * 1.3, f"{small} MB, {large} MB"


@pytest.mark.parametrize("keep", KEEPS)
def test_an_output_too_large_to_have_an_error_is_refused(keep: str) -> None:
    case = toys.toy_case(toys.product).but("huge", left=lognormal(median=1e180, sigma=3))
    with pytest.raises(RunError, match=r"toys\.product: 'y' reaches [\d.]+e\+1\d\d, too large for a mean .* exponents"):
        simulate(case, n=2**12, seed=1, keep=keep)  # type: ignore[call-overload]
