"""The cheapest avoider against a slow, plainly written game in exact fractions, and what holds of any scenario."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_array_equal
from scenarios import Scenario, as_inputs, bundles_of, harm, label, price, scenarios, whole

from mloss_econ.errors import InputError
from mloss_econ.kernel import baseline, leaves, replace_leaves
from mloss_econ.liability import Channel, Party, Precaution, cheapest_avoider, least_cost_set, liability_rules
from mloss_econ.liability.parties import CheapestAvoiderInputs

# ---------------------------------------------------------------- the slow way


def best_response(s: Scenario, party: str, exposure: Fraction, others: frozenset[str]) -> frozenset[str]:
    """Best response: the set of least cost plus the party's share of the harm as it sees it, given others' sets."""
    best, least = frozenset[str](), None
    for bundle in bundles_of(s):
        if bundle & others:
            continue  # nobody does again what is done already
        cost = price(s, party, bundle)
        if cost is None:
            continue
        total = cost + exposure * harm(s, bundle | others, s["parties"][party]["information"])
        if least is None or total < least:
            best, least = bundle, total
    return best


def hold_liable(s: Scenario, party: str, rounds: int = 4) -> tuple[Fraction, frozenset[str], bool]:
    """Social cost of holding a party liable, the precautions taken, and whether best responses converged."""
    residual = s["residual"]
    if residual in ("nobody", party):
        exposure = Fraction(1) if residual == party else s["parties"][party]["exposure"]
        done = best_response(s, party, exposure, frozenset())
        cost = price(s, party, done)
        assert cost is not None
        return cost + harm(s, done), done, True
    exposure = s["parties"][party]["exposure"]
    first = best_response(s, party, exposure, frozenset())
    second = best_response(s, residual, 1 - exposure, first)
    converged = False
    for _ in range(rounds):
        was = (first, second)
        first = best_response(s, party, exposure, second)
        second = best_response(s, residual, 1 - exposure, first)
        converged = was == (first, second)
    mine, theirs = price(s, party, first), price(s, residual, second)
    assert mine is not None
    assert theirs is not None
    return mine + theirs + harm(s, first | second), first | second, converged


@given(scenarios())
def test_every_figure_is_that_of_the_slow_game(s: Scenario) -> None:
    out = cheapest_avoider(as_inputs(s))
    costs = {}
    for party in s["parties"]:
        cost, done, converged = hold_liable(s, party)
        costs[party] = cost
        assert float(out.social_cost[party]) == float(cost)
        induced = out.induced[party]
        assert induced.labels[int(induced.codes)] == label(s, done)
        assert bool(out.converged[party]) == converged
    least = min(costs.values())
    cheapest = [party for party, cost in costs.items() if cost == least]
    for party, cost in costs.items():
        assert float(out.regret[party]) == float(cost - least)
        assert float(out.is_cheapest[party]) == (party in cheapest)
    winner = out.cheapest.labels[int(out.cheapest.codes)]
    assert winner == (cheapest[0] if len(cheapest) == 1 else "tie")


@given(scenarios())
def test_the_least_cost_set_is_the_best_of_all_sets(s: Scenario) -> None:
    out = cheapest_avoider(as_inputs(s))
    names = list(s["precautions"])
    totals = {}
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            costs = (s["precautions"][n]["cost"] for n in chosen)
            totals[chosen] = sum(costs, Fraction(0)) + harm(s, frozenset(chosen))
    least = min(totals.values())
    assert float(out.least_cost) == float(least)
    found = out.least_cost_set.labels[int(out.least_cost_set.codes)]
    assert found in {" + ".join(chosen) or "none" for chosen, total in totals.items() if total == least}


# ---------------------------------------------------------------- laws


@given(scenarios())
def test_nobody_does_better_than_choosing_for_all(s: Scenario) -> None:
    out = cheapest_avoider(as_inputs(s))
    for cost, regret in zip(out.social_cost.values(), out.regret.values(), strict=True):
        assert out.least_cost <= cost
        assert regret >= 0
    assert min(out.regret.values()) == 0
    assert sum(out.is_cheapest.values()) >= 1


@given(scenarios())
def test_with_full_knowledge_exposure_and_free_bargains_it_does_not_matter_who_is_liable(s: Scenario) -> None:
    for name, party in s["parties"].items():
        party |= {"exposure": Fraction(1), "information": Fraction(1)}
        party["transaction_cost"] = {other: Fraction(0) for other in s["parties"] if other != name}
    out = cheapest_avoider(as_inputs(s))
    for cost in out.social_cost.values():
        assert cost == out.least_cost
    assert out.cheapest.labels[int(out.cheapest.codes)] == "tie"


@given(scenarios())
def test_who_pays_nothing_does_nothing(s: Scenario) -> None:
    s["residual"] = "nobody"
    for party in s["parties"].values():
        party["exposure"] = Fraction(0)
    out = cheapest_avoider(as_inputs(s))
    whole_harm = float(sum(c["harm"] for c in s["channels"].values()))
    for name in s["parties"]:
        assert out.social_cost[name] == whole_harm
        assert out.induced[name].labels[int(out.induced[name].codes)] == "none"


@given(scenarios())
def test_who_sees_nothing_does_nothing(s: Scenario) -> None:
    s["residual"] = "nobody"
    for party in s["parties"].values():
        party["information"] = Fraction(0)
    out = cheapest_avoider(as_inputs(s))
    whole_harm = float(sum(c["harm"] for c in s["channels"].values()))
    assert all(cost == whole_harm for cost in out.social_cost.values())


@given(scenarios(), st.integers(0, 3))
def test_the_unit_of_money_changes_nothing_but_the_unit(s: Scenario, power: int) -> None:
    factor = Fraction(8) ** power / 8
    dearer = {
        "residual": s["residual"],
        "parties": {
            n: p | {"transaction_cost": {o: t * factor for o, t in p["transaction_cost"].items()}}
            for n, p in s["parties"].items()
        },
        "precautions": {n: p | {"cost": p["cost"] * factor} for n, p in s["precautions"].items()},
        "channels": {n: c | {"harm": c["harm"] * factor} for n, c in s["channels"].items()},
    }
    one, other = cheapest_avoider(as_inputs(s)), cheapest_avoider(as_inputs(dearer))
    for name in s["parties"]:
        assert float(other.social_cost[name]) == float(one.social_cost[name] * float(factor))
        assert int(other.induced[name].codes) == int(one.induced[name].codes)
    assert int(other.cheapest.codes) == int(one.cheapest.codes)


@given(scenarios(), st.permutations(range(3)))
def test_renaming_and_reordering_parties_renames_and_reorders_the_answer(s: Scenario, order: list[int]) -> None:
    names = list(s["parties"])
    new = {name: f"new {name}" for name in names} | {"nobody": "nobody"}
    shuffled = [names[k] for k in order if k < len(names)]
    renamed = {
        "residual": new[s["residual"]],
        "parties": {
            new[n]: s["parties"][n]
            | {"transaction_cost": {new[o]: t for o, t in s["parties"][n]["transaction_cost"].items()}}
            for n in shuffled
        },
        "precautions": {n: p | {"owner": new[p["owner"]]} for n, p in s["precautions"].items()},
        "channels": s["channels"],
    }
    one, other = cheapest_avoider(as_inputs(s)), cheapest_avoider(as_inputs(renamed))
    assert {new[n]: float(c) for n, c in one.social_cost.items()} == {n: float(c) for n, c in other.social_cost.items()}
    before, after = (r.cheapest.labels[int(r.cheapest.codes)] for r in (one, other))
    assert after == (new | {"tie": "tie"})[before]
    assert one.least_cost == other.least_cost


@given(scenarios())
def test_a_party_without_means_and_without_exposure_changes_nothing_for_the_others(s: Scenario) -> None:
    one = cheapest_avoider(as_inputs(s))
    s["parties"]["bystander"] = {"exposure": Fraction(0), "information": Fraction(1), "transaction_cost": {}}
    other = cheapest_avoider(as_inputs(s))
    for name, cost in one.social_cost.items():
        assert other.social_cost[name] == cost
    assert other.least_cost == one.least_cost


@given(scenarios())
def test_a_precaution_that_does_nothing_changes_nothing(s: Scenario) -> None:
    one = cheapest_avoider(as_inputs(s))
    owner = next(iter(s["parties"]))
    s["precautions"]["idle"] = {"owner": owner, "cost": Fraction(1), "deters": Fraction(1), "effect": {}}
    other = cheapest_avoider(as_inputs(s))
    assert {n: float(c) for n, c in one.social_cost.items()} == {n: float(c) for n, c in other.social_cost.items()}


@given(scenarios())
def test_what_is_intercepted_is_not_displaced(s: Scenario) -> None:
    for precaution in s["precautions"].values():
        precaution["deters"] = Fraction(0)
    stays = cheapest_avoider(as_inputs(s))
    for channel in s["channels"].values():
        channel["displaced_to"] = {}
    closed = cheapest_avoider(as_inputs(s))
    assert float(stays.least_cost) == float(closed.least_cost)


@given(scenarios())
def test_displacement_never_helps(s: Scenario) -> None:
    out = cheapest_avoider(as_inputs(s))
    for channel in s["channels"].values():
        channel["displaced_to"] = {}
    assert cheapest_avoider(as_inputs(s)).least_cost <= out.least_cost


@given(scenarios(), st.lists(whole, min_size=4, max_size=4))
def test_a_batch_is_its_scenarios_one_at_a_time(s: Scenario, harms: list[Fraction]) -> None:
    x = as_inputs(s)
    batch = cheapest_avoider(
        replace_leaves(x, dict(leaves(x)) | {"channels.east.harm": np.array([float(h) for h in harms])})
    )
    for i, h in enumerate(harms):
        s["channels"]["east"]["harm"] = h
        alone = cheapest_avoider(as_inputs(s))
        for name in s["parties"]:
            assert batch.social_cost[name][i] == alone.social_cost[name]
            assert batch.induced[name].codes[i] == alone.induced[name].codes
        assert batch.cheapest.codes[i] == alone.cheapest.codes
        assert batch.least_cost[i] == alone.least_cost


def test_best_responses_that_cycle_are_reported_as_not_converged() -> None:
    # Found by search: all that is deterred moves to the other channel, so that each waits for the other to act.
    def of(owner: str, cost: int, east: Fraction, west: Fraction) -> dict[str, Any]:
        return {
            "owner": owner,
            "cost": Fraction(cost),
            "deters": Fraction(1),
            "effect": {"east": east, "west": west},
        }

    one, half, quarter = Fraction(1), Fraction(1, 2), Fraction(1, 4)
    s: Scenario = {
        "residual": "bob",
        "parties": {
            "ann": {"exposure": quarter, "information": one, "transaction_cost": {"bob": Fraction(0)}},
            "bob": {"exposure": half, "information": quarter, "transaction_cost": {"ann": Fraction(0)}},
        },
        "precautions": {
            "p0": of("ann", 14, one, one),
            "p1": of("bob", 5, one, half),
            "p2": of("ann", 15, quarter, one),
        },
        "channels": {
            "east": {"harm": Fraction(40), "displaced_to": {"west": one}},
            "west": {"harm": Fraction(40), "displaced_to": {"east": one}},
        },
    }
    assert [float(hold_liable(s, "ann", rounds)[0]) for rounds in (3, 4, 5, 6)] == [80, 19, 80, 19]
    out = cheapest_avoider(as_inputs(s))
    assert (float(out.social_cost["ann"]), float(out.converged["ann"])) == (19, 0)
    assert float(out.converged["bob"]) == 1


# ---------------------------------------------------------------- ties and refusals


def test_a_tie_within_rounding_is_a_tie() -> None:
    parties = {
        n: Party(role="injurer", exposure=1.0, information=1.0, transaction_cost={}) for n in ("ann", "bob", "cay")
    }
    precautions = {
        "a": Precaution(owner="ann", cost=0.1 + 0.2, deters=0.0, effect={"h": 1.0}),
        "b": Precaution(owner="bob", cost=0.3, deters=0.0, effect={"h": 1.0}),
    }
    x = CheapestAvoiderInputs(
        residual_bearer="nobody",
        parties=parties,
        precautions=precautions,
        channels={"h": Channel(harm=9.0, displaced_to={})},
    )
    out = cheapest_avoider(x)
    assert out.cheapest.labels[int(out.cheapest.codes)] == "tie"
    assert [float(v) for v in out.is_cheapest.values()] == [1, 1, 0]


@pytest.mark.parametrize("dearer", [1e-7, 1e-4, 0.005])
def test_a_small_difference_is_no_tie(dearer: float) -> None:
    parties = {n: Party(role="injurer", exposure=1.0, information=1.0, transaction_cost={}) for n in ("ann", "bob")}
    precautions = {
        "a": Precaution(owner="ann", cost=3.0 * (1 + dearer), deters=0.0, effect={"h": 1.0}),
        "b": Precaution(owner="bob", cost=3.0, deters=0.0, effect={"h": 1.0}),
    }
    out = cheapest_avoider(
        broken(parties=parties, precautions=precautions, channels={"h": Channel(harm=9.0, displaced_to={})})
    )
    assert out.cheapest.labels[int(out.cheapest.codes)] == "bob"
    assert [float(v) for v in out.is_cheapest.values()] == [0, 1]


def broken(**changes: Any) -> CheapestAvoiderInputs:
    inputs = {
        "residual_bearer": "nobody",
        "parties": {"ann": Party(role="injurer", exposure=1, information=1, transaction_cost={})},
        "precautions": {"lock": Precaution(owner="ann", cost=1, deters=0, effect={"door": 0.5})},
        "channels": {"door": Channel(harm=10, displaced_to={})},
    }
    return CheapestAvoiderInputs(**(inputs | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"residual_bearer": "anne"}, ["residual_bearer = 'anne'", "Did you mean 'ann'"]),
        ({"parties": {}}, ["at least one party"]),
        ({"channels": {}}, ["at least one party and one channel"]),
        (
            {"precautions": {"lock": Precaution(owner="anne", cost=1, deters=0, effect={})}},
            ["precautions.lock.owner = 'anne'", "Did you mean 'ann'"],
        ),
        (
            {"precautions": {"lock": Precaution(owner="ann", cost=1, deters=0, effect={"dor": 0.5})}},
            ["precautions.lock.effect.dor", "Did you mean 'door'"],
        ),
        (
            {"parties": {"ann": Party(role="injurer", exposure=1, information=1, transaction_cost={"bob": 1})}},
            ["parties.ann.transaction_cost.bob", "not another party"],
        ),
        (
            {"parties": {"ann": Party(role="injurer", exposure=1, information=1, transaction_cost={"ann": 1})}},
            ["parties.ann.transaction_cost.ann", "not another party"],
        ),
        ({"channels": {"door": Channel(harm=10, displaced_to={"window": 0.5})}}, ["channels.door.displaced_to.window"]),
        ({"channels": {"door": Channel(harm=10, displaced_to={"door": 0.5})}}, ["channels.door.displaced_to.door"]),
        (
            {"parties": {"ann": Party(role="bystander", exposure=1, information=1, transaction_cost={})}},
            ["parties.ann.role = 'bystander'", "injurer"],
        ),
        (
            {
                "precautions": {
                    f"lock {k}": Precaution(owner="ann", cost=1, deters=0, effect={"door": 0.5}) for k in range(21)
                }
            },
            ["21 precautions", "at most 20", "least_cost_set"],
        ),
    ],
)
def test_names_that_do_not_exist_are_refused_by_path(changes: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(InputError) as error:
        cheapest_avoider(broken(**changes))
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_party_may_not_be_called_what_an_answer_is_called() -> None:
    # "nobody" and "tie" are answers: a party of that name would make them ambiguous
    for name in ("nobody", "tie"):
        with pytest.raises(InputError, match=name):
            cheapest_avoider(
                broken(
                    parties={name: Party(role="injurer", exposure=1, information=1, transaction_cost={})},
                    precautions={"lock": Precaution(owner=name, cost=1, deters=0, effect={"door": 0.5})},
                )
            )


def test_many_precautions_are_still_enumerated() -> None:
    locks = {f"lock {k}": Precaution(owner="ann", cost=1, deters=0, effect={"door": 0.5}) for k in range(14)}
    out = cheapest_avoider(broken(precautions=locks))
    # 10 / 2^k + k is least at k = 3
    assert float(out.least_cost) == 10 / 8 + 3


def test_the_liable_party_sees_what_the_residual_bearer_does_beyond_its_reach() -> None:
    """Bob's lock costs nothing and stops everything, so Ann, who cannot ask him, gives up hers."""
    parties = {
        "ann": Party(role="injurer", exposure=0.8, information=1, transaction_cost={}),
        "bob": Party(role="injurer", exposure=1, information=1, transaction_cost={}),
    }
    locks = {
        "hers": Precaution(owner="ann", cost=3, deters=0, effect={"door": 0.5}),
        "his": Precaution(owner="bob", cost=0, deters=0, effect={"door": 1.0}),
    }
    out = cheapest_avoider(broken(parties=parties, precautions=locks, residual_bearer="bob"))
    assert float(out.social_cost["ann"]) == 0
    assert out.induced["ann"].labels[int(out.induced["ann"].codes)] == "his"


