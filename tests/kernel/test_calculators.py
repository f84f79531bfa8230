"""A calculator is one pure function over arrays of any shape, found again by its name."""

import pickle
from typing import Any

import numpy as np
import pytest
import toys
from alone import whole
from few import few
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.compliance import CALCULATORS as COMPLIANCE, pricing_out
from mloss_econ.errors import InputError
from mloss_econ.kernel import (
    Calculator,
    Category,
    Inputs,
    Outputs,
    Ratio,
    baseline,
    calculator,
    given,
    leaves,
    output_categories,
    output_quantities,
    replace_leaves,
)
from mloss_econ.liability import CALCULATORS as LIABILITY, cheapest_avoider
from mloss_econ.regimes import CALCULATORS as REGIMES, world
from mloss_econ.uncertainty import normal
from mloss_econ.value import CALCULATORS as VALUE

SCENARIO = {
    "compliance.bill": "ai_duties",
    "compliance.cournot_asymmetric": "ai_developers",
    "compliance.standard_cost": "ai_act_lines",
    "liability.avoider_conditions": "deepfake_bank_fraud",
    "liability.liability_rules": "deepfake_bank_fraud",
    "liability.cheapest_avoider": "deepfake_bank_fraud",
    "liability.joint_care": "model_supply_chain",
    "liability.oversight_handle": "oversight_handles",
    "liability.joint_care_power": "three_careful_parties",
    "liability.joint_care_quadratic": "developer_and_deployer",
    "value.inference_saving": "token_market_2025",
    "value.open_source_value": "open_source_2020",
    "value.openness": "open_weights_system",
    "value.package_value": "packages",
    "value.rebuild_cost": "code_bases",
    "value.rebuild_cost_ii": "code_bases",
}
EVERY = tuple(dict.fromkeys((*VALUE, *map(whole, (*COMPLIANCE, *LIABILITY, *REGIMES)), world.upto(pricing_out))))
every = pytest.mark.parametrize("subject", EVERY, ids=lambda c: c.name)


def spread(subject: Calculator[Any, Any], n: int) -> tuple[Any, list[Any]]:
    """Inputs with n rows around the baseline, and the same rows one at a time."""
    case = baseline(subject, scenario=SCENARIO.get(subject.name))
    u = (np.arange(n) + 0.5) / n
    columns = {
        path: np.roll(entry.dist.quantile(u), k) if entry.uncertain else np.full(n, entry.value)
        for k, (path, entry) in enumerate(case.entries.items())
    }
    rows = [{path: column[i] for path, column in columns.items()} for i in range(n)]
    return replace_leaves(case.point, columns), [replace_leaves(case.point, row) for row in rows]


@every
def test_a_batch_is_its_rows_one_at_a_time(subject: Calculator[Any, Any]) -> None:
    whole, rows = spread(subject, 6)
    together = subject(whole)
    for i, row in enumerate(rows):
        alone = subject(row)
        for path, value in output_quantities(alone).items():
            assert np.shape(value) == ()
            batch = np.broadcast_to(output_quantities(together)[path], (6,))
            assert_allclose(batch[i], value, rtol=1e-13, err_msg=path)
        for path, category in output_categories(alone).items():
            theirs = output_categories(together)[path]
            assert theirs.labels[int(np.broadcast_to(theirs.codes, (6,))[i])] == category.labels[int(category.codes)]


@every
def test_two_axes_of_draws_are_as_good_as_one(subject: Calculator[Any, Any]) -> None:
    whole, _ = spread(subject, 6)
    square = replace_leaves(whole, {path: value.reshape(2, 3) for path, value in leaves(whole)})
    flat, grid = output_quantities(subject(whole)), output_quantities(subject(square))
    for path, value in flat.items():
        expected = np.broadcast_to(value, (6,)).reshape(2, 3)
        assert_allclose(np.broadcast_to(grid[path], (2, 3)), expected, rtol=1e-13, err_msg=path)


@every
def test_one_varied_input_broadcasts_against_the_others(subject: Calculator[Any, Any]) -> None:
    whole, rows = spread(subject, 3)
    path = next((p for p, v in leaves(whole) if np.ptp(v) > 0), None)
    if path is None:  # a table and definitions: nothing varies
        assert not any(entry.uncertain for entry in baseline(subject).entries.values())
        return
    numbers = {p: v[0] for p, v in leaves(whole)}
    some = output_quantities(subject(replace_leaves(whole, numbers | {path: dict(leaves(whole))[path]})))
    first = output_quantities(subject(rows[0]))
    for name, value in first.items():
        assert_allclose(np.broadcast_to(some[name], (3,))[0], value, rtol=1e-13)


