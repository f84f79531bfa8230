"""What is said where no input moves an answer."""

from types import SimpleNamespace
from typing import Any

import pytest

from mloss_econ.report.sections import drivers


@pytest.mark.parametrize(("about", "begins"), [("", "No input alone"), ("Beside it: ", "Beside it: no input alone")])
def test_an_answer_that_nothing_moves_is_said_to_stay(monkeypatch: pytest.MonkeyPatch, about: str, begins: str) -> None:
    monkeypatch.setattr(drivers, "moving", lambda ranking: [])
    q: Any = SimpleNamespace(ranking=SimpleNamespace(adopted=0.5, unit="share"), what="share that exits", about=about)
    said = str(drivers._block(q))
    assert f"{begins} moves the share that exits; it stays at" in said