def test_more_precautions_than_one_table_holds() -> None:
    """Fourteen of them, enumerated in two tables, against all sets tried another way."""
    rng = np.random.default_rng(5)
    cost = {f"p{k}": float(c) for k, c in enumerate(rng.uniform(0.1, 2, 14))}
    effect = {n: {"door": float(rng.uniform(0, 0.6)), "yard": float(rng.uniform(0, 0.6))} for n in cost}
    harms = {"door": 9.0, "yard": 7.0}
    menu = {n: Precaution(owner="ann", cost=c, deters=0, effect=effect[n]) for n, c in cost.items()}
    channels = {h: Channel(harm=v, displaced_to={}) for h, v in harms.items()}
    out = cheapest_avoider(broken(precautions=menu, channels=channels))
    best = least_cost_set(cost, effect, harms)
    assert best.method == "enumeration"
    assert float(out.least_cost) == pytest.approx(best.cost, rel=1e-12)
    assert out.least_cost_set.labels[int(out.least_cost_set.codes)] == " + ".join(best.precautions)


def test_holding_the_residual_bearer_liable_leaves_the_loss_with_it_whatever_its_exposure() -> None:
    case = baseline(cheapest_avoider, scenario="deepfake_bank_fraud")
    adopted, low = case.outputs(), case.but("low", {"parties.bank.exposure": 0.1}).outputs()
    assert low.social_cost["bank"] == adopted.social_cost["bank"]
    assert low.induced["bank"].codes == adopted.induced["bank"].codes


