"""What the brief prints of the claims."""

from __future__ import annotations

import re
from itertools import chain
from types import SimpleNamespace

from apart import Apart
from finished import Finished
from printed import blocks, without
from reading import Size, percentile_of, says

from mloss_econ.engine import Estimate
from mloss_econ.report.document import Bullets, Document, Folded, TableBlock, Text
from mloss_econ.report.findings.claims import ClaimFinding
from mloss_econ.report.sections.claims import reversal, section
from mloss_econ.sensitivity import End, Under, structure_in_words
from mloss_econ.wording import name_of


def test_short_claims(report: Document, finished: Finished, apart: Apart) -> None:
    open_ones = [c for c in finished.findings.claims if "by construction" not in c.kind]
    counts = [len(open_ones), sum(c.held.value > 0.5 for c in open_ones), sum(c.at_adopted for c in open_ones)]
    says(report.short[5], *(Size(c, 0, 9) for c in counts))


def test_claims(report: Document, finished: Finished) -> None:
    found = finished.findings.claims
    table, corners = blocks(report, "claims", "table")
    turning, hanging = blocks(report, "claims", "bullets")[:2]
    assert [item.split(":")[0] for item in hanging.items] == [c.name for c in found if c.structure]
    assert all(
        structure_in_words(c.structure, at_adopted=c.at_adopted, kind=c.kind)[0] in " ".join(hanging.items)
        for c in found
        if c.structure
    )
    for k, c in enumerate(found):
        line, item = table.lines[k], turning.items[k]
        assert (line[0], line[3]) == (c.name, "holds" if c.at_adopted else "fails")
        assert line[1].startswith(c.sentence)
        says(line[2], c.held)
        assert corners.lines[k][:2] == (c.name, line[2])
        says(corners.lines[k][2], c.corners_held / c.corners)
        text = without(item, c.name, *(name_of(t.path) for t in c.switching_values[:2]))
        rest = len(c.switching_values) - 2
        if "by construction" in c.kind:
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


def found(name: str, kind: str, at_adopted: bool, *structure: Under) -> ClaimFinding:
    held = Estimate(0.25, 0.01)
    return ClaimFinding(name, "It is so.", "It is.", "a source", kind, held, at_adopted, 4, 1, (), structure)


def under(value: float, at_adopted: bool, kind: str, held: float) -> Under:
    return Under((End("leakage", "the share that leaks", value, "share"),), at_adopted, held, kind)


def test_what_structure_reverses_and_settles_is_said_and_counted() -> None:
    turned = found(
        "C1", "computed", False, under(0.0, False, "false by construction", 0), under(1.0, True, "computed", 1)
    )
    moved = found("C2", "computed", True, under(0.0, True, "computed", 0.5), under(1.0, True, "computed", 0.75))
    never = found("C3", "false by construction", False)
    made = section(SimpleNamespace(claims=(turned, moved, never)))
    lead = next(block.text for block in made.blocks if isinstance(block, Text))
    assert lead.startswith(
        "Of 2 claims that could fail, 0 hold in more than half of the draws and 1 at the adopted point."
    )
    assert "False by construction, and so no finding: C3." in lead
    assert "One structural choice alone reverses the answer at the adopted point for 1; 1 become" in lead
    table = next(block for block in made.blocks if isinstance(block, TableBlock))
    assert [line[1].endswith("(°)") for line in table.lines] == [False, False, True]
    folded = next(b for b in made.blocks if isinstance(b, Folded) and b.title.startswith("What the structure"))
    bullets = next(block for block in folded.blocks if isinstance(block, Bullets))
    assert bullets.items == (
        "C1: Fails at the adopted point; holds if the share that leaks is 100 %. False by construction where the share "
        "that leaks is 0 %; computed otherwise.",
        "C2: No end of a structural choice changes the answer at the adopted point. The share of draws in which it "
        "holds moves most with the share that leaks: 50 % where it is 0 %, 75 % where it is 100 %.",
    )
    assert reversal(never) == "is assumed by the form of its calculator; only the size of the effect is computed."
