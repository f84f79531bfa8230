"""What is the same in several sections, and which of them are on the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from apart import Apart
from finished import Finished
from printed import blocks, without
from reading import Size, says

from mloss_econ.report.document import Document
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document


def test_basis_and_stamp(report: Document, apart: Apart, finished: Finished) -> None:
    a, seed = apart.assumptions, apart.assumptions.store.proposal(apart.assumptions.proposal)
    assert seed.title in report.basis[0]
    says(report.basis[1], Size(2022, 0, 4), Size(a.n, 0, 9))
    says(without(report.stamp, finished.findings.stamp.inputs, "0.1.0"), Size(a.n, 0, 9), Size(a.seed, 0, 9))


@pytest.mark.parametrize(("always", "said"), [(-5.0, "never"), (5.0, "at any harm"), (0.0, "")])
def test_a_net_that_keeps_its_sign_is_said(finished: Finished, always: float, said: str) -> None:
    f = finished.findings
    sides = tuple(replace(s, break_even=(), always=always) for s in f.sides.sides)
    scores = tuple(replace(s, break_even=(), adopted=always) for s in f.card.scores)
    policy = replace(f.policy, break_even=())
    reviewed = replace(
        f.proposal, outputs={**f.proposal.outputs, "net_world": replace(f.proposal.outputs["net_world"], value=always)}
    )
    kept = replace(
        f, sides=replace(f.sides, sides=sides), card=replace(f.card, scores=scores), policy=policy, proposal=reviewed
    )
    made = document(kept, provenance(finished.assumptions, "sobol", ()))
    assert {line[3] for line in blocks(made, "sides", "table")[0].lines} == {said}
    for line in blocks(made, "proposals", "table")[1].lines:
        assert line[5] == ("" if line[0].endswith("status quo") else said)
    assert (
        f"it stays {'above' if always > 0 else 'at or below'} zero at each of 97 yearly harms from 1,000"
        in made.short[2]
    )


def test_no_more_than_two_break_evens_are_named(finished: Finished) -> None:
    f, three = finished.findings, (1e9, 3e9, 7e9)
    sides = replace(f.sides, sides=tuple(replace(s, break_even=three) for s in f.sides.sides))
    card = replace(f.card, scores=tuple(replace(s, break_even=three) for s in f.card.scores))
    many = replace(f, sides=sides, card=card, policy=replace(f.policy, break_even=three))
    made = document(many, provenance(finished.assumptions, "sobol", ()))
    assert "is 1 billion and 3 billion USD 2022 a year; we assume" in made.short[2]
    assert {line[3] for line in blocks(made, "sides", "table")[0].lines} == {"1 billion and 3 billion"}
    assert {line[5] for line in blocks(made, "proposals", "table")[1].lines} == {"", "1 billion and 3 billion"}


def test_which_sections_are_on_the_terminal(report: Document, finished: Finished) -> None:
    shown = [s.title.upper() for s in report.sections if not s.page_only]
    assert shown == [
        "KEY FIGURES",
        "WHAT DRIVES EACH ANSWER?",
        "WHAT WOULD CHANGE THE ANSWER?",
        "WHICH PROPOSAL DOES BEST?",
    ]
    for s in report.sections:
        assert (s.title.upper() in finished.stdout.splitlines()) == (s.title.upper() in shown)
