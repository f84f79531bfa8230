"""Outputs are held against their declared bounds, and inputs that are possible singly and not together are refused."""

import pickle
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import toys
from alone import at_alone, inputs_alone, linked_numbers, scenario_of, whole
from hypothesis import given, strategies as st

from mloss_econ import compliance, liability, regimes, value
from mloss_econ.compliance import consequences, cost_share, pricing_out, small_entities
from mloss_econ.compliance.consequences import ConsequencesInputs
from mloss_econ.engine import estimate, simulate
from mloss_econ.errors import ImpossibleError, InputError, RunError
from mloss_econ.evidence import default_store
from mloss_econ.kernel import (
    Calculator,
    Category,
    Inputs,
    MoneyPerYear,
    Outputs,
    Ratio,
    Share,
    at_most,
    baseline,
    calculator,
    field_specs,
    given as state,
    leaf_specs,
    leaves,
    lever,
    model,
    output_quantities,
    replace_leaves,
)
from mloss_econ.liability import Channel
from mloss_econ.liability.parties import CheapestAvoiderInputs
from mloss_econ.regimes import world
from mloss_econ.sensitivity import one_way
from mloss_econ.uncertainty import discrete, uniform


class PaidInputs(Inputs):
    """An income and what is paid of it."""

    income: MoneyPerYear = state("toy.income")
    """What comes in."""
    paid: MoneyPerYear = state("toy.paid")
    """What goes out."""


class RatioInputs(Inputs):
    """The same as pure numbers."""

    income: Ratio = state("toy.left")
    """What comes in."""
    paid: Ratio = state("toy.right")
    """What goes out."""


class LeftOutputs(Outputs):
    """What is left."""

    left: MoneyPerYear
    """Never below 0, it says."""


class PartOutputs(Outputs):
    """What is paid."""

    part: Share
    """Never above 1, it says."""


@calculator
def left_over(x: PaidInputs) -> LeftOutputs:
    """Income less payments, without a look at which is larger."""
    return LeftOutputs(left=x.income - x.paid)


@calculator
def part_paid(x: RatioInputs) -> PartOutputs:
    """Payments over income, without a look at which is larger."""
    return PartOutputs(part=x.paid / x.income)


# ---------------------------------------------------------------- outputs


def test_an_output_below_its_bound_is_refused_with_all_that_matters() -> None:
    with pytest.raises(InputError) as error:
        left_over(PaidInputs(income=3.0, paid=5.0))
    text = str(error.value)
    for part in ("kernel.left_over", "'left' (money/year)", "below its bound of 0", "left = -2", "income = 3"):
        assert part in text


def test_one_above_names_the_first_row() -> None:
    paid = np.array([0.0, 3.0, 1.0, 2.0])
    with pytest.raises(
        InputError, match=r"'part' \(share\) is above its bound of 1 in 2 of 4 rows, first in row 1: part"
    ):
        part_paid(RatioInputs(income=1.0, paid=paid))


def test_rounding_is_no_offence_and_changes_no_bit() -> None:
    third = 1.0 / 3.0
    income, paid = 1e9 * 3 * third, 1e9 * (third + third + third) * (1 + 2e-16)
    assert left_over(PaidInputs(income=income, paid=paid)).left == income - paid
    beyond = 1 + 1e-12
    assert part_paid(RatioInputs(income=1.0, paid=beyond)).part == beyond
    with pytest.raises(InputError, match="above its bound"):
        part_paid(RatioInputs(income=1.0, paid=1 + 1e-8))


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_what_is_within_its_bounds_passes_and_what_is_not_does_not(income: float, paid: float) -> None:
    x = PaidInputs(income=income, paid=paid)
    if paid <= income:
        assert left_over(x).left == income - paid
    elif paid - income > 1e-9 * paid:
        with pytest.raises(ImpossibleError):
            left_over(x)


