"""Draws in, draws out: the same bits for every division of the work, and nothing silent."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.compliance import (
    cournot_asymmetric,
    delay,
    pricing_out,
    pricing_out_pareto,
)
from mloss_econ.engine import Run, check_n, check_seed, estimate, simulate, summary
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.kernel import Case, baseline, field_specs, proposal
from mloss_econ.liability import cheapest_avoider, harm_control
from mloss_econ.regimes import world
from mloss_econ.sensitivity import sobol
from mloss_econ.uncertainty import BLOCK, REPLICATES, uniform, uniforms
from mloss_econ.uncertainty.tables import sampler
from mloss_econ.value import attributed_value

MANY = 9 * BLOCK + 500  # more than one task, and a last one that is not full


def assert_same_draws(one: Run[Any, Any], other: Run[Any, Any], rows: int | None = None) -> None:
    """Every input, output and category, to the bit."""
    for mine, theirs in (
        (one.draws.inputs, other.draws.inputs),
        (one.draws.outputs, other.draws.outputs),
        (one.draws.codes, other.draws.codes),
    ):
        assert list(mine) == list(theirs)
        for path in mine:
            assert_array_equal(mine[path][:rows], theirs[path][:rows], err_msg=path)


@pytest.fixture(scope="module")
def case() -> Case[Any, Any]:
    return toys.toy_case(toys.product)


@pytest.fixture(scope="module")
def whole(case: Case[Any, Any]) -> Run[Any, Any]:
    return simulate(case, n=MANY, seed=5)


# ---------------------------------------------------------------- what a draw depends on


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_threads_gives_the_same_bits(case: Case[Any, Any], whole: Run[Any, Any], workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        assert_same_draws(simulate(case, n=MANY, seed=5, executor=pool), whole)


def test_processes_give_the_same_bits(case: Case[Any, Any], whole: Run[Any, Any]) -> None:
    with ProcessPoolExecutor(2) as pool:
        assert_same_draws(simulate(case, n=MANY, seed=5, executor=pool), whole)


def test_a_scenario_with_categories_travels_to_a_process() -> None:
    fraud = baseline(cheapest_avoider, scenario="deepfake_family_fraud")
    with ProcessPoolExecutor(1) as pool:
        there = simulate(fraud, n=256, seed=5, executor=pool)
    assert_same_draws(there, simulate(fraud, n=256, seed=5))


class Backwards(Executor):
    """Runs every task at once, the last first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Any, Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self.waiting.append((future, fn, args))
        if len(self.waiting) == 2:
            for late, work, arguments in reversed(self.waiting):
                late.set_result(work(*arguments))
        return future


def test_the_order_in_which_tasks_finish_is_of_no_account(case: Case[Any, Any], whole: Run[Any, Any]) -> None:
    assert_same_draws(simulate(case, n=MANY, seed=5, executor=Backwards()), whole)


def test_the_threads_of_a_long_run_change_nothing(case: Case[Any, Any], whole: Run[Any, Any]) -> None:
    long = simulate(case, n=2**17 + 3, seed=5)  # long enough for threads of its own
    assert_same_draws(long, whole, rows=MANY)


@pytest.mark.parametrize("design", ["sobol", "random"])
@pytest.mark.parametrize("n", [64, 100, 1000, BLOCK, BLOCK + 1])
def test_a_longer_run_begins_with_the_shorter(case: Case[Any, Any], design: str, n: int) -> None:
    short = simulate(case, n=n, seed=5, design=design)
    long = simulate(case, n=2 * BLOCK, seed=5, design=design)
    assert len(short.output("y")) == n
    assert_same_draws(short, long, rows=n)


def test_inputs_are_the_quantiles_of_the_published_points(case: Case[Any, Any]) -> None:
    run = simulate(case, n=1000, seed=5)
    for path, entry in case.entries.items():
        u = uniforms(5, entry.key, 1000, place=case.store.place(entry.key))
        assert_array_equal(run.draws.inputs[path], sampler(entry.dist)(u))
        assert_allclose(run.draws.inputs[path], entry.dist.quantile(u), rtol=1e-9)
    assert_array_equal(run.output("y"), run.draws.inputs["left"] * run.draws.inputs["right"])


billed = world.upto(pricing_out)


def test_one_belief_is_one_variable_in_whatever_calculator_it_stands() -> None:
    duties = proposal("eu_ai_act_highrisk").apply(baseline(world))
    joined = simulate(duties, n=256, seed=2)
    apart = [simulate(baseline(pricing_out), n=256, seed=2)]
    apart.append(simulate(baseline(delay), n=256, seed=2))
    apart.append(simulate(baseline(billed), n=256, seed=2))
    for run in apart:
        keys = {e.key: path for path, e in run.case.entries.items() if e.uncertain}
        shared = {p: keys[e.key] for p, e in joined.case.entries.items() if e.uncertain and e.key in keys}
        assert len(shared) >= 2
        for path, there in shared.items():
            assert_array_equal(joined.draws.inputs[path], run.draws.inputs[there])


