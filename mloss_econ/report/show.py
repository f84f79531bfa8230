"""One calculator in full: its question and formula, its outputs, and every input with where it comes from. Or a model:
its calculators and what each passes on. Or one sensitivity method: its question, formula and reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from mloss_econ import value
from mloss_econ.base.text import LEGEND, wrap
from mloss_econ.engine import Summary, simulate, summary
from mloss_econ.errors import InputError
from mloss_econ.evidence import Store
from mloss_econ.kernel import Calculator, Case, Link, Model, Trace, TraceRow, baseline, field_specs, trace
from mloss_econ.regimes import in_world
from mloss_econ.registry import CALCULATORS as CALCULATORS, CLAIMS, MODELS
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.naming import not_known
from mloss_econ.sensitivity import METHODS
from mloss_econ.wording import bare, reach, unit_words

STATUS_QUO = (
    "Other calculators make some of its inputs, so its outputs are those of the world under the status quo. A proposal "
    "in full: mloss-econ report NAME."
)


def calculator_named(
    name: str, store: Store | None = None, *, wanted: str = "calculator", others: Iterable[str] = ()
) -> Calculator[Any, Any]:
    """The calculator or the model of this name, with or without its subject.

    Raises InputError that says what else has this name, or names the nearest; `wanted` and `others`: what the caller
    takes besides.
    """
    every = (*CALCULATORS, *MODELS)
    found = [c for c in every if name in (c.name, c.name.split(".")[-1])]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"'{name}' may be {' or '.join(c.name for c in found)}. Write the whole name.")
    raise not_known(name, wanted, [*(c.name for c in every), *others], store)


def show(name: str, assumptions: Assumptions, scenario: str | None = None) -> str:
    """The card of a calculator or of a model, or what a sensitivity method computes."""
    if name in METHODS:
        return "\n".join(
            [name, "", *_fit(METHODS[name].doc), "", f"mloss-econ sensitivity CALCULATOR OUTPUT --method {name}"]
        )
    calculator = shown_calculator(name, assumptions.store)
    case = baseline(in_world(calculator), prices=assumptions.prices, scenario=scenario, store=assumptions.store)
    run = simulate(case, n=assumptions.n, seed=assumptions.seed)
    lines = [calculator.name, "", *_about(calculator), "", *_measured(calculator.name), "OUTPUTS"]
    lines += wrap(STATUS_QUO) if links_to(calculator) else []
    lines += [str(_own(summary(run), calculator, case)), "", "INPUTS"]
    for maker, names in made_by(links_to(calculator)).items():
        lines += wrap(f"  From {maker}: {', '.join(names)}.", indent=4)
    for row in own_rows(calculator, trace(case)):
        lines += _input(row)
    return "\n".join([*lines, f"{LEGEND}; ranges are 90 % intervals."])


def links_to(calculator: Calculator[Any, Any]) -> tuple[Link, ...]:
    """What other calculators make for one that has no baseline alone; none for any other."""
    whole = in_world(calculator)
    if whole is calculator or not isinstance(whole, Model):
        return ()
    return tuple(link for link in whole.links if link.taker == calculator.name)


def made_by(links: Iterable[Link]) -> dict[str, list[str]]:
    """The names of what is passed on, by who makes it."""
    found: dict[str, list[str]] = {}
    for link in links:
        found.setdefault(link.maker, []).append(link.name)
    return found


def own_rows(calculator: Calculator[Any, Any], made: Trace) -> list[TraceRow]:
    """The inputs of the case that the calculator takes itself."""
    own = {spec.name for spec in field_specs(calculator.Inputs)}
    return [row for row in made.rows if row.path.split(".")[0] in own]


def _own(summary: Summary, calculator: Calculator[Any, Any], case: Case[Any, Any]) -> Summary:
    """The outputs that the calculator makes itself."""
    own = {spec.name for spec in field_specs(calculator.Outputs)}
    rows = tuple(row for row in summary.rows if row.path.split(".")[0] in own)
    shares = tuple(row for row in summary.shares if row.path.split(".")[0] in own)
    title = summary.title.replace(case.calculator.name, calculator.name, 1)
    return replace(summary, title=title, rows=rows, shares=shares)


def _about(calculator: Calculator[Any, Any]) -> list[str]:
    """What it computes; of a model, its calculators in order and what each passes on."""
    if not isinstance(calculator, Model):
        return _fit(calculator.doc)
    lines = [*wrap("Calculators joined into one model: what one makes, the later ones take."), "", "PARTS"]
    for part in calculator.parts:
        lines += _item(part.name, part.doc.splitlines()[0])
        passed: dict[str, list[str]] = {}
        for link in calculator.links:
            if link.maker == part.name:
                passed.setdefault(link.taker, []).append(link.name)
        for taker, names in passed.items():
            lines += wrap(f"to {taker}: {', '.join(names)}", indent=4)
    return lines


def refuse_unused(name: str | None, scenario: str | None, markdown: bool) -> None:
    """Raise InputError for an option that is for a calculator, or for one name, where there is none."""
    if scenario is not None and (name is None or name in METHODS):
        raise InputError("--scenario is for a calculator: name one, or leave --scenario out.")
    if markdown and name is None:
        raise InputError("--markdown is for one page: name a calculator or a method, or leave --markdown out.")


def shown_calculator(name: str, store: Store) -> Calculator[Any, Any]:
    """The calculator that a card is asked of. Raises InputError for a name that is neither one nor a method."""
    return calculator_named(name, store, wanted="calculator or method", others=METHODS)


def cases_of(
    name: str | None, scenario: str | None, *, any_scenario: bool = False
) -> Callable[[Assumptions], list[Case[Any, Any]]]:
    """The case that a card shows the inputs of; none for a method, or for no name.

    `any_scenario`: where none is named, the first that fits, as on a page.
    """

    def cases(a: Assumptions) -> list[Case[Any, Any]]:
        if name is None or name in METHODS:
            return []
        calculator = shown_calculator(name, a.store)
        chosen = scenario or (next(iter(fitting(calculator, a.store)), None) if any_scenario else None)
        return [baseline(in_world(calculator), prices=a.prices, scenario=chosen, store=a.store)]

    return cases


def fitting(calculator: Calculator[Any, Any], store: Store) -> list[str]:
    """The scenarios that give a calculator its numbers."""
    return [name for name, scenario in store.scenarios.items() if calculator.name in scenario.calculators]


def _measured(name: str) -> list[str]:
    """What an output of a calculator of value measures; sides of one value are not added."""
    measured = value.METHOD_OF.get(name)
    if not measured:
        return []
    lines = [f"{output}: {method}, {value.SIDES[method]}." for output, method in measured.items()]
    end = "Other methods see other sides of the same value: show them next to each other, never add them."
    return ["MEASURES", *(part for line in [*lines, end] for part in wrap(line)), ""]


def _fit(doc: str) -> list[str]:
    """A module's opening: paragraphs as lines of their own length, formulas as they are written where they fit."""
    made: list[str] = []
    paragraph: list[str] = []
    for line in [*doc.splitlines(), ""]:
        if line and not line.startswith(" "):
            paragraph.append(line)
            continue
        if paragraph:
            made += wrap(" ".join(paragraph))
            paragraph = []
        made += [line] if len(line) <= 80 else _formula(line)
    return made[:-1]