def test_what_is_not_finite_is_left_to_the_engine() -> None:
    assert np.isnan(part_paid(RatioInputs(income=0.0, paid=0.0)).part)
    assert np.isposinf(part_paid(RatioInputs(income=0.0, paid=1.0)).part)
    mixed = RatioInputs(income=np.array([0.0, 1.0]), paid=np.array([0.0, 2.0]))
    with pytest.raises(InputError, match=r"in 1 of 2 rows, first in row 1"):  # a NaN does not hide what is beyond
        part_paid(mixed)


# ---------------------------------------------------------------- runs


def case_where(low: float, high: float) -> Any:
    """Income 1 to 2, payments from `low` to `high`."""
    left, right = (toys.belief(a, uniform(low=a, high=b)) for a, b in ((1.0, 2.0), (low, high)))
    return toys.toy_case(part_paid, left=left, right=right)


def test_a_run_says_in_how_many_draws_and_gives_no_mean() -> None:
    case = case_where(0.0, 1.5)
    with pytest.raises(RunError) as error:
        simulate(case, n=2**14, seed=1)
    text = str(error.value)
    rows = simulate(case_where(0.0, 1.0), n=2**14, seed=1).draws.inputs
    bad = int((1.5 * rows["paid"] > rows["income"])[:8192].sum())
    assert f"'part' (share) is above its bound of 1 in {bad:,} of the 8,192 draws looked at" in text
    assert "paid = " in text
    assert "correlate the beliefs or truncate them" in text


def test_the_remedy_works_and_the_draws_are_those_of_before() -> None:
    run = simulate(case_where(0.0, 1.0), n=64, seed=1)
    assert (run.output("part") == run.draws.inputs["paid"] / run.draws.inputs["income"]).all()


def test_one_impossible_draw_in_many_is_refused_too_with_its_row() -> None:
    case = case_where(0.0, 1.01)
    with pytest.raises(RunError, match=r"in \d of the [\d,]+ draws looked at .* first in row [\d,]+: part = 1\.00"):
        simulate(case, n=2**17, seed=1, keep="summary")


def test_figures_over_a_range_are_refused_too() -> None:
    with pytest.raises(InputError, match="is above its bound of 1"):
        one_way(case_where(0.0, 1.0), "paid", at=[0.5, 3.0])


def test_the_error_travels() -> None:
    with pytest.raises(ImpossibleError) as error:
        part_paid(RatioInputs(income=1.0, paid=2.0))
    assert str(pickle.loads(pickle.dumps(error.value))) == str(error.value)


# ---------------------------------------------------------------- inputs that are not possible together


def test_at_most_names_both_sides_and_says_what_to_do() -> None:
    with pytest.raises(ImpossibleError, match=r"^a \+ b is more than whole: a = 2, b = 3, whole = 4\. Lower one\.$"):
        at_most({"a": np.float64(2), "b": np.float64(3)}, {"whole": np.float64(4)}, "Lower one.")
    at_most({"a": np.array([1.0, np.nan])}, {"whole": np.float64(1.0)}, "Not a number is counted elsewhere.")


IMPOSSIBLE: list[tuple[Any, dict[str, Any], str, dict[str, Any]]] = [
    (
        compliance.consequences,
        {"covered_funded": 0.2},
        "exit_share_funded is more than covered_funded",
        {"exit_share_funded": 0.1},
    ),
    (compliance.consequences, {"fees": 50_000}, r"fees \+ passed_back is more than fixed_cost", {"fixed_cost": 60_000}),
    (
        compliance.consequences,
        {"fees": 15_000, "passed_back": 15_000},
        r"fees \+ passed_back is more than fixed_cost",
        {"passed_back": 0},
    ),
    (
        compliance.consequences,
        {"large_cost": 5e6, "large_fees": 6e6},
        "large_fees is more than large_cost",
        {"large_fees": 4e6},
    ),
    (
        compliance.consequences,
        {"exit_share_funded": 0, "value_lost": 0.1},
        "value_lost is more than exit_share_funded.*No project exits",
        {"value_lost": 0},
    ),
    (
        regimes.flows,
        {"exits_funded": 0, "resources_freed": 1e6},
        "resources_freed is more than exits_funded.*No project exits",
        {"exits_funded": 3},
    ),
    (compliance.cost_share, {"small_size": 2e9}, "small_size is more than large_size", {"large_size": 3e9}),
    (compliance.small_entities, {"lower_test": 0.05}, "lower_test is more than upper_test", {"upper_test": 0.06}),
    (compliance.small_entities, {"few": 2_000}, "few is more than many", {"many": 3_000}),
    (regimes.flows, {"covered_use": 0.1}, "use_lost is more than covered_use", {"use_lost": 0.05}),
    (
        regimes.flows,
        {"regions.us.activity": 0.8},
        r"regions\.us\.activity \+ regions\.eu\.activity \+ regions\.uk\.activity is more than the world",
        {"regions.eu.activity": 0.1},
    ),
    (regimes.flows, {"regions.eu.users": 0.9}, r"regions\.uk\.users is more than the world", {"regions.us.users": 0.0}),
    (
        regimes.flows,
        {"regions.uk.victims": 0.9},
        r"regions\.uk\.victims is more than the world.*parts of one world: lower one",
        {"regions.uk.victims": 0.5},
    ),
    (value.stock_and_flow, {"discount_rate": -0.5}, "-discount_rate is more than depreciation", {"depreciation": 0.9}),
]


