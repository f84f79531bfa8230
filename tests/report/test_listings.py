"""The pages that list harm by channel and all proposals say what the seeds say, of every one of them."""

import re

import pytest
from places import ROOT

from mloss_econ.base.text import number
from mloss_econ.base.units import PriceBase
from mloss_econ.evidence import Store, default_store
from mloss_econ.regimes import HARMS
from mloss_econ.report.assumptions import read_assumptions
from mloss_econ.report.listings import harm_page, proposals_page
from mloss_econ.wording import capital, words

STORE: Store = default_store()
CHANNELS = STORE.scenario("ai_duties").tree["channels"]
PROPOSALS = {name: p for name, p in STORE.proposals.items() if not p.baseline}


@pytest.fixture(scope="module")
def harm() -> str:
    """The page of harm."""
    return harm_page(read_assumptions())


@pytest.fixture(scope="module")
def proposals() -> str:
    """The page of proposals."""
    return proposals_page(read_assumptions())


def section(page: str, head: str) -> str:
    """What stands under a heading."""
    (found,) = re.findall(rf"^## {re.escape(head)}\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_level_of_harm_stands_with_its_reason_and_its_sources(harm: str, channel: str) -> None:
    found = section(harm, capital(words(channel)))
    assert re.findall(r"^- ([○●]) \*\*(\w+):", found, flags=re.MULTILINE) == [
        ("○" if belief.grade == "judgement" else "●", kind)
        for kind, belief in {
            "Measured": STORE.belief(f"harm_levels.{channel}_measured"),
            "Adopted": CHANNELS[channel]["level"],
            "Forecast": STORE.belief(f"harm_levels.{channel}_forecast"),
            "Feared": STORE.belief(f"harm_levels.{channel}_feared"),
        }.items()
    ]
    for belief in (CHANNELS[channel]["level"], *(STORE.belief(f"harm_levels.{channel}_{kind}") for kind in HARMS)):
        assert belief.why in found
        assert all(STORE.cite(fact) in found for fact in belief.rests_on)


def test_levels_are_in_the_prices_of_the_page(harm: str) -> None:
    (row,) = re.findall(r"^\| Fraud and deception \| (.*) \|$", harm.split("## ")[0], flags=re.MULTILINE)
    measured, adopted, forecast, feared = row.split(" | ")
    assert (measured, feared) == ("● 0.89", "● 440")  # of 2025, as they are
    scale = STORE.prices.convert(PriceBase("USD", 2022), PriceBase("USD", 2025)).factor
    assert adopted == f"○ {number(10 * scale, 2)} ({number(scale, 2)} to {number(100 * scale, 2)})"
    scale = STORE.prices.convert(PriceBase("USD", 2023), PriceBase("USD", 2025)).factor
    assert forecast == f"● {number(40 * scale, 2)}"


def test_a_channel_without_a_figure_is_said_to_have_none(harm: str) -> None:
    none = {name for name, one in CHANNELS.items() if one["figure"] == "none"}
    said = set(re.findall(r"^\| ([^|]*) \| [^|]* \| no figure \|", harm, flags=re.MULTILINE))
    assert said == {capital(words(name)) for name in none}


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_proposal_that_reaches_a_channel_is_named_there(harm: str, channel: str) -> None:
    named = re.findall(r"\]\(proposals\.md#(\w+)\)", section(harm, capital(words(channel))))
    assert named == [name for name, p in PROPOSALS.items() if channel in p.harm_reach]


def test_every_proposal_has_a_row_and_a_section_with_its_place_and_days(proposals: str) -> None:
    titles = dict(zip(*(STORE.table("jurisdictions")[c] for c in ("jurisdiction", "title")), strict=True))
    rows = dict(re.findall(r"^\| \[(\w+)\]\(#\1\) \| (.*) \|$", proposals, flags=re.MULTILINE))
    assert list(rows) == list(PROPOSALS)
    for name, p in PROPOSALS.items():
        place, date, since, scope, fine, channels = rows[name].split(" | ")
        assert (place, date) == (titles[p.jurisdiction], p.date.isoformat())
        assert since == (p.in_force.value.isoformat() if p.in_force else "no day set")
        assert (fine == "none") == (p.fine is None or not p.fine.value)
        assert (scope == "none") <= (not any(duty.developer for duty in p.duties.values()))
        assert channels == "all, whole" or channels.count("%") == len(p.harm_reach)
        found = section(proposals, name)
        assert p.title in found
        assert p.open_source in found


def test_what_is_from_memory_is_said_to_be(proposals: str) -> None:
    for name in PROPOSALS:
        text = (ROOT / "seeds" / "proposals" / f"{name}.toml").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if "from memory" in line and "confirmed" not in line]
        (said,) = re.findall(r"From memory, to be checked: (.*)\.$", section(proposals, name), flags=re.MULTILINE) or [
            ""
        ]
        count = len(re.split(r", | and ", said)) if said else 0
        assert count == len(lines), name
        assert PROPOSALS[name].confirmed == (not lines), name
