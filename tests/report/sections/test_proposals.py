"""What the brief prints of every proposal."""

from __future__ import annotations

import pytest
from apart import Apart
from finished import Finished
from printed import blocks, harm, section, without
from reading import Size, says, scale_in

from mloss_econ.regimes import STATUS_QUO
from mloss_econ.report.document import Document, Text
from mloss_econ.wording import KEEPS, words


@pytest.mark.slow
def test_short_proposals(report: Document, apart: Apart) -> None:
    scores, lead = apart.card.scores, section(report, "proposals").blocks[0]
    first, place = scores[0], [s.name for s in scores].index(apart.assumptions.proposal) + 1
    best = [first.mean, first.median, first.p5, first.p95, first.probability_best]
    assert f"{first.title} has the highest" in report.short[4]
    says(without(report.short[4], first.title), Size(len(scores), 0, 9), best, Size(place, 0, 9))
    assert isinstance(lead, Text)
    dominated = sum(bool(s.dominated_by) for s in scores)
    count = [Size(dominated, 0, 9), Size(len(scores), 0, 9)] if dominated else []
    says(
        without(lead.text, first.title),
        best,
        Size(place, 0, 9),
        first.expected_opportunity_loss,
        count,
    )


def test_proposals(report: Document, apart: Apart, finished: Finished) -> None:
    few, every, elsewhere = blocks(report, "proposals", "table")
    scores = apart.card.scores
    asked = {apart.assumptions.proposal, apart.assumptions.comparator, STATUS_QUO}
    chosen = [(k, s) for k, s in enumerate(scores) if k < 6 or s.name in asked]
    for table, shown in ((few, chosen), (every, list(enumerate(scores)))):
        scale = scale_in(table.caption)
        for line, (k, s) in zip(table.lines, shown, strict=True):
            assert line[0].split("  ") == [str(k + 1), words(s.name)]
            says(line[1], s.mean, most=3, scale=scale)
            says(line[2], s.median, scale=scale)
            says(line[3], s.p5, s.p95, scale=scale)
            says(line[4], s.probability_best)
            says(line[5], *s.break_even[:2] if s.name != STATUS_QUO else [])
            assert line[5] or s.name == STATUS_QUO
        sought = [Size(97), 1e3, 1e15] if any(line[5] in KEEPS for line in table.lines) else []
        says(table.note, harm(apart), *sought)
    harms, scale = list(apart.card.harms), scale_in(elsewhere.caption.replace("(", ", ").replace(")", ","))
    for line, s in zip(elsewhere.lines, scores, strict=True):
        assert [int(c) for c in line[1:4]] == [s.ranks[v] for v in ("world", "one jurisdiction", "open projects")]
        for cell, name in zip(line[4:-1], harms, strict=True):
            says(cell, s.by_harm[name], scale=scale)
        assert line[-1] == (str(len(s.dominated_by)) if s.dominated_by else "")
    says(elsewhere.note, *apart.card.harms.values())
