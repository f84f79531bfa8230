"""Replace a belief in part, by one rule for every entry point: the number that is given decides, what is not given
follows.

value alone            the belief is held at it, without a range
dist alone             the adopted value is its median
value and dist         both, the value within the distribution
unit or price_year     only with a number of their own: the adopted one is not read in other prices
grade, why, from, …    the numbers stay; with a number they become judgement, and its reason that of the file
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mloss_econ.base.text import number as shown
from mloss_econ.base.units import show_unit
from mloss_econ.errors import SeedError
from mloss_econ.evidence.kinds import Belief, number
from mloss_econ.evidence.reading import keys_of, parse
from mloss_econ.uncertainty import distribution_from, point


def replaced(name: str, old: Belief, keys: Mapping[str, Any], file: str = "") -> Belief:
    """The belief with some keys given anew. Raises SeedError for keys that say nothing, or that read an adopted number
    in another unit or price year; and for what makes no valid belief."""
    path = f"beliefs.{name}"
    if not keys:
        fix = "Give value, dist or both, or leave the belief out."
        raise SeedError(file, path, "nothing is said of it.", fix)
    numbers = {key: keys[key] for key in ("value", "dist") if key in keys}
    plain = {k: getattr(old, "rests_on" if k == "from" else k) for k in keys_of(Belief)}
    if numbers:
        plain |= {"grade": "judgement", "why": f"set in {file}" if file else "set by the user", "from": ()}
        plain |= {"weak": False, "confirmed": True}
        del plain["value"], plain["dist"]
    if "unit" in keys:
        plain["price_year"] = None  # a unit brings its own price year
    new = parse(Belief, {**plain, **_both(numbers), **keys}, file, path)
    if new.generic_unit != old.generic_unit:
        problem = f"wrong unit: '{new.unit}' where '{old.unit}' is needed."
        raise SeedError(file, path, problem, "Convert the number.")
    for key in () if numbers else ("unit", "price_year"):
        if getattr(new, key) != getattr(old, key):
            raise SeedError(file, f"{path}.{key}" if key in keys else path, *_read_anew(old, key))
    return new


def _both(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Value and distribution from whichever is given; nothing where it cannot be read, which `parse` then says."""
    try:
        if "dist" not in numbers and "value" in numbers:
            return {"dist": point(value=number(numbers["value"]))}
        if "value" not in numbers and "dist" in numbers:
            return {"value": float(distribution_from(numbers["dist"]).quantile(0.5))}
    except ValueError:
        return {"value": 0.0}
    return {}


def _read_anew(old: Belief, key: str) -> tuple[str, str]:
    """Problem and remedy where a unit or a price year would be read into the adopted number."""
    unit = show_unit(old.generic_unit, old.prices) if old.prices else old.unit
    problem = (
        f"given without a number: the adopted {shown(old.value)} is in {unit}, and would be read as another amount."
    )
    return problem, f"Give value, dist or both with it, or leave {key} out."