@every
def test_inputs_are_left_alone(subject: Calculator[Any, Any]) -> None:
    whole, _ = spread(subject, 4)
    before = {path: value.copy() for path, value in leaves(whole)}
    subject(whole)
    for path, value in leaves(whole):
        assert_array_equal(value, before[path])


@every
def test_a_calculator_pickles_to_itself(subject: Calculator[Any, Any]) -> None:
    again = pickle.loads(pickle.dumps(subject))
    assert again.name == subject.name
    ours, theirs = (baseline(c, scenario=SCENARIO.get(subject.name)).outputs() for c in (subject, again))
    for path, value in output_quantities(ours).items():
        assert_array_equal(output_quantities(theirs)[path], value)


@pytest.mark.parametrize("subject", [*VALUE, *COMPLIANCE, cheapest_avoider], ids=lambda c: c.name)
def test_a_plain_calculator_pickles_to_the_same_object(subject: Calculator[Any, Any]) -> None:
    assert pickle.loads(pickle.dumps(subject)) is subject


# ---------------------------------------------------------------- the decorator


def test_a_calculator_knows_its_name_and_its_words() -> None:
    assert toys.linear.name == "toys.linear"
    assert toys.linear.Inputs is toys.LinearInputs
    assert toys.linear.Outputs is toys.YOutputs
    assert pricing_out.name == "compliance.pricing_out"
    assert pricing_out.doc.startswith("When does a compliance bill drive a project out?")
    assert "pricing_out" in repr(pricing_out)


def test_a_function_without_annotations_is_refused() -> None:
    with pytest.raises(InputError, match=r"bare: annotate"):

        @calculator
        def bare(x):  # type: ignore[no-untyped-def]
            """No annotations."""

    with pytest.raises(InputError, match=r"half: annotate"):

        @calculator
        def half(x: toys.XInputs):  # type: ignore[no-untyped-def]
            """No result."""


def test_other_inputs_are_refused_with_the_way_out() -> None:
    with pytest.raises(InputError, match=r"toys\.linear takes LinearInputs, not XInputs.*linear\.at"):
        toys.linear(toys.XInputs(x=1.0, other=0.5))
    with pytest.raises(InputError, match="not dict"):
        toys.linear({"a": 1.0})


def test_arithmetic_that_fails_is_left_to_the_engine_to_report() -> None:
    out = toys.inverse(toys.XInputs(x=np.array([0.0, 2.0]), other=0.0))
    assert out.y.tolist() == [np.inf, 0.5]


# ---------------------------------------------------------------- a point


def test_the_baseline_has_the_adopted_values() -> None:
    x = baseline(pricing_out, prices="USD 2022").point
    assert (float(x.median_budget), float(x.sigma), float(x.payable_share)) == (50_000, 2, 0.1)


def test_at_changes_what_it_is_told_and_nothing_else() -> None:
    base = baseline(pricing_out).point
    direct = pricing_out(replace_leaves(base, dict(leaves(base)) | {"sigma": 1.75, "zero_share": 0.5}))
    assert pricing_out.at(sigma=1.75, zero_share=0.5) == direct
    assert pricing_out.at({"sigma": 1.75}, zero_share=0.5) == direct
    assert pricing_out.at() == pricing_out(base)


def test_at_takes_arrays() -> None:
    costs = np.array([1000.0, 10_000.0, 100_000.0])
    out = pricing_out.at(fixed_cost=costs)
    singly = [float(pricing_out.at(fixed_cost=c).exit_share) for c in costs]
    assert_array_equal(out.exit_share, singly)


