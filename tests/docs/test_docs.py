"""The documentation says what the code does: its pages are current, every example runs, every number holds."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from places import ROOT
from running import run_page

from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.pages import page, pages

DOCS = ROOT / "docs"
WRITTEN = sorted(DOCS.rglob("*.md"))
ABOVE = ("glossary", "harm", "proposals")  # made as the pages of calculators are, and above their folder
ACCEPT = os.environ.get("MLOSS_ECON_ACCEPT") == "1"


def test_the_pages_of_calculators_and_methods_are_current() -> None:
    made = pages(read_assumptions())
    folder = DOCS / "calculators"
    if ACCEPT:
        for name, text in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    kept = {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in folder.rglob("*.md")}
    kept |= {f"../{name}.md": (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ABOVE}
    assert set(kept) == set(made), "run MLOSS_ECON_ACCEPT=1 pytest tests/docs"
    stale = [name for name in made if kept[name] != made[name]]
    assert stale == [], "run MLOSS_ECON_ACCEPT=1 pytest tests/docs"


def test_a_page_is_what_the_command_prints() -> None:
    assert page("pricing_out", read_assumptions()) == pages(read_assumptions())["compliance.pricing_out.md"]


@pytest.mark.parametrize("path", [ROOT / "README.md", *DOCS.rglob("*.md")], ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http", "mailto")):
            assert (path.parent / target).exists(), target


@pytest.mark.slow
@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: p.stem)
def test_every_example_runs_and_every_number_holds(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    text = path.read_text(encoding="utf-8")
    made = run_page(text, path.name, tmp_path)
    if ACCEPT:
        path.write_text(made, encoding="utf-8")
    assert made == text or ACCEPT, f"{path.name}: run MLOSS_ECON_ACCEPT=1 pytest -m slow tests/docs, and look at it"
