"""Which handle finds a harmful case at lower cost: monitoring computing power, or monitoring for harm?

    cases found   = checked * harmful * detected
    cost          = set_up + checked * check_cost + checked * (1 - harmful) * false_alarms * alarm_cost
    cost per find = cost / cases found

Derived. The two do not find the same: a run before it does harm is worth more than a harm that has begun.
"""

from collections.abc import Mapping

from mloss_econ.errors import InputError
from mloss_econ.kernel import CountPerYear, Inputs, MoneyPerYear, Named, Outputs, Quantity, Share, calculator, given


class PerCase(Quantity, unit="money/count", low=0.0):
    """Money for one case."""


class Handle(Inputs):
    """One handle for oversight."""

    set_up: MoneyPerYear = given()
    """Fixed cost of monitoring a year."""
    checked: CountPerYear = given(positive=True)
    """Cases checked a year."""
    check_cost: PerCase = given()
    """Cost of checking one case."""
    harmful: Share = given(positive=True)
    """Share of the cases checked that are harmful, or would be."""
    detected: Share = given(positive=True)
    """Share of the harmful cases that a check detects."""
    false_alarms: Share = given()
    """Share of the harmless cases that are taken for harmful."""
    alarm_cost: PerCase = given()
    """Cost of one false alarm to the party that is stopped."""


class OversightHandleInputs(Inputs):
    """The handles to compare."""

    handles: Mapping[str, Handle] = given()
    """By name; one is `computing`, one is `harm`."""


class OversightHandleOutputs(Outputs):
    """Cases that each handle finds, and their cost."""

    cases_found: Named[CountPerYear]
    """Harmful cases found a year."""
    cost: Named[MoneyPerYear]
    """Cost a year, false alarms included."""
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
