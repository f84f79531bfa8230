"""A proposal as it is written down: one that contradicts itself is refused, and what follows from it.

In files, each fault also has its file and line: see `test_all_proposal_faults`.
"""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from mloss_econ.evidence import ProposalSeed, Store

SAID: dict[str, Any] = {
    "title": "A",
    "status": "",
    "reference": "",
    "open_source": "",
    "date": datetime.date(2026, 1, 1),
    "jurisdiction": "world",
}
LEVER = {"liability.harm_control": {"deployer_liable": {"value": 0, "clause": "1"}}}


def test_a_proposal_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="contradicts itself: baseline = true changes nothing"):
        ProposalSeed.model_validate(SAID | {"baseline": True, "levers": LEVER})
    with pytest.raises(ValueError, match="it imposes nothing"):
        ProposalSeed.model_validate(SAID)


@pytest.mark.parametrize(
    ("since", "day", "part"),
    [
        (None, "2026-12-01", False),
        ("2026-01-01", "2025-12-31", False),
        ("2026-01-01", "2026-01-01", True),  # from that day
        ("2026-01-01", "2026-12-01", True),
    ],
)
def test_a_rule_is_in_the_baseline_from_the_day_it_applies(since: str | None, day: str, part: bool) -> None:
    force = {"in_force": {"value": datetime.date.fromisoformat(since), "clause": "9"}} if since else {}
    seed = ProposalSeed.model_validate(SAID | {"levers": LEVER, **force})
    assert seed.in_baseline(datetime.date.fromisoformat(day)) is part


def test_the_numbers_of_the_library_that_move_nothing_are_known(store: Store) -> None:
    """A trigger's number that no duty refers to, or whose payers are counted and not computed; the report says so."""
    unused = "no duty refers to it"
    found = {
        (name, path.partition(".")[2])
        for name, seed in store.proposals.items()
        for path, why in seed.without_effect.items()
        if why == unused
    }
    assert found == {
        ("aaa_2025", "deployer_size"),
        ("connecticut_sb5", "frontier"),
        ("eo14110", "biology"),
        ("sb1047", "fine_tune"),
        ("sb1047", "fine_tune_cost"),
    }
    assert "but said in [intermediaries]" in store.proposal("eo14110").without_effect["triggers.cluster"]
    assert not any(path in seed.without_effect for seed in store.proposals.values() for path in seed.carried.values())


def test_the_status_quo_is_never_part_of_itself(store: Store) -> None:
    quo = store.proposal("status_quo")
    assert quo.baseline
    assert not quo.in_baseline(datetime.date(2100, 1, 1))


def test_a_developer_of_closed_models_bears_what_an_open_project_does_unless_it_says_otherwise() -> None:
    duty = {"unit": "system", "trigger": "size", "clause": "2"}
    size = {"size": {"measure": "use", "words": "any", "clause": "1"}}

    def borne(**shares: float) -> dict[str, float]:
        counted = {"deployers": {"value": 1, "clause": "3"}}
        made = ProposalSeed.model_validate(SAID | counted | {"triggers": size, "duties": {"paper": duty | shares}})
        return made.duties["paper"].borne

    assert borne(developer=0.3) == {"developer": 0.3, "large": 0.3}
    assert borne(developer=0.3, large=1) == {"developer": 0.3, "large": 1.0}
    assert borne(developer=0.3, large=0) == {"developer": 0.3, "large": 0.0}
    assert borne(large=1) == {"large": 1.0}
    assert borne(deployer=1) == {"deployer": 1.0}


def test_every_proposal_has_a_place_in_the_table_and_a_date_before_its_day_of_application(store: Store) -> None:
    places = set(map(str, store.table("jurisdictions")["jurisdiction"]))
    for name, seed in store.proposals.items():
        assert seed.jurisdiction in places, name
        assert datetime.date(1990, 1, 1) < seed.date <= datetime.date(2026, 12, 1), name
        if seed.in_force is not None:
            assert seed.in_force.value >= seed.date, name
            assert seed.in_force.clause.strip(), name


def test_every_region_of_a_place_is_one_of_the_scenario_of_duties(store: Store) -> None:
    regions = {*store.scenario("ai_duties").tree["regions"], "world"}
    table = store.table("jurisdictions")
    assert set(map(str, table["region"])) <= regions
    shares = dict(zip(map(str, table["jurisdiction"]), table["share"], strict=True))
    assert all(0 < share <= 1 for share in shares.values())
    of_us = [n for n, r in zip(map(str, table["jurisdiction"]), table["region"], strict=True) if r == "us"]
    states = [n for n in of_us if n not in ("united_states", "new_york_city")]  # the city is in its state
    assert sum(float(shares[n]) for n in states) < 1
    assert shares["new_york_city"] < shares["new_york"]


def test_each_number_of_a_trigger_on_projects_is_in_exactly_one_lever(store: Store) -> None:
    """Read from the triggers alone: a trigger of open projects' duties, and those that it stands within."""
    levers = {
        "training compute": "compute_trigger",
        "capability": "capability_trigger",
        "cluster": "cluster_trigger",
        "development cost": "cost_trigger",
        "revenue": "revenue_trigger",
        "staff": "staff_trigger",
    }
    some = 0
    for name, seed in store.proposals.items():
        names = {d.trigger for d in seed.duties.values() if d.developer} or (set() if seed.duties else {*seed.triggers})
        names |= {seed.triggers[n].within for n in names if seed.triggers[n].within}
        names |= {seed.triggers[n].within for n in names if seed.triggers[n].within}
        wanted = {
            levers[t.measure]: (t.above, t.unit, t.price_year, t.clause)
            for n in names
            if (t := seed.triggers[n]).above is not None
        }
        found = {p: s for p, s in seed.settings.items() if p in levers.values()}
        assert {p: (s.value, s.unit, s.price_year, s.clause) for p, s in found.items()} == wanted, name
        assert not levers.values() & seed.levers.get("compliance.coverage", {}).keys(), name
        some += len(wanted)
    assert some > 10
