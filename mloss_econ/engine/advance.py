"""Continue a run from where it stands, piece by piece; save it now and then; stop cleanly."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from mloss_econ.engine.checkpoint import Checkpoint
from mloss_econ.engine.executing import in_order
from mloss_econ.engine.origin import Origin
from mloss_econ.engine.plan import Plan
from mloss_econ.engine.progress import Progress, TimeLeft
from mloss_econ.engine.rowwise import Names
from mloss_econ.engine.totals import LEAF, Totals, work


@dataclass(frozen=True)
class Session:
    """How a run is carried out: what is kept, what its outputs are called, who works, whom to tell, where to save.

    `origin` is what the work has to be computed with, where it is done in other processes; None where it is done here.
    """

    keep: str
    names: Names
    pool: Executor | None
    tell: Progress | None
    kept: Checkpoint | None = None
    resumable: bool = True
    origin: Origin | None = None

    def advance(self, plan: Plan, totals: Totals) -> Totals:
        """Compute the rows that are missing. An interrupt leaves the checkpoint whole and says how to resume."""
        try:
            how = (plan, self.keep, self.names, self.origin is not None)
            for part in in_order(self.pool, work, self._pieces(plan.n, totals.stop), *how):
                if self.origin is not None:
                    self.origin.check(part.origin)
                totals.merge(part)
                if self.kept is not None:
                    self.kept.save_when_due(totals)
                if self.tell is not None:
                    self.tell(totals.stop, plan.n)
            if self.kept is not None:
                self.kept.save_rest(totals)
        except BaseException as error:
            if self.kept is not None and not totals.half_merged:
                self.kept.save_rest(totals)
            if isinstance(error, KeyboardInterrupt):
                raise KeyboardInterrupt(self._interrupted(totals.stop, plan.n)) from None
            raise
        finally:
            if isinstance(self.tell, TimeLeft):
                self.tell.clear()
        return totals

    def _pieces(self, n: int, done: int) -> list[tuple[int, int]]:
        size = LEAF * (min(max(n // (64 * LEAF), 8), 64) if self.keep == "summary" else 1)
        return [(start, min(start + size, n)) for start in range(done, n, size)]

    def _interrupted(self, done: int, n: int) -> str:
        said = f"interrupted after {done:,} of {n:,} draws"
        if self.kept is not None:
            return f"{said}; {self.kept.file} holds {self.kept.saved:,} of them. The same call resumes the run."
        if not self.resumable:
            return f"{said}; nothing was saved."
        return f"{said}; nothing was saved. With checkpoint='run.npz' the same call would resume the run."
