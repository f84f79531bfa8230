"""What the brief prints of the claims."""

from __future__ import annotations

import re
from itertools import chain

from apart import Apart
from finished import Finished
from printed import blocks, without
from reading import Size, percentile_of, says

from mloss_econ.report.document import Document
from mloss_econ.wording import name_of


def test_short_claims(report: Document, finished: Finished, apart: Apart) -> None:
    open_ones = [c for c in finished.findings.claims if c.kind != "true by construction"]
    counts = [len(open_ones), sum(c.held.value > 0.5 for c in open_ones), sum(c.at_adopted for c in open_ones)]
    says(report.short[5], *(Size(c, 0, 9) for c in counts))


def test_claims(report: Document, finished: Finished) -> None:
    found = finished.findings.claims
    table, corners = blocks(report, "claims", "table")
    turning = blocks(report, "claims", "bullets")[0]
    for k, c in enumerate(found):
        line, item = table.lines[k], turning.items[k]
        assert (line[0], line[3]) == (c.name, "holds" if c.at_adopted else "fails")
        assert line[1].startswith(c.sentence)
        says(line[2], c.held)
        assert corners.lines[k][:2] == (c.name, line[2])
        says(corners.lines[k][2], c.corners_held / c.corners)
        text = without(item, c.name, *(name_of(t.path) for t in c.switching_values[:2]))
        rest = len(c.switching_values) - 2
        if c.kind == "true by construction":
            says(text)
            continue
        if not c.switching_values:
            says(text, Size(999, 0, 3), Size(25))
            continue
        places = [(Size(t.value, 0, 3), percentile_of(t.quantile)) for t in c.switching_values[:2]]
        says(text, *chain.from_iterable(places), *([Size(rest)] if rest > 0 else []))
        assert ("would fail if" in item) == c.at_adopted
        sides = re.findall(r"\b(below|above) [\d−]", item)
        assert sides == [t.side for t in c.switching_values[:2]]
