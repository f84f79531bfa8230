"""The ledger: every effect once, the same net by line and by group, and no sum of things that do not add."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, UnitError
from mloss_econ.kernel import GROUPS, Ledger, Line, Memo, Transfer, ledger as module
from mloss_econ.kernel.ledger import WORLD

USD = PriceBase("USD", 2022)
EVERYBODY = dict.fromkeys(GROUPS, 1.0)
amounts = st.floats(-1e9, 1e9).map(lambda x: round(x, 2))
groups = st.sampled_from(GROUPS)
lines = st.lists(st.builds(Line, st.sampled_from("BKCPAH"), groups, amounts), max_size=8)
pairs = st.permutations(GROUPS).map(lambda p: p[:2])
transfers = st.lists(st.builds(lambda p, a: Transfer(p[0], p[1], a), pairs, amounts), max_size=6)
ledgers = st.builds(lambda a, b: Ledger(USD, "a year", tuple(a), tuple(b)), lines, transfers)
weights = st.dictionaries(groups, st.floats(0, 3), max_size=8)


def scale(book: Ledger) -> float:
    return 1e-9 + 1e-9 * sum(float(np.sum(np.abs(e.amount))) for e in (*book.lines, *book.transfers))


def by_hand(book: Ledger, weight: dict[str, float]) -> float:
    """Every entry in turn, in plain Python, with fines on both sides."""
    total = 0.0
    for line in book.lines:
        total += weight.get(line.group, 0.0) * float(line.amount) * (1 if line.code == "B" else -1)
    for t in book.transfers:
        total += weight.get(t.receiver, 0.0) * float(t.amount) - weight.get(t.payer, 0.0) * float(t.amount)
    return total


@given(ledgers, weights)
def test_the_net_is_that_of_adding_entry_by_entry(book: Ledger, weight: dict[str, float]) -> None:
    assert_allclose(book.net(weight), by_hand(book, weight), atol=5 * scale(book))
    assert_allclose(book.net(), by_hand(book, dict(WORLD)), atol=scale(book))


@given(ledgers)
def test_by_line_and_by_group_give_one_net(book: Ledger) -> None:
    by_line = book.by_line(EVERYBODY)
    costs = sum(by_line[code] for code in "KCPAH")
    assert_allclose(by_line["B"] - costs, sum(book.by_group().values()), atol=scale(book))
    assert_allclose(by_line["T"], 0, atol=scale(book))
    assert_allclose(book.net(EVERYBODY), by_line["B"] - costs, atol=scale(book))


@given(ledgers, pairs, amounts)
def test_a_transfer_moves_money_and_makes_none(book: Ledger, pair: list[str], amount: float) -> None:
    more = book + Ledger(USD, "a year", (), (Transfer(pair[0], pair[1], amount),))
    slack = scale(more)
    assert_allclose(more.net(EVERYBODY), book.net(EVERYBODY), atol=slack)
    assert_allclose(more.by_group()[pair[0]], book.by_group()[pair[0]] - amount, atol=slack)
    assert_allclose(more.by_group()[pair[1]], book.by_group()[pair[1]] + amount, atol=slack)
    assert_allclose(more.net({pair[1]: 1}), book.net({pair[1]: 1}) + amount, atol=slack)


@given(ledgers, ledgers, weights)
def test_sums_and_differences(one: Ledger, other: Ledger, weight: dict[str, float]) -> None:
    slack = 5 * (scale(one) + scale(other))
    assert_allclose((one + other).net(weight), one.net(weight) + other.net(weight), atol=slack)
    assert_allclose(Ledger.between(one, other).net(weight), one.net(weight) - other.net(weight), atol=slack)
    assert_allclose((one - one).net(weight), 0, atol=slack)
    assert_allclose(sum((-one).by_group().values()), -sum(one.by_group().values()), atol=slack)


def stolen() -> Ledger:
    """Half of 100 a year of stolen money is kept from thieves, for 20 of precautions and a fine of 7."""
    return Ledger(
        USD,
        "a year",
        (Line("P", "deployers", 20), Line("H", "victims", -5, note="trouble saved"), Line("A", "state", 1)),
        (Transfer("victims", "offenders", -50), Transfer("open projects", "state", 7)),
        (Memo("thefts that remain", 12, "a year"),),
    )


def test_theft_is_a_transfer_only_if_offenders_count() -> None:
    assert stolen().net() == 50 + 5 - 20 - 1
    assert stolen().net(EVERYBODY) == 5 - 20 - 1
    assert stolen().by_line()["T"] == 50
    assert stolen().by_group()["offenders"] == -50
    assert stolen().net({"state": 1.0}) == 6
    assert stolen().net({"state": 1.0, "victims": 2.0}) == 6 + 110
    assert "Offenders weigh 0: their gains are not counted." in str(stolen())
    assert "Offenders weigh 1: their gains are counted." in stolen().table(EVERYBODY)


def test_draws_broadcast_and_are_added_row_by_row() -> None:
    draws = np.array([1.0, 2.0, 4.0])
    book = Ledger(USD, "a year", (Line("B", "users", draws), Line("C", "open projects", 2.0)))
    assert_allclose(book.net(), [-1, 0, 2])
    draws[0] = 100  # a ledger keeps its own copy
    assert_allclose(book.net(), [-1, 0, 2])
    wide = book + Ledger(USD, "a year", (Line("H", "victims", np.ones((5, 3))),))
    assert np.shape(wide.net()) == (5, 3)
    assert "mean of 3 draws" in str(book)
    assert Ledger(USD, "a year").net() == 0


def test_the_table() -> None:
    text = str(stolen())
    assert max(map(len, text.splitlines())) <= 80
    rows = [line.split() for line in text.splitlines()]
    for row in (["P", "precautions", "20"], ["H", "harm", "−5"], ["T", "transfers", "50"], ["victims", "55"]):
        assert row in rows
    assert rows.count(["Net", "34"]) == 2
    assert ["offenders", "(weight", "0)", "−50"] in rows
    assert text.count("USD 2022/year") == 2
    assert "Not added: thefts that remain 12 a year." in text
    assert not any(row[:1] == ["K"] for row in rows)  # no line that is not used
    assert "baseline: thefts" in str(stolen() - stolen())


# ---------------------------------------------------------------- years


def two_years() -> Ledger:
    return Ledger(
        USD,
        "a year",
        (Line("C", "open projects", 100, 2026), Line("B", "users", 121, 2028)),
        (Transfer("users", "state", 11, 2027),),
    )


def test_years_are_discounted_before_they_are_added() -> None:
    assert two_years().years == (2026, 2027, 2028)
    value = two_years().present_value(0.1, 2026)
    assert value.kind == "present value"
    assert_allclose(value.net(), -100 + 121 / 1.1**2, atol=1e-9)
    assert_allclose(value.by_group()["state"], 10)
    assert two_years().in_year(2028).net() == 121
    assert "in 2028" in str(two_years().in_year(2028))
    assert "USD 2022\n" in str(value)
    assert_allclose(two_years().present_value(np.array([0.0, 0.1]), 2026).net(), [21, 0], atol=1e-12)


# ---------------------------------------------------------------- what is refused


def made(*entries: Any, kind: Any = "a year") -> Ledger:
    lines = tuple(e for e in entries if isinstance(e, Line))
    return Ledger(USD, kind, lines, tuple(e for e in entries if isinstance(e, Transfer)))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: made(Line("X", "users", 1)), "line 'X' of 'users' is not known. Known: A, B, C, H, K, P, T."),
        (lambda: made(Line("T", "users", 1)), "Write Transfer(payer, receiver)"),
        (lambda: made(Line("B", "user", 1)), "group 'user' is not known. Did you mean 'users'?"),
        (lambda: made(Transfer("states", "users", 1)), "payer: group 'states' is not known. Did you mean 'state'?"),
        (lambda: made(Transfer("state", "victim", 1)), "receiver: group 'victim'"),
        (lambda: made(Transfer("state", "state", 1)), "transfer from 'state' to itself"),
        (lambda: made(Line("B", "users", np.nan)), "line B: nan is not finite"),
        (lambda: made(Transfer("users", "state", np.array([1, np.inf]))), "transfer from users: inf is not finite"),
        (lambda: made(Line("B", "users", "much")), "'much' is not a number"),
        (lambda: made(kind="per year"), "kind 'per year'. Write 'a year'"),
        (lambda: made(Line("B", "users", np.ones(2)), Line("C", "users", np.ones(3))), "shapes (2,), (3,) do not go"),
        (lambda: made(Line("B", "users", 1, 2026), Line("C", "users", 1)), "to every line and transfer or to none"),
        (lambda: made(Line("B", "users", 1, 2026), kind="present value"), "to none of a present value"),
        (lambda: two_years().net(), "flows of 3 years (2026 to 2028) are not added"),
        (lambda: two_years().by_group(), "Use in_year(year) or present_value"),
        (lambda: two_years().in_year(2030), "no entry of year 2030"),
        (lambda: stolen().present_value(0.03, 2026), "needs a year on every entry"),
        (lambda: stolen() + made(kind="present value"), "flows go with flows"),
        (lambda: stolen().net({"citizens": 1}), "viewpoint: group 'citizens' is not known"),
        (lambda: stolen().net({"users": -1}), "weight -1 of 'users'"),
        (lambda: stolen().reconcile({"victims": 54.0}), "the change for 'victims' differs, by 1"),
        (lambda: stolen().reconcile({"victim": 55.0}), "Did you mean 'victims'?"),
    ],
)
def test_what_is_refused_and_why(make: Any, words: str) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert words in str(error.value)


@pytest.mark.parametrize("other", ["USD 2021", "EUR 2022"])
def test_price_bases_do_not_mix(other: str) -> None:
    for join in (lambda a, b: a + b, lambda a, b: a - b, Ledger.between):
        with pytest.raises(UnitError, match=f"in USD 2022 and in {other}: convert"):
            join(stolen(), Ledger(PriceBase.parse(other), "a year"))


def test_reconciling_with_what_was_computed_otherwise() -> None:
    stolen().reconcile({"victims": 55.0, "deployers": -20, "users": 0})


def test_a_net_that_differs_by_line_and_by_group_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault put in on purpose: a group's gain goes missing, then the far side of a transfer does."""
    plain = Ledger.by_group
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "by_group", lambda self: {**plain(self), "victims": np.zeros(())})
        with pytest.raises(InputError, match="net by line and by group differ, by 55"):
            stolen().net()
    lines = Ledger.by_line
    monkeypatch.setattr(Ledger, "by_line", lambda self, z=None: {**lines(self, z), "T": lines(self, z)["T"] + 1})
    with pytest.raises(InputError, match="by line and by group differ, by 1"):
        stolen().net()
    monkeypatch.setattr(module, "ROUNDING", 1.0)
    assert stolen().net() == 34


