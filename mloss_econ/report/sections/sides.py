"""What each side's beliefs say of the proposal under review, and which beliefs divide them."""

from __future__ import annotations

from mloss_econ.base.text import number
from mloss_econ.regimes import ADOPTED, TRIED, whose
from mloss_econ.report.document import Block, Bullets, Folded, Section, TableBlock, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.sides import Side
from mloss_econ.wording import (
    KEEPS,
    bare,
    capital,
    cell,
    is_percent,
    listing,
    name_of,
    odds,
    reach,
    scale_of,
    unit_words,
    words,
)

SHORT = {"development_rules_critics": "critics", "development_rules_proponents": "proponents"}


def section(f: Findings) -> Section:
    """The section."""
    sides = f.sides.sides
    unit, who = f.proposal.balance.unit, whose(f.proposal.viewpoint)
    scale, scaled = scale_of([abs(s.mean.value) for s in sides])
    says = [f"{cell(s.mean, '', scale)} as {_who(s)}" for s in sides]
    lines = [
        (
            capital(_name(s)),
            cell(s.mean, "", scale),
            reach(number(s.p5 / scale, 2), number(s.p95 / scale, 2)),
            " and ".join(number(v, 2) for v in s.break_even[:2]) or _keeps(s),
            f"{words(s.best)}, {cell(s.best_mean, '', scale)}",
            odds(s.probability_best),
        )
        for s in sides
    ]
    head = ("beliefs", "mean", "90 % interval", "breaks even", "highest mean of all", "its prob. of being best")
    draws = min(s.n for s in sides)
    blocks: list[Block] = [
        Text(
            f"The mean net benefit of the proposal under review to {who} is, in {scaled}{unit_words(unit)}, "
            f"{listing(says)}. The model and the random numbers are the same; only beliefs differ.",
            lead=True,
        ),
        TableBlock(
            f"The proposal under review under each set of beliefs, {scaled}{unit_words(unit)}",
            head,
            tuple(lines),
            note=f"{draws:,} draws or more. Breaks even: the yearly harm in the channels it reaches at which the net "
            "benefit is zero"
            + (f'; "never" and "at any harm" are said of {TRIED}.' if any(line[3] in KEEPS for line in lines) else "."),
        ),
    ]
    if f.sides.parts:
        blocks.append(_divides(f))
    signed = tuple(f"{s.title}. {s.author}, {s.date}. {s.about}" for s in sides if s.name != ADOPTED)
    if signed:
        blocks.append(Folded("Whose beliefs these are", (Bullets("", signed),)))
    return Section("sides", "What do both sides' beliefs say?", tuple(blocks), page_only=True)


def _divides(f: Findings) -> TableBlock:
    """Which beliefs make the difference, at the points that the sides adopt."""
    one, other = (_label(name) for name in f.sides.between)
    scale, scaled = scale_of([abs(p.part) for p in f.sides.parts])
    lines = [
        (
            capital(name_of(p.path)) + ("" if is_percent(p.unit) or not p.unit else f", {unit_words(p.unit)}"),
            *(bare(v, p.unit) for v in p.values),
            number(p.part / scale),
        )
        for p in f.sides.parts
    ]
    if f.sides.rest:
        lines.append(("All others", "", "", number(f.sides.rest / scale)))
    a, b = (number(v / scale) for v in f.sides.points)
    return TableBlock(
        f"Which beliefs divide {one} and {other}: from {a} to {b} {scaled}{unit_words(f.sides.unit)}, as each adopts",
        ("belief", one, other, "contribution"),
        tuple(lines),
        left=1,
        note="Contributions are Shapley values: they sum to the difference, whatever the order.",
    )


def _keeps(s: Side) -> str:
    """What is printed where the net benefit keeps its sign at all harms tried."""
    return KEEPS[0] if s.always < 0 else KEEPS[1] if s.always > 0 else ""


def _label(name: str) -> str:
    return SHORT.get(name, words(name))


def _name(s: Side) -> str:
    return s.title if s.name == ADOPTED else _label(s.name)


def _who(s: Side) -> str:
    return "adopted here" if s.name == ADOPTED else f"{_label(s.name)} see it"
