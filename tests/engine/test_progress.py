"""How far a run is: nothing on what is no terminal, nothing for two seconds, then one line that goes away again."""

import io
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import engine_toys
import pytest
import toys
from engine_toys import MANY, shorten_leaves

from mloss_econ.engine import TimeLeft, simulate
from mloss_econ.engine.progress import duration

SMALL = 8192
N = 40 * SMALL


class Terminal(io.StringIO):
    """Says that it is a terminal."""

    def isatty(self) -> bool:
        return True

    def shown(self) -> list[str]:
        """The lines that were to be read, one after the other."""
        return [line.strip() for line in self.getvalue().split("\r") if line.strip()]

    def screen(self) -> str:
        """What is on the line in the end."""
        cells: list[str] = []
        at = 0
        for sign in self.getvalue():
            if sign == "\r":
                at = 0
            else:
                cells[at : at + 1] = [sign]
                at += 1
        return "".join(cells).rstrip()


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def told(stream: io.StringIO, steps: list[tuple[float, int]], n: int = 1000) -> TimeLeft:
    """What is written when some rows are done at some seconds."""
    clock = Clock()
    tell = TimeLeft(stream, clock)
    for second, done in steps:
        clock.now = 100.0 + second
        tell(done, n)
    return tell


EVERY_SECOND = [(float(second), 100 * second) for second in range(1, 11)]


def test_nothing_is_written_where_nobody_looks() -> None:
    stream = io.StringIO()
    told(stream, EVERY_SECOND)
    assert stream.getvalue() == ""


def test_nothing_is_written_in_the_first_two_seconds() -> None:
    stream = Terminal()
    told(stream, [(0.1 * k, 50 * k) for k in range(1, 21)])
    assert stream.getvalue() == ""


def test_per_cent_and_time_left_are_shown_after_two_seconds() -> None:
    stream = Terminal()
    told(stream, EVERY_SECOND[:4])
    assert stream.shown() == ["30% of 1,000 draws, 7 s left", "40% of 1,000 draws, 6 s left"]


def test_the_line_is_cleared_in_the_end() -> None:
    stream = Terminal()
    told(stream, EVERY_SECOND)
    assert stream.shown()
    assert stream.screen() == ""
    assert stream.getvalue().endswith("\r")
    assert "\n" not in stream.getvalue()


def test_a_shorter_line_leaves_nothing_of_a_longer_one() -> None:
    stream = Terminal()
    told(stream, [(1, 1), (5, 2), (6, 500), (7, 999)])
    assert stream.shown()[0] == "0% of 1,000 draws, 67 min left"
    assert stream.screen() == stream.shown()[-1] == "100% of 1,000 draws, 0 s left"


def test_it_is_not_written_more_often_than_twice_a_second() -> None:
    stream = Terminal()
    told(stream, [(0.01 * k, k) for k in range(1, 900)])
    assert 10 <= len(stream.shown()) <= 16


def test_a_run_that_is_resumed_is_timed_from_there() -> None:
    stream = Terminal()
    told(stream, [(0.0, 900), (2.0, 920), (4.0, 940)])
    assert stream.shown() == ["92% of 1,000 draws, 8 s left", "94% of 1,000 draws, 6 s left"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (0.4, "0 s"), (1, "1 s"), (89.4, "89 s"), (91, "2 min"), (3600, "60 min"), (5399, "90 min"),
     (5400, "1.5 h"), (1e6, "277.8 h")],
)  # fmt: skip
def test_a_duration_is_said_in_few_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


# ---------------------------------------------------------------- in a run


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_leaves(SMALL, monkeypatch.setattr)


@pytest.fixture
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second passes whenever the time is asked for by the line of progress."""
    seconds = iter(range(10**6))
    usual: Callable[..., None] = TimeLeft.__init__

    def init(self: TimeLeft, stream: Any = None, clock: Any = None) -> None:
        usual(self, stream, lambda: float(next(seconds)))

    monkeypatch.setattr(TimeLeft, "__init__", init)


def run(**given: Any) -> Any:
    return simulate(toys.toy_case(toys.product), **{"n": N, "seed": 1} | given)


def test_a_run_on_a_terminal_shows_its_progress_and_clears_it(
    monkeypatch: pytest.MonkeyPatch, short: None, slow_clock: None
) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    run()
    assert len(stream.shown()) > 10
    assert all(re.fullmatch(r"\d+% of 327,680 draws, \d+ s left", line) for line in stream.shown())
    assert stream.screen() == ""


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_run_that_stops_early_clears_its_line(
    monkeypatch: pytest.MonkeyPatch, short: None, slow_clock: None, error: type[BaseException]
) -> None:
    """Else the message that follows is written into it."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)

    class Stops(ThreadPoolExecutor):
        given = 0

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            self.given += 1
            if self.given > 20:
                raise error
            return super().submit(fn, *args, **kwargs)

    with Stops(1) as pool, pytest.raises((KeyboardInterrupt, RuntimeError)):
        run(executor=pool)
    assert stream.shown()
    assert stream.screen() == ""


def test_a_run_is_silent_where_nobody_looks(capfd: pytest.CaptureFixture[str], short: None, slow_clock: None) -> None:
    run()
    assert capfd.readouterr() == ("", "")


def test_a_run_is_silent_on_a_terminal_if_it_is_told_to_be(
    monkeypatch: pytest.MonkeyPatch, short: None, slow_clock: None
) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    run(progress=None)
    assert stream.getvalue() == ""


def test_a_quick_run_is_silent_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    run(n=MANY)
    assert stream.getvalue() == ""


@pytest.mark.parametrize("stream", ["none", "closed"])
def test_a_run_without_stderr_is_a_run(monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    """A program without a console has none; a daemon may have closed it."""
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", None if stream == "none" else closed)
    assert run().n == N


@pytest.mark.parametrize("keep", ["outputs", "summary"])
@pytest.mark.parametrize("workers", [0, 3])
def test_a_callback_sees_rising_numbers_up_to_all_of_them(keep: str, workers: int, short: None) -> None:
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(workers or 1) as pool:
        run(keep=keep, executor=pool if workers else None, progress=lambda done, n: seen.append((done, n)))
    done = [done for done, _ in seen]
    assert done == sorted(set(done))
    assert done[-1] == N
    assert {n for _, n in seen} == {N}
    assert len(seen) == (40 if keep == "outputs" else 5)


def test_a_callback_is_called_in_the_thread_of_the_caller(short: None) -> None:
    import threading

    names: set[str] = set()
    with ThreadPoolExecutor(3) as pool:
        run(executor=pool, progress=lambda done, n: names.add(threading.current_thread().name))
    assert names == {threading.current_thread().name}


@pytest.mark.parametrize("error", [ValueError("mine"), SystemExit(4), GeneratorExit()], ids=repr)
def test_what_a_callback_raises_comes_through_as_it_is(error: BaseException, short: None) -> None:
    def progress(done: int, n: int) -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        run(progress=progress)
    assert raised.value is error


def test_a_callback_may_run_another_run(short: None) -> None:
    inner: list[int] = []

    def progress(done: int, n: int) -> None:
        inner.append(simulate(toys.toy_case(engine_toys.usual), n=64, seed=done).n)

    plain, got = run(), run(progress=progress)
    assert (got.output("y") == plain.output("y")).all()
    assert inner == [64] * 40
