"""Every proposal, applied: what it sets, that it says who pays, and the golden row that a change must accept."""

from __future__ import annotations

import csv
import datetime
import os
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from places import TESTS

from mloss_econ.compliance import bill, consequences
from mloss_econ.errors import InputError, UnitError
from mloss_econ.evidence import PAYERS, ProposalSeed, Store, default_store, own_duty
from mloss_econ.kernel import Case, Proposal, baseline, contrast, proposal
from mloss_econ.liability import harm_control
from mloss_econ.regimes import world

SCENARIO = "ai_duties"
NAMES = tuple(default_store().proposals)
GOLDEN = TESTS / "golden" / "proposals.csv"
LEVELS = (
    "fixed_cost",
    "sunk_cost",
    "large_cost",
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
    "large_delay",
    "exits_funded",
    "share_bound",
)
CHANGES = ("harm_avoided", "use_value_lost", "net_world", "net_of.us", "net_of.eu", "net_of.uk", "net_projects")
COLUMNS = (*LEVELS, *CHANGES)  # of the world under it; against the status quo
ACCEPT = "MLOSS_ECON_ACCEPT"  # set it to write the golden rows anew


@pytest.fixture(scope="module")
def today() -> Case[Any, Any]:
    return baseline(world, prices="USD 2022")


