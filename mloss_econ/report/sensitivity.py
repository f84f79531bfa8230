"""One sensitivity method asked from the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mloss_econ.base.frames import Frame, Tabular
from mloss_econ.base.text import wrap
from mloss_econ.errors import InputError, nearest
from mloss_econ.kernel import (
    REMOVED,
    Calculator,
    Case,
    Contrast,
    baseline,
    contrast,
    contrasts,
    field_specs,
    output_quantities,
    proposal,
    status_quo,
)
from mloss_econ.regimes import ADDED, STATUS_QUO, in_world, net_output, world
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.show import calculator_named
from mloss_econ.sensitivity import METHODS, Best, Method, Region, which_method
from mloss_econ.wording import listing

EFFECTS = "effects"  # in place of a calculator: the world under a proposal less the same world under another
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
    """What is asked; `region` is of the output. `against`: the comparator in `effects`, None for the
    status quo."""

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
    against: str | None = None
    viewpoint: str | None = None


def methods() -> str:
    """Every method, its question, and the options it needs."""
    lines = ["METHODS: mloss-econ sensitivity CALCULATOR OUTPUT --method METHOD"]
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
        given |= {"--proposal": asked.proposals or None, "--scenario": asked.scenario, "--against": asked.against}
        given |= {"--viewpoint": asked.viewpoint}
    for flag, value in given.items():
        if value is not None:
            raise InputError(f"{flag} asks nothing without {lacking}. Name {lacking}, or leave {flag} out.")


def ranked(asked: Asked, assumptions: Assumptions) -> str:
    """The answer as lines. Raises InputError for a name that is not known, or an option that the method needs."""
    asked = replace(asked, output=output_of(asked, assumptions), viewpoint=None)
    cases, known = _about(asked, assumptions)
    if asked.output is None:
        refuse_unused(asked, "an output")
        return "\n".join([f"Outputs of {_name(asked, cases)}:", *wrap(", ".join(known), indent=4)])
    advice, answer = _answer(cases, asked, assumptions)
    said = compared(asked, cases)
    head = [*([advice, ""] if advice else []), *(wrap(said) if said else [])]
    return "\n".join([*head, str(answer), f"Seed {assumptions.seed}, prices {cases[0].prices}."])


def ranked_frame(asked: Asked, assumptions: Assumptions) -> Frame:
    """The answer as a table. Raises InputError as `ranked` does, and where no output is named."""
    asked = replace(asked, output=output_of(asked, assumptions), viewpoint=None)
    cases, known = _about(asked, assumptions)
    if asked.output is None:
        raise InputError(f"which output of {_name(asked, cases)}? {nearest('', known)}")
    answer = _answer(cases, asked, assumptions)[1]
    if not isinstance(answer, Tabular):
        raise InputError("the answer of this method is no table. Take --as text.")
    frame, said = answer.frame(), compared(asked, cases)
    return replace(frame, title=f"{frame.title}. {said}") if said else frame


def output_of(asked: Asked, assumptions: Assumptions) -> str | None:
    """The output that is asked about: the one that is named, or the net benefit for the viewpoint that is. Raises
    InputError for a viewpoint where there is an output, or no net benefit."""
    if asked.viewpoint is None:
        return asked.output
    if asked.output is not None:
        raise InputError(
            f"--viewpoint chooses the output, and {asked.output} is named already. Leave one of the two out."
        )
    if _calculator(asked, assumptions) is not world:
        raise InputError(
            f"--viewpoint is for world and effects, which have a net benefit; {asked.calculator} has none. "
            "Leave it out."
        )
    return net_output(baseline(world, prices=assumptions.prices, store=assumptions.store), assumptions.viewpoint)


def compared(asked: Asked, cases: list[Case[Any, Any]]) -> str:
    """Of effects, which world is set against which; "" for any other answer."""
    if not isinstance(cases[0].calculator, Contrast):
        return ""
    each = "Each proposal" if len(cases) > 1 else f"{asked.proposals[0]}"
    gone = [name.removeprefix(REMOVED) for name in cases[0].calculator.names if name.startswith(REMOVED)]
    removed = f" The repeal of {listing(gone)} is counted for a proposal that removes it. {ADDED}" if gone else ""
    return f"{each} less {asked.against or STATUS_QUO}: the same world under both, with common random numbers.{removed}"


def _calculator(asked: Asked, assumptions: Assumptions) -> Calculator[Any, Any]:
    """The calculator that is named; the world for `effects`. Raises InputError for an option that is not for it."""
    if asked.calculator == EFFECTS:
        if not asked.proposals:
            raise InputError("effects are those of a proposal, and none is named. Add --proposal licensing or another.")
        return world
    if asked.against is not None:
        raise InputError(
            "--against is for effects, which compare two worlds. Leave it out, or write effects in "
            f"place of {asked.calculator}."
        )
    return calculator_named(asked.calculator, assumptions.store, others=[EFFECTS])


def _about(asked: Asked, assumptions: Assumptions) -> tuple[list[Case[Any, Any]], list[str]]:
    """The cases that are asked about, and the outputs of what is named."""
    calculator = _calculator(asked, assumptions)
    cases = _cases(calculator, asked, assumptions)
    own = {spec.name for spec in field_specs(calculator.Outputs)}
    known = [path for path in output_quantities(cases[0].outputs()) if path.split(".")[0] in own]
    if asked.output is not None and asked.output not in known:
        raise InputError(f"{_name(asked, cases)} has no output '{asked.output}'. {nearest(asked.output, known)}")
    return cases, known


def _name(asked: Asked, cases: list[Case[Any, Any]]) -> str:
    """What is asked about, by the name of its calculator."""
    if asked.calculator == EFFECTS:
        return f"'{EFFECTS}'"
    made = cases[0].calculator
    return next((p.name for p in made.parts if asked.calculator in (p.name, p.__name__)), made.name)


def _answer(cases: list[Case[Any, Any]], asked: Asked, assumptions: Assumptions) -> tuple[str, Any]:
    """Why this method, where none was named; and what it says."""
    name, advice = asked.method, ""
    if name is None:
        question = "matters" if len(cases) == 1 else "differ" if len(cases) == 2 else "learn"
        chosen = which_method(cases[0], question)
        name, advice = chosen.method, str(chosen)
    if name not in METHODS:
        raise InputError(f"there is no method '{name}'. {nearest(name, METHODS)}")
    _refuse_more(name, asked, cases)
    options = _options(METHODS[name], asked, assumptions)
    return advice, METHODS[name].ask(cases, str(asked.output), **options)


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
    """The case under each proposal, of effects what each changes; with one proposal, a method that compares cases gets
    the comparator too."""
    a = assumptions
    twice = next((name for name in asked.proposals if asked.proposals.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"--proposal {twice} is given twice. Give each proposal once.")
    today = baseline(in_world(calculator), prices=a.prices, scenario=asked.scenario, store=a.store)
    if not asked.proposals:
        return [today]
    proposed = [proposal(name, store=a.store).apply(today, day=a.day) for name in asked.proposals]
    method = METHODS.get(asked.method or "")
    needs_two = method is not None and "cases" in method.needs and len(proposed) == 1
    if asked.calculator != EFFECTS:
        removing = next((name for name, case in zip(asked.proposals, proposed, strict=True) if case.removes), None)
        if removing is not None and "net_world" in {s.name for s in field_specs(today.calculator.Outputs)}:
            raise InputError(
                f"{removing} removes laws that are in force, of which its own world says nothing. Ask what it changes: "
                f"mloss-econ sensitivity {EFFECTS} net_world --proposal {removing}."
            )
        return [today, *proposed] if needs_two else proposed
    against = status_quo(today)
    if asked.against is not None:
        against = proposal(asked.against, store=a.store).apply(today, day=a.day)
    if len(proposed) == 1 and not needs_two:
        return [contrast(proposed[0], against)]
    return contrasts([against, *proposed] if needs_two else proposed, against)


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
