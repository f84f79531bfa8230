"""What forms say of businesses by size, against budgets drawn one by one and the world's own counts."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from few import few
from numpy.testing import assert_allclose
from scipy.special import ndtr

import mloss_econ as me
from mloss_econ.base.text import number, percent, round_to
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import AccountingStatement, AppraisalSummary, NotEstimated, size_standard, small_entities
from mloss_econ.engine import Run, finite
from mloss_econ.errors import InputError
from mloss_econ.evidence import default_store
from mloss_econ.regimes import form_of, world_under
from mloss_econ.regimes.form_sizes import (
    between,
    by_size,
    inputs_of,
    middle,
    ranged,
    small_and_micro,
    small_business,
    sme_test,
)


@cache
def run_of(name: str, **held: float) -> Run[Any, Any]:
    case = world_under(name)
    return me.simulate(case.with_entries(case.but("held", held).entries, name) if held else case, n=256, seed=3)


def said_of(run: Run[Any, Any]) -> str:
    return " ".join(small_and_micro(run))


@pytest.mark.parametrize(
    "asked",
    few([("licensing", {}), ("sb1047", {}), ("outright_ban", {}), ("licensing", {"proportional_cost": 0.04})], 3),
)
def test_sizes_are_those_of_budgets_drawn_one_by_one(asked: tuple[str, dict[str, float]]) -> None:
    """Two million budgets of one draw, and who of them is covered, pays and exits, by counting."""
    name, held = asked
    run = run_of(name, **held)
    sizes, row = by_size(run), 7
    head, median, sigma, payable, dear, banned = (
        float(np.broadcast_to(inputs_of(run, path), run.n)[row])
        for path in ("budget_per_person", "median_budget", "sigma", "payable_share", "proportional_cost", "banned")
    )
    paid, free, complying = (float(finite(run, path)[row]) for path in ("fixed_cost", "exempt_below", "complying"))
    budgets = np.random.default_rng(1).lognormal(np.log(median), sigma, 2_000_000)
    staff = budgets / head
    for size, of_it in {
        "micro": staff < 10,
        "small": (staff >= 10) & (staff < 50),
        "larger": staff >= 50,
    }.items():
        found, covered = sizes[size], of_it & (budgets >= free)
        exits = covered & (
            (paid + dear * budgets > payable * budgets) | (np.arange(budgets.size) % 1000 < 1000 * banned)
        )
        assert_allclose(found.share[row], of_it.mean(), rtol=0.02, atol=1e-4)
        assert_allclose(found.covered[row], covered.mean(), rtol=0.02, atol=1e-4)
        assert_allclose(found.exits[row], complying * exits.mean(), rtol=0.02, atol=1e-4)
        assert_allclose(found.exempt[row], 1 - covered.sum() / of_it.sum(), rtol=0.02, atol=1e-4)
        if covered.sum() > 2000:
            assert found.cost.size == run.n
            assert_allclose(found.cost[row], paid / np.median(budgets[covered]) + dear, rtol=0.03)


@pytest.mark.parametrize("name", few(["licensing", "eu_ai_act_highrisk", "outright_ban", "sb1047"], 2))
def test_sizes_add_up_to_the_exits_of_the_world(name: str) -> None:
    run = run_of(name)
    sizes = by_size(run).values()
    projects = finite(run, "entities") / finite(run, "covered_funded") if name != "sb1047" else None
    assert_allclose(sum(s.share for s in sizes), 1.0, rtol=1e-12)
    assert_allclose(sum(s.covered for s in sizes), finite(run, "covered_funded"), rtol=1e-9, atol=1e-15)
    mine = sum(s.exits for s in sizes)
    assert_allclose(mine, finite(run, "complying") * finite(run, "exit_share_funded"), rtol=1e-8, atol=1e-15)
    if projects is not None:
        assert_allclose(projects * mine, finite(run, "exits_funded"), rtol=1e-8)


def test_tails_and_medians_of_a_normal_variable() -> None:
    low, high = np.array([-np.inf, -9.0, 0.0, 8.0, 9.0]), np.array([np.inf, -8.0, 1.0, 9.0, np.inf])
    known = [1.0, 6.219832e-16, 0.3413447461, 6.219832e-16, 1.1285884e-19]
    assert_allclose(between(low, high), known, rtol=1e-6)
    z = middle(low, high)
    assert_allclose(between(low, z), between(z, high), rtol=1e-8)
    assert_allclose(z[0], 0.0, atol=1e-15)


def test_the_summary_says_what_small_and_micro_businesses_bear() -> None:
    run = run_of("licensing")
    form = form_of(run, "greenbook-2026")
    assert isinstance(form, AppraisalSummary)
    assert form.small == small_and_micro(run)
    flat = " ".join(str(form).split())
    assert "Small and micro business assessment: Funded projects by staff: micro fewer than 10, small 10 to 49" in flat
    assert "Exemption: none by size" in flat
    assert "Disproportionate cost: yes." in flat
    assert "Not known: how many of the projects are businesses; what share of them is in any one country." in flat
    head = number(float(np.median(inputs_of(run, "budget_per_person"))))
    assert f"50 or more; {head} USD 2025 of yearly budget counts as one. " in flat
    assert any("Disproportionate" in note for note in form.frame().notes)


def test_a_cost_is_said_against_what_is_paid_by_the_largest() -> None:
    """With one budget known: the median micro budget by its own formula, the closed developer's as it stands."""
    held = {"median_budget": 2e5, "sigma": 2.0, "budget_per_person": 1e5, "large_budget": 1e9}
    run = run_of("licensing", **held)
    micro = by_size(run)["micro"]
    draws = np.random.default_rng(2).lognormal(np.log(2e5), 2.0, 4_000_000)
    budget = np.median(draws[draws < 1e6])
    assert_allclose(micro.cost, finite(run, "fixed_cost") / budget, rtol=0.01)
    share = np.median(micro.cost) / np.median(finite(run, "large_cost") / 1e9)
    (burden,) = (line for line in small_and_micro(run) if line.startswith("Disproportionate"))
    told = float(burden.split(": ")[2].split(" times")[0].replace(",", ""))
    assert told == pytest.approx(share, rel=0.06)
    theirs, other = (float(at.replace(",", "")) for at in re.findall(r"([\d.,]+) %", burden))
    assert told == round_to(theirs / other, 2)  # of what is printed


