"""Every rule against its formula written out party by party, and the laws of the economics of accidents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from care import THREE
from few import few
from games import accidents, alternative, profiles_of, random_accident, slow_equilibria
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from mloss_econ import liability
from mloss_econ.errors import InputError
from mloss_econ.liability import RULES, Accident, Terms
from mloss_econ.liability.rules import BALANCED, EFFICIENT

BICYCLE = Accident.grid({"driver": [0, 30], "cyclist": [0, 15]}, [[0.08, 0.05], [0.03, 0.01]], 1000, bearer="cyclist")
BOTH = [(1, 1)]
TWO = ("strict_contributory",)  # with several injurers, one whose share is small has no reason to take care


def private(a: Accident, rule: str, terms: Terms | None = None) -> dict[str, Any]:
    out = RULES[rule](a, terms or Terms())
    return {p: out.private(p) for p in a.profiles.parties}


def equilibria(a: Accident, rule: str, terms: Terms | None = None) -> list[tuple[int, ...]]:
    stable = liability.equilibria(a.profiles, private(a, rule, terms))
    return [profile for profile, ok in zip(profiles_of(a), stable.tolist(), strict=True) if ok]


def cost_at(a: Accident, profile: tuple[int, ...]) -> float:
    return float(a.social[profiles_of(a).index(profile)])


# ---------------------------------------------------------------- the catalogue, written out


def by_the_book(rule: str, x: int, y: int, due_x: int, due_y: int, loss: Any) -> float:
    """The injurer's share of the loss under a rule for two, from flags and plain cases; `loss` is the expected loss."""
    i, v = x < due_x, y < due_y
    if rule == "no_liability":
        return 0.0
    if rule == "strict":
        return 1.0
    if rule == "negligence":
        return 1.0 if i else 0.0
    if rule == "contributory_negligence":
        return 1.0 if i and not v else 0.0
    if rule == "strict_contributory":
        return 0.0 if v else 1.0
    if rule == "strict_dual_contributory":
        return 0.0 if v and not i else 1.0
    if rule == "comparative_negligence":
        return (0.5 if v else 1.0) if i else 0.0
    if rule == "comparative_bar":
        return (0.0 if v else 1.0) if i else 0.0  # equal shares of the fault: a half bars
    if rule == "strict_comparative":
        if v:
            return 0.5 if i else 0.0
        return 1.0
    if rule == "incremental_negligence":
        return (loss(x, y) - loss(due_x, y)) / loss(x, y) if i else 0.0
    raise AssertionError(rule)


WRITTEN = (
    "no_liability",
    "strict",
    "negligence",
    "contributory_negligence",
    "strict_contributory",
    "strict_dual_contributory",
    "comparative_negligence",
    "comparative_bar",
    "strict_comparative",
    "incremental_negligence",
)


@pytest.mark.parametrize("rule", WRITTEN)
@given(accidents())
def test_a_rule_for_two_is_its_formula(rule: str, a: Accident) -> None:
    profiles = profiles_of(a)
    number = {p: k for k, p in enumerate(profiles)}
    best = profiles[int(np.argmin(a.social))]
    out = RULES[rule](a)
    for (x, y), k in number.items():
        share = by_the_book(rule, x, y, *best, lambda x, y: float(a.loss[number[x, y]]))
        assert_allclose(out.borne("p0")[k], share * a.loss[k], atol=1e-9)
        assert_allclose(out.borne("p1")[k], (1 - share) * a.loss[k], atol=1e-9)
        assert_allclose(out.private("p0")[k], a.cost["p0"][k] + share * a.loss[k], atol=1e-9)


@given(accidents(parties=3, most_levels=3), st.sampled_from(WRITTEN))
def test_equilibria_are_those_found_by_trying_every_move(a: Accident, rule: str) -> None:
    costs = private(a, rule)
    assert equilibria(a, rule) == slow_equilibria(a, costs)


