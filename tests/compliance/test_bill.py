"""The bill of a proposal against adding up its duties, payer by payer, year by year."""

from typing import Any

import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.compliance import Duty, Payer, bill
from mloss_econ.compliance.bill import BillInputs
from mloss_econ.evidence import PAYERS
from mloss_econ.kernel import baseline, proposal

amounts = st.floats(0, 1e6).map(lambda x: round(x, 2))
fractions = st.floats(0, 1).map(lambda x: round(x, 6))
counts = st.integers(0, 50).map(float)
rates = st.floats(0, 0.3, allow_subnormal=False)
duties = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(["entity", "system", "model", "customer", "notice"]),
            "kind": st.sampled_from(["work", "fee"]),
            "burden": st.sampled_from(["administrative", "adjustment"]),
            "one_off": amounts,
            "yearly": amounts,
            "hours": st.floats(0, 1e4).map(lambda x: round(x, 2)),
            "hours_yearly": st.floats(0, 1e4).map(lambda x: round(x, 2)),
            "tariff": st.floats(1, 500).map(lambda x: round(x, 2)),
            "overhead": st.floats(0, 1).map(lambda x: round(x, 3)),
            "releases": st.floats(0, 4).map(lambda x: round(x, 3)),
            "priced_for": st.floats(1e4, 1e10),
            "grows": fractions,
            "repeated": st.floats(0, 3).map(lambda x: round(x, 3)),
            "life": st.floats(0.25, 20),
            "already_done": fractions,
            "delay": st.floats(0, 3),
            "sunk": fractions,
            "effect": fractions,
            **dict.fromkeys(PAYERS, fractions),
        }
    ),
    min_size=1,
)
payers = st.fixed_dictionaries(
    {p: st.fixed_dictionaries(dict.fromkeys(("systems", "models", "customers", "notices"), counts)) for p in PAYERS}
)
ONE = {p: dict.fromkeys(("systems", "models", "customers", "notices"), 1.0) for p in PAYERS}
PLAIN: dict[str, Any] = dict.fromkeys(PAYERS, 0.0) | {
    "unit": "system",
    "kind": "work",
    "burden": "adjustment",
    "one_off": 100.0,
    "yearly": 0.0,
    "hours": 0.0,
    "hours_yearly": 0.0,
    "tariff": 32.0,
    "overhead": 0.0,
    "releases": 0.0,
    "priced_for": 1e6,
    "grows": 1.0,
    "repeated": 0.0,
    "life": 3.0,
    "already_done": 0.0,
    "delay": 0.0,
    "sunk": 0.0,
    "effect": 0.0,
}


LARGE = {"large_budget": 2e9, "scale_elasticity": 0.69}


def of(
    found: Any, rate: float, who: Any = ONE, pass_back: float = 0.0, contracts: float = 1.0, large: Any = LARGE
) -> Any:
    return bill(
        BillInputs(
            duties={name: Duty(**d) for name, d in found.items()},
            payers={name: Payer(**p) for name, p in who.items()},
            contracts=contracts,
            pass_back=pass_back,
            discount_rate=rate,
            **large,
        )
    )


def by_hand(found: Any, rate: float, who: Any) -> dict[str, dict[str, float]]:
    """Recurring cost of every payer, duty by duty, one number at a time."""
    lines: dict[str, dict[str, float]] = {payer: {} for payer in PAYERS}
    for payer in PAYERS:
        for name, d in found.items():
            units = 1.0 if d["unit"] == "entity" else who[payer][d["unit"] + "s"]
            hour = d["tariff"] * (1 + d["overhead"])
            stays = (d["one_off"] + d["hours"] * hour) * (1 - d["sunk"])
            instalment = stays * rate / (1 - (1 + rate) ** -d["life"]) if rate > 1e-9 else stays / d["life"]
            recurring = max(instalment, stays * d["releases"]) + stays * d["repeated"]
            recurring += d["yearly"] + d["hours_yearly"] * hour
            size = (2e9 / d["priced_for"]) ** (0.69 * d["grows"]) if payer == "large" else 1.0
            lines[payer][name] = d[payer] * units * (1 - d["already_done"]) * recurring * size
    return lines


