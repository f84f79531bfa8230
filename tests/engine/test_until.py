"""As many draws as it takes, no more than allowed, and the same bits as a run of that many."""

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from engine_toys import bits
from few import few

from mloss_econ.engine import diagnostics, estimate, simulate, summary, until
from mloss_econ.errors import InputError, RunError
from mloss_econ.kernel import calculator

FIRST = 2**14
KEEPS = ["outputs", "summary"]
DESIGNS = ["sobol", "random", "latin_hypercube"]
SE = {"sobol": 3e-5, "random": 2e-3, "latin_hypercube": 1e-3}  # of `engine_toys.usual`: 262,144 draws


def run(n: Any, design: str = "random", keep: str = "outputs", made: Any = engine_toys.usual, **more: Any) -> Any:
    return simulate(toys.toy_case(made), **{"n": n, "seed": 3, "design": design, "keep": keep} | more)


@pytest.mark.parametrize("keep", KEEPS)
@pytest.mark.parametrize("design", DESIGNS)
def test_it_reaches_the_error_that_is_wanted_and_no_earlier(design: str, keep: str) -> None:
    got = run(until(se=SE[design], of="y", most=2**19), design, keep)
    assert estimate(got, "y").error <= SE[design]
    assert got.n > FIRST
    assert estimate(run(got.n // 2, design, keep), "y").error > SE[design]


@pytest.mark.parametrize("keep", KEEPS)
@pytest.mark.parametrize("design", few(DESIGNS, 1))
def test_it_is_the_run_of_that_many_draws_to_the_bit(design: str, keep: str) -> None:
    got = run(until(se=SE[design], of="y", most=2**19), design, keep)
    plain = run(got.n, design, keep)
    assert got.n == 2**18
    assert bits(got) == bits(plain)
    assert str(summary(got)) == str(summary(plain))
    assert diagnostics(got) == diagnostics(plain)


@pytest.mark.parametrize("most", few([FIRST, 100_000, FIRST + 1, 2**17 + 8192, 200_003], 2))
@pytest.mark.parametrize("keep", KEEPS)
def test_it_stops_at_the_most_draws_allowed_and_says_so(keep: str, most: int) -> None:
    got = run(until(se=1e-12, of="y", most=most), keep=keep)
    assert got.n == got.plan.n == most
    assert len(got.draws.inputs["x"]) == most
    (said,) = [note for note in diagnostics(got).notes if note.startswith("not converged")]
    assert said == (
        f"not converged: the standard error of the mean of 'y' is {estimate(got, 'y').error:.3g} after {most:,} draws; "
        "1e-12 was wanted."
    )
    assert said in summary(got).notes
    assert bits(got) == bits(run(most, keep=keep))


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("keep", KEEPS)
def test_an_odd_number_of_draws_at_most_is_the_run_of_that_many(keep: str, design: str) -> None:
    assert bits(run(until(se=1e-12, of="y", most=150_001), design, keep)) == bits(run(150_001, design, keep))


def test_an_error_that_is_reached_at_the_most_draws_is_reached() -> None:
    se = estimate(run(2**16), "y").error
    got = run(until(se=se, of="y", most=2**16))
    assert not got.remarks
    assert got.n <= 2**16


@pytest.mark.parametrize("statistic", ["mean", "median", "p5", "p95"])
@pytest.mark.parametrize("keep", KEEPS)
def test_each_statistic_can_be_asked_for(statistic: str, keep: str) -> None:
    se = estimate(run(2**16, keep=keep), "y", statistic).error
    got = run(until(se=se * 1.0000001, of="y", statistic=statistic, most=2**18), keep=keep)
    assert estimate(got, "y", statistic).error <= se * 1.0000001
    assert got.n <= 2**16
    if got.n > FIRST:
        assert estimate(run(got.n // 2, keep=keep), "y", statistic).error > se


def test_the_statistic_that_has_not_converged_is_named() -> None:
    got = run(until(se=1e-12, of="y", statistic="p95", most=FIRST))
    assert any("standard error of the p95 of 'y' is" in note for note in diagnostics(got).notes)


def test_what_does_not_vary_takes_the_fewest_draws() -> None:
    assert run(until(se=1e-300, of="y"), made=toys.flat).n == FIRST


def test_one_output_of_many_decides() -> None:
    got = run(until(se=1e9, of="ratio"), made=toys.purse)
    assert got.n == FIRST
    assert estimate(got, "total").error > 0


@pytest.mark.slow
@pytest.mark.parametrize("keep", KEEPS)
def test_the_executor_is_of_no_account(keep: str) -> None:
    def one(executor: Executor | None) -> dict[str, str]:
        return bits(run(until(se=1e-12, of="y", most=2**18), keep=keep, executor=executor))

    with ThreadPoolExecutor(4) as threads, ProcessPoolExecutor(2) as processes:
        assert one(threads) == one(processes) == one(None)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_run_that_is_given_back_can_be_asked_again(design: str) -> None:
    """Nothing of it is shared with the shorter runs it came from."""
    short, long = (run(until(se=1e-12, of="y", most=most), design) for most in (2**16, 2**18))
    assert (short.n, long.n) == (2**16, 2**18)
    assert bits(short) == bits(run(2**16, design))
    assert bits(long) == bits(run(2**18, design))


def test_the_draws_are_doubled_each_time() -> None:
    lengths: list[int] = []
    run(until(se=1e-12, of="y", most=2**18), progress=lambda done, n: lengths.append(n))
    assert sorted(set(lengths)) == [2**14, 2**15, 2**16, 2**17, 2**18]


def test_no_more_is_computed_than_is_needed() -> None:
    """Beyond the first leaf a run goes on from the draws there are."""
    rows: list[int] = []

    class Counting(ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            rows.append(args[1] - args[0])
            return super().submit(fn, *args, **kwargs)

    with Counting(2) as pool:
        run(until(se=1e-12, of="y", most=2**19), executor=pool)
    assert sum(rows) <= 2**19 + 2**16


@pytest.mark.parametrize("design", DESIGNS)
def test_progress_rises_to_the_number_of_draws(design: str) -> None:
    """A Latin hypercube begins anew with every doubling, and then counts anew."""
    told: list[tuple[int, int]] = []
    got = run(until(se=1e-12, of="y", most=2**18), design, progress=lambda done, n: told.append((done, n)))
    assert told[-1] == (got.n, got.n)
    assert told == sorted(told, key=lambda pair: pair[::-1] if design == "latin_hypercube" else pair)
    assert all(done <= n for done, n in told)


def test_rows_that_are_not_finite_are_refused_with_what_to_do() -> None:
    case = toys.toy_case(engine_toys.not_finite).but("limited", limit=6.0)
    for keep in KEEPS:
        with pytest.raises(RunError, match="are not finite, the first at row"):
            simulate(case, n=until(se=1.0, of="y"), seed=3, keep=keep)  # type: ignore[call-overload]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "se", [0, 0.0, -1.0, float("nan"), float("inf"), "0.1", None, True, [0.1], 1j, np.array([0.1])]
)
def test_an_unusable_error_is_refused(se: Any) -> None:
    with pytest.raises(InputError, match="until: se = "):
        until(se=se, of="y")


@pytest.mark.parametrize("se", [1, 0.5, np.float64(0.5), np.float32(0.5), np.int64(2), 5e-324, 1e300])
def test_every_number_above_0_is_an_error(se: Any) -> None:
    assert until(se=se, of="y").se == se


@pytest.mark.parametrize("statistic", ["variance", "Mean", "p50", "", None, 5, ["mean"]])
def test_an_unknown_statistic_is_refused(statistic: Any) -> None:
    with pytest.raises(InputError, match=r"until: statistic = .* is not known"):
        until(se=1.0, of="y", statistic=statistic)


@pytest.mark.parametrize("most", [0, -1, 100, FIRST - 1, 1e6, None, "1000000", True, 2**60, float("nan"), 10**5000],
                         ids=lambda most: repr(most)[:20] if most != 10**5000 else "1e5000")  # fmt: skip
def test_an_unusable_limit_is_refused_by_its_name(most: Any) -> None:
    with pytest.raises(InputError, match="most"):
        until(se=1.0, of="y", most=most)


@pytest.mark.parametrize("of", ["z", "", "Y", "which", None, 3, ["y"], {"y"}])
@pytest.mark.parametrize("keep", KEEPS)
def test_an_unknown_output_is_refused(of: Any, keep: str) -> None:
    with pytest.raises(InputError, match=r"(has no output|of = )"):
        run(until(se=1.0, of=of), keep=keep)


def test_an_output_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(InputError, match="Did you mean 'total'"):
        run(until(se=1.0, of="totl"), made=toys.purse)


def test_more_draws_than_fit_are_refused_before_the_first() -> None:
    with pytest.raises(InputError, match=r"(GiB|fit).*keep='summary'"):
        run(until(se=1.0, of="y", most=2**31), progress=lambda done, n: pytest.fail("computed"))


def test_a_summary_may_have_more_draws_than_fit() -> None:
    assert run(until(se=1e9, of="y", most=2**40), keep="summary").n == FIRST


def test_what_is_wanted_can_be_used_again() -> None:
    wanted = until(se=0.05, of="y")
    assert bits(run(wanted)) == bits(run(wanted))
    assert replace(wanted, se=0.1).se == 0.1


@pytest.mark.parametrize("keep", KEEPS)
def test_an_error_of_nothing_is_said_to_rest_on_draws_that_did_not_move(keep: str) -> None:
    """An event of one draw in a million: the first 16,384 are all alike, and so are their replicates."""

    @calculator
    def rare(x: toys.XInputs) -> toys.YOutputs:
        """1 in one draw in a million."""
        return toys.YOutputs(y=1.0 * np.less(x.x, 4e-6))

    got = simulate(toys.toy_case(rare), n=until(se=1e-9, of="y"), seed=3, keep=keep)
    assert (got.n, estimate(got, "y").value, estimate(got, "y").error) == (FIRST, 0, 0)
    (said,) = [note for note in diagnostics(got).notes if "one value in all 16,384 draws" in note]
    assert said in summary(got).notes
    assert not any("one value" in note for note in diagnostics(run(until(se=1.0, of="y"), keep=keep)).notes)
