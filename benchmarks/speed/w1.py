"""W1 as a calculator of this library, and the run that is measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from benchmarks.speed.figures import LEVELS, Figures
from benchmarks.speed.problem import INPUTS, OUTPUTS, model
from mloss_econ.engine import estimate, quantiles, simulate
from mloss_econ.evidence import Belief, Store
from mloss_econ.kernel import Case, Inputs, Outputs, Quantity, Ratio, Share, baseline, calculator, given
from mloss_econ.uncertainty import Distribution, beta, between, pert, triangular, uniform


class Signed(Quantity, unit="ratio"):
    """A pure number of either sign."""


class W1Inputs(Inputs):
    """24 uncertain numbers, each with a belief of its own."""

    V0: Ratio = given("w1.V0")
    """Value at the start."""
    m: Ratio = given("w1.m")
    """Most that the value is multiplied by."""
    K: Ratio = given("w1.K")
    """Size."""
    B: Ratio = given("w1.B")
    """Median budget."""
    C: Ratio = given("w1.C")
    """Bill at size 20."""
    H: Ratio = given("w1.H")
    """Harm."""
    w: Ratio = given("w1.w")
    """Cost of one level of precaution."""
    G: Ratio = given("w1.G")
    """Reach."""
    eps: Ratio = given("w1.eps")
    """Elasticity of the bill in the size."""
    s: Ratio = given("w1.s")
    """Share of the reach that counts."""
    sb: Ratio = given("w1.sb")
    """Spread of the logarithm of budgets."""
    k: Ratio = given("w1.k")
    """Speed of ageing a year."""
    p0: Ratio = given("w1.p0")
    """Probability of harm without precaution."""
    e1: Ratio = given("w1.e1")
    """Effect of precaution."""
    delta: Ratio = given("w1.delta")
    """Decay a year."""
    tm: Ratio = given("w1.tm")
    """Years until half is obsolete."""
    lam: Ratio = given("w1.lam")
    """Multiplies the effect of precaution."""
    o: Ratio = given("w1.o")
    """Overhead."""
    r: Ratio = given("w1.r")
    """Discount rate a year."""
    g: Signed = given("w1.g")
    """Growth a year."""
    tau: Ratio = given("w1.tau")
    """Share of the bill that is taken over."""
    phi: Ratio = given("w1.phi")
    """Value lost for what is taken over."""
    q: Ratio = given("w1.q")
    """Quality."""
    dd: Ratio = given("w1.dd")
    """Share of the harm that is borne."""


class W1Outputs(Outputs):
    """Four numbers."""

    y1: Ratio
    """Value with a multiplier."""
    y2: Share
    """Share priced out."""
    y3: Ratio
    """Cost of liability."""
    y4: Signed
    """Ten years' net present value."""


@calculator
def w1(x: W1Inputs) -> W1Outputs:
    """Value, legality and liability of a project."""
    y1, y2, y3, y4 = model(x)
    return W1Outputs(y1=y1, y2=y2, y3=y3, y4=y4)


KINDS: dict[str, Callable[..., Distribution]] = {
    "lognormal": between,
    "pert": lambda low, mode, high: pert(low=low, mode=mode, high=high),
    "triangular": lambda low, mode, high: triangular(low=low, mode=mode, high=high),
    "uniform": lambda low, high: uniform(low=low, high=high),
    "beta": lambda a, b: beta(a=a, b=b),
}


def store_of(beliefs: dict[str, Distribution]) -> Store:
    """A store of nothing but these beliefs."""
    made = {
        name: Belief(value=float(dist.quantile(0.5)), dist=dist, unit="ratio", grade="judgement", why="made up")
        for name, dist in beliefs.items()
    }
    return Store(Path(), sources={}, facts={}, beliefs=made, proposals={}, scenarios={}, tables={})


def case() -> Case[W1Inputs, W1Outputs]:
    """The one case of W1."""
    beliefs = {f"w1.{name}": KINDS[kind](*numbers) for name, (kind, numbers) in INPUTS.items()}
    return baseline(w1, store=store_of(beliefs))


def run(
    n: int, seed: int = 1, design: str = "sobol", keep: Literal["outputs", "summary"] = "outputs", executor: Any = None
) -> Figures:
    """The statistics of `n` draws: from the beliefs to the last quantile."""
    done = simulate(case(), n=n, seed=seed, design=design, keep=keep, executor=executor)
    return {
        path: [
            estimate(done, path).value,
            estimate(done, path, "sd").value,
            *(e.value for e in quantiles(done, path, LEVELS)),
        ]
        for path in OUTPUTS
    }
