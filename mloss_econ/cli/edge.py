"""The edge of the program: arguments that come in, text that goes out, and streams that are closed or full.

Nothing that acts on a terminal is let in or out, nothing ends in a traceback, and an interrupt is answered at once.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from types import FrameType
from typing import Any, NoReturn, TextIO

import typer
from typer.core import TyperCommand, TyperGroup

from mloss_econ.base.renamed import OPTIONS, VERBS
from mloss_econ.base.signs import LINES, first_refused, named, plain, visible
from mloss_econ.errors import MlossEconError, quoted

NAME = "mloss-econ"
WRONG, INTERRUPTED = 2, 130
INTERRUPT = "interrupted; nothing was written."
ELSEWHERE = {"--beside": ("--against",)}  # where a command has no --comparator
PATIENCE = 0.5  # seconds that work under way may hold up the answer to an interrupt


class Program(TyperGroup):
    """The command line as a whole."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Run it. Raises SystemExit with the exit code."""
        sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115, PTH123  # closed: open for as long as we run
        if sys.stdout is None:
            complain("the standard output is closed, so there is nowhere to print to. Send it to a file.")
            sys.exit(WRONG)
        stdout = sys.stdout
        try:
            check_arguments(sys.argv[1:] if args is None else args)
            return super().main(args, *more, **options)
        except OSError as error:
            unprintable(error)
        except SystemExit:
            if sys.stdout is not stdout:  # what typer does where the reader of a pipe is gone
                unprintable(BrokenPipeError("Broken pipe"))
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command asked for. Ends with a usage error for one that has another name now, with the line to write."""
        if args and args[0] in VERBS:
            line = shlex.join([NAME, VERBS[args[0]], *(OPTIONS.get(word, word) for word in args[1:])])
            ctx.fail(f"'{args[0]}' is now called '{VERBS[args[0]]}'. Write: {line}")
        return super().resolve_command(ctx, args)


class Once(TyperCommand):
    """A command that refuses an option given twice, where the last would win and nothing would say so."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments. Ends with a usage error that names the option."""
        for word in args:
            if (was := word.split("=")[0]) in OPTIONS:
                taken = {name for parameter in self.params for name in parameter.opts}
                now = [name for name in (OPTIONS[was], *ELSEWHERE.get(was, ())) if name in taken]
                ctx.fail(f"{was} is now called {now[0]}." if now else f"{was} is gone. {self.get_usage(ctx)}")
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in given:
            again = getattr(option, "multiple", True) or getattr(option, "is_flag", True)
            if given.count(option) > 1 and not again:
                ctx.fail(f"{option.opts[0]} is given twice. Leave one out.")
        return super().parse_args(ctx, args)


def check_arguments(arguments: Sequence[str]) -> None:
    """Exit with a message if an argument holds a control character, or bytes that are not UTF-8."""
    for number, (before, argument) in enumerate(pairwise(["", *arguments]), 1):
        lines = LINES if "--set" in (before, argument[:5]) else ""  # a reason may have lines
        if (found := first_refused(argument, lines)) is not None:
            complain(
                f"argument {number}, {quoted(visible(argument))}, holds {named(found[1])}. Take the character out."
            )
            sys.exit(WRONG)


def say(text: str) -> None:
    """Print a text to the standard output, whole; exit with a message if it cannot be printed."""
    try:
        _write(sys.stdout, text)
    except (OSError, ValueError) as error:  # ValueError: closed
        unprintable(error)


def complain(text: str) -> None:
    """Print a message to the standard error, if there is one."""
    with suppress(OSError, ValueError):
        _write(sys.stderr, text if "\n" in text else f"{NAME}: {text}")


def _write(stream: TextIO, text: str) -> None:
    stream.write(printable(text, stream.encoding) + "\n")
    stream.flush()


def printable(text: str, encoding: str | None) -> str:
    """The text as an output of this encoding can show it, without characters that act on a terminal."""
    return plain(visible(text), encoding)


def unprintable(error: BaseException) -> NoReturn:
    """Exit because the standard output cannot be written to; what is left in its buffer is dropped."""
    complain(f"not everything could be printed: {getattr(error, 'strerror', None) or error}.")
    with suppress(OSError, ValueError):  # a stream of a test has no number
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.__stdout__.fileno() if sys.__stdout__ else 1)
        os.close(nowhere)
    sys.exit(WRONG)


@contextmanager
def messages() -> Iterator[None]:
    """An error of ours becomes one message and exit code 2; an interrupt exits with 130."""
    try:
        yield
    except MlossEconError as error:
        problem = str(error)
    except RecursionError:
        problem = "the input is nested too deeply. Take some levels away."
    except MemoryError:
        problem = "there is not memory enough for this. Ask for fewer draws (-n), or give less data."
    except OSError as error:
        named_file = f"{error.filename}: " if error.filename else ""
        problem = f"{named_file}{error.strerror or error}."
    except KeyboardInterrupt:
        _said.set()
        complain(INTERRUPT)
        raise typer.Exit(INTERRUPTED) from None
    else:
        return
    complain(problem)
    raise typer.Exit(WRONG)


_said = threading.Event()


def answer_interrupts() -> None:
    """Let Ctrl-C end this process even where work under way in threads cannot be stopped: after PATIENCE."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return  # somebody has chosen otherwise: `nohup`, a job in the background

    def answer(number: int, frame: FrameType | None) -> None:
        late = threading.Timer(PATIENCE, _give_up)
        late.daemon = True
        late.start()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, answer)


def _give_up() -> None:
    if not _said.is_set():
        complain(INTERRUPT)
    leave(INTERRUPTED)


def leave(code: int) -> NoReturn:
    """End this process without waiting for its threads."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
