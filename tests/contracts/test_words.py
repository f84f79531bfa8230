"""A word that is not known is refused with those that are; it never stands for the default."""

from typing import Any

import pytest
import toys

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import EFFECTS_ON, Figure, InWords, Monetised, NotEstimated, accounting_statement, profile
from mloss_econ.engine import simulate, summary
from mloss_econ.errors import InputError
from mloss_econ.kernel import claim
from mloss_econ.liability.least_cost_set import least_cost_set
from mloss_econ.value import perpetual_inventory
from mloss_econ.value.package_means import effort_of_packages

USD = PriceBase("USD", 2022)


def run() -> Any:
    """A small run of a toy."""
    return simulate(toys.toy_case(toys.linear), n=64, seed=1)


def statement(entry: Any) -> Any:
    """A statement with one entry of a kind nobody knows."""
    blanks: Any = {
        (kind, cell): NotEstimated("no")
        for kind in ("benefit", "cost", "transfer")
        for cell in ("monetised", "quantified", "in words")
    }
    return accounting_statement(
        [entry],
        profile=profile("a4-2003"),
        prices=USD,
        period="10 years",
        blanks=blanks,
        effects=dict.fromkeys(EFFECTS_ON, "none"),
    )


def packages(spread: Any) -> float:
    """The effort of a few packages."""
    return effort_of_packages(2.0, 1000.0, 500.0, factor=2.94, exponent=1.1, spread=spread)


def wrong(kind: Any) -> Any:
    """A claim of a kind nobody knows."""

    def predicate(x: Any, y: Any, stated: float) -> Any:
        """It is so.

        As put.
        """
        return y.y > 0

    return claim("C99", source="x", of=toys.linear, kind=kind)(predicate)


AMOUNT = {rate: Figure(1.0, 2.0, 3.0, USD) for rate in ("3 %", "7 %")}
REFUSED: dict[str, tuple[Any, str]] = {
    "spread": (lambda: packages("lognormall"), "Did you mean 'lognormal'"),
    "nonfinite": (lambda: summary(run(), nonfinite="droop"), "'refuse' or 'drop'"),
    "method": (lambda: least_cost_set({"a": 1.0}, {}, {"h": 1.0}, method="enumerate"), "Did you mean 'enumeration'"),  # type: ignore[arg-type]
    "money": (lambda: statement(Monetised("costs", "x", AMOUNT, "y")), "Did you mean 'cost'"),  # type: ignore[arg-type]
    "words": (lambda: statement(InWords("gain", "x")), "Known: benefit, cost, transfer"),  # type: ignore[arg-type]
    "claim": (lambda: wrong("compute"), "Did you mean 'computed'"),
    "new": (lambda: perpetual_inventory([1.0], 0.3, new="half"), "Write 'half a year' or 'nothing'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_another_word_is_refused(what: str) -> None:
    make, words = REFUSED[what]
    with pytest.raises(InputError, match=words):
        make()


def test_the_words_that_are_known_are_taken() -> None:
    assert packages("equal") == packages("equal")
    assert packages("proportional") < packages("lognormal")
    assert summary(run(), nonfinite="drop").rows
    assert wrong("computed").kind == "computed"
