"""What is found on one scenario agrees with the runs behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from assumed import FEW

from mloss_econ.engine import estimate, row_of, simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.liability import avoider_conditions, cheapest_avoider, liability_rules
from mloss_econ.report import terminal
from mloss_econ.report.findings.who_bears import WhoBears, liability_scenarios, reaches, who_bears
from mloss_econ.report.proposals import one_proposal
from mloss_econ.report.sections.who_bears import document, rule_words, short
from mloss_econ.wording import odds, stated

NAMES = liability_scenarios(FEW.store)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n == "self_driving_perception" else [pytest.mark.slow]) for n in NAMES]
)
def test_every_scenario_reports(name: str) -> None:
    text = one_proposal(name, FEW)
    flat = " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80
    assert "nan" not in flat.lower().split()
    for part in (
        "Cheapest avoider:",
        "Cost of a wrong choice",
        "Liability rules:",
        "uncertain inputs",
        "WHY NOT AT THE LEAST",
    ):
        assert part in flat, part
    scenario = FEW.store.scenario(name)
    assert " ".join(scenario.why.split())[:60] in flat
    for party in baseline(cheapest_avoider, scenario=name).point.parties:
        assert f"the {party.replace('_', ' ')}" in flat


def test_five_scenarios() -> None:
    assert len(NAMES) == 5
    for name in NAMES:
        assert "judge" in FEW.store.scenario(name).why or "illustrative" in FEW.store.scenario(name).why


@pytest.mark.slow
def test_shares_and_regrets_are_those_of_the_run(family: WhoBears) -> None:
    run = simulate(baseline(cheapest_avoider, scenario="deepfake_family_fraud"), n=512, seed=FEW.seed)
    text = " ".join(" ".join(short(family)).split())
    for party in family.scenario.parties:
        assert party.cheapest == estimate(run, f"is_cheapest.{party.party}")
        assert odds(party.cheapest) in text
        assert party.regret.mean == row_of(run, f"regret.{party.party}").mean


@pytest.mark.slow
def test_conditions_and_rules_are_those_of_their_runs(family: WhoBears) -> None:
    conditions = simulate(baseline(avoider_conditions, scenario="deepfake_family_fraud"), n=512, seed=FEW.seed)
    rules = simulate(baseline(liability_rules, scenario="deepfake_family_fraud"), n=512, seed=FEW.seed)
    for party, rows in family.conditions.items():
        for condition in ("gap", "knowledge", "position", "inducement"):
            assert rows[condition].mean == row_of(conditions, f"{condition}.{party}").mean
    means = [rule.above.mean.value for rule in family.rules]
    assert means == sorted(means)
    for rule in family.rules:
        assert rule.above == row_of(rules, f"above_least.{rule.name}")
    text = " ".join(short(family))
    assert rule_words(family.rules[0]) in text
    assert stated(family.rules[-1].above.mean, family.rules[-1].above.unit) in text


@pytest.mark.slow
def test_a_party_that_can_reach_nothing_is_said_to(family: WhoBears) -> None:
    x = family.case.point
    alone = {n: k for n, k in x.precautions.items() if k.owner != "developer"}
    without = x.model_copy(update={"precautions": alone})
    assert [p for p in x.parties if not reaches(without, p)] == ["developer"]
    assert [p for p in x.parties if not reaches(x, p)] == list(family.idle) == []
    text = terminal.render(document(replace(family, idle=("developer",))))
    assert "The developer can get no precaution taken at all" in " ".join(text.split())


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="deepfake_bank_fraud"):
        one_proposal("deepfake_bank_frau", FEW)
    with pytest.raises(InputError, match="is no scenario about who could avoid a harm"):
        who_bears("ai_duties", FEW)
