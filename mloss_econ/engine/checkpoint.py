"""Keep a run on disk while it lasts, so that it can be interrupted and resumed to the same bits.

The file is an uncompressed `.npz` of plain arrays (nothing in it is ever run). It is written next to its place and
moved there whole, so whatever happens it holds either the last state or the one before.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sys
import time
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mloss_econ.base.textfiles import check_plain
from mloss_econ.engine.histogram import Histogram
from mloss_econ.engine.origin import origin_of
from mloss_econ.engine.plan import Plan, Rows
from mloss_econ.engine.totals import Bad, Moments, Totals
from mloss_econ.errors import InputError, SeedError
from mloss_econ.uncertainty import REPLICATES

EVERY = 10.0  # seconds between two writes, at least
SHARE = 0.05  # of the time may go into writing


def identity(plan: Plan, digest: str, keep: str, pilot: Rows) -> dict[str, Any]:
    """What must be the same for a run to be resumed: the case, the draws asked for, and what the pilot gave."""
    made_by = origin_of(plan.calculator)
    numbers = hashlib.sha256()
    for path, values in [*pilot.outputs.items(), *pilot.codes.items()]:
        numbers.update(path.encode() + b"\0" + values.tobytes())
    return {
        "calculator": plan.calculator.name,
        "mloss_econ": made_by.version,
        "code and seeds": hashlib.sha256(f"{made_by.library} {made_by.calculator}".encode()).hexdigest()[:16],
        "case": digest,
        "seed": plan.seed,
        "design": plan.design,
        "n": plan.n,
        "keep": keep,
        "first rows": numbers.hexdigest()[:16],
    }


@dataclass
class Checkpoint:
    """A file that holds the state of one run, and when it was last written."""

    file: Path
    identity: dict[str, Any]
    every: float = field(default_factory=lambda: EVERY)
    last: float = field(default_factory=time.monotonic)
    took: float = 0.0
    saved: int = 0

    def load(self, n: int) -> Totals:
        """The state in the file, with room for `n` rows, or a fresh one if there is no file; written once at once, so
        that a place that cannot be written to is known before anything is computed.

        Raises InputError for such a place, for a file of another run, and for one that is no checkpoint.
        """
        try:
            if self.file.exists():
                check_plain(self.file)
                totals = self._read()
                if not 0 <= totals.stop <= n:
                    raise InputError(f"{self.file}: holds {totals.stop:,} rows of a run of {n:,}. Give another file.")
                totals = totals.grown(n)
            else:
                totals = Totals(0, 0, n)
            self.save(totals)
        except (OSError, SeedError) as error:
            problem = error.problem if isinstance(error, SeedError) else f"cannot be used: {error}."
            raise InputError(f"checkpoint = '{self.file}' {problem} Nothing was computed; give another file.") from None
        return totals

    def _read(self) -> Totals:
        try:
            _check_sizes(self.file)
            with self.file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            header = json.loads(bytes(arrays.pop("header")).decode())
            theirs, stated = dict(header.pop("identity")), header.pop("sum")
            if stated != _sum(header, arrays):
                raise ValueError("its contents are not what was written")
            totals = _unpack(header, arrays)
        except OSError:
            raise
        except Exception as error:  # a damaged file can fail in any way: as zip, as array, as text, as numbers
            raise InputError(
                f"{self.file}: not a checkpoint of a run, or not a whole one ({type(error).__name__}). Give another "
                "file, or delete it to start anew."
            ) from None
        if theirs != self.identity:
            differs = [
                f"{k} is {theirs.get(k)} there, {v} here" for k, v in self.identity.items() if theirs.get(k) != v
            ]
            raise InputError(
                f"{self.file}: a checkpoint of another run: {'; '.join(differs)}. Give another file, or delete it."
            )
        return totals

    def save_when_due(self, totals: Totals) -> None:
        """Save if the last time is long enough ago. A disk that is full does not stop the run: a warning says so."""
        if time.monotonic() - self.last >= max(self.every, self.took / SHARE):
            self.save_rest(totals)

    def save_rest(self, totals: Totals) -> None:
        """Save what is not saved yet; a failure is a warning."""
        if totals.stop <= self.saved:
            return
        try:
            self.save(totals)
        except OSError as error:
            self.last = time.monotonic()
            problem = f"{self.file} could not be written at row {totals.stop:,} ({error})"
            said = f"{problem}; it holds {self.saved:,} rows. The run goes on."
            warnings.warn(said, RuntimeWarning, stacklevel=_outside())

    def save(self, totals: Totals) -> None:
        """Write the state, atomically. Raises OSError and leaves the last state if it cannot."""
        began = time.monotonic()
        header, arrays = _pack(totals)
        text = json.dumps({"identity": self.identity, "sum": _sum(header, arrays), **header}).encode()
        temporary = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        try:
            with temporary.open("wb") as stream:
                np.savez(stream, header=np.frombuffer(text, dtype=np.uint8), **arrays)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(self.file)
        finally:
            temporary.unlink(missing_ok=True)
        self.last = time.monotonic()
        self.took, self.saved = self.last - began, totals.stop


def _check_sizes(file: Path) -> None:
    """Raise ValueError unless what the file holds is as large as the file says: a zip can promise far more."""
    size = file.stat().st_size
    with zipfile.ZipFile(file) as stored:
        parts = stored.infolist()
        if any(part.compress_type != zipfile.ZIP_STORED for part in parts) or sum(p.file_size for p in parts) > size:
            raise ValueError("it holds more than it can")
        for part in parts:
            with stored.open(part) as stream:
                version = np.lib.format.read_magic(stream)
                reads = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
                shape, _, kind = reads[version](stream)
            if kind.hasobject or math.prod(shape) * kind.itemsize > part.file_size:
                raise ValueError("an array is larger than its place")


def _outside() -> int:
    """The stack level of the caller of this package, for a warning that points at it."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("mloss_econ."):
        level, frame = level + 1, frame.f_back
    return level