def test_two_beliefs_are_independent_wherever_they_stand() -> None:
    # one row for each belief of five calculators, at one seed: what a difference of their draws would rest on
    n, columns = 2**13, {}
    cases: list[Case[Any, Any]] = [
        baseline(attributed_value),
        baseline(pricing_out),
        baseline(world.upto(harm_control)),
        baseline(cheapest_avoider, scenario="deepfake_bank_fraud"),
        baseline(cournot_asymmetric, scenario="ai_developers"),
    ]
    for case in cases:
        run = simulate(case, n=n, seed=1)
        own = {spec.name for spec in field_specs(case.calculator.parts[-1].Inputs)}
        wanted = {p: e.key for p, e in case.entries.items() if e.uncertain and p.split(".")[0] in own}
        columns |= {key: np.argsort(np.argsort(run.draws.inputs[p])) for p, key in wanted.items()}
    assert len(columns) > 70
    found = np.corrcoef(list(columns.values()))[np.triu_indices(len(columns), 1)]
    assert np.abs(found).max() < 6 / np.sqrt(n)
    assert np.sqrt(np.mean(found**2)) < 1.05 / np.sqrt(n)


def test_of_a_thousand_inputs_only_the_uncertain_ones_take_part(tmp_path: Path) -> None:
    head = 'title = "Many"\nwhy = "a test"\ncalculator = "engine_toys.many"\n'
    head += 'prices = "USD 2022"\ngrade = "judgement"\n[x]\n'
    spread = '{ value = 2, unit = "ratio", dist = { kind = "uniform", low = 1, high = 3 } }'
    known = '{ value = 2, unit = "ratio" }'
    lines = [f"k{k} = {spread if k % 110 == 0 else known}" for k in range(1100)]
    for folder in ("beliefs", "scenarios"):
        (tmp_path / folder).mkdir()
    (tmp_path / "scenarios" / "thousand.toml").write_text(head + "\n".join(lines))
    store = Store.load(tmp_path)
    case: Case[Any, Any] = baseline(engine_toys.many, scenario="thousand", store=store)
    run = simulate(case, n=2**10, seed=1)
    assert len(run.draws.inputs) == 10
    assert_allclose(estimate(run, "y").value, 2 * sum(range(1, 1101)), rtol=1e-3)
    found = sobol(case, "y", n=2**9, seed=1)
    weights = {f"x.k{k}": (k + 1.0) ** 2 for k in range(0, 1100, 110)}
    assert {row.path for row in found.rows} == set(weights)
    for row in found.rows:
        assert_allclose(row.index, weights[row.path] / sum(weights.values()), atol=0.02)


def test_a_changed_input_leaves_the_draws_of_the_others_alone(case: Case[Any, Any]) -> None:
    run = simulate(case, n=500, seed=5)
    certain = simulate(case.but("certain", left=3.0), n=500, seed=5)
    assert "left" not in certain.draws.inputs
    assert_array_equal(certain.draws.inputs["right"], run.draws.inputs["right"])
    spread = simulate(case.but("spread", left=uniform(low=1, high=2)), n=500, seed=5)
    assert_array_equal(spread.draws.inputs["right"], run.draws.inputs["right"])
    assert_array_equal(np.argsort(spread.draws.inputs["left"]), np.argsort(run.draws.inputs["left"]))  # same ranks


def test_a_proposal_shifts_no_draw() -> None:
    today = baseline(billed)
    before = simulate(today, n=128, seed=5)
    after = simulate(proposal("eu_ai_act_highrisk").apply(today), n=128, seed=5)
    assert dict(before.draws.inputs).keys() == dict(after.draws.inputs).keys()
    for path, values in before.draws.inputs.items():
        assert_array_equal(after.draws.inputs[path], values)


def test_a_label_decides_nothing(case: Case[Any, Any]) -> None:
    again = case.but("another name", left=case.entries["left"].dist)
    assert_same_draws(simulate(again, n=200, seed=5), simulate(case, n=200, seed=5))


def test_seeds_and_designs_give_other_draws(case: Case[Any, Any]) -> None:
    runs = [
        simulate(case, n=512, seed=seed, design=design).output("y")
        for seed in (0, 1, 2)
        for design in ("sobol", "random")
    ]
    assert len({tuple(np.sort(y)) for y in runs}) == 6


