"""The errors of the library, in one small tree. Every message says what was wrong, where, and what to do."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mloss_econ.base.renamed import PROPOSALS, name_now
from mloss_econ.base.signs import visible

LONGEST_LINE = 1_000  # characters of a message; what is cut is what somebody else wrote
MOST_LINES = 60
MOST_NUMBERS = 12  # that one message quotes
LONGEST_NAME = 100  # a longer name is no misspelling of ours


class MlossEconError(Exception):
    """Base of all errors the library raises on purpose; the command line prints them and exits with 2.

    A message may quote what somebody else wrote: as text it shows no control character, and no line without end.
    """

    def __str__(self) -> str:
        lines = visible(super().__str__()).split("\n")
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 2], "…", lines[-1]]
        return "\n".join(shortened(line, LONGEST_LINE) for line in lines)


class InputError(MlossEconError, ValueError):
    """A value given by the caller cannot be used: its name, size, sign, shape or kind.

    Attributes: `at`, the key of a seed that it is about, by dotted path; "" where none is.
    """

    at: str = ""


class ImpossibleError(InputError):
    """Inputs that are possible one by one are not possible together, or an output is beyond its bounds.

    Attributes: `what` cannot be; `bad`, an array that says in which rows; `values`, the numbers by name; `advice`.
    """

    def __init__(self, what: str, bad: Any, values: Mapping[str, Any], advice: str) -> None:
        self.what, self.bad, self.values, self.advice = what, bad, values, advice
        rows = f" in {bad.sum():,} of {bad.size:,} rows, first in row {self.first:,}" if bad.shape else ""
        super().__init__(f"{what}{rows}: {self.example()}. {advice}")

    @property
    def first(self) -> int:
        """The first row in which it is so."""
        return int(self.bad.argmax())

    def example(self) -> str:
        """The numbers of the first row in which it is so."""
        numbers = [(name, self._at_first(value)) for name, value in self.values.items()]
        shown = [f"{name} = {number:.6g}" for name, number in numbers[:MOST_NUMBERS]]
        rest = len(numbers) - len(shown)
        return ", ".join(shown) + (f" and {rest} more" if rest else "")

    def _at_first(self, value: Any) -> float:
        shape = getattr(value, "shape", ())
        if not shape:
            return float(value)
        index: list[int] = []
        rest = self.first
        for size in reversed(self.bad.shape):  # where the bad row stands on each axis
            rest, k = divmod(rest, size)
            index.insert(0, k)
        index = [*index, *[0] * len(shape)][: len(shape)]  # one number for all rows, or rows that hold several
        return float(value[tuple(min(k, size - 1) for k, size in zip(index, shape, strict=True))])

    def __reduce__(self) -> tuple[Any, ...]:
        return ImpossibleError, (self.what, self.bad, self.values, self.advice)


class UnitError(InputError):
    """Two quantities do not have the unit, the currency or the price year that is needed."""


class SeedError(InputError):
    """A seed file (fact, belief, proposal, scenario, table) is wrong. Names the file and the path in it."""

    def __init__(self, file: str, path: str, problem: str, fix: str = "") -> None:
        self.file, self.path, self.problem, self.fix = file, path, problem, fix
        where = f"{file}: {path}" if path else file
        super().__init__(f"{where}: {problem}" + (f" {fix}" if fix else ""))


class ModelError(InputError):
    """Two calculators cannot be joined."""


class RunError(MlossEconError, RuntimeError):
    """A run finished, but its result cannot be used as asked: for example, some rows are not finite."""


class MissingExtraError(MlossEconError, ImportError):
    """An optional dependency is not installed; the message holds the command that installs it."""


def shortened(text: str, size: int) -> str:
    """At most `size` characters, with the beginning and, as that tells long paths apart, most of the end.

    >>> shortened("precautions.payment_friction.cost", 24), shortened("cost", 24)
    ('precaut…nt_friction.cost', 'cost')
    """
    if len(text) <= size:
        return text
    head = (size - 1) // 3
    return f"{text[:head]}…{text[len(text) - (size - 1 - head) :]}"


_short = reprlib.Repr()
_short.maxlevel, _short.maxstring, _short.maxother, _short.maxlong = 3, 100, 200, 40


def quoted(value: object) -> str:
    """A value as a message quotes it: as Python writes it, in one line, cut where it is long or nested, however long or
    nested.

    >>> quoted(20), quoted("20,000"), len(quoted("9" * 10**6))
    ('20', "'20,000'", 100)
    """
    try:
        text = _short.repr(value)
        return " ".join(text.split()) if "\n" in text else text
    except (RecursionError, ValueError):  # a whole number of thousands of digits, a list in other objects
        return "a value too large to show"


def no_output(name: str, path: str, numbers: Iterable[str], categories: Mapping[str, Sequence[str]]) -> InputError:
    """What to raise for an output that is not among the numbers of a calculator; a category is one of its outputs."""
    if path not in categories:
        return InputError(f"{name} has no output '{path}'. {nearest(path, numbers)}")
    labels = categories[path]
    return InputError(
        f"'{path}' of {name} is a category ({', '.join(labels)}), and a number is needed here. Give the calculator an "
        f"output that is 1 where it is '{labels[0]}' and else 0, and ask for that one."
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """The advice that follows an unknown name: its present name, or the nearest known one, or the list when it is
    short.

    >>> nearest("price_yaer", ["price_year", "unit"])
    "Did you mean 'price_year'?"
    """
    options = sorted(known)
    if now := name_now(name, options):
        return f"It is now called '{now}'."
    if apart := [f"'{one}'" for one in PROPOSALS.get(name, ()) if one in options]:
        return f"It is now {' and '.join(apart)}."
    short = len(name) <= LONGEST_NAME
    close = difflib.get_close_matches(name, options, n=1, cutoff=0.6) if short else []
    if short and not close:
        tails = {option.rsplit(".", 1)[-1]: option for option in options}
        close = [tails[t] for t in difflib.get_close_matches(name.rsplit(".", 1)[-1], tails, n=1, cutoff=0.75)]
    if close:
        return f"Did you mean '{close[0]}'?"
    if not options:
        return "There are none."
    shown = ", ".join(options[:12])
    return f"Known: {shown}{', …' if len(options) > 12 else ''}."
