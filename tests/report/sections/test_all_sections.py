"""What is the same in several sections, and which of them are on the terminal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from apart import PRICES, Apart
from finished import Finished
from printed import blocks, rows_of, without
from reading import Size, says

from mloss_econ.report.document import Document
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.wording import words


def test_basis_and_stamp(report: Document, apart: Apart, finished: Finished) -> None:
    a, seed = apart.assumptions, apart.assumptions.store.proposal(apart.assumptions.proposal)
    assert seed.title in report.basis[0]
    says(report.basis[1], Size(a.prices.year, 0, 4), Size(a.n, 0, 9))
    says(without(report.stamp, finished.findings.stamp.inputs, "0.1.0"), Size(a.n, 0, 9), Size(a.seed, 0, 9))


@pytest.mark.parametrize(("always", "said"), [(-5.0, "never"), (5.0, "at any harm"), (0.0, "")])
def test_a_net_that_keeps_its_sign_is_said(finished: Finished, always: float, said: str) -> None:
    f = finished.findings
    sides = tuple(replace(s, break_even=(), always=always) for s in f.sides.sides)
    scores = tuple(replace(s, break_even_harm=(), adopted=always) for s in f.card.scores)
    reviewed = replace(
        f.proposal,
        outputs={**f.proposal.outputs, "net_world": replace(f.proposal.outputs["net_world"], value=always)},
        break_even_harm=(),
        channels=tuple(replace(c, break_even=()) for c in f.proposal.channels),
    )
    kept = replace(f, sides=replace(f.sides, sides=sides), card=replace(f.card, scores=scores), proposal=reviewed)
    made = document(kept, provenance(finished.assumptions, "sobol", ()))
    assert {line[3] for line in blocks(made, "sides", "table")[0].lines} == {said}
    figures = {words(s.name): set(s.break_even) - set(s.uncounted) for s in f.card.scores if s.break_even}
    lines = rows_of(blocks(made, "proposals", "table")[1])
    assert {line[-1] for line in lines if figures.get(line[0])} == {said}
    for line in lines:
        counted = figures.get(line[0])
        assert line[-1] == (said if counted else "no figure" if counted is not None else "")
    side = {1: "above", -1: "below", 0: "at"}[int(np.sign(always))]
    assert f"It stays {side} zero at each of 97 yearly harms from 1,000" in made.short[2]
    assert f"It stays {side} zero whatever the harm in decisions about people." in made.short[2]
    assert {line[-1] for line in blocks(made, "gains", "table")[0].lines} == {said}


def test_no_more_than_two_break_evens_are_named(finished: Finished) -> None:
    f, three = finished.findings, (1e9, 3e9, 7e9)
    sides = replace(f.sides, sides=tuple(replace(s, break_even=three) for s in f.sides.sides))
    card = replace(f.card, scores=tuple(replace(s, break_even_harm=three) for s in f.card.scores))
    channels = tuple(replace(c, break_even=three) for c in f.proposal.channels)
    many = replace(f, sides=sides, card=card, proposal=replace(f.proposal, break_even_harm=three, channels=channels))
    made = document(many, provenance(finished.assumptions, "sobol", ()))
    assert f"is 1 billion and 3 billion {PRICES} a year; we assume" in made.short[2]
    assert {line[3] for line in blocks(made, "sides", "table")[0].lines} == {"1 billion and 3 billion"}
    assert {line[-1] for line in blocks(made, "gains", "table")[0].lines} == {"1 and 3"}
    lines = rows_of(blocks(made, "proposals", "table")[1])
    assert {line[-1] for line in lines} - {"", "no figure"} == {"1 and 3"}


def test_which_sections_are_on_the_terminal(report: Document, finished: Finished) -> None:
    shown = [s.title.upper() for s in report.sections if not s.page_only]
    assert shown == [
        "KEY FIGURES",
        "WHAT DRIVES EACH ANSWER?",
        "WHAT WOULD CHANGE THE ANSWER?",
        "WHICH PROPOSALS HAVE A NET BENEFIT?",
    ]
    for s in report.sections:
        assert (s.title.upper() in finished.stdout.splitlines()) == (s.title.upper() in shown)
