"""The brief as a whole: what it writes, and that terminal, page and JSON say the same."""

from __future__ import annotations

import json
import math
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from finished import Finished, names

from mloss_econ.base.files import plain, to_json, to_line
from mloss_econ.engine import Estimate
from mloss_econ.report import pictures
from mloss_econ.report.brief import _figures, render_brief
from mloss_econ.report.document import Bullets, Document, Folded, Group, TableBlock, Text
from mloss_econ.report.findings import compute
from mloss_econ.report.findings.value import value_findings
from mloss_econ.report.provenance import provenance
from mloss_econ.report.sections import document
from mloss_econ.wording import odds, quantity, stated

FILES = ["brief.html", "results.csv", "results.json", "run.json"]
STAMPED = ["brief.html", "results.json", "run.json"]


class Page(HTMLParser):
    """The text of a page, its tags, and what its attributes point to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """All text, on one line, with plain spaces."""
        return " ".join(" ".join(self.words).replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def page(finished: Finished) -> Page:
    """The page, parsed."""
    return Page(finished.read("brief.html"))


@pytest.fixture(scope="module")
def results(finished: Finished) -> Any:
    """The results, read by a reader that refuses NaN."""

    def refuse(text: str) -> float:
        raise AssertionError(text)

    return json.loads(finished.read("results.json"), parse_constant=refuse)


def one_line(text: str) -> str:
    """A wrapped text as one line; a line may break after a hyphen."""
    return " ".join(re.sub(r"(?<=\w-)\n\s*", "", text).split())


# ---------------------------------------------------------------- files


def test_four_files_and_nothing_else(finished: Finished) -> None:
    assert names(finished.folder) == FILES


def test_every_file_carries_version_seed_design_draws_and_hash(finished: Finished) -> None:
    stamp = finished.findings.stamp
    for name in STAMPED:
        text = finished.read(name)
        for part in (stamp.version, str(stamp.seed), stamp.design, stamp.inputs):
            assert part in text, (name, part)
        assert re.search(rf"\b({stamp.n}|{stamp.n:,})\b", text), name


def test_run_says_what_it_was_made_with(finished: Finished) -> None:
    run = json.loads(finished.read("run.json"))
    assert run["time"] == "2023-11-14T22:13:20Z"
    assert set(run["packages"]) == {"numpy", "scipy", "pydantic"}
    assert run["command"].startswith("mloss-econ")
    assert run["cases"] == {case.name: case.digest for case in finished.findings.cases}


def test_results_hold_only_finite_numbers(results: Any) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, float):
            assert math.isfinite(value)

    walk(results)


def test_every_claim_is_answered(finished: Finished, results: Any) -> None:
    assert [claim["name"] for claim in results["claims"]] == list(finished.claims)


# ---------------------------------------------------------------- the page


def test_page_asks_for_nothing(finished: Finished, page: Page) -> None:
    text = finished.read("brief.html")
    assert "script" not in page.tags
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in unescape(text)
    assert not re.search(r"https?://|url\(\s*['\"]?(?!#)|@import", text)
    for name, value in page.attributes:
        assert not name.startswith("on")
        if name in ("src", "href"):
            assert value.startswith("#")


def test_page_is_small(finished: Finished) -> None:
    assert len(finished.read("brief.html").encode()) < 1_000_000


def test_every_figure_has_title_description_and_table(finished: Finished) -> None:
    figures = re.findall(r"<figure>.*?</figure>", finished.read("brief.html"), flags=re.S)
    assert len(figures) >= 5
    for figure in figures:
        (labels,) = re.findall(r'role="img" aria-labelledby="([^"]+)"', figure)
        for label in labels.split():
            assert re.search(rf'<(title|desc) id="{label}">\S.+?</', figure), label
        assert re.search(r"<details>.*<table.*</details>", figure, flags=re.S)
        assert f"{finished.findings.stamp.n:,} draws, seed 7" in figure


def test_ids_are_unique_and_references_resolve(page: Page, finished: Finished) -> None:
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    for target in re.findall(r"url\(#([^)]+)\)", finished.read("brief.html")):
        assert target in ids
    for name, value in page.attributes:
        if name == "href":
            assert value[1:] in ids


def test_figures_follow_the_page_into_dark_mode(finished: Finished) -> None:
    svg = "".join(re.findall(r"<svg.*?</svg>", finished.read("brief.html"), flags=re.S))
    assert "var(--ink)" in svg
    assert "#1a1a1b" not in svg


def test_everything_in_the_report_is_on_the_page_in_its_order(finished: Finished, page: Page) -> None:
    """Every heading, sentence, cell and note, one after the other."""
    made = document(finished.findings, provenance(finished.assumptions, "sobol", ()))
    text, at = plain_spaces(page.text), 0
    for part in parts(made):
        wanted = plain_spaces(part)
        place = text.find(wanted, at)
        assert place >= 0, f"'{wanted}' does not come after '…{text[max(at - 60, 0) : at]}'"
        at = place + len(wanted)


def parts(made: Document) -> Iterator[str]:
    """The texts of a report, in order."""
    for section in made.sections:
        if section.name in ("inputs", "reproduce"):
            continue  # the record of the run is in between
        yield section.title
        for block in section.blocks:
            yield from of_block(block)


def of_block(block: Any) -> Iterator[str]:
    """The texts of a block."""
    if isinstance(block, Text):
        yield block.text
    elif isinstance(block, Bullets):
        yield from (item for item in (block.title, *block.items) if item)
    elif isinstance(block, TableBlock):
        yield from (cell for cell in (block.caption, *block.head) if cell)
        for line in block.lines:
            yield from ([line.text] if isinstance(line, Group) else [cell for cell in line if cell])
        yield block.note
    elif isinstance(block, Folded):
        yield block.title
        for inner in block.blocks:
            yield from of_block(inner)


def plain_spaces(text: str) -> str:
    """The text with single plain spaces, and none next to punctuation that another element holds."""
    return " ".join(re.sub("[\u2007\u2008\u00a0]", " ", text).split())


# ---------------------------------------------------------------- one set of numbers


def test_headline_is_the_same_on_page_and_terminal_and_from_the_results(
    finished: Finished, page: Page, results: Any
) -> None:
    terminal = one_line(finished.stdout)

    def said(row: Any, name: str = "median") -> str:
        return stated(Estimate(**row[name]), row["unit"])

    gross = results["value"]["readings"][0]["outputs"]
    figures = [said(gross["value"]), said(gross["benefit_cost_ratio"])]
    figures.append(said(results["proposal"]["outputs"]["net_world"]))
    for which in ("proposal", "comparator"):
        figures += [said(results[which]["outputs"]["exit_share_funded"])]
        every = [results[which]["of_all"][o] for o in ("exit_share_funded", "value_lost")]
        figures += [odds(Estimate(**row["median"])) for row in every]
    for figure in figures:
        assert figure in terminal, figure
        assert figure in page.text, figure


def test_every_sentence_of_the_terminal_is_on_the_page(finished: Finished, page: Page) -> None:
    short = finished.stdout.split("IN SHORT")[1].split("KEY FIGURES")[0]
    for sentence in re.split(r"^- ", short, flags=re.M):
        assert one_line(sentence) in page.text


def test_break_evens_are_the_same_everywhere(finished: Finished, page: Page, results: Any) -> None:
    for turning in results["policy"]["turning"]:
        for crossing in turning["crossings"]:
            figure = quantity(crossing["value"], turning["unit_input"])
            assert figure in one_line(finished.stdout)
            assert figure in page.text
    for turning in results["value"]["turning"]:
        for crossing in turning["crossings"]:
            assert quantity(crossing["value"], turning["unit_input"]) in page.text


def test_order_of_the_sections(finished: Finished, page: Page) -> None:
    parts = ["IN SHORT", "KEY FIGURES", "DRIVES EACH", "WOULD CHANGE", "WHICH PROPOSAL"]
    places = [finished.stdout.index(part) for part in parts]
    assert places == sorted(places)
    headings = re.findall(r"<h2 id=\"([^\"]+)\"", finished.read("brief.html"))
    assert headings == [
        "short", "key", "value", "drivers", "turning", "gains", "pricing-out", "liability", "proposals", "sides",
        "claims", "not-counted", "inputs", "form", "reproduce",
    ]  # fmt: skip


def test_terminal_fits_80_columns_and_has_no_escape_codes(finished: Finished) -> None:
    lines = [line for line in finished.stdout.splitlines() if not line.startswith("Written: ")]
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in finished.stdout
    assert "\u00a0" not in finished.stdout


def test_no_dotted_path_reaches_the_reader(finished: Finished) -> None:
    shown = Page(re.sub(r"<pre.*?</pre>", "", finished.read("brief.html"), flags=re.S)).text
    for text in (finished.stdout, shown):
        assert not re.search(r"\b(precautions|parties|channels|duties|is_cheapest|regret)\.\w", text)


# ---------------------------------------------------------------- the same again, and other inputs


@pytest.mark.slow
def test_same_seed_same_results(finished: Finished) -> None:
    assert value_findings(finished.assumptions) == finished.findings.value
    other = replace(finished.assumptions, seed=8)
    assert value_findings(other) != finished.findings.value


@pytest.mark.slow
def test_same_findings_same_files(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    command = shlex.split(json.loads(finished.read("run.json"))["command"])
    again = render_brief(finished.findings, finished.assumptions, command=command)
    assert again.files == {name: finished.read(name) for name in FILES}


@pytest.mark.slow
def test_text_of_a_file_never_becomes_markup(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "svg_of", lambda *chart: "<svg></svg>")
    evil = '<script>alert(1)</script> & "x" [bold]y[/bold] {{ 7 * 7 }}'
    made = render_brief(replace(finished.findings, title=evil, changed=("a.<b>",)), finished.assumptions)
    page = Page(made.files["brief.html"])
    assert "script" not in page.tags
    assert one_line(evil) in page.text
    assert "a.<b>" in page.text
    assert one_line(evil) in one_line(made.text)


@pytest.mark.slow
def test_progress_names_every_part(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    import mloss_econ.report.findings as findings

    seen: list[tuple[str, float]] = []
    for name in ("value_findings", "_proposals", "scenario_findings", "side", "scorecard", "Apart"):
        monkeypatch.setattr(findings, name, lambda *a, n=name, **k: stand_in(n, finished, *a))
    monkeypatch.setattr(findings, "refuse_early", lambda a: None)
    made = compute(finished.assumptions, lambda stage, done: seen.append((stage, done)))
    assert to_json(plain(made)) == to_json(plain(finished.findings))
    assert seen[-1][1] == 1.0
    assert sorted(stage.split(",")[0] for stage, _ in seen) == [
        "beliefs", "beliefs", "changed beliefs", "claims", "liability", "liability", "proposal", "scorecard", "value",
    ]  # fmt: skip


def stand_in(name: str, finished: Finished, *arguments: Any) -> Any:
    """A part that is computed already."""
    f = finished.findings
    if name == "Apart":
        return SimpleNamespace(wait=lambda: f.claims, stop=lambda: None)
    if name == "scenario_findings":
        return next(s for s in f.liability.scenarios if s.name == arguments[1])
    if name == "side":
        return next(s for s in f.sides.sides if s.name == arguments[1])
    if name == "_proposals":
        return f.proposal, f.comparator, f.pricing_out, f.policy
    return f.value if name == "value_findings" else f.card


def test_files_can_be_replaced(finished: Finished, tmp_path: Path) -> None:
    from mloss_econ.base.files import write_all

    write_all(tmp_path, {"a": "old"})
    write_all(tmp_path, {"a": "new", "b": "b"})
    assert (tmp_path / "a").read_text() == "new"
    assert names(tmp_path) == ["a", "b"]


@pytest.mark.slow
def test_figures_carry_what_they_were_made_from(finished: Finished, also: dict[str, Any]) -> None:
    record = json.loads(finished.read("run.json"))
    report = document(finished.findings, provenance(finished.assumptions, "sobol", ()))
    section = next(s for s in report.sections if s.name == "gains")
    gains = replace(report, sections=(replace(section, blocks=section.blocks[:2]),))
    kept = {k: v for k, v in record.items() if k != "figures"}
    made = _figures(gains, finished.findings, to_line(kept))
    assert set(made) == {f"figures/waterfall.{kind}" for kind in ("svg", "pdf", "png")}
    (inside,) = re.findall(rb"<dc:description>(.*?)</dc:description>", made["figures/waterfall.svg"], flags=re.S)
    assert json.loads(unescape(inside.decode())) == kept
    for kind in ("png", "pdf"):
        assert record["results"].encode() in made[f"figures/waterfall.{kind}"]
    for kind in ("md", "tex", "json"):
        said = also[f"tables/claims.{kind}"].replace("\\", "")
        assert str(finished.findings.stamp) in said, kind


@pytest.mark.slow
def test_every_figure_is_written_in_every_form(finished: Finished) -> None:
    files = render_brief(finished.findings, finished.assumptions, also=["figures"]).files
    made = [name for name in files if name.startswith("figures/")]
    assert len(made) == 3 * len({name.rpartition(".")[0] for name in made}) >= 3 * 7
    assert json.loads(str(files["run.json"]))["files"].keys() == files.keys() - {"run.json"}
