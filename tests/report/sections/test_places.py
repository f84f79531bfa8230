"""What is said of where and since when a proposal binds, and of proposals that change little."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from apart import PRICES
from assumed import FEW

from mloss_econ.base.files import plain
from mloss_econ.engine import estimate_of
from mloss_econ.report.document import TableBlock
from mloss_econ.report.findings.proposal import ProposalFindings, proposal_findings
from mloss_econ.report.sections.harm import avoided, blocks, break_even, uncounted
from mloss_econ.report.sections.places import day, exits, exits_unfunded, in_force, negative, removes, where
from mloss_econ.report.sections.proposal import document, short
from mloss_econ.report.terminal import render
from mloss_econ.wording import stated


@pytest.fixture(scope="module")
def takedown() -> ProposalFindings:
    """One that is in force."""
    return proposal_findings("take_it_down", FEW)


def test_in_force(takedown: ProposalFindings) -> None:
    net = takedown.change.draws.outputs["net_world"]
    repeal = stated(estimate_of(-net), f"{PRICES}/year")
    said = where(takedown)
    assert said == (
        "It binds the United States, 35 % of the world's AI activity. It has been in force since 19 May 2026, before "
        "the baseline date of 30 November 2026, so it is part of the status quo and has no increment. Its figures "
        "compare the law with a world without it; its repeal would change the net benefit to the world by "
        f"{repeal} on average."
    )
    assert in_force(takedown) in said
    assert takedown.scope == 0
    assert exits(takedown) == "no funded project would exit: none is in scope"
    assert "Who exits: no open project; none is in scope." in short(takedown)


@pytest.mark.slow
def test_the_same_before_it_was_in_force() -> None:
    early = proposal_findings("take_it_down", replace(FEW, baseline_date=takedown_day(-1)), drivers=False)
    assert not early.in_baseline
    assert early.repeal is None
    assert where(early).endswith("It applies from 19 May 2026.")
    late = proposal_findings("take_it_down", replace(FEW, baseline_date=takedown_day(0)), drivers=False)
    assert late.in_baseline


def takedown_day(later: int) -> datetime.date:
    """The day from which the law is enforced, or one near it."""
    return datetime.date(2026, 5, 19) + datetime.timedelta(days=later)


def test_a_net_benefit_of_a_region() -> None:
    f = proposal_findings("take_it_down", replace(FEW, viewpoint="eu"), drivers=False)
    assert (f.net, f.balance) == ("net_of.eu", f.outputs["net_of.eu"])
    assert "net benefit to the European Union" in where(f)


def test_a_harm_without_a_figure_has_a_break_even_alone() -> None:
    f = proposal_findings("sb53", FEW)
    left = {c.name: c for c in f.channels if not c.counted}
    assert set(left) == {"catastrophe"}
    assert left["catastrophe"].avoided.mean.value == 0
    at = f"{left['catastrophe'].break_even[0] / 1e9:.2g} billion {PRICES} a year in catastrophe"
    said = uncounted(f)
    assert said == f"Not counted, for want of a figure: catastrophe. It would break even at {at}."
    assert said in break_even(f)
    alone = replace(f, channels=tuple(left.values()))
    assert break_even(alone) == f"No harm that it reaches has a figure. {said}"
    assert avoided(alone) == "no harm avoided is counted"
    assert break_even(replace(f, channels=())) == "It reaches no harm that is counted here."


def test_more_harm_is_said_as_such() -> None:
    f = proposal_findings("immunity", FEW, drivers=False)
    row = f.outputs["harm_avoided"]
    assert row.mean.value < 0
    assert avoided(f).startswith("harm rises by ")
    assert (negative(row).p5.value, negative(row).p95.value) == (-row.p95.value, -row.p5.value)


def test_a_ban_drives_out_all() -> None:
    f = proposal_findings("outright_ban", FEW, drivers=False)
    assert exits(f) == "all funded projects would exit"
    assert exits_unfunded(f) == "all unfunded projects would exit"
    some = replace(f, scope=0.25, of_world=0.25)
    assert exits(some) == "all funded projects in scope, 25 % of all, would exit"


def test_the_status_quo_changes_nothing() -> None:
    f = proposal_findings("status_quo", FEW)
    assert (f.channels, f.break_even_harm, f.structure) == ((), (), None)
    assert [s.name for s in document(f).sections] == ["covered"]
    assert short(f)[1] == "Who exits: nobody, for it changes nothing."


def test_a_day_in_words() -> None:
    assert day("2026-08-02") == "2 August 2026"


@pytest.mark.slow
def test_what_it_removes() -> None:
    """One law is in force and counted; the others are named with their day."""
    f = proposal_findings("eo14365_preemption", FEW)
    law = next(one for one in f.removes if one.repeal is not None)
    alone = proposal_findings("sb53", FEW, drivers=False)
    assert law.repeal == alone.repeal
    assert law.repeal is not None
    assert removes(f) == (
        "its figures include what these repeals bring: California SB 53 (in force since 1 January 2026), "
        f"{stated(law.repeal, f'{PRICES}/year')} on average. Effects of laws are added, as each is set against the "
        "same status quo. The removal of what is not in force by the baseline date of 30 November 2026 brings nothing "
        "yet: New York RAISE Act (1 January 2027), Illinois SB 315 (1 January 2027) and Colorado SB 26-189 (1 January "
        "2027). A later baseline date would count these."
    )
    assert f"What it removes: {removes(f)}" in short(f)
    assert removes(alone) == ""
    recorded = plain(f.removes)
    assert [one["since"] for one in recorded] == ["2026-01-01", *["2027-01-01"] * 3]
    reached = next(block for block in blocks(f) if isinstance(block, TableBlock))
    assert [line[1] for line in reached.lines] == ["by repeal"] * 2
    printed = render(document(f))
    assert "Harm that remains" not in printed  # a level of its own world alone
    assert "Harm avoided" in printed
    early = proposal_findings("eo14365_preemption", replace(FEW, baseline_date=takedown_day(-365)), drivers=False)
    assert early.balance.mean.value < 0
    assert removes(early).startswith("the removal of what is not in force by the baseline date of 19 May 2025 brings")
    assert "Harm that remains" in render(document(early))