# ---------------------------------------------------------------- what moves nobody


def scene(background: float, unit: float = 1.0) -> CheapestAvoiderInputs:
    """Two parties, each with one precaution against harm; of another harm that nobody can touch there is a lot."""
    return CheapestAvoiderInputs(
        residual_bearer="nobody",
        parties={p: Party(role="injurer", exposure=1.0, information=1.0, transaction_cost={}) for p in ("ann", "bob")},
        precautions={
            "lock": Precaution(owner="ann", cost=10.0 * unit, deters=0.0, effect={"theft": 0.9}),
            "watch": Precaution(owner="bob", cost=11.0 * unit, deters=0.0, effect={"theft": 0.9}),
        },
        channels={
            "theft": Channel(harm=100.0 * unit, displaced_to={}),
            "storms": Channel(harm=background, displaced_to={}),
        },
    )


@pytest.mark.parametrize("background", [0.0, 1e6, 1e9, 1e12])
def test_a_harm_that_nobody_can_touch_makes_no_tie(background: float) -> None:
    out = cheapest_avoider(scene(background))
    assert out.cheapest.labels[int(out.cheapest.codes)] == "ann"
    assert [float(v) for v in out.is_cheapest.values()] == [1, 0]
    assert out.least_cost_set.labels[int(out.least_cost_set.codes)] == "lock"
    rules = liability_rules(scene(background))
    assert [float(rules.is_best[f"strict_{p}"]) for p in ("ann", "bob")] == [1, 0]
    assert_array_equal([float(v) for v in rules.not_converged.values()], 0)
