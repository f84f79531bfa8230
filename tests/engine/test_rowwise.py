"""A calculator that mixes draws is refused whatever the seed; one with an axis of its own is not."""

from collections.abc import Callable
from typing import Any

import engine_toys
import numpy as np
import pytest
import toys
from engine_toys import longest
from numpy.testing import assert_array_equal
from scipy.integrate import trapezoid

from mloss_econ.engine import pilot, simulate
from mloss_econ.engine.plan import Plan
from mloss_econ.errors import InputError, MlossEconError
from mloss_econ.kernel import Calculator, Category, Inputs, MoneyPerYear, baseline, linked, model
from mloss_econ.value import use_value

Array = np.ndarray[Any, Any]
SEEDS = range(12)


def of_draws(formula: Callable[[Array], Any]) -> Calculator[Any, Any]:
    """A calculator of one uniform input, given as an array of at least one axis."""

    def function(x: toys.XInputs) -> toys.YOutputs:
        y = formula(np.atleast_1d(np.asarray(x.x)))
        return toys.YOutputs(y=y if np.ndim(x.x) else np.reshape(y, np.shape(x.x)))

    return Calculator(function, toys.XInputs, toys.YOutputs, "toys.mixing", "")


def of_category(formula: Callable[[Array], Category]) -> Calculator[Any, Any]:
    """A calculator of a lottery ticket that names a category."""

    def function(x: toys.LotteryInputs) -> toys.LotteryOutputs:
        return toys.LotteryOutputs(prize=1.0 * x.ticket, which=formula(np.atleast_1d(np.asarray(x.ticket))))

    return Calculator(function, toys.LotteryInputs, toys.LotteryOutputs, "toys.mixing", "")


def run(calculator: Calculator[Any, Any], seed: int, n: int = 1024, design: str = "sobol") -> Any:
    return simulate(toys.toy_case(calculator), n=n, seed=seed, design=design)


def refusal(calculator: Calculator[Any, Any], seed: int) -> str:
    """What a run is refused with; nothing if it is not."""
    try:
        run(calculator, seed)
    except InputError as error:
        return str(error)
    return ""


