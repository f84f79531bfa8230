"""Every proposal, applied: what it sets, that it says who pays, and the golden row that a change must accept."""

from __future__ import annotations

import csv
import os
import tomllib
from typing import Any

import pytest
from places import TESTS

from mloss_econ.compliance import bill, consequences
from mloss_econ.errors import UnitError
from mloss_econ.evidence import PAYERS, ProposalSeed, Store, default_store
from mloss_econ.kernel import Case, Proposal, baseline, contrast, proposal
from mloss_econ.regimes import world
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.proposals import one_proposal

SCENARIO = "ai_duties"
NAMES = tuple(default_store().proposals)
GOLDEN = TESTS / "golden" / "proposals.csv"
COLUMNS = (
    "fixed_cost",
    "sunk_cost",
    "deployer_cost",
    "intermediary_cost",
    "exempt_below",
    "cutoff",
    "covered_funded",
    "exit_share_funded",
    "exit_share",
    "value_lost",
    "use_lost",
    "wait",
    "social_cost",
    "harm_avoided",
    "net_world",
    "net_home",
    "net_projects",
)
CHANGES = ("harm_avoided", "net_world", "net_home", "net_projects")  # against the status quo; the others are levels
ACCEPT = "MLOSS_ECON_ACCEPT"  # set it to write the golden rows anew


@pytest.fixture(scope="module")
def today() -> Case[Any, Any]:
    return baseline(world, prices="USD 2022")


@pytest.mark.parametrize("name", NAMES)
def test_a_proposal_names_payer_unit_trigger_and_clause_of_every_duty(name: str, today: Case[Any, Any]) -> None:
    seed = default_store().proposal(name)
    assert all((seed.title, seed.status, seed.reference, seed.open_source))
    case = proposal(name).apply(today)
    for duty, imposed in seed.duties.items():
        assert imposed.trigger in seed.triggers
        for payer in PAYERS:
            entry = case.entry(f"duties.{duty}.{payer}")
            assert entry.value == imposed.borne.get(payer, 0.0)
            assert entry.origin == (imposed.clause if payer in imposed.borne else "")
    changed = {p for p, e in case.entries.items() if e != today.entries[p]}
    levers = {p for settings in seed.levers.values() for p in settings}
    assert changed <= {f"duties.{d}.{p}" for d, i in seed.duties.items() for p in i.borne} | levers
    assert case.label == name


def row(name: str, today: Case[Any, Any]) -> dict[str, str]:
    """What a proposal does at the adopted point, in twelve digits: its own world, and that less the status quo."""
    case = proposal(name).apply(today)
    level, change = case.outputs(), contrast(case).outputs()
    found = {c: getattr(change if c in CHANGES else level, c) for c in COLUMNS}
    return {"proposal": name} | {c: f"{float(v):.12g}" for c, v in found.items()}


def test_golden_rows(today: Case[Any, Any]) -> None:
    """A change of a number is seen here; look at it, then accept it with MLOSS_ECON_ACCEPT=1."""
    rows = [row(name, today) for name in NAMES]
    if os.environ.get(ACCEPT):
        GOLDEN.parent.mkdir(exist_ok=True)
        with GOLDEN.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, ["proposal", *COLUMNS], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with GOLDEN.open(newline="", encoding="utf-8") as file:
        accepted = {r["proposal"]: r for r in csv.DictReader(file)}
    advice = f"If that is right, accept it: {ACCEPT}=1 pytest tests/kernel/test_proposals.py"
    assert list(accepted) == list(NAMES), f"the proposals differ from those in {GOLDEN.name}. {advice}"
    for found in rows:
        old = accepted[found["proposal"]]
        for column in COLUMNS:
            same = float(found[column]) == pytest.approx(float(old[column]), rel=1e-9, abs=1e-12)
            assert same, f"{found['proposal']}.{column}: {found[column]}, was {old[column]}. {advice}"


def test_nothing_costs_nothing(today: Case[Any, Any]) -> None:
    y, change = today.outputs(), contrast(today).outputs()
    for column in COLUMNS:
        assert float(getattr(change if column in CHANGES else y, column)) == (1 if column == "covered_funded" else 0), (
            column
        )


# ---------------------------------------------------------------- what a rule may not say


ruled = world.upto(consequences)


def rule(**parts: Any) -> Proposal:
    seed = {"title": "A rule", "status": "draft", "reference": "", "open_source": "", **parts}
    return Proposal("rule", ProposalSeed.model_validate(seed))


TRIGGER = {"listed": {"measure": "use", "words": "any", "clause": "1"}}
SIZE = {"size": {"measure": "training compute", "above": 1e25, "unit": "FLOP", "clause": "1"}}
MONEY = {"size": {"measure": "revenue", "above": 1e6, "unit": "EUR/year", "price_year": 2021, "clause": "1"}}
ON_DEVELOPERS = {"documents": {"developer": 1, "unit": "system", "trigger": "size", "clause": "2"}}
ON_DEPLOYERS = {"documents": {"deployer": 1, "unit": "system", "trigger": "size", "clause": "2"}}


