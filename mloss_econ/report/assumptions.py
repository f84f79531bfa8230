"""A reader's own assumptions: one TOML file that replaces some beliefs, and may set n, the seed and the price base.

    title = "Smaller budgets"
    n = 16384
    seed = 7
    prices = "USD 2022"

    [beliefs."projects.median_budget"]
    value = 20_000
    dist = { kind = "between", low = 5_000, high = 80_000 }
    unit = "USD/year"
    price_year = 2022
    why = "our survey of 2026"

What is left out of a belief stays as it was; its grade becomes judgement unless the file says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mloss_econ.adoption import DEFAULT_PRICES
from mloss_econ.engine import check_n, check_seed
from mloss_econ.errors import InputError, SeedError, nearest
from mloss_econ.evidence import Store, default_store, read_toml
from mloss_econ.units import PriceBase

KEYS = ("title", "prices", "n", "seed", "beliefs")
DEFAULT_N = 2**14
DEFAULT_SEED = 20221231


@dataclass(frozen=True)
class Assumptions:
    """What a report is computed from: the store with the reader's beliefs in it, price base, n and seed.

    `changed` names the replaced beliefs; `file` is empty where the adopted beliefs are used as they are.
    """

    title: str
    store: Store
    prices: PriceBase
    n: int
    seed: int
    changed: tuple[str, ...]
    file: str


def read_assumptions(path: str | Path | None = None, *, store: Store | None = None) -> Assumptions:
    """Read and check an assumptions file; None gives the adopted beliefs.

    Raises SeedError that names the file, the path in it, the problem and the fix.
    """
    store = store or default_store()
    if path is None:
        return Assumptions("adopted beliefs", store, PriceBase.parse(DEFAULT_PRICES), DEFAULT_N, DEFAULT_SEED, (), "")
    file = str(path)
    data = read_toml(Path(path))
    for key in data:
        if key not in KEYS:
            raise SeedError(file, key, "unknown key.", nearest(key, KEYS))
    beliefs = data.get("beliefs", {})
    if not isinstance(beliefs, dict) or not all(isinstance(b, dict) for b in beliefs.values()):
        raise SeedError(file, "beliefs", "is not a table of beliefs.", 'Write [beliefs."projects.median_budget"].')
    changed = store.changed(beliefs, file)
    return Assumptions(
        str(data.get("title", Path(path).stem)),
        changed,
        _checked(file, "prices", PriceBase.parse, data.get("prices", DEFAULT_PRICES)),
        _checked(file, "n", lambda n: check_n(n, 100), data.get("n", DEFAULT_N)),
        _checked(file, "seed", check_seed, data.get("seed", DEFAULT_SEED)),
        tuple(beliefs),
        file,
    )


def _checked(file: str, key: str, check: Callable[[Any], Any], value: Any) -> Any:
    try:
        return check(value)
    except InputError as error:
        raise SeedError(file, key, str(error)) from None