@pytest.mark.parametrize(
    ("calculator", "changes", "words", "remedy"), IMPOSSIBLE, ids=lambda v: getattr(v, "name", None)
)
def test_parts_larger_than_their_whole_are_refused_and_the_remedy_works(
    calculator: Any, changes: dict[str, Any], words: str, remedy: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match=words):
        at_alone(calculator, **changes)
    rows = {name: np.full(3, float(amount)) for name, amount in changes.items()}
    with pytest.raises(InputError, match="in 3 of 3 rows, first in row 0"):
        at_alone(calculator, **rows)
    at_alone(calculator, **{**changes, **remedy})


class ToldInputs(Inputs):
    """Two shares that cannot be whatever they like together."""

    driven_out: Share = state("toy.driven_out")
    """Share of projects that exit."""
    covered: Share = lever(1.0)
    """Share of projects that are covered."""


class ToldOutputs(Outputs):
    """All that consequences take from others."""

    __annotations__ = {name: ConsequencesInputs.model_fields[name].annotation for name in linked_numbers(consequences)}


@calculator
def told(x: ToldInputs) -> ToldOutputs:
    """The two shares as they are, all else as it is alone."""
    shares = {"exit_share_funded": x.driven_out, "covered_funded": x.covered}
    return ToldOutputs(**linked_numbers(consequences) | shares)


def test_draws_that_cannot_be_are_refused_with_their_share_not_averaged() -> None:
    parted = model(told, consequences)
    driven_out = toys.belief(0.3, uniform(low=0, high=0.9), "share")
    store = replace(default_store(), beliefs={**default_store().beliefs, "toy.driven_out": driven_out})
    case = baseline(parted, store=store).but("few covered", covered=0.3)
    with pytest.raises(
        RunError, match=r"exit_share_funded is more than covered_funded in 5,4\d\d of the 8,192 draws .*\(67 %\)"
    ):
        simulate(case, n=2**14, seed=1)
    remedied = case.but("and fewer driven out", driven_out=uniform(low=0, high=0.3))
    assert estimate(simulate(remedied, n=64, seed=1), "not_complying").value >= 0


def test_supply_of_open_source_is_no_more_than_demand() -> None:
    case = baseline(value.open_source_value, scenario="open_source_2020")
    with pytest.raises(
        InputError, match=r"estimates\.bucket_1_low\.supply is more than estimates\.bucket_1_low\.demand"
    ):
        case.but("x", {"estimates.bucket_1_low.supply": 1e15}).outputs()


@pytest.mark.parametrize(("part", "possible"), [(0.5, True), (0.6, False)])
def test_no_more_harm_moves_than_is_deterred(part: float, possible: bool) -> None:
    x = baseline(liability.cheapest_avoider, scenario="deepfake_bank_fraud").point
    moving = Channel(harm=1e6, displaced_to=dict.fromkeys(list(x.channels)[:2], part))
    changed = CheapestAvoiderInputs(
        residual_bearer=x.residual_bearer,
        parties=x.parties,
        precautions=x.precautions,
        channels={**x.channels, "another": moving},
    )
    if possible:
        assert np.isfinite(liability.cheapest_avoider(changed).least_cost)
        return
    with pytest.raises(InputError, match=r"channels\.another\.displaced_to\..* is more than all that is deterred"):
        liability.cheapest_avoider(changed)


