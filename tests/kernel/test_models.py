"""Several calculators joined: by name and unit, sharing what is one variable; their parts, and how they travel."""

import itertools
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st
from joins import EndInputs, FloorOutputs, billed, end, joined, three, total
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.compliance import bill, pricing_out
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, ModelError
from mloss_econ.kernel import (
    Calculator,
    Inputs,
    Link,
    Named,
    Outputs,
    Ratio,
    baseline,
    calculator,
    field_specs,
    given as given_field,
    leaves,
    linked,
    model,
    proposal,
    replace_leaves,
)
from mloss_econ.regimes import SCENARIO, world, world_under

# ---------------------------------------------------------------- joining


def test_outputs_feed_the_inputs_of_their_name() -> None:
    assert joined.name == "model(upstream, downstream)"
    assert joined.links == (Link("toys.upstream", "middle", "toys.downstream"),)
    assert joined.parts == (toys.upstream, toys.downstream)
    assert toys.upstream.parts == (toys.upstream,)
    assert [s.name for s in field_specs(joined.Inputs)] == ["cause", "shared", "extra"]
    assert [s.name for s in field_specs(joined.Outputs)] == ["middle", "aside", "effect"]
    assert "Joined: toys.upstream, toys.downstream." in joined.doc
    assert all(part.doc in joined.doc for part in joined.parts)
    assert model(toys.upstream, toys.downstream, name="both").name == "both"


@given(st.floats(0, 1e6), st.floats(0.01, 1e6), st.floats(-1e6, 1e6))
def test_a_model_is_the_one_after_the_other(cause: float, shared: float, extra: float) -> None:
    out = three(three.Inputs(cause=cause, shared=shared, extra=extra))
    y = toys.upstream(toys.UpInputs(cause=cause, shared=shared))
    z = toys.downstream(toys.DownInputs(middle=y.middle, shared=shared, extra=extra))
    last = end(EndInputs(effect=z.effect, aside=y.aside, shared=shared))
    found = (out.middle, out.aside, out.effect, out.last)
    assert [float(v) for v in found] == [float(v) for v in (y.middle, y.aside, z.effect, last.last)]
    assert out.which.labels == last.which.labels
    assert out.which.codes == last.which.codes


@pytest.mark.parametrize("shape", [(), (4,), (2, 3)])
def test_a_model_takes_every_shape(shape: tuple[int, ...]) -> None:
    out = joined(joined.Inputs(cause=np.full(shape, 6.0), shared=3.0, extra=np.ones(shape)))
    assert_array_equal(out.effect, np.full(shape, 7.0))


@pytest.mark.parametrize("order", [*itertools.permutations((toys.upstream, toys.downstream, end))], ids=str)
def test_the_order_given_changes_nothing(order: tuple[Calculator[Any, Any], ...]) -> None:
    made = model(*order)
    assert [part.__name__ for part in made.parts] == ["upstream", "downstream", "end"]
    assert made.Inputs == three.Inputs
    assert made.Outputs == three.Outputs
    assert set(made.links) == set(three.links)
    x = {"cause": 6.0, "shared": 3.0, "extra": 1.0}
    assert made(made.Inputs(**x)) == three(three.Inputs(**x))


def test_the_order_given_changes_nothing_in_the_world() -> None:
    backwards = model(*reversed(world.parts), scenario=SCENARIO)
    place = {part.name: k for k, part in enumerate(backwards.parts)}
    assert all(place[link.maker] < place[link.taker] for link in backwards.links)
    assert set(backwards.links) == set(world.links)
    one, other = (dict(leaves(baseline(made).outputs())) for made in (world, backwards))
    assert set(one) == set(other)
    for path, value in one.items():
        assert_array_equal(value, other[path], err_msg=path)


def test_a_shared_input_is_one_variable() -> None:
    run = simulate(toys.toy_case(joined), n=1024, seed=3)
    by_hand = run.draws.inputs["cause"] + run.draws.inputs["extra"]  # shared cancels, as it is the same draw
    assert_allclose(run.output("effect"), by_hand, rtol=1e-12)


def test_a_belief_used_twice_is_one_variable() -> None:
    run = simulate(toys.toy_case(toys.difference), n=4096, seed=3)
    assert_array_equal(run.draws.inputs["first"], run.draws.inputs["second"])
    assert run.draws.inputs["first"].std() > 0.5
    assert (run.output("y") == 0).all()
    shuffled = simulate(toys.toy_case(toys.difference), n=4096, seed=3, design="random")
    assert (shuffled.output("y") == 0).all()


def test_a_changed_belief_keeps_its_draws_with_its_twin() -> None:
    case = toys.toy_case(toys.difference).but("wider", second=toys.BELIEFS["toy.right"])
    run = simulate(case, n=1024, seed=3)
    assert np.corrcoef(np.log(run.draws.inputs["first"]), np.log(run.draws.inputs["second"]))[0, 1] > 1 - 1e-12


