"""Tables and figures keep to their frame, whatever is in them."""

import io
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from finished import Finished
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text as Label

from mloss_econ.engine import Estimate
from mloss_econ.figures.style import RC, short
from mloss_econ.report.document import Bullets, Chart, Document, Folded, Group, Section, Table, Text as Words
from mloss_econ.report.pictures import figure_of
from mloss_econ.report.progress import Progress
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.report.sections.liability import smallest_errors
from mloss_econ.report.terminal import WIDTH, align, render, table


def test_decimal_points_stand_in_line() -> None:
    assert align(("30", "69.2", "3.41", "")) == ["30   ", "69.2 ", "3.41", "   "]
    assert align(("1", "20")) == ["1", "20"]
    assert align(("1 %", "2.5 %")) == ["1 %", "2.5 %"]


def test_long_names_wrap_and_figures_do_not() -> None:
    t = Table("c", ("", "a long head", "b"), (Group("g"), ("name " * 30, "1,234,567", "x to y"), ("n", "2", "")))
    lines = table(t)
    assert max(map(len, lines)) <= WIDTH
    assert sum("1,234,567" in line for line in lines) == 1


def test_a_line_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 cells"):
        Table("c", ("a", "b"), (("1",),))


def test_a_page_only_section_is_not_on_the_terminal() -> None:
    d = Document("t", (), (), (Section("s", "Hidden", (), page_only=True),), "", "stamp")
    assert "HIDDEN" not in render(d)


def charts(finished: Finished) -> list[Chart]:
    """The charts of the brief."""
    made = document(finished.findings, provenance(finished.assumptions, "sobol", ()))
    return list(made.charts)


@pytest.mark.slow
def test_no_label_is_cut_off(finished: Finished) -> None:
    for chart in charts(finished):
        with mpl.rc_context(RC):
            figure = figure_of(chart, finished.findings)
            canvas = FigureCanvasAgg(figure)
            figure.savefig(io.BytesIO(), format="png")
            width, height = figure.bbox.width, figure.bbox.height
            for label in figure.findobj(Label):
                if label.get_visible() and label.get_text().strip():
                    box = label.get_window_extent(canvas.get_renderer())
                    inside = box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1
                    assert inside, (chart.title, label.get_text(), box)


def test_tornado_prints_both_ends_and_the_adopted_value(finished: Finished) -> None:
    for chart in charts(finished):
        if chart.drawing == "tornado":
            texts = " ".join(t.get_text() for t in figure_of(chart, finished.findings).findobj(Label))
            assert texts.count(" at ") >= 2 * len(chart.table.lines)
            assert "adopted " in texts


def test_axis_numbers_are_short() -> None:
    assert [short(v) for v in (30e9, 1e6, 10_000.0, -6e5)] == ["30 bn", "1 m", "10,000", "−600,000"]


def test_progress_waits_and_then_says_each_stage_once() -> None:
    now, stream = [0.0], io.StringIO()
    with Progress(stream, clock=lambda: now[0]) as progress:
        progress("value", 0.1)
        assert stream.getvalue() == ""
        now[0] = 3.0
        progress("claims", 0.2)
        progress("claims", 0.3)
    assert stream.getvalue() == "computing: claims\n"


def test_progress_rewrites_one_line_on_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    now, stream = [0.0], Terminal()
    with Progress(stream, clock=lambda: now[0]) as progress:
        now[0] = 3.0
        progress("claims", 0.5)
    assert stream.getvalue().startswith("\rclaims: 50% done")
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith("\r")


def test_sentences_follow_the_numbers(finished: Finished) -> None:
    """The report of other numbers says other things: nothing is hard-wired."""
    f = finished.findings
    s = f.liability.situations[0]
    alone = replace(s, at_adopted="bank", residual_bearer="nobody", judged=3)
    other = replace(f, liability=replace(f.liability, situations=(alone, f.liability.situations[1])))
    made = document(other, provenance(finished.assumptions, "sobol", ()))
    whole, text = str(made), render(made)
    assert "falls on nobody who acts" in whole
    assert text != render(document(f, provenance(finished.assumptions, "sobol", ())))
    assert f"3 of {s.uncertain} uncertain inputs" in whole
    assert np.all([len(line) <= WIDTH for line in text.splitlines()])


def test_parties_that_cannot_be_told_apart_are_named_together(finished: Finished) -> None:
    s = finished.findings.liability.situations[0]
    first, second = sorted(s.parties, key=lambda p: p.regret.mean.value)[:2]
    near = replace(second, regret=replace(second.regret, mean=Estimate(first.regret.mean.value * 1.001, 1e5)))
    far = replace(second, regret=replace(second.regret, mean=Estimate(first.regret.mean.value * 9, 1.0)))
    assert smallest_errors(replace(s, parties=(first, near))) == [first, near]
    assert smallest_errors(replace(s, parties=(far, first))) == [first]


WIDE = Table(
    "Yearly cost, by who bears it",
    ("", "a long head over figures", "adopted", "share"),
    (
        Group("Developers"),
        ("a name that is so long that it must break somewhere", "1,234,567.5", "2", "30 %"),
        ("short", "−20", "3.25", "over 99 %"),
        Group("Others"),
        ("deployer", "", ".5", ""),
    ),
    note="Four more on the page.",
)


def test_a_table_to_the_letter() -> None:
    assert table(WIDE) == [
        "Yearly cost, by who bears it",
        "                                                 a long head",
        "                                                        over",
        "                                                     figures  adopted      share",
        "--------------------------------------------------------------------------------",
        "Developers",
        "a name that is so long that it must break        1,234,567.5        2       30 %",
        "somewhere",
        "short                                                  −20       3.25  over 99 %",
        "Others",
        "deployer                                                           .5",
        "Four more on the page.",
    ]
    assert align(("a word", "1.5", "20")) == ["a word", "1.5", "20"]


def test_a_report_to_the_letter() -> None:
    rows = replace(WIDE, caption="c", lines=(("one", "1", "2", "3"),) * 6, note="")
    shown = (
        Words("para"),
        Bullets("Listed", ("a", "b")),
        Bullets("Asked?", ("c",)),
        Chart("x", "", "Message", "d", rows, "src", on_terminal=True),
        Chart("y", "", "Hidden chart", "d", rows, "src"),
        Folded("Fold", (Words("hidden"),)),
    )
    sections = (Section("s", "Shown", shown), Section("h", "Hidden", (Words("hidden"),), page_only=True))
    made = Document("Title", ("basis",), ("first.", "second " * 13), sections, "legend", "stamp", "95 % of it")
    few = [line.rstrip() for line in table(replace(rows, lines=rows.lines[:4], note="2 more on the page."))]
    assert render(made).splitlines() == [
        *("TITLE", "", "basis", "", "95 % of it", "", "IN SHORT", "- first."),
        *("- second second second second second second second second second second second", "  second second"),
        *("", "SHOWN", "para", "", "Listed:", "- a", "- b", "", "Asked?", "- c", "", "Message.", *few, "", "stamp"),
    ]
    assert render(replace(made, headline="")).splitlines()[3:5] == ["", "IN SHORT"]