# ---------------------------------------------------------------- every calculator, broken


def broken(made: Any, name: str, key: str, value: Any) -> Any:
    """A calculator that gets one of its outputs wrong: `value`, beyond its bounds."""

    def function(x: Any) -> Any:
        y = made.function(x)
        fields = {spec.name: getattr(y, spec.name) for spec in field_specs(made.Outputs)}
        fields[name] = {**fields[name], key: value} if key else value
        return made.Outputs.model_construct(**fields)

    return Calculator(function, made.Inputs, made.Outputs, made.name, made.doc)


@pytest.mark.parametrize("made", [*compliance.CALCULATORS, *liability.CALCULATORS, *regimes.CALCULATORS], ids=str)
def test_every_output_of_every_calculator_is_held_against_its_bounds(made: Any) -> None:
    """A wrong formula is answered with the calculator, the output, the row and the inputs of that row."""
    scenarios = default_store().scenarios
    x = inputs_alone(made, next((name for name, one in scenarios.items() if made.name in one.calculators), None))
    y, tried = made(x), 0
    for path, spec in leaf_specs(y):
        for bound, side in ((spec.low, "below"), (spec.high, "above")):
            if not np.isfinite(bound):
                continue
            beyond = bound + (1.0 if side == "above" else -1.0) * max(1.0, 1e-3 * largest(x, y))
            name, _, key = path.partition(".")
            wrong = broken(made, name, key, np.array([np.clip(0.5, spec.low, spec.high), beyond, beyond]))
            said = f"{made.name}: its output '{path}' ({spec.unit}) is {side} its bound of {bound:g} in 2 of 3 rows, "
            said += f"first in row 1: {path} = {beyond:.6g}"
            with pytest.raises(ImpossibleError, match=f"^{re.escape(said)}"):
                wrong(x)
            tried += 1
    assert tried or all(not np.isfinite([spec.low, spec.high]).any() for _, spec in leaf_specs(y))


def largest(*records: Any) -> float:
    """The largest finite number in records: rounding is by it."""
    values = [np.abs(np.asarray(v, dtype=float)) for r in records for _, v in leaves(r) if not isinstance(v, Category)]
    return max((float(v[np.isfinite(v)].max()) for v in values if np.isfinite(v).any()), default=1.0)


def test_a_broken_part_of_the_world_is_refused_by_its_draw() -> None:
    parts = [broken(p, "developers_recurring", "", np.float64(-1e9)) if p is consequences else p for p in world.parts]
    wrong = model(*parts, scenario=world.scenario)
    with pytest.raises(
        RunError, match=r"'developers_recurring' \(money/year\) is below its bound of 0 in every draw: dev"
    ):
        simulate(baseline(wrong), n=64, seed=1)


# ---------------------------------------------------------------- above 0