COUNTER = iter(range(10**9))
MIXING: dict[str, Callable[[Array], Any]] = {
    "mean": lambda x: x - np.mean(x),
    "a millionth of the mean": lambda x: x * (1 + 1e-6 * np.mean(x)),
    "mean alone": lambda x: np.mean(x),
    "median": lambda x: x / np.median(x),
    "standardised": lambda x: (x - x.mean()) / (x.std() + 1e-12),
    "sum": lambda x: x / np.sum(x),
    "divided by the largest": lambda x: x / np.max(x),
    "less the smallest": lambda x: x - np.min(x),
    "sort": np.sort,
    "sort, largest first": lambda x: np.sort(x)[::-1],
    "ranks": lambda x: np.argsort(np.argsort(x)),
    "argsort": np.argsort,
    "argmax": lambda x: x + np.argmax(x),
    "unique": lambda x: np.unique(x),
    "partition": lambda x: np.partition(x, len(x) // 2),
    "running sum": np.cumsum,
    "running largest": np.maximum.accumulate,
    "running smallest": np.minimum.accumulate,
    "running largest from the end": lambda x: np.maximum.accumulate(x[::-1])[::-1],
    "first": lambda x: x + x[0],
    "only the first": lambda x: np.full_like(x, x[0]),
    "last": lambda x: x - x[-1],
    "the one before": lambda x: np.roll(x, 1),
    "the one after": lambda x: np.append(x[1:], x[-1]),
    "differences": lambda x: np.diff(x, prepend=x[0]),
    "turned round": np.flip,
    "number of rows": lambda x: x * len(x),
    "row number": lambda x: x + np.arange(len(x)),
    "even rows": lambda x: np.where(np.arange(len(x)) % 2, x, 0.0),
    "random": lambda x: x + np.random.random(len(x)),  # noqa: NPY002
    "one random number": lambda x: x * np.random.random(),  # noqa: NPY002
    "shuffled": lambda x: np.random.permutation(x),  # noqa: NPY002
    "counts its calls": lambda x: x + next(COUNTER),
    "cut off at quantiles": lambda x: np.clip(x, *np.quantile(x, [0.05, 0.95])),
    "without the largest": lambda x: np.where(x == x.max(), 0.0, x),
    "interpolated along rows": lambda x: np.convolve(x, [0.25, 0.5, 0.25], mode="same"),
    "any": lambda x: x * np.any(x > 2),
    "all": lambda x: x * np.all(x > 1),
}


@pytest.mark.parametrize("name", MIXING)
def test_a_calculator_that_mixes_draws_is_refused_whatever_the_seed(name: str) -> None:
    said = {seed: refusal(of_draws(MIXING[name]), seed) for seed in SEEDS}
    assert [seed for seed, words in said.items() if not words] == []
    assert all("toys.mixing" in words and "'y'" in words and "leading axis" in words for words in said.values())


@pytest.mark.parametrize("design", ["random", "latin_hypercube"])
def test_it_is_refused_under_every_design(design: str) -> None:
    for name in ("mean", "sort", "running largest"):
        for seed in SEEDS:
            with pytest.raises(InputError, match="each draw on its own"):
                run(of_draws(MIXING[name]), seed, design=design)


def test_the_message_names_the_row_and_both_values() -> None:
    case = toys.toy_case(toys.identity)
    x = simulate(case, n=64, seed=3).draws.inputs["x"]
    with pytest.raises(InputError) as error:
        run(of_draws(MIXING["mean alone"]), 3)
    assert f"row 0 is {x.mean():.6g} when rows 0 to 63 are computed together and {x[0]:.6g} when" in str(error.value)


CATEGORIES: dict[str, Callable[[Array], Category]] = {
    "labels of what is there": lambda t: Category(
        np.unique(t > 0.5, return_inverse=True)[1].reshape(t.shape), tuple(str(v) for v in np.unique(t > 0.5))
    ),
    "labels by the first row": lambda t: Category(1 * (t > 0.5), ("a", "b") if t[0] > 0.5 else ("b", "a")),
    "labels by the last row": lambda t: Category(1 * (t > 0.5), ("a", "b") if t[-1] > 0.5 else ("b", "a")),
    "labels by the number of rows": lambda t: Category(1 * (t > 0.5), tuple(f"{k} of {len(t)}" for k in range(2))),
    "above the median": lambda t: Category(1 * (t > np.median(t)), ("low", "high")),
    "the largest": lambda t: Category(1 * (t == t.max()), ("others", "largest")),
    "quarters of the ranks": lambda t: Category(4 * np.argsort(np.argsort(t)) // len(t), ("1", "2", "3", "4")),
    "random": lambda t: Category(np.random.randint(0, 2, len(t)), ("heads", "tails")),  # noqa: NPY002
    "running largest": lambda t: Category(1 * (np.maximum.accumulate(t) > 0.5), ("no", "yes")),
}


@pytest.mark.parametrize("name", CATEGORIES)
def test_a_category_that_depends_on_the_batch_is_refused_whatever_the_seed(name: str) -> None:
    said = {seed: refusal(of_category(CATEGORIES[name]), seed) for seed in SEEDS}
    assert [seed for seed, words in said.items() if not words] == []
    assert all("toys.mixing" in words for words in said.values())


@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("name", ["late_label", "swapped_labels", "late_name", "lost_name"])
@pytest.mark.parametrize("where", ["in a later leaf", "in the first"])
def test_names_that_change_after_the_pilot_are_refused(name: str, keep: Any, where: str) -> None:
    made = getattr(engine_toys, name)
    case = toys.toy_case(made)
    _, limit = longest(case, "x", after=2 * 65_536 if where == "in a later leaf" else 30_000)
    with pytest.raises(MlossEconError, match=f"{made.name}.*(label|name|output)"):
        simulate(case.but("limited", limit=limit), n=engine_toys.MANY, seed=engine_toys.SEED, keep=keep)


def test_outputs_that_come_and_go_with_the_number_of_rows_are_refused() -> None:
    def function(x: toys.XInputs) -> engine_toys.NamedOutputs:
        return engine_toys.NamedOutputs(y={"a": x.x} | ({"b": x.x} if np.size(x.x) > 1 else {}))

    with pytest.raises(InputError, match=r"toys\.coming"):
        run(Calculator(function, toys.XInputs, engine_toys.NamedOutputs, "toys.coming", ""), 1)


# ---------------------------------------------------------------- what is row-wise is accepted

OWN = np.linspace(0.0, 2.0, 5)
ROWWISE: dict[str, Callable[[Array], Any]] = {
    "constant": lambda x: 5.0,
    "the draw itself": lambda x: x,
    "a step": lambda x: 1.0 * (x > 2),
    "whole numbers": lambda x: np.floor(x).astype(np.int64),
    "half precision": lambda x: x.astype(np.float32),
    "not a number for some": lambda x: np.where(x > 3, np.nan, x),
    "not a number for all": lambda x: x * np.nan,
    "infinite for some": lambda x: np.where(x > 3, np.inf, np.where(x < 1, -np.inf, x)),
    "a sum over an axis of its own": lambda x: (x[..., None] ** OWN).sum(axis=-1),
    "a mean over an axis of its own": lambda x: (x[..., None] * OWN).mean(axis=-1),
    "the largest over an axis of its own": lambda x: np.sin(x[..., None] * OWN).max(axis=-1),
    "sorted along an axis of its own": lambda x: np.sort(np.sin(9 * x[..., None] * OWN), axis=-1)[..., 2],
    "a running sum along an axis of its own": lambda x: np.cumsum(x[..., None] * OWN, axis=-1)[..., -1],
    "argmax along an axis of its own": lambda x: np.argmax(np.sin(9 * x[..., None] * OWN), axis=-1),
    "an integral over an axis of its own": lambda x: trapezoid(np.exp(-x[..., None] * OWN), OWN, axis=-1),
    "a product of matrices": lambda x: np.stack([x, x**2, np.ones_like(x)], axis=-1) @ np.array([0.1, 0.7, 1.3]),
    "einsum": lambda x: np.einsum("...i,i->...", np.stack([x, x**2], axis=-1), np.array([0.3, 0.7])),
    "a loop over rows": lambda x: np.array([float(v) ** 1.5 for v in x.reshape(-1)]).reshape(x.shape),
    "two axes of its own": lambda x: (x[..., None, None] * OWN[:, None] * OWN).sum(axis=(-1, -2)),
    "interpolation in a table": lambda x: np.interp(x, OWN, OWN**2),
    "search in a table": lambda x: np.searchsorted(OWN, x),
    "random numbers with a seed of their own": lambda x: x
    * np.random.default_rng(1).random(100).mean(),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWWISE)
def test_a_calculator_that_treats_each_draw_on_its_own_is_accepted(name: str) -> None:
    for seed in SEEDS:
        got = run(of_draws(ROWWISE[name]), seed)
        x = got.draws.inputs["x"]
        expected = np.broadcast_to(np.asarray(ROWWISE[name](x), dtype=np.float64), x.shape)
        np.testing.assert_allclose(got.output("y"), expected, rtol=1e-12)


def test_the_order_of_summing_an_axis_of_its_own_may_round_differently() -> None:
    """A calculator whose last digit depends on how many rows come together is not one that mixes draws."""

    def wobbling(x: Array) -> Array:
        return x * (1 + 2e-16 * (len(x) % 7)) + 1e-16 * len(x)

    assert len(run(of_draws(wobbling), 1).output("y")) == 1024


def test_a_large_common_level_does_not_hide_that_draws_are_mixed() -> None:
    said = refusal(of_draws(lambda x: 1e10 + x - np.mean(x)), 1)
    assert "does not treat each draw on its own" in said
    assert not refusal(of_draws(lambda x: 1e10 + x), 1)


def test_a_calculator_cannot_change_its_draws() -> None:
    def doubling(x: Array) -> Array:
        x *= 2
        return x

    with pytest.raises(MlossEconError, match=r"toys\.mixing failed: .*read-only"):
        run(of_draws(doubling), 1)


def test_an_output_kept_is_not_a_view_of_the_calculators_own_array() -> None:
    table = np.zeros(10**6)

    def reusing(x: Array) -> Array:
        mine = table[: len(x)]
        mine[:] = x
        return mine

    got = run(of_draws(reusing), 1, n=100_000)  # in one thread
    assert_array_equal(got.output("y"), got.draws.inputs["x"])


def test_a_calculator_of_the_library_is_tried_once_and_one_of_a_reader_as_often_as_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[int] = []
    evaluated = Plan.evaluated

    def counting(self: Plan, drawn: Any, start: int, stop: int, *more: Any) -> Any:
        counted.append(stop - start)
        return evaluated(self, drawn, start, stop, *more)

    monkeypatch.setattr(Plan, "evaluated", counting)
    for case, times in ((baseline(use_value), 1), (toys.toy_case(toys.linear), 9)):
        counted.clear()
        pilot(Plan.of(case, 1, "sobol", 64))
        assert len(counted) == times


def test_a_readers_part_that_mixes_draws_is_found_in_a_model_with_the_librarys() -> None:
    class OfUse(Inputs):
        use_value: MoneyPerYear = linked()

    def shares(x: OfUse) -> toys.YOutputs:
        return toys.YOutputs(y=x.use_value / np.mean(x.use_value))

    mixing = Calculator(shares, OfUse, toys.YOutputs, "toys.shares", "")
    with pytest.raises(InputError, match="does not treat each draw on its own"):
        simulate(baseline(model(use_value, mixing)), n=256, seed=1)
