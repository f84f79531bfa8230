"""A table in every form: numbers whole where programs read, text harmless everywhere."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

import mloss_econ as me
from mloss_econ.base.frames import Column, Frame, Shown, Tabular, stacked, text
from mloss_econ.base.signs import REFUSED, first_refused, visible
from mloss_econ.base.units import PriceBase
from mloss_econ.compliance import pricing_out
from mloss_econ.engine import estimate, row_of, summary
from mloss_econ.errors import InputError, MissingExtraError
from mloss_econ.kernel import Ledger, Line, Memo, Transfer
from mloss_econ.regimes import disagreement, effects, scorecard, world_under
from mloss_econ.sensitivity import (
    Region,
    acceptability,
    break_even,
    bridge,
    decision,
    evpi,
    one_way,
    prim,
    regime_map,
    sobol,
    switching,
    tornado,
    two_way,
    verdict,
)
from mloss_econ.value import hundredfold

UNIT = "USD 2022/year"
SMALL = Frame(
    "Net benefit",
    (text("option"), Column("mean", UNIT), Column("is best", kind="share"), text("sure")),
    (("licensing", Shown.of(1.25e9, 3e8), 0.314, True), ("nothing", -5_000.5, None, False)),
    ("A note.",),
)


def test_cells_are_read_with_the_digits_they_support() -> None:
    assert SMALL.cells() == [["licensing", "1 billion", "31 %", "yes"], ["nothing", "−5,000", "–", "no"]]


def test_shares_are_read_in_per_cent_by_column_or_by_row() -> None:
    columns = [text("x"), text("unit"), Column("value"), Column("part", "share"), Column("USD", "USD")]
    table = Frame("t", columns, [("a", "share", 0.25, 0.5, 0.75), ("b", "USD", 0.25, Shown(0.5), 0.75)])
    assert [row[2:] for row in table.cells()] == [["25 %", "50 %", "0.75"], ["0.25", "50 %", "0.75"]]


def test_programs_get_whole_numbers() -> None:
    rows = list(csv.reader(io.StringIO(SMALL.csv())))
    assert rows[0] == ["option", "mean, USD 2022/year", "is best", "sure"]
    assert float(rows[1][1]) == 1.25e9
    assert float(rows[2][1]) == -5_000.5
    assert rows[2][2] == ""
    content = json.loads(SMALL.json())
    assert content["rows"][0] == {"option": "licensing", "mean": 1.25e9, "is best": 0.314, "sure": True}
    assert content["columns"][1] == {"name": "mean", "unit": UNIT, "kind": "number"}


def test_every_form_for_readers() -> None:
    assert SMALL.text().splitlines() == [
        "Net benefit",
        "option     mean, USD 2022/year  is best  sure",
        "licensing            1 billion     31 %   yes",
        "nothing                 −5,000        –    no",
        "A note.",
    ]
    assert SMALL.markdown() == (
        "**Net benefit**\n\n| option | mean, USD 2022/year | is best | sure |\n| :-- | --: | --: | :-- |\n"
        "| licensing | 1 billion | 31 % | yes |\n| nothing | −5,000 | – | no |\n\nA note.\n"
    )
    tex = SMALL.latex()
    for part in (r"\toprule", r"\midrule", r"\bottomrule", r"\begin{tabular}{lrrl}", r"31 \%", r"$-$5,000"):
        assert part in tex
    assert '<th scope="col"' in SMALL.html()
    assert "<caption" in SMALL.html()


def test_a_wide_table_stacks_and_keeps_every_figure() -> None:
    wide = Frame("t", [text("name"), *(Column(f"column {k}") for k in range(12))], [("a name", *range(12))])
    lines = wide.text().splitlines()
    assert lines[-2] == "a name"
    assert lines[-1].split() == [str(k) for k in range(12)]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), np.float64("nan"), [1], np.bool_(True)])
def test_what_is_no_cell_is_refused(bad: Any) -> None:
    with pytest.raises(InputError, match=r"row 1, 'a': .* (is not finite|is no cell)"):
        Frame("t", [Column("a")], [(bad,)])


def test_rows_and_names_have_to_fit() -> None:
    with pytest.raises(InputError, match="2 cells for 1 columns"):
        Frame("t", [Column("a")], [(1, 2)])
    with pytest.raises(InputError, match="two columns have one name"):
        Frame("t", [Column("a"), Column("a")], [])


def test_frames_stand_under_each_other() -> None:
    both = stacked("both", [("one", SMALL), ("other", SMALL)], "which")
    assert [row["which"] for row in both.records()] == ["one", "one", "other", "other"]


NASTY = "=cmd|' /C calc'!A0 <script>alert(1)</script> & _x_ {} \\input{/etc/passwd} | `code` [a](b) #1 50% $5 ~^"


class Seen(HTMLParser):
    """Tags and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@given(st.text(st.characters(exclude_categories=list(REFUSED)), max_size=40).map(visible))
