"""One sensitivity method asked from the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mloss_econ.calculators import Calculator, output_quantities
from mloss_econ.case import Case, baseline
from mloss_econ.compliance import billed_pricing_out, rule_effects
from mloss_econ.errors import InputError, nearest
from mloss_econ.frames import Frame, Tabular
from mloss_econ.proposals import proposal
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.show import calculator_named
from mloss_econ.sensitivity import METHODS, Method, Region, which_method
from mloss_econ.sensitivity.decision import Best
from mloss_econ.text import wrap

CHAINS = {"rule_effects": rule_effects, "billed_pricing_out": billed_pricing_out}
RULES_NEED = "ai_duties"
OPTIONS = {"vary": "--vary", "vary two": "--vary twice", "target": "--target", "where": "--from or --to"}
MORE = {"cases": "--proposal", "effect": "--effect and --at"}
REFUSED = {
    "vary": "--vary",
    "target": "--target",
    "where": "--from or --to",
    "best": "--lowest",
    "effect": "--effect",
    "at": "--at",
    "cases": "second --proposal",
}


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know; `region` is of the output."""

    calculator: str
    output: str | None
    method: str | None = None
    proposals: tuple[str, ...] = ()
    scenario: str | None = None
    vary: tuple[str, ...] = ()
    target: float | None = None
    region: tuple[float | None, float | None] = (None, None)
    best: Best = "highest"
    effect: str | None = None
    at: tuple[float, ...] = ()
    n: int | None = None


def methods() -> str:
    """Every method, its question, and the options it needs."""
    lines = ["METHODS: mloss-econ rank CALCULATOR OUTPUT --method METHOD"]
    for name, method in METHODS.items():
        needs = [{**OPTIONS, **MORE}[need] for need in method.needs]
        lines += [name, *wrap(method.answers + (f" Needs {', '.join(needs)}." if needs else ""), indent=4)]
    return "\n".join([*lines, "One method in full, with formula and reference: mloss-econ show METHOD"])


def refuse_unused(asked: Asked, lacking: str) -> None:
    """Raise InputError for options of a method where nothing is asked of one, for want of a calculator or an output."""
    given = {
        "--method": asked.method,
        "--target": asked.target,
        "--from": asked.region[0],
        "--to": asked.region[1],
        "--effect": asked.effect,
        "--vary": asked.vary or None,
        "--at": asked.at or None,
        "--lowest": None if asked.best == "highest" else asked.best,
    }
    if lacking == "a calculator":
        given |= {"--proposal": asked.proposals or None, "--scenario": asked.scenario}
    for flag, value in given.items():
        if value is not None:
            raise InputError(f"{flag} asks nothing without {lacking}. Name {lacking}, or leave {flag} out.")


def ranked(asked: Asked, assumptions: Assumptions) -> str:
    """The answer as lines. Raises InputError for a name that is not known, or an option that the method needs."""
    calculator, cases, known = _about(asked, assumptions)
    if asked.output is None:
        refuse_unused(asked, "an output")
        return "\n".join([f"Outputs of {calculator.name}:", *wrap(", ".join(known), indent=4)])
    advice, answer = _answer(calculator, cases, asked, assumptions)
    head = [advice, ""] if advice else []
    return "\n".join([*head, str(answer), f"Seed {assumptions.seed}, prices {cases[0].prices}."])


def ranked_frame(asked: Asked, assumptions: Assumptions) -> Frame:
    """The answer as a table. Raises InputError as `ranked` does, and where no output is named."""
    calculator, cases, known = _about(asked, assumptions)
    if asked.output is None:
        raise InputError(f"which output of {calculator.name}? {nearest('', known)}")
    answer = _answer(calculator, cases, asked, assumptions)[1]
    if not isinstance(answer, Tabular):
        raise InputError("the answer of this method is no table. Take --as text.")
    return answer.frame()


def _calculator(asked: Asked, assumptions: Assumptions) -> Calculator[Any, Any]:
    return CHAINS.get(asked.calculator) or calculator_named(asked.calculator, assumptions.store, others=CHAINS)


