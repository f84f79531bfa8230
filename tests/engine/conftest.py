"""Runs in short pieces, for the tests of checkpoints."""

import os
from collections.abc import Iterator

import pytest
from engine_toys import bits, shorten_leaves
from resuming import KEEPS, SMALL, go

from mloss_econ.engine import checkpoint


@pytest.fixture
def short_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many short pieces, each of them saved, without waiting for the disk."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    shorten_leaves(SMALL, monkeypatch.setattr)
    monkeypatch.setattr(checkpoint, "EVERY", 0.0)
    monkeypatch.setattr(checkpoint, "SHARE", 1e9)


@pytest.fixture(scope="module")
def whole() -> Iterator[dict[str, dict[str, str]]]:
    """What the runs of these tests are without any checkpoint."""
    with pytest.MonkeyPatch.context() as patch:
        shorten_leaves(SMALL, patch.setattr)
        yield {keep: bits(go(keep)) for keep in KEEPS}
