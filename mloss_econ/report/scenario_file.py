"""A file to change assumptions in: every belief that is there, as comments; and the schema of such files."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mloss_econ.base.files import check_folder, write_all
from mloss_econ.base.text import number
from mloss_econ.base.textfiles import check_name, is_folder, reason
from mloss_econ.base.units import INDEX_KINDS, show_unit
from mloss_econ.compliance import MOST_BIAS, naics_codes
from mloss_econ.errors import InputError
from mloss_econ.evidence import GRADES, Belief, Store
from mloss_econ.kernel import DEFAULT_PRICES
from mloss_econ.regimes import STATUS_QUO, WORLD, form_kind
from mloss_econ.report.assumptions import (
    DEFAULT_COMPARATOR,
    DEFAULT_N,
    DEFAULT_PROFILE,
    DEFAULT_PROPOSAL,
    DEFAULT_SEED,
    KEYS,
    OF_FORM,
    YEARS,
    profiles_of,
    viewpoints_of,
)
from mloss_econ.uncertainty import CONSTRUCTORS

HEAD = """\
# Assumptions for mloss-econ. Uncomment the lines you want to change (value and range), then:
#     mloss-econ check {name}      what is wrong with it, if anything
#     mloss-econ brief {name}      the report
# Lines that stay commented out keep the adopted values. An amount is in its unit and the prices of its price_year.
# A value alone holds the belief at it, without a range; a dist alone moves the value to its median; to move both, give
# both. Say why: the report prints it next to the number.

