"""Several calculators joined: by name and unit, sharing what is one variable, refusing what is not."""

import itertools
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import toys
from engine_toys import shorten_leaves
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.compliance import bill, pricing_out
from mloss_econ.engine import checkpoint, compare, simulate, until
from mloss_econ.errors import ChainError, InputError
from mloss_econ.evidence import Table
from mloss_econ.kernel import (
    Calculator,
    Category,
    Claim,
    Inputs,
    Link,
    Model,
    MoneyPerYear,
    Named,
    Outputs,
    Ratio,
    Share,
    baseline,
    calculator,
    claim,
    field_specs,
    fixed,
    given as given_field,
    label,
    leaves,
    lever,
    linked,
    model,
    proposal,
    replace_leaves,
    table,
)
from mloss_econ.kernel.joined import Joined
from mloss_econ.regimes import SCENARIO, world, world_under
from mloss_econ.sensitivity import break_even, evpi, sobol, tornado, verdict
from mloss_econ.testing import check_calculator, inputs, inputs_of, record, replay, scenarios
from mloss_econ.uncertainty import BLOCK

joined = model(toys.upstream, toys.downstream)
billed = world.upto(pricing_out)


class EndInputs(Inputs):
    """Takes the end of the others and something of the first."""

    effect: toys.Signed = linked()
    aside: Ratio = linked()
    shared: Ratio = given_field("toy.right")
    """Used by all three."""


class EndOutputs(Outputs):
    """The very end."""

    last: toys.Signed
    """What comes last."""
    which: Category
    """Whether there is any."""


@calculator
def end(x: EndInputs) -> EndOutputs:
    """Twice the effect plus what the first makes aside, over what is shared."""
    last = (2 * x.effect + x.aside) / x.shared
    return EndOutputs(last=last, which=Category(1 * np.greater(last, 0.0), ("none", "some")))


three = model(toys.upstream, toys.downstream, end)


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


def test_the_draws_of_a_model_are_those_of_its_parts_by_hand() -> None:
    two = model(bill, pricing_out)
    case = proposal("eu_ai_act_highrisk").apply(baseline(two, scenario="ai_duties"))
    run = simulate(two, case, n=2048, seed=11)
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
    assert world.upto("priced_out_paid") is billed
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


# ---------------------------------------------------------------- records


def test_records_of_a_model_are_equal_by_what_they_hold() -> None:
    one, other = (joined.Inputs(cause=6.0, shared=3.0, extra=v) for v in (1.0, 2.0))
    assert one == joined.Inputs(cause=6.0, shared=3.0, extra=1.0)
    assert one != other
    assert one == three.Inputs(cause=6.0, shared=3.0, extra=1.0)  # the same fields
    assert joined(one) != three(one)
    assert one != "a record"
    assert joined(one) == joined(one)
    assert joined(one) != joined(other)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_records_of_a_model_are_read_only_and_say_so() -> None:
    x = joined.Inputs(cause=np.array([6.0, 2.0]), shared=3.0, extra=1.0)
    with pytest.raises(AttributeError, match=r"read-only: 'cause' cannot be set. Make a new case with .but"):
        x.cause = 1.0
    with pytest.raises(ValueError, match="read-only"):
        x.cause[0] = 1.0
    with pytest.raises(AttributeError, match=r"ModelInputs has no field 'caus'. Did you mean .*cause"):
        _ = x.caus
    with pytest.raises(AttributeError, match=r"ModelOutputs has no field 'effct'. Did you mean .*effect"):
        _ = joined(x).effct
    assert x["cause"] is x.cause
    assert "3 fields" in repr(x)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cause": 1.0, "shared": 2.0}, "extra is missing. The baseline has it"),
        ({"cause": 1.0, "shared": 2.0, "extra": 1.0, "midle": 1.0}, "midle is not a field"),
        ({"cause": -1.0, "shared": 2.0, "extra": 1.0}, "cause: -1 is outside the bounds 0 to inf"),
        ({"cause": np.nan, "shared": 2.0, "extra": 1.0}, "cause: nan is not finite"),
        ({"cause": np.ones(2), "shared": np.ones(3), "extra": 1.0}, "cause.*shared|shared.*cause"),
    ],
)
def test_what_the_inputs_of_a_model_cannot_be_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        joined.Inputs(**fields)


