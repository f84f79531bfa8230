"""A run: the draws of a case, with their seed and design. A run is data; these functions read it: `summary`,
`estimate`, `quantiles`, `judgement`, `diagnostics`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic

import numpy as np
import numpy.typing as npt

from mloss_econ.base.renamed import METHODS
from mloss_econ.engine.draws import Draws, InputDraws
from mloss_econ.engine.origin import of_machines
from mloss_econ.engine.plan import Array, Plan
from mloss_econ.engine.rowwise import Names
from mloss_econ.engine.totals import LARGEST, Totals
from mloss_econ.errors import RunError, no_output
from mloss_econ.kernel import Case, I, O


@dataclass(frozen=True)
class Run(Generic[I, O]):
    """The draws of one case. `draws.inputs` and `draws.outputs` map dotted paths to arrays of shape (n,).

    `keep` says whether the outputs were kept; `left` holds the numbers of the rows that are left where some were
    dropped, else None; `remarks` is what the run itself has to say.
    """

    case: Case[I, O]
    plan: Plan
    n: int
    keep: str
    totals: Totals
    draws: Draws
    left: npt.NDArray[np.int64] | None = None
    dropped: bool = False
    remarks: tuple[str, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def seed(self) -> int:
        """The seed."""
        return self.plan.seed

    @property
    def design(self) -> str:
        """The design."""
        return self.plan.design

    def __repr__(self) -> str:
        return f"<run of {self.n:,} draws of {self.case!r}, seed {self.seed}, {self.design}>"

    if not TYPE_CHECKING:  # so that checkers find a misspelt name

        def __getattr__(self, name: str) -> Any:
            now = f"run.{name} is now {METHODS[name]}" if name in METHODS else f"a run has no attribute '{name}'"
            raise AttributeError(f"{now}.", name=name, obj=self)

    @property
    def kept(self) -> Mapping[str, Array] | None:
        """The draws of the outputs, None if they were not kept."""
        return self.draws.outputs if self.keep == "outputs" else None

    def output(self, path: str) -> Array:
        """The draws of one output, shape (n,). Raises InputError with the nearest right path, RunError if not kept."""
        self.check(path)
        if path not in self.draws.outputs:
            raise RunError("this run kept a summary, not its draws. Run again with keep='outputs'.")
        return self.draws.outputs[path]

    def check(self, path: str) -> None:
        """Raise InputError, with the nearest right path, unless this is an output of the run."""
        if path not in self.totals.moments:
            raise no_output(self.case.calculator.name, path, self.totals.moments, self.draws.labels)


def run_of(case: Case[I, O], plan: Plan, keep: str, names: Names, totals: Totals) -> Run[I, O]:
    """The run of a plan, from its totals. Raises RunError for an output too large to have a standard error."""
    for path, (moments,) in totals.moments.items():
        if max(-moments.least, moments.most) > LARGEST:
            far = moments.most if moments.most > LARGEST else moments.least
            raise RunError(
                f"{case.calculator.name}: '{path}' reaches {far:.3g}, too large for a mean and its error. Check the "
                "exponents of the beliefs, or take another unit."
            )
    columns = {path: values[: plan.n] for path, values in totals.columns.items()}
    for values in columns.values():
        values.flags.writeable = False
    outputs = {path: columns[path] for path in totals.moments if path in columns}
    codes = {path: columns[path] for path in totals.shares if path in columns}
    draws = Draws(InputDraws(plan), outputs, codes, dict(names[1]))
    return Run(case, plan, plan.n, keep, totals, draws, remarks=of_machines(totals.machines))