def duties_of(name: str) -> dict[str, Any]:
    """A proposal's duties by their names in the scenario."""
    seed = default_store().proposal(name)
    return {own_duty(name, duty) if duty in seed.own else duty: i for duty, i in seed.duties.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_proposal_names_payer_unit_trigger_and_clause_of_every_duty(name: str, today: Case[Any, Any]) -> None:
    seed = default_store().proposal(name)
    assert all((seed.title, seed.status, seed.reference, seed.open_source))
    case = proposal(name).apply(today)
    for duty, imposed in duties_of(name).items():
        assert imposed.trigger in seed.triggers
        for payer in PAYERS:
            entry = case.entry(f"duties.{duty}.{payer}")
            assert entry.value == imposed.borne.get(payer, 0.0)
            assert entry.origin == (imposed.clause if payer in imposed.borne else "")
    changed = {p for p, e in case.entries.items() if e != today.entries[p]}
    levers = {p for settings in seed.levers.values() for p in settings}
    duties = {f"duties.{d}.{p}" for d, i in duties_of(name).items() for p in i.borne}
    where = {p for p in case.entries if p.startswith("regions.")} | {"rest_bound"}
    reach = {p for p in case.entries if p.endswith(".reach")}
    assert changed <= duties | levers | seed.settings.keys() | where | reach
    assert case.label == name


@pytest.mark.parametrize("name", NAMES)
def test_what_a_proposal_states_is_what_its_case_holds(name: str, today: Case[Any, Any], store: Store) -> None:
    """Written from the file: each field, trigger and lever, money in the case's prices, with its clause."""
    seed = store.proposal(name)
    case = proposal(name).apply(today)
    stated = {path: one for settings in seed.levers.values() for path, one in settings.items()}
    stated |= {f: v for f in ("open_scope", "closed_scope", "deployers", "intermediaries", "staff", "fine")
               if (v := getattr(seed, f)) is not None}  # fmt: skip
    for path, setting in {**stated, **seed.settings}.items():
        factor = store.prices.convert(setting.prices, case.prices).factor if setting.prices else 1.0
        assert case.entry(path).value == pytest.approx(setting.value * factor, rel=1e-12), path
        assert case.entry(path).origin == setting.clause
    for channel in store.scenario(SCENARIO).tree["channels"]:
        entry = case.entry(f"channels.{channel}.reach")
        if seed.baseline:
            continue
        assert entry.value == (seed.harm_reach[channel].value if channel in seed.harm_reach else 0.0)
        assert entry.origin, channel
    for unset in ("compute_trigger", "capability_trigger", "cluster_trigger", "revenue_trigger", "cost_trigger"):
        if unset not in seed.settings:
            assert case.entry(unset).value == 0


BOUND = {  # by jurisdiction: US, EU, UK, the rest
    "world": (1.0, 1.0, 1.0, 1.0),
    "united_states": (1.0, 0.0, 0.0, 0.0),
    "european_union": (0.0, 1.0, 0.0, 0.0),
    "united_kingdom": (0.0, 0.0, 1.0, 0.0),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_proposal_binds_its_jurisdiction_and_no_more(name: str, today: Case[Any, Any], store: Store) -> None:
    seed = store.proposal(name)
    case = proposal(name).apply(today)
    if seed.baseline:  # it changes nothing, so it binds nobody anew
        assert case.entries == today.entries
        return
    found = tuple(case.entry(p).value for p in (*(f"regions.{r}.bound" for r in ("us", "eu", "uk")), "rest_bound"))
    if seed.jurisdiction in BOUND:
        assert found == BOUND[seed.jurisdiction]
    else:  # a state or a city
        table = store.table("jurisdictions")
        (row,) = np.flatnonzero(table["jurisdiction"] == seed.jurisdiction)
        assert found == (table["share"][row], 0, 0, 0)
        assert 0 < found[0] < 0.2
    parts = np.array([case.entry(f"regions.{r}.activity").value for r in ("us", "eu", "uk")])
    share = float(parts @ found[:3] + (1 - parts.sum()) * found[3])
    assert float(case.outputs().share_bound) == pytest.approx(share, rel=1e-12)


def test_a_proposal_that_states_nothing_of_a_channel_reaches_none(today: Case[Any, Any]) -> None:
    """Its duties and its liability leave the channel's harm as today; also where a case had been set to reach it."""
    levers = {"liability.harm_control": {"developer_liable": {"value": 1.0, "clause": "2"}}}
    none = rule(triggers=TRIGGER, duties=ON_DEVELOPERS, levers=levers)
    case = none.apply(today)
    y, quo = case.outputs(), today.outputs()
    assert float(y.developer_effect) >= 0
    for channel in today.point.channels:
        assert case.entry(f"channels.{channel}.reach").value == 0
        for kind in ("open", "closed"):
            left, before = getattr(y, f"{kind}_left")[channel], getattr(y, f"{kind}_left_today")[channel]
            assert_allclose(left, before, rtol=1e-12)
        assert_allclose(y.open_left[channel], quo.open_left[channel], rtol=1e-12)
    fraud = rule(triggers=TRIGGER, duties=ON_DEVELOPERS, levers=levers, harm_reach={"fraud": part(0.5)})
    z = fraud.apply(today).outputs()
    assert float(z.closed_left["fraud"]) < float(y.closed_left["fraud"])
    for channel in ("intimate_images", "cyber", "privacy"):
        assert_allclose(z.closed_left[channel], y.closed_left[channel], rtol=1e-12)


# ---------------------------------------------------------------- duties that it prices itself

OWN = [name for name in NAMES if default_store().proposal(name).own]


def test_some_proposals_price_duties_themselves() -> None:
    assert len(OWN) > 5


@pytest.mark.parametrize("name", OWN)
def test_an_own_price_is_in_the_bill_and_changes_no_other_proposal(name: str, today: Case[Any, Any]) -> None:
    """Doubling each number of money and hours moves this proposal's bill, and that of no other."""
    seed = default_store().proposal(name)
    billed = baseline(bill, scenario=SCENARIO, prices="USD 2022")
    case = proposal(name).apply(billed)
    for duty in seed.own:
        path = f"duties.{own_duty(name, duty)}"
        assert own_duty(name, duty) not in default_store().scenario("deepfake_bank_fraud").tree
        dearer = {
            f"{path}.{key}": 2 * case.entry(f"{path}.{key}").value
            for key in ("one_off", "yearly", "hours", "hours_yearly")
            if case.entry(f"{path}.{key}").value
        }
        assert dearer, f"{name}: {duty} costs nothing"
        total = ("fixed_cost", "large_cost", "deployer_cost", "intermediary_cost", "sunk_cost", "large_sunk")
        before, after = case.outputs(), case.but("dearer", dearer).outputs()
        moved = {t for t in total if float(getattr(after, t)) > float(getattr(before, t))}
        payers = {"developer": "fixed_cost", "large": "large_cost"}
        wanted = {payers.get(p, f"{p}_cost") for p, share in seed.duties[duty].borne.items() if share}
        sunk = case.entry(f"{path}.sunk").value == 1
        assert wanted <= moved or sunk, (duty, moved)
        for other in NAMES:
            if other != name and default_store().proposal(other).duties:
                there = proposal(other).apply(billed)
                assert there.entry(f"{path}.developer").value == 0
                if other in ("licensing", "sb1047", "eu_ai_act_highrisk", "california_sb942"):
                    changed = there.but("dearer", dearer).outputs()
                    assert all(float(getattr(changed, t)) == float(getattr(there.outputs(), t)) for t in total)


def test_an_own_duty_of_the_same_name_is_another_in_another_proposal() -> None:
    mine, theirs = (own_duty(name, "post_market") for name in ("eu_ai_act_highrisk", "eu_ai_act_highrisk_notified"))
    duties = default_store().scenario(SCENARIO).tree["duties"]
    assert mine != theirs
    assert {mine, theirs} <= set(duties)
    assert "post_market" not in duties


# ---------------------------------------------------------------- what each does, in figures


def value_of(outputs: Any, path: str) -> Any:
    """An output by its path."""
    name, _, key = path.partition(".")
    found = getattr(outputs, name)
    return found[key] if key else found


def row(name: str, today: Case[Any, Any]) -> dict[str, str]:
    """What a proposal does at the adopted point, in twelve digits: its own world, and that less the status quo."""
    case = proposal(name).apply(today)
    level, change = case.outputs(), contrast(case).outputs()
    found = {c: value_of(change if c in CHANGES else level, c) for c in COLUMNS}
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
    ones = ("covered_funded", "share_bound")
    for column in COLUMNS:
        assert float(value_of(change if column in CHANGES else y, column)) == (column in ones), column


# ---------------------------------------------------------------- what a rule may not say


ruled = world.upto(consequences)


def rule(**parts: Any) -> Proposal:
    seed = {
        "title": "A rule",
        "status": "draft",
        "reference": "",
        "open_source": "",
        "date": datetime.date(2026, 1, 1),
        "jurisdiction": "world",
        **parts,
    }
    return Proposal("rule", ProposalSeed.model_validate(seed))


def part(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "clause": "1", **more}


TRIGGER = {"listed": {"measure": "use", "words": "any", "clause": "1"}}
SIZE = {"size": {"measure": "training compute", "above": 1e25, "unit": "FLOP", "clause": "1"}}
MONEY = {"size": {"measure": "revenue", "above": 1e6, "unit": "EUR/year", "price_year": 2021, "clause": "1"}}
DOCUMENTS = {"unit": "system", "trigger": "size", "clause": "2"}
ON_DEVELOPERS = {"documents": {"developer": 1, "unit": "system", "trigger": "listed", "clause": "2"}}
ON_SIZED = {"documents": {"developer": 1, **DOCUMENTS}}
ON_LARGE = {"documents": {"large": 1, **DOCUMENTS}}
ON_DEPLOYERS = {"documents": {"deployer": 1, **DOCUMENTS}}


def test_a_number_on_projects_decides_who_is_covered() -> None:
    """Of 50,000 USD a year in the middle, none trains with 1e25 operations."""
    case = rule(triggers=SIZE, duties=ON_SIZED).apply(baseline(ruled))
    assert case.entry("compute_trigger").value == 1e25
    assert case.entry("compute_trigger").origin == "1"
    assert float(case.outputs().covered_funded) < 0.001


@pytest.mark.parametrize(
    "parts",
    [
        {"duties": ON_LARGE},  # larger firms alone: their number is a belief
        {"duties": ON_DEPLOYERS, "deployers": part(7.0)},
        {"duties": {"familiarisation": {"developer": 1, "unit": "entity", "trigger": "all", "clause": "2"}, **ON_LARGE},
         "triggers": {"all": TRIGGER["listed"], **SIZE}},
    ],
)  # fmt: skip
def test_a_number_on_others_covers_all_projects(parts: dict[str, Any]) -> None:
    case = rule(**{"triggers": SIZE, **parts}).apply(baseline(ruled))
    assert case.entry("compute_trigger").value == 0
    assert float(case.outputs().covered_funded) == 1


def test_two_tests_joined_are_both_met() -> None:
    triggers = {"size": {**SIZE["size"], "above": 1e19, "within": "money"}, "money": MONEY["size"]}
    case = rule(triggers=triggers, duties=ON_SIZED).apply(baseline(ruled))
    alone = [
        rule(triggers={"size": t}, duties=ON_SIZED).apply(baseline(ruled))
        for t in ({**SIZE["size"], "above": 1e19}, MONEY["size"])
    ]
    assert float(case.outputs().exempt_below) == max(float(c.outputs().exempt_below) for c in alone)


def test_money_of_a_trigger_and_of_a_lever_is_converted(store: Store) -> None:
    case = rule(triggers=MONEY, duties=ON_SIZED).apply(baseline(ruled, prices="USD 2022"))
    belief = store.belief(f"{SCENARIO}.duties.qms.one_off")
    assert belief.prices is not None
    assert str(belief.prices) == "EUR 2021"
    factor = store.prices.convert(belief.prices, case.prices).factor
    assert case.entry("revenue_trigger").value == pytest.approx(1e6 * factor, rel=1e-12)
    in_euro = rule(triggers=MONEY, duties=ON_SIZED).apply(baseline(ruled, prices="EUR 2021"))
    assert in_euro.entry("revenue_trigger").value == 1e6
    fine = part(1e6, unit="EUR", price_year=2021)
    fined = rule(triggers=TRIGGER, duties=ON_DEVELOPERS, fine=fine).apply(baseline(ruled, prices="USD 2022"))
    assert fined.entry("fine").value == pytest.approx(1e6 * factor, rel=1e-12)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"levers": {"compliance.delay": {"pause": {"value": 1.0, "clause": "2", "unit": "hour"}}}},
         "sets pause in hour, but it is in year"),
        ({"duties": {"documents": {**ON_DEVELOPERS["documents"], "unit": "entity"}}, "triggers": TRIGGER},
         "unit is entity, but the duty is priced for each system"),
    ],
)  # fmt: skip
def test_a_lever_or_a_duty_in_another_unit_is_refused(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(UnitError, match=words):
        rule(**parts).apply(baseline(world))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"harm_reach": {"frod": part(0.5)}}, r"harm_reach\.frod: no such channel\. Did you mean 'fraud'"),
        (
            {"jurisdiction": "bavaria"},
            r"jurisdiction = 'bavaria': not in the table jurisdictions\..*tables/jurisdictions",
        ),
        ({"duties": {"papers": ON_DEVELOPERS["documents"]}}, r"duties\.papers: no such duty"),
    ],
)
def test_what_the_world_has_not_is_refused_when_applied(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        rule(**{"triggers": TRIGGER, "duties": ON_DEVELOPERS, **parts}).apply(baseline(world))


def test_a_case_without_channels_or_regions_takes_the_rest() -> None:
    """The same proposal sets in each section what the section has."""
    full = proposal("eu_ai_act_highrisk")
    assert full.apply(baseline(bill, scenario=SCENARIO)).entry("duties.qms.developer").value == 0.3
    with_harm = full.apply(baseline(world.upto(harm_control)))
    assert with_harm.entry("channels.decisions.reach").value == 0.6
    assert with_harm.entry("channels.fraud.reach").value == 0