def test_a_model_takes_its_own_inputs_alone() -> None:
    with pytest.raises(InputError, match="takes ModelInputs, not UpInputs"):
        joined(toys.UpInputs(cause=1.0, shared=2.0))
    with pytest.raises(
        InputError,
        match=r"takes ModelInputs, not the ModelInputs of model\(upstream, downstream\)\. Use model\(lever_up, three",
    ):
        model(toys.lever_up, three_ways)(joined.Inputs(cause=1.0, shared=2.0, extra=3.0))


# ---------------------------------------------------------------- travelling


def test_a_model_pickles_as_its_calculators() -> None:
    again = pickle.loads(pickle.dumps(joined))
    assert again is joined  # one for each list of parts
    assert pickle.loads(pickle.dumps(world)) is world
    assert pickle.loads(pickle.dumps(billed)).links == billed.links


def test_records_of_a_model_pickle() -> None:
    x = three.Inputs(cause=np.array([6.0, 2.0]), shared=3.0, extra=1.0)
    for made in (x, three(x)):
        again = pickle.loads(pickle.dumps(made))
        assert isinstance(again, Joined)
        assert again == made
        assert again._shape is made._shape
    assert three(pickle.loads(pickle.dumps(x))) == three(x)
    assert pickle.loads(pickle.dumps(three.Inputs)) is three.Inputs
    assert pickle.loads(pickle.dumps(three.Outputs)) is three.Outputs


def test_a_model_runs_on_other_processes_to_the_same_bits() -> None:
    case = toys.toy_case(joined)
    here = simulate(joined, case, n=256, seed=1)
    with ThreadPoolExecutor(2) as threads:
        there = simulate(joined, case, n=256, seed=1, executor=threads)
    assert_array_equal(there.output("effect"), here.output("effect"))
    with ProcessPoolExecutor(1) as processes:
        there = simulate(joined, case, n=256, seed=1, executor=processes)
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


class FloorOutputs(Outputs):
    """Names that a record might have for themselves."""

    said: Ratio
    """The middle."""
    specs: Ratio
    """The shape."""


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
    assert simulate(case.calculator, case, n=64, seed=1).output("said").shape == (64,)


class ManyMade(Outputs):
    """Numbers by name."""

    parts: Named[Ratio]
    """Two of them."""


class ManyTaken(Inputs):
    """Numbers by name, made by another."""

    parts: Named[Ratio] = linked()
    """Two of them."""


@calculator
def split(x: toys.UpInputs) -> ManyMade:
    """A half and a third."""
    return ManyMade(parts={"half": x.cause / 2, "third": x.cause / 3 + 0 * x.shared})


@calculator
def total(x: ManyTaken) -> FloorOutputs:
    """Their sum and the first."""
    return FloorOutputs(said=x.parts["half"] + x.parts["third"], specs=x.parts["half"])


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

    with pytest.raises(ChainError, match=r"two different calculators are called .*same. Rename one"):
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


# ---------------------------------------------------------------- linked inputs alone


def test_a_linked_input_has_no_belief() -> None:
    remedy = r"toys\.downstream takes middle from other calculators, and has no belief for it.*downstream\.at\(middle="
    for refused in (
        lambda: toys.toy_case(toys.downstream),
        lambda: toys.downstream.inputs(),
        lambda: toys.downstream.at(shared=2.0),
    ):
        with pytest.raises(InputError, match=remedy):
            refused()
    with pytest.raises(InputError, match=r"takes effect, aside from other.*no belief for them.*model\(\.\.\., end\)"):
        toys.toy_case(end)
    with pytest.raises(InputError, match="end takes aside from"):
        end.at(effect=1.0)
    spec = {s.name: s for s in field_specs(toys.DownInputs)}["middle"]
    assert (spec.role, spec.source, spec.linked) == ("linked", None, True)