@given(accidents(parties=3, most_levels=3), st.sampled_from(WRITTEN))
def test_a_batch_has_the_equilibria_of_its_games_alone(a: Accident, rule: str) -> None:
    scales = np.array([1.0, 0.4, 2.5])
    batch = Accident(a.profiles, a.cost, a.loss * scales[:, None], a.bearer)
    together = RULES[rule](batch).pure_equilibria()
    for k, scale in enumerate(scales):
        alone = RULES[rule](Accident(a.profiles, a.cost, a.loss * scale, a.bearer)).pure_equilibria()
        assert together.count[k] == alone.count
        assert (together.best[k], together.worst[k]) == (alone.best, alone.worst)


# ---------------------------------------------------------------- laws


@pytest.mark.parametrize("rule", few(RULES, 8))
@settings(max_examples=15)
@given(accidents(parties=3, most_levels=3), st.floats(0.05, 3), st.floats(0.05, 1), st.booleans())
def test_the_loss_is_borne_once(rule: str, a: Accident, assets: float, found: float, joint: bool) -> None:
    """P4: what the parties bear sums to the loss; the pool is what the three other rules pay or take."""
    terms = Terms(
        assets={"p0": assets, "p1": 0.4},
        found={"p0": found},
        joint=joint,
        residual="p1",
        immune=("p0",),
        notice=0.3,
        fine={"p0": 7.0},
        deductible=0.2,
    )
    out = RULES[rule](a, terms)
    total = sum(out.borne(p) for p in a.profiles.parties)
    assert_allclose(total + out.pool, a.loss, rtol=1e-12)
    if rule in BALANCED:
        assert_allclose(out.pool, 0, atol=1e-9 * float(a.loss.max()))
    elif rule != "ex_ante_standard" or int(out.due["p0"]) > 0:
        assert np.abs(out.pool).max() > 0


@given(accidents(parties=3, most_levels=3))
def test_without_liability_no_injurer_takes_care(a: Accident) -> None:
    """P1, first half."""
    for profile in equilibria(a, "no_liability"):
        assert profile[:2] == (0, 0)


@given(accidents(parties=3, most_levels=3), st.floats(0, 1))
def test_under_strict_liability_the_victim_takes_no_care(a: Accident, share: float) -> None:
    """P1, second half."""
    for profile in equilibria(a, "strict", Terms(shares={"p0": share, "p1": 1 - share})):
        assert profile[2] == 0


@pytest.mark.parametrize("rule", EFFICIENT)
@given(st.integers(2, 4), st.data())
def test_with_due_care_at_the_optimum_it_is_the_only_equilibrium(rule: str, parties: int, data: Any) -> None:
    """P2, the theorem: searched for a counter-example among games with a single optimum, any split of the fault."""
    if rule in TWO:
        parties = 2
    a = data.draw(accidents(parties=parties, most_levels=3 if parties > 2 else 4))
    lowest = np.sort(a.social)
    if lowest[1] <= lowest[0] * (1 + 1e-6):
        return
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    weights = {p: rng.uniform(0.01, 1, len(a.profiles)) for p in a.profiles.parties}
    residual = a.profiles.parties[int(rng.integers(parties))]
    shares = dict.fromkeys(a.injurers, 1.0 / (parties - 1))
    if rule in ("strict_dual_contributory", "strict_comparative"):
        shares = {a.injurers[int(rng.integers(parties - 1))]: 1.0}  # one residual bearer among several injurers
    found = equilibria(a, rule, Terms(weights=weights, residual=residual, shares=shares))
    assert found == [profiles_of(a)[int(np.argmin(a.social))]]


