"""The rules played out over precautions, against the game written out."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose
from scenarios import Scenario, as_inputs, bundles_of, harm, label, scenarios

from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline
from mloss_econ.liability import RULES, Precaution, Terms, liability_rules
from mloss_econ.liability.liability_rules import accident_of, rules_of
from mloss_econ.liability.parties import CheapestAvoiderInputs


def _joint(phi: dict[str, float], share: dict[str, float]) -> dict[str, float]:
    """Expected payments where those found pay for those who are not, over all who may be found."""
    paid = dict.fromkeys(phi, 0.0)
    names = list(phi)
    for found in product((False, True), repeat=len(names)):
        there = [n for n, ok in zip(names, found, strict=True) if ok]
        chance = float(np.prod([phi[n] if ok else 1 - phi[n] for n, ok in zip(names, found, strict=True)]))
        for n in there:
            paid[n] += chance * share[n] / sum(share[m] for m in there)
    return paid


def slow_game(s: Scenario, rule: str) -> tuple[dict[str, Any], Any]:
    """Private costs and social cost of every bundle under a few rules, written out."""
    bundles = bundles_of(s)
    victim = s["residual"]
    injurers = [p for p in s["parties"] if p != victim]
    phi = {p: float(s["parties"][p]["exposure"]) for p in injurers}

    def spent(party: str, bundle: Any) -> float:
        return float(sum(s["precautions"][n]["cost"] for n in bundle if s["precautions"][n]["owner"] == party))

    social = np.array([sum(spent(p, b) for p in s["parties"]) + float(harm(s, b)) for b in bundles])
    due = bundles[int(np.argmin(social))]
    private: dict[str, Any] = {}
    for party in s["parties"]:
        costs = []
        for bundle in bundles:
            bad = {p for p in injurers if {n for n in due if s["precautions"][n]["owner"] == p} - bundle}
            if rule == "no_liability":
                paid = dict.fromkeys(injurers, 0.0)
            elif rule == "equal_shares":
                paid = {p: phi[p] / len(injurers) for p in injurers}
            elif rule == "decoupled":
                paid = dict(phi)
            elif rule == "joint_shares":
                paid = _joint(phi, {p: 1 / len(injurers) for p in injurers})
            elif rule == "insured_shares":
                paid = dict.fromkeys(injurers, 1 / len(injurers))
            elif rule == "comparative":
                missed = {p for p in s["parties"] if {n for n in due if s["precautions"][n]["owner"] == p} - bundle}
                paid = {p: phi[p] / len(missed) if p in missed else 0.0 for p in injurers}
            elif rule.startswith("strict_"):
                paid = {p: phi[p] * (p == rule[7:]) for p in injurers}
            elif rule.startswith("negligence_"):
                paid = {p: phi[p] * (p == rule[11:] and p in bad) for p in injurers}
            else:
                assert rule == "negligence"
                paid = {p: phi[p] / len(bad) if p in bad else 0.0 for p in injurers}
            rest = 1.0 if rule == "decoupled" else 1 - sum(paid.values())
            share = paid.get(party, rest)
            costs.append(spent(party, bundle) + share * float(harm(s, bundle, s["parties"][party]["information"])))
        private[party] = np.array(costs)
    return private, social


@given(scenarios(most=3), st.data())
def test_rules_over_precautions_are_the_game_written_out(s: Scenario, data: Any) -> None:
    if s["residual"] == "nobody":
        s["residual"] = next(iter(s["parties"]))
    injurers = [p for p in s["parties"] if p != s["residual"]]
    own = data.draw(st.sampled_from(injurers))
    out = liability_rules(as_inputs(s))
    for rule in ("no_liability", "equal_shares", "decoupled", "negligence", f"strict_{own}", f"negligence_{own}"):
        private, social = slow_game(s, rule)
        stable = []
        for number in range(len(social)):
            moves = []
            for party in s["parties"]:
                owned = sum(1 << k for k, p in enumerate(s["precautions"].values()) if p["owner"] == party)
                reachable = [n for n in range(len(social)) if (n & ~owned) == (number & ~owned)]
                moves.append(private[party][number] <= min(private[party][n] for n in reachable) + 1e-12)
            if all(moves):
                stable.append(number)
        if not stable:
            assert float(out.not_converged[rule]) == 1
            continue
        costs = [float(social[n]) for n in stable]
        assert_allclose(out.rule_cost[rule], min(costs), atol=1e-9)
        assert_allclose(out.worst_cost[rule], max(costs), atol=1e-9)
        assert float(out.several[rule]) == (len(stable) > 1)
        assert out.taken[rule].labels[int(out.taken[rule].codes)] in {
            label(s, bundles_of(s)[n]) for n in stable if social[n] <= min(costs) + 1e-9
        }


@given(scenarios(most=3), st.data())
def test_private_costs_under_each_rule(s: Scenario, data: Any) -> None:
    """Every table of private costs, against the rule written out."""
    if s["residual"] == "nobody":
        s["residual"] = next(iter(s["parties"]))
    x = as_inputs(s)
    game = accident_of(x)
    for name, (rule, terms) in rules_of(x).items():
        private, social = slow_game(s, name)
        assert_allclose(game.social, social, atol=1e-9)
        out = RULES[rule](game, terms)
        for party in s["parties"]:
            assert_allclose(out.private(party), private[party], atol=1e-9, err_msg=f"{name}, {party}")


def test_who_pays_where_platform_and_bank_both_miss_due_care() -> None:
    """Without displacement the least-cost set is automatic review and bank detection; nobody does anything."""
    x = illustrative("deepfake_bank_fraud", residual="bank").point
    game, rules = accident_of(x), rules_of(x)
    share = {name: RULES[rule](game, terms).shares for name, (rule, terms) in rules.items()}
    assert_allclose([share["negligence"][p][0] for p in ("platform", "bank")], [0.95, 0.05])
    assert_allclose([share["comparative"][p][0] for p in ("platform", "bank")], [0.475, 0.525])
    assert_allclose([share["strict_platform"][p][0] for p in ("platform", "bank")], [0.95, 0.05])
    assert_allclose([share["equal_shares"][p][0] for p in ("developer", "platform", "customer")], [0.01, 0.475, 0.0])
    both = 0.02 * 0.95  # each found by itself: together they pay half each, alone all
    assert_allclose(share["joint_shares"]["platform"][0], 0.95 * 0.98 + both / 2)
    assert_allclose(share["joint_shares"]["bank"][0], 0.98 * 0.05)
    assert_allclose([share["insured_shares"][p][0] for p in ("developer", "platform", "bank")], [0.5, 0.5, 0.0])


@given(scenarios())
def test_no_rule_costs_less_than_the_least(s: Scenario) -> None:
    out = liability_rules(as_inputs(s))
    for rule, cost in out.rule_cost.items():
        assert cost >= out.least - 1e-12
        assert out.worst_cost[rule] >= cost - 1e-12
    assert sum(out.is_best.values()) >= 1


def illustrative(name: str, residual: str = "nobody") -> Any:
    case = baseline(liability_rules, scenario=name, labels={"residual_bearer": residual}, prices="USD 2022")
    return case.but(
        "illustrative",
        {
            "channels.platform_made.displaced_to.open_source_made": 0.0,
            "precautions.customer_checks.effect.platform_made": 0.6,
        },
    )


def test_bank_fraud_under_strict_liability() -> None:
    """The illustrative case: strict liability of the platform 5.620, of the bank 2.745, of the developer 6.700 million;
    half each on platform and bank 2.745."""
    case = illustrative("deepfake_bank_fraud")
    out = case.outputs()
    for party, cost in {"platform": 5.620, "bank": 2.745, "developer": 6.700}.items():
        assert_allclose(out.rule_cost[f"strict_{party}"], cost * 1e6, rtol=1e-9)
    game = accident_of(case.point)
    found = {p: v.exposure for p, v in case.point.parties.items()}
    half = RULES["strict"](game, Terms(found=found, shares={"platform": 0.5, "bank": 0.5})).pure_equilibria()
    assert_allclose(game.social[..., int(half.best)], 2.745e6, rtol=1e-9)


def test_more_precautions_than_the_game_takes_are_refused() -> None:
    case = baseline(liability_rules, scenario="deepfake_bank_fraud", prices="USD 2022")
    many = {f"p{k}": Precaution(owner="bank", cost=1.0, deters=0.0, effect={}) for k in range(11)}
    x = case.point
    with pytest.raises(InputError, match="at most 10"):
        liability_rules(
            CheapestAvoiderInputs(residual_bearer="bank", parties=x.parties, precautions=many, channels=x.channels)
        )
