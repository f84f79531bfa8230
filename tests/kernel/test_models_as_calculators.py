"""A model is a calculator: it runs, is ranked, claimed about, checked and recorded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import toys
from engine_toys import shorten_leaves
from hypothesis import given, strategies as st
from joins import FinishInputs, billed, joined, three, three_ways
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.compliance import pricing_out
from mloss_econ.engine import checkpoint, compare, estimate, simulate, until
from mloss_econ.errors import InputError
from mloss_econ.kernel import (
    Calculator,
    Claim,
    Inputs,
    Outputs,
    Ratio,
    baseline,
    calculator,
    claim,
    given as given_field,
    linked,
    model,
)
from mloss_econ.regimes import SCENARIO
from mloss_econ.sensitivity import break_even, evpi, sobol, tornado, verdict
from mloss_econ.testing import check_calculator, inputs, inputs_of, record, replay, scenarios
from mloss_econ.uncertainty import BLOCK


def test_a_run_of_a_model_is_kept_and_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 0.0)
    monkeypatch.setattr(checkpoint, "SHARE", 1e9)
    shorten_leaves(BLOCK, monkeypatch.setattr)
    case = toys.toy_case(joined)
    file = tmp_path / "run.npz"

    def stop(done: int, n: int) -> None:
        if done >= BLOCK:
            raise KeyboardInterrupt

    whole = simulate(case, n=4 * BLOCK, seed=1)
    with pytest.raises(KeyboardInterrupt, match="The same call resumes the run"):
        simulate(case, n=4 * BLOCK, seed=1, checkpoint=file, progress=stop)
    again = simulate(case, n=4 * BLOCK, seed=1, checkpoint=file)
    assert_array_equal(again.output("effect"), whole.output("effect"))
    enough = simulate(case, n=until(se=0.1, of="effect"), seed=1)
    assert estimate(enough, "effect").error <= 0.1


def test_options_of_a_model_are_compared() -> None:
    made = model(toys.lever_up, three_ways)
    case = toys.toy_case(made)
    options = compare([case, case.but("free", fee=0.0), case.but("dear", fee=1.0)], judged_by="middle", n=256, seed=1)
    assert options.rows[1].largest.value == 1
    assert evpi(options).value.value == 0


def test_inputs_of_a_model_are_ranked() -> None:
    case = toys.toy_case(joined)
    assert [row.path for row in tornado(case, "effect").rows][:2] == ["cause", "extra"]
    found = sobol(case, "effect", n=2**10, seed=1)
    assert found.row("cause").index > 0.5
    assert abs(found.row("shared").index) < 0.05
    even = break_even(case, vary="extra", output="effect", target=2.75)
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