@pytest.mark.slow
@pytest.mark.parametrize("rule", EFFICIENT)
def test_the_theorem_over_a_hundred_thousand_games(rule: str) -> None:
    rng = np.random.default_rng(20)
    tried = 0
    while tried < 100_000:
        parties = 2 if rule in TWO else int(rng.integers(2, 5))
        names = [f"p{i}" for i in range(parties)]
        levels = [int(rng.integers(2, 5 if parties < 4 else 4)) for _ in names]
        one = random_accident(rng, names, levels, names[-1])
        n = 500  # the same shape of game, drawn anew: costs rise, losses fall
        spread = rng.uniform(0.2, 1.8, (n, len(one.profiles)))
        falling = spread.reshape(n, *levels)
        for axis in range(1, parties + 1):
            falling = np.flip(np.maximum.accumulate(np.flip(falling, axis), axis), axis)
        steps = {p: np.cumsum(rng.uniform(0.01, 12, (n, k)), axis=1) for p, k in zip(names, levels, strict=True)}
        cost = {p: (steps[p] - steps[p][:, :1])[:, one.profiles.digits[i]] for i, p in enumerate(names)}
        a = Accident(one.profiles, cost, falling.reshape(n, -1) * rng.uniform(5, 60, (n, 1)), names[-1])
        lowest = np.sort(a.social, axis=1)
        single = lowest[:, 1] > lowest[:, 0] * (1 + 1e-6)
        weights = {p: rng.uniform(0.01, 1, (n, len(one.profiles))) for p in names}
        shares = {names[int(rng.integers(parties - 1))]: 1.0}
        terms = Terms(weights=weights, residual=names[int(rng.integers(parties))], shares=shares)
        converged = RULES[rule](a, terms).pure_equilibria()
        bad = single & ((converged.count != 1) | (converged.best != a.optimum))
        assert not bad.any(), (rule, levels, {p: c[bad][0] for p, c in a.cost.items()}, a.loss[bad][0])
        tried += int(single.sum())


@pytest.mark.parametrize("rule", few(RULES, 8))
@settings(max_examples=15)
@given(accidents(parties=3, most_levels=3))
def test_no_equilibrium_beats_the_optimum(rule: str, a: Accident) -> None:
    """P3."""
    out = RULES[rule](a, Terms(residual="p0")).pure_equilibria()
    assert a.social[out.best] >= a.social.min() - 1e-12
    assert a.social[out.worst] >= a.social[out.best] - 1e-12


@pytest.mark.parametrize("rule", few(RULES, 8))
@settings(max_examples=15)
@given(accidents(parties=3, most_levels=3), st.sampled_from([0.125, 8.0, 1024.0]))
def test_the_unit_of_money_moves_nobody(rule: str, a: Accident, factor: float) -> None:
    """P5."""
    terms = Terms(residual="p0", fine={"p0": 3.0})
    scaled = Terms(residual="p0", fine={"p0": 3.0 * factor})
    other = Accident(a.profiles, {p: c * factor for p, c in a.cost.items()}, a.loss * factor, a.bearer)
    assert equilibria(a, rule, terms) == equilibria(other, rule, scaled)


@pytest.mark.parametrize("rule", few([r for r in RULES if r not in ("negligence_residual", "residual_liability")], 8))
@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_parties_does_not_matter(rule: str, seed: int) -> None:
    """P6."""
    rng = np.random.default_rng(seed)
    cost = {p: [0.0, *np.cumsum(rng.uniform(1, 9, 2))] for p in ("ann", "bob", "cay")}
    chance = rng.uniform(0, 1, (3, 3, 3))
    one = Accident.grid(cost, chance, 40.0, bearer="cay")
    other = Accident.grid({p: cost[p] for p in ("cay", "ann", "bob")}, chance.transpose(2, 0, 1), 40.0, bearer="cay")
    assert sorted((c, a, b) for a, b, c in equilibria(one, rule)) == sorted(equilibria(other, rule))


