"""Claims at the ends of structural choices: answers known by hand, pairs, twins, and every claim by brute force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import toys
from laws import earth, under

from mloss_econ.engine import simulate
from mloss_econ.evidence import default_store
from mloss_econ.kernel import COMPUTED, FALSE, TRUE, Choice, Claim, claim
from mloss_econ.registry import CLAIMS
from mloss_econ.sensitivity import by_construction, held_in, reversing, verdict
from mloss_econ.sensitivity.structural import STRUCTURAL_DRAWS, under_structure
from mloss_econ.testing import falsify

A, B = Choice("a", "the first"), Choice("b", "the second")


def toy(predicate: Any, of: Any = toys.linear, **structure: Choice) -> tuple[Claim, Any]:
    """A claim about a toy (3 a - 2 b, both between 0 and 1 and 0.5 as adopted), and its case."""
    predicate.__doc__ = "A sentence.\n\nHow it is tested."
    case = toys.toy_case(of)
    case = replace(case, store=replace(case.store, facts=default_store().facts))
    return claim("T01", source="mloss_policy_paper.exit_share", of=of, structure=structure)(predicate), case


def kinds(made: Claim, case: Any) -> dict[tuple[tuple[str, float], ...], str]:
    """What the claim is at each of the ends that are listed."""
    found = under_structure(made, case, simulate(case, n=2**10, seed=1))
    return {tuple((end.choice, end.value) for end in one.ends): one.kind for one in found}


def test_one_end_settles_one_reverses_and_one_does_both() -> None:
    """3 a > 2 b: a = 0 never, a = 1 always; b = 0 always, b = 1 in a third of the draws and not as adopted."""
    made, case = toy(lambda x, y, stated: y.y > 0, a=A, b=B)
    assert kinds(made, case) == {
        (("a", 0.0),): FALSE,
        (("a", 1.0),): TRUE,
        (("b", 0.0),): TRUE,
        (("b", 1.0),): COMPUTED,
    }
    answer = verdict(made, case=case, n=2**10, seed=1)
    assert [str(one) for one in reversing(answer.structure, answer.at_adopted)] == ["the first is 0", "the second is 1"]
    (half,) = (one for one in answer.structure if one.kind == COMPUTED)
    assert half.held == pytest.approx(1 / 3, abs=2e-3)
    assert answer.structure_in_words() == (
        "Holds at the adopted point; not if the first is 0, or if the second is 1.",
        "True by construction where the first is 1, or where the second is 0.",
        "False by construction where the first is 0; computed otherwise.",
    )
    text = " ".join(str(answer).split())
    assert all(said in text for said in answer.structure_in_words())
    assert answer.frame().notes[-3:] == answer.structure_in_words()


def test_two_ends_settle_what_neither_does_alone() -> None:
    """3 a - 2 b > 2.5 takes a > 5/6 and b < 1/4: certain only where a = 1 and b = 0; never where a = 0 or b = 1."""
    made, case = toy(lambda x, y, stated: y.y > 2.5, a=A, b=B)
    assert kinds(made, case) == {
        (("a", 0.0),): FALSE,
        (("a", 1.0),): COMPUTED,
        (("b", 0.0),): COMPUTED,
        (("b", 1.0),): FALSE,
        (("a", 1.0), ("b", 0.0)): TRUE,
    }
    said = verdict(made, case=case, n=2**10, seed=1).structure_in_words()
    assert said[1] == "True by construction where the first is 1 and the second is 0."
    assert said[0].startswith("No end of a structural choice changes the answer at the adopted point. The share of")


def test_what_only_far_values_break_is_not_by_construction() -> None:
    """With b at its lower end, 3 a > 0.004 fails below the 0.14th percentile of a alone: in no draw, at a corner."""
    made, case = toy(lambda x, y, stated: y.y > 0.004, b=B)
    run = simulate(case, n=2**10, seed=1)
    low = next(one for one in under_structure(made, case, run) if one.ends[0].value == 0)
    assert (3 * run.draws.inputs["a"] > 0.004).mean() == low.held > 0.99
    assert (low.at_adopted, low.kind) == (True, COMPUTED)


def test_inputs_of_one_belief_move_together() -> None:
    """x - x is nothing at either end, whichever of the two is named."""
    made, case = toy(lambda x, y, stated: np.abs(y.y) < 1e-12, of=toys.difference, two=Choice("second", "one"))
    assert list(kinds(made, case).values()) == [TRUE, TRUE]


def test_a_claim_that_is_true_by_construction_says_only_where_it_is_not() -> None:
    made, case = toy(lambda x, y, stated: y.y > -2, a=A)
    made = replace(made, kind=TRUE)
    answer = verdict(made, case=case, n=2**8)
    assert [one.kind for one in answer.structure] == [TRUE, TRUE]
    assert by_construction(answer.structure, TRUE) == ()
    said = "No end of a structural choice changes the answer at the adopted point, or the share of draws."
    assert answer.structure_in_words() == (said,)


def test_a_claim_that_lists_none_says_nothing() -> None:
    made, case = toy(lambda x, y, stated: y.y > 0)
    answer = verdict(made, case=case, n=64)
    assert (answer.structure, answer.structure_in_words()) == ((), ())
    assert {row[0]: row[1] for row in made.frame().rows}["hangs on"] == "no choice of structure"


def test_a_claim_over_two_laws_moves_what_both_share() -> None:
    """The strict law is better where x is large: net is x knob^2 - cost knob."""

    def predicate(x: Any, y: Any, stated: float) -> Any:
        """A stricter law is better.

        Its net is more.
        """
        return np.asarray(y["strict"].net > y["mild"].net)

    cases = {name: (lambda store, prices, knob=knob: under(knob)) for name, knob in (("strict", 0.75), ("mild", 0.5))}
    made = claim("X", source="tidelift.unpaid_2024", of=earth, cases=cases, structure={"x": Choice("x", "x")})(
        predicate
    )
    case = made.case()
    case = replace(case, store=replace(case.store, facts=default_store().facts))
    zero, four = under_structure(made, case, simulate(case, n=2**8, seed=0))
    assert (zero.kind, zero.at_adopted, four.at_adopted) == (FALSE, False, True)  # at x = 0 a law only costs


HANGING = [c for c in CLAIMS if c.structure]
QUICK = ("C03", "C17", "C20", "C26")


@pytest.mark.parametrize(
    "asked",
    [pytest.param(c, marks=[] if c.name in QUICK else [pytest.mark.slow]) for c in HANGING],
    ids=lambda c: c.name,
)
def test_every_end_by_brute_force(asked: Claim) -> None:
    """A case at each end by itself, as adopted and in the draws of a run of its own."""
    case = asked.case()
    run = simulate(case, n=128, seed=2)
    found = {tuple((e.choice, e.value) for e in one.ends): one for one in under_structure(asked, case, run)}
    for name, choice in asked.structure.items():
        for value in choice.ends(case):
            mine = found[((name, value),)]
            moved = case.but("at an end", dict.fromkeys(choice.paths(case), value))
            stated = asked.stated(moved)
            assert mine.at_adopted == bool(asked.holds(moved.point, moved.outputs(), stated))
            again = simulate(moved, n=128, seed=2)
            assert mine.held == held_in(asked, again)[:STRUCTURAL_DRAWS].mean()


@pytest.mark.slow
@pytest.mark.parametrize("asked", HANGING, ids=lambda c: c.name)
def test_what_is_settled_by_construction_survives_a_search(asked: Claim) -> None:
    """Hypothesis finds no values of the other inputs, within their beliefs, that give another answer."""
    case = asked.case()
    for one in by_construction(under_structure(asked, case, simulate(case, n=2**10, seed=0)), asked.kind):
        ends = {path: end.value for end in one.ends for path in asked.structure[end.choice].paths(case)}
        at_end = case.but("at an end", ends)
        true = one.kind == TRUE

        def predicate(x: Any, y: Any, stated: float, true: bool = true) -> Any:
            return np.asarray(asked.predicate(x, y, stated)) == true

        assert not falsify(replace(asked, predicate=predicate), trials=200, n=2**10, case=at_end).broken, str(one)


@pytest.mark.slow
@pytest.mark.parametrize("asked", CLAIMS, ids=lambda c: c.name)
def test_the_kind_of_a_claim_is_what_draws_and_a_search_say(asked: Claim) -> None:
    """What is computed holds in some draws and fails in others; what is by construction never fails, or never holds,
    in a search either."""
    case = asked.case()
    held = held_in(asked, simulate(case))
    if asked.kind not in (TRUE, FALSE):
        assert held.any()
        assert not held.all()
        return

    def predicate(x: Any, y: Any, stated: float) -> Any:
        return np.asarray(asked.predicate(x, y, stated)) == (asked.kind == TRUE)

    assert np.unique(held).tolist() == [asked.kind == TRUE]
    assert not falsify(replace(asked, predicate=predicate), trials=100, case=case).broken


def test_ends_are_said_with_their_unit() -> None:
    made, case = toy(lambda x, y, stated: y.y > 0, of=toys.product, left=Choice("left", "it", low=1, high=3))
    assert [str(one) for one in under_structure(made, case, simulate(case, n=64))] == ["it is 1", "it is 3"]
    (c26,) = (c for c in CLAIMS if c.name == "C26")
    run = simulate(c26.case(), n=64)
    assert [str(one).rsplit(" is ")[1] for one in under_structure(c26, c26.case(), run)] == ["5 %", "90 %"]
