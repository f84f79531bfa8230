"""Progress of a report: nothing for two seconds, then a line."""

import io

from mloss_econ.report.progress import Progress


def test_progress_waits_and_then_says_each_stage_once() -> None:
    now, stream = [0.0], io.StringIO()
    with Progress(stream, clock=lambda: now[0]) as progress:
        progress("value", 0.1)
        assert stream.getvalue() == ""
        now[0] = 3.0
        progress("claims", 0.2)
        progress("claims", 0.3)
    assert stream.getvalue() == "computing: claims\n"


def test_progress_rewrites_one_line_on_a_terminal() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    now, stream = [0.0], Terminal()
    with Progress(stream, clock=lambda: now[0]) as progress:
        now[0] = 3.0
        progress("claims", 0.5)
    assert stream.getvalue().startswith("\rclaims: 50% done")
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith("\r")
