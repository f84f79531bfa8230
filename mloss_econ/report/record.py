"""The record of a run (run.json): what it was made from and what came out, enough to make it again and compare.

stamp      version, draws, prices, and a hash of all inputs
cases      a hash of every case: calculator, price base, structure, values, distributions
results    a hash of all results in full, to the bit
figures    every figure by name, whole
rounded    hashes of the cases and the figures to 9 significant digits, which every processor gives
files      the other files of the run, each with its SHA-256; none in the copies of a record that those files carry
checksum   a hash of all of the above, which finds out a record that was altered
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from mloss_econ.base.files import plain, sha256_of, to_json
from mloss_econ.base.textfiles import json_of, read_text
from mloss_econ.errors import InputError
from mloss_econ.report.findings import Findings, Stamp
from mloss_econ.report.findings.common import DIGITS
from mloss_econ.report.provenance import Provenance
from mloss_econ.report.tables import tidy

FORMAT = "mloss_econ run, 2"
FAMILY = "mloss_econ run, "
LEFT_OUT = ("stamp", "title", "file")  # of the results: they say what was computed and from where, not what came out
STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
ADVICE = "Give the run.json that a brief wrote."


def record_of(f: Findings, content: Mapping[str, Any], made_with: Provenance) -> dict[str, Any]:
    """The record, before it is sealed."""
    figures = figures_of(f)
    return {
        "format": FORMAT,
        "stamp": plain(f.stamp),
        **plain(made_with),
        "assumptions": plain(content),
        "cases": {case.name: case.digest for case in f.cases},
        "results": results_of(f),
        "figures": figures,
        "rounded": {"cases": {case.name: case.rounded for case in f.cases}, "figures": rounded(figures)},
    }


def sealed(record: Mapping[str, Any], files: Mapping[str, str | bytes]) -> dict[str, Any]:
    """The record with its list of files and its checksum."""
    whole = {**record, "files": {name: sha256_of(content) for name, content in files.items()}}
    return {**whole, "checksum": checksum(whole)}


def figures_of(f: Findings) -> dict[str, float]:
    """Every figure by name, whole."""
    return {f"{part}: {name}: {statistic}": float(value) for part, name, statistic, value, _, _ in tidy(f).rows}


def results_of(f: Findings) -> str:
    """A hash of all results in full, the ledger and the form of the agency among them."""
    form = f.policy.form.frame().records() if f.policy.form is not None else []
    whole = {k: v for k, v in plain(f).items() if k not in LEFT_OUT}
    return sha256_of(to_json(whole | {"ledger": f.proposal.ledger.frame().records(), "form": form}))


def rounded(figures: Mapping[str, float]) -> str:
    """A hash of figures to 9 significant digits."""
    texts = {name: f"{value + 0.0:.{DIGITS - 1}e}" for name, value in figures.items()}
    return sha256_of(json.dumps(texts, sort_keys=True))


def checksum(record: Mapping[str, Any]) -> str:
    """A hash of all of a record but the checksum itself; 1 and 1.0 are the same."""
    return sha256_of(json.dumps(_whole({k: v for k, v in record.items() if k != "checksum"}), sort_keys=True))


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


# ---------------------------------------------------------------- reading


def _shape(kind: type, **more: Any) -> type[BaseModel]:
    """The shape of a record as the fields of a dataclass give it: every key, no other, each of its type."""
    hints = get_type_hints(kind)
    keys: dict[str, Any] = {f.name: (hints[f.name], ...) for f in fields(kind)}
    return create_model(kind.__name__, __config__=STRICT, **keys, **more)


SHAPE = _shape(
    Provenance,
    format=(Literal["mloss_econ run, 2"], ...),
    stamp=(_shape(Stamp), ...),
    assumptions=(dict[str, Any], ...),
    cases=(dict[str, str], ...),
    results=(str, ...),
    figures=(dict[str, float], ...),
    rounded=(create_model("Rounded", __config__=STRICT, cases=(dict[str, str], ...), figures=(str, ...)), ...),
    checksum=(str, ...),
    files=(dict[str, str], ...),
)


def read_record(path: Path) -> dict[str, Any]:
    """A record, each part of its type and every number finite. Raises InputError, on one line, for anything else."""
    data = json_of(read_text(path), str(path))
    said = data.get("format") if isinstance(data, dict) else None
    if not isinstance(said, str) or not said.startswith(FAMILY):
        raise InputError(f"{path} is no record of a run ({FORMAT}). {ADVICE}")
    if said != FORMAT:
        raise InputError(f"{path} has the format '{said}'; this version reads '{FORMAT}'. Make the brief again.")
    try:
        SHAPE.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{path} is a damaged record: {_first(error)}. {ADVICE}") from None
    if set(data["cases"]) != set(data["rounded"]["cases"]):
        raise InputError(f"{path} is a damaged record: 'rounded' has not the same cases as 'cases'. {ADVICE}")
    return {**data, "figures": {name: float(value) for name, value in data["figures"].items()}}


def _first(error: ValidationError) -> str:
    """The first fault, in words: where it is, and what is wrong there."""
    fault = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, fault["loc"]))
    others = error.error_count() - 1
    return f"'{where}': {fault['msg'][:1].lower()}{fault['msg'][1:]}" + (f", and {others} more" if others else "")
