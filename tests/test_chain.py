"""Two calculators joined: by name and unit, sharing what is one variable, refusing what is not."""

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.calculators import Calculator, Inputs, Outputs, calculator, chain
from mloss_econ.case import baseline
from mloss_econ.compliance import bill, billed_pricing_out, pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import ChainError
from mloss_econ.proposals import proposal
from mloss_econ.quantities import MoneyPerYear, Ratio, Table
from mloss_econ.records import field_specs, label, leaves, lever, replace_leaves, table
from mloss_econ.records import given as given_field

joined = chain(toys.upstream, toys.downstream)


def test_outputs_feed_the_inputs_of_their_name() -> None:
    assert joined.name == "toys.upstream -> toys.downstream"
    assert joined.links == ("middle",)
    assert [s.name for s in field_specs(joined.Inputs)] == ["cause", "shared", "extra"]
    assert [s.name for s in field_specs(joined.Outputs)] == ["middle", "aside", "effect"]


@given(st.floats(0, 1e6), st.floats(0.01, 1e6), st.floats(-1e6, 1e6))
def test_a_chain_is_the_one_after_the_other(cause: float, shared: float, extra: float) -> None:
    x = joined.Inputs(cause=cause, shared=shared, extra=extra)
    y = toys.upstream(toys.UpInputs(cause=cause, shared=shared))
    z = toys.downstream(toys.DownInputs(middle=y.middle, shared=shared, extra=extra))
    out = joined(x)
    assert (float(out.middle), float(out.aside), float(out.effect)) == (
        float(y.middle),
        float(y.aside),
        float(z.effect),
    )


@pytest.mark.parametrize("shape", [(), (4,), (2, 3)])
def test_a_chain_takes_every_shape(shape: tuple[int, ...]) -> None:
    out = joined(joined.Inputs(cause=np.full(shape, 6.0), shared=3.0, extra=np.ones(shape)))
    assert_array_equal(out.effect, np.full(shape, 7.0))


def test_a_shared_input_is_one_variable() -> None:
    run = simulate(joined, toys.toy_case(joined), n=1024, seed=3)
    by_hand = run.draws.inputs["cause"] + run.draws.inputs["extra"]  # shared cancels, as it is the same draw
    assert_allclose(run.output("effect"), by_hand, rtol=1e-12)


def test_a_belief_used_twice_is_one_variable() -> None:
    run = simulate(toys.difference, toys.toy_case(toys.difference), n=4096, seed=3)
    assert_array_equal(run.draws.inputs["first"], run.draws.inputs["second"])
    assert run.draws.inputs["first"].std() > 0.5
    assert (run.output("y") == 0).all()
    shuffled = simulate(toys.difference, toys.toy_case(toys.difference), n=4096, seed=3, design="random")
    assert (shuffled.output("y") == 0).all()


def test_a_changed_belief_keeps_its_luck_with_its_twin() -> None:
    case = toys.toy_case(toys.difference).but("wider", second=toys.BELIEFS["toy.right"])
    run = simulate(toys.difference, case, n=1024, seed=3)
    assert np.corrcoef(np.log(run.draws.inputs["first"]), np.log(run.draws.inputs["second"]))[0, 1] > 1 - 1e-12


def test_the_draws_of_a_chain_are_those_of_its_parts_by_hand() -> None:
    case = proposal("eu_ai_act_highrisk").apply(baseline(billed_pricing_out, scenario="ai_duties"))
    run = simulate(billed_pricing_out, case, n=2048, seed=11)
    constants = {path: entry.value for path, entry in case.entries.items()} | dict(run.draws.inputs)
    first_base = baseline(bill, scenario="ai_duties").point
    y = bill(replace_leaves(first_base, {path: constants[path] for path, _ in leaves(first_base)}))
    second_base = baseline(pricing_out).point
    own = {path: constants[path] for path, _ in leaves(second_base) if path != "fixed_cost"}
    z = pricing_out(replace_leaves(second_base, own | {"fixed_cost": y.fixed_cost}))
    assert_array_equal(run.output("fixed_cost"), y.fixed_cost)
    for path, value in leaves(z):
        assert_array_equal(run.output(path), value, err_msg=path)
    assert "fixed_cost" not in case.entries


def test_a_chain_of_chains() -> None:
    class EndInputs(Inputs):
        """Takes the end of the chain."""

        effect: toys.Signed = given_field("toy.a")
        """The link."""

    class EndOutputs(Outputs):
        """Twice it."""

        twice: toys.Signed
        """Doubled."""

    @calculator
    def end(x: EndInputs) -> EndOutputs:
        """Doubles."""
        return EndOutputs(twice=2 * x.effect)

    longer = chain(joined, end)
    out = longer(longer.Inputs(cause=6.0, shared=3.0, extra=1.0))
    assert (float(out.effect), float(out.twice)) == (7.0, 14.0)
    assert longer.name == "toys.upstream -> toys.downstream -> test_chain.end"


