"""What the brief prints of every proposal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from apart import Apart
from finished import Finished
from printed import blocks, section, without
from reading import Size, says, scale_in

from mloss_econ.regimes import STRUCTURE, Score, viewpoints
from mloss_econ.report.document import Document, Group, Text
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.report.sections.places import day
from mloss_econ.wording import words

ABOVE, DEPENDS, BELOW = (
    "As adopted, above zero under every structure",
    "As adopted, above or below zero by structure",
    "As adopted, below zero under every structure",
)
UNKNOWN = "No figure for the harm it is about: costs alone are counted"


def grouped(apart: Apart) -> dict[str, list[Score]]:
    """The proposals that would change the law, by the sign that structure leaves them."""
    scores = [s for s in apart.card.scores if not s.structure.lowest == s.structure.highest == 0]
    unknown = [s for s in scores if s.uncounted and len(s.uncounted) == len(s.break_even)]
    known = [s for s in scores if s not in unknown]
    above = [s for s in known if s.structure.lowest > 0]
    below = [s for s in known if s.structure.highest < 0]
    found = {ABOVE: above, DEPENDS: [s for s in known if s not in above and s not in below], BELOW: below}
    found[UNKNOWN] = unknown
    return {title: some for title, some in found.items() if some}


@pytest.mark.slow
def test_short_proposals(report: Document, apart: Apart) -> None:
    found, lead = grouped(apart), section(report, "proposals").blocks[0]
    scores = apart.card.scores
    of = [Size(sum(map(len, found.values())), 0, 9)]
    of += [Size(len(found[title]), 0, 9) for title in (ABOVE, BELOW, DEPENDS, UNKNOWN) if title in found]
    likely = max(scores, key=lambda s: s.probability_best.value)
    assert "None can be called best: " in report.short[4]
    reviewed = apart.card.score(apart.assumptions.proposal)
    ranks = [Size(reviewed.rank_low, 0, 9), Size(reviewed.rank_high, 0, 9), Size(len(scores), 0, 9)]
    names = [words(s.name) for s in scores]
    said = [of, likely.probability_best.value, ranks]
    says(without(report.short[4], *names).replace("90 % interval over", ""), said)
    assert isinstance(lead, Text)
    dominated = sum(bool(s.dominated_by) for s in scores)
    count = [Size(dominated, 0, 9), Size(len(scores), 0, 9)] if dominated else []
    says(without(lead.text, *names), said, scores[0].expected_opportunity_loss, count)


def test_proposals(report: Document, apart: Apart) -> None:
    few, every, in_force, elsewhere, switching = blocks(report, "proposals", "table")
    found = grouped(apart)
    asked = {apart.assumptions.proposal, apart.assumptions.comparator}
    for table, most in ((few, 3), (every, 99)):
        wanted: list[str | Score] = []
        for title, some in found.items():
            wanted += [title, *(s for k, s in enumerate(some) if k < most or s.name in asked)]
        scale = scale_in(table.caption)
        for line, s in zip(table.lines, wanted, strict=True):
            if isinstance(s, str):
                assert line == Group(s)
                continue
            assert line[0] == words(s.name)
            says(line[1], s.median, scale=scale)
            says(line[2], s.mean, most=3, scale=scale)
            says(line[3], s.p5, s.p95, scale=scale)
            says(line[4], s.pays)
            assert line[5] == f"{s.rank_low}–{s.rank_high}"
            says(line[6], *s.break_even_harm[:2], scale=1e9)
            assert (line[6] == "no figure") == bool(s.break_even and set(s.break_even) == set(s.uncounted))
    old = [s for s in apart.card.scores if s.since is not None]
    assert [s.name for s in old] == [n for n in (s.name for s in old) if apart.assumptions.store.proposal(n).in_force]
    for line, s in zip(in_force.lines, old, strict=True):
        assert s.since is not None
        assert s.if_repealed is not None
        assert line[:2] == (words(s.name), day(s.since.isoformat()))
        says(line[2], s.if_repealed, most=3, scale=scale_in(in_force.caption))
    assert "In force by 30 November 2026" in in_force.caption
    harms, scale = list(apart.card.harms), scale_in(elsewhere.caption.replace("(", ", ").replace(")", ","))
    views = list(viewpoints(apart.proposal.case))
    assert elsewhere.head[1:6] == ("world", "open projects", "US", "EU", "UK")
    for line, s in zip(elsewhere.lines, [s for some in found.values() for s in some], strict=True):
        assert [int(c) for c in line[1:6]] == [s.ranks[v] for v in views]
        for cell, name in zip(line[6:-1], harms, strict=True):
            if s.by_harm[name] is None:
                assert cell == "no figure"
            else:
                says(cell, s.by_harm[name], scale=scale)
        assert line[-1] == (str(len(s.dominated_by)) if s.dominated_by else "")
    says(elsewhere.note, *apart.card.harms.values())
    turned = [s for s in apart.card.scores if any(s.structure.switching.values())]
    assert switching.head[1:] == tuple(q for q in STRUCTURE if any(s.structure.switching[q] for s in turned))
    others = [choice.says for q, choice in STRUCTURE.items() if q not in switching.head]
    assert switching.note.endswith(f"None of the others reverses any sign: {'; '.join(others)}.")
    for line, s in zip(switching.lines, turned, strict=True):
        for cell, name in zip(line[1:], switching.head[1:], strict=True):
            says(cell, *s.structure.switching[name][:2])


def test_what_has_no_figure_has_its_break_even_alone(report: Document, apart: Apart) -> None:
    (bullets,) = (one for one in blocks(report, "proposals", "bullets") if one.title.startswith("Not counted"))
    scale = scale_in(bullets.title.removesuffix(":"))
    with_none = [s for s in apart.card.scores if s.uncounted and s.since is None]
    for item, s in zip(bullets.items, with_none, strict=True):
        assert item.lower().startswith(words(s.name).lower())
        says(without(item, item[: len(words(s.name))]), *(s.break_even[c][:2] for c in s.uncounted), scale=scale)


def test_nothing_is_called_best_but_what_is(finished: Finished) -> None:
    f = finished.findings
    first = f.card.scores[0]
    assert f.card.best is None
    sure = replace(
        first, name="licensing", title="A licence", probability_best=replace(first.mean, value=0.95, error=0)
    )
    card = replace(f.card, scores=(sure, *f.card.scores[1:]), best_under_every="licensing")
    assert card.best is sure
    made = document(replace(f, card=card), provenance(finished.assumptions, "sobol", ()))
    assert (
        "A licence can be called best: it is so under every structure, with a probability of being best of 95 %."
        in (made.short[4])
    )
    assert "None can be called best" not in made.short[4]


def test_a_proposal_in_force_is_not_ranked(finished: Finished) -> None:
    f = finished.findings
    card = replace(f.card, scores=tuple(replace(s, since=f.card.day) for s in f.card.scores))
    made = document(replace(f, card=card), provenance(finished.assumptions, "sobol", ()))
    assert "is in force since 30 November 2026, and so part of the status quo." in made.short[4]
    assert "ranks" not in made.short[4]
