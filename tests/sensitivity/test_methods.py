"""Every method is listed, explained, answers any calculator in one call, and honours its seed."""

import importlib
import inspect
import pkgutil
import re
from typing import Any

import numpy as np
import pytest
from few import few

from mloss_econ import sensitivity
from mloss_econ.compliance import pricing_out
from mloss_econ.errors import InputError
from mloss_econ.kernel import Calculator, Case, baseline, output_quantities
from mloss_econ.liability import cheapest_avoider
from mloss_econ.sensitivity import METHODS, Ranking, Region
from mloss_econ.value import attributed_value

NOT_METHODS = {"verdict"}  # of a claim, not of a calculator


def test_every_method_is_listed() -> None:
    """A function that bears the name of its module is a method; this message is the missing line."""
    homes = {method.home for method in METHODS.values()}
    for module in pkgutil.iter_modules(sensitivity.__path__):
        home = importlib.import_module(f"mloss_econ.sensitivity.{module.name}")
        own = getattr(home, module.name, None)
        asks = (
            set(inspect.signature(own).parameters) & {"calculator", "run", "options"} if inspect.isfunction(own) else ()
        )
        if asks and own.__module__ == home.__name__ and module.name not in (*NOT_METHODS, "decision", "given"):
            assert own in homes, f'sensitivity/methods.py: METHODS["{module.name}"] = Method(...)'
            assert hasattr(sensitivity, module.name)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_says_its_question_its_formula_and_its_reference(name: str) -> None:
    method = METHODS[name]
    assert method.answers.endswith("?")
    assert " = " in method.doc
    assert re.search(r"References?: .*\(\d{4}\)|Reference: HM Treasury", method.doc, re.DOTALL)
    assert method.evaluations(4) > 0


def asked(calculator: Calculator[Any, Any], case: Case[Any, Any], name: str, output: str, seed: int = 0) -> Any:
    """Any method on any case, with all the options that one may need."""
    method = METHODS[name]
    paths = [path for path, entry in case.entries.items() if entry.uncertain]
    other = case.but("other", {paths[0]: float(case.entries[paths[0]].dist.quantile(0.3))})
    cases: Any = [case, other] if "cases" in method.needs else case
    vary = tuple(paths[: 2 if "vary two" in method.needs else 1])
    needs_where = "where" in method.needs
    value = float(output_quantities(case.outputs())[output])
    where = Region(output, low=value) if needs_where else None
    options: dict[str, Any] = {
        "vary": vary,
        "target": value * 1.1 + 0.01,
        "where": where,
        "effect": output,
        "at": (2.0,),
    }
    return method.ask(cases, output, n=2**10, seed=seed, **options)


REAL = [
    (pricing_out, None, "value_lost"),
    (attributed_value, None, "present_value"),
    pytest.param(cheapest_avoider, "deepfake_family_fraud", "social_cost.platform", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("calculator", "scenario", "output"), REAL, ids=lambda v: getattr(v, "name", v))
@pytest.mark.parametrize("name", METHODS)
def test_any_method_answers_any_calculator_in_one_call(calculator: Any, scenario: Any, output: str, name: str) -> None:
    answer = asked(calculator, baseline(calculator, scenario=scenario), name, output)
    text = str(answer)
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"\bnan\b|\binf\b|np\.|not finite|array\(", text)
    if METHODS[name].ranks:
        assert isinstance(answer, Ranking)
        assert answer.rows
        values = [row.index for row in answer.rows]
        assert values == sorted(values, reverse=True) or values == sorted(values, key=lambda v: -abs(v))
        for row in answer.rows:
            assert row.interval[0] <= row.index <= row.interval[1]
            assert np.isfinite([row.index, *row.interval]).all()


@pytest.mark.parametrize("name", few(METHODS, 8))
def test_a_seed_is_honoured_and_zero_is_one(name: str) -> None:
    case = baseline(pricing_out)
    answers = (asked(pricing_out, case, name, "value_lost", seed) for seed in (0, 0, 1))
    one, again, other = ((str(answer), answer.frame().json()) for answer in answers)  # rounded, and whole
    assert one == again
    exact = {"tornado", "one_way", "two_way", "regime_map", "switching"}
    assert (one == other) == (name in exact)


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.ranks])
def test_an_input_without_effect_scores_zero_within_its_interval(name: str) -> None:
    answer = METHODS[name].ask(baseline(pricing_out), "value_lost", n=2**12, seed=1, target=0.1)
    idle = ("use_elasticity", "unfunded_use", "derivative_elasticity", "share_replaced", "zero_share")
    for path in idle:
        low, high = answer.row(path).interval
        slack = (high - low) / 2  # one in ten intervals misses by design; none misses by as much as it is wide
        assert low - slack <= 0 <= high + slack, (path, answer.row(path))
    assert answer.rows[0].path in ("median_budget", "fixed_cost")


def test_options_that_a_method_needs_or_does_not_know_are_named() -> None:
    case = baseline(pricing_out)
    for name, words in {
        "break_even": "one input to vary",
        "two_way": "two inputs to vary",
        "prim": "a region",
        "switching": "a target",
        "bridge": "another case",
        "acceptability": "another case",
    }.items():
        with pytest.raises(InputError, match=f"this method needs {words}"):
            METHODS[name].ask(case, "value_lost")
    with pytest.raises(InputError, match=r"'tagret' is no option of a method\. Did you mean 'target'"):
        METHODS["evppi"].ask(case, "value_lost", tagret=1)
    with pytest.raises(InputError, match=r"a benefit and values"):
        METHODS["acceptability"].ask([case, case.but("x", sigma=1.0)], "value_lost")


def test_a_bridge_over_three_cases_is_refused() -> None:
    case = baseline(pricing_out)
    three = [case, case.but("two", sigma=1.0), case.but("three", sigma=1.2)]
    with pytest.raises(InputError, match=r"not over 3\. Give it two"):
        METHODS["bridge"].ask(three, "value_lost")
    assert METHODS["bridge"].ask(three[:2], "value_lost").rows


def test_options_are_the_cases_or_acting_against_not_acting() -> None:
    case = baseline(pricing_out)
    other = case.but("other", fixed_cost=1e4)
    assert METHODS["evpi"].ask([case, other], "value_lost", best="lowest", n=512).best == "other"
    assert METHODS["evpi"].ask(case, "value_lost", target=0.9, n=512).best == "do not act"


def test_a_row_that_is_not_there() -> None:
    found = METHODS["tornado"].ask(baseline(pricing_out), "value_lost")
    with pytest.raises(KeyError, match="'costs' is not ranked; these are: "):
        found.row("costs")