def test_the_remedies_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mloss_econ.kernel.calculators.default_store", toys.toy_store)
    assert_allclose(toys.downstream.at(middle=10.0, shared=2.0, extra=1.0).effect, 6.0)
    assert_allclose(toys.downstream.at(middle=10.0).effect, 10 / 5 + 0.5)  # others as adopted
    assert_array_equal(toys.downstream.at(middle=np.array([5.0, 10.0])).effect, [1.5, 2.5])
    case = toys.toy_case(model(toys.upstream, toys.downstream))
    assert_allclose(case.outputs().effect, 2.5)


class AloneInputs(Inputs):
    """What joins it to others, in each of the three ways."""

    middle: Ratio = linked()
    aside: Ratio = linked(alone="toy.right")
    """From a belief, where nobody makes it."""
    effect: toys.Signed = linked(alone=0.25)
    """A choice, where nobody makes it."""


class AloneOutputs(Outputs):
    """The sum."""

    total: toys.Signed
    """All three."""


@calculator
def three_ways(x: AloneInputs) -> AloneOutputs:
    """Middle plus ten times aside plus a hundred times the effect."""
    return AloneOutputs(total=x.middle + 10 * x.aside + 100 * x.effect)


def test_a_linked_input_may_mean_something_alone() -> None:
    roles = [(s.role, s.linked) for s in field_specs(AloneInputs)]
    assert roles == [("linked", True), ("given", True), ("lever", True)]
    first = model(toys.lever_up, three_ways)  # makes the middle alone
    assert [s.name for s in field_specs(first.Inputs)] == ["cause", "fee", "aside", "effect"]
    case = toys.toy_case(first)
    assert_allclose(case.outputs().total, 2 * 0.9 + 10 * 5 + 100 * 0.25)
    assert case.entries["aside"].key == "toy.right"
    assert case.entries["effect"].spec.role == "lever"
    assert_allclose(case.but("more", effect=1.0).outputs().total, 2 * 0.9 + 10 * 5 + 100)
    whole = model(three_ways, toys.downstream, toys.upstream)
    assert [s.name for s in field_specs(whole.Inputs)] == ["cause", "shared", "extra"]
    assert_allclose(toys.toy_case(whole).outputs().total, 10 + 10 * 3 + 100 * 2.5)


def test_the_librarys_own_that_mean_something_alone() -> None:
    assert baseline(pricing_out).entries["fixed_cost"].key == "compliance.fixed_cost"
    assert "fixed_cost" not in baseline(billed).entries
    assert baseline(world.upto("social_cost")).entries["investment"].key == "value.investment"


# ---------------------------------------------------------------- refusals


def refused(*parts: Calculator[Any, Any]) -> str:
    with pytest.raises(ChainError) as error:
        model(*parts)
    return str(error.value)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (toys.linear, ["nothing joins toys.upstream to the others", "takes nothing", "makes middle, aside"]),
        (toys.other_unit, ["'middle'", "ratio in toys.upstream", "share in toys.other_unit", "Convert it"]),
        (toys.other_belief, ["'shared'", "toys.upstream", "toys.other_belief", "belief", "Rename"]),
        (toys.same_output, ["toys.upstream and toys.same_output both make 'aside'", "Leave one of them out"]),
        (end, ["test_models.end takes 'effect'", "none of these makes it: toys.upstream, test_models.end", "Add"]),
        (toys.upstream, ["toys.upstream and toys.upstream both make 'middle'", "Leave one of them out"]),
    ],
    ids=lambda v: getattr(v, "name", ""),
)
def test_what_cannot_be_joined_is_refused_saying_why(second: Calculator[Any, Any], words: list[str]) -> None:
    said = refused(toys.upstream, second)
    assert all(word in said for word in words), said
    assert model(toys.upstream, toys.downstream) is joined  # what the messages advise: without it


def test_two_models_that_nothing_joins_are_no_model() -> None:
    said = refused(world, toys.upstream, toys.downstream)
    assert "nothing joins toys.upstream, toys.downstream to the others: toys.upstream takes nothing" in said
    assert model(*world.parts, scenario="ai_duties").parts == world.parts


def test_nothing_is_no_model() -> None:
    assert "model(bill, pricing_out)" in refused()
    assert model(bill, pricing_out).parts == (bill, pricing_out)