ABOVE_ZERO = {
    "compliance.bill": ["large_budget", "duties.qms.tariff", "duties.qms.priced_for"],
    "compliance.consequences": ["median_budget", "large_budget"],
    "compliance.coverage": ["peak", "utilisation", "run_share", "median_budget", "own_budget", "size_test"],
    "compliance.exemption": ["median_budget"],
    "compliance.industry_bill": ["firm_turnover"],
    "compliance.net_present_value": ["yearly_benefit"],
    "compliance.pricing_out": ["median_budget"],
    "compliance.pricing_out_empirical": ["median_budget"],
    "compliance.pricing_out_pareto": ["smallest_budget"],
    "compliance.pricing_out_scaled": ["reference_budget", "median_budget"],
    "compliance.pricing_out_truncated": ["smallest_budget"],
    "compliance.pricing_out_two_budgets": ["median_budget", "median_hours"],
    "compliance.pricing_out_uncertain": ["fixed_cost", "median_budget"],
    "compliance.small_entities": ["revenue", "median_revenue", "size_standard"],
    "compliance.training_run": ["peak", "utilisation"],
    "liability.harm_control": ["developer_care", "deployer_care", "private_benefit"],
    "regimes.flows": ["median_budget"],
    "value.grant_return": ["value", "investment"],
    "value.rebuild_cost_ii": ["schedule_factor"],
}
LISTED = {c.name: c for subject in (value, compliance, liability, regimes) for c in subject.CALCULATORS}
SCENARIO = {"compliance.bill": "ai_duties", "value.rebuild_cost_ii": "code_bases"}


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, fields in ABOVE_ZERO.items() for field in fields])
def test_what_has_to_be_above_0_is_refused_at_0(name: str, field: str) -> None:
    made = LISTED[name]
    with pytest.raises(InputError, match=rf"{field}: has to be above 0"):
        made.at({**linked_numbers(made), field: 0.0}, scenario=SCENARIO.get(name) or scenario_of(made))
    with pytest.raises(InputError, match=rf"{field}: has to be above 0"):
        baseline(whole(made), scenario=SCENARIO.get(name)).but("x", {field: 0.0})


def test_a_belief_that_gives_0_a_probability_is_refused_where_0_is() -> None:
    coin = discrete(values=[0.0, 1e5], weights=[0.5, 0.5])
    with pytest.raises(InputError, match=r"median_budget: has to be above 0 .*gives 0 a probability"):
        baseline(pricing_out).but("x", median_budget=coin)
    near = baseline(pricing_out).but("x", median_budget=uniform(low=0, high=1e5))
    assert np.isfinite(estimate(simulate(near, n=64, seed=1), "exit_share").value)


@pytest.mark.parametrize("made", [value.attributed_value, value.stock_and_flow], ids=lambda c: c.name)
def test_a_discount_rate_of_minus_one_is_refused(made: Any) -> None:
    with pytest.raises(InputError, match=r"discount_rate: -1 is outside the bounds -0\.99 to 1"):
        made.at(discount_rate=-1.0)


def test_a_rate_in_per_cent_is_refused_with_a_hint() -> None:
    for made in (compliance.net_present_value, compliance.delay, value.attributed_value, regimes.waiting):
        with pytest.raises(InputError, match=r"discount_rate: 3\.5 is outside .* write 0\.035 for 3\.5 %"):
            made.at(discount_rate=3.5)


@pytest.mark.parametrize("made", LISTED.values(), ids=lambda c: c.name)
def test_no_input_at_its_own_bound_gives_what_is_no_number(made: Any) -> None:
    """At every bound of every input, and at 0: a number, an infinity, or a refusal."""
    fitting = [n for n, s in default_store().scenarios.items() if made.name in s.calculators]
    point = inputs_alone(made, fitting[0] if fitting else None)
    adopted, specs = dict(leaves(point)), dict(leaf_specs(point))
    ends: list[tuple[str, float]] = []
    for path, spec in specs.items():
        within = {e for e in (spec.low, 0.0, spec.high) if np.isfinite(e) and spec.low <= e <= spec.high}
        ends += [(path, e) for e in within if e > 0 or not spec.positive]
    while ends:
        values = {path: np.full(len(ends), value) for path, value in adopted.items()}
        for row, (path, end) in enumerate(ends):
            values[path][row] = end
        try:
            found = output_quantities(made(replace_leaves(point, values)))
        except ImpossibleError as error:
            ends = [end for end, bad in zip(ends, error.bad, strict=True) if not bad]
            continue
        for output, amount in found.items():
            bad = np.flatnonzero(np.isnan(np.broadcast_to(amount, (len(ends),))))
            assert not len(bad), f"{output} is not a number at {[ends[row] for row in bad]}"
        break


def test_outputs_declare_their_bounds() -> None:
    specs = dict(leaf_specs(pricing_out.at()))
    assert (specs["exit_share"].low, specs["exit_share"].high) == (0, 1)
    assert cost_share.at(small_size=1.0).times_heavier > 1
    assert small_entities.at().ratio > 0