title = "My assumptions"
# proposal = "{proposal}"  # the proposal under review; mloss-econ show lists them
# comparator = "{comparator}"  # the proposal shown for comparison
# prices = "{prices}"
# index = "cpi"  # one kind of price index for all currencies: {kinds}
# profile = "{profile}"  # whose form: {profiles}
# optimism_bias = 0.2  # with a Green Book profile only: uplift of costs, a share from 0 to {most:g}; not given: none
# present_value_year = {year}  # with a Green Book profile only: the year discounted to; not given: that of application
# naics = "{naics}"  # with a Circular A-4 profile only: industry whose size standard says who is small
# n = {n}
# seed = {seed}
# viewpoint = "{viewpoint}"  # whose net benefit counts: {viewpoints}
# baseline_date = {day}  # what is in force by then is part of the status quo
# beliefs_of = "{side}"  # {sides}
{seeds}
"""
SEEDS = '# seeds = "my_seeds"  # a folder of further seeds (tables, beliefs, proposals), next to this file'


def new_file(path: Path, store: Store) -> Path:
    """Write such a file. Raises InputError where there is one already, or it cannot be written."""
    check_name(str(path))
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise InputError(f"{path} cannot be written: {reason(error)}. Choose another name.") from None
    else:
        raise InputError(f"{path} is there already and was left as it is. Choose another name.")
    if not is_folder(path.parent):
        raise InputError(
            f"{path} cannot be written: there is no folder {path.parent}. Make it, or choose another place."
        )
    check_folder(path.parent, "Choose another place.")
    (written,) = write_all(path.parent, {path.name: template(path.name, store, path.parent)})
    return written


def template(name: str, store: Store, place: Path = Path()) -> str:  # a path does not change
    """The text of the file, which is to stand in the folder `place`. It names the further seeds of the store."""
    profiles = ", ".join(profiles_of(store))
    sides = list(store.belief_sets)
    lines = [
        HEAD.format(
            name=name,
            proposal=DEFAULT_PROPOSAL,
            comparator=DEFAULT_COMPARATOR,
            profile=DEFAULT_PROFILE,
            prices=DEFAULT_PRICES,
            profiles=profiles,
            most=MOST_BIAS,
            naics=naics_codes(store)[0],
            year=store.proposal(STATUS_QUO).date.year,
            kinds=", ".join(INDEX_KINDS),
            n=DEFAULT_N,
            seed=DEFAULT_SEED,
            viewpoint=WORLD,
            viewpoints=", ".join(viewpoints_of(store)),
            day=store.proposal(STATUS_QUO).date.isoformat(),
            side=sides[0] if sides else "",
            seeds=_seeds(store, place),
            sides=f"one side's beliefs: {', '.join(sides)}" if sides else "",
        )
    ]
    topic = ""
    for key, belief in store.beliefs.items():
        if key.split(".")[0] != topic:
            topic = key.split(".")[0]
            dashes = "-" * 70
            lines += [f"# {dashes}", f"# {topic.replace('_', ' ')}", f"# {dashes}", ""]
        lines += [*block(key, belief), ""]
    return "\n".join(lines)


def _seeds(store: Store, place: Path) -> str:
    """The line that names the further folders of seeds, as seen from the file; a comment where there is none."""
    if not store.folders:
        return SEEDS
    there = place.resolve()
    names = [Path(os.path.relpath(folder.resolve(), there)).as_posix() for folder in store.folders]
    return f"seeds = {_quoted(names[0]) if len(names) == 1 else json.dumps(names, ensure_ascii=False)}"


def block(key: str, belief: Belief) -> list[str]:
    """One belief, commented out; taking the `# ` away from its lines gives the belief as it is."""
    low, high = (float(q) for q in belief.dist.quantile(np.array([0.05, 0.95])))
    spread = f"90 % interval: {number(low)} to {number(high)}" if low < high else "known: no range"
    lines = [f'# [beliefs."{key}"]', f"# value = {belief.value!r}"]
    lines.append(f"# dist = {belief.dist.to_toml()}  # {spread}")
    lines.append(f"# unit = {_quoted(belief.unit)}")
    if belief.price_year is not None:
        lines.append(f"# price_year = {belief.price_year}")
    lines.append(f'# grade = "{belief.grade}"')
    lines += ["# weak = true"] * belief.weak + ["# confirmed = false"] * (not belief.confirmed)
    if belief.rests_on:
        lines.append(f"# from = [{', '.join(map(_quoted, belief.rests_on))}]")
    lines.append(f"# why = {_quoted(' '.join(belief.why.split()))}")
    return lines


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def schema(store: Store) -> dict[str, Any]:
    """The JSON Schema of an assumptions file, for an editor that completes and checks TOML."""
    keys: dict[str, Any] = {
        "value": {"type": "number", "description": "The adopted value."},
        "dist": {"$ref": "#/$defs/dist", "description": "Its uncertainty."},
        "price_year": {"type": "integer", "description": "The year whose prices an amount of money is in."},
        "grade": {"enum": list(GRADES)},
        "weak": {"type": "boolean"},
        "confirmed": {"type": "boolean"},
        "why": {"type": "string", "minLength": 1},
        "from": {"type": "array", "items": {"$ref": "#/$defs/fact"}},
    }
    defined: dict[str, Any] = {
        "dist": {"oneOf": [_dist_schema(kind, maker) for kind, maker in CONSTRUCTORS.items()]},
        "fact": {"enum": sorted(store.facts)},
    }
    beliefs = {}
    for name, belief in store.beliefs.items():
        units = _units(belief, store.prices.currencies)
        kind = f"in {show_unit(belief.generic_unit, belief.prices) if belief.prices else belief.unit}"
        known = keys | {"unit": {"enum": units}}
        as_adopted = {"unit": {"const": belief.unit}, "price_year": {"const": belief.price_year}}
        defined[kind] = {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": known,
            "dependentRequired": {"unit": ["price_year"]} if belief.prices else {},
            "if": {"not": {"anyOf": [{"required": ["value"]}, {"required": ["dist"]}]}},
            "then": {"properties": as_adopted if belief.prices else {"unit": as_adopted["unit"]}},
        }
        beliefs[name] = {"$ref": f"#/$defs/{kind.replace('/', '~1')}", "description": " ".join(belief.why.split())}
    top: dict[str, Any] = {
        "title": {"type": "string"},
        "proposal": {"enum": sorted(store.proposals)},
        "comparator": {"enum": sorted(store.proposals)},
        "prices": {
            "type": "string",
            "pattern": f"^({'|'.join(store.prices.currencies)}) [0-9]{{4}}( [(](CPI|deflator)[)])?$",
        },
        "index": {"enum": list(INDEX_KINDS)},
        "profile": {"enum": list(profiles_of(store))},
        "optimism_bias": {"type": "number", "minimum": 0, "maximum": MOST_BIAS},
        "present_value_year": {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]},
        "naics": {"enum": naics_codes(store)},
        "n": {"type": "integer", "minimum": 100},
        "seed": {"type": "integer", "minimum": 0},
        "seeds": {"type": ["string", "array"], "minLength": 1, "items": {"type": "string", "minLength": 1}},
        "beliefs_of": {"enum": ["", *sorted(store.belief_sets)]},
        "viewpoint": {"enum": list(viewpoints_of(store))},
        "baseline_date": {"type": "string", "format": "date"},
        "beliefs": {"type": "object", "additionalProperties": False, "properties": beliefs},
    }
    assert set(top) == set(KEYS)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Assumptions for mloss-econ",
        "type": "object",
        "additionalProperties": False,
        "properties": top,
        "allOf": [_of_form(key, kind, store) for key, kind in OF_FORM.items()],
        "$defs": defined,
    }


def _of_form(key: str, kind: str, store: Store) -> dict[str, Any]:
    """A key that only one kind of form has: the profile is one of those, and named where it is not the default."""
    fitting = [name for name in profiles_of(store) if form_kind(name) == kind]
    needed = {"required": ["profile"]} if form_kind(DEFAULT_PROFILE) != kind else {}
    return {"if": {"required": [key]}, "then": {**needed, "properties": {"profile": {"enum": fitting}}}}


def _units(belief: Belief, currencies: Sequence[str]) -> list[str]:
    """The units that the belief may be given in: for money any currency that the tables reach."""
    return [belief.generic_unit.replace("money", c) for c in currencies] if belief.prices else [belief.unit]


def _dist_schema(kind: str, maker: Any) -> dict[str, Any]:
    cut = {"truncate_low": {"type": "number"}, "truncate_high": {"type": "number"}}
    known: Mapping[str, inspect.Parameter] = inspect.signature(maker).parameters
    needed = [name for name, p in known.items() if p.default is inspect.Parameter.empty]
    listed = {"type": ["number", "array"]}
    return {
        "type": "object",
        "properties": {"kind": {"const": kind}, **dict.fromkeys(known, listed), **cut},
        "required": ["kind", *needed],
        "additionalProperties": False,
    }