def test_adding_what_makes_it_is_a_remedy() -> None:
    assert "Add the one that does" in refused(toys.upstream, end)
    assert isinstance(model(toys.upstream, end, toys.downstream), Model)


def test_one_lever_with_two_status_quos_is_refused() -> None:
    said = refused(toys.lever_up, toys.lever_down)
    assert "'fee' is an input of both toys.lever_up and toys.lever_down" in said


class RoleInputs(Inputs):
    """What the first half calls given is a lever here."""

    middle: Ratio = linked()
    shared: Ratio = lever("toy.right")
    """Same name, unit and belief; another role."""


@calculator
def another_role(x: RoleInputs) -> toys.DownOutputs:
    """Takes a lever."""
    return toys.DownOutputs(effect=x.middle + x.shared)


class KindInputs(Inputs):
    """What the first half takes as a number is a label here."""

    middle: Ratio = linked()
    shared: str = label("text")
    """Same name, another kind."""


@calculator
def another_kind(x: KindInputs) -> toys.DownOutputs:
    """Takes a label."""
    return toys.DownOutputs(effect=x.middle * len(x.shared))


class UnitInputs(Inputs):
    """What the first half takes as a ratio is a share here."""

    middle: Ratio = linked()
    shared: Share = given_field("toy.right")
    """Same name and belief, another unit."""


@calculator
def another_unit(x: UnitInputs) -> toys.DownOutputs:
    """Takes a share."""
    return toys.DownOutputs(effect=x.middle * x.shared)


class CommonUpInputs(Inputs):
    """A lever that says which part of the world is looked at."""

    cause: Ratio = given_field("toy.left")
    """What comes first."""
    fee: Share = lever(0.9, common=True)
    """A lever of the same name and number."""


@calculator
def common_up(x: CommonUpInputs) -> toys.LeverUpOutputs:
    """Cause less the fee."""
    return toys.LeverUpOutputs(middle=x.cause * (1 - x.fee))


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ((toys.upstream, another_role), "shared"),
        ((toys.upstream, another_kind), "shared"),
        ((toys.upstream, another_unit), "shared"),
        ((common_up, toys.lever_down), "fee"),
    ],
    ids=lambda v: v if isinstance(v, str) else v[1].__name__,
)
def test_one_name_with_two_meanings_is_refused(parts: tuple[Calculator[Any, Any], ...], name: str) -> None:
    said = refused(*parts)
    assert f"'{name}' is an input of both {parts[0].name} and {parts[1].name}, with another meaning" in said
    assert "kind, role, unit or belief" in said
    assert "Rename one of them" in said


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

    middle: Ratio = linked()
    sample: Table = table("exchange_rate")
    """Another table."""


class LabelDownInputs(Inputs):
    """Has another default label under the same name."""

    middle: Ratio = linked()
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
    assert f"'{name}'" in refused(table_up, second)


def test_labels_and_tables_of_a_model() -> None:
    made = model(table_up, finish)
    case = toys.toy_case(made)
    assert_allclose(case.outputs().last, 2 * len(case.point.sample["users"]))
    again = case.restructured("another", labels={"basis": "new"})
    assert again.point.basis == "new"
    assert again.digest() != case.digest()
    with pytest.raises(InputError, match="sample is int, not a table"):
        made.Inputs(cause=1.0, sample=3, basis="x")


def test_one_name_for_two_kinds_of_record_is_refused() -> None:
    class OtherLeaf(Inputs):
        """Not the leaf of the tree."""

        height: Ratio = given_field()
        """A height."""

    class ForestInputs(Inputs):
        """Leaves of another kind."""

        total: MoneyPerYear = linked()
        leaves: dict[str, OtherLeaf] = given_field()
        """Same name, another record."""

    @calculator
    def forest(x: ForestInputs) -> toys.DownOutputs:
        """Adds heights."""
        return toys.DownOutputs(effect=sum(leaf.height for leaf in x.leaves.values()))

    assert "'leaves'" in refused(toys.tree, forest)


class GivenMiddleInputs(Inputs):
    """Has a belief about what another makes."""

    middle: Ratio = given_field("toy.left")
    """Not linked."""
    aside: Ratio = linked()


