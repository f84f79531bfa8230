"""How large must the harm be? Break-even levels by channel, and three worlds: measured, forecast, feared.

A break-even is a level at which the net benefit to the world, against the status quo or another case, changes sign, all
else as adopted. That of a channel moves its level alone; the one for all harm moves every channel with a figure that
the proposal reaches, in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from mloss_econ.base.text import number
from mloss_econ.base.units import PriceBase
from mloss_econ.errors import InputError, SeedError
from mloss_econ.evidence import CHANNELS, Store
from mloss_econ.kernel import Case
from mloss_econ.liability import UNCOUNTED
from mloss_econ.regimes.crossings import GRID, Net, Question, crossings

HARMS = ("measured", "forecast", "feared")
TOPIC = "harm_levels"  # its beliefs: fraud_measured, ...
LEAST, MOST = 1e3, 1e15  # yearly harm that a break-even is looked for in, in the case's currency
ALL = "all with a figure"
TRIED = f"{GRID} yearly harms from {number(LEAST)} to {number(MOST)}"


def level_path(channel: str) -> str:
    """The path of the level of a channel."""
    return f"{CHANNELS}.{channel}.level"


def channels_of(case: Case[Any, Any]) -> tuple[str, ...]:
    """The channels of harm of a case."""
    return tuple(dict.fromkeys(path.split(".")[1] for path in case.entries if path.startswith(f"{CHANNELS}.")))


def reached(case: Case[Any, Any]) -> tuple[str, ...]:
    """The channels that a proposal reaches, itself or through a law that it removes."""
    worlds = (case.entries, *case.removes.values())
    return tuple(n for n in channels_of(case) if any(one[f"{CHANNELS}.{n}.reach"].value > 0 for one in worlds))


def uncounted(case: Case[Any, Any], channels: Iterable[str]) -> tuple[str, ...]:
    """Of some channels, those without a figure: what a proposal does there has a break-even value alone."""
    return tuple(name for name in channels if case.point.channels[name].figure == UNCOUNTED)


def harm_levels(store: Store, channels: Iterable[str], kind: str, prices: PriceBase) -> dict[str, float]:
    """The level of every channel in one of the three worlds, by the path of the input. Raises InputError for a channel
    without one, SeedError for one below 0."""
    found = {}
    for channel in channels:
        name = f"{TOPIC}.{channel}_{kind}"
        if name not in store.beliefs:
            raise InputError(
                f"channel '{channel}' has no level that is {kind}. Add the belief {name}, in "
                f"beliefs/{TOPIC}.toml: 0 where there is none."
            )
        belief = store.belief(name)
        if belief.prices is None:
            raise SeedError(
                store.where(name), f"beliefs.{name}", f"its unit is {belief.unit}.", "A level is money a year."
            )
        if belief.value < 0:
            raise SeedError(
                store.where(name), f"beliefs.{name}", f"{belief.value:g} is below 0.", "A harm is 0 or more."
            )
        found[level_path(channel)] = belief.value * store.prices.convert(belief.prices, prices).factor
    return found


def harm_questions(case: Case[Any, Any]) -> dict[str, Question]:
    """At which level does the net benefit change sign: of every channel that a case reaches, by its name; and, under
    `ALL`, of those with a figure, moved together (left out where it reaches none)."""
    grid = np.geomspace(LEAST, MOST, GRID)
    found = {name: Question({level_path(name): 1.0}, grid, geometric=True) for name in reached(case)}
    levels = {level_path(name): float(case.entry(level_path(name)).value) for name in reached(case)}
    whole = sum(levels.values())
    if whole:
        found[ALL] = Question({path: level / whole for path, level in levels.items()}, grid, geometric=True)
    return found


def break_even_harm(
    case: Case[Any, Any], against: Case[Any, Any] | None = None, *, output: str = "net_world"
) -> tuple[float, ...]:
    """The yearly harms, of all channels with a figure that a case reaches, between 1,000 and 1e15 at which its net
    benefit changes sign, others as adopted; `output` is the balance that counts, of the world or of a part of it. None:
    it keeps its sign at all of these, or reaches none."""
    asked = harm_questions(case)
    return crossings(Net.of(case, against, output), {ALL: asked[ALL]})[ALL] if ALL in asked else ()


def break_even_by_channel(
    case: Case[Any, Any], against: Case[Any, Any] | None = None, *, output: str = "net_world"
) -> dict[str, tuple[float, ...]]:
    """The same of each channel that a case reaches, the others as adopted."""
    asked = {name: question for name, question in harm_questions(case).items() if name != ALL}
    return crossings(Net.of(case, against, output), asked)
