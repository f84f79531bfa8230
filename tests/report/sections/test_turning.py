"""What the brief prints of what would change the answer."""

from __future__ import annotations

import re
from typing import Any

from finished import Finished
from printed import blocks, section, without
from reading import Size, percentile_of, says

from mloss_econ.report.document import Document, Text
from mloss_econ.wording import name_of


def place(b: Any) -> list[Any]:
    """What a sentence says of the crossings of a target: each with its place in the belief, and the adopted value."""
    made: list[Any] = []
    for c in b.crossings:
        made.append(Size(c.value, 0, 3))
        if c.quantile is not None:
            made.append(Size(percentile_of(c.quantile)))
    return [*made, Size(b.adopted_input, 0, 3)]


def check_turning(item: str, b: Any, *target: Any) -> None:
    """A sentence on where an output crosses a target: the target, and the places or the range that was searched."""
    text = without(item, name_of(b.vary))
    says(text, *target, place(b) if b.crossings else [Size(b.tried, 0, 9), *(Size(v, 0, 3) for v in b.searched)])
    above = b.adopted_output > b.target
    if not b.crossings and target is not None:
        assert ("above" in text) == above or text.startswith("Yes" if above else "No")


def test_turning_points(report: Document, finished: Finished) -> None:
    f = finished.findings
    net, exits, ratio, *scenarios = blocks(report, "turning", "bullets")
    for item, b in zip(net.items, f.policy.turning, strict=True):
        check_turning(item, b)
    half = f.pricing_out.half_out
    says(exits.items[0], Size(half.crossings[0].value, 0, 3), 0.5)
    for item, b in zip(exits.items[1:], f.pricing_out.turning, strict=True):
        check_turning(item, b, 0.5)
    for item, b in zip(ratio.items, f.value.turning, strict=True):
        check_turning(item, b, Size(b.target, 0, 3))
    lead = section(report, "turning").blocks[0]
    assert isinstance(lead, Text)
    turn = sum(any(not c.touches for c in b.crossings) for b in f.policy.turning)
    says(lead.text, Size(len(f.policy.turning)), *([Size(turn)] if turn else []))
    for bullets, s in zip(scenarios, f.liability.scenarios, strict=True):
        assert f"is it cheapest to hold the {s.examined} liable" in bullets.title
        for item, b in zip(bullets.items, s.turning, strict=True):
            check_switch(item, b)


def check_switch(item: str, b: Any) -> None:
    """A sentence on a yes or no: it names the nearest crossings, one on each side."""
    yes = b.adopted_output > 0.5
    if not b.crossings:
        assert item.startswith(f"{'Yes' if yes else 'No'} at all {b.tried:,} values of ")
        says(without(item, name_of(b.vary)), Size(b.tried, 0, 9), *(Size(v, 0, 3) for v in b.searched))
        return
    below = [c for c in b.crossings if c.value <= b.adopted_input][-1:]
    above = [c for c in b.crossings if c.value > b.adopted_input][:1]
    assert item.startswith("No if" if yes else "Yes if")
    assert list(re.findall(r"\b(below|above)\b(?! its)", item))[: len(below + above)] == (
        ["below"] * len(below) + ["above"] * len(above)
    )
    sizes: list[Any] = []
    for c in (*below, *above):
        sizes += [Size(c.value, 0, 3), *([] if c.quantile is None else [Size(percentile_of(c.quantile))])]
    says(without(item, name_of(b.vary)), sizes, Size(b.adopted_input, 0, 3))