def test_a_number_of_a_trigger_that_nothing_holds_is_refused_and_the_remedy_works() -> None:
    """Else the rule would print its threshold and count every developer as covered."""
    with pytest.raises(ValueError, match=r"triggers.size: nothing holds its number") as refused:
        rule(triggers=SIZE, duties=ON_DEVELOPERS)
    remedy = tomllib.loads(
        str(refused.value).split('Add to [levers."compliance.coverage"]: ')[1].splitlines()[0].split(" [type")[0]
    )
    case = rule(triggers=SIZE, duties=ON_DEVELOPERS, levers={"compliance.coverage": remedy}).apply(baseline(ruled))
    assert float(case.outputs().covered_funded) < 0.001


@pytest.mark.parametrize(
    ("triggers", "duties", "levers", "words"),
    [
        (MONEY, ON_DEVELOPERS, {}, "nothing holds its number"),
        (SIZE, ON_DEVELOPERS, {"compute_trigger": {"value": 1e26, "clause": "1"}}, "holds 1e\\+26"),
        (SIZE, {}, {"cost_trigger": {"value": 5.0, "unit": "USD", "price_year": 2022, "clause": "1"}}, "nothing holds"),
        (TRIGGER, {}, {"compute_trigger": {"value": 1e26, "clause": "1"}}, "no trigger states it"),
        (
            MONEY,
            ON_DEVELOPERS,
            {"revenue_trigger": {"value": 1e6, "unit": "USD/year", "price_year": 2021, "clause": "1"}},
            "same number, unit and price year",
        ),
        (
            {"size": {"measure": "users", "above": 1e6, "unit": "person", "clause": "1"}},
            ON_DEVELOPERS,
            {},
            "is not known, so all would be counted as covered",
        ),
    ],
)
def test_a_trigger_and_what_holds_its_number_agree(
    triggers: Any, duties: Any, levers: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        rule(triggers=triggers, duties=duties, levers={"compliance.coverage": levers} if levers else {})


@pytest.mark.slow
def test_a_number_on_deployers_alone_needs_no_lever_and_the_report_says_that_it_moves_nothing() -> None:
    assert rule(triggers=SIZE, duties=ON_DEPLOYERS).seed.triggers["size"].above == 1e25
    assumptions = read_assumptions(options={"n": 256})
    said = " ".join(one_proposal("aaa_2025", assumptions).split())
    assert "deployers is the same for every proposal, so this figure moves no result" in said


def test_every_shipped_number_on_developers_is_held(store: Store) -> None:
    """Written from the text of the proposals: what the case holds is what the trigger states."""
    for name, seed in store.proposals.items():
        for key, trigger in seed.triggers.items():
            if trigger.above and any(d.developer and d.trigger == key for d in seed.duties.values()):
                lever = {"training compute": "compute", "capability": "capability", "revenue": "revenue"}[
                    trigger.measure
                ]
                case = Proposal(name, seed).apply(baseline(ruled))
                factor = store.prices.convert(trigger.prices, case.prices).factor if trigger.prices else 1.0
                assert case.entry(f"{lever}_trigger").value == pytest.approx(trigger.above * factor, rel=1e-12), name


def test_a_lever_in_money_needs_its_price_base_and_is_converted(store: Store) -> None:
    revenue = {"compliance.coverage": {"revenue_trigger": {"value": 1e6, "clause": "2"}}}
    with pytest.raises(ValueError, match="holds 1e\\+06 in no unit and price year"):
        rule(triggers=MONEY, levers=revenue)
    bare = {"regimes.flows": {"expected_fine": {"value": 1e6, "clause": "2"}}}
    with pytest.raises(UnitError, match="expected_fine, an amount of money, without unit and price_year"):
        rule(levers=bare).apply(baseline(world))
    stated = {
        "compliance.coverage": {
            "revenue_trigger": revenue["compliance.coverage"]["revenue_trigger"]
            | {"unit": "EUR/year", "price_year": 2021}
        }
    }
    case = rule(triggers=MONEY, levers=stated).apply(baseline(ruled))
    factor = store.prices.convert(case.entries["duties.qms.one_off"].belief.prices, case.prices).factor  # type: ignore[union-attr, arg-type]
    assert case.entry("revenue_trigger").value == pytest.approx(1e6 * factor, rel=1e-12)
    in_euro = rule(triggers=MONEY, levers=stated).apply(baseline(ruled, prices="EUR 2021"))
    assert in_euro.entry("revenue_trigger").value == 1e6


def test_a_lever_in_another_unit_is_refused() -> None:
    wrong = {"compliance.coverage": {"compute_trigger": {"value": 1e25, "clause": "2", "unit": "FLOP/second"}}}
    with pytest.raises(UnitError, match="sets compute_trigger in FLOP/second, but it is in FLOP"):
        rule(triggers=SIZE, levers=wrong).apply(baseline(ruled))


def test_a_duty_priced_for_another_unit_is_refused() -> None:
    duties = {"documents": {"developer": 1, "unit": "entity", "trigger": "listed", "clause": "2"}}
    with pytest.raises(UnitError, match="unit is entity, but the duty is priced for each system"):
        rule(triggers=TRIGGER, duties=duties).apply(baseline(bill, scenario=SCENARIO))
