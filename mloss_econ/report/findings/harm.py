"""The harm that a proposal reaches, channel by channel: its level and where that comes from, how much is avoided, and
the level at which the proposal breaks even."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mloss_econ.engine import Run, SummaryRow, row_of
from mloss_econ.evidence import CHANNELS
from mloss_econ.kernel import Case
from mloss_econ.regimes import reached, uncounted


@dataclass(frozen=True)
class ChannelFindings:
    """One channel of harm that a proposal reaches.

    `counted`: it has a figure; without one it is left out of the harm avoided, and has a break-even value alone.
    `share` of the channel is reached, by `clause`; `level` is the adopted yearly harm, `source` why, with what it rests
    on; `break_even` are the levels at which the net benefit changes sign, all else as adopted.
    """

    name: str
    counted: bool
    share: float
    clause: str
    level: float
    is_judgement: bool
    source: str
    avoided: SummaryRow
    break_even: tuple[float, ...]


def channel_findings(
    case: Case[Any, Any], change: Run[Any, Any], break_even: Mapping[str, tuple[float, ...]]
) -> tuple[ChannelFindings, ...]:
    """Of every channel that a proposal reaches, in the order of the case; `change` is the run of what it changes."""
    names = reached(case)
    without = uncounted(case, names)
    made = []
    for name in names:
        level, reach = (case.entry(f"{CHANNELS}.{name}.{part}") for part in ("level", "reach"))
        made.append(
            ChannelFindings(
                name,
                name not in without,
                float(reach.value),
                reach.origin,
                float(level.value),
                level.is_judgement,
                _source(case, f"{CHANNELS}.{name}.level"),
                row_of(change, f"avoided_of.{name}"),
                break_even.get(name, ()),
            )
        )
    return tuple(made)


def _source(case: Case[Any, Any], path: str) -> str:
    """Why an input has its value, and the sources that it rests on."""
    belief = case.entry(path).belief
    assert belief is not None
    cited = "; ".join(dict.fromkeys(case.store.cite(fact) for fact in belief.rests_on))
    return f"{belief.why} Rests on {cited}." if cited else belief.why
