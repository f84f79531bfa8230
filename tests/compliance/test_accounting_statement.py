"""The accounting statement: what it prints, adds up and refuses."""

import re
from typing import Any

import numpy as np
import pytest
from appraisals import EUR, USD
from numpy.testing import assert_allclose

from mloss_econ.compliance import (
    EFFECTS_ON,
    Figure,
    InWords,
    Monetised,
    NotEstimated,
    Quantified,
    Reconciliation,
    accounting_statement,
    profile,
)
from mloss_econ.errors import InputError, UnitError

A4 = profile("a4-2003")
COST = Figure(1e6, 2e6, 5e6, USD)


def money(kind: Any, what: str, **more: Any) -> Monetised:
    return Monetised(kind, what, {"3 %": COST, "7 %": COST.times(1.2)}, "own run", **more)


ENTRIES = (
    money("cost", "compliance"),
    money("transfer", "fees", payer="developers", receiver="the state"),
    Quantified("cost", "projects that exit", Figure(10, 20, 50), "projects", "own run"),
    InWords("benefit", "fewer harms"),
)
BLANKS = {
    ("benefit", "monetised"): NotEstimated("nobody has valued the harm avoided"),
    ("benefit", "quantified"): NotEstimated("no count of harms exists"),
    ("cost", "in words"): NotEstimated("none is known"),
    ("transfer", "quantified"): NotEstimated("all are in money"),
    ("transfer", "in words"): NotEstimated("none is known"),
}
EFFECTS: dict[str, Any] = dict.fromkeys(EFFECTS_ON, "as large as elsewhere") | {"wages": NotEstimated("no data")}
GAIN = Figure(2e6, 7e6, 9e6, USD)
BOTH = (*ENTRIES, Monetised("benefit", "harm avoided", {"3 %": GAIN, "7 %": GAIN}, "own run"))
TOTALS = {
    "benefit": {"3 %": GAIN, "7 %": GAIN},
    "cost": {"3 %": COST, "7 %": COST.times(1.2)},
    "net": {"3 %": Figure(1e6, 5e6, 6e6, USD), "7 %": Figure(-1e6, 4.6e6, 5e6, USD)},
}
NO_BENEFIT_BLANK = {key: blank for key, blank in BLANKS.items() if key != ("benefit", "monetised")}


def both(**changes: Any) -> Any:
    """A statement of a benefit and a cost."""
    return statement(BOTH, **{"blanks": NO_BENEFIT_BLANK} | changes)


def statement(entries: Any = ENTRIES, **changes: Any) -> Any:
    given_: dict[str, Any] = {
        "profile": A4,
        "prices": USD,
        "period": "2027 to 2036",
        "blanks": BLANKS,
        "effects": EFFECTS,
    }
    return accounting_statement(entries, **given_ | changes)


def test_an_accounting_statement() -> None:
    made = statement()
    text = str(made)
    assert max(map(len, text.splitlines())) <= 80
    flat = " ".join(text.split())
    for words in (
        "million USD 2022 a year",
        "2027 to 2036",
        "developers to the state",
        "3 %",
        "7 %",
        "2.4",
        "not estimated: nobody has valued",
        "projects that exit: 20 (10 to 50) projects",
        "own run",
    ):
        assert words in flat, words
    assert made.total("cost", "7 %") == Figure(1.2e6, 2.4e6, 6e6, USD)
    assert made.total("benefit", "3 %") == Figure(0, 0, 0, USD)


def test_transfers_sum_to_zero_over_parties() -> None:
    more = (*ENTRIES, money("transfer", "fines", payer="deployers", receiver="the state"))
    for balance in statement(more).balance.values():
        assert_allclose(sum(balance.values()), 0, atol=1e-6)
        assert set(balance) == {"developers", "deployers", "the state"}
    assert statement(more).balance["3 %"]["the state"] == 4e6


LESS = {"3 %": Figure(-3, -2, 1, USD), "7 %": Figure(-3, -2, 1, USD)}


