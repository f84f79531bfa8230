"""The report on one proposal, and the table of all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from assumed import FEW

from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store
from mloss_econ.report.assumptions import Assumptions
from mloss_econ.report.proposals import all_proposals, one_proposal

NAMES = tuple(default_store().proposals)
THIRD = NAMES[:1]  # in every run; the others in the slow suite


@pytest.mark.slow
def test_the_report_says_which_number_of_a_trigger_moves_nothing() -> None:
    flat = " ".join(one_proposal("aaa_2025", FEW).split())
    assert (
        "Raised with consumer prices (section 2(6)(B))). No result depends on this number: no duty refers to it."
        in flat
    )
    assert flat.count("No result depends on this number") == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in THIRD else [pytest.mark.slow]) for n in NAMES])
def test_every_proposal_reports(name: str) -> None:
    text = one_proposal(name, FEW)
    seed = FEW.store.proposal(name)
    flat = " ".join(re.sub(r"(?<=\w-)\n\s*", "", text).split())  # a line may break after a hyphen
    assert " ".join(seed.reference.split()) in flat
    assert max(map(len, text.splitlines())) <= 80
    assert "nan" not in flat.lower().split()
    for part in (
        "Compliance cost:",
        "Who exits:",
        "Society, a year",
        *([] if seed.baseline else ["How much is expert judgement", "Where and since when:"]),
        "WHOM DOES IT COVER",
    ):
        assert part.lower() in flat.lower(), part
    for duty in seed.duties.values():
        assert re.split("[- ]", duty.clause)[0] in flat  # the rest may stand on the next line of its column


@pytest.mark.slow
def test_all_proposals_in_one_table() -> None:
    said: list[Any] = []
    assumptions: Assumptions = replace(FEW, n=256)
    text = all_proposals(assumptions, lambda stage, done: said.append((stage, done)))
    for name in NAMES:
        assert re.search(rf"^{name} ", text, re.MULTILINE), name
    assert [stage for stage, _ in said] == list(NAMES)
    assert said[-1][1] == 1.0
    assert max(map(len, text.splitlines())) <= 80
    assert "deepfake_bank_fraud" in text


def test_an_unknown_proposal_is_refused() -> None:
    with pytest.raises(InputError, match="Did you mean 'eu_ai_act_highrisk'"):
        one_proposal("eu_ai_act_highrsk", FEW)