@pytest.mark.parametrize("rule", few([r for r in RULES if r not in ("residual_liability", "ex_ante_standard")], 8))
@settings(max_examples=15)
@given(accidents(parties=2, most_levels=3))
def test_a_party_that_can_do_nothing_and_owes_nothing_changes_nothing(rule: str, a: Accident) -> None:
    """P11."""
    levels = {p: a.cost[p].reshape([int(d.max()) + 1 for d in a.profiles.digits]) for p in a.profiles.parties}
    cost = {"idle": [0.0], "p0": levels["p0"][:, 0], "p1": levels["p1"][0, :]}
    chance = (a.loss / a.loss.max()).reshape([1, len(cost["p0"]), len(cost["p1"])])
    more = Accident.grid(cost, chance, float(a.loss.max()), bearer="p1")
    terms, plain = Terms(shares={"p0": 1.0}, residual="p1"), Terms(residual="p1")
    assert [p[1:] for p in equilibria(more, rule, terms)] == equilibria(a, rule, plain)


@given(accidents(parties=3, most_levels=3))
def test_with_the_whole_loss_on_everybody_the_optimum_is_an_equilibrium(a: Accident) -> None:
    """P17, the decoupled rule."""
    out = RULES["decoupled"](a)
    assert liability.equilibria(a.profiles, {p: out.private(p) for p in a.profiles.parties})[int(a.optimum)]


@given(accidents(parties=3, most_levels=3))
def test_an_immune_platform_does_nothing(a: Accident) -> None:
    """P20."""
    for profile in equilibria(a, "immunity", Terms(immune=("p0",))):
        assert profile[0] == 0
    for profile in equilibria(a, "notice_and_takedown", Terms(immune=("p0",), notice=0.0)):
        assert profile[0] == 0


@given(accidents(parties=2))
def test_immunity_until_notice_is_negligence_where_all_harm_comes_after_it(a: Accident) -> None:
    terms = Terms(immune=("p0",), notice=1.0)
    assert_allclose(private(a, "notice_and_takedown", terms)["p0"], private(a, "negligence")["p0"])
    assert_allclose(private(a, "safe_harbour")["p0"], private(a, "negligence")["p0"])


@given(accidents(parties=3, most_levels=3))
def test_where_nobody_can_be_sued_all_rules_of_fault_and_of_strictness_are_none(a: Accident) -> None:
    terms = Terms(found={"p0": 0.0, "p1": 0.0}, residual="p2")
    for rule in BALANCED:
        if rule not in ("insurance", "residual_liability"):
            assert equilibria(a, rule, terms) == equilibria(a, "no_liability")


@given(accidents(parties=2), st.floats(0.1, 0.9))
def test_a_multiplier_makes_up_for_those_not_found(a: Accident, found: float) -> None:
    """P9, on tables: damages over the chance restore the incentive if assets reach, and not otherwise."""
    full = private(a, "strict")["p0"]
    assert_allclose(private(a, "strict", Terms(found={"p0": found}, multiplier=1 / found))["p0"], full)
    short = Terms(found={"p0": found}, multiplier=1 / found, assets={"p0": 0.9 / found})
    assert_allclose(private(a, "strict", short)["p0"] - a.cost["p0"], 0.9 * a.loss)


@given(accidents(parties=2), st.floats(0, 400))
def test_a_standard_is_met_where_the_fine_outweighs_what_it_saves(a: Accident, fine: float) -> None:
    out = RULES["ex_ante_standard"](a, Terms(fine={"p0": fine}, inspection=0.25))
    spent = np.unique(a.cost["p0"])
    due = int(np.log2(int(out.due["p0"]) + 1))
    for profile in equilibria(a, "ex_ante_standard", Terms(fine={"p0": fine}, inspection=0.25)):
        if spent[due] < 0.25 * fine - 1e-6:
            assert profile[0] == due
        if spent[due] > 0.25 * fine + 1e-6:
            assert profile[0] == 0


@given(accidents(parties=2))
def test_insurers_who_see_care_restore_it_and_those_who_do_not_end_it(a: Accident) -> None:
    poor = Terms(assets={"p0": 0.01})
    assert equilibria(a, "insurance", poor) == equilibria(a, "strict")
    assert all(p[0] == 0 for p in equilibria(a, "insurance_unseen"))
    assert_allclose(private(a, "insurance_unseen", Terms(deductible=1.0))["p0"], private(a, "strict")["p0"])