def _formula(line: str) -> list[str]:
    indent = len(line) - len(line.lstrip())
    first, *rest = wrap(line.strip(), width=80 - indent - 4)
    return [" " * indent + first, *(" " * (indent + 4) + r for r in rest)]


def _input(row: TraceRow) -> list[str]:
    value = f"{row.path} = {bare(row.value, row.unit)} {unit_words(row.unit)}".rstrip()
    span = f" ({reach(bare(row.low, row.unit), bare(row.high, row.unit))})" if row.low < row.high else ""
    source = "; ".join(p for p in (row.role, row.grade, row.source, row.conversion) if p)
    first, *rest = wrap(f"{value}{span}", width=76)
    return [f"{row.mark or ' '} {first}", *(f"    {r}" for r in rest), *wrap(source, indent=4)]


def catalogue(store: Store) -> str:
    """All calculators, models, methods, scenarios, proposals and claims by name."""
    lines = ["CALCULATORS: mloss-econ show NAME"]
    for c in CALCULATORS:
        lines += _item(c.name, c.doc.splitlines()[0])
        if in_world(c).scenario is None and (scenarios := fitting(c, store)):
            lines += wrap(f"needs --scenario: {', '.join(scenarios)}", indent=4)
    lines += ["", "MODELS"]
    for m in MODELS:
        lines += _item(m.name, f"{', '.join(part.name for part in m.parts)}, joined.")
    lines += ["", "SENSITIVITY METHODS: mloss-econ show METHOD, mloss-econ sensitivity"]
    for name, method in METHODS.items():
        lines += _item(name, method.answers)
    lines += ["", "SCENARIOS"]
    for name, s in store.scenarios.items():
        lines += _item(name, s.title)
    lines += ["", "PROPOSALS"]
    for name, p in store.proposals.items():
        lines += _item(name, p.title)
    lines += ["", "CLAIMS"]
    for claim in CLAIMS:
        lines += _item(claim.name, claim.sentence)
    return "\n".join(lines)


def _item(name: str, text: str) -> list[str]:
    return [name, *wrap(text, indent=4)]