def test_at_takes_dotted_paths_and_other_price_bases() -> None:
    path = "precautions.bank_detection.cost"
    dear = cheapest_avoider.at({path: 9e9}, scenario="deepfake_bank_fraud")
    assert dear.least_cost > cheapest_avoider.at(scenario="deepfake_bank_fraud").least_cost
    dollars, euros = baseline(pricing_out).point, baseline(pricing_out, prices="EUR 2021").point
    assert euros.median_budget < dollars.median_budget
    assert pricing_out.at(prices="EUR 2021", fixed_cost=1000.0).cutoff == 10_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sgima": 2.0}, ["compliance.pricing_out has no input 'sgima'", "Did you mean 'sigma'"]),
        ({"cutoff": 2.0}, ["no input 'cutoff'"]),
        ({"zero_share": 1.5}, ["zero_share", "1.5", "0 to 1"]),
        ({"sigma": 0.0}, ["sigma", "0.01"]),
        ({"sigma": "two"}, ["sigma", "'two'", "not a number"]),
        ({"sigma": np.nan}, ["sigma", "not finite"]),
    ],
)
def test_at_refuses_what_it_cannot_use(changes: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        pricing_out.at(**changes)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_at_names_the_whole_path_of_what_is_out_of_bounds() -> None:
    with pytest.raises(InputError, match=r"precautions\.auto_review\.cost.*-5"):
        cheapest_avoider.at({"precautions.auto_review.cost": -5.0}, scenario="deepfake_bank_fraud")


def test_a_calculator_of_its_own_takes_three_lines() -> None:
    class SquareInputs(Inputs):
        """A side."""

        side: Ratio = given("toy.left")
        """Length."""

    class SquareOutputs(Outputs):
        """An area."""

        area: Ratio
        """Side squared."""

    @calculator
    def square(x: SquareInputs) -> SquareOutputs:
        """The area of a square."""
        return SquareOutputs(area=x.side * x.side)

    assert square.name.endswith(".square")
    assert square(SquareInputs(side=3.0)).area == 9
    assert toys.toy_case(square).outputs().area == 4


def test_the_numbers_and_the_choices_of_outputs_are_told_apart() -> None:
    out = toys.tree(toys.tree_inputs())
    assert list(output_quantities(out)) == ["total", "by_leaf.oak", "by_leaf.elm"]
    assert list(output_categories(out)) == ["dearest", "kind.oak", "kind.elm"]
    assert all(isinstance(c, Category) for c in output_categories(out).values())
    assert (float(out.total), out.dearest.labels[int(out.dearest.codes)]) == (10.0, "elm")


def test_inputs_given_to_the_calculator_itself_lead_to_at() -> None:
    for call, words in (
        (lambda: pricing_out(fixed_cost=1), "not fixed_cost="),  # type: ignore[call-arg]
        (lambda: pricing_out(), "not nothing"),  # type: ignore[call-arg]
        (lambda: pricing_out(1.0, sigma=2), "not float, sigma="),  # type: ignore[arg-type, call-arg]
        (lambda: pricing_out({"fixed_cost": 1}), "not dict"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InputError, match=rf"takes PricingOutInputs, {words}.*pricing_out\.at\(\.\.\.\)"):
            call()
    assert pricing_out.at(fixed_cost=1).cutoff == 10


def test_at_sends_a_distribution_to_a_case() -> None:
    with pytest.raises(InputError, match=r'simulate\(baseline\(pricing_out\)\.but\("a name"'):
        pricing_out.at(fixed_cost=normal(mean=1, sd=1))
    with pytest.raises(InputError, match="no columns"):
        pricing_out.at(5)  # type: ignore[arg-type]


LATER = '''"""A module of one's own."""
from __future__ import annotations
from mloss_econ import Inputs, Outputs, calculator, given
from mloss_econ.kernel import Ratio

def made():
    class SquareInputs(Inputs):
        """A side."""
        side: Ratio = given("toy.left")
        """Length."""

    class SquareOutputs(Outputs):
        """An area."""
        area: Ratio
        """Side squared."""

    @calculator
    def square(x: SquareInputs) -> SquareOutputs:
        """The area of a square."""
        return SquareOutputs(area=x.side * x.side)

    return square

square = made()
'''
TOP = LATER.replace("def made():", "if True:").replace("    return square\n\nsquare = made()", "")


@pytest.mark.parametrize("source", [LATER, TOP], ids=["in a function", "at the top"])
@pytest.mark.parametrize("name", few(["elsewhere", "else.where", "json", None], 1))
def test_a_calculator_of_a_module_that_was_not_imported(source: str, name: str | None) -> None:
    space: dict[str, Any] = {} if name is None else {"__name__": name}
    exec(compile(source, "elsewhere", "exec"), space)
    square = space["square"]
    assert square(square.Inputs(side=[3, 4])).area.tolist() == [9, 16]
    assert square.doc == "A module of one's own."
    with pytest.raises(InputError, match=r"cannot be sent to another process.*top level of a module"):
        pickle.dumps(square)


def test_annotations_that_nobody_knows_are_named() -> None:
    def lost(x: "Nowhere") -> "Nowhere":  # type: ignore[name-defined]  # noqa: F821
        return x

    with pytest.raises(InputError, match="lost: 'Nowhere' in its annotations is not known here"):
        calculator(lost)