# ---------------------------------------------------------------- travelling


def test_a_chain_pickles() -> None:
    again = pickle.loads(pickle.dumps(joined))
    assert again.name == joined.name
    assert again(again.Inputs(cause=6.0, shared=3.0, extra=1.0)).effect == 7
    assert pickle.loads(pickle.dumps(billed_pricing_out)).links == ("fixed_cost",)


def test_a_chain_runs_on_other_processes_to_the_same_bits() -> None:
    case = toys.toy_case(joined)
    here = simulate(joined, case, n=256, seed=1)
    with ThreadPoolExecutor(2) as threads:
        there = simulate(joined, case, n=256, seed=1, executor=threads)
    assert_array_equal(there.output("effect"), here.output("effect"))
    with ProcessPoolExecutor(1) as processes:
        there = simulate(joined, case, n=256, seed=1, executor=processes)
    assert_array_equal(there.output("effect"), here.output("effect"))


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (toys.linear, ["nothing of toys.upstream feeds toys.linear", "middle, aside", "a, b, dummy"]),
        (toys.other_unit, ["'middle'", "ratio in toys.upstream", "share in toys.other_unit"]),
        (toys.other_belief, ["'shared'", "toys.upstream", "toys.other_belief", "Rename"]),
        (toys.same_output, ["both have an output 'aside'", "Rename"]),
    ],
)
def test_what_cannot_be_joined_is_refused_saying_why(second: Calculator[Any, Any], words: list[str]) -> None:
    with pytest.raises(ChainError) as error:
        chain(toys.upstream, second)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_one_lever_with_two_status_quos_is_refused() -> None:
    with pytest.raises(ChainError, match=r"'fee'.*toys\.lever_up.*toys\.lever_down"):
        chain(toys.lever_up, toys.lever_down)


class RoleInputs(Inputs):
    """What the first half calls given is a lever here."""

    middle: Ratio = given_field("toy.a")
    """The link."""
    shared: Ratio = lever("toy.right")
    """Same name, unit and belief; another role."""


@calculator
def another_role(x: RoleInputs) -> toys.DownOutputs:
    """Takes a lever."""
    return toys.DownOutputs(effect=x.middle + x.shared)


def test_one_name_with_two_roles_is_refused() -> None:
    with pytest.raises(ChainError, match="'shared'"):
        chain(toys.upstream, another_role)


def test_one_name_with_two_bounds_is_refused() -> None:
    with pytest.raises(ChainError, match="'shared'"):
        chain(toys.upstream, toys.bounded_down)


class TableUpInputs(Inputs):
    """Reads one table."""

    cause: Ratio = given_field("toy.left")
    """A number."""
    sample: Table = table("commits_per_contributor")
    """One table."""
    basis: str = label("first")
    """A label."""


class TableDownInputs(Inputs):
    """Reads another table under the same name."""

    middle: Ratio = given_field("toy.a")
    """The link."""
    sample: Table = table("exchange_rate")
    """Another table."""


class LabelDownInputs(Inputs):
    """Has another default label under the same name."""

    middle: Ratio = given_field("toy.a")
    """The link."""
    basis: str = label("second")
    """Another label."""


@calculator
def table_up(x: TableUpInputs) -> toys.LeverUpOutputs:
    """Counts rows."""
    return toys.LeverUpOutputs(middle=x.cause * len(x.sample["users"]))


@calculator
def table_down(x: TableDownInputs) -> toys.DownOutputs:
    """Reads a column the other table has not."""
    return toys.DownOutputs(effect=x.middle * len(x.sample["pair"]))


@calculator
def label_down(x: LabelDownInputs) -> toys.DownOutputs:
    """Depends on its label."""
    return toys.DownOutputs(effect=x.middle * len(x.basis))


@pytest.mark.parametrize(("second", "name"), [(table_down, "sample"), (label_down, "basis")])
def test_one_name_for_two_tables_or_two_labels_is_refused(second: Calculator[Any, Any], name: str) -> None:
    with pytest.raises(ChainError, match=f"'{name}'"):
        chain(table_up, second)


def test_one_name_for_two_kinds_of_record_is_refused() -> None:
    class OtherLeaf(Inputs):
        """Not the leaf of the tree."""

        height: Ratio = given_field()
        """A height."""

    class ForestInputs(Inputs):
        """Leaves of another kind."""

        total: MoneyPerYear = given_field("toy.a")
        """The link."""
        leaves: dict[str, OtherLeaf] = given_field()
        """Same name, another record."""

    @calculator
    def forest(x: ForestInputs) -> toys.DownOutputs:
        """Adds heights."""
        return toys.DownOutputs(effect=sum(leaf.height for leaf in x.leaves.values()))

    with pytest.raises(ChainError, match="'leaves'"):
        chain(toys.tree, forest)