def _about(asked: Asked, assumptions: Assumptions) -> tuple[Calculator[Any, Any], list[Case[Any, Any]], list[str]]:
    """The calculator, its cases, its outputs."""
    calculator = _calculator(asked, assumptions)
    cases = _cases(calculator, asked, assumptions)
    known = list(output_quantities(cases[0].outputs()))
    if asked.output is not None and asked.output not in known:
        raise InputError(f"{calculator.name} has no output '{asked.output}'. {nearest(asked.output, known)}")
    return calculator, cases, known


def _answer(
    calculator: Calculator[Any, Any], cases: list[Case[Any, Any]], asked: Asked, assumptions: Assumptions
) -> tuple[str, Any]:
    """Why this method, where none was named; and what it says."""
    name, advice = asked.method, ""
    if name is None:
        question = "matters" if len(cases) == 1 else "differ" if len(cases) == 2 else "find out"
        chosen = which_method(cases[0], question)
        name, advice = chosen.method, str(chosen)
    if name not in METHODS:
        raise InputError(f"there is no method '{name}'. {nearest(name, METHODS)}")
    _refuse_more(name, asked, cases)
    options = _options(METHODS[name], asked, assumptions)
    return advice, METHODS[name].ask(calculator, cases, str(asked.output), **options)


def _refuse_more(name: str, asked: Asked, cases: list[Case[Any, Any]]) -> None:
    """Raise InputError for an option that the method would not look at, and for limits that are no numbers."""
    given = {
        "vary": bool(asked.vary),
        "target": asked.target is not None,
        "where": asked.region != (None, None),
        "best": asked.best != "highest",
        "effect": asked.effect is not None,
        "at": bool(asked.at),
        "cases": len(cases) > 1,
    }
    for option, there in given.items():
        if there and not METHODS[name].takes(option):
            these = ", ".join(other for other, method in METHODS.items() if method.takes(option))
            raise InputError(f"{name} takes no {REFUSED[option]}. Leave it out, or take --method {these}.")
    for flag, value in zip(("--from", "--to", "--target"), (*asked.region, asked.target), strict=True):
        if value is not None and not np.isfinite(value):
            raise InputError(f"{flag} {value:g} is no number. Give one, or leave {flag} out.")


def _cases(calculator: Calculator[Any, Any], asked: Asked, assumptions: Assumptions) -> list[Case[Any, Any]]:
    """The baseline under each rule; with one rule, a method that sets cases side by side gets the baseline too."""
    scenario = asked.scenario or (RULES_NEED if asked.calculator in CHAINS else None)
    today = baseline(calculator, prices=assumptions.prices, scenario=scenario, store=assumptions.store)
    if not asked.proposals:
        return [today]
    ruled = [proposal(name, store=assumptions.store).apply(today) for name in asked.proposals]
    beside = asked.method is not None and "cases" in METHODS[asked.method].needs if asked.method in METHODS else False
    return [today, *ruled] if beside and len(ruled) == 1 else ruled


def cases_of(asked: Asked) -> Callable[[Assumptions], list[Case[Any, Any]]]:
    """The cases that an answer is about, under any assumptions."""
    return lambda assumptions: _cases(_calculator(asked, assumptions), asked, assumptions)


def _options(method: Method, asked: Asked, assumptions: Assumptions) -> dict[str, Any]:
    """The options of `Method.ask`. Raises InputError, naming the command line's option, for one that is missing."""
    low, high = asked.region
    there = {
        "vary": len(asked.vary) == 1,
        "vary two": len(asked.vary) == 2,
        "target": asked.target is not None,
        "where": low is not None or high is not None,
        "effect": asked.effect is not None and bool(asked.at),
    }
    for need in method.needs:
        if not there.get(need, True):
            raise InputError(f"this method needs {({**OPTIONS, **MORE})[need]}.")
    where = None
    if there["where"]:
        where = Region(str(asked.output), -np.inf if low is None else low, np.inf if high is None else high)
    return {
        "n": asked.n,
        "seed": assumptions.seed,
        "vary": asked.vary,
        "target": asked.target,
        "best": asked.best,
        "where": where,
        "effect": asked.effect,
        "at": asked.at,
    }