def test_a_small_effect_that_is_missing_among_large_ones_is_found() -> None:
    large = Ledger(USD, "a year", (Line("H", "victims", 1e11), Line("B", "users", 5.0)))
    large.reconcile({"victims": -1e11, "users": 5.0})
    with pytest.raises(InputError, match="the change for 'users' differs, by 5"):
        large.reconcile({"users": 0.0})


# ---------------------------------------------------------------- nothing in it


@pytest.mark.parametrize("kind", ["a year", "present value"])
def test_an_empty_ledger_changes_nothing_for_anybody(kind: Any) -> None:
    empty = Ledger(USD, kind)
    assert (float(empty.net()), empty.net().shape, empty.years) == (0.0, (), ())
    assert empty.net({"users": 2.0}) == 0
    assert {k: float(v) for k, v in empty.by_line().items()} == dict.fromkeys("BKCPAHT", 0.0)
    assert {k: float(v) for k, v in empty.by_group().items()} == dict.fromkeys(GROUPS, 0.0)
    assert (-empty).net() == (empty + empty).net() == (empty - empty).net() == 0
    empty.reconcile(dict.fromkeys(GROUPS, 0.0))
    assert empty.frame().rows == ()
    assert len(empty.to_pandas()) == 0
    said = str(empty)
    assert [line.split()[-1] for line in said.splitlines() if line.startswith("Net")] == ["0", "0"]
    assert "draws" not in said
    assert "B  " not in said
    full = Ledger(USD, kind, (Line("H", "victims", 7.0),))
    assert (empty + full).net() == -7
    assert (empty - full).net() == 7


def test_an_empty_ledger_has_no_years() -> None:
    with pytest.raises(InputError, match="no entry of year 2024"):
        Ledger(USD, "a year").in_year(2024)
    with pytest.raises(InputError, match="a present value needs a year on every entry"):
        Ledger(USD, "a year").present_value(0.03, 2024)


def test_a_ledger_of_memos_alone_nets_nothing_and_tells_them() -> None:
    memo = Ledger(USD, "a year", memos=(Memo("harm that remains", np.array([1.0, 3.0]), "USD 2022/year"),))
    assert memo.net() == 0
    assert [row[0] for row in memo.frame().rows] == ["memo"]
    assert "Not added: harm that remains 2 USD 2022/year." in str(memo)


def test_pictures_of_an_empty_ledger() -> None:
    figures = pytest.importorskip("mloss_econ.figures")
    empty = Ledger(USD, "a year")
    ax = figures.waterfall(empty)
    assert {text.get_text() for text in ax.texts} >= {"Net"}
    assert [bar.get_width() for bar in ax.patches] == [0.0]
    with pytest.raises(InputError, match="no group gains or loses anything"):
        figures.by_group(empty)
