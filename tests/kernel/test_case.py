"""A case: changed under another label, by a proposal, and told apart by its digest."""

import dataclasses
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import toys
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import bill, pricing_out, pricing_out_pareto
from mloss_econ.errors import InputError
from mloss_econ.evidence import Belief, ProposalSeed, Store, Table, default_store
from mloss_econ.kernel import Case, Inputs, Outputs, Proposal, Share, baseline, calculator, given as taken, proposal
from mloss_econ.liability import cheapest_avoider
from mloss_econ.regimes import world
from mloss_econ.uncertainty import between, lognormal, normal, point, triangular, uniform
from mloss_econ.value import attributed_value, contribution_cost

billed = world.upto(pricing_out)


# ---------------------------------------------------------------- but


def test_a_number_replaces_value_and_distribution(today: Case[Any, Any]) -> None:
    case = today.but("less spread", sigma=1.5)
    entry = case.entries["sigma"]
    assert (case.label, entry.value, entry.dist, entry.uncertain) == ("less spread", 1.5, point(value=1.5), False)
    assert (entry.key, entry.origin, entry.belief) == ("projects.sigma", "less spread", None)
    assert case.point.sigma == 1.5


def test_a_distribution_is_adopted_at_its_median(today: Case[Any, Any]) -> None:
    for dist in (triangular(low=1, mode=1.2, high=3), lognormal(median=1.7, sigma=0.2).truncated(low=1, high=2)):
        entry = today.but("x", sigma=dist).entries["sigma"]
        assert entry.dist == dist
        assert_allclose(dist.cdf(entry.value), 0.5, rtol=1e-12)
        assert entry.uncertain
    table = today.but("x", sigma={"kind": "uniform", "low": 1, "high": 2}).entries["sigma"]
    assert (table.dist, table.value) == (uniform(low=1, high=2), 1.5)


def test_a_belief_is_taken_whole_and_converted(today: Case[Any, Any], store: Store) -> None:
    belief = Belief(
        value=30_000,
        dist=between(10_000, 90_000),
        unit="EUR/year",
        price_year=2020,
        grade="estimated",
        why="a survey",
    )
    entry = today.but("surveyed", median_budget=belief).entries["median_budget"]
    factor = store.prices.convert(PriceBase("EUR", 2020), PriceBase("USD", 2022)).factor
    assert_allclose(entry.value, 30_000 * factor, rtol=1e-15)
    assert entry.belief is belief
    assert (entry.key, entry.origin) == ("projects.median_budget", "surveyed")


def test_a_belief_of_ones_own_that_does_not_fit_is_not_blamed_on_a_file(today: Case[Any, Any]) -> None:
    mine = toys.belief(30_000.0, unit="EUR/year", price_year=2020)
    with pytest.raises(InputError, match=r"sigma") as error:
        today.but("surveyed", sigma=mine)
    assert "EUR/year" in str(error.value)
    assert ".toml" not in str(error.value)
    with pytest.raises(InputError, match=r"zero_share.*0 to 1") as error:
        today.but("surveyed", zero_share=toys.belief(1.5, unit="share"))
    assert ".toml" not in str(error.value)


def test_dotted_paths_and_names_may_be_mixed() -> None:
    case = baseline(cheapest_avoider, scenario="deepfake_bank_fraud")
    changed = case.but("x", {"channels.platform_made.harm": 1e6, "parties.bank.exposure": 0.5})
    assert changed.point.channels["platform_made"].harm == 1e6
    assert changed.point.parties["bank"].exposure == 0.5
    assert changed.point.parties["platform"] == case.point.parties["platform"]


def test_the_original_case_is_untouched(today: Case[Any, Any]) -> None:
    before = (today.digest(), dict(today.entries), today.point)
    today.but("other", sigma=1.5, median_budget=uniform(low=1, high=2)).but("third", zero_share=0.1)
    assert (today.digest(), dict(today.entries), today.point) == before
    with pytest.raises(dataclasses.FrozenInstanceError):
        today.label = "mine"  # type: ignore[misc]