def _sum(header: dict[str, Any], arrays: dict[str, Any]) -> str:
    """A hash of all that is stored, to detect damage."""
    made = hashlib.sha256(json.dumps(header, sort_keys=True).encode())
    for name, array in sorted(arrays.items()):
        made.update(f"{name} {array.dtype.str} {array.shape}".encode())
        made.update(np.ascontiguousarray(array).view(np.uint8).reshape(-1).data)
    return made.hexdigest()


def _pack(totals: Totals) -> tuple[dict[str, Any], dict[str, Any]]:
    header: dict[str, Any] = {"stop": totals.stop, "bad": vars(totals.bad), "paths": list(totals.moments)}
    header |= {"categories": list(totals.shares), "machines": totals.machines}
    arrays: dict[str, Any] = {}
    for k, (path, (moments,)) in enumerate(totals.moments.items()):
        arrays[f"moments{k}"] = np.array([moments.count, moments.mean, moments.squares])
        arrays[f"ends{k}"] = np.array([moments.least, moments.most])
        if path in totals.histograms:
            arrays[f"places{k}"], arrays[f"counts{k}"] = totals.histograms[path].packed()
        if path in totals.columns:
            arrays[f"outputs{k}"] = totals.columns[path][: totals.stop]
    for k, (path, shares) in enumerate(totals.shares.items()):
        arrays[f"shares{k}"] = shares
        if path in totals.columns:
            arrays[f"codes{k}"] = totals.columns[path][: totals.stop]
    return header, arrays


def _unpack(header: dict[str, Any], arrays: dict[str, Any]) -> Totals:
    stop = int(header["stop"])
    totals = Totals(0, stop, machines=tuple(map(str, header["machines"])))
    bad = header["bad"]
    box = {path: (low, high) for path, (low, high) in bad["box"].items()}
    totals.bad = Bad(dict(bad["counts"]), int(bad["rows"]), dict(bad["first"]), box, dict(bad.get("endless", {})))
    for k, path in enumerate(header["paths"]):
        count, mean, squares = _shaped(arrays[f"moments{k}"], 3, REPLICATES)
        least, most = _shaped(arrays[f"ends{k}"], 2).tolist()
        totals.moments[path] = [Moments(count, mean, squares, least, most)]
        if f"places{k}" in arrays:
            places = arrays[f"places{k}"]
            totals.histograms[path] = Histogram()
            totals.histograms[path].merge((places, _shaped(arrays[f"counts{k}"], len(places))))
        if f"outputs{k}" in arrays:
            totals.columns[path] = _shaped(arrays[f"outputs{k}"], stop)
    for k, path in enumerate(header["categories"]):
        totals.shares[path] = arrays[f"shares{k}"]
        if f"codes{k}" in arrays:
            totals.columns[path] = _shaped(arrays[f"codes{k}"], stop)
    return totals


def _shaped(array: Any, *shape: int) -> Any:
    if array.shape != shape or array.dtype.kind not in "iuf":
        raise ValueError(f"an array of shape {array.shape}, not {shape}")
    return array