@pytest.mark.parametrize("rule", few(RULES, 8))
@settings(max_examples=15)
@given(accidents(parties=3, most_levels=3), st.floats(0, 2), st.floats(0, 1), st.booleans())
def test_without_multiplied_damages_nobody_gains_by_an_accident(
    rule: str, a: Accident, assets: float, found: float, joint: bool
) -> None:
    """Nor does a party bear more than the loss: breaches that would each have spared it are paid for once."""
    terms = Terms(assets={"p0": assets}, found={"p1": found}, joint=joint, residual="p1", immune=("p0",), notice=0.5)
    out = RULES[rule](a, terms)
    for party in a.profiles.parties:
        assert (out.borne(party) >= -1e-9 * a.loss).all()
        assert (out.borne(party) <= a.loss * (1 + 1e-9)).all()


@given(accidents(parties=3, most_levels=2), st.floats(0, 1), st.floats(0, 2))
def test_a_deductible_is_no_more_than_the_share_it_is_of(a: Accident, share: float, deductible: float) -> None:
    terms = Terms(shares={"p0": share, "p1": (1 - share) / 2}, deductible=deductible)
    out, full = RULES["insurance_unseen"](a, terms), RULES["insurance"](a, terms)
    for party in ("p0", "p1"):
        assert_allclose(out.borne(party), np.minimum(full.borne(party), deductible * a.loss))
    assert_allclose(out.borne("p2"), full.borne("p2"), atol=1e-9)


@given(accidents(parties=3, most_levels=2), st.floats(0, 1), st.floats(0, 1), st.floats(0, 2))
def test_the_residual_party_pays_what_is_not_recovered(a: Accident, first: float, second: float, assets: float) -> None:
    terms = Terms(shares={"p0": 1.0}, found={"p0": first, "p1": second}, assets={"p1": assets}, residual="p1")
    out = RULES["residual_liability"](a, terms)
    assert_allclose(out.borne("p0"), first * a.loss)
    assert_allclose(out.borne("p1"), second * min(1 - first, assets) * a.loss, atol=1e-9)


# ---------------------------------------------------------------- who cannot pay


def test_joint_liability_when_some_are_not_found() -> None:
    """Found with chances of 0.8 and 0.5, each by itself; one who is found alone pays everything."""
    a = Accident.grid({"maker": [0], "seller": [0], "user": [0]}, [[[0.1]]], 100, bearer="user")
    out = RULES["strict"](a, Terms(found={"maker": 0.8, "seller": 0.5}, joint=True))
    assert_allclose([out.borne(p)[0] for p in a.profiles.parties], [6.0, 3.0, 1.0])
    poor = RULES["strict"](a, Terms(found={"maker": 0.8, "seller": 0.5}, joint=True, assets={"maker": 0.6}))
    assert_allclose(poor.borne("maker")[0], 10 * (0.4 * 0.5 + 0.4 * 0.6))
    assert_allclose(poor.borne("seller")[0], 10 * (0.4 * 0.5 + 0.1 * 1.0))
    apart = RULES["strict"](a, Terms(found={"maker": 0.8, "seller": 0.5}))
    assert_allclose([apart.borne(p)[0] for p in a.profiles.parties], [4.0, 2.5, 3.5])


# ---------------------------------------------------------------- known answers


def test_the_bicycle() -> None:
    """T5."""
    assert BICYCLE.social.tolist() == [80, 65, 60, 55]
    assert equilibria(BICYCLE, "no_liability") == [(0, 1)]
    assert equilibria(BICYCLE, "strict") == [(1, 0)]
    for rule in ("negligence", "contributory_negligence", "comparative_negligence"):
        assert equilibria(BICYCLE, rule) == BOTH
        costs = private(BICYCLE, rule)
        assert (costs["driver"][3], costs["cyclist"][3]) == (30, 25)
    for rule in ("strict_contributory", "strict_dual_contributory", "strict_comparative"):
        assert equilibria(BICYCLE, rule) == BOTH
        costs = private(BICYCLE, rule)
        assert (costs["driver"][3], costs["cyclist"][3]) == (40, 15)
    assert equilibria(BICYCLE, "strict", Terms(shares={"driver": 0.5})) == [(0, 0), (0, 1)]


