"""The brief in a real browser: on screen, on a phone, in the dark, in print, without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chrome import Chrome, executable

from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.brief import Brief, make_brief

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(executable() is None, reason="no chromium: apt-get install --no-install-recommends chromium"),
]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """[...document.querySelectorAll('svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).filter(t => {
    const box = t.getBoundingClientRect();
    return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 ||
      box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map(t => svg.querySelector('title').textContent + ': ' + t.textContent);
})"""
SPILL = """[...document.querySelectorAll('main *')].filter(e => {
  if (e.closest('.wide, .picture, pre, svg')) return false;
  const box = e.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1);
}).map(e => e.tagName + ': ' + e.textContent.slice(0, 40))"""
PAGES = 6  # of A4 at most, with all proposals on them
UNFOLD = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture(scope="module")
def made() -> Brief:
    """A brief at its default number of draws, so that its texts are as long as they get."""
    return make_brief(read_assumptions(), command=["mloss-econ", "brief"])


@pytest.fixture(scope="module")
def page(made: Brief, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its page, alone in a folder, as somebody gets it by e-mail."""
    path = tmp_path_factory.mktemp("page") / "brief.html"
    path.write_text(str(made.files["brief.html"]), encoding="utf-8")
    return path


@pytest.fixture
def chrome() -> Iterator[Chrome]:
    """A browser of its own."""
    with Chrome() as browser:
        yield browser


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def test_it_asks_for_nothing_and_says_nothing(chrome: Chrome, page: Path) -> None:
    chrome.size(1200, 900)
    seconds = chrome.open(page)
    assert chrome.asked == [page.resolve().as_uri()]
    assert chrome.said == []
    assert chrome.run("performance.getEntriesByType('resource').length") == 0
    assert seconds < 1.0
    assert chrome.run("document.title").startswith("Open-source AI")


def test_the_page_itself_is_refused_every_request(chrome: Chrome, page: Path) -> None:
    """Not only does it ask for nothing: its policy would not let it."""
    chrome.size(1200, 900)
    chrome.open(page)
    script = "fetch('https://example.org/').then(() => 'went out', e => 'refused')"
    assert chrome.run(script) == "refused"
    assert any("Content Security Policy" in said for said in chrome.said)


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_overflows(chrome: Chrome, page: Path, width: int) -> None:
    chrome.size(width, 900)
    chrome.open(page)
    assert chrome.run(OVERFLOW) <= 0
    assert chrome.run(SPILL) == []
    chrome.run(UNFOLD)
    assert chrome.run(OVERFLOW) <= 0
    assert chrome.run(SPILL) == []


@pytest.mark.parametrize("width", [360, 1200])
def test_no_text_is_outside_its_picture(chrome: Chrome, page: Path, width: int) -> None:
    chrome.size(width, 900)
    chrome.open(page)
    chrome.run(UNFOLD)
    assert chrome.run("document.querySelectorAll('svg').length") >= 7
    assert chrome.run(CUT) == []


def test_it_prints_to_six_pages_with_the_answer_on_the_first(chrome: Chrome, page: Path, made: Brief) -> None:
    chrome.open(page)
    assert pages_of(chrome.pdf()) <= PAGES
    chrome.send("Emulation.setEmulatedMedia", media="print")
    chrome.size(718, 1040)  # A4 without its margins, at 96 pixels an inch
    chrome.send("Emulation.setEmulatedMedia", media="print")
    for selector in (".headline", ".short", "#key", ".key table"):
        bottom = chrome.run(f"document.querySelector('{selector}').getBoundingClientRect().bottom")
        assert bottom < 1040, selector
    assert (
        chrome.run("document.querySelector('.headline').textContent").replace("\u00a0", " ") == made.document.headline
    )


@pytest.mark.parametrize(
    ("proposal", "profile"), [("licensing", "a4-2003"), ("deployment_liability", "greenbook-2026"), ("sb1047", "eu-br")]
)
def test_other_proposals_and_forms_print_to_six_pages_as_well(
    chrome: Chrome, tmp_path: Path, proposal: str, profile: str
) -> None:
    assumptions = read_assumptions(options={"n": 1024, "proposal": proposal, "profile": profile})
    path = tmp_path / "brief.html"
    path.write_text(str(make_brief(assumptions).files["brief.html"]), encoding="utf-8")
    chrome.size(360, 900)
    chrome.open(path)
    assert chrome.said == []
    assert chrome.run(OVERFLOW) <= 0
    chrome.run(UNFOLD)
    assert chrome.run(CUT) == []
    chrome.open(path)
    assert pages_of(chrome.pdf()) <= PAGES


def test_it_works_without_javascript(page: Path, made: Brief) -> None:
    with Chrome(javascript=False) as browser:
        browser.size(1200, 900)
        browser.open(page)
        assert browser.run("document.querySelectorAll('svg').length") >= 7
        first = "document.querySelector('details.fold')"
        assert not browser.run(f"{first}.open")
        place = browser.run(
            f"(({{x, y}}) => [x, y])({first}.querySelector('summary').getBoundingClientRect())",
        )
        browser.run(f"scrollTo(0, {place[1] - 300})")
        spot = {"x": place[0] + 20, "y": 305, "button": "left", "clickCount": 1}
        browser.send("Input.dispatchMouseEvent", type="mousePressed", **spot)
        browser.send("Input.dispatchMouseEvent", type="mouseReleased", **spot)
        assert browser.run(f"{first}.open")


def test_dark_mode_is_dark(chrome: Chrome, page: Path) -> None:
    chrome.size(1200, 900, dark=True)
    chrome.open(page)
    colours = chrome.run("(s => [s.backgroundColor, s.color])(getComputedStyle(document.documentElement))")
    assert colours == ["rgb(22, 22, 22)", "rgb(232, 232, 232)"]
    line = chrome.run("getComputedStyle(document.querySelector('svg text')).fill")
    assert line == "rgb(232, 232, 232)"


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci --prefix tests/browser")
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(chrome: Chrome, page: Path, tmp_path: Path, dark: bool) -> None:
    """In a copy whose policy lets the checker in."""
    copy = tmp_path / "copy.html"
    text = page.read_text(encoding="utf-8")
    copy.write_text(re.sub(r"<meta http-equiv=[^>]+>", "", text), encoding="utf-8")
    chrome.size(1200, 900, dark=dark)
    chrome.open(copy)
    chrome.run(UNFOLD)
    chrome.run(AXE.read_text(encoding="utf-8") + ";0")
    found: Any = json.loads(chrome.run("axe.run().then(r => JSON.stringify([r.violations, r.passes.length]))"))
    said = [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]}" for v in found[0]]
    assert said == []
    assert found[1] > 20
