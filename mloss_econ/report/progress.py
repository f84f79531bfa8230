"""Progress for work that takes longer than a moment: nothing for two seconds, then a line on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from mloss_econ.base.signs import plain, visible

PATIENCE = 2.0


class Progress:
    """Call it with a stage and the share of it that is done.

    On a terminal one line is rewritten; elsewhere each stage, up to its comma, has its own line, once.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream, self.clock = stream, clock
        self.start = clock()
        self.terminal = stream.isatty()
        self.shown = ""
        self.seen: set[str] = set()

    def __call__(self, stage: str, done: float) -> None:
        if self.clock() - self.start < PATIENCE:
            return
        text = f"{stage}: {done:.0%} done" if self.terminal else f"computing: {stage.split(',')[0]}"
        if text not in self.seen:
            self._write(f"\r{text:<40}" if self.terminal else f"{text}\n")
            self.seen.add(text)
            self.shown = text

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # a stream that is full or closed does not stop the work
            self.stream.write(plain(visible(text, "\n\r"), self.stream.encoding))
            self.stream.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.terminal and self.shown:
            self._write("\r" + " " * 40 + "\r")