def test_text_stays_text(word: str) -> None:
    for said in (word, NASTY, f"={word}", f"@{word}"):
        table = Frame(said, [text(f"h {said}"), Column("n", said)], [(said, -1.5)], [said])
        seen = Seen()
        seen.feed(table.html())
        assert seen.tags <= {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
        assert said in "".join(seen.words)
        head, row = csv.reader(io.StringIO(table.csv()))
        for cell in (*head, row[0]):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert row[1] == "-1.5"  # a number is no formula
        line = table.markdown().splitlines()[-3]
        assert re.sub(r"\\.", "", line).count("|") == 3
        assert "<" not in table.markdown()
        tex = table.latex()
        assert len(re.findall(r"(?<!\\)&", tex)) == 2
        assert r"\input" not in tex
        assert json.loads(table.json())["rows"][0][f"h {said}"] == said


HOSTILE = "a\x1b[31m\x07\x00\x85\u202eb\u2066\u200b\u2028\udcff"


@pytest.mark.parametrize("form", ["text", "markdown", "latex", "csv", "json", "html"])
def test_no_form_of_a_table_carries_what_acts_on_a_terminal(form: str) -> None:
    table = Frame(HOSTILE, [text(HOSTILE), Column("n", HOSTILE)], [(HOSTILE, -1.5)], [HOSTILE])
    made = getattr(table, form)()
    assert first_refused(made) is None
    assert "[31m" in made
    if form == "json":
        assert json.loads(made)["title"] == HOSTILE


@given(
    st.lists(st.tuples(st.text(max_size=5), st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=5)
)
def test_numbers_come_back_exactly(rows: list[tuple[str, float]]) -> None:
    table = Frame("t", [text("a"), Column("b")], rows)
    assert [r["b"] for r in json.loads(table.json())["rows"]] == [b for _, b in rows]
    assert [float(r[1]) for r in list(csv.reader(io.StringIO(table.csv(), newline="")))[1:]] == [b for _, b in rows]


def test_data_frames() -> None:
    assert SMALL.to_pandas()["mean"].tolist() == [1.25e9, -5_000.5]
    assert SMALL.to_polars()["option"].to_list() == ["licensing", "nothing"]
    assert SMALL.to_polars()["is best"].to_list() == [0.314, None]


@pytest.mark.parametrize("tool", ["pandas", "polars"])
def test_a_missing_tool_says_how_to_get_it(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, tool, None)
    with pytest.raises(MissingExtraError, match=f"pip install {tool}"):
        getattr(SMALL, f"to_{tool}")()


def results() -> dict[str, Tabular]:
    """One result of every kind, from few draws."""
    case = me.baseline(pricing_out)
    half = case.but("half", fixed_cost=10_000)
    run = me.simulate(case, n=2**12, seed=7)
    both = me.compare([case, half], judged_by="value_lost", n=2**12, seed=7)
    card = scorecard(["licensing", "risk_tiers"], n=256, seed=7)
    vary = ("fixed_cost", "median_budget")
    return {
        "case": case,
        "summary": summary(run),
        "trace": me.trace(case),
        "comparison": both,
        "claim": hundredfold,
        "verdict": verdict(hundredfold, n=1024),
        "tornado": tornado(case, "value_lost"),
        "ranking": sobol(case, "value_lost", n=256),
        "break-even": break_even(case, vary="fixed_cost", output="exit_share_funded", target=0.5),
        "switching": switching(case, "exit_share_funded", target=0.5),
        "one way": one_way(case, "fixed_cost"),
        "two way": two_way(case, "value_lost", vary),
        "map": regime_map([case, half], "value_lost", vary, best="lowest"),
        "evpi": evpi(decision(both, best="lowest")),
        "bridge": bridge(case, half, "value_lost"),
        "acceptability": acceptability(both, effect="exit_share_funded", cost="value_lost", at=[0.0, 1.0]),
        "prim": prim(run, Region("exit_share_funded", high=0.5)),
        "scorecard": card,
        "disagreement": disagreement("development_rules_critics", "adopted", ["licensing"]),
        "ledger": effects(world_under("licensing"), n=None),
    }


@pytest.mark.slow
def test_every_result_is_a_table_in_every_form() -> None:
    for name, result in results().items():
        table = result.frame()
        assert table.title, name
        assert table.rows, name
        for form in (table.text(), table.markdown(), table.latex(), table.csv(), table.json(), result._repr_html_()):
            assert form.strip(), name
        assert len(result.to_pandas()) == len(table.rows) == len(result.to_polars()), name
        assert all(len(line) <= 80 for line in table.text().splitlines() if not line.startswith("    ")), name


def test_a_run_and_its_table_agree() -> None:
    run = me.simulate(me.baseline(pricing_out), n=512, seed=7)
    record = next(r for r in summary(run).frame().records() if r["output"] == "value_lost")
    assert record["mean"] == estimate(run, "value_lost").value
    assert record["adopted"] == row_of(run, "value_lost").value


def test_the_ledger_as_a_table_keeps_entries_apart() -> None:
    draws = np.arange(100.0)
    made = Ledger(
        PriceBase.parse("USD 2022"),
        "a year",
        (Line("B", "users", draws, note="use"),),
        (Transfer("users", "state", 3.0),),
        (Memo("harm that remains", 7.0, "USD"),),
    )
    use, moved, memo = made.frame().records()
    assert (use["mean"], use["p5"], use["p95"]) == (49.5, 4.95, 94.05)
    assert (moved["from"], moved["to"], moved["mean"], moved["p5"]) == ("users", "state", 3.0, None)
    assert memo["line"] == "memo"
