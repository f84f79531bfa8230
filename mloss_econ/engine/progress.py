"""Progress of a long run on stderr: nothing for two seconds, then how much is done and how long it will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[int, int], None]

PATIENCE = 2.0  # seconds before anything is said
STEP = 0.5  # seconds between two words


class TimeLeft:
    """Call it with rows done and rows wanted. Rewrites one line on a terminal; says nothing elsewhere."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream: TextIO | None = stream if stream is not None else sys.stderr
        self.terminal = self.stream is not None and not self.stream.closed and self.stream.isatty()
        self.clock = clock
        self.start = self.said = clock()
        self.first: int | None = None
        self.width = 0

    def __call__(self, done: int, n: int) -> None:
        now = self.clock()
        if self.first is None:  # a run that is resumed has done some rows before
            self.first, self.start = done, now
        if not self.terminal or now - self.start < PATIENCE:
            return
        if done >= n:
            self.clear()
        elif now - self.said >= STEP and done > self.first:
            left = (now - self.start) * (n - done) / (done - self.first)
            self.said = now
            self._write(f"{done / n:.0%} of {n:,} draws, {duration(left)} left")

    def clear(self) -> None:
        """Take the line away."""
        if self.width:
            self._write("")

    def _write(self, text: str) -> None:
        if self.stream is None:
            return
        self.stream.write(f"\r{text:<{self.width}}" + ("\r" if not text else ""))
        self.stream.flush()
        self.width = len(text)


def duration(seconds: float) -> str:
    """A time in words.

    >>> duration(42), duration(600), duration(9000)
    ('42 s', '10 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