@pytest.mark.parametrize(
    ("name", "words", "absent"),
    [
        ("sb1047", ["% of funded projects. None of them is covered.", "100 % of micro ones", "exempt."], []),
        (
            "outright_ban",
            [
                "Micro: 92 % of funded projects. The proposal bans all that are covered. Of those in scope and covered",
                "Disproportionate cost: compliance takes nothing, but the ban closes projects down: of those in scope",
                " of larger ones, counting those that ignore the rule as staying.",
            ],
            ["yes", "cost: no", "for they are banned"],
        ),
        ("take_it_down", ["No duty falls on funded projects.", "the sizes of clouds, hosts"], ["Disproportionate"]),
        ("eu_ai_act_highrisk", ["Of each size 0.5 % are in scope.", "the sizes of deployers"], []),
        ("deployment_liability", ["what liability costs each size"], ["Exemption"]),
    ],
)
def test_what_is_said_of_other_proposals(name: str, words: list[str], absent: list[str]) -> None:
    text = said_of(run_of(name))
    assert all(word in text for word in words), text
    assert not any(word in text for word in absent), text


def test_the_other_forms_say_the_same_of_the_median_project() -> None:
    run = run_of("licensing")
    share = finite(run, "fixed_cost") / inputs_of(run, "median_budget")
    told = f"{float(f'{100 * np.median(share):.2g}'):.0f} % of"
    (sme,) = sme_test(run)
    business = small_business(run)
    assert f"a small entity {told}" in sme
    assert f"a year's compliance is {told}" in str(business)
    nothing = run_of("status_quo")
    assert sme_test(nothing) == ["SME test: no duty falls on developers."]
    assert isinstance(small_business(nothing), NotEstimated)


