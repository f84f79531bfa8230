"""What would change the answer, one input at a time; that nothing does is an answer too."""

from __future__ import annotations

from mloss_econ.base.text import its_percentile, number, percent
from mloss_econ.regimes import whose
from mloss_econ.report.document import Bullets, Folded, Section, Text
from mloss_econ.report.findings import Findings
from mloss_econ.report.sections import structure
from mloss_econ.sensitivity import TORNADO_POINTS, BreakEven, Crossing
from mloss_econ.wording import bare, is_percent, listing, name_of, plural, quantity, reach, unit_words, words


def section(f: Findings) -> Section:
    """The section."""
    p, who = f.proposal, whose(f.proposal.viewpoint)
    half_out = f.pricing_out.half_out
    any_cost = [
        f"A compliance cost of {quantity(c.value, half_out.unit_input)} drives out {percent(half_out.target)} of "
        "funded projects in scope, whatever the proposal."
        for c in half_out.crossings
    ]
    half = percent(half_out.target)
    scenarios = [
        Bullets(
            f"{s.title.split(':')[0]}: is it cheapest to hold the {words(s.examined)} liable, alone or tied?",
            tuple(switch(b) for b in s.turning),
        )
        for s in f.liability.scenarios
    ]
    reversing = sum(any(not c.touches for c in b.crossings) for b in f.policy.turning)
    return Section(
        "turning",
        "What would change the answer?",
        (
            Text(
                f"Of the {plural(len(f.policy.turning), 'main input')}, {reversing or 'none'} could alone reverse "
                f"the sign of the net benefit to {who}."
                if f.policy.turning
                else f"No input alone moves the net benefit of the proposal at any of {TORNADO_POINTS} values of each.",
                lead=True,
            ),
            Bullets(
                f"Is the net benefit of the proposal to {who} above zero?",
                tuple(sentence(b, "It", "zero") for b in f.policy.turning) or ("No input alone moves it.",),
            ),
            *structure.blocks(p),
            Bullets(
                "Share of the funded projects in scope that exit",
                (*any_cost, *(sentence(b, "It", half) for b in f.pricing_out.turning)),
            ),
            Folded(
                "Benefit-cost ratio, and who should bear losses: break-even and switching values",
                (
                    Bullets(
                        "Benefit-cost ratio, gross",
                        tuple(sentence(b, "It", number(b.target)) for b in f.value.turning),
                    ),
                    *scenarios,
                ),
            ),
        ),
    )


def sentence(b: BreakEven, subject: str, target: str) -> str:
    """Where an output reaches a target, or that it does not."""
    if not b.crossings:
        side = "above" if b.adopted_output > b.target else "below"
        tried = f"{b.tried:,} values of {name_of(b.vary)}, from {_searched(b)}"
        return f"{subject} stays {side} {target} at all {tried}."
    at = listing([_place(c, b) for c in b.crossings])
    verb = "breaks even" if target == "zero" else f"is {target}"
    return f"{subject} {verb} if the {name_of(b.vary)} is {at}; we assume {quantity(b.adopted_input, b.unit_input)}."


def switch(b: BreakEven) -> str:
    """Switching values of the answer to a question; `b` is about an output that is 1 (yes) or 0 (no)."""
    name, yes = name_of(b.vary), b.adopted_output > b.target
    if not b.crossings:
        return f"{'Yes' if yes else 'No'} at all {b.tried:,} values of {name} from {_searched(b)}."
    sides = [f"{'above' if c.value > b.adopted_input else 'below'} {_place(c, b)}" for c in nearest(b)]
    answer = "No" if yes else "Yes"
    return f"{answer} if the {name} is {' or '.join(sides)}; we assume {quantity(b.adopted_input, b.unit_input)}."


def nearest(b: BreakEven) -> list[Crossing]:
    """The crossings next to the adopted value, one on each side."""
    below = [c for c in b.crossings if c.value <= b.adopted_input]
    above = [c for c in b.crossings if c.value > b.adopted_input]
    return [*below[-1:], *above[:1]]


def _searched(b: BreakEven) -> str:
    low, high = (bare(v, b.unit_input) for v in b.searched)
    return f"{reach(low, high)}{'' if is_percent(b.unit_input) else ' ' + unit_words(b.unit_input)}".rstrip()


def _place(c: Crossing, b: BreakEven) -> str:
    point = "" if c.quantile is None else f" ({its_percentile(c.quantile)})"
    return f"{quantity(c.value, b.unit_input)}{point}{' (only touched)' if c.touches else ''}"
