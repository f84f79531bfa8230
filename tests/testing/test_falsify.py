"""The search breaks what can be broken, with a small counter-example that reproduces, and not what is a theorem."""

import contextlib
import dataclasses
import io
from typing import Any

import numpy as np
import pytest

from mloss_econ import value
from mloss_econ.errors import InputError
from mloss_econ.evidence import Counterexample, default_store
from mloss_econ.kernel import Claim
from mloss_econ.registry import CLAIMS
from mloss_econ.testing import assert_claim, falsify
from mloss_econ.value import created_30_billion

FIRST = value.created_30_billion


def variant(predicate: object) -> Claim:
    return dataclasses.replace(FIRST, predicate=predicate)  # type: ignore[arg-type]


THEOREMS = ("C05", "C22")  # their form assumes it, in all of the region
QUICK = ("C01", "C05", "C09")  # the others are searched in the slow suite


@pytest.mark.parametrize(
    "claim",
    [pytest.param(c, marks=[] if c.name in QUICK else [pytest.mark.slow]) for c in CLAIMS],
    ids=lambda c: c.name,
)
def test_a_counterexample_breaks_its_claim_and_reproduces(claim: Claim) -> None:
    found = falsify(claim, trials=60, n=512)
    if claim.name in THEOREMS:
        assert not found.broken
        return
    assert found.broken
    case = claim.case()
    if not claim.holds(case.point, case.outputs(), claim.stated(case)):
        assert (found.counterexample, found.distance) == ({}, 0)  # nothing need be moved
        return
    assert found.counterexample
    again = case.but("counter-example", found.counterexample)
    stated = claim.stated(case)
    assert claim.holds(case.point, case.outputs(), stated)
    assert not claim.holds(again.point, again.outputs(), stated)
    for path, moved in found.counterexample.items():
        assert moved == float(f"{moved:.3e}"), "rounded"
        assert path in case.entries
        held_without = {p: v for p, v in found.counterexample.items() if p != path}
        if held_without:
            less = case.but("one put back", held_without)
            assert claim.holds(less.point, less.outputs(), stated), "every input moved is needed"
    assert repr(case.store.fact(claim.source).statement)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(found.code(), {})
    assert printed.getvalue().strip() == "False"


def test_a_single_input_is_moved_where_one_is_enough() -> None:
    found = falsify(FIRST, trials=50, n=512)
    assert found.counterexample is not None
    assert len(found.counterexample) == 1
    assert 0 < found.distance < 0.1


def test_a_theorem_survives() -> None:
    found = falsify(variant(lambda x, y, stated: y.value <= x.ai_value * (1 + 1e-12)), trials=100, n=512)
    assert not found.broken
    assert found.held.value == 1
    assert "Survived 100 trials" in str(found)


def test_a_claim_false_at_the_adopted_point_needs_no_move() -> None:
    found = falsify(variant(lambda x, y, stated: y.value > stated), trials=20, n=512)
    assert found.counterexample == {}
    assert "adopted point itself" in str(found)


def test_a_rare_break_in_several_inputs_is_found() -> None:
    """It takes four inputs at once: neither one at a time nor chance alone finds it."""
    claim = variant(
        lambda x, y, stated: ~((x.haircut > 0.2) & (x.growth > 0.02) & (x.investment < 2e8) & (x.ai_value > 3.5e12))
    )
    found = falsify(claim, trials=200, n=4096)
    assert found.counterexample is not None
    assert set(found.counterexample) == {"haircut", "growth", "investment", "ai_value"}


def test_the_same_arguments_give_the_same_answer() -> None:
    assert falsify(FIRST, trials=40, n=512).counterexample == falsify(FIRST, trials=40, n=512).counterexample


def test_prices_do_not_change_the_verdict() -> None:
    """The stated number is converted with the case, so the claim holds in the same draws in euro."""
    dollars, euro = (falsify(FIRST, trials=10, n=1024, prices=p) for p in ("USD 2022", "EUR 2019"))
    assert dollars.held.value == pytest.approx(euro.held.value, abs=2 / 1024)


def test_a_predicate_that_gives_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="not yes or no"):
        falsify(variant(lambda x, y, stated: np.asarray(y.value)), trials=5, n=64)


@pytest.mark.slow
@pytest.mark.parametrize("trials", [300, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", THEOREMS)
def test_a_theorem_survives_every_trial(name: str, trials: int) -> None:
    (claim,) = (c for c in CLAIMS if c.name == name)
    found = falsify(claim, trials=trials, n=2**12)
    assert not found.broken
    assert found.held.value == 1


def test_assert_claim_passes_what_survives_and_prints_what_breaks() -> None:
    sure = dataclasses.replace(created_30_billion, predicate=lambda x, y, stated: y.value >= 0)
    assert_claim(sure, trials=20)
    with pytest.raises(AssertionError, match=r"created_30_billion as claim;\s+print\(claim\.check\(\{"):
        assert_claim(created_30_billion, trials=20)


def test_a_kept_counterexample_is_tried_where_the_search_finds_none() -> None:
    """It takes five inputs at once, each in a narrow place: only what is kept with the claim knows."""
    changes = {"ai_value": 3.123456e12, "haircut": 0.1234567}

    def predicate(x: Any, y: Any, stated: float) -> Any:
        return ~((x.ai_value == changes["ai_value"]) & (x.haircut == changes["haircut"]))

    claim = dataclasses.replace(created_30_billion, predicate=predicate)
    store = default_store()
    assert not falsify(claim, trials=20, n=64).broken
    kept = Counterexample(claim=claim.name, prices="USD 2022", found="by hand", changes=changes)
    with_it = dataclasses.replace(store, counterexamples={"mine": kept})
    found = falsify(claim, trials=20, n=64, case=claim.case(prices="USD 2022", store=with_it))
    assert found.counterexample == changes
    assert found.distance > 0


def test_a_kept_counterexample_is_tried_in_other_prices_too() -> None:
    """It is brought into them, or passed over where the tables do not reach; by the same kind of index alone."""

    def predicate(x: Any, y: Any, stated: float) -> Any:
        return ~(np.isclose(x.haircut, 0.1234567) & np.isclose(x.ai_value / stated, 3.123456e12 / 30e9))

    claim = dataclasses.replace(created_30_billion, predicate=predicate)
    changes = {"ai_value": 3.123456e12, "haircut": 0.1234567}
    for kept_in, prices, broken in (
        ("USD 2022", "USD 2025", True),
        ("USD 2022", "EUR 2021 (CPI)", True),
        ("USD 2022 (CPI)", "USD 2025", False),
        ("USD 1950", "USD 2025", False),
    ):
        kept = Counterexample(claim=claim.name, prices=kept_in, found="by hand", changes=changes)
        store = dataclasses.replace(default_store(), counterexamples={"mine": kept})
        found = falsify(claim, trials=20, n=64, case=claim.case(prices=prices, store=store))
        assert found.broken is broken, (kept_in, prices)


@pytest.mark.parametrize(
    ("predicate", "words"),
    [
        (lambda x, y, stated: y.value, "gives float64, not yes or no"),
        (lambda x, y, stated: y.valu > 0, "its predicate failed: AttributeError"),
    ],
)
def test_a_predicate_that_raises_or_gives_a_number_is_refused(predicate: Any, words: str) -> None:
    claim = dataclasses.replace(created_30_billion, predicate=predicate)
    with pytest.raises(InputError, match=words):
        falsify(claim, trials=5, n=64)
    with pytest.raises(InputError, match=words):
        claim.check()