@calculator
def given_middle(x: GivenMiddleInputs) -> toys.DownOutputs:
    """The sum."""
    return toys.DownOutputs(effect=x.middle + x.aside)


def test_a_given_named_as_anothers_output_is_refused() -> None:
    """A joined input is declared so: a belief that is silently not used would be worse."""
    said = refused(toys.upstream, given_middle)
    assert "'middle' is an output of toys.upstream and an input of test_models.given_middle that is not linked" in said
    assert "Declare it linked() if it is the same quantity, or rename one of them" in said


class RoundInputs(Inputs):
    """Takes the end."""

    last: toys.Signed = linked()
    size: Ratio = fixed("toy.order")
    """A definition."""


class RoundOutputs(Outputs):
    """Makes the beginning."""

    cause_again: Ratio
    """Feeds the first."""


@calculator
def goes_round(x: RoundInputs) -> RoundOutputs:
    """Back to the start."""
    return RoundOutputs(cause_again=x.size + 0 * x.last)


class StartInputs(Inputs):
    """Takes what the end makes."""

    cause_again: Ratio = linked()


@calculator
def start(x: StartInputs) -> toys.LeverUpOutputs:
    """The beginning."""
    return toys.LeverUpOutputs(middle=x.cause_again)


class FinishInputs(Inputs):
    """Takes the middle."""

    middle: Ratio = linked()


class FinishOutputs(Outputs):
    """The end."""

    last: toys.Signed
    """Feeds the round."""


@calculator
def finish(x: FinishInputs) -> FinishOutputs:
    """The end."""
    return FinishOutputs(last=1.0 * x.middle)


class SelfInputs(Inputs):
    """Takes what it makes."""

    last: toys.Signed = linked()


@calculator
def own_tail(x: SelfInputs) -> FinishOutputs:
    """Itself."""
    return FinishOutputs(last=x.last)


@pytest.mark.parametrize("order", [*itertools.permutations((start, finish, goes_round))], ids=lambda o: o[0].__name__)
def test_a_circle_is_refused_and_drawn(order: tuple[Calculator[Any, Any], ...]) -> None:
    said = refused(*order)
    assert "in a circle: " in said
    names = said.split("circle: ")[1].split(". Leave")[0].split(", which feeds ")
    assert names[0] == names[-1]
    assert len(names) == 4
    feeds = {("start", "finish"), ("finish", "goes_round"), ("goes_round", "start")}
    short = [name.split(".")[-1] for name in names]
    assert set(itertools.pairwise(short)) == feeds  # in the direction in which numbers flow


def test_a_calculator_that_takes_its_own_output_is_refused() -> None:
    assert "'last'" in refused(own_tail)


def test_leaving_one_out_opens_a_circle() -> None:
    made = model(finish, start_given)
    assert made.parts == (start_given, finish)


class StartGivenInputs(Inputs):
    """Takes it from a belief."""

    cause_again: Ratio = linked(alone="toy.left")


@calculator
def start_given(x: StartGivenInputs) -> toys.LeverUpOutputs:
    """The beginning."""
    return toys.LeverUpOutputs(middle=x.cause_again)


# ---------------------------------------------------------------- a model is a calculator


def test_a_run_of_a_model_is_kept_and_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 0.0)
    monkeypatch.setattr(checkpoint, "SHARE", 1e9)
    shorten_leaves(BLOCK, monkeypatch.setattr)
    case = toys.toy_case(joined)
    file = tmp_path / "run.npz"

    def stop(done: int, n: int) -> None:
        if done >= BLOCK:
            raise KeyboardInterrupt

    whole = simulate(joined, case, n=4 * BLOCK, seed=1)
    with pytest.raises(KeyboardInterrupt, match="The same call takes the run up again"):
        simulate(joined, case, n=4 * BLOCK, seed=1, checkpoint=file, progress=stop)
    again = simulate(joined, case, n=4 * BLOCK, seed=1, checkpoint=file)
    assert_array_equal(again.output("effect"), whole.output("effect"))
    enough = simulate(joined, case, n=until(se=0.1, of="effect"), seed=1)
    assert enough.mean("effect").error <= 0.1