def test_the_draws_of_a_model_are_those_of_its_parts_by_hand() -> None:
    two = model(bill, pricing_out)
    case = proposal("eu_ai_act_highrisk").apply(baseline(two, scenario="ai_duties"))
    run = simulate(case, n=2048, seed=11)
    constants = {path: entry.value for path, entry in case.entries.items()} | dict(run.draws.inputs)
    first_base = baseline(bill, scenario="ai_duties").point
    y = bill(replace_leaves(first_base, {path: constants[path] for path, _ in leaves(first_base)}))
    second_base = baseline(pricing_out).point
    passed = {"fixed_cost": y.fixed_cost, "hours_needed": y.hours_needed}
    own = {path: constants[path] for path, _ in leaves(second_base) if path not in passed}
    z = pricing_out(replace_leaves(second_base, own | passed))
    for path, value in passed.items():
        assert_array_equal(run.output(path), value)
    for path, value in leaves(z):
        assert_array_equal(run.output(path), value, err_msg=path)
    assert not passed.keys() & case.entries.keys()


def test_a_model_of_models_is_one_of_their_parts() -> None:
    assert model(joined, end) is three
    assert model(end, joined).Outputs == three.Outputs
    assert model(three) is three
    assert model(joined, end, name="another") is not three
    out = three(three.Inputs(cause=6.0, shared=3.0, extra=1.0))
    assert (float(out.effect), float(out.last)) == (7.0, 7.0)


def test_narrower_bounds_hold_for_all() -> None:
    made = model(toys.upstream, toys.bounded_down)
    (shared,) = (s for s in field_specs(made.Inputs) if s.name == "shared")
    assert (shared.low, shared.high) == (0.5, np.inf)
    assert made(made.Inputs(cause=1.0, shared=0.5)).middle == 0.5
    with pytest.raises(InputError, match=r"shared: 0\.4 is outside the bounds 0\.5 to inf"):
        made.Inputs(cause=1.0, shared=0.4)
    case = toys.toy_case(toys.upstream).but("low", shared=0.4)
    assert case.outputs().middle == 0.8
    with pytest.raises(InputError, match="its distribution reaches from 0 to inf"):
        toys.toy_case(made)  # a lognormal that the first alone may take


def test_what_has_to_be_above_0_in_one_has_to_be_in_all() -> None:
    class AboveInputs(Inputs):
        """Divides by what is shared."""

        middle: Ratio = linked()
        shared: Ratio = given_field("toy.right", positive=True, high=100)
        """Above 0."""

    @calculator
    def above(x: AboveInputs) -> toys.DownOutputs:
        """A ratio."""
        return toys.DownOutputs(effect=x.middle / x.shared)

    for order in ((toys.upstream, above), (above, toys.upstream)):
        made = model(*order)
        (shared,) = (s for s in field_specs(made.Inputs) if s.name == "shared")
        assert (shared.positive, shared.high) == (True, 100)
        with pytest.raises(InputError, match="shared: has to be above 0"):
            made.Inputs(cause=1.0, shared=0.0)


# ---------------------------------------------------------------- parts


def test_upto_is_the_part_and_all_that_it_takes_from() -> None:
    for wanted in (toys.downstream, "downstream", "toys.downstream", "effect"):
        assert three.upto(wanted) is joined
    for wanted in (toys.upstream, "upstream", "aside", "middle"):
        assert three.upto(wanted).parts == (toys.upstream,)
    assert three.upto(end) is three
    assert three.upto("last") is three
    assert [part.__name__ for part in billed.parts] == ["coverage", "bill", "pricing_out"]
    assert world.upto("exit_share_funded") is billed
    assert billed.scenario == SCENARIO == baseline(billed).scenario
    assert {part.__name__ for part in world.upto("net_world").parts} >= {"use_value", "harm_control", "flows"}


def test_a_part_of_the_world_gives_what_the_world_gives() -> None:
    case = proposal("licensing").apply(baseline(billed))
    whole = dict(leaves(world_under("licensing").outputs()))
    for path, value in leaves(case.outputs()):
        assert_array_equal(value, whole[path], err_msg=path)


def test_an_unknown_part_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"has no part and no output 'downstrem'. Did you mean .*downstream"):
        three.upto("downstrem")
    with pytest.raises(InputError, match=r"no part and no output 'toys.linear'"):
        three.upto(toys.linear)


