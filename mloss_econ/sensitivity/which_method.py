"""Which method to take for a question about a case, by dependence between inputs and by cost.

The budgets are rules of thumb: they say what a method takes by default, not where its intervals become narrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mloss_econ.base.text import wrap
from mloss_econ.engine import DRAWS
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import Case
from mloss_econ.sensitivity.factors import beliefs, factors
from mloss_econ.sensitivity.methods import METHODS
from mloss_econ.sensitivity.tornado import TORNADO_POINTS


@dataclass(frozen=True)
class Advice:
    """Which method to take, why, what it costs in evaluations of the calculator, and what else to look at."""

    method: str
    why: str
    evaluations: int = 0
    also: tuple[str, ...] = ()
    n: int | None = None

    def __str__(self) -> str:
        also = f" See also: {', '.join(self.also)}." if self.also else ""
        n = "" if self.n is None else f" with n = {self.n:,}"
        return "\n".join(wrap(f"Take {self.method}{n} ({self.evaluations:,} evaluations): {self.why}{also}"))


ADVICE: Mapping[str, Advice] = {
    "matters": Advice(
        "sobol", "it shows what each input does alone and with others, with error bars.", also=("tornado",)
    ),
    "ignore": Advice("morris", "it tells idle inputs from the rest in few evaluations.", also=("sobol",)),
    "shares": Advice("shapley", "its shares sum to the whole and split what inputs do together.", also=("sobol",)),
    "distribution": Advice(
        "borgonovo", "it looks at the whole distribution, not the variance, and at ranks only.", also=("chatterjee",)
    ),
    "direction": Advice(
        "rank_correlation", "its sign is the direction, and ranks stand heavy tails.", also=("tornado",)
    ),
    "switch": Advice(
        "switching", "it finds for each input the value at which the answer changes.", also=("break_even", "regime_map")
    ),
    "learn": Advice(
        "evppi", "only inputs that can change the decision are worth learning about.", also=("evpi", "acceptability")
    ),
    "where": Advice("prim", "it names the box of inputs in which it happens.", also=("correlation_ratio",)),
    "differ": Advice("bridge", "its parts sum to the difference between two cases."),
}
"""By question: what matters; what can I ignore; what are the shares; what moves the whole distribution; which
direction; what would switch the answer; what is worth learning; where does it happen; why do two cases differ?"""

FEWEST = {"sobol": 2**6, "shapley": 2**6, "morris": 2**6}  # rows of a design of its own, at least
GIVEN = 256  # rows of a run, at least


def which_method(case: Case[Any, Any], question: str = "matters", *, budget: int | None = None) -> Advice:
    """The method to take for a question about a case, and why; `budget` is how many evaluations you can afford.

    Questions: "matters", "ignore", "shares", "distribution", "direction", "switch", "learn", "where", "differ".
    Raises InputError for another question, a case in which nothing is uncertain, or a budget too small for any method.
    """
    if question not in ADVICE:
        raise InputError(f"question = {question!r} is not known. {nearest(str(question), ADVICE)}")
    d, blocks = len(beliefs(case)), factors(case)
    advice = ADVICE[question]
    method = METHODS[advice.method]
    tied = len(blocks) < d
    if tied and not method.correlated:
        advice = Advice(
            "chatterjee",
            "some inputs are correlated, so none moves alone; this looks at a run as it is.",
            also=("sobol (correlated inputs as one)",),
        )
    elif tied and advice.method in ("sobol", "shapley"):
        joined = "; ".join(block.name for block in blocks if len(block.keys) > 1)
        advice = replace(
            advice,
            why=f"{advice.why} Correlated inputs are ranked as one ({joined}); correlation_ratio tells them apart.",
            also=("correlation_ratio",),
        )
    advice = replace(advice, evaluations=METHODS[advice.method].evaluations(len(blocks)))
    return advice if budget is None or budget >= advice.evaluations else _within(advice, len(blocks), budget)


def _within(advice: Advice, d: int, budget: int) -> Advice:
    """The best that a budget allows."""
    each = {"sobol": d + 2, "shapley": d + 1, "morris": d + 1}.get(advice.method)
    if each is not None and (rows := budget // each) >= FEWEST[advice.method]:
        rows = 2 ** (rows.bit_length() - 1)
        why = f"{advice.why} The budget allows fewer rows, so intervals are wide."
        return replace(advice, why=why, evaluations=rows * each, n=rows)
    given = advice.method if each is None and METHODS[advice.method].evaluations(d) == DRAWS else "correlation_ratio"
    if advice.method in ("switching", "bridge"):
        given = "tornado"
    if given != "tornado" and budget >= GIVEN:
        why = "the budget is too small for a design of its own; this looks at any run as it is."
        return Advice(given, why if each is not None else advice.why, budget, ("tornado",), budget)
    points = min((budget - 1) // d, TORNADO_POINTS)
    if points < 2:
        raise InputError(f"{budget} evaluations are too few for any method; a tornado takes {2 * d + 1} at least.")
    at = "" if points == TORNADO_POINTS else f", at points={points} values of each"
    why = f"the budget allows one input at a time only{at}; it shows no interactions."
    return Advice("tornado", why, points * d + 1)