def test_a_case_in_another_price_base_has_the_same_random_numbers() -> None:
    dollars, euros = (baseline(pricing_out_pareto, prices=p) for p in ("USD 2022", "EUR 2021"))
    one, two = (simulate(c, n=256, seed=4) for c in (dollars, euros))
    assert_allclose(one.output("exit_share"), two.output("exit_share"), rtol=1e-9)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, ["n = 0", "too few", "64"]),
        (-1, ["n = -1", "too few"]),
        (63, ["n = 63", "too few"]),
        (1000.0, ["1000.0", "not a whole number"]),
        ("1000", ["'1000'", "not a whole number"]),
        ("", ["''", "not a whole number"]),
        (None, ["None", "not a whole number"]),
        (True, ["True", "not a whole number"]),
        (10**15, ["1000000000000000", "GiB", "at most"]),
    ],
)
def test_an_unusable_number_of_draws_is_refused(case: Case[Any, Any], n: Any, words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        simulate(case, n=n, seed=1)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize(
    ("seed", "words"),
    [(-1, "negative"), (1.5, "not a whole number"), ("7", "not a whole number"), (None, "None"), (True, "True")],
)
def test_an_unusable_seed_is_refused(case: Case[Any, Any], seed: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        simulate(case, n=64, seed=seed)


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    assert check_n(np.int64(1024), 3) == 1024
    assert check_seed(np.uint32(7)) == 7


def test_the_limit_on_draws_is_the_memory_they_take() -> None:
    most = 2**32 // (8 * 10)
    assert check_n(most, 10) == most
    with pytest.raises(InputError, match=str(most)):
        check_n(most + 1, 10)


def test_an_unknown_design_is_refused(case: Case[Any, Any]) -> None:
    with pytest.raises(InputError, match=r"'sobel'.*Did you mean 'sobol'"):
        simulate(case, n=64, seed=1, design="sobel")


def test_what_is_no_case_is_refused_with_the_call_that_makes_one() -> None:
    wrong: Any = pricing_out
    with pytest.raises(InputError, match=r"not a calculator. Give it baseline\(pricing_out\)"):
        simulate(wrong)
    wrong = "pricing_out"
    with pytest.raises(InputError, match=r"simulate takes a case, not 'pricing_out'"):
        simulate(wrong, n=64)


@pytest.mark.parametrize("n", [64, BLOCK + 3])
def test_an_output_that_is_not_one_number_a_draw_is_refused_by_name(n: int) -> None:
    with pytest.raises(InputError, match=r"toys\.wrong_shape: output 'y' has shape .*one number a draw"):
        simulate(toys.toy_case(toys.wrong_shape), n=n, seed=1)
    with pytest.raises(InputError, match=r"toys\.complex_output: output 'y'.*complex"):
        simulate(toys.toy_case(toys.complex_output), n=n, seed=1)


def test_a_failing_calculator_is_heard_from_a_worker() -> None:
    with ThreadPoolExecutor(2) as pool, pytest.raises(InputError, match="one number a draw"):
        simulate(toys.toy_case(toys.wrong_shape), n=MANY, seed=1, executor=pool)


def test_draws_are_read_only_while_a_calculator_sees_them() -> None:
    run = simulate(toys.toy_case(toys.product), n=64, seed=1)
    assert run.draws.inputs["left"].dtype == np.float64


def test_progress_is_told_and_ends_at_the_end(case: Case[Any, Any]) -> None:
    told: dict[str, list[tuple[int, int]]] = {"alone": [], "threads": []}
    simulate(case, n=MANY, seed=1, progress=lambda d, n: told["alone"].append((d, n)))
    with ThreadPoolExecutor(2) as pool:
        progress = lambda d, n: told["threads"].append((d, n))  # noqa: E731
        simulate(case, n=MANY, seed=1, executor=pool, progress=progress)
    for seen in told.values():
        assert seen[-1] == (MANY, MANY)
        assert [d for d, _ in seen] == sorted({d for d, _ in seen})


def test_a_case_without_uncertainty_runs_too() -> None:
    certain = toys.toy_case(toys.product).but("certain", left=3.0, right=4.0)
    run = simulate(certain, n=64, seed=1)
    assert (run.output("y") == 12).all()
    assert dict(run.draws.inputs) == {}
    row = summary(run).rows[0]
    assert (row.mean.value, row.mean.error, row.judgement.of, row.judgement.share) == (12, 0, 0, None)


def test_row_i_belongs_to_scrambling_i_mod_16() -> None:
    run = simulate(toys.toy_case(toys.linear), n=2**13, seed=1)
    a = run.draws.inputs["a"]
    for replicate in range(REPLICATES):
        cells = np.floor(a[replicate::REPLICATES] * 512).astype(int)
        assert len(set(cells.tolist())) == 512