def test_the_inputs_of_a_part_are_those_it_is_evaluated_at() -> None:
    x = three.Inputs(cause=np.array([6.0, 9.0]), shared=3.0, extra=1.0)
    y, inner = three(x), three.inputs_of(end, x)
    assert isinstance(inner, EndInputs)
    assert_array_equal(inner.effect, y.effect)
    assert_array_equal(inner.aside, y.aside)
    assert_array_equal(inner.shared, 3.0)
    assert_array_equal(end(inner).last, y.last)
    first = three.inputs_of(toys.upstream, x)
    assert first == toys.UpInputs(cause=np.array([6.0, 9.0]), shared=3.0)


@pytest.mark.parametrize("part", world.parts, ids=lambda part: part.__name__)
def test_every_part_of_the_world_evaluated_by_hand(part: Calculator[Any, Any]) -> None:
    case = world_under("sb1047")
    y = dict(leaves(case.outputs()))
    for path, value in leaves(part(world.inputs_of(part, case.point))):
        assert_array_equal(value, y[path], err_msg=path)


# ---------------------------------------------------------------- travelling


def test_a_model_pickles_as_its_calculators() -> None:
    again = pickle.loads(pickle.dumps(joined))
    assert again is joined  # one for each list of parts
    assert pickle.loads(pickle.dumps(world)) is world
    assert pickle.loads(pickle.dumps(billed)).links == billed.links


def test_a_model_runs_on_other_processes_to_the_same_bits() -> None:
    case = toys.toy_case(joined)
    here = simulate(case, n=256, seed=1)
    with ThreadPoolExecutor(2) as threads:
        there = simulate(case, n=256, seed=1, executor=threads)
    assert_array_equal(there.output("effect"), here.output("effect"))
    with ProcessPoolExecutor(1) as processes:
        there = simulate(case, n=256, seed=1, executor=processes)
    assert_array_equal(there.output("effect"), here.output("effect"))
    for path, value in leaves(there.case.point):
        assert_array_equal(value, dict(leaves(case.point))[path])


def test_a_model_of_calculators_that_nobody_finds_again_does_not_pickle() -> None:
    local = toys.of_x(lambda x: x)
    with pytest.raises(InputError, match="cannot be sent to another process"):
        pickle.dumps(model(local))


class FloorInputs(Inputs):
    """What has a bound that its maker has not."""

    middle: toys.Signed = linked(low=1)
    """At least 1."""
    shape: Ratio = given_field("toy.left")
    """A name that a record might have for itself."""


@calculator
def floor(x: FloorInputs) -> FloorOutputs:
    """Both as they are."""
    return FloorOutputs(said=x.middle, specs=x.shape)


def test_what_is_passed_on_lies_within_the_bounds_of_who_takes_it() -> None:
    case = toys.toy_case(model(toys.upstream, floor))
    assert case.but("more", cause=4.0).outputs().said >= 1
    with pytest.raises(InputError, match=r"its output 'middle'.*is below its bound of 1"):
        case.but("less", cause=0.0, shared=0.0).outputs()


def test_any_name_of_a_field_is_that_field() -> None:
    case = toys.toy_case(model(toys.upstream, floor)).but("more", cause=4.0)
    y = case.outputs()
    assert (y.specs, case.point.shape) == (2, 2)
    assert simulate(case, n=64, seed=1).output("said").shape == (64,)


class ManyMade(Outputs):
    """Numbers by name."""

    parts: Named[Ratio]
    """Two of them."""


@calculator
def split(x: toys.UpInputs) -> ManyMade:
    """A half and a third."""
    return ManyMade(parts={"half": x.cause / 2, "third": x.cause / 3 + 0 * x.shared})


def test_numbers_by_name_are_passed_on_and_may_be_given() -> None:
    assert_allclose(toys.toy_case(model(split, total)).but("six", cause=6.0).outputs().said, 5)
    with pytest.raises(InputError, match=r"total\.at\(parts="):
        total.at()
    assert_allclose(total.at(parts={"half": 3.0, "third": [2.0, 1.0]}).said, [5, 4])


def test_two_calculators_of_one_name_are_refused() -> None:
    def made(kind: Any) -> Any:
        def same(x: toys.UpInputs) -> Any:
            """By a name."""
            return kind

        same.__annotations__["return"] = kind
        return calculator(same)

    with pytest.raises(ModelError, match=r"two different calculators are called .*same. Rename one"):
        model(made(toys.UpOutputs), made(FloorOutputs))


def test_a_model_is_the_same_in_whatever_order_its_parts_are_given() -> None:
    made = model(floor, toys.upstream)
    assert made is model(toys.upstream, floor)
    assert pickle.loads(pickle.dumps(made)) is made


def test_a_model_of_a_model_has_its_scenario() -> None:
    assert model(joined, floor).scenario is None
    ruled = model(toys.upstream, toys.downstream, scenario="toy")
    assert model(ruled, floor).scenario == "toy"
    assert model(ruled, floor, scenario="other").scenario == "other"
