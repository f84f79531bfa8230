"""W1 on a cluster of two worker processes of this machine (dask), its start not counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from dask.distributed import Client

from benchmarks.speed import w1
from benchmarks.speed.figures import Figures

WORKERS = 2


@contextmanager
def ready() -> Iterator[dict[str, Any]]:
    """The cluster, with the library imported by every worker."""
    client: Any = Client(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]  # dask has no types
    with client:
        client.run(import_module, w1.__name__)
        yield {"executor": client.get_executor()}


def run(n: int, executor: Any) -> Figures:
    """The statistics of `n` draws, none of which is kept."""
    return w1.run(n, keep="summary", executor=executor)