def test_exits_say_that_those_who_ignore_the_rule_stay() -> None:
    """Of all that are covered, whether or not they comply; the headline is of those that comply."""
    words = ", counting those that ignore the rule as staying"
    run = run_of("licensing")
    exits, covered = (number(float(finite(run, path).mean())) for path in ("exits_funded", "entities"))
    assert f"of {covered} funded projects in scope worldwide, {exits} exit{words}" in str(small_business(run))
    assert sum(line.endswith(f"exit{words}.") for line in small_and_micro(run)) == 3
    obeyed = run_of("licensing", complies=1.0)
    assert np.all(finite(obeyed, "complying") == 1)
    assert words not in str(small_business(obeyed)) + said_of(obeyed)


def test_few_projects_are_counted_in_plain_words() -> None:
    assert "; on average fewer than one funded project worldwide is in scope" in str(small_business(run_of("sb1047")))
    assert "of about 5 funded projects in scope worldwide, about 3 exit," in str(
        small_business(run_of("eu_ai_act_highrisk"))
    )


def test_ends_that_print_as_the_figure_does_are_left_out() -> None:
    assert ranged("5", "5", "5", "million") == "5 million"
    assert ranged("4", "5", "5", "million") == "5 million (4 to 5)"
    held = {"payable_share": 0.1, "large_budget": 1e9}
    text = said_of(run_of("licensing", **held))
    assert ". 10 % of a budget can be spent on compliance. " in text
    known = me.simulate(world_under("licensing").but("held", revenue_trigger=5e6), n=64, seed=3)
    assert "leaves out yearly budgets below 5 million USD 2025, so" in said_of(known)


# ---------------------------------------------------------------- who is small by the size standard of an industry


@pytest.mark.parametrize("naics", ["541511", "541715"])
def test_the_shares_of_a_size_standard_are_those_of_the_calculator(naics: str) -> None:
    """`small_entities` on the adopted numbers of every draw, its cut at the size standard in today's prices."""
    run = run_of("licensing", proportional_cost=0.0)
    standard = size_standard(naics)
    limit = standard.limit * inputs_of(run, "budget_per_person")
    if standard.unit != "person":
        prices = default_store().prices.convert(PriceBase("USD", 2023), run.case.prices)
        limit = np.full(run.n, standard.limit * prices.factor)
    found = small_entities.at(
        fixed_cost=finite(run, "fixed_cost"),
        median_revenue=inputs_of(run, "median_budget"),
        revenue_sigma=inputs_of(run, "sigma"),
        size_standard=limit,
        entities=1000.0,
        prices=run.case.prices,
    )
    small = ndtr(np.log(limit / inputs_of(run, "median_budget")) / inputs_of(run, "sigma"))
    shares = [np.mean(share * small) / small.mean() for share in (found.share_above_lower, found.share_above_upper)]
    lower, upper = (percent(float(share)) for share in shares)
    text = str(small_business(run, standard))
    assert f"NAICS {naics} ({standard.title}, " in text
    assert f"{percent(float(small.mean()))} of them are small" in text
    assert f"1 % of the budget or more from {lower}, 3 % or more from {upper}" in text


def test_a_size_standard_is_of_an_accounting_statement() -> None:
    run = run_of("licensing")
    form = form_of(run, "a4-2003", naics="541511")
    assert isinstance(form, AccountingStatement)
    said = str(form.effects["small business"])
    assert said.startswith(str(small_business(run)))
    assert "Custom computer programming services, 34 million USD 2023 a year" in said
    with pytest.raises(InputError, match="naics is of an accounting statement, not of the form of eu-br"):
        form_of(run, "eu-br", naics="541511")
    with pytest.raises(InputError, match="no size standard for NAICS code '1'"):
        form_of(run, "a4-2003", naics="1")


def test_where_the_trigger_leaves_out_all_that_are_small_none_is() -> None:
    """A trigger of billions: who is covered is above any size standard."""
    case = world_under("sb1047")
    run = me.simulate(case.but("high", revenue_trigger=1e12), n=64, seed=3)
    assert "none of them is small" in str(small_business(run, size_standard("541511")))
