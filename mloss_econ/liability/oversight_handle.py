"""Which handle finds a harmful case more cheaply: watching computing power, or watching for harm?

    cases found  = checked * harmful part * detected
    cost         = set-up + checked * cost of a check + checked * (1 - harmful part) * false alarms * cost of one
    cost a find  = cost / cases found

Derived. The two do not find the same: a run before it does harm is worth more than a harm that has begun.
"""

from collections.abc import Mapping

from mloss_econ.errors import InputError
from mloss_econ.kernel import CountPerYear, Inputs, MoneyPerYear, Named, Outputs, Quantity, Share, calculator, given


class PerCase(Quantity, unit="money/count", low=0.0):
    """Money for one case."""


class Handle(Inputs):
    """One thing to watch."""

    set_up: MoneyPerYear = given()
    """What watching costs a year, whatever is checked."""
    checked: CountPerYear = given(positive=True)
    """Cases looked at a year."""
    check_cost: PerCase = given()
    """Cost of looking at one."""
    harmful: Share = given(positive=True)
    """Part of them that are harmful, or would be."""
    detected: Share = given(positive=True)
    """Part of the harmful ones that a look finds."""
    false_alarms: Share = given()
    """Part of the harmless ones that are taken for harmful."""
    alarm_cost: PerCase = given()
    """Cost of one false alarm to whoever is stopped."""


class OversightHandleInputs(Inputs):
    """The handles to compare."""

    handles: Mapping[str, Handle] = given()
    """By name; one is `computing`, one is `harm`."""


class OversightHandleOutputs(Outputs):
    """What each handle finds, and for what."""

    cases_found: Named[CountPerYear]
    """Harmful cases found a year."""
    cost: Named[MoneyPerYear]
    """What it costs a year, false alarms included."""
    cost_per_find: Named[PerCase]
    """Cost of one harmful case found."""


@calculator
def oversight_handle(x: OversightHandleInputs) -> OversightHandleOutputs:
    """Cost of a harmful case found, by handle."""
    if not {"computing", "harm"} <= set(x.handles):
        raise InputError(f"handles are {', '.join(x.handles) or 'none'}; 'computing' and 'harm' are needed.")
    found, cost, each = {}, {}, {}
    for name, h in x.handles.items():
        found[name] = h.checked * h.harmful * h.detected
        cost[name] = h.set_up + h.checked * (h.check_cost + (1 - h.harmful) * h.false_alarms * h.alarm_cost)
        each[name] = cost[name] / found[name]
    return OversightHandleOutputs(cases_found=found, cost=cost, cost_per_find=each)
