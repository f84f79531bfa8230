"""Samples of repositories and people, as tables: checked, narrowed to a scope, looked up."""

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt

from mloss_econ.base.arrays import Array, reads_as_number
from mloss_econ.errors import InputError, nearest
from mloss_econ.evidence import Table


def amounts(sample: Table, column: str) -> Array:
    """A column of counts. Raises InputError for an empty table, text, and negative counts."""
    found = sample[column]
    if not len(found):
        raise InputError(f"table '{sample.name}' has no rows. Give a sample with at least one.")
    if found.dtype.kind != "f":
        rows = list(enumerate(found.tolist(), 1))
        row, text = next((pair for pair in rows if not reads_as_number(pair[1])), rows[0])
        raise InputError(f"table '{sample.name}', column '{column}', row {row}: {text!r} is not a number. Give counts.")
    bad = np.flatnonzero(found < 0)
    if len(bad):
        raise InputError(
            f"table '{sample.name}', column '{column}', row {bad[0] + 1}: {found[bad[0]]:g} is not a count of 0 or "
            "more. Correct or drop the row."
        )
    return np.asarray(found, dtype=np.float64)


def check_subset(sample: Table, subset: str, whole: str) -> None:
    """Raise InputError unless a column counts a subset of another, row by row."""
    bad = np.flatnonzero(amounts(sample, subset) > amounts(sample, whole))
    if len(bad):
        raise InputError(
            f"table '{sample.name}', row {bad[0] + 1}: {subset} exceeds {whole}, of which it is a subset. Correct the "
            "row."
        )


def rows_of(sample: Table, repository: str) -> npt.NDArray[np.bool_]:
    """Which rows are of a repository (`owner/name`). Raises InputError if none is."""
    names = [str(name) for name in sample["repository"]]
    rows = np.array([name == repository for name in names])
    if not rows.any():
        raise InputError(f"repository '{repository}' is not in table '{sample.name}'. {nearest(repository, names)}")
    return rows


def earlier_copies(sample: Table) -> npt.NDArray[np.bool_]:
    """Rows of a repository that is listed again further down."""
    names = [str(name) for name in sample["repository"]]
    return np.array([name in names[i + 1 :] for i, name in enumerate(names)])


def in_scope(sample: Table, keep: Collection[str]) -> Table:
    """Sample with only the rows listed, by `name` or by `repository`; the user decides what is machine learning.

    Raises InputError for a name that is in neither column.
    """
    return _where(sample, keep, wanted=True)


def out_of_scope(sample: Table, drop: Collection[str]) -> Table:
    """Sample without the rows listed, by `name` or by `repository`.

    >>> from mloss_econ.evidence import default_store
    >>> len(out_of_scope(default_store().table("mloss_repositories"), ["Apache Kafka", "apache/flink"])["name"])
    137
    """
    return _where(sample, drop, wanted=False)


def _where(sample: Table, names: Collection[str], *, wanted: bool) -> Table:
    if isinstance(names, str):
        raise InputError(f"{names!r} is one name. Give a list of names.")
    titles, repositories = ([str(n) for n in sample[c]] for c in ("name", "repository"))
    for name in names:
        if name not in titles and name not in repositories:
            raise InputError(f"'{name}' is not in table '{sample.name}'. {nearest(name, titles + repositories)}")
    listed = [t in names or r in names for t, r in zip(titles, repositories, strict=True)]
    rows = np.array(listed, dtype=bool) == wanted
    if not rows.any():
        raise InputError(f"table '{sample.name}': nothing is left in scope. Name fewer rows to drop, or more to keep.")
    columns: dict[str, npt.NDArray[Any]] = {}
    for column, values in sample.columns.items():
        columns[column] = values[rows]
        columns[column].flags.writeable = False
    return Table(sample.name, columns)
