"""Small calculators with known answers, and the beliefs they take their values from.

They live in a module of their own, so that they can be pickled and sent to a worker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mloss_econ.evidence import Belief, Store, Table, default_store
from mloss_econ.kernel import (
    Case,
    Category,
    Inputs,
    Money,
    MoneyPerYear,
    Named,
    Outputs,
    Quantity,
    Ratio,
    Share,
    baseline,
    calculator,
    fixed,
    given,
    label,
    lever,
    linked,
    table,
)
from mloss_econ.uncertainty import between, lognormal, point, triangular, uniform


class Signed(Quantity, unit="ratio"):
    """A pure number of either sign."""


# ---------------------------------------------------------------- arithmetic with known answers


class LinearInputs(Inputs):
    """Three independent standard uniforms."""

    a: Signed = given("toy.a")
    """Enters three times."""
    b: Signed = given("toy.b")
    """Enters minus twice."""
    dummy: Signed = given("toy.dummy")
    """Enters not at all."""


class YOutputs(Outputs):
    """One number."""

    y: Signed
    """The result."""


@calculator
def linear(x: LinearInputs) -> YOutputs:
    """Three a less two b."""
    return YOutputs(y=3 * x.a - 2 * x.b + 0 * x.dummy)


class ProductInputs(Inputs):
    """Two lognormals."""

    left: Ratio = given("toy.left")
    """One factor."""
    right: Ratio = given("toy.right")
    """The other."""


@calculator
def product(x: ProductInputs) -> YOutputs:
    """Left times right."""
    return YOutputs(y=x.left * x.right)


class TwiceInputs(Inputs):
    """Two inputs that rest on one belief."""

    first: Ratio = given("toy.left")
    """The belief."""
    between_them: Signed = given("toy.a")
    """Another belief, declared in between."""
    second: Ratio = given("toy.left")
    """The same belief again."""


@calculator
def difference(x: TwiceInputs) -> YOutputs:
    """First less second: nothing, if one belief is one variable."""
    return YOutputs(y=x.first - x.second + 0 * x.between_them)


class XInputs(Inputs):
    """One input."""

    x: Signed = given("toy.x")
    """Uniform from 0 to 4."""
    other: Signed = given("toy.a")
    """Plays no part."""


@calculator
def parabola(x: XInputs) -> YOutputs:
    """Zero at 1 and at 3."""
    return YOutputs(y=(x.x - 1) * (x.x - 3) + 0 * x.other)


@calculator
def cubic(x: XInputs) -> YOutputs:
    """Rises everywhere; zero at the cube root of 7."""
    return YOutputs(y=x.x * x.x * x.x - 7 + 0 * x.other)


@calculator
def staircase(x: XInputs) -> YOutputs:
    """0 below 2.5, 10 from there on."""
    return YOutputs(y=10 * np.greater_equal(x.x, 2.5) + 0 * x.other)


@calculator
def flat(x: XInputs) -> YOutputs:
    """5 whatever the input."""
    return YOutputs(y=5 + 0 * x.x + 0 * x.other)


@calculator
def identity(x: XInputs) -> YOutputs:
    """The input itself."""
    return YOutputs(y=x.x + 0 * x.other)


def of_x(function: Any) -> Any:
    """A calculator of any function of x alone (not to be pickled)."""

    def made(x: XInputs) -> YOutputs:
        """A function of x."""
        return YOutputs(y=function(x.x) + 0 * x.other)

    return calculator(made)


@calculator
def inverse(x: XInputs) -> YOutputs:
    """1 over the input: infinite at 0."""
    return YOutputs(y=1 / x.x + 0 * x.other)


@calculator
def holed(x: XInputs) -> YOutputs:
    """The input, but not a number above 3."""
    return YOutputs(y=np.where(np.greater(x.x, 3.0), np.nan, x.x) + 0 * x.other)


@calculator
def nowhere(x: XInputs) -> YOutputs:
    """Never a number."""
    return YOutputs(y=x.x * np.nan)


@calculator
def wrong_shape(x: XInputs) -> YOutputs:
    """Keeps an axis of its own."""
    return YOutputs(y=x.x[..., None] * np.arange(3.0))


@calculator
def complex_output(x: XInputs) -> YOutputs:
    """A complex number."""
    return YOutputs.model_construct(y=x.x * 1j)


class KnobInputs(Inputs):
    """An uncertain state and a lever."""

    x: Signed = given("toy.x")
    """Uniform from 0 to 4."""
    knob: Share = lever(0.25)
    """What a rule-maker sets."""
    order: Ratio = fixed("toy.order")
    """A definition, which is 2."""


@calculator
def knobbed(x: KnobInputs) -> YOutputs:
    """The state times the lever squared."""
    return YOutputs(y=x.x * np.power(x.knob, x.order))


class LotteryInputs(Inputs):
    """A uniform draw."""

    ticket: Share = given("toy.ticket")
    """Uniform from 0 to 1."""


class LotteryOutputs(Outputs):
    """A prize and its name."""

    prize: Ratio
    """What is won."""
    which: Category
    """Its name."""


@calculator
def lottery(x: LotteryInputs) -> LotteryOutputs:
    """Nothing up to 0.5, bronze up to 0.875, gold above."""
    code = 1 * np.greater(x.ticket, 0.5) + 1 * np.greater(x.ticket, 0.875)
    return LotteryOutputs(prize=10.0 * code, which=Category(code, ("nothing", "bronze", "gold")))


class ManyInputs(Inputs):
    """Fourteen uniforms, too many for every corner."""

    __annotations__ = {f"x{k:02}": Signed for k in range(14)}
    locals().update({f"x{k:02}": given(f"toy.x{k:02}") for k in range(14)})


@calculator
def highs(x: ManyInputs) -> YOutputs:
    """How many of the fourteen are above one half."""
    return YOutputs(y=sum(1.0 * np.greater(getattr(x, f"x{k:02}"), 0.5) for k in range(14)))


# ---------------------------------------------------------------- money


class PurseInputs(Inputs):
    """Amounts of two price bases."""

    dollars: Money = given("toy.dollars")
    """A sum in USD 2019."""
    euros: Money = given("toy.euros")
    """A sum in EUR 2021."""
    part: Share = given("toy.part")
    """A part of it."""


class PurseOutputs(Outputs):
    """Both together."""

    total: Money
    """The sum of both."""
    ratio: Ratio
    """One over the other."""


@calculator
def purse(x: PurseInputs) -> PurseOutputs:
    """Adds and divides two amounts."""
    return PurseOutputs(total=x.dollars + x.euros * x.part, ratio=x.dollars / x.euros)


# ---------------------------------------------------------------- trees


class Leaf(Inputs):
    """A record inside a record."""

    owner: str = label()
    """A name."""
    cost: MoneyPerYear = given()
    """A yearly cost."""
    effect: Named[Share] = given()
    """Effects by name."""


class TreeInputs(Inputs):
    """Everything a record can hold."""

    title: str = label("untitled")
    """A label with a default."""
    rate: Ratio = given("toy.left")
    """A plain number."""
    leaves: Mapping[str, Leaf] = given()
    """Smaller records by name."""
    sample: Table = table("commits_per_contributor")
    """A table."""


class TreeOutputs(Outputs):
    """Numbers, named numbers, categories."""

    total: MoneyPerYear
    """Sum of the costs."""
    by_leaf: Named[MoneyPerYear]
    """The costs."""
    dearest: Category
    """Whose cost is the largest."""
    kind: Mapping[str, Category]
    """Whether each is cheap or dear."""


@calculator
def tree(x: TreeInputs) -> TreeOutputs:
    """Costs of the leaves, times the rate."""
    costs = {name: x.rate * leaf.cost * (1 - sum(leaf.effect.values())) for name, leaf in x.leaves.items()}
    stacked = np.stack(list(np.broadcast_arrays(*costs.values())), axis=-1)
    return TreeOutputs(
        total=sum(costs.values()),
        by_leaf=costs,
        dearest=Category(np.argmax(stacked, axis=-1), tuple(costs)),
        kind={name: Category(1 * np.greater(cost, 10.0), ("cheap", "dear")) for name, cost in costs.items()},
    )


def tree_inputs(**changes: Any) -> TreeInputs:
    """A tree with two leaves."""
    parts: dict[str, Any] = {
        "title": "test",
        "rate": 2.0,
        "leaves": {
            "oak": Leaf(owner="ann", cost=3.0, effect={"wind": 0.5}),
            "elm": Leaf(owner="bob", cost=7.0, effect={"wind": 0.25, "rain": 0.25}),
        },
        "sample": Table("small", {"n": np.array([1.0, 2.0]), "name": np.array(["a", "b"])}),
    }
    return TreeInputs(**(parts | changes))


# ---------------------------------------------------------------- joining


class UpInputs(Inputs):
    """First half of a model."""

    cause: Ratio = given("toy.left")
    """What comes first."""
    shared: Ratio = given("toy.right")
    """Used by both halves."""


class UpOutputs(Outputs):
    """What feeds the second half."""

    middle: Ratio
    """The link."""
    aside: Ratio
    """Feeds nothing."""


@calculator
def upstream(x: UpInputs) -> UpOutputs:
    """Cause times shared."""
    return UpOutputs(middle=x.cause * x.shared, aside=x.cause + 1)


class DownInputs(Inputs):
    """Second half of a model."""

    middle: Ratio = linked()
    shared: Ratio = given("toy.right")
    """Used by both halves."""
    extra: Signed = given("toy.a")
    """Only here."""


class DownOutputs(Outputs):
    """The end of the model."""

    effect: Signed
    """What comes last."""


@calculator
def downstream(x: DownInputs) -> DownOutputs:
    """Middle over shared plus extra: the cause plus extra, if shared is one variable."""
    return DownOutputs(effect=x.middle / x.shared + x.extra)


class OtherUnitInputs(Inputs):
    """The link in another unit."""

    middle: Share = linked()
    """A share, where the first half gives a ratio."""


@calculator
def other_unit(x: OtherUnitInputs) -> DownOutputs:
    """Takes a share."""
    return DownOutputs(effect=x.middle)


class OtherBeliefInputs(Inputs):
    """Shares a name with the first half, not its belief."""

    middle: Ratio = linked()
    """The link."""
    shared: Ratio = given("toy.left")
    """Same name, another belief."""


@calculator
def other_belief(x: OtherBeliefInputs) -> DownOutputs:
    """Rests on another belief."""
    return DownOutputs(effect=x.middle + x.shared)


class SameOutputInputs(Inputs):
    """Feeds from the first half."""

    middle: Ratio = linked()
    """The link."""


class SameOutputOutputs(Outputs):
    """Gives what the first half gives already."""

    aside: Ratio
    """Duplicate."""


@calculator
def same_output(x: SameOutputInputs) -> SameOutputOutputs:
    """Has an output of a name already taken."""
    return SameOutputOutputs(aside=x.middle)


class LeverUpInputs(Inputs):
    """A lever whose status quo is 0.1."""

    cause: Ratio = given("toy.left")
    """What comes first."""
    fee: Share = lever(0.1)
    """A lever."""


class LeverUpOutputs(Outputs):
    """The link."""

    middle: Ratio
    """The link."""


@calculator
def lever_up(x: LeverUpInputs) -> LeverUpOutputs:
    """Cause less the fee."""
    return LeverUpOutputs(middle=x.cause * (1 - x.fee))


class LeverDownInputs(Inputs):
    """The same lever, with another status quo."""

    middle: Ratio = linked()
    """The link."""
    fee: Share = lever(0.9)
    """A lever of the same name."""


@calculator
def lever_down(x: LeverDownInputs) -> DownOutputs:
    """Middle less the fee."""
    return DownOutputs(effect=x.middle * (1 - x.fee))


class BoundedDownInputs(Inputs):
    """The shared input, with a bound that the first half has not."""

    middle: Ratio = linked()
    """The link."""
    shared: Ratio = given("toy.right", low=0.5)
    """Never below one half."""


@calculator
def bounded_down(x: BoundedDownInputs) -> DownOutputs:
    """Divides by what is left above 0.4."""
    return DownOutputs(effect=x.middle / (x.shared - 0.4))


# ---------------------------------------------------------------- the beliefs


def belief(value: float, dist: Any = None, unit: str = "ratio", **more: Any) -> Belief:
    """A belief in few words."""
    words = {"grade": "estimated", "why": "a toy"} | more
    return Belief(value=value, dist=point(value=value) if dist is None else dist, unit=unit, **words)


BELIEFS = {
    "toy.a": belief(0.5, uniform(low=0, high=1)),
    "toy.b": belief(0.5, uniform(low=0, high=1), grade="judgement"),
    "toy.dummy": belief(0.5, uniform(low=0, high=1), grade="judgement"),
    "toy.x": belief(2.0, uniform(low=0, high=4)),
    "toy.left": belief(2.0, lognormal(median=2, sigma=0.5)),
    "toy.right": belief(5.0, lognormal(median=5, sigma=0.25)),
    "toy.order": belief(2.0),
    "toy.part": belief(0.5, triangular(low=0, mode=0.5, high=1), "share"),
    "toy.dollars": belief(1000.0, between(500, 2000), "USD", price_year=2019),
    "toy.euros": belief(300.0, uniform(low=200, high=400), "EUR", price_year=2021),
    "toy.ticket": belief(0.5, uniform(low=0, high=1), "share"),
    **{f"toy.x{k:02}": belief(0.25, uniform(low=0, high=1)) for k in range(14)},
}


def toy_store(**changes: Belief) -> Store:
    """The library's price tables with the toy beliefs; `changes` by the part of the id after `toy.`."""
    beliefs = BELIEFS | {f"toy.{name}": made for name, made in changes.items()}
    return replace(default_store(), beliefs=beliefs, facts={}, sources={}, proposals={}, scenarios={})


def toy_case(calculator: Any, prices: str = "USD 2022", **changes: Belief) -> Case[Any, Any]:
    """The baseline of a toy."""
    return baseline(calculator, prices=prices, store=toy_store(**changes))
