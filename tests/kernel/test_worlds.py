"""Worlds that differ in their levers alone: side by side, and one less another."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st
from laws import COST, GAIN, LawInputs, LawOutputs, net, shares, under
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.engine import compare, estimate, finite, row_of, simulate, until
from mloss_econ.errors import InputError
from mloss_econ.kernel import (
    Case,
    Category,
    Contrast,
    Entry,
    Inputs,
    Named,
    Outputs,
    Ratio,
    Share,
    Worlds,
    aligned,
    baseline,
    calculator,
    contrast,
    contrasts,
    label,
    leaf_specs,
    leaves,
    lever,
    output_quantities,
    proposal,
    replace_leaves,
    side_by_side,
    status_quo,
)
from mloss_econ.regimes import world, world_under
from mloss_econ.sensitivity import break_even, bridge, one_way
from mloss_econ.testing import CONTRACTS, inputs_of
from mloss_econ.uncertainty import point, uniform

# ---------------------------------------------------------------- one less another


def test_a_contrast_is_the_difference_of_two_runs() -> None:
    one, other = under(0.75), under(0.5)
    case = contrast(one, other)
    run = simulate(case, n=512, seed=3)
    mine, theirs = (simulate(c, n=512, seed=3) for c in (one, other))
    assert set(run.draws.outputs) == {"effort", "net", "lines.gain", "lines.effort", "least", "pay"}
    for path, values in run.draws.outputs.items():
        assert_allclose(values, mine.output(path) - theirs.output(path), rtol=1e-12, atol=1e-14, err_msg=path)
    for path, values in mine.draws.inputs.items():
        assert_array_equal(values, run.draws.inputs[path])
    x, cost = run.draws.inputs["x"], run.draws.inputs["cost"]
    assert_allclose(run.output("net"), net(0.75, x, cost) - net(0.5, x, cost), rtol=1e-12, atol=1e-14)


def test_without_another_it_is_against_the_same_world_with_no_lever_set() -> None:
    case = contrast(under(0.75, wage=500.0))
    assert case.label == "law 0.75 less status_quo"
    assert_allclose(case.outputs().net, net(0.75, 2, 2) - net(0.25, 2, 2))
    assert_allclose(case.outputs().pay, 500 * (0.75 - 0.25))  # what is no lever stays as the case has it
    assert case.entry("against.knob").value == 0.25
    quo = status_quo(under(0.75, wage=500.0))
    assert (quo.label, quo.entry("knob").value, quo.entry("wage").value) == ("status_quo", 0.25, 500.0)
    assert contrast(toys.toy_case(toys.knobbed).but("half", knob=0.5)).outputs().y == 2 * (0.25 - 0.0625)


@given(shares, shares, shares, st.floats(0, 4), st.floats(0.1, 50))
def test_laws_of_a_difference(a: float, b: float, c: float, x: float, cost: float) -> None:
    """Zero against itself, antisymmetric, and additive over a third."""
    one, two, three = (under(k, f"case {name}", x=x, cost=cost) for k, name in ((a, "a"), (b, "b"), (c, "c")))

    def less(mine: Case[Any, Any], theirs: Case[Any, Any]) -> dict[str, float]:
        made = output_quantities(contrast(mine, theirs).outputs())
        return {path: float(value) for path, value in made.items() if path != "least"}

    assert set(less(one, one).values()) == {0.0}
    there, back = less(one, two), less(two, one)
    assert there == {path: -value for path, value in back.items()}
    size = 4 + cost + 1e4
    for path, value in less(one, three).items():
        assert value == pytest.approx(there[path] + less(two, three)[path], abs=1e-12 * size)
    assert there["net"] == pytest.approx(net(a, x, cost) - net(b, x, cost), abs=1e-12 * size)


def test_against_itself_it_is_exactly_zero_also_where_both_are_endless() -> None:
    case = contrast(under(0.0), under(0.0, "again"))
    run = simulate(case, n=64, seed=1)
    for path, values in run.draws.outputs.items():
        assert_array_equal(values, 0, err_msg=path)
    assert float(contrast(under(0.0), under(0.5)).outputs().least) == np.inf
    assert float(contrast(under(0.5), under(0.0)).outputs().least) == -np.inf


def test_what_differs_by_rounding_alone_is_zero() -> None:
    """0.1 + 0.2 and 0.3 are one number."""

    class TenthInputs(Inputs):
        """Adds up."""

        a: Ratio = lever(0.1)
        """One."""
        b: Ratio = lever(0.2)
        """Other."""

    @calculator
    def tenths(x: TenthInputs) -> toys.YOutputs:
        """Their sum."""
        return toys.YOutputs(y=x.a + x.b)

    case = toys.toy_case(tenths)
    assert float(contrast(case, case.but("whole", a=0.3, b=0.0)).outputs().y) == 0
    assert float(contrast(case, case.but("more", a=0.3, b=1e-9)).outputs().y) < 0


@pytest.mark.parametrize("shape", [(), (4,), (2, 3)])
def test_a_contrast_takes_every_shape(shape: tuple[int, ...]) -> None:
    case = contrast(under(0.75), under(0.5))
    x = np.linspace(0, 4, int(np.prod(shape, dtype=int))).reshape(shape)
    y = case.calculator(replace_leaves(case.point, {**dict(leaves(case.point)), "x": x}))
    assert_allclose(y.net, net(0.75, x, 2) - net(0.5, x, 2))
    assert np.shape(y.net) == shape


def test_a_contrast_of_a_contrast_is_the_same() -> None:
    """Its status quo is nothing."""
    once = contrast(under(0.75))
    twice = contrast(once)
    assert_allclose(twice.outputs().net, once.outputs().net)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_contrast_keeps_every_contract(contract: str) -> None:
    CONTRACTS[contract](contrast(under(0.75), under(0.5)))


# ---------------------------------------------------------------- side by side


def test_side_by_side_are_the_outputs_of_each() -> None:
    cases = {"mild": under(0.5), "strict": under(0.75), "none": under(0.0)}
    case = side_by_side(cases)
    assert case.label == "mild and strict and none"
    run, y = simulate(case, n=128, seed=3), case.outputs()
    for name, one in cases.items():
        alone = simulate(one, n=128, seed=3)
        for path in ("net", "lines.gain", "pay"):
            assert_array_equal(run.output(f"{name}.{path}"), alone.output(path))
        assert y[name] == one.outputs()
        assert y[name].which.labels == ("mild", "strict")
    assert isinstance(case.calculator, Worlds)
    assert case.calculator.names == ("mild", "strict", "none")
    assert row_of(run, "strict.pay").unit == "USD 2022"
    assert [path for path, _ in case.calculator.levers] == ["knob"]


def test_levers_stay_with_their_case_and_states_are_common() -> None:
    case = side_by_side({"mild": under(0.5), "strict": under(0.75)})
    assert [p for p, e in case.entries.items() if e.spec.role == "lever"] == ["knob", "bound", "strict.knob"]
    assert (case.entry("knob").value, case.entry("strict.knob").value) == (0.5, 0.75)
    moved = case.but("other states", {"x": 4.0, "knob": 0.25}).outputs()
    assert_allclose(moved["mild"].net, net(0.25, 4, 2))
    assert_allclose(moved["strict"].net, net(0.75, 4, 2))
    assert "strict.x" not in case.entries
    changed = contrast(under(0.5), under(0.25)).but("only theirs", {"against.knob": 0.5})
    assert changed.outputs().net == 0
    with pytest.raises(InputError, match=r"has no input 'against\.knbo'. Did you mean .*against\.knob"):
        changed.but("y", {"against.knbo": 0.5})
    with pytest.raises(InputError, match=r"against\.knob is a lever: a choice"):
        changed.but("y", {"against.knob": uniform(low=0, high=1)})


def test_a_lever_that_is_the_same_in_all_is_one() -> None:
    case = side_by_side({"a": under(0.5), "b": under(0.5, "same")})
    assert "b.knob" not in case.entries
    assert case.but("z", knob=1.0).outputs()["b"].effort == 2


@given(shares, shares)
def test_a_lever_of_a_contrast_is_that_of_the_first_world_alone(before: float, after: float) -> None:
    case = contrast(under(before), under(0.5, "other"))
    changed = case.but("changed", knob=after)
    assert_allclose(changed.outputs().net, contrast(under(after, "new"), under(0.5)).outputs().net)
    assert changed.entry("against.knob").value == 0.5


def test_a_lever_that_both_worlds_share_today_is_varied_under_the_law_alone() -> None:
    law = world_under("licensing")
    worth = contrast(law).but("liable", developer_liable=0.9).outputs().net_world
    assert_allclose(worth, contrast(law.but("liable", developer_liable=0.9)).outputs().net_world)
    found = break_even(contrast(law), vary="developer_liable", output="net_world", target=float(worth))
    assert any(c.value == pytest.approx(0.9, abs=1e-3) for c in found.crossings)
    for c in found.crossings:
        again = contrast(law.but("crossing", developer_liable=c.value)).outputs().net_world
        assert_allclose(again, worth, rtol=1e-6)


def test_contrasts_of_one_calculator_are_of_one_calculator() -> None:
    assert contrast(under(0.75)).calculator is contrast(under(0.25, "today"), under(0.5)).calculator


def test_a_contrast_of_a_contrast_keeps_what_it_is_against() -> None:
    case = contrast(under(0.75), under(0.5))
    again = contrast(case)
    assert_allclose(again.outputs().net, net(0.75, 2, 2) - net(0.5, 2, 2))
    assert again.entry("against.knob").value == 0.5
    two = contrast(case, contrast(under(0.9), under(0.4)))
    assert_allclose(two.outputs().net, net(0.75, 2, 2) - net(0.5, 2, 2) - net(0.9, 2, 2) + net(0.4, 2, 2))


def test_a_name_that_is_taken_is_refused() -> None:
    one, other = contrast(under(0.75), under(0.5)), contrast(under(0.9), under(0.4))
    with pytest.raises(InputError, match=r"'against' is taken.*Take another name"):
        side_by_side({"a": one, "against": other})
    assert_allclose(side_by_side({"a": one, "b": other}).outputs()["b"].net, net(0.9, 2, 2) - net(0.4, 2, 2))


class Slope(Ratio, unit="ratio", low=-1, high=1):
    """From -1 to 1."""


class ManyInputs(Inputs):
    """Levers by name, and a label that has no default."""

    knobs: Named[Share] = lever()
    """How strict it is, by place."""
    unit: str = label()
    """What it is called."""


class ManyOutputs(Outputs):
    """A bounded number."""

    slope: Slope
    """From the strictness."""


@calculator
def many(x: ManyInputs) -> ManyOutputs:
    """Twice the mean strictness less 1."""
    return ManyOutputs(slope=x.knobs["here"] + x.knobs["there"] - 1)


def ruled(here: float, name: str) -> Case[Any, Any]:
    """A case by hand: no scenario of the library has levers by name."""
    like, store = under(0.5), toys.toy_store()
    at = many.Inputs(knobs={"here": np.float64(here), "there": np.float64(1.0)}, unit="a")
    specs = dict(leaf_specs(at))
    entries = {p: Entry(p, f"many.{p}", specs[p], float(v), point(value=float(v))) for p, v in leaves(at)}
    return Case(many, name, like.prices, entries, at, None, store)


def test_levers_by_name_differ_and_a_difference_may_be_twice_as_large_as_what_differs() -> None:
    case = contrast(ruled(1.0, "one"), ruled(-0.0, "other"))
    assert case.outputs().slope == 1
    run = simulate(case, n=64, seed=1)
    assert estimate(run, "slope").value == 1
    wide = case.but("wide", {"against.knobs.there": 0.0})
    assert wide.outputs().slope == 2
    both = side_by_side({"a": ruled(1.0, "one"), "b": ruled(0.25, "other")})
    assert (both.outputs()["a"].slope, both.outputs()["b"].slope) == (1, 0.25)
    assert both.but("c", {"b.knobs.here": 0.5}).outputs()["b"].slope == 0.5


class NamedLawInputs(Inputs):
    """A lever, and a label that has no default."""

    knob: Share = lever(0.25)
    """How strict it is."""
    unit: str = label()
    """What it is called."""


@calculator
def labelled(x: NamedLawInputs) -> ManyOutputs:
    """The strictness."""
    return ManyOutputs(slope=x.knob)


def test_the_status_quo_has_the_labels_of_its_case() -> None:
    case = baseline(labelled, labels={"unit": "a"}).but("law", knob=0.75)
    assert contrast(case).outputs().slope == 0.5


def test_a_contrast_has_no_point_of_its_own_and_the_remedy_works() -> None:
    case = contrast(under(0.75), under(0.5))
    with pytest.raises(InputError, match=r"has no point of its own.*\.but.*one_way"):
        case.calculator.at(knob=0.9)
    assert_allclose(case.but("x", knob=0.9).outputs().net, net(0.9, 2, 2) - net(0.5, 2, 2))
    table = one_way(case, "knob", at=[0.75, 0.9])
    assert_allclose(table.outputs["net"][-1], net(0.9, 2, 2) - net(0.5, 2, 2))


def twice(factor: float) -> Any:
    """Calculators of one name."""

    def same(x: LawInputs) -> LawOutputs:
        """By a factor."""
        return LawOutputs(effort=factor * x.cost * x.knob, which=Category(0 * x.knob, ("mild", "strict")))

    return calculator(same)


def test_another_calculator_of_the_same_name_is_another() -> None:
    one, other = twice(1.0), twice(100.0)
    assert one.name == other.name
    mine, theirs = toys.toy_case(one).but("mine", knob=0.5), toys.toy_case(other).but("theirs", knob=0.75)
    with pytest.raises(InputError, match="another of this name"):
        contrast(mine, theirs)
    with pytest.raises(InputError, match=r"called .*same too.*Make the case again"):
        compare([mine, theirs], judged_by="effort", n=64, seed=1)


def test_a_proposal_in_a_contrast() -> None:
    both = world_under("licensing"), world_under("risk_tiers")
    case = contrast(*both)
    levers = [path for path in case.entries if path.startswith("against.")]
    for path in levers:
        mine, theirs = (one.entry(path.removeprefix("against.")) for one in both)
        assert (case.entry(path).value, case.entry(path).origin) == (theirs.value, theirs.origin)
        assert mine.value == case.entry(path.removeprefix("against.")).value
        assert case.entry(path).spec.role == "lever"
    every = [path for path, entry in both[0].entries.items() if entry.spec.role == "lever"]
    assert [f"against.{path}" for path in every] == levers
    assert case.scenario == "ai_duties"
    assert case.calculator.parts == world.parts


# ---------------------------------------------------------------- laws that bind different parts of the world


def test_a_contrast_of_laws_that_bind_different_parts_is_the_difference_by_hand() -> None:
    narrow = under(0.75, bound=0.4)
    for other, k, bound in ((None, 0.25, 1.0), (under(0.5), 0.5, 1.0), (under(0.5, bound=0.6), 0.5, 0.6)):
        case = contrast(narrow, other)
        assert [p for p in case.entries if "bound" in p] == ["bound", "against.bound"]
        assert (case.entry("bound").value, case.entry("against.bound").value) == (0.4, bound)
        assert_allclose(case.outputs().net, net(0.75, 2, 2, 0.4) - net(k, 2, 2, bound))
    one, two = aligned(under(0.5), narrow)
    assert (one.entry("bound").value, two.entry("bound").value) == (1.0, 0.4)
    three = side_by_side({"a": under(0.5), "b": narrow, "c": under(0.1)}).outputs()
    assert_allclose([three["b"].net, three["c"].net], [net(0.75, 2, 2, 0.4), net(0.1, 2, 2)])


BINDING = ("licensing", "eu_ai_act_highrisk", "california_sb942", "nyc_ll144")  # world, region, state, city


@pytest.mark.slow
def test_proposals_that_bind_different_parts_differ_by_what_each_does_against_the_status_quo() -> None:
    """And the status quo is one, whichever part a proposal binds."""
    cases = {name: world_under(name) for name in BINDING}
    alone = {name: simulate(contrast(case), n=128, seed=5) for name, case in cases.items()}
    for a, b in (BINDING[:2], BINDING[1:3], BINDING[3:] + BINDING[:1]):
        run = simulate(contrast(cases[a], cases[b]), n=128, seed=5)
        for path in ("net_world", "net_of.us", "net_of.eu", "net_of.uk", "avoided_of.fraud", "lines.deployers_comply"):
            mine, theirs = alone[a].output(path), alone[b].output(path)
            size = np.maximum(np.maximum(np.abs(mine), np.abs(theirs)).max(), 1.0)
            assert_allclose(run.output(path) / size, (mine - theirs) / size, atol=1e-11, err_msg=f"{a}, {b}: {path}")
    quo = world_under("status_quo").outputs()
    for case in cases.values():
        assert_allclose(status_quo(case).outputs().net_world, quo.net_world, rtol=1e-14)
        nowhere = {p: 0.0 for p in case.entries if p.endswith(".bound") or p == "rest_bound"}
        assert len(nowhere) == 4
        nobody = dict.fromkeys(("deployers", "intermediaries", "staff"), 0.0)  # numbers in all, wherever it binds
        assert_allclose(contrast(case.but("nowhere", nowhere | nobody)).outputs().net_world, 0, atol=1e-3)


def test_nothing_leaks_out_of_a_world_that_is_bound_whole() -> None:
    """To the bit: regions that sum to 1 but for rounding leave no outside."""
    case = world_under("licensing")
    assert not simulate(case, n=512, seed=1).output("moved_out").any()
    less, more = (simulate(case.but("x", leakage=share), n=256, seed=1).output("net_world") for share in (0.0, 1.0))
    assert_array_equal(less, more)


# ---------------------------------------------------------------- travelling and keeping


def test_a_contrast_travels_to_the_same_bits(tmp_path: Path) -> None:
    case = contrast(under(0.75), under(0.5))
    again = pickle.loads(pickle.dumps(case))
    assert again.digest() == case.digest()
    assert isinstance(again.calculator, Contrast)
    assert again.outputs() == case.outputs()
    assert again.point == case.point
    here = simulate(case, n=300, seed=2)
    with ProcessPoolExecutor(1) as pool:
        there = simulate(case, n=300, seed=2, executor=pool)
    both = side_by_side({"a": under(0.75), "b": under(0.5)})
    assert pickle.loads(pickle.dumps(both)).outputs() == both.outputs()
    kept = simulate(case, n=300, seed=2, checkpoint=tmp_path / "run.npz")
    resumed = simulate(case, n=300, seed=2, checkpoint=tmp_path / "run.npz")
    for other in (there, kept, resumed):
        assert_array_equal(other.output("net"), here.output("net"))


def test_two_contrasts_are_two_cases() -> None:
    digests = {contrast(under(a), under(b, "b")).digest() for a, b in ((0.75, 0.5), (0.75, 0.25), (0.5, 0.75))}
    assert len(digests) == 3
    assert contrast(under(0.75)).digest() != under(0.75).digest()


def test_a_contrast_is_run_until_it_is_known_and_in_summary() -> None:
    case = contrast(under(0.75), under(0.5))
    run = simulate(case, n=until(se=0.02, of="net"), seed=1)
    assert estimate(run, "net").error <= 0.02
    summary = simulate(case, n=2**12, seed=1, keep="summary")
    whole = simulate(case, n=2**12, seed=1)
    assert_allclose(estimate(summary, "net").value, estimate(whole, "net").value, rtol=1e-12)


# ---------------------------------------------------------------- the library's own


def test_a_contrast_of_the_world_is_the_difference_of_two_runs() -> None:
    licensed, tiers = world_under("licensing"), world_under("risk_tiers")
    case = contrast(licensed, tiers)
    run = simulate(case, n=128, seed=7)
    mine, theirs = (simulate(c, n=128, seed=7) for c in (licensed, tiers))
    for path, values in run.draws.outputs.items():
        a, b = finite(mine, path), finite(theirs, path)
        size = np.maximum(np.maximum(np.abs(a), np.abs(b)).max(), 1.0)
        assert_allclose(values / size, (a - b) / size, atol=1e-12, err_msg=path)


def test_a_proposal_over_a_proposal() -> None:
    base = world_under("eu_ai_act_requirements")
    both = proposal("eu_ai_act_highrisk").apply(base)
    case = contrast(both, base)
    assert case.label == f"{both.label} less {base.label}"
    assert float(case.outputs().fixed_cost) > 0
    assert_allclose(case.outputs().fixed_cost, both.outputs().fixed_cost - base.outputs().fixed_cost, rtol=1e-9)


@given(st.data())
def test_inputs_within_beliefs_of_a_contrast(data: st.DataObject) -> None:
    case = contrast(under(0.75), under(0.5))
    x = data.draw(inputs_of(case))
    assert float(case.calculator(x).net) == pytest.approx(GAIN * float(x.x) - COST * float(x.cost), abs=1e-9)
    assert float(getattr(x, "against.knob")) == 0.5


def test_an_uncertain_state_stays_one_variable() -> None:
    """What is certain in one and uncertain in the other is another world."""
    with pytest.raises(InputError, match="differ in x"):
        contrast(under(0.75, x=2.0), under(0.5))
    case = contrast(under(0.75, x=2.0), under(0.5, x=2.0))
    assert not case.entry("x").uncertain
    assert case.entry("x").dist == point(value=2.0)


# ---------------------------------------------------------------- contrasts side by side


@pytest.mark.slow
def test_contrasts_are_what_each_case_changes() -> None:
    cases = [world_under(name) for name in ("licensing", "deployment_liability", "pause_6m")]
    for made, case in zip(contrasts(cases), cases, strict=True):
        alone = contrast(case)
        drawn = [simulate(c, n=256, seed=1).output("net_world") for c in (made, alone)]
        assert np.array_equal(*drawn)
        assert made.label == case.label


@pytest.mark.slow
def test_contrasts_can_be_set_side_by_side() -> None:
    """Also where proposals bind another part of the world."""
    cases = [world_under("licensing"), world_under("permits").but("at home", {"rest_bound": 0.0})]
    one, other = contrasts(cases)
    assert one.calculator.Inputs == other.calculator.Inputs
    options = compare([one, other], judged_by="net_world", n=256, seed=1)
    for run, case in zip(options.runs, cases, strict=True):
        again = contrast(case)
        assert np.array_equal(run.output("net_world"), simulate(again, n=256, seed=1).output("net_world"))
    found = bridge(one, other, "net_world")
    assert sum(row.part for row in found.rows) == pytest.approx(found.values[1] - found.values[0])
    assert "rest_bound" in [row.path for row in found.rows]


def test_contrasts_against_another_proposal() -> None:
    permits = world_under("permits")
    nothing, more = contrasts([permits, world_under("licensing")], permits)
    assert float(nothing.outputs().net_world) == 0
    apart = [float(contrast(world_under(name)).outputs().net_world) for name in ("licensing", "permits")]
    assert float(more.outputs().net_world) == pytest.approx(apart[0] - apart[1], rel=1e-9)
