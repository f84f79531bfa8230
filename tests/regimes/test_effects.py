"""The ledger of a proposal adds up by line, by group and by year, and is a difference of two worlds."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from proposed import case_of, made_by, names, run_of

from mloss_econ.compliance import profile
from mloss_econ.engine import simulate
from mloss_econ.errors import InputError
from mloss_econ.kernel import GROUPS, Ledger, baseline, contrast, proposal
from mloss_econ.regimes import effects, effects_by_year, flows_ledger, world, world_under
from mloss_econ.regimes.lines import LINES
from mloss_econ.value import use_value


@names
def test_the_net_by_line_is_the_net_by_group_and_transfers_cancel(name: str) -> None:
    run = run_of(name)
    ledger = effects(case_of(name), n=256, seed=3)
    whole = sum((np.abs(v) for v in ledger.by_group().values()), np.ones(run.n))
    for mine, theirs in zip(
        ledger.lines + ledger.transfers, flows_ledger(run).lines + flows_ledger(run).transfers, strict=True
    ):
        assert_allclose(mine.amount / whole, theirs.amount / whole, atol=1e-9)
    everybody = dict.fromkeys(GROUPS, 1.0)
    lines = ledger.by_line(everybody)
    size = sum((np.abs(v) for v in ledger.by_group().values()), np.ones(run.n))
    assert_allclose(lines["T"] / size, 0, atol=1e-12)
    by_line = lines["B"] - sum(lines[code] for code in "KCPAH")
    assert_allclose(by_line, sum(ledger.by_group().values()), atol=1e-9 * size.max())
    assert_allclose(ledger.net(), run.output("net_world"), atol=1e-9 * size.max())
    assert_allclose(ledger.net({"open projects": 1.0}), run.output("net_projects"), atol=1e-9 * size.max())


@pytest.mark.parametrize("years", [1.5, 9.25])
def test_of_a_last_year_that_is_not_whole_the_part_that_counts(years: float) -> None:
    case = case_of("sb1047").but("years counted", years=years)
    short, whole = effects_by_year(case), effects_by_year(case_of("sb1047"))
    assert short.years == tuple(range(1, int(years) + 2))
    for year in short.years:
        part = min(years - year + 1, 1.0)
        assert_allclose(short.in_year(year).net(), part * whole.in_year(year).net(), rtol=1e-12)
    rate = case.entry("discount_rate").value
    y, parts = contrast(case).outputs(), [min(years - year + 1, 1.0) for year in short.years]
    assert_allclose(short.present_value(rate, 0).net(), y.net_present_value, rtol=1e-9)
    annuity = sum(part * (1 + rate) ** -year for year, part in zip(short.years, parts, strict=True))
    assert_allclose(y.net_world, y.net_present_value / annuity, rtol=1e-9)


@names
def test_years_add_up_to_the_level_amounts_under_every_profile(name: str) -> None:
    case = case_of(name)
    y, by_year = made_by(name), effects_by_year(case, from_year=2027)
    assert by_year.years == tuple(range(2027, 2037))
    rate = case.entry("discount_rate").value
    worth = by_year.present_value(rate, 2026)
    assert_allclose(worth.net(), y.net_present_value, rtol=1e-9)
    assert_allclose(y.net_world, y.net_present_value / ((1 - (1 + rate) ** -10) / rate), rtol=1e-9)
    nets = [float(by_year.in_year(t).net()) for t in by_year.years]
    for key, factor in {
        "greenbook-2026_standard": [1.035**-t for t in range(10)],  # paid at the start of the year
        "a4-2003_7": [1.07**-t for t in range(1, 11)],
        "eu-br_3": [1.03**-t for t in range(1, 11)],
    }.items():
        assert_allclose(y.by_profile[key], np.dot(nets, factor), rtol=1e-9)
    assert set(y.by_profile) == {
        f"{p}_{s}".replace(" %", "").replace(" ", "_")
        for p in ("a4-2003", "a4-2023", "greenbook-2026", "eu-br")
        for s in profile(p).schedules
    }


def test_effects_of_a_proposal_of_one_country_are_its_share_of_those_of_all() -> None:
    """Without leakage and care downstream, which answers what developers leave; staff is no share of anything."""
    licensed = case_of("licensing")
    nobody = {path: 0.0 for path in licensed.entries if path.endswith(".downstream")}
    case = licensed.but("no leak", nobody, leakage=0.0, staff=0.0)
    parts = [path for path in case.entries if path.endswith(".bound") or path == "rest_bound"]
    whole, part = (effects(case.but(f"bound {b}", dict.fromkeys(parts, b)), n=64, seed=1) for b in (1.0, 0.4))
    size = sum((np.abs(v) for v in whole.by_group().values()), np.ones(64))
    for one, other in zip(part.lines, whole.lines, strict=True):
        assert (one.code, one.group) == (other.code, other.group)
        assert_allclose(np.asarray(one.amount) / size, 0.4 * np.asarray(other.amount) / size, rtol=1e-9, atol=1e-12)


def test_the_ledger_holds_what_follows_for_projects_deployers_and_the_state() -> None:
    """A licence with a fee, of which deployers and clouds pay a share; transfers reach both sides and leave the net
    alone."""
    today = baseline(world)
    levers = {"deployers": 100.0, "intermediaries": 3.0, "pass_back": 0.2}
    case = proposal("licensing").apply(today).but("with deployers", levers)
    level, ledger = simulate(case, n=64, seed=2), effects(case, n=64, seed=2)
    assert (level.output("fees_paid") > 0).any()
    for line, group, path in (
        ("projects_comply", "open projects", "developers_recurring"),
        ("deployers_comply", "deployers", "deployers_recurring"),
        ("clouds_comply", "large developers", "intermediaries_recurring"),
    ):
        assert_allclose(level.output(f"lines.{line}"), level.output(path), rtol=1e-12)
        (found,) = (one for one in ledger.lines if (one.group, one.note) == (group, LINES[line][2]))
        assert_allclose(found.amount, level.output(path), rtol=1e-12)
    for transfer, path in (("fees", "fees_paid"), ("passed_back", "passed_back_funded")):
        assert_allclose(level.output(f"transfers.{transfer}"), level.output(path), rtol=1e-12)
    without = Ledger(ledger.prices, ledger.kind, ledger.lines)
    moved = sum((np.abs(t.amount) for t in ledger.transfers), np.ones(64))
    weights = dict.fromkeys(GROUPS, 1.0)
    assert_allclose(ledger.net(weights) / moved, without.net(weights) / moved, atol=1e-9)


@pytest.mark.slow
def test_increments_of_overlapping_proposals_add_up() -> None:
    """One step at a time: the second proposal over the first, and the first over none, are both over none."""
    today = baseline(world)
    first = proposal("eu_ai_act_requirements").apply(today)
    both = proposal("eu_ai_act_highrisk").apply(first)
    steps = effects(both, against=first, n=64, seed=2).net() + effects(first, against=today, n=64, seed=2).net()
    whole = effects(both, against=today, n=64, seed=2).net()
    assert_allclose(steps, whole, rtol=1e-9, atol=1e-9 * np.abs(whole).max())
    assert not effects(both, against=both, n=64, seed=2).net().any()


@pytest.mark.slow
def test_effects_against_another_proposal_are_the_difference_of_both() -> None:
    one, other = case_of("licensing"), case_of("risk_tiers")
    found = effects(one, against=other, n=64, seed=1)
    apart = effects(one, n=64, seed=1).net() - effects(other, n=64, seed=1).net()
    assert_allclose(found.net(), apart, rtol=1e-9, atol=1e-9 * np.abs(apart).max())
    with pytest.raises(InputError, match=r"differ in use_elasticity, which is no lever"):
        effects(one, against=other.but("less harm", use_elasticity=0.1), n=64)


def test_offenders_count_only_where_one_says_so() -> None:
    case = case_of("sb1047")
    counted = case.but("their gains count", offenders=1.0)
    ledger = effects(case, n=None)
    everybody = dict.fromkeys(GROUPS, 1.0)
    y, as_adopted = contrast(counted).outputs(), made_by("sb1047")
    assert_allclose(y.net_world, ledger.net(everybody), rtol=1e-9)
    assert_allclose(as_adopted.net_world, ledger.net(), rtol=1e-9)
    assert float(y.net_world) < float(as_adopted.net_world)


def test_a_ledger_by_year_is_of_a_world() -> None:
    said = r"a ledger is of a case of a model of regimes\.flows, not of value\.use_value\. Take baseline\(world\)"
    with pytest.raises(InputError, match=said):
        effects_by_year(baseline(use_value))
    assert effects_by_year(baseline(world)).years == tuple(range(1, 11))


def test_a_ledger_says_whose_it_is() -> None:
    """Against the status quo the usual title, against another proposal both names; a contrast is two worlds already."""
    one, other = world_under("licensing"), world_under("risk_tiers")
    assert str(effects(one, n=None)).startswith("Proposal less status quo, ")
    assert str(effects(one, other, n=None)).startswith("licensing less risk_tiers, flows a year")
    assert effects_by_year(one, other).frame().title.startswith("licensing less risk_tiers, ")
    for ledger in (effects, effects_by_year):
        with pytest.raises(InputError, match=r"'licensing less status_quo' is of more than one world.*against="):
            ledger(contrast(one))
