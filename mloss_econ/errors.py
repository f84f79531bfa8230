"""What can go wrong, in one small tree. Every message says what was wrong, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class MlossEconError(Exception):
    """Base of all errors the library raises on purpose; the command line prints them and exits with 2."""


class InputError(MlossEconError, ValueError):
    """A value given by the caller cannot be used: its name, size, sign, shape or kind."""


class UnitError(InputError):
    """Two quantities do not have the unit, the currency or the price year that is needed."""


class SeedError(InputError):
    """A seed file (fact, belief, proposal, scenario, table) is wrong. Names the file and the path in it."""

    def __init__(self, file: str, path: str, problem: str, fix: str = "") -> None:
        self.file, self.path, self.problem, self.fix = file, path, problem, fix
        where = f"{file}: {path}" if path else file
        super().__init__(f"{where}: {problem}" + (f" {fix}" if fix else ""))


class ChainError(InputError):
    """Two calculators cannot be joined."""


class RunError(MlossEconError, RuntimeError):
    """A run finished but its result must not be used as asked, for example because rows are not finite."""


class MissingExtraError(MlossEconError, ImportError):
    """An optional dependency is not installed; the message holds the command that installs it."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The advice that follows an unknown name: the nearest known one, or the list when it is short.

    >>> nearest("price_yaer", ["price_year", "unit"])
    "Did you mean 'price_year'?"
    """
    options = sorted(known)
    close = difflib.get_close_matches(name, options, n=1, cutoff=0.6)
    if not close:
        tails = {option.rsplit(".", 1)[-1]: option for option in options}
        close = [tails[t] for t in difflib.get_close_matches(name.rsplit(".", 1)[-1], tails, n=1, cutoff=0.75)]
    if close:
        return f"Did you mean '{close[0]}'?"
    if not options:
        return "There are none."
    shown = ", ".join(options[:12])
    return f"Known: {shown}{', …' if len(options) > 12 else ''}."