@pytest.mark.parametrize(
    ("entries", "changes", "words"),
    [
        (ENTRIES, {"blanks": {}}, "benefit, monetised: empty.*why it is not estimated"),
        (ENTRIES, {"blanks": BLANKS | {("cost", "monetised"): NotEstimated("x")}}, "Take one away"),
        (ENTRIES, {"period": " "}, "period is empty"),
        ((*ENTRIES, money("transfer", "gift")), {}, "from whom to whom"),
        ((*ENTRIES, money("transfer", "gift", payer="a", receiver="a")), {}, "from whom to whom"),
        ((*ENTRIES, money("cost", "x", payer="a", receiver="b")), {}, "then it is a transfer"),
        ((*ENTRIES, Monetised("cost", "x", {"3 %": COST}, "s")), {}, "figures at 3 %; a4-2003 asks for"),
        ((*ENTRIES, Monetised("cost", "x", {"3 %": COST, "7 %": COST}, "")), {}, "source is empty"),
        ((*ENTRIES, Quantified("cost", "x", COST, "", "s")), {}, "unit is empty"),
        (ENTRIES, {"effects": {}}, "effects on State, local and tribal governments: empty"),
        (ENTRIES, {"effects": EFFECTS | {"growth": " "}}, "effects on growth is empty"),
        (ENTRIES, {"effects": EFFECTS | {"wage": "up"}}, "effects on wage: no row of the form. Did you mean 'wages'"),
        ((*ENTRIES, Monetised("cost", "care", LESS, "s")), {}, "it is a cost saving"),
        ((*ENTRIES, Monetised("benefit", "use", LESS, "s")), {}, "below 0: it is a cost"),
    ],
)
def test_a_statement_with_a_gap_is_refused(entries: Any, changes: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        statement(entries, **changes)


def test_mixed_price_bases_are_refused_naming_both() -> None:
    with pytest.raises(UnitError, match="it is in USD 2022, the form in EUR 2021"):
        statement(prices=EUR)
    bare = Monetised("cost", "x", {"3 %": Figure(1, 2, 3), "7 %": Figure(1, 2, 3)}, "s")
    with pytest.raises(UnitError, match="has no price base"):
        statement((*ENTRIES, bare))


def skewed() -> Figure:
    """Four of a hundred draws are of 12.5, the others of 0: the mean, 0.5, lies above the 95th percentile."""
    return Figure.of_values(np.array([0.0] * 96 + [12.5] * 4) * 1e6, USD)


def test_a_mean_above_the_95th_percentile_is_shown_as_it_is_with_a_note() -> None:
    figure = skewed()
    assert (figure.low, figure.primary, figure.high, figure.beyond) == (0, 0.5e6, 0, True)
    assert figure.times(2.0) == Figure(0, 1e6, 0, USD, of_draws=True)
    rare = Monetised("cost", "something rare", {"3 %": figure, "7 %": figure}, "own run")
    text = str(statement((*ENTRIES, rare)))
    assert re.search(r"cost: something rare +3 % +0 +0\.5 +0\n", text)
    assert "a few draws with very large amounts carry it" in " ".join(text.split())
    assert "carry it" not in str(statement())
    assert statement((*ENTRIES, rare)).total("cost", "3 %").primary == 2.5e6


def test_no_label_is_cut_in_mid_word() -> None:
    what = "familiarisation with all that is asked for in the first year: projects, deployers and clouds"
    text = str(statement((*ENTRIES, money("cost", what))))
    assert f"cost: {what}" in " ".join(re.sub(r" [37] %.*", "", text).split())
    assert "…" not in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_totals_and_net_of_sums_pair_the_ends() -> None:
    made = both()
    assert made.total("net", "3 %") == Figure(2e6 - 5e6, 5e6, 9e6 - 1e6, USD)
    text = str(made)
    assert re.search(r"TOTAL MONETISED BENEFITS +3 % +2 +7 +9\n", text)
    assert re.search(r"TOTAL MONETISED COSTS +3 % +1 +2 +5\n", text)
    assert re.search(r"NET BENEFITS +3 % +−3 +5 +8\n", text)
    assert "pairs low benefit with high cost" in " ".join(text.split())
    with pytest.raises(InputError, match=r"no total of 'nett'\. Did you mean 'net'"):
        made.total("nett", "3 %")


def test_the_net_of_draws_has_the_ends_of_its_own_draws() -> None:
    made = both(totals=TOTALS)
    assert made.total("net", "3 %") == TOTALS["net"]["3 %"]
    assert re.search(r"NET BENEFITS +3 % +1 +5 +6\n", str(made))
    assert "Totals and net are of draws" in " ".join(str(made).split())
    rows = {(r["effect"], r["rate"]): r["primary"] for r in made.frame().records() if r["kind"] == "total"}
    assert rows["net benefits", "7 %"] == 4.6e6


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ({"net": TOTALS["net"]}, "give benefit, cost, net"),
        (TOTALS | {"cost": {"3 %": COST}}, "each at 3 %, 7 %"),
        (TOTALS | {"net": {"3 %": GAIN, "7 %": GAIN}}, "total of net at 3 % is 7000000, but the entries make 5000000"),
        (TOTALS | {"cost": TOTALS["net"]}, "total of cost at 3 %"),
    ],
)
def test_totals_that_are_not_those_of_the_entries_are_refused(totals: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        both(totals=totals)


def test_a_reconciliation_adds_up_or_is_refused() -> None:
    stolen = {"3 %": Figure(-2e6, -1e6, 0, USD), "7 %": Figure(-2e6, -1e6, 0, USD)}
    net = {"3 %": Figure(0, 4e6, 5e6, USD), "7 %": Figure(0, 3.6e6, 5e6, USD)}
    made = both(reconciliation=Reconciliation(0.0, 1.0, net, stolen))
    flat = " ".join(str(made).split())
    assert "Offenders' gains count not at all here. If they counted in full, the net at 3 % would be 4 (0 to 5)" in flat
    assert "−1 from stolen money" in flat
    with pytest.raises(InputError, match="reconciliation at 7 % is 4600000, but the entries make 3600000"):
        both(reconciliation=Reconciliation(0.0, 1.0, net | {"7 %": TOTALS["net"]["7 %"].times(1.0)}, stolen))
    with pytest.raises(InputError, match="reconciliation: nothing at 7 %"):
        both(reconciliation=Reconciliation(0.0, 1.0, {"3 %": net["3 %"]}, stolen))


def test_a_row_that_is_the_same_at_both_rates_says_why() -> None:
    assert "the same in each year" in both().even()  # the benefit is
    assert statement().even() == ""  # costs here are not
    assert "the rate at which it is annualised cancels" in " ".join(str(both()).split())


def test_every_effect_is_filled_or_says_why_not() -> None:
    flat = " ".join(str(statement()).split())
    assert "Effects on wages: not estimated: no data." in flat
    assert "Effects on small business: as large as elsewhere." in flat
    assert [r["effect"] for r in statement().frame().records() if r["kind"] == "effect on"][1].startswith("small bus")