def test_no_fixed_shares_make_the_bicycle_efficient() -> None:
    """An expected failure: shares that sum to 1 cannot pay for both kinds of care."""
    for share in np.linspace(0, 1, 201):
        assert (1, 1) not in equilibria(BICYCLE, "strict", Terms(shares={"driver": float(share)}))


def weakest_link() -> Accident:
    """It takes both."""
    return Accident.grid({"injurer": [0, 8], "victim": [0, 5]}, [[1, 1], [1, 0]], 20, bearer="victim")


def test_alternative_care() -> None:
    """T15; sharing admits the wrong corner, an expected failure."""
    a = alternative()
    assert (profiles_of(a)[int(a.optimum)], float(a.social.min())) == ((0, 1), 5.0)
    assert equilibria(a, "no_liability") == [(0, 1)]
    assert [(p, cost_at(a, p)) for p in equilibria(a, "strict")] == [((1, 0), 8.0)]
    for rule in EFFICIENT:
        assert equilibria(a, rule) == [(0, 1)], rule
    shared = equilibria(a, "strict", Terms(shares={"injurer": 0.5}))
    assert [(p, cost_at(a, p)) for p in shared] == [((0, 1), 5.0), ((1, 0), 8.0)]
    converged = RULES["strict"](a, Terms(shares={"injurer": 0.5})).pure_equilibria()
    assert int(converged.count) == 2
    assert (float(a.social[converged.best]), float(a.social[converged.worst])) == (5.0, 8.0)
    assert a.profiles.levels(int(converged.worst)) == {"injurer": 1, "victim": 0}


def test_joint_care() -> None:
    """T16."""
    a = weakest_link()
    assert (profiles_of(a)[int(a.optimum)], float(a.social.min())) == ((1, 1), 13.0)
    for rule in ("no_liability", "strict"):
        assert [(p, cost_at(a, p)) for p in equilibria(a, rule)] == [((0, 0), 20.0)]
    for rule in EFFICIENT:
        assert equilibria(a, rule) == BOTH
        costs = private(a, rule)
        assert (costs["injurer"][3], costs["victim"][3]) == (8, 5)
    shared = equilibria(a, "strict", Terms(shares={"injurer": 0.5}))
    assert [(p, cost_at(a, p)) for p in shared] == [((0, 0), 20.0), ((1, 1), 13.0)]


def test_joint_strict_liability_is_inefficient() -> None:
    """An expected failure: shares of a strict loss, however collected, leave the second maker without a reason."""
    a = Accident.grid(
        {"maker": [0, 30], "seller": [0, 15], "user": [0.0]}, [[[0.08], [0.05]], [[0.03], [0.01]]], 1000, bearer="user"
    )
    out = RULES["strict"](a, Terms(shares={"maker": 0.5, "seller": 0.5}, joint=True)).pure_equilibria()
    assert out.count == 2
    assert float(a.social[out.best]) == 65 > float(a.social.min()) == 55


def test_shavells_care_table() -> None:
    """T2: totals 15, 13, 14; moderate care under strict liability and negligence; assets of 60 and of 20 suffice."""
    a = Accident.grid({"injurer": [0, 3, 6], "victim": [0.0]}, [[0.15], [0.10], [0.08]], 100, bearer="victim")
    assert_allclose(a.social, [15, 13, 14])
    assert equilibria(a, "strict") == [(1, 0)]
    assert equilibria(a, "negligence") == [(1, 0)]
    for rule, threshold in (("strict", 0.6), ("negligence", 0.2)):
        assert equilibria(a, rule, Terms(assets={"injurer": threshold - 1e-6})) == [(0, 0)]
        assert (1, 0) in equilibria(a, rule, Terms(assets={"injurer": threshold + 1e-6}))


