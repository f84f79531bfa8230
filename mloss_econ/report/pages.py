"""A page of the documentation, made from a declaration: question, formula, outputs, inputs with their sources.

Only adopted values and ranges of beliefs are in it, no draws, so that a page changes when a declaration or a seed does.
"""

from __future__ import annotations

from typing import Any

from mloss_econ import value
from mloss_econ.base.frames import Column, Frame, text
from mloss_econ.base.text import LEGEND
from mloss_econ.base.units import show_unit
from mloss_econ.kernel import Calculator, Case, baseline, field_specs, leaf_specs, output_quantities, trace
from mloss_econ.regimes import in_world
from mloss_econ.report import glossary, listings
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.show import CALCULATORS, STATUS_QUO, fitting, links_to, made_by, own_rows, shown_calculator
from mloss_econ.sensitivity import METHODS


def page(name: str, assumptions: Assumptions, scenario: str | None = None) -> str:
    """The page of a calculator or of a sensitivity method, in Markdown. Raises InputError for an unknown name."""
    if name in METHODS:
        said = f"mloss-econ sensitivity CALCULATOR OUTPUT --method {name}"
        return f"# {name}\n\n{_prose(METHODS[name].doc)}\n\n```text\n{said}\n```\n"
    calculator = shown_calculator(name, assumptions.store)
    scenarios = fitting(calculator, assumptions.store)
    chosen = scenario or (scenarios[0] if scenarios else None)
    case = baseline(in_world(calculator), prices=assumptions.prices, scenario=chosen, store=assumptions.store)
    short = calculator.name.split(".")[-1]
    parts = [f"# {calculator.name}", _prose(calculator.doc)]
    measured = value.METHOD_OF.get(calculator.name)
    if measured:
        parts.append("\n".join(f"- `{out}`: {method}, {value.SIDES[method]}." for out, method in measured.items()))
        parts.append(
            "Other methods see other sides of the same value: they are shown next to each other and never added."
        )
    links = links_to(calculator)
    if links:
        parts.append(f"**{STATUS_QUO}**")
    parts += ["## Outputs", _outputs(calculator, case).markdown().partition("\n\n")[2], "## Inputs"]
    if links:
        made = made_by(links).items()
        parts.append("\n".join(f"- From `{maker}`: {', '.join(f'`{n}`' for n in names)}." for maker, names in made))
    parts.append(_inputs(calculator, case).markdown().partition("\n\n")[2])
    about = f", in the scenario `{chosen}`" if chosen else ""
    parts.append(f"Adopted values{about}; ranges are 90 % intervals. {LEGEND}; blank: a definition or lever.")
    more = f', scenario="{chosen}"' if chosen else ""
    subject, names = calculator.name.split(".")[0], short
    of, world = (f"world.upto({short})", "from mloss_econ.regimes import world\n") if links else (short, "")
    if links and subject == "regimes":
        world, names = "", f"{short}, world"
    parts.append(
        "```python\nimport mloss_econ as me\n"
        f"from mloss_econ.{subject} import {names}\n{world}\n"
        f"print(me.summary(me.simulate(me.baseline({of}{more}))))\n```"
    )
    if len(scenarios) > 1:
        parts.append(f"Other scenarios: {', '.join(f'`{n}`' for n in scenarios if n != chosen)}.")
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def index() -> str:
    """The list of all calculators and methods, each with its question."""
    lines = ["# Calculators and methods", ""]
    for subject in ("value", "compliance", "liability", "regimes"):
        lines += [f"## {subject.capitalize()}", ""]
        for c in CALCULATORS:
            if c.name.startswith(f"{subject}."):
                lines.append(f"- [`{c.name}`]({c.name}.md): {c.doc.splitlines()[0]}")
        lines.append("")
    lines += ["## Sensitivity methods", ""]
    lines += [f"- [`{name}`](methods/{name}.md): {method.answers}" for name, method in METHODS.items()]
    return "\n".join(lines) + "\n"


def _prose(doc: str) -> str:
    """A module's opening: paragraphs as they are, what is indented as code."""
    made: list[str] = []
    code = False
    for line in doc.splitlines():
        inside = line.startswith(" ") or (code and not line)
        if inside != code:
            made += ["```text"] if inside else ["```", ""]
            code = inside
            if inside and made[-2:-1] and made[-2] != "":
                made.insert(-1, "")
        made.append(line)
    while made and not made[-1]:
        made.pop()
    return "\n".join([*made, *(["```"] if code else [])]).replace("\n\n```\n\n", "\n```\n\n")


def _outputs(calculator: Calculator[Any, Any], case: Case[Any, Any]) -> Frame:
    specs, own = dict(leaf_specs(case.outputs())), {spec.name for spec in field_specs(calculator.Outputs)}
    rows = []
    for path, value_ in output_quantities(case.outputs()).items():
        if path.split(".")[0] not in own:
            continue
        spec = specs[path]
        rows.append((path, float(value_), show_unit(spec.unit or "", case.prices), spec.doc))
    return Frame("Outputs", [text("output"), Column("as adopted"), text("unit"), text("what it is")], rows)


def _inputs(calculator: Calculator[Any, Any], case: Case[Any, Any]) -> Frame:
    specs = dict(leaf_specs(case.point))
    columns = [text(""), text("input"), Column("adopted"), Column("p5"), Column("p95"), text("unit")]
    rows = []
    for r in own_rows(calculator, trace(case)):
        ends = (r.low, r.high) if r.low < r.high else (None, None)
        source = "; ".join(p for p in (r.grade, r.source) if p)
        rows.append((r.mark, r.path, r.value, *ends, r.unit, specs[r.path].doc, source))
    return Frame("Inputs", [*columns, text("what it is"), text("where it comes from")], rows)


def pages(assumptions: Assumptions) -> dict[str, str]:
    """Every page by file name in the folder of calculators, with the list of all of them; above it the glossary, the
    list of proposals, and harm by channel."""
    made = {f"{c.name}.md": page(c.name, assumptions) for c in CALCULATORS}
    made |= {f"methods/{name}.md": page(name, assumptions) for name in METHODS}
    above = {"glossary": glossary.page(), "harm": listings.harm_page(assumptions)}
    above["proposals"] = listings.proposals_page(assumptions)
    return {"README.md": index(), **{f"../{name}.md": text for name, text in above.items()}, **made}
