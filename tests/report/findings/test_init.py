"""The findings as a whole: every proposal, and work done on all cores."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from agreement import same
from apart import Apart
from finished import Finished

from mloss_econ.report.findings import _on_all_cores


@pytest.mark.slow
def test_proposals(apart: Apart, results: Any, finished: Finished) -> None:
    assert results["scores"] == json.loads(json.dumps(apart.card.frame().records()))
    means = [row["mean"] for row in results["scores"]]
    assert means == sorted(means, reverse=True)
    assert finished.findings.card.scores == apart.card.scores
    mine = apart.card.score(apart.assumptions.proposal)
    assert same(mine.mean.value, float(apart.change.draws.outputs["net_world"].mean()))


def test_an_error_or_an_interrupt_does_not_wait_for_the_other_parts() -> None:
    hold, done = threading.Event(), threading.Event()

    def long() -> None:
        hold.wait(60)
        done.set()

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _on_all_cores({"long": long, "short": interrupted}, lambda stage, share: None)
    assert not done.is_set()
    hold.set()
    assert done.wait(60)


@pytest.mark.parametrize("granted", [0, 1])
def test_without_threads_the_tasks_are_done_here(monkeypatch: pytest.MonkeyPatch, granted: int) -> None:
    left, start = iter(range(granted)), threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if next(left, None) is None:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    tasks = {"one": lambda: 1, "two": lambda: 2, "three": lambda: 3}
    assert _on_all_cores(tasks, lambda stage, share: None) == {"one": 1, "two": 2, "three": 3}