def test_options_of_a_model_are_compared() -> None:
    made = model(toys.lever_up, three_ways)
    case = toys.toy_case(made)
    options = compare(
        made, [case, case.but("free", fee=0.0), case.but("dear", fee=1.0)], judged_by="middle", n=256, seed=1
    )
    assert options.rows[1].largest.value == 1
    assert evpi(options).value.value == 0


def test_inputs_of_a_model_are_ranked() -> None:
    case = toys.toy_case(joined)
    assert [row.path for row in tornado(joined, case, "effect").rows][:2] == ["cause", "extra"]
    found = sobol(joined, case, "effect", n=2**10, seed=1)
    assert found.row("cause").index > 0.5
    assert abs(found.row("shared").index) < 0.05
    even = break_even(joined, case, vary="extra", output="effect", target=2.75)
    assert_allclose(even.crossings[0].value, 0.75, rtol=1e-9)


@claim("X01", source="tidelift.unpaid_2024", of=billed)
def costs_something(x: Any, y: Any, stated: float) -> Any:
    """A rule costs something.

    The fixed cost is above 0.
    """
    return np.asarray(y.fixed_cost > 0)


def test_a_claim_may_be_about_a_model() -> None:
    assert isinstance(costs_something, Claim)
    assert verdict(costs_something, n=64).held.value == 0  # no duty, no cost
    assert costs_something.case().scenario == SCENARIO
    assert not costs_something.check()
    with pytest.raises(InputError, match=r"is of compliance\.pricing_out, not of model\(coverage, bill, pricing_out\)"):
        costs_something.check_case(baseline(pricing_out))


def test_a_model_keeps_every_contract() -> None:
    check_calculator(three, store=toys.toy_store())
    check_calculator(model(toys.lever_up, three_ways), store=toys.toy_store())


def test_a_linked_calculator_is_checked_by_way_of_a_model() -> None:
    with pytest.raises(InputError, match=r"or join downstream with what makes it: model\(\.\.\., downstream\)"):
        check_calculator(toys.downstream, store=toys.toy_store())
    check_calculator(joined, store=toys.toy_store())


def silent_parts() -> Iterator[Calculator[Any, Any]]:
    class SilentInputs(Inputs):
        """A linked input needs no docstring, another does."""

        middle: Ratio = linked()
        extra: toys.Signed = given_field("toy.a")

    class SilentOutputs(Outputs):
        """An output without one."""

        effect: toys.Signed

    @calculator
    def silent_input(x: SilentInputs) -> toys.DownOutputs:
        """Says nothing of its input."""
        return toys.DownOutputs(effect=x.middle + x.extra)

    @calculator
    def silent_output(x: FinishInputs) -> SilentOutputs:
        """Says nothing of its output."""
        return SilentOutputs(effect=1.0 * x.middle)

    yield silent_input
    yield silent_output


@pytest.mark.parametrize(("part", "where"), [*zip(silent_parts(), ("Inputs.extra", "Outputs.effect"), strict=True)])
def test_a_silent_field_of_a_part_is_caught(part: Calculator[Any, Any], where: str) -> None:
    with pytest.raises(AssertionError, match=f"Silent{where} has no docstring"):
        check_calculator(model(toys.upstream, part), store=toys.toy_store())


@given(st.data())
def test_strategies_take_a_model(data: st.DataObject) -> None:
    anywhere = data.draw(inputs(joined.Inputs))
    assert isinstance(anywhere, joined.Inputs)
    within = data.draw(inputs_of(toys.toy_case(joined)))
    assert float(joined(within).effect) == pytest.approx(float(within.cause) + float(within.extra))
    alone = data.draw(inputs(toys.DownInputs))
    assert np.isfinite(alone.middle)


@given(scenarios(billed))
def test_scenarios_of_a_model_are_those_of_its_parts(case: Any) -> None:
    assert case.calculator is billed
    assert case.scenario == "ai_duties"


def test_a_model_is_recorded_as_one_formula() -> None:
    case = toys.toy_case(three)
    graph = record(three, case.point)
    found = float(replay(graph.last, {"cause": np.float64(6), "shared": np.float64(3), "extra": np.float64(1)}))
    assert found == (2 * 7 + 7) / 3
