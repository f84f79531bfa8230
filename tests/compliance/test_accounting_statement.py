"""The accounting statement: what it prints, adds up and refuses."""

import re
from typing import Any

import numpy as np
import pytest
from appraisals import EUR, USD
from numpy.testing import assert_allclose

from mloss_econ.compliance import Figure, InWords, Monetised, NotEstimated, Quantified, accounting_statement, profile
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


def statement(entries: Any = ENTRIES, **changes: Any) -> Any:
    given_: dict[str, Any] = {"profile": A4, "prices": USD, "period": "2027 to 2036", "blanks": BLANKS}
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