def test_money_may_be_given_in_another_price_base(today: Case[Any, Any], store: Store) -> None:
    factor = store.prices.convert(PriceBase("EUR", 2021), PriceBase("USD", 2022)).factor
    case = today.but("euros", fixed_cost=29_277, zero_share=0.5, prices="EUR 2021")
    assert_allclose(case.entries["fixed_cost"].value, 29_277 * factor, rtol=1e-15)
    assert round(case.entries["fixed_cost"].value) == 33_414
    assert case.entries["zero_share"].value == 0.5  # a share has no currency
    spread = today.but("euros", fixed_cost=between(5000, 100_000), prices="EUR 2021").entries["fixed_cost"]
    assert_allclose(spread.dist.quantile(0.05), 5000 * factor, rtol=1e-12)
    assert str(case.prices) == "USD 2022"
    own = today.but("dollars", fixed_cost=29_277, prices="USD 2022").entries["fixed_cost"]
    assert (own.value, own.conversion) == (29_277, None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sgima": 1}, ["no input 'sgima'", "Did you mean 'sigma'"]),
        ({"zero_share": 1.2}, ["zero_share", "1.2", "0 to 1"]),
        ({"zero_share": -0.1}, ["zero_share", "-0.1", "0 to 1"]),
        ({"sigma": 0.001}, ["sigma", "0.001", "0.01"]),
        ({"zero_share": uniform(low=0.5, high=1.5)}, ["zero_share", "0.5 to 1.5", "truncate_high = 1"]),
        ({"median_budget": normal(mean=5, sd=1)}, ["median_budget", "-inf to inf", "truncate_low = 0"]),
        ({"sigma": np.nan}, ["sigma", "not finite"]),
        ({"sigma": np.inf}, ["sigma", "not finite"]),
        ({"sigma": "2"}, ["sigma", "'2'", "not a number"]),
        ({"sigma": b"2"}, ["sigma", "not a number"]),
        ({"sigma": True}, ["sigma", "True", "not a number"]),
        ({"sigma": np.True_}, ["sigma", "True", "not a number"]),
        ({"sigma": None}, ["sigma", "None", "not a number"]),
        ({"sigma": 2j}, ["sigma", "not a number"]),
        ({"sigma": [1.0, 2.0]}, ["sigma", "not a number"]),
        ({"sigma": np.array([1.0, 2.0])}, ["sigma", "not a number"]),
        ({"sigma": {"kind": "uniforn", "low": 1, "high": 2}}, ["Did you mean 'uniform'"]),
        ({"target_survival": uniform(low=0.5, high=1)}, ["target_survival is a lever", "Give it a number"]),
        ({"prices": "EUR", "fixed_cost": 3}, ["'EUR'", "USD 2022"]),
    ],
)
def test_changes_that_make_no_sense_are_refused(
    today: Case[Any, Any], changes: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(InputError) as error:
        today.but("changed", **changes)
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_number_out_of_bounds_is_not_told_to_truncate(today: Case[Any, Any]) -> None:
    with pytest.raises(InputError) as error:
        today.but("changed", zero_share=1.2)
    assert "runcate" not in str(error.value)


def test_a_lever_or_a_definition_takes_no_uncertain_belief_either(today: Case[Any, Any]) -> None:
    doubtful = toys.belief(0.9, uniform(low=0.8, high=1.0), "share")
    with pytest.raises(InputError, match="target_survival is a lever"):
        today.but("doubtful", target_survival=doubtful)
    assert today.but("certain", target_survival=toys.belief(0.8, unit="share")).entries["target_survival"].value == 0.8


@pytest.mark.parametrize("label", ["baseline", ""])
def test_a_changed_case_needs_a_label_of_its_own(today: Case[Any, Any], label: str) -> None:
    with pytest.raises(InputError, match="label of its own"):
        today.but(label, sigma=1.5)


# ---------------------------------------------------------------- proposals


def rule(levers: dict[str, dict[str, Any]]) -> Proposal:
    seed: dict[str, Any] = {"title": "A rule", "status": "draft", "reference": "", "open_source": "", "levers": levers}
    seed |= {"date": date(2026, 1, 1), "jurisdiction": "world"}
    return Proposal("rule", ProposalSeed.model_validate(seed))


def test_a_proposal_sets_its_levers_with_their_clauses_and_nothing_else(store: Store) -> None:
    base = baseline(bill, scenario="ai_duties")
    case = proposal("eu_ai_act_highrisk").apply(base)
    seed = store.proposal("eu_ai_act_highrisk")
    duties = {f"eu_ai_act_highrisk_{d}" if d in ("post_market", "files") else d: i for d, i in seed.duties.items()}
    assert case.label == "eu_ai_act_highrisk"
    settings = {f"duties.{d}.{p}": (part, i.clause) for d, i in duties.items() for p, part in i.borne.items()}
    assert settings
    for path, entry in case.entries.items():
        if path in settings:
            assert (entry.value, entry.origin) == settings[path]
            assert not entry.uncertain
        else:
            assert entry == base.entries[path]
    assert base.entries["duties.qms.developer"].value == 0
    assert case.entries["duties.qms.developer"].origin.startswith("Article 17, in proportion to size")
    assert case.entries["duties.eu_ai_act_highrisk_files.developer"].origin == "Articles 18, 19, 47 and 48"


def test_proposals_add_up_and_reach_into_a_model() -> None:
    base = baseline(billed)
    lighter = proposal("eu_ai_act_requirements").apply(base)
    full = proposal("eu_ai_act_highrisk").apply(base)
    assert 0 < float(lighter.outputs().fixed_cost) < float(full.outputs().fixed_cost)
    named = proposal("eu_ai_act_highrisk").apply(base.but("dear", sigma=1.5))
    assert named.label == "dear + eu_ai_act_highrisk"


@pytest.mark.parametrize(
    ("levers", "words"),
    [
        ({"toys.knobbed": {"x": 1}}, ["'rule'", "x", "given", "not a lever"]),
        ({"toys.knobbed": {"order": 1}}, ["'rule'", "order", "fixed", "not a lever"]),
        ({"toys.knobbed": {"knbo": 1}}, ["no input 'knbo'", "Did you mean 'knob'"]),
        ({"toys.other": {"knob": 1}}, ["'rule'", "toys.other", "none of toys.knobbed"]),
        ({"toys.knobbed": {"knob": 2}}, ["knob", "2", "0 to 1"]),
    ],
)
def test_a_proposal_that_does_not_fit_is_refused(levers: dict[str, dict[str, float]], words: list[str]) -> None:
    settings = {c: {p: {"value": v, "clause": "s. 1"} for p, v in paths.items()} for c, paths in levers.items()}
    with pytest.raises(InputError) as error:
        rule(settings).apply(toys.toy_case(toys.knobbed))
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_lever_without_a_belief_takes_its_status_quo() -> None:
    case = toys.toy_case(toys.knobbed)
    entry = case.entries["knob"]
    assert (entry.value, entry.belief, entry.uncertain, entry.is_judgement) == (0.25, None, False, False)
    assert float(case.outputs().y) == 2 * 0.25**2
    set_by_rule = rule({"toys.knobbed": {"knob": {"value": 0.5, "clause": "s. 1"}}}).apply(case)
    assert float(set_by_rule.outputs().y) == 2 * 0.5**2


# ---------------------------------------------------------------- digest


def test_the_digest_changes_if_and_only_if_a_number_does(today: Case[Any, Any]) -> None:
    assert today.digest() == baseline(pricing_out, prices="USD 2022").digest()
    assert today.but("another label", sigma=today.entries["sigma"].dist).digest() == today.digest()
    different = [
        today.but("x", sigma=2.0),  # the same value, but certain
        today.but("x", sigma=triangular(low=1.5, mode=2.0, high=2.6)),
        today.but("x", target_survival=0.8),
        today.but("x", zero_share=np.nextafter(0.6, 0)),
        baseline(pricing_out, prices="USD 2021"),
        baseline(pricing_out_pareto),
        baseline(contribution_cost),
        baseline(contribution_cost, labels={"unit": "contributors"}),
        baseline(cheapest_avoider, scenario="deepfake_bank_fraud"),
        baseline(cheapest_avoider, scenario="deepfake_family_fraud"),
    ]
    digests = [today.digest(), *(case.digest() for case in different)]
    assert len(set(digests)) == len(digests)


def test_the_digest_sees_into_tables(store: Store) -> None:
    sample = store.table("mloss_repositories")
    columns = dict(sample.columns)
    columns["commits"] = columns["commits"] + (np.arange(139) == 7)
    other = dataclasses.replace(store, tables=dict(store.tables) | {"mloss_repositories": Table(sample.name, columns)})
    assert baseline(contribution_cost, store=other).digest() != baseline(contribution_cost).digest()


@given(st.floats(0.1, 3.0), st.floats(0.1, 3.0))
def test_two_values_have_one_digest_only_if_equal(a: float, b: float) -> None:
    case = toys.toy_case(toys.parabola)
    assert (case.but("a", x=a).digest() == case.but("b", x=b).digest()) == (a == b)


@pytest.mark.slow
def test_the_digest_is_the_same_in_another_process() -> None:
    code = (
        "from mloss_econ.kernel import baseline\nfrom mloss_econ.liability import cheapest_avoider\n"
        "from mloss_econ.value import contribution_cost\n"
        "print(baseline(cheapest_avoider, scenario='deepfake_bank_fraud').digest(), "
        "baseline(contribution_cost).digest())"
    )
    env = dict(os.environ) | {"PYTHONHASHSEED": "12345"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    here = [
        baseline(cheapest_avoider, scenario="deepfake_bank_fraud").digest(),
        baseline(contribution_cost).digest(),
    ]
    assert answer.stdout.split() == here


# ---------------------------------------------------------------- its entries


def test_an_entry_is_found_with_the_nearest_right_path(today: Case[Any, Any]) -> None:
    assert today.entry("sigma") is today.entries["sigma"]
    with pytest.raises(InputError, match="Did you mean 'median_budget'"):
        today.entry("median_buget")


def test_a_case_can_be_told_in_json(today: Case[Any, Any]) -> None:
    assert json.loads(today.point.model_dump_json())["median_budget"] == 50_000


def test_a_definition_takes_no_uncertain_belief(store: Store) -> None:
    doubtful = {"appraisal.discount_rate": {"value": 0.03, "dist": {"kind": "uniform", "low": 0.01, "high": 0.07}}}
    with pytest.raises(InputError, match=r"discount_rate is fixed: a definition"):
        baseline(attributed_value, store=store.changed(doubtful, "mine.toml"))


def test_a_label_holds_nothing_that_acts_on_a_terminal() -> None:
    case = baseline(pricing_out, prices="USD 2022")
    for label in ("a\x1b[31m", "a\nb", "a\u202eb", "a\u2028b"):
        with pytest.raises(InputError, match=r"the label of a case holds U\+"):
            case.but(label, fixed_cost=1)
        with pytest.raises(InputError, match=r"the label of a case holds U\+"):
            case.correlated(label, {})


class _OwnInputs(Inputs):
    mine: Share = taken("my_topic.mine")


class _OwnOutputs(Outputs):
    same: Share


def test_a_belief_of_ones_own_is_looked_for_in_a_store_of_ones_own(tmp_path: Path) -> None:
    @calculator
    def own(x: _OwnInputs) -> _OwnOutputs:
        """The same."""
        return _OwnOutputs(same=x.mine)

    with pytest.raises(
        InputError, match=r"no belief 'my_topic.mine' for mine.*give its store: baseline\(\.\.\., store="
    ):
        baseline(own)
    (tmp_path / "beliefs").mkdir()
    text = '[mine]\nvalue = 0.5\nunit = "share"\ngrade = "judgement"\nwhy = "Ours."\n'
    (tmp_path / "beliefs" / "my_topic.toml").write_text(text, encoding="utf-8")
    assert baseline(own, store=Store.load(default_store().root, tmp_path)).outputs().same == 0.5