@given(duties, st.floats(0.001, 0.3), payers, fractions, st.floats(0, 5))
def test_the_bill_is_the_sum_of_its_duties(found: Any, rate: float, who: Any, back: float, contracts: float) -> None:
    out, lines = of(found, rate, who, back, contracts), by_hand(found, rate, who)
    near = {"rtol": 1e-8, "atol": 1e-6}
    for name, cost in lines["developer"].items():
        assert_allclose(out.by_duty[name], cost, **near)
    deployer = sum(lines["deployer"].values())
    assert_allclose(out.deployer_cost, deployer, **near)
    assert_allclose(out.intermediary_cost, sum(lines["intermediary"].values()), **near)
    assert_allclose(out.large_cost, sum(lines["large"].values()), **near)
    assert_allclose(out.large_fees, sum(lines["large"][n] for n, d in found.items() if d["kind"] == "fee"), **near)
    hours = sum(lines["developer"][n] / (d["tariff"] * (1 + d["overhead"])) for n, d in found.items())
    assert_allclose(out.hours_needed, hours, **near)
    for payer in PAYERS[2:]:
        fees = sum(lines[payer][n] for n, d in found.items() if d["kind"] == "fee")
        assert_allclose(getattr(out, f"{payer}_fees"), fees, **near)
    assert out.large_delay == max(d["delay"] if d["large"] > 0 else 0 for d in found.values())
    assert_allclose(out.passed_back, back * contracts * deployer, **near)
    assert_allclose(out.fixed_cost, sum(lines["developer"].values()) + back * contracts * deployer, **near)
    assert_allclose(out.fees, sum(lines["developer"][n] for n, d in found.items() if d["kind"] == "fee"), **near)
    assert out.delay == max(d["delay"] if d["developer"] > 0 else 0 for d in found.values())


@given(duties, rates, payers, st.floats(0.01, 100))
def test_the_bill_is_proportional_to_the_price_level(found: Any, rate: float, who: Any, factor: float) -> None:
    dearer = {n: d | {k: d[k] * factor for k in ("one_off", "yearly", "tariff")} for n, d in found.items()}
    for output in ("fixed_cost", "sunk_cost", "first_cost", "recurrent_cost", "fees"):
        assert_allclose(
            getattr(of(dearer, rate, who), output), factor * getattr(of(found, rate, who), output), rtol=1e-9
        )


@given(duties, rates, payers)
def test_a_proposal_that_imposes_nothing_costs_nothing(found: Any, rate: float, who: Any) -> None:
    nothing = {name: d | dict.fromkeys(PAYERS, 0.0) for name, d in found.items()}
    for output in (
        *("fixed_cost", "deployer_cost", "intermediary_cost", "sunk_cost", "first_cost", "fees", "delay"),
        *("large_cost", "large_sunk", "large_delay", "hours_needed"),
    ):
        assert getattr(of(nothing, rate, who), output) == 0
    done = {name: d | {"already_done": 1.0} for name, d in found.items()}
    assert of(done, rate, who).fixed_cost == 0


@given(duties, rates, payers)
def test_relabelling_duties_relabels_the_lines(found: Any, rate: float, who: Any) -> None:
    renamed = {f"new {name}": d for name, d in reversed(list(found.items()))}
    out, other = of(found, rate, who), of(renamed, rate, who)
    assert {f"new {n}": float(v) for n, v in out.by_duty.items()} == {n: float(v) for n, v in other.by_duty.items()}
    assert_allclose(other.fixed_cost, out.fixed_cost, rtol=1e-13)


@given(duties, rates, payers)
def test_what_is_sunk_is_not_recurring(found: Any, rate: float, who: Any) -> None:
    """Sunk cost, and the cost that exit would save, together are the cost at the start."""
    out = of(found, rate, who)
    first = sum(
        d["developer"]
        * (1 if d["unit"] == "entity" else who["developer"][d["unit"] + "s"])
        * (1 - d["already_done"])
        * (d["one_off"] + d["hours"] * d["tariff"] * (1 + d["overhead"]))
        for d in found.values()
    )
    assert_allclose(out.first_cost, first, rtol=1e-9, atol=1e-9)
    assert out.sunk_cost <= out.first_cost * (1 + 1e-12)
    all_sunk = of({n: d | {"sunk": 1.0, "yearly": 0.0, "hours_yearly": 0.0} for n, d in found.items()}, rate, who)
    assert all_sunk.fixed_cost == 0
    assert_allclose(all_sunk.sunk_cost, first, rtol=1e-9, atol=1e-9)


@given(duties, rates, payers, st.sampled_from(PAYERS))
def test_each_pays_for_its_own_part_only(found: Any, rate: float, who: Any, payer: str) -> None:
    """Taking a duty off one payer changes nothing for the others, as long as nothing is passed back."""
    before = of(found, rate, who)
    after = of({name: d | {payer: 0.0} for name, d in found.items()}, rate, who)
    costs = {
        "developer": "fixed_cost",
        "large": "large_cost",
        "deployer": "deployer_cost",
        "intermediary": "intermediary_cost",
    }
    assert getattr(after, costs.pop(payer)) == 0
    for output in costs.values():
        assert getattr(after, output) == getattr(before, output)


@given(st.floats(0, 1), st.floats(0, 10))
def test_pass_back_moves_a_cost_upstream(back: float, contracts: float) -> None:
    found = {"checks": PLAIN | {"deployer": 1.0}}
    out = of(found, 0.03, ONE, back, contracts)
    assert_allclose(out.fixed_cost, back * contracts * out.deployer_cost, rtol=1e-12)
    assert out.by_duty["checks"] == 0  # not a duty of the developer


