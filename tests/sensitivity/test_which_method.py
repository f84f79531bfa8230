"""Which method to take, by question, dependence and budget."""

import math

import pytest

from mloss_econ.compliance import consequences, pricing_out
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline, proposal
from mloss_econ.regimes import world
from mloss_econ.sensitivity import METHODS, shapley, which_method
from mloss_econ.sensitivity.which_method import ADVICE


@pytest.mark.parametrize("question", ADVICE)
@pytest.mark.parametrize("budget", [None, 30, 1_000, 10_000, 10**7])
@pytest.mark.parametrize("tied", [False, True])
def test_advice_names_a_method_that_can_be_taken(question: str, budget: int | None, tied: bool) -> None:
    case = baseline(pricing_out)
    case = case.correlated("tied", {("fixed_cost", "median_budget"): 0.5}) if tied else case
    advice = which_method(case, question, budget=budget)
    method = METHODS[advice.method]
    assert advice.why.endswith(".")
    assert method.correlated or not tied
    assert advice.evaluations <= (budget or math.inf)
    assert advice.method in str(advice)
    assert max(map(len, str(advice).splitlines())) <= 80
    if question == "matters" and advice.n is not None:
        METHODS[advice.method].ask(case, "value_lost", n=max(advice.n, 256), seed=0)


def test_advice_by_question_dependence_and_budget() -> None:
    case = baseline(pricing_out)
    tied = case.correlated("tied", {("fixed_cost", "median_budget"): 0.5})
    assert which_method(case).method == "sobol"
    assert "fixed_cost & median_budget" in which_method(tied).why
    assert which_method(case, "ignore").method == "morris"
    assert which_method(tied, "ignore").method == "chatterjee"
    assert which_method(case, "learn").method == "evppi"
    assert which_method(case, budget=5_000).n == 256
    count = sum(entry.uncertain for entry in case.entries.values())
    assert which_method(case, "shares").evaluations == shapley(case, "value_lost").evaluations
    tight = which_method(case, "shares", budget=300 * (count + 1) - 1)  # 2^8 rows, not 2^9
    assert (tight.method, tight.n, tight.evaluations) == ("shapley", 2**8, 2**8 * (count + 1))
    assert which_method(case, "shares", budget=2**6 * (count + 1)).n == 2**6
    assert which_method(case, "shares", budget=2**6 * (count + 1) - 1).method == "correlation_ratio"
    assert which_method(case, budget=300).method == "correlation_ratio"
    assert which_method(case, budget=100).method == "tornado"
    duties = proposal("eu_ai_act_highrisk").apply(baseline(world.upto(consequences)))
    assert which_method(duties, "ignore", budget=20_000).method == "morris"
    with pytest.raises(
        InputError, match=rf"5 evaluations are too few for any method; a tornado takes {2 * count + 1} at"
    ):
        which_method(case, budget=5)
    with pytest.raises(InputError, match=r"question = 'maters' is not known\. Did you mean 'matters'"):
        which_method(case, "maters")
