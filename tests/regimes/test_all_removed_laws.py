"""A proposal that removes laws brings its own effect and, of each that is in force, minus that of the law: one number,
wherever it is printed."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from few import few
from numpy.testing import assert_allclose, assert_array_equal

from mloss_econ.base.text import number
from mloss_econ.compliance import AccountingStatement, CostGrid, Quantified
from mloss_econ.engine import Run, finite, simulate
from mloss_econ.evidence import default_store
from mloss_econ.kernel import Case, contrast, contrasts, removed_law, removed_worlds, world_of
from mloss_econ.regimes import (
    Scorecard,
    break_even_by_channel,
    effects,
    effects_by_year,
    form_net,
    form_of,
    harm_levels,
    paperwork_hours,
    reached,
    scorecard,
    sides,
    structure_of,
    world_under,
)
from mloss_econ.regimes.form_grid import FEES
from mloss_econ.regimes.lines import LINES
from mloss_econ.sensitivity import bridge

NAME = "eo14365_preemption"
LAWS = ("sb53", "raise_act", "illinois_sb315", "colorado_sb26_189")
BEFORE, NOW, ALL = datetime.date(2025, 12, 31), None, datetime.date(2027, 1, 1)
N, SEED = 256, 7
ATOL = 1.0  # of millions


def drawn(case: Case[Any, Any]) -> Run[Any, Any]:
    return simulate(case, n=N, seed=SEED)


@pytest.fixture(scope="module")
def apart() -> dict[str, Run[Any, Any]]:
    """What each alone changes: before any of the laws is in force, the proposal has its own effect only."""
    cases = {law: world_under(law) for law in LAWS} | {NAME: world_under(NAME, day=BEFORE)}
    return {name: drawn(contrast(case)) for name, case in cases.items()}


def test_the_day_decides_which_laws_are_removed() -> None:
    assert default_store().proposal(NAME).removes == LAWS
    for day, laws in ((BEFORE, ()), (datetime.date(2026, 1, 1), LAWS[:1]), (NOW, LAWS[:1]), (ALL, LAWS)):
        case = world_under(NAME, day=day)
        assert tuple(case.removes) == laws
        for law, made in removed_worlds(case).items():
            assert made.digest() == world_under(law).digest()
    assert world_under("sb53").removes == {}


@pytest.mark.parametrize("day", few([NOW, BEFORE, ALL], 1))
def test_own_effect_less_those_of_the_laws_in_force(apart: dict[str, Run[Any, Any]], day: datetime.date | None) -> None:
    case = world_under(NAME, day=day)
    run = drawn(contrast(case))
    for path in ("net_world", "net_of.us", "net_projects", "harm_avoided", "avoided_of.cyber", "lines.large_comply"):
        known = finite(apart[NAME], path) - sum(finite(apart[law], path) for law in case.removes)
        assert_allclose(finite(run, path), known, rtol=1e-9, atol=1e-3, err_msg=path)
    assert bool(np.any(finite(run, "harm_avoided"))) == bool(case.removes)


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return scorecard([NAME, "sb53", "licensing"], n=N, seed=SEED, day=ALL)


def test_the_scorecard_has_the_number_of_the_contrast_to_the_bit(card: Scorecard) -> None:
    case = world_under(NAME, day=ALL)
    run, score = drawn(contrast(case)), card.score(NAME)
    for path in (
        "net_world",
        "net_of.us",
        "by_profile.eu-br_3",
        "harm_avoided",
        "avoided_of.cyber",
        "lines.large_comply",
    ):
        assert_array_equal(card.sample.values[NAME][path], finite(run, path), err_msg=path)
    assert score.adopted == float(contrast(case).outputs().net_world)
    assert_array_equal(score.median, np.median(finite(run, "net_world")))
    found = structure_of(case)
    assert (score.structure.lowest, score.structure.highest) == (found.lowest, found.highest)
    assert score.structure.switching == found.switching
    assert score.break_even == break_even_by_channel(case)
    assert set(reached(case)) == {name for law in LAWS for name in reached(world_under(law))}


@pytest.mark.slow
def test_the_scorecard_says_what_each_repeal_brings(card: Scorecard, apart: dict[str, Run[Any, Any]]) -> None:
    score = card.score(NAME)
    for law in score.removes:
        assert law.repeal is not None
        assert_allclose(law.repeal.value, -finite(apart[law.name], "net_world").mean(), rtol=1e-12)
    own = finite(apart[NAME], "net_world").mean()
    assert_allclose(score.mean.value, own + sum(law.repeal.value for law in score.removes if law.repeal), rtol=1e-9)
    sb53 = card.score("sb53")
    assert sb53.if_repealed == score.removes[0].repeal
    assert (sb53.adopted, sb53.mean.value) == (0, 0)  # no increment of a law that is in force
    levels = {name: drawn(world_under(name)) for name in ("status_quo", *LAWS)}
    own_world = drawn(world_under(NAME, day=BEFORE))
    for path, found in (("exits", score.exits), ("harm_remaining", score.remaining)):
        back = sum(finite(levels["status_quo"], path) - finite(levels[law], path) for law in LAWS)
        assert_allclose(found, (finite(own_world, path) + back).mean(), rtol=1e-9)
    said = " ".join(str(card).split())
    assert f"{NAME} removes laws. Its net benefit includes what their repeal brings" in said
    assert "raise_act (in force since 2027-01-01)" in said
    assert "Effects of laws are added, as each is set against the same status quo." in said


def test_a_law_not_yet_in_force_is_named_and_brings_nothing() -> None:
    early = scorecard([NAME], n=N, seed=SEED, day=BEFORE)
    score, now = early.score(NAME), scorecard([NAME], n=N, seed=SEED)
    assert [law.repeal for law in score.removes] == [None] * 4
    assert score.harm_avoided == 0
    assert "Not in force by 2025-12-31, so their removal brings nothing yet: sb53 (2026-01-01)," in " ".join(
        str(early).split()
    )
    assert [law.name for law in now.score(NAME).removes if law.repeal] == ["sb53"]
    assert now.score(NAME).standing == "depends on the structure"
    assert now.sample.labels == ("status_quo", NAME)  # the law is drawn for it, and is no proposal asked for


@pytest.mark.slow
def test_if_harm_is_known(card: Scorecard) -> None:
    case = world_under(NAME, day=ALL)
    store = default_store()
    levels = harm_levels(store, store.scenario("ai_duties").tree["channels"], "measured", case.prices)
    run = drawn(contrast(case.but("measured", levels)))
    measured = card.score(NAME).by_harm["measured"]
    assert measured is not None
    assert_allclose(measured, finite(run, "net_world").mean(), rtol=1e-9)


@pytest.mark.slow
def test_forms_and_ledgers_have_the_same_net() -> None:
    case = world_under(NAME, day=ALL)
    run, change = drawn(case), drawn(contrast(case))
    net = finite(change, "net_world")
    assert_allclose(form_net(run, "eu-br")["3 %"], net, rtol=1e-9, atol=ATOL)
    us = form_net(run, "eu-br", viewpoint="us")["3 %"]
    assert_allclose(us, finite(change, "net_of.us"), rtol=1e-9, atol=ATOL)
    assert_allclose(effects(case, n=N, seed=SEED).net(), net, rtol=1e-9, atol=ATOL)
    assert_allclose(effects(case, n=None).net(), contrast(case).outputs().net_world, rtol=1e-9, atol=ATOL)
    laws = sum(effects_by_year(world_under(law)).in_year(3).net() for law in LAWS)
    own = effects_by_year(world_under(NAME, day=BEFORE)).in_year(3).net()
    assert_allclose(effects_by_year(case).in_year(3).net(), own - laws, rtol=1e-9, atol=ATOL)


def test_forms_net_what_the_laws_asked_for() -> None:
    """What a removal takes away is an out, hours and money saved, and projects that no longer exit."""
    day = datetime.date(2027, 6, 1)
    case = world_under(NAME, day=day)
    run = drawn(case)
    worlds = {law: drawn(made) for law, made in removed_worlds(case).items()}
    assert tuple(worlds) == LAWS
    hours = paperwork_hours(run)
    own = paperwork_hours(drawn(world_under(NAME, day=BEFORE)))
    assert_allclose(hours, own - sum(paperwork_hours(drawn(world_under(law))) for law in LAWS), rtol=1e-9)
    assert hours.mean() < 0

    grid = form_of(run, "eu-br")
    assert isinstance(grid, CostGrid)
    (made,) = sides(run, "eu-br").values()
    paper = sum(made.rows[f"administrative.{line}"].mean() for line in LINES if line.endswith("_comply"))
    assert grid.one_in_one_out == pytest.approx(paper, rel=1e-9)
    assert grid.one_in_one_out < 0
    assert "One in, one out: an out of " in str(grid)
    fees = sum(np.maximum(made.transfers[line], 0).mean() for line in FEES)
    once = grid.cell(None, "one-off", None) * float(np.mean(made.first))
    gains = sum(b.figure.primary for b in grid.benefits)
    assert gains - (grid.cell(None, "recurrent", None) - fees + once) == pytest.approx(made.net.mean(), rel=1e-9)

    statement = form_of(run, "a4-2003")
    assert isinstance(statement, AccountingStatement)
    (exits,) = (e for e in statement.entries if isinstance(e, Quantified))
    level = float(scorecard([NAME], n=N, seed=SEED, day=day).score(NAME).exits)
    assert level < 0
    assert (exits.kind, exits.what) == ("benefit", "funded projects that no longer exit")
    assert exits.figure.primary == pytest.approx(-level, rel=1e-9)
    text = " ".join(str(statement).split())
    for words in (
        "authorities at all levels together save 0.",
        "Unfunded mandates: less compliance saves the private sector ",
        f"Paperwork: saves {number(-hours.mean())} hours a year (",
        "Executive Order 14192: cost savings, less costs to be offset, at 7 %: ",
    ):
        assert words in text
    assert not any("−" in line for line in (*statement.effects.values(), *statement.notes) if isinstance(line, str))


def test_a_bridge_takes_the_removal_of_a_law_as_one() -> None:
    """The whole law goes or none of it: its row is what its repeal brings, first and last."""
    one, other = contrasts([world_under(NAME), world_under("hawley_blumenthal")])
    found = bridge(one, other, "net_world")
    (row,) = (r for r in found.rows if "sb53" in r.path)
    law = float(contrast(world_under("sb53")).outputs().net_world)
    assert (row.path, row.from_value, row.to_value, row.is_removal) == ("removal of sb53", 1, 0, True)
    assert_allclose([row.part, row.first, row.last], law, rtol=1e-6)
    assert not any("," in r.path for r in found.rows)  # no lever moves one of another world
    assert_allclose(sum(r.part for r in found.rows), found.values[1] - found.values[0], rtol=1e-9)
    assert "removal of sb53 yes no" in " ".join(str(found).split())
    drawn_too = bridge(one, other, "net_world", n=64, seed=SEED)
    assert [r.path for r in drawn_too.rows if "sb53" in r.path] == ["removal of sb53"]


def test_a_bridge_says_whose_removal_it_is() -> None:
    """Set against a proposal that removes the law, and against one that does not."""
    permits = world_under("permits")
    one, other = contrasts([world_under("licensing"), permits], world_under(NAME))
    made = contrast(permits, world_under(NAME))
    assert removed_law(made.calculator, "against_removed_sb53.fine") == ("sb53", "status_quo.fine")
    assert removed_law(made.calculator, "fine") is None
    assert world_of(made.calculator, "against.fine") == ("against",)
    assert not any(r.is_removal for r in bridge(one, other, "net_world").rows)  # it is the same in both
    (row,) = bridge(made, made.but("milder", {"against_removed_sb53.rest_bound": 0.5}), "net_world").rows
    assert (row.path, row.from_value, row.to_value) == ("removal of sb53 (by the comparator)", 1, 1)


def test_against_another_proposal() -> None:
    """The difference of what both change, whichever of them removes laws."""
    one, other = world_under(NAME, day=ALL), world_under("licensing")
    alone = [float(contrast(case).outputs().net_world) for case in (one, other)]
    assert_allclose(contrast(one, other).outputs().net_world, alone[0] - alone[1], rtol=1e-9)
    assert_allclose(contrast(other, one).outputs().net_world, alone[1] - alone[0], rtol=1e-9)
    assert_allclose(effects(other, one, n=None).net(), alone[1] - alone[0], rtol=1e-9)
    assert contrast(one, one).outputs().net_world == 0
    made = contrasts([one, other])
    assert made[0].calculator is made[1].calculator  # so that they can be compared
    assert_allclose([float(case.outputs().net_world) for case in made], alone, rtol=1e-12)


def test_a_section_and_a_changed_belief_keep_what_is_removed() -> None:
    case = world_under(NAME, day=ALL)
    part = case.upto("harm_avoided")
    assert tuple(part.removes) == LAWS
    assert_allclose(contrast(part).outputs().harm_avoided, contrast(case).outputs().harm_avoided, rtol=1e-12)
    path = "channels.cyber.level"
    made = case.but("twice", {path: 2 * case.entry(path).value})
    assert all(law.entry(path).value == made.entry(path).value for law in removed_worlds(made).values())
    assert contrast(made).outputs().net_world < contrast(case).outputs().net_world
