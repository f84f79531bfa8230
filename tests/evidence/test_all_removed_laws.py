"""A proposal that removes laws, as a file: every fault has its file and line, and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from mloss_econ.errors import SeedError
from mloss_econ.evidence import Store, default_store

MINE = """title = "Pre-emption"
status = "example"
reference = "section 1"
open_source = "None."
date = 2026-01-31
jurisdiction = "united_states"
removes = ["sb53"]
"""


def read(folder: Path, removes: str, more: str = "", place: str = "united_states") -> Store:
    """The library with one proposal that removes some laws."""
    (folder / "proposals").mkdir(exist_ok=True)
    text = MINE.replace('["sb53"]', removes).replace("united_states", place) + more
    (folder / "proposals" / "mine.toml").write_text(text, encoding="utf-8")
    return Store.load(default_store().root, folder)


FAULTS = [
    ('["sb35"]', "", "united_states", 7, ["there is no proposal 'sb35'", "Did you mean 'sb53'?"]),
    ('["sb53", "mine"]', "", "united_states", 7, ["it removes itself", "Leave its own name out"]),
    ('["sb53", "sb53"]', "", "united_states", 7, ["it names 'sb53' twice. Keep one of them"]),
    ('["eo14365_preemption"]', "", "united_states", 7, ["'eo14365_preemption' removes laws itself", "Name the laws"]),
    ('["licensing"]', "", "world", 7, ["'licensing' is not law", "[in_force]"]),
    ('["eu_ai_act_gpai"]', "", "united_states", 7, ["is of european_union, which is not within united_states"]),
    ('["raise_act"]', "", "california", 7, ["is of new_york, which is not within california"]),
    ('["take_it_down"]', "", "california", 7, ["is of united_states, which is not within california"]),
    ('"sb53"', "", "united_states", 7, ["'sb53' is no list of names", 'removes = ["sb53"]']),
    ("[53]", "", "united_states", 7, ["[53] is no list of names"]),
    (
        '["sb53"]',
        '[in_force]\nvalue = 2027-01-01\nclause = "1"\n',
        "united_states",
        8,
        ["in_force: it removes laws too", "Leave [in_force] out"],
    ),
]


@pytest.mark.parametrize(("removes", "more", "place", "line", "words"), FAULTS)
def test_a_fault(tmp_path: Path, removes: str, more: str, place: str, line: int, words: list[str]) -> None:
    with pytest.raises(SeedError) as error:
        read(tmp_path, removes, more, place)
    assert f"mine.toml:{line}: " in str(error.value)
    assert all(word in str(error.value) for word in words), error.value


@pytest.mark.parametrize(
    ("removes", "place"),
    [
        ('["sb53", "take_it_down"]', "united_states"),
        ('["sb53", "eu_ai_act_gpai"]', "world"),
        ('["sb53"]', "california"),
    ],
)
def test_laws_of_its_own_jurisdiction_or_within_it(tmp_path: Path, removes: str, place: str) -> None:
    assert "sb53" in read(tmp_path, removes, place=place).proposal("mine").removes
