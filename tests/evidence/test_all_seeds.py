"""The seeds that come with the library: everything cited exists, everything named is named right."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mloss_econ.base.units import generic_unit, split_unit
from mloss_econ.compliance import CALCULATORS as COMPLIANCE, pricing_out
from mloss_econ.evidence import GRADES, Store
from mloss_econ.kernel import Calculator, Case, baseline, field_specs, leaves, proposal, sources, trace
from mloss_econ.liability import CALCULATORS as LIABILITY
from mloss_econ.regimes import CALCULATORS as REGIMES, HARMS, TOPIC, world
from mloss_econ.regimes.harm_levels import channels_of
from mloss_econ.registry import CLAIMS, PENDING
from mloss_econ.value import CALCULATORS as VALUE, CRITIQUES
from mloss_econ.value.stock_and_flow import DEPRECIATION

CALCULATORS: dict[str, Calculator[Any, Any]] = {c.name: c for c in (*VALUE, *COMPLIANCE, *LIABILITY, *REGIMES)}
NEEDS_SCENARIO = {
    "compliance.bill",
    "compliance.cournot_asymmetric",
    "compliance.standard_cost",
    "liability.harm_control",
    "regimes.flows",
    "liability.avoider_conditions",
    "liability.cheapest_avoider",
    "liability.liability_rules",
    "liability.joint_care",
    "liability.joint_care_power",
    "liability.joint_care_quadratic",
    "liability.oversight_handle",
    "value.inference_saving",
    "value.open_source_value",
    "value.openness",
    "value.package_value",
    "value.rebuild_cost",
    "value.rebuild_cost_ii",
}


def every_baseline(store: Store) -> list[Case]:  # type: ignore[type-arg]
    """A case of every calculator, over every scenario that is for it; of one that takes from others, with these."""
    plain = [c for c in CALCULATORS.values() if c.name not in NEEDS_SCENARIO]
    with_scenario = [
        baseline(joined(CALCULATORS[c]), scenario=name, store=store)
        for name, s in store.scenarios.items()
        for c in s.calculators
    ]
    return [*(baseline(joined(c), store=store) for c in plain), *with_scenario]


def joined(calculator: Calculator) -> Calculator:  # type: ignore[type-arg]
    """A calculator, with those of the world that it takes from."""
    return world.upto(calculator) if any(s.role == "linked" for s in field_specs(calculator.Inputs)) else calculator


def test_the_folder_loads_and_is_not_empty(store: Store) -> None:
    fresh = Store.load(store.root)
    for kind in ("sources", "facts", "beliefs", "proposals", "scenarios", "tables"):
        assert len(getattr(fresh, kind)) > 0
        assert getattr(fresh, kind).keys() == getattr(store, kind).keys()


def test_every_file_of_the_folder_is_read(store: Store) -> None:
    read = {str(Path(f).relative_to("seeds")) for f in store.file_of.values()}
    there = {str(p.relative_to(store.root)) for p in store.root.rglob("*") if p.suffix in (".toml", ".csv")}
    assert there - read == {"streams.csv"}  # which stands for no seed of its own: see test_streams
    assert not read - there


def test_every_belief_rests_on_facts_that_exist(store: Store) -> None:
    for name, belief in store.beliefs.items():
        assert belief.why.strip(), name
        assert belief.grade in GRADES
        for fact in belief.rests_on:
            assert fact in store.facts, f"{name} rests on {fact}"
        if belief.grade in ("measured", "reported"):
            assert belief.rests_on, f"{name} is {belief.grade} but cites nothing"


def test_no_belief_rests_on_a_superseded_fact(store: Store) -> None:
    for name, belief in store.beliefs.items():
        for fact in belief.rests_on:
            assert not store.fact(fact).superseded_by, f"{name} rests on {fact}"


def test_every_fact_has_a_source_a_unit_and_consistent_numbers(store: Store) -> None:
    for name, fact in store.facts.items():
        assert name.split(".")[0] in store.sources
        assert store.cite(name)
        if fact.unit is not None:
            assert split_unit(fact.unit)
            assert (fact.price_year is not None) == ("money" in generic_unit(fact.unit).split("/"))
        if fact.low is not None and fact.high is not None:
            assert fact.low <= fact.high
            if fact.value is not None:
                assert fact.low <= fact.value <= fact.high, name
        if fact.superseded_by:
            assert fact.superseded_by in store.facts


def test_every_belief_lies_in_its_distribution_and_in_its_percentiles(store: Store) -> None:
    for name, belief in store.beliefs.items():
        low, high = belief.dist.support
        assert low <= belief.value <= high, name
        assert np.isfinite(belief.dist.mean())


def test_proposals_name_levers_that_exist_and_nothing_else(store: Store) -> None:
    assert store.proposals
    for name, seed in store.proposals.items():
        for calculator, levers in seed.levers.items():
            roles = {s.name: s.role for s in field_specs(CALCULATORS[calculator].Inputs)}
            assert {roles.get(path) for path in levers} == {"lever"}, f"{name}: {calculator}"
        assert proposal(name, store=store).apply(baseline(world, store=store)).label == name


def test_every_case_builds_and_its_outputs_are_finite(store: Store) -> None:
    cases = every_baseline(store)
    assert {part.name for case in cases for part in case.calculator.parts} == set(CALCULATORS)
    for case in cases:
        assert case.entries
        for name, value in leaves(case.outputs()):
            if isinstance(value, np.ndarray):
                assert np.isfinite(value).all(), name


def test_every_scenario_is_for_a_calculator_that_exists(store: Store) -> None:
    for scenario in store.scenarios.values():
        assert set(scenario.calculators) <= set(CALCULATORS)


def test_every_belief_named_by_an_input_exists_in_its_unit(store: Store) -> None:
    for calculator in CALCULATORS.values():
        for spec in field_specs(calculator.Inputs):
            if spec.belief:
                assert store.belief(spec.belief).generic_unit == spec.unit


def test_every_belief_is_read_by_something(store: Store) -> None:
    """By an input of a calculator, by a scenario, or by name: as what a critique puts in the place of another, as the
    depreciation of a kind of software, as an estimate of harm."""
    inputs = {belief for calculator in CALCULATORS.values() for belief in sources(calculator.Inputs)}
    critiques = {belief for critique in CRITIQUES.values() for belief in critique.changes.values()}
    levels = {f"{TOPIC}.{channel}_{kind}" for channel in channels_of(baseline(world)) for kind in HARMS}
    read = inputs | critiques | set(DEPRECIATION.values()) | levels
    assert read <= set(store.beliefs)
    unread = {name for name in store.beliefs if name.split(".")[0] not in store.scenarios} - read
    assert not unread, f"remove what nothing reads: {', '.join(sorted(unread))}"


def test_every_claim_rests_on_a_fact_and_has_a_case(store: Store) -> None:
    names = [claim.name for claim in (*CLAIMS, *PENDING)]
    assert len(set(names)) == len(names)
    for claim in CLAIMS:
        assert store.fact(claim.source)
        claim.check_case(claim.case(store=store))
    for pending in PENDING:
        assert store.fact(pending.source)
    assert {f"C{k:02}" for k in range(1, 33)} <= set(names)


def test_belief_sets_are_signed_and_fit(store: Store) -> None:
    assert len(store.belief_sets) >= 2
    for name, side in store.belief_sets.items():
        assert all((side.title, side.author, side.date, side.about))
        under = store.under(name)
        changed = {b for b in store.beliefs if under.beliefs[b] is not store.beliefs[b]}
        assert changed == set(side.beliefs)
        for belief in side.beliefs:
            assert under.belief(belief).why == side.beliefs[belief]["why"]
        assert np.isfinite(float(baseline(world, store=under).outputs().net_world))


def test_a_kept_counterexample_still_breaks_its_claim(store: Store) -> None:
    known = {claim.name: claim for claim in CLAIMS}
    assert store.counterexamples
    for kept in store.counterexamples.values():
        assert not known[kept.claim].check(kept.changes, prices=kept.prices, store=store), kept.claim


def test_a_bill_is_that_of_the_duties_a_proposal_imposes(store: Store) -> None:
    case = baseline(world.upto(pricing_out), store=store)
    assert float(case.outputs().fixed_cost) == 0  # a duty nobody imposes costs nothing
    assert float(proposal("eu_ai_act_highrisk", store=store).apply(case).outputs().fixed_cost) > 0


def test_tables_hold_what_their_readme_counts(store: Store) -> None:
    sample = store.table("mloss_repositories")
    assert len(sample["name"]) == 139
    assert sample["contributor_periods"].sum() == 3895
    assert sample["commits"].sum() == 23_429
    assert sample["lines_as_parsed"].sum() == 1_046_910
    assert sample["lines"].sum() == 13_329_133
    assert sample["periods_with_activity"].sum() == 567
    assert (sample["bot_contributor_periods"].sum(), sample["bot_commits"].sum()) == (29, 1368)
    assert sorted(n for n, c in zip(sample["name"], sample["commits"], strict=True) if c == 0) == sorted(
        ["euler", "Allegro AI/TRAINS", "Pythia", "Boruta", "DAWNBench"]
    )
    reference = store.table("reference_repository_commits")
    for repository, people, commits, automated in [
        ("pytorch/pytorch", 66, 314, 0),
        ("tensorflow/tensorflow", 275, 3218, 1234),
    ]:
        rows = reference["repository"] == repository
        assert reference["contributor_periods"][rows].sum() == people
        assert (reference["commits"] * reference["contributor_periods"])[rows].sum() == commits
        bots = rows & (reference["bot"] == "True")
        assert (reference["commits"] * reference["contributor_periods"])[bots].sum() == automated
    people = store.table("commits_per_contributor")
    assert people["users"].sum() == 2166
    assert (people["users"] * people["commits"]).sum() == 23_429


@pytest.mark.parametrize("table", ["mloss_repositories", "price_index", "exchange_rate"])
def test_tables_are_read_only(store: Store, table: str) -> None:
    column = next(iter(store.table(table).columns.values()))
    with pytest.raises(ValueError, match="read-only"):
        column[0] = column[1]


def test_what_is_marked_as_having_a_source_has_one(store: Store) -> None:
    """The mark ● of every table follows the grade."""
    without = [name for name, belief in store.beliefs.items() if belief.grade != "judgement" and not belief.rests_on]
    assert without == []


def test_judgement_is_marked_so_whether_confirmed_or_not() -> None:
    case = baseline(CALCULATORS["value.training_cost"])
    row = next(row for row in trace(case).rows if row.path == "chip_power")
    assert row.grade == "judgement, not confirmed"
    assert row.mark == "○"
    assert "○ chip_power" in str(trace(case))
    assert {row.mark for row in trace(case).rows if row.grade == ""} <= {""}
