"""One calculator in full: its question and formula, its outputs, and every input with where it comes from. Or one
sensitivity method: its question, formula and reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mloss_econ import compliance, liability, regimes, value
from mloss_econ.calculators import Calculator, Chain
from mloss_econ.case import Case, baseline
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Store
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.findings.claims import CLAIMS
from mloss_econ.sensitivity import METHODS
from mloss_econ.text import LEGEND, wrap
from mloss_econ.tracing import TraceRow, trace
from mloss_econ.wording import bare, reach, unit_words

CALCULATORS: tuple[Calculator[Any, Any], ...] = (
    *value.CALCULATORS,
    *compliance.CALCULATORS,
    *liability.CALCULATORS,
    *regimes.CALCULATORS,
)
MOSTLY = 4  # inputs that others compute, from which on a calculator alone says nothing of a proposal


def calculator_named(name: str) -> Calculator[Any, Any]:
    """The calculator of this name, with or without its subject. Raises InputError with the nearest."""
    found = [c for c in CALCULATORS if name in (c.name, c.name.split(".")[-1])]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"'{name}' may be {' or '.join(c.name for c in found)}. Write the whole name.")
    known = [*(c.name for c in CALCULATORS), *METHODS]
    raise InputError(f"there is no calculator or method '{name}'. {nearest(name, known)}")


def show(name: str, assumptions: Assumptions, scenario: str | None = None) -> str:
    """The card of a calculator, or what a sensitivity method computes."""
    if name in METHODS:
        return "\n".join([name, "", *_fit(METHODS[name].doc), "", f"mloss-econ rank CALCULATOR OUTPUT --method {name}"])
    calculator = calculator_named(name)
    case = baseline(calculator, prices=assumptions.prices, scenario=scenario, store=assumptions.store)
    run = simulate(calculator, case, n=assumptions.n, seed=assumptions.seed)
    lines = [calculator.name, "", *_fit(calculator.doc), "", *_measured(calculator.name), "OUTPUTS"]
    lines += wrap(alone) if (alone := stand_ins(calculator.name)) else []
    lines += [str(run.summary()), "", "INPUTS"]
    for row in trace(case).rows:
        lines += _input(row)
    return "\n".join([*lines, f"{LEGEND}; ranges are 5 to 95 %."])


def cases_of(name: str, scenario: str | None) -> Callable[[Assumptions], list[Case[Any, Any]]]:
    """The case that a card shows the inputs of; none for a method."""
    calculators = [] if name in METHODS else [calculator_named(name)]
    return lambda a: [baseline(c, prices=a.prices, scenario=scenario, store=a.store) for c in calculators]


def stand_ins(name: str) -> str:
    """What is said of a calculator that, run by itself, takes stand-ins for what others compute; "" for any other."""
    taken = [link for second, links in _joints(regimes.regime) if second == name for link in links]
    if len(taken) < MOSTLY:
        return ""
    return (
        f"Alone, this calculator takes stand-ins for what others compute ({', '.join(taken[:MOSTLY])} and "
        f"{len(taken) - MOSTLY} more). They describe no proposal, and nor do its outputs. A proposal in full: "
        "mloss-econ run NAME."
    )


def _joints(part: Calculator[Any, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of every two parts that are joined, the second and what it takes from the first."""
    if isinstance(part, Chain):
        yield part.second.name, part.links
        yield from (*_joints(part.first), *_joints(part.second))


def _measured(name: str) -> list[str]:
    """What an output of a calculator of value measures; sides of one value are not added."""
    measured = value.METHOD_OF.get(name)
    if not measured:
        return []
    lines = [f"{output}: {method}, {value.SIDES[method]}." for output, method in measured.items()]
    end = "Other methods see other sides of the same value: show them side by side, never add them."
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
    """All calculators, methods, scenarios, proposals and claims by name."""
    lines = ["CALCULATORS: mloss-econ show NAME"]
    for c in CALCULATORS:
        fitting = [n for n, s in store.scenarios.items() if c.name in s.calculators]
        lines += _item(c.name, c.doc.splitlines()[0])
        if fitting:
            lines += wrap(f"needs --scenario: {', '.join(fitting)}", indent=4)
    lines += ["", "SENSITIVITY METHODS: mloss-econ show METHOD, mloss-econ rank"]
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
