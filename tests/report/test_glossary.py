"""The vocabulary is whole, and the brief keeps to it."""

import re

import pytest
from finished import Finished
from vocabulary import patterns, refuse, retired_in, words_of

from mloss_econ.report.glossary import GLOSSARY, page


def test_each_word_stands_once_with_its_meaning() -> None:
    words = [term.word for term in GLOSSARY]
    assert len(words) == len(set(words))
    assert all(term.meaning.endswith(".") for term in GLOSSARY)
    assert all(f"| **{word}** |" in page() for word in words)


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.word)
def test_a_meaning_has_no_retired_word(term) -> None:  # type: ignore[no-untyped-def]
    assert retired_in(f"{term.word}. {term.meaning}", term.word) == []


def test_every_allowance_lets_something_pass() -> None:
    for term in GLOSSARY:
        assert term.retired or not term.allowed, term.word
    assert all(re.compile(retired.pattern) for _, retired, _ in patterns())


def test_the_brief_has_no_retired_word(finished: Finished) -> None:
    refuse(retired_in(finished.stdout, "mloss-econ brief"))
    refuse(retired_in(words_of(finished.read("brief.html")), "brief.html", numbered=False))
