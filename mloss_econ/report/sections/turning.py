"""What would change the answer, one input at a time; that nothing does is an answer too."""

from __future__ import annotations

from mloss_econ.base.text import its_percentile, number, percent
from mloss_econ.report.document import Bullets, Folded, Section, Text
from mloss_econ.report.findings import Findings
from mloss_econ.sensitivity import TORNADO_POINTS, BreakEven, Crossing
from mloss_econ.wording import bare, is_percent, listing, name_of, plural, quantity, reach, unit_words, words


def section(f: Findings) -> Section:
    """The section."""
    p = f.pricing_out
    any_bill = [
        f"A bill of {quantity(c.value, p.half_out.unit_input)} prices out {percent(p.half_out.target)} of paid "
        "projects, whatever the rule."
        for c in p.half_out.crossings
    ]
    half = percent(p.half_out.target)
    situations = [
        Bullets(
            f"{s.title.split(':')[0]}: is the {words(s.examined)} the cheapest to name, alone or tied?",
            tuple(switch(b) for b in s.turning),
        )
        for s in f.liability.situations
    ]
    turns = sum(any(not c.touches for c in b.crossings) for b in f.policy.turning)
    return Section(
        "turning",
        "What would change the answer?",
        (
            Text(
                f"Of the {plural(len(f.policy.turning), 'input')} behind most of the net benefit of the rule, "
                f"{turns or 'none'} can turn its sign alone."
                if f.policy.turning
                else f"No input alone moves the net benefit of the rule at the {TORNADO_POINTS} values of each tried.",
                lead=True,
            ),
            Bullets(
                "Is the net benefit of the rule to the world above zero?",
                tuple(sentence(b, "It is", "zero") for b in f.policy.turning) or ("No input alone moves it.",),
            ),
            Bullets("Share of paid projects that stop", (*any_bill, *(sentence(b, "It is", half) for b in p.turning))),
            Folded(
                "Benefit-cost ratio, and who should bear losses: what would turn them",
                (
                    Bullets(
                        "Benefit-cost ratio, gross",
                        tuple(sentence(b, "It is", number(b.target)) for b in f.value.turning),
                    ),
                    *situations,
                ),
            ),
        ),
    )


def sentence(b: BreakEven, subject: str, target: str) -> str:
    """Where an output reaches a target, or that it does not."""
    if not b.crossings:
        side = "above" if b.adopted_output > b.target else "below"
        none = f"at none of {b.tried:,} values of {name_of(b.vary)}"
        return f"{subject} {target} {none}: from {_searched(b)} it stays {side}."
    at = listing([_place(c, b) for c in b.crossings])
    return f"{subject} {target} at a {name_of(b.vary)} of {at}; adopted: {quantity(b.adopted_input, b.unit_input)}."


def switch(b: BreakEven) -> str:
    """Where the answer to a question turns; `b` is about an output that is 1 (yes) or 0 (no)."""
    name, yes = name_of(b.vary), b.adopted_output > b.target
    if not b.crossings:
        return f"{'Yes' if yes else 'No'} at all {b.tried:,} values of {name} from {_searched(b)}."
    sides = [f"{'above' if c.value > b.adopted_input else 'below'} {_place(c, b)}" for c in nearest(b)]
    answer = "No" if yes else "Yes"
    return f"{answer} if the {name} is {' or '.join(sides)}; adopted: {quantity(b.adopted_input, b.unit_input)}."


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
