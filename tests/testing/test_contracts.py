"""Each contract catches the fault it is there for: small calculators, each broken in one way."""

from pathlib import Path

import numpy as np
import pytest

from mloss_econ.errors import SeedError
from mloss_econ.evidence import Store, default_store
from mloss_econ.kernel import (
    Calculator,
    Case,
    Inputs,
    MoneyPerYear,
    Outputs,
    RatePerYear,
    Share,
    baseline,
    calculator,
    given,
)
from mloss_econ.testing import CONTRACTS


class ToyInputs(Inputs):
    """Two inputs."""

    wage: MoneyPerYear = given("value.wage")
    """Pay."""
    haircut: Share = given("value.haircut")
    """A share."""


class ToyOutputs(Outputs):
    """One output."""

    kept: MoneyPerYear
    """What is kept."""


@calculator
def sound(x: ToyInputs) -> ToyOutputs:
    """Pay times a share."""
    return ToyOutputs(kept=x.wage * x.haircut)


@calculator
def branches(x: ToyInputs) -> ToyOutputs:
    """Looks at a value."""
    return ToyOutputs(kept=x.wage if np.all(x.haircut > 0.5) else x.haircut * x.wage)


@calculator
def mixes_rows(x: ToyInputs) -> ToyOutputs:
    """Uses the mean of the draws."""
    return ToyOutputs(kept=x.wage * np.mean(x.haircut))


@calculator
def adds_money_to_a_share(x: ToyInputs) -> ToyOutputs:
    """A unit error."""
    return ToyOutputs(kept=x.wage + x.haircut)


@calculator
def divides_by_zero(x: ToyInputs) -> ToyOutputs:
    """Not finite within the beliefs."""
    return ToyOutputs(kept=x.wage / np.maximum(x.haircut - 0.1, 0.0))


@calculator
def writes_in_place(x: ToyInputs) -> ToyOutputs:
    """Changes what it was given."""
    np.multiply(x.wage, 2.0, out=x.wage)
    return ToyOutputs(kept=x.wage)


@calculator
def drops_an_axis(x: ToyInputs) -> ToyOutputs:
    """Sums over the draws."""
    return ToyOutputs(kept=np.sum(x.wage * x.haircut, axis=-1) if np.ndim(x.wage) else x.wage * x.haircut)


FAULTS = {
    "recordable": branches,
    "row_by_row": mixes_rows,
    "money_scales": adds_money_to_a_share,
    "finite_at_corners": divides_by_zero,
    "inputs_untouched": writes_in_place,
    "shapes_agree": drops_an_axis,
}


@pytest.mark.parametrize("contract", CONTRACTS, ids=str)
def test_a_sound_calculator_keeps_them_all(contract: str) -> None:
    CONTRACTS[contract](baseline(sound))


@pytest.mark.parametrize("contract", FAULTS, ids=str)
def test_a_broken_calculator_is_caught(contract: str) -> None:
    with pytest.raises((AssertionError, TypeError)):
        CONTRACTS[contract](baseline(FAULTS[contract]))


class SilentInputs(Inputs):
    """An input without a docstring."""

    wage: MoneyPerYear = given("value.wage")


class WrongUnitInputs(Inputs):
    """A rate that takes a belief in money."""

    rate: RatePerYear = given("value.wage")
    """Not a rate."""


@calculator
def silent(x: SilentInputs) -> ToyOutputs:
    """Says nothing of its input."""
    return ToyOutputs(kept=x.wage)


@calculator
def wrong_unit(x: WrongUnitInputs) -> ToyOutputs:
    """Takes the wrong belief."""
    return ToyOutputs(kept=x.rate)


def test_an_input_without_docstring_is_caught() -> None:
    with pytest.raises(AssertionError, match=r"SilentInputs\.wage has no docstring"):
        CONTRACTS["declared"](baseline(silent))


def test_a_belief_of_another_unit_is_caught() -> None:
    with pytest.raises(SeedError, match=r"beliefs\.value\.wage: its unit is USD/year, but rate is in ratio/year"):
        baseline(wrong_unit)


def test_a_broken_belief_is_caught(tmp_path: Path) -> None:
    """A belief whose range leaves the bounds of its input is refused when a case is built."""
    store = default_store().changed(
        {"value.haircut": {"dist": {"kind": "between", "low": 0.03, "high": 1.0}, "why": "no truncation"}}
    )
    with pytest.raises(ValueError, match="haircut: its distribution reaches from 0 to inf"):
        baseline(sound, store=store)


def _typed(case: Case[ToyInputs, ToyOutputs], made: Calculator[ToyInputs, ToyOutputs], store: Store) -> None:
    """Only for the type checkers: outputs are arrays by name."""
    _ = made(case.point).kept + 1.0