@pytest.mark.parametrize("life", [0.25, 1.0, 5.0])
def test_a_longer_life_makes_the_set_up_cheaper(life: float) -> None:
    now, longer = (of({"a": PLAIN | {"developer": 1.0, "life": n}}, 0.03).fixed_cost for n in (life, 2 * life))
    assert longer < now


def test_the_longest_wait_governs() -> None:
    two = {"a": PLAIN | {"developer": 1.0, "delay": 0.5}, "b": PLAIN | {"deployer": 1.0, "delay": 2.0}}
    assert of(two, 0.03).delay == 0.5  # the other's wait is not the developer's
    three = two | {"c": PLAIN | {"developer": 0.1, "delay": 1.0}}
    assert of(three, 0.03).delay == 1.0


def test_no_duties_no_bill() -> None:
    assert of({}, 0.03).fixed_cost == 0


def test_duties_compound_against_harm_less_what_is_done_already() -> None:
    """An audit that prevents a tenth, half of it done already, and oversight that prevents a fifth: 1 - 0.95 * 0.8."""
    case = (
        proposal("licensing")
        .apply(baseline(bill, scenario="ai_duties"))
        .but(
            "by hand",
            {
                "duties.licence.effect": 0.1,
                "duties.licence.already_done": 0.5,
                "duties.registration.effect": 0.2,
                "duties.registration.already_done": 0.0,
                "duties.familiarisation.effect": 0.0,
                "duties.oversight.effect": 0.9,
                "duties.oversight.deployer": 0.5,
                "duties.oversight.already_done": 0.2,
            },
        )
    )
    y = case.outputs()
    assert_allclose(y.developer_effect, 1 - 0.95 * 0.8, rtol=1e-12)
    assert_allclose(y.deployer_effect, 0.5 * 0.8 * 0.9, rtol=1e-12)
    assert float(y.intermediary_effect) == 0


@pytest.mark.parametrize(("duty", "cost"), [("red_team", 35_000.0), ("red_team_frontier", 1.4e6)])
def test_work_done_with_each_release_is_charged_once(duty: str, cost: float) -> None:
    """50,000 (2 million at the frontier), three tenths done already, one release a year: 0.7 of it, not 1.52 times."""
    bills = baseline(bill, scenario="ai_duties", prices="USD 2022")
    y = bills.but("x", {f"duties.{duty}.developer": 1.0}).outputs()
    assert_allclose(y.fixed_cost, cost, rtol=1e-12)


def test_work_is_done_anew_at_the_end_of_its_life_where_releases_are_rarer() -> None:
    rare, never = (of({"a": PLAIN | {"developer": 1.0, "releases": r}}, 0.03).fixed_cost for r in (0.2, 0.0))
    assert rare == never > 100 / 3


def test_a_developer_of_two_thousand_times_the_budget_pays_190_times_as_much() -> None:
    """(2 billion / 1 million)^0.69 = 189.5; with an elasticity of 0 what a project pays; a duty priced at the frontier
    is paid once."""
    found = {"a": PLAIN | {"developer": 1.0, "large": 1.0}}
    y = of(found, 0.03)
    assert_allclose(float(y.large_cost) / float(y.fixed_cost), 189.5, rtol=3e-4)
    same = of(found, 0.03, large=LARGE | {"scale_elasticity": 0.0})
    assert same.large_cost == same.fixed_cost
    flat = of({"a": PLAIN | {"developer": 1.0, "large": 1.0, "grows": 0.0}}, 0.03)
    assert flat.large_cost == flat.fixed_cost
    frontier = of({"a": PLAIN | {"developer": 1.0, "large": 1.0, "priced_for": 2e9}}, 0.03)
    assert_allclose(frontier.large_cost, frontier.fixed_cost, rtol=1e-12)


@given(duties, rates, payers, st.floats(0, 500))
def test_an_hour_more_costs_its_tariff(found: Any, rate: float, who: Any, more: float) -> None:
    """A consultant who changes an hour changes the bill by its price, net of what is done already."""
    longer = {name: d | {"hours_yearly": d["hours_yearly"] + more} for name, d in found.items()}
    added = sum(
        d["developer"]
        * (1 if d["unit"] == "entity" else who["developer"][d["unit"] + "s"])
        * (1 - d["already_done"])
        * (more * d["tariff"] * (1 + d["overhead"]))
        for d in found.values()
    )
    before, after = of(found, rate, who), of(longer, rate, who)
    assert_allclose(after.fixed_cost - before.fixed_cost, added, rtol=1e-7, atol=1e-6 * float(after.fixed_cost + 1))
