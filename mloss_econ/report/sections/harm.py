"""The harm that a proposal reaches, by channel: what is avoided, where its level comes from, what is not counted."""

from __future__ import annotations

from mloss_econ.base.text import mark, number
from mloss_econ.regimes import TRIED, whose
from mloss_econ.report.document import Bullets, TableBlock, Text
from mloss_econ.report.findings.harm import ChannelFindings
from mloss_econ.report.findings.proposal import ProposalFindings
from mloss_econ.report.sections.places import negative
from mloss_econ.wording import (
    KEEPS,
    capital,
    cell,
    listing,
    quantity,
    reach,
    scale_of,
    share,
    span,
    stated,
    unit_words,
    words,
)

MOST = 2  # break-even values that are said


def blocks(f: ProposalFindings) -> tuple[TableBlock | Bullets | Text, ...]:
    """The table of channels, where their levels come from, and what has no figure."""
    if not f.channels:
        return (Text("It reaches no harm: no channel of harm is addressed by its text."),)
    sources = tuple(f"{mark(c.is_judgement)} {capital(words(c.name))}, {_level(c, f)}: {c.source}" for c in f.channels)
    found: list[TableBlock | Bullets | Text] = [_table(f), Bullets("Where the levels come from", sources)]
    if said := uncounted(f):
        found.append(Text(said))
    return tuple(found)


def _level(c: ChannelFindings, f: ProposalFindings) -> str:
    return quantity(c.level, f.balance.unit, 2) if c.counted else "no figure"


def _table(f: ProposalFindings) -> TableBlock:
    scale, scaled = scale_of([v for c in f.channels for v in (c.level, *c.break_even)])
    small, smaller = scale_of([c.avoided.mean.value for c in f.channels])
    lines = [
        (
            capital(words(c.name)),
            share(c.share) if c.share else "by repeal",
            *(
                (
                    number(c.level / scale, 2),
                    cell(c.avoided.mean, "", small),
                    reach(*(cell(e, "", small) for e in (c.avoided.p5, c.avoided.p95))),
                )
                if c.counted
                else ("no figure", "not counted", "")
            ),
            " and ".join(number(v / scale, 2) for v in c.break_even[:MOST]) or keeps(f.balance.value),
        )
        for c in f.channels
    ]
    levels, avoided = (f"{name}".strip() for name in (scaled, smaller))
    head = (
        *("channel", "reached", f"harm a year{f', {levels}' if levels else ''}"),
        *(f"avoided, mean{f', {avoided}' if avoided else ''}", "90 % interval", "breaks even at"),
    )
    kept = f' "{KEEPS[0]}" and "{KEEPS[1]}" are said of {TRIED}.' if any(row[-1] in KEEPS for row in lines) else ""
    note = (
        "Breaks even: the yearly harm in the channel, on the same scale, at which the net benefit to "
        f"{whose(f.viewpoint)} changes sign, "
        f"all else as adopted.{kept}"
    )
    return TableBlock(f"Harm by channel, {unit_words(f.balance.unit)}", head, tuple(lines), note=note)


def keeps(net: float) -> str:
    """What is said of a net benefit that keeps its sign at all harms tried."""
    return KEEPS[0] if net < 0 else KEEPS[1] if net > 0 else ""


def uncounted(f: ProposalFindings) -> str:
    """Which channels that it reaches have no figure, and the level of each at which it breaks even; "" for none."""
    left = [c for c in f.channels if not c.counted]
    if not left:
        return ""
    some = [f"{quantity(c.break_even[0], f.balance.unit, 2)} in {words(c.name)}" for c in left if c.break_even]
    none = [words(c.name) for c in left if not c.break_even]
    parts = [f"would break even at {listing(some)}"] if some else []
    if none:
        side = "below" if f.balance.value < 0 else "above" if f.balance.value > 0 else "at"
        parts.append(f"stays {side} zero whatever the harm in {listing(none)}")
    return (
        f"Not counted, for want of a figure: {listing([words(c.name) for c in left])}. "
        f"It {listing(parts)}{', each on its own' if len(left) > 1 else ''}."
    )


def avoided(f: ProposalFindings) -> str:
    """How much harm is avoided, or done in addition, as a clause."""
    row = f.outputs["harm_avoided"]
    if not any(c.counted for c in f.channels):
        return "no harm avoided is counted"
    if row.mean.value < 0:
        more = negative(row)
        if not more.median.value:
            return f"harm rises by {stated(more.mean, row.unit)} on average ({span(more)})"
        return f"harm rises by {stated(more.median, row.unit)} ({span(more)})"
    return f"harm of {stated(row.median, row.unit)} ({span(row)}) is avoided"


def break_even(f: ProposalFindings) -> str:
    """At which harm the proposal breaks even, as a sentence or two."""
    if not f.channels:
        return "It reaches no harm that is counted here."
    known = [words(c.name) for c in f.channels if c.counted]
    if not known:
        return f"No harm that it reaches has a figure. {uncounted(f)}"
    unit, which = unit_words(f.balance.unit), listing(known)
    said = f"we assume {number(f.assumed_harm, 2)}"
    if f.break_even_harm:
        at = listing([quantity(v, "", 2) for v in f.break_even_harm[:MOST]])
        text = f"It breaks even if the harm it reaches with a figure ({which}) is {at} {unit}; {said}."
    else:
        side = "above" if f.balance.value > 0 else "below" if f.balance.value < 0 else "at"
        text = f"It stays {side} zero at each of {TRIED} in the channels it reaches with a figure ({which}); {said}."
    return f"{text} {uncounted(f)}".strip()