@given(st.floats(0.02, 1), st.floats(0.1, 1), st.floats(20, 3000))
def test_cause_in_fact_care_is_that_of_strict_liability_at_any_exposure(p0: float, phi: float, harm: float) -> None:
    """Its robustness is lost: the breach is paid for in full only where all of it is paid for."""
    levels = np.linspace(0, 12, 49)
    chance = p0 * np.exp(-0.7 * levels)[:, None]
    a = Accident.grid({"injurer": levels, "victim": [0.0]}, chance, harm, bearer="victim")
    terms = Terms(found={"injurer": phi})
    incremental, plain = (RULES[r](a, terms).pure_equilibria() for r in ("incremental_negligence", "strict"))
    assert levels[int(incremental.best)] == pytest.approx(levels[int(plain.best)], abs=0.26)
    assert int(incremental.best) <= int(a.optimum)


def test_cause_in_fact_care_needs_as_much_as_strict_liability() -> None:
    a = Accident.grid({"injurer": [0, 3, 6], "victim": [0.0]}, [[0.15], [0.10], [0.08]], 100, bearer="victim")
    assert equilibria(a, "incremental_negligence", Terms(assets={"injurer": 0.03})) == [(0, 0)]
    assert equilibria(a, "incremental_negligence") == [(1, 0)]


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("'cyclist' has no costs", lambda: Accident.grid({"driver": [0, 3]}, [0.1, 0.05], 100, bearer="cyclist")),
        ("one axis a party", lambda: Accident.grid({"driver": [0, 3]}, [0.1, 0.05, 0.0], 100, bearer="driver")),
        ("outside 0 to 1", lambda: Accident.grid({"driver": [0, 3]}, [1.1, 0.05], 100, bearer="driver")),
        ("below 0", lambda: Accident.grid({"driver": [0, 3]}, [0.1, 0.05], -100, bearer="driver")),
        ("sum to 1.2", lambda: RULES["strict"](BICYCLE, Terms(shares={"driver": 1.2}))),
        ("not an injurer", lambda: RULES["strict"](BICYCLE, Terms(shares={"drover": 0.5}))),
        ("'drover' is no party", lambda: RULES["negligence_residual"](BICYCLE, Terms(residual="drover"))),
        ("could never be met", lambda: RULES["negligence"](BICYCLE, Terms(due={"driver": 0b11}))),
        ("due.drover: no such party", lambda: RULES["negligence"](BICYCLE, Terms(due={"drover": 1}))),
        ("is no injurer", lambda: RULES["residual_liability"](BICYCLE, Terms(residual="cyclist"))),
    ],
)
def test_bad_input(words: str, make: Any) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert words in str(error.value)


# ---------------------------------------------------------------- equal but for rounding


@pytest.mark.parametrize("costs", [(0.3, THREE), (THREE, 0.3)])
def test_equally_cheap_avoiders_share_after_the_event(costs: tuple[float, float]) -> None:
    cost = {"ann": [0.0, costs[0]], "bob": [0.0, costs[1]], "cay": [0.0, 9.0]}
    chance = np.full((2, 2, 2), 0.0)
    chance[0, 0] = 1.0  # either of two prevents it
    shares = RULES["ex_post_avoider"](Accident.grid(cost, chance, 5.0, bearer="cay")).shares
    assert [shares[p].tolist() for p in ("ann", "bob", "cay")] == [[0.5] * 8, [0.5] * 8, [0.0] * 8]


def test_a_bearer_with_half_of_the_fault_is_barred_however_it_is_written() -> None:
    rule, even = RULES["comparative_bar"], {"ann": 0.1, "bob": 0.1, "cay": 0.2}
    a = Accident.grid({p: [0.0, 1.0] for p in even}, np.arange(8, 0, -1).reshape(2, 2, 2) / 9, 90.0, bearer="cay")
    for scale in (1.0, 3.0, 7.0):
        out = rule(a, Terms(weights={p: w * scale for p, w in even.items()}))
        assert out.shares["cay"][0] == 1.0
