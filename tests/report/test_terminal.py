"""A report as plain lines."""

from dataclasses import replace

from mloss_econ.report.document import Bullets, Chart, Document, Folded, Group, Section, TableBlock, Text as Words
from mloss_econ.report.terminal import WIDTH, align, render, table


def test_decimal_points_stand_in_line() -> None:
    assert align(("30", "69.2", "3.41", "")) == ["30   ", "69.2 ", "3.41", "   "]
    assert align(("1", "20")) == ["1", "20"]
    assert align(("1 %", "2.5 %")) == ["1 %", "2.5 %"]


def test_long_names_wrap_and_figures_do_not() -> None:
    t = TableBlock("c", ("", "a long head", "b"), (Group("g"), ("name " * 30, "1,234,567", "x to y"), ("n", "2", "")))
    lines = table(t)
    assert max(map(len, lines)) <= WIDTH
    assert sum("1,234,567" in line for line in lines) == 1


def test_a_page_only_section_is_not_on_the_terminal() -> None:
    d = Document("t", (), (), (Section("s", "Hidden", (), page_only=True),), "", "stamp")
    assert "HIDDEN" not in render(d)


WIDE = TableBlock(
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
