"""Worlds that differ in their levers alone: side by side, and one less another."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.engine import compare, simulate, together, until
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import Table, default_store
from mloss_econ.kernel import (
    Case,
    Category,
    Contrast,
    Entry,
    Inputs,
    Money,
    Named,
    Outputs,
    Ratio,
    Share,
    Worlds,
    aligned,
    baseline,
    calculator,
    claim,
    contrast,
    fixed,
    given as state,
    label,
    leaf_specs,
    leaves,
    lever,
    linked,
    model,
    output_quantities,
    proposal,
    replace_leaves,
    side_by_side,
    status_quo,
    table,
)
from mloss_econ.regimes import world, world_under
from mloss_econ.sensitivity import (
    METHODS,
    Region,
    break_even,
    bridge,
    evpi,
    evppi,
    one_way,
    prim,
    sobol,
    switching,
    tornado,
    verdict,
)
from mloss_econ.testing import CONTRACTS, assert_claim, falsify, inputs_of
from mloss_econ.uncertainty import point, uniform
from mloss_econ.value import use_value


class LawInputs(Inputs):
    """What a law asks."""

    knob: Share = lever(0.25)
    """How strict it is."""
    cost: Ratio = state("toy.left")
    """What strictness costs; 2."""


class LawOutputs(Outputs):
    """What it does."""

    effort: Ratio
    """What the law costs."""
    which: Category
    """Whether it is strict."""


@calculator
def law(x: LawInputs) -> LawOutputs:
    """Cost times strictness."""
    return LawOutputs(effort=x.cost * x.knob, which=Category(1 * np.greater(x.knob, 0.6), ("mild", "strict")))


class WorldInputs(Inputs):
    """A world under a law."""

    knob: Share = lever(0.25)
    """How strict it is."""
    effort: Ratio = linked()
    x: toys.Signed = state("toy.x")
    """What strictness brings; 2, from 0 to 4."""
    wage: Money = state("toy.dollars")
    """An amount."""
    bound: Share = lever(1.0, common=True)
    """Part of the world that is looked at."""
    order: Ratio = fixed("toy.order")
    """A definition, which is 2."""
    basis: str = label("first")
    """A label."""
    sample: Table = table("commits_per_contributor")
    """A table."""


class WorldOutputs(Outputs):
    """What flows."""

    net: toys.Signed
    """Gain less effort."""
    lines: Named[toys.Signed]
    """Both apart."""
    least: Ratio
    """What strictness needs of the state: without end where there is no law."""
    pay: Money
    """An amount."""


@calculator
def flows(x: WorldInputs) -> WorldOutputs:
    """bound * (x knob^2 - cost knob)."""
    gain, effort = x.bound * x.x * np.power(x.knob, x.order), x.bound * x.effort
    with np.errstate(divide="ignore"):
        least = np.where(np.greater(x.knob, 0.0), 1 / np.maximum(x.knob, 1e-9), np.inf)
    return WorldOutputs(
        net=gain - effort, lines={"gain": gain, "effort": effort}, least=least, pay=x.bound * x.wage * x.knob
    )


earth = model(law, flows, name="toys.earth")
shares = st.floats(0, 1).map(lambda v: round(v, 3))


def under(knob: float, name: str = "", **more: Any) -> Case[Any, Any]:
    """The world under a law this strict."""
    return toys.toy_case(earth).but(name or f"law {knob:g}", knob=knob, **more)


def net(knob: float, x: Any, cost: Any, bound: float = 1.0) -> Any:
    """By hand."""
    return bound * (x * knob**2 - cost * knob)


# ---------------------------------------------------------------- one less another


def test_a_contrast_is_the_difference_of_two_runs() -> None:
    one, other = under(0.75), under(0.5)
    case = contrast(one, other)
    run = simulate(case.calculator, case, n=512, seed=3)
    mine, theirs = (simulate(earth, c, n=512, seed=3) for c in (one, other))
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
    run = simulate(case.calculator, case, n=64, seed=1)
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
    assert case.label == "mild beside strict beside none"
    run, y = simulate(case.calculator, case, n=128, seed=3), case.outputs()
    for name, one in cases.items():
        alone = simulate(earth, one, n=128, seed=3)
        for path in ("net", "lines.gain", "pay"):
            assert_array_equal(run.output(f"{name}.{path}"), alone.output(path))
        assert y[name] == one.outputs()
        assert y[name].which.labels == ("mild", "strict")
    assert isinstance(case.calculator, Worlds)
    assert case.calculator.names == ("mild", "strict", "none")
    assert run.row("strict.pay").unit == "USD 2022"
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
    case = contrast(law)
    found = break_even(case.calculator, case, vary="developer_liable", output="net_world", target=0.0)
    assert_allclose([c.value for c in found.crossings], [0.153883, 0.340390], atol=1e-6)  # 0: what it does not set


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
    run = simulate(case.calculator, case, n=64, seed=1)
    assert run.mean("slope").value == 1
    wide = case.but("wide", {"against.knobs.there": 0.0})
    assert wide.outputs().slope == 2
    beside = side_by_side({"a": ruled(1.0, "one"), "b": ruled(0.25, "other")})
    assert (beside.outputs()["a"].slope, beside.outputs()["b"].slope) == (1, 0.25)
    assert beside.but("c", {"b.knobs.here": 0.5}).outputs()["b"].slope == 0.5


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
    table = one_way(case.calculator, case, "knob", at=[0.75, 0.9])
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
        simulate(one, theirs, n=64, seed=1)


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
    assert [f"against.{path}" for path in every if path != "bound"] == levers  # what is common is one
    assert case.scenario == "ai_duties"
    assert case.calculator.parts == world.parts


# ---------------------------------------------------------------- the part of the world that is looked at


def test_a_common_lever_follows() -> None:
    narrow = under(0.75, bound=0.4)
    for other in (None, under(0.5)):
        case = contrast(narrow, other)
        assert [p for p in case.entries if "bound" in p] == ["bound"]
        k = 0.25 if other is None else 0.5
        assert_allclose(case.outputs().net, net(0.75, 2, 2, 0.4) - net(k, 2, 2, 0.4))
        assert_allclose(case.outputs().net, 0.4 * float(contrast(under(0.75), under(k, "k")).outputs().net))
    one, two = aligned(under(0.5), narrow)
    assert (one.entry("bound").value, two.entry("bound").value) == (0.4, 0.4)
    assert one.label == "law 0.5"
    three = side_by_side({"a": under(0.5), "b": narrow, "c": under(0.1)}).outputs()
    assert_allclose(three["c"].net, net(0.1, 2, 2, 0.4))


def test_two_parts_of_the_world_are_refused_and_the_remedy_works() -> None:
    one, other = under(0.75, bound=0.4), under(0.5, bound=0.6)
    said = r"bound is 0\.4 in one case and 0\.6 in 'law 0\.5'.*Set each against the status quo instead, contrast"
    with pytest.raises(InputError, match=said):
        contrast(one, other)
    assert_allclose(contrast(one).outputs().net, 0.4 * (net(0.75, 2, 2) - net(0.25, 2, 2)))
    assert contrast(other).entry("bound").value == 0.6


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("other", "kind", "words"),
    [
        (lambda: under(0.5, x=1.0), InputError, r"'law 0\.75' and 'law 0\.5' differ in x, which is no lever"),
        (lambda: under(0.5, order=3.0), InputError, "differ in order, which is no lever"),
        (lambda: under(0.5, x=uniform(low=0, high=1)), InputError, "differ in x, which is no lever"),
        (lambda: toys.toy_case(toys.linear), InputError, r"a case of toys\.earth and 'baseline' of toys\.linear"),
        (
            lambda: toys.toy_case(earth, prices="EUR 2021"),
            UnitError,
            r"is in USD 2022 but 'baseline' is in",
        ),
        (
            lambda: under(0.5).restructured("relabelled", labels={"basis": "second"}),
            InputError,
            "differ in their correlations, labels or tables. Change these in both",
        ),
        (
            lambda: under(0.5).restructured("another table", tables={"sample": Table("mine", {"n": np.ones(2)})}),
            InputError,
            "differ in their correlations, labels or tables",
        ),
        (
            lambda: under(0.5).correlated("tied", {("x", "cost"): 0.5}),
            InputError,
            "differ in their correlations, labels or tables",
        ),
    ],
)
def test_what_is_not_the_same_world_is_refused(other: Any, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        contrast(under(0.75), other())
    with pytest.raises(kind):
        side_by_side({"a": under(0.75), "b": other()})


def test_the_remedies_of_these_refusals_work() -> None:
    both = [c.but(f"{c.label}, x", x=1.0) for c in (under(0.75), under(0.5))]
    assert_allclose(contrast(*both).outputs().net, net(0.75, 1, 2) - net(0.5, 1, 2))
    tied = [c.correlated(f"{c.label}, tied", {("x", "cost"): 0.5}) for c in (under(0.75), under(0.5))]
    case = contrast(*tied)
    run = simulate(case.calculator, case, n=2**12, seed=1)
    assert np.corrcoef(run.draws.inputs["x"], np.log(run.draws.inputs["cost"]))[0, 1] > 0.4
    euros = [toys.toy_case(earth, prices="EUR 2021").but(f"k {k}", knob=k) for k in (0.75, 0.5)]
    assert contrast(*euros).prices == euros[0].prices
    apart = compare(earth, [under(0.75), under(0.5, x=1.0)], judged_by="net", n=64, seed=1)
    assert len(apart.rows) == 2


def test_one_case_alone_is_refused() -> None:
    with pytest.raises(InputError, match="give two or more"):
        side_by_side({"a": under(0.5)})
    with pytest.raises(InputError, match="give two or more"):
        side_by_side({})


def test_the_name_of_a_proposal_is_no_case() -> None:
    name: Any = "licensing"
    for ask in (contrast, lambda n: contrast(under(0.5), n), lambda n: side_by_side({"a": n, "b": n})):
        with pytest.raises(InputError, match=r"'licensing' is no case. Give the world under a proposal"):
            ask(name)


def test_another_scenario_is_refused() -> None:
    with pytest.raises(InputError, match=r"of another scenario|another scenario"):
        contrast(baseline(world), baseline(use_value))


def test_an_unknown_output_is_refused() -> None:
    case = contrast(under(0.75))
    with pytest.raises(InputError, match=r"toys\.earth, contrast has no output 'nett'. Did you mean .net"):
        sobol(case.calculator, case, "nett", n=2**8)


# ---------------------------------------------------------------- travelling and keeping


def test_a_contrast_travels_to_the_same_bits(tmp_path: Path) -> None:
    case = contrast(under(0.75), under(0.5))
    again = pickle.loads(pickle.dumps(case))
    assert again.digest() == case.digest()
    assert isinstance(again.calculator, Contrast)
    assert again.outputs() == case.outputs()
    assert again.point == case.point
    here = simulate(case.calculator, case, n=300, seed=2)
    with ProcessPoolExecutor(1) as pool:
        there = simulate(case.calculator, case, n=300, seed=2, executor=pool)
    both = side_by_side({"a": under(0.75), "b": under(0.5)})
    assert pickle.loads(pickle.dumps(both)).outputs() == both.outputs()
    kept = simulate(case.calculator, case, n=300, seed=2, checkpoint=tmp_path / "run.npz")
    taken_up = simulate(case.calculator, case, n=300, seed=2, checkpoint=tmp_path / "run.npz")
    for other in (there, kept, taken_up):
        assert_array_equal(other.output("net"), here.output("net"))


def test_two_contrasts_are_two_cases() -> None:
    digests = {contrast(under(a), under(b, "b")).digest() for a, b in ((0.75, 0.5), (0.75, 0.25), (0.5, 0.75))}
    assert len(digests) == 3
    assert contrast(under(0.75)).digest() != under(0.75).digest()


def test_a_contrast_is_run_until_it_is_known_and_in_summary() -> None:
    case = contrast(under(0.75), under(0.5))
    run = simulate(case.calculator, case, n=until(se=0.02, of="net"), seed=1)
    assert run.mean("net").error <= 0.02
    summary = simulate(case.calculator, case, n=2**12, seed=1, keep="summary")
    whole = simulate(case.calculator, case, n=2**12, seed=1)
    assert_allclose(summary.mean("net").value, whole.mean("net").value, rtol=1e-12)


# ---------------------------------------------------------------- every method takes one

GAIN, COST = 0.75**2 - 0.5**2, 0.75 - 0.5  # net of law 0.75 less law 0.5: GAIN x - COST cost
VAR_X, VAR_COST = 16 / 12, 4 * np.exp(0.25) * (np.exp(0.25) - 1)  # uniform from 0 to 4; lognormal, median 2, sigma 0.5


@pytest.fixture(scope="module")
def policy() -> Case[Any, Any]:
    return contrast(under(0.75), under(0.5))


def test_ranking_what_a_policy_adds(policy: Case[Any, Any]) -> None:
    """Linear in x and cost, so variances add."""
    gain, cost = GAIN**2 * VAR_X, COST**2 * VAR_COST
    found = sobol(policy.calculator, policy, "net", n=2**12, seed=1)
    assert_allclose(found.row("x").index, gain / (gain + cost), atol=0.02)
    assert_allclose(found.row("cost").index, cost / (gain + cost), atol=0.03)
    assert abs(found.row("wage").index) < 0.02
    rows = {row.path: row for row in tornado(policy.calculator, policy, "net").rows}
    ends = GAIN * np.array([0.2, 3.8]) - COST * 2
    assert_allclose([rows["x"].output_low, rows["x"].output_high], ends, rtol=1e-9)
    assert not any(path.endswith("knob") for path in rows)  # choices


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranks])
def test_every_method_that_ranks_takes_a_contrast(policy: Case[Any, Any], name: str) -> None:
    ranking = METHODS[name].ask(policy.calculator, policy, "net", n=2**10, seed=0, target=0.0)
    assert {row.path for row in ranking.rows[:2]} == {"x", "cost"}


def test_where_a_policy_breaks_even(policy: Case[Any, Any]) -> None:
    """GAIN x = COST cost: at x = 1.6 where the cost is 2, at a cost of 2.5 where x is 2."""
    found = break_even(policy.calculator, policy, vary="x", output="net", target=0.0)
    assert_allclose([c.value for c in found.crossings], [COST * 2 / GAIN], rtol=1e-9)
    rows = {row.path: row for row in switching(policy.calculator, policy, "net", target=0.0).rows}
    assert_allclose([rows["x"].value, rows["cost"].value], [1.6, 2.5], rtol=1e-9)
    assert set(rows) == {"x", "cost"}


def test_break_even_over_a_lever_moves_the_policys_alone(policy: Case[Any, Any]) -> None:
    """2 k^2 - 2 k = 2 * 0.25 - 2 * 0.5: at k = 0.5, as the other is; the other law stays."""
    found = break_even(policy.calculator, policy, vary="knob", output="net", target=0.0)
    assert_allclose([c.value for c in found.crossings], [0.5], atol=1e-6)
    theirs = break_even(policy.calculator, policy, vary="against.knob", output="net", target=0.0)
    assert_allclose(sorted(c.value for c in theirs.crossings), [0.25, 0.75], atol=1e-6)  # x^2 - x is the same at both
    mild = contrast(under(0.75), under(0.0))  # 2 k^2 - 2 k = 0 at the ends alone
    ends = [c.value for c in break_even(mild.calculator, mild, vary="knob", output="net", target=-0.375).crossings]
    assert_allclose(sorted(ends), [0.25, 0.75], atol=1e-6)


def test_the_value_of_knowing_between_two_contrasts() -> None:
    """Against one status quo: the options are two laws, and nothing."""
    quo = under(0.25, "quo")
    cases = [contrast(under(k), quo) for k in (0.75, 0.5)]
    options = compare(cases[0].calculator, cases, judged_by="net", n=2**12, seed=1)
    x, cost = (options.runs[0].draws.inputs[p] for p in ("x", "cost"))
    worth = np.array([net(k, x, cost) - net(0.25, x, cost) for k in (0.75, 0.5)])
    for run, by_hand in zip(options.runs, worth, strict=True):
        assert_allclose(run.output("net"), by_hand, rtol=1e-9, atol=1e-12)
    perfect = worth.max(axis=0).mean() - worth.mean(axis=1).max()
    assert_allclose(evpi(options).value.value, perfect, rtol=1e-9)
    known = {row.path: row.index for row in evppi(options).rows}
    assert 0 <= known["x"] <= perfect * 1.01
    assert known["x"] > known["cost"] > known["wage"] - 1e-3
    sample = together(cases[0].calculator, cases, outputs=["net"], n=2**12, seed=1)
    assert_array_equal(sample.of("net"), [run.output("net") for run in options.runs])


def test_what_moves_a_contrast_is_taken_apart(policy: Case[Any, Any]) -> None:
    other = policy.but("another world", x=3.0, cost=1.0)
    found = bridge(policy.calculator, policy, other, "net")
    parts = {row.path: row.part for row in found.rows}
    assert_allclose([parts["x"], parts["cost"]], [GAIN, COST], rtol=1e-9)
    stricter = contrast(under(1.0), under(0.5))
    (row,) = bridge(policy.calculator, policy, stricter, "net").rows
    assert row.path == "knob"
    assert_allclose(row.part, net(1.0, 2, 2) - net(0.75, 2, 2), rtol=1e-9)


def test_where_a_policy_loses(policy: Case[Any, Any]) -> None:
    run = simulate(policy.calculator, policy, n=2**12, seed=1)
    found = prim(run, Region("net", high=0.0))
    assert {limit.path for box in found.boxes for limit in box.limits} <= {"x", "cost"}
    assert found.boxes[0].density.value > np.mean(run.output("net") <= 0)


# ---------------------------------------------------------------- claims


def law_of(knob: float) -> Any:
    return lambda store, prices: under(knob)


@claim("X01", source="tidelift.unpaid_2024", of=earth, cases={"strict": law_of(0.75), "mild": law_of(0.5)})
def stricter_is_better(x: Any, y: Any, stated: float) -> Any:
    """A stricter law is better.

    The net of the strict one is more than that of the mild one.
    """
    return np.asarray(y["strict"].net > y["mild"].net)


@claim("X02", source="tidelift.unpaid_2024", of=earth, cases={"strict": law_of(0.75), "mild": law_of(0.5)})
def stricter_costs_more(x: Any, y: Any, stated: float) -> Any:
    """A stricter law costs more.

    Its effort is more.
    """
    return np.asarray(y["strict"].effort > y["mild"].effort)


def with_toys(case: Case[Any, Any]) -> Case[Any, Any]:
    """With the fact that the claims cite."""
    return replace(case, store=replace(case.store, facts=default_store().facts, sources=default_store().sources))


def test_a_claim_over_two_laws() -> None:
    case = with_toys(stricter_is_better.case())
    run = simulate(case.calculator, case, n=2**12, seed=0)
    found = verdict(stricter_is_better, n=2**12, case=case)
    x, cost = run.draws.inputs["x"], run.draws.inputs["cost"]
    assert_allclose(found.held.value, np.mean(net(0.75, x, cost) > net(0.5, x, cost)), rtol=1e-12)
    assert found.at_adopted
    turns = {turn.path: turn for turn in found.turns}
    assert set(turns) == {"x", "cost"}
    assert turns["x"].side == "below"
    assert_allclose([turns["x"].value, turns["cost"].value], [1.6, 2.5], rtol=0.01)


def test_a_claim_over_two_laws_is_searched_and_broken() -> None:
    case = with_toys(stricter_is_better.case())
    found = falsify(stricter_is_better, trials=20, n=256, case=case)
    assert found.counterexample is not None
    moved = case.but("moved", found.counterexample)
    assert not bool(stricter_is_better.holds(moved.point, moved.outputs(), 0.0))
    assert not bool(moved.outputs()["strict"].net > moved.outputs()["mild"].net)
    assert_claim(stricter_costs_more, trials=20, case=with_toys(stricter_costs_more.case()))


def test_a_claim_is_about_one_case_or_several() -> None:
    with pytest.raises(InputError, match=r"not both. Give case= or cases="):
        claim("X", source="s", of=earth, case=law_of(0.5), cases={"a": law_of(0.5), "b": law_of(0.75)})
    stricter_is_better.check_case(contrast(under(0.5)))
    with pytest.raises(InputError, match=r"is of toys\.linear, not of toys\.earth"):
        stricter_is_better.check_case(toys.toy_case(toys.linear))
    with pytest.raises(InputError, match=r"claim X: cases= is for two cases or more, and has 1. Give case= for one"):
        claim("X", source="s", of=earth, cases={"a": law_of(0.5)})


# ---------------------------------------------------------------- the library's own


def test_a_contrast_of_the_world_is_the_difference_of_two_runs() -> None:
    licensed, tiers = world_under("licensing"), world_under("risk_tiers")
    case = contrast(licensed, tiers)
    run = simulate(case.calculator, case, n=128, seed=7)
    mine, theirs = (simulate(world, c, n=128, seed=7) for c in (licensed, tiers))
    for path, values in run.draws.outputs.items():
        a, b = mine.finite(path), theirs.finite(path)
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
