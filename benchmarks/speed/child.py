"""One measurement: `python -m benchmarks.speed.child MODULE ARGUMENTS WARM` imports MODULE, times `run(**ARGUMENTS)`.

Prints as JSON: what the first call returned, its seconds, the peak memory of the process, the seconds of WARM more
calls. Import is not counted; everything after it is, also what is made once and kept. A module may have a context
`ready()`, which gives further arguments; its time is `start`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

from mloss_econ.base.memory import keep_freed_memory


def peak_megabytes() -> float:
    """Most memory this process has held, in 10^6 bytes. On Linux from /proc, because there `ru_maxrss` starts at
    what the process that started this one held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Measure and print."""
    keep_freed_memory()  # for whoever is measured
    module, arguments, warm = import_module(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
    begin = time.perf_counter()
    seconds: list[float] = []
    results: list[Any] = []
    prepared: AbstractContextManager[dict[str, Any]] = module.ready() if hasattr(module, "ready") else nullcontext({})
    with prepared as more:
        ready = time.perf_counter() - begin
        for call in range(1 + warm):
            start = time.perf_counter()
            results.append(module.run(**arguments, **more))
            seconds.append(time.perf_counter() - start)
            if call == 0:
                peak = peak_megabytes()
    print(json.dumps({"result": results[0], "seconds": seconds[0], "peak": peak, "warm": seconds[1:], "start": ready}))


if __name__ == "__main__":
    main()
