"""What would change the answer, one input at a time; that nothing does is an answer too."""

from __future__ import annotations

from mloss_econ.report.document import Bullets, Section
from mloss_econ.report.findings import Findings
from mloss_econ.report.findings.pricing_out import HALF
from mloss_econ.report.wording import bare, capital, listing, name_of, quantity, reach, unit_words, words
from mloss_econ.sensitivity import BreakEven, Crossing
from mloss_econ.text import number, percent


def section(f: Findings) -> Section:
    """The section."""
    p = f.pricing_out
    title = {b.name: b.short for b in p.bills}
    half = f"{percent(HALF)} of paid projects"
    out = [sentence(p.half_out, f"Any bill prices out {half}", adopted=False)]
    out += [sentence(b, f"{capital(title[name])} price out {half}") for name, b in p.turning]
    blocks = [
        Bullets(
            "Value over cost, gross",
            tuple(sentence(b, f"The ratio is {number(b.target)}") for b in f.value.turning),
        ),
        Bullets("Pricing out", tuple(out)),
    ]
    for s in f.liability.situations:
        who = words(s.examined)
        blocks.append(
            Bullets(
                f"{s.title.split(':')[0]}: is the {who} (one of) the cheapest?",
                tuple(switch(b, who) for b in s.turning),
            )
        )
    return Section("turning", "What would change the answer?", tuple(blocks))


def sentence(b: BreakEven, goal: str, *, adopted: bool = True) -> str:
    """Where an output reaches a target, or that it does not."""
    name = name_of(b.vary)
    if not b.crossings:
        side = "above" if b.adopted_output > b.target else "below"
        return f"{goal} at no {name} from {_searched(b)}: it stays {side} that."
    at = listing([_place(c, b) for c in b.crossings])
    return f"{goal} at a {name} of {at}" + (
        f"; adopted: {quantity(b.adopted_input, b.unit_input)}." if adopted else "."
    )


def switch(b: BreakEven, who: str) -> str:
    """Where a party starts or stops being (one of) the cheapest; `b` is about an output that is 1 or 0."""
    name, yes = capital(name_of(b.vary)), b.adopted_output > b.target
    if not b.crossings:
        return f"{name}: no value from {_searched(b)} alone changes that it is{'' if yes else ' not'}."
    parts = []
    for c in b.crossings:
        side = "above" if c.value > b.adopted_input else "below"
        parts.append(f"{'from' if False else side} {_place(c, b)}")
    verb = "no longer" if yes else "so"
    return f"{name}: {verb} {listing(parts)}; adopted: {quantity(b.adopted_input, b.unit_input)}."


def _searched(b: BreakEven) -> str:
    low, high = (bare(v, b.unit_input) for v in b.searched)
    return f"{reach(low, high)} {'' if b.unit_input == 'share' else unit_words(b.unit_input)}".rstrip()


def _place(c: Crossing, b: BreakEven) -> str:
    point = "" if c.quantile is None else f" (the {percent(c.quantile)} point of its belief)"
    return f"{quantity(c.value, b.unit_input)}{point}"
